// The tokens of JSON Pointers (RFC 6901 §3 and §4): a slash within one is written ~1, a tilde ~0, and they are read again in
// this order, so that ~01 is ~1 and not a slash.

export function readPointerToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

export function printPointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
