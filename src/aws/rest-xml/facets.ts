// One simple value: read from its text, held to the model's bounds, and worded when it breaks one. Two wordings, for the
// service has two doors: a body is checked by a schema (cvc-…), paths and queries by the service's front end
// ("failed to satisfy constraint").
// Invariant: a text is held to its greatest length before a pattern looks at it, so patterns see short texts only.

import type { Scalar } from "../model.ts";

export type Value = { readonly value: string | number | boolean } | { readonly fault: string };

/** The facet that a value breaks. */
type Breach =
  | { readonly facet: "type" }
  | { readonly facet: "least" | "most"; readonly bound: number; readonly length: number | null }
  | { readonly facet: "pattern"; readonly pattern: string }
  | { readonly facet: "words"; readonly words: readonly string[] };

const patterns = new Map<string, RegExp>();

/** An element's text as a value, or the schema's fault. */
export function valueOf(text: string, shape: Scalar): Value {
  const value = scan(text, shape);
  const breach = value === null ? { facet: "type" as const } : breachOf(value, shape);
  if (value !== null && breach === null) return { value };
  return { fault: schemaWords(text, shape, breach ?? { facet: "type" }) };
}

/** A parameter's text as a value, or the constraint that it does not satisfy. */
export function parameterOf(text: string, shape: Scalar): Value {
  const value = scan(text, shape);
  const breach = value === null ? { facet: "type" as const } : breachOf(value, shape);
  if (value !== null && breach === null) return { value };
  return { fault: constraintWords(shape, breach ?? { facet: "type" }) };
}

function scan(text: string, { kind }: Scalar): string | number | boolean | null {
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

function breachOf(value: string | number | boolean, { least, most, words, pattern }: Scalar): Breach | null {
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

function schemaWords(text: string, { kind, name }: Scalar, breach: Breach): string {
  const invalid = (facet: string, length = ""): string =>
    `cvc-${facet.split(" ")[0]}-valid: Value '${text}'${length} is not facet-valid with respect to ${facet}`;
  switch (breach.facet) {
    case "type":
      return `cvc-datatype-valid.1.2.1: '${text}' is not a valid value for '${kind}'.`;
    case "least":
    case "most": {
      const { length, bound } = breach;
      const side = breach.facet === "least" ? "min" : "max";
      if (length === null) return invalid(`${side}Inclusive '${bound}' for type '${name}'.`);
      return invalid(`${side}Length '${bound}' for type '${name}'.`, ` with length = '${length}'`);
    }
    case "pattern":
      return invalid(`pattern '${breach.pattern}' for type '${name}'.`);
    case "words":
      return invalid(`enumeration '[${breach.words.join(", ")}]'. It must be a value from the enumeration.`);
  }
}

function constraintWords({ kind }: Scalar, breach: Breach): string {
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
      return `Member must satisfy enum value set: [${breach.words.join(", ")}]`;
  }
}
