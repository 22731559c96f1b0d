// Headers as the engine has them: flat lists, name, value, name, value, in the case and order in which they came. Names are
// looked for in lower case, as case tells none apart (RFC 9110 §5.1).

/** Whether a header as it came has this name, which is in lower case. */
export function isNamed(given: string, lower: string): boolean {
  return given.length === lower.length && (given === lower || given.toLowerCase() === lower);
}

/** The first value of a header. */
export function headerIn(flat: readonly string[], lower: string): string | undefined {
  for (let i = 0; i < flat.length; i += 2) if (isNamed(flat[i], lower)) return flat[i + 1];
  return undefined;
}

export function hasHeader(flat: readonly string[], lower: string): boolean {
  return headerIn(flat, lower) !== undefined;
}
