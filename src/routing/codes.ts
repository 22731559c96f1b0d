// Codes of continents, countries and subdivisions as numbers: their letters, eight bits each, so that comparing codes is
// comparing numbers. No code is 0. ISO 3166-1 alpha-2 for countries, the second half of ISO 3166-2 for subdivisions.

export function packCode(code: string): number {
  let packed = 0;
  for (let i = 0; i < code.length; i++) packed = (packed << 8) | (code.charCodeAt(i) & 0x7f);
  return packed;
}

export function codeText(packed: number): string {
  let text = "";
  for (let rest = packed; rest !== 0; rest >>>= 8) text = String.fromCharCode(rest & 0xff) + text;
  return text;
}
