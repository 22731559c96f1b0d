// One simple value: read from its text, held to the model's bounds, and worded when it breaks one, as the front end of AWS's
// services words it ("failed to satisfy constraint"). Bodies in XML are worded otherwise: rest-xml/facets.ts.
// Invariant: a text is held to its greatest length before a pattern looks at it, so patterns see short texts only.

import { WireFault } from "./fault.ts";
import type { Scalar } from "./model.ts";

export type Value = { readonly value: string | number | boolean } | { readonly fault: string };

/** The facet that a value breaks. */
export type Breach =
  | { readonly facet: "type" }
  | { readonly facet: "least" | "most"; readonly bound: number; readonly length: number | null }
  | { readonly facet: "pattern"; readonly pattern: string }
  | { readonly facet: "words"; readonly words: readonly string[] };

const patterns = new Map<string, RegExp>();

/** A parameter's text as a value, or the constraint that it does not satisfy. */
export function parameterOf(text: string, shape: Scalar): Value {
  const value = scan(text, shape);
  const breach = value === null ? { facet: "type" as const } : breachOf(value, shape);
  if (value !== null && breach === null) return { value };
  return { fault: constraintWords(shape.kind, breach ?? { facet: "type" }) };
}

export function scan(text: string, { kind }: Scalar): string | number | boolean | null {
  const trimmed = text.trim();
  switch (kind) {
    case "string":
    case "timestamp":
      return text;
    case "boolean":
      return /^(true|1)$/.test(trimmed) ? true : /^(false|0)$/.test(trimmed) ? false : null;
    case "integer":
    case "long":
      return /^[-+]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
    case "double":
      return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?$/.test(trimmed) ? Number(trimmed) : null;
  }
}

export function breachOf(value: string | number | boolean, { least, most, words, pattern }: Scalar): Breach | null {
  if (typeof value === "boolean") return null;
  const length = typeof value === "string" ? lengthOf(value) : null;
  const size = length ?? Number(value);
  if (most !== null && size > most) return { facet: "most", bound: most, length };
  if (least !== null && size < least) return { facet: "least", bound: least, length };
  if (pattern !== null && !compiled(pattern).test(String(value))) return { facet: "pattern", pattern };
  return words === null || words.includes(String(value)) ? null : { facet: "words", words };
}

/** In characters, not in UTF-16's units. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** A model's pattern is meant for the whole text. */
function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`, "u");
  patterns.set(pattern, known);
  return known;
}

export function constraintWords(kind: Scalar["kind"], breach: Breach): string {
  switch (breach.facet) {
    case "type":
      return `Member must be a valid ${kind}`;
    case "least":
    case "most": {
      const side = breach.facet === "least" ? "greater" : "less";
      return `Member must have ${breach.length === null ? "value" : "length"} ${side} than or equal to ${breach.bound}`;
    }
    case "pattern":
      return `Member must satisfy regular expression pattern: ${breach.pattern}`;
    case "words":
      return `Member must satisfy enum value set: [${hashed(breach.words).join(", ")}]`;
  }
}

/**
 * Words in the order in which the service says them: that of a hash table of Java's, 32 buckets and more, the newest of a
 * bucket first. It is the order of every message in the recorded answers of API Gateway.
 */
function hashed(words: readonly string[]): string[] {
  let count = 32;
  while (words.length > count * 0.75) count *= 2;
  const buckets = Array.from({ length: count }, (): string[] => []);
  for (const word of words) {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = (Math.imul(31, hash) + word.charCodeAt(at)) | 0;
    buckets[hash & (count - 1)].unshift(word);
  }
  return buckets.flat();
}

/** What every value of a shape must satisfy, as it is said of a list with an item that does not. */
export function allConstraints({ least, most, pattern, words, kind }: Scalar): string[] {
  const length = kind === "string" ? 0 : null;
  return [
    ...(most === null ? [] : [constraintWords(kind, { facet: "most", bound: most, length })]),
    ...(least === null ? [] : [constraintWords(kind, { facet: "least", bound: least, length })]),
    ...(pattern === null ? [] : [constraintWords(kind, { facet: "pattern", pattern })]),
    ...(words === null ? [] : [constraintWords(kind, { facet: "words", words })]),
  ];
}

/** All that a request breaks, in one message; `code` is what the service calls it. */
export function constraintFault(code: string, broken: readonly string[]): WireFault {
  const count = `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected`;
  return new WireFault(code, `${count}: ${broken.join("; ")}`);
}
