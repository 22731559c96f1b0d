// Percent signs and pairs of a URL, as every reader of paths and queries needs them (RFC 3986 §2.1).
// Invariant: text that is no escape is text; nothing that a client sends is a fault here.

/** Percent signs undone; a text whose percent signs mean nothing stays as it is. */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Percent signs for all but a URI's unreserved characters (RFC 3986 §2.3). */
export function encodePercent(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function splitPair(pair: string): [name: string, value: string] {
  const equals = pair.indexOf("=");
  return equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
}
