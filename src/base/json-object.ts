// JSON that somebody else wrote: nothing is of the type that it should be until it has been looked at. What an
// object means is judged by whoever asked for one.

export type JsonObject = { readonly [name: string]: unknown };

/** Neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
