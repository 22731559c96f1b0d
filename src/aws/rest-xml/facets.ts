// One simple value in a document: held to the model's bounds as the service's schema does, and worded as Xerces words what it
// breaks (cvc-…), whose words the service passes on. Read next: ../constraints.ts.

import { type Breach, type Value, breachOf, scan } from "../constraints.ts";
import type { Scalar } from "../model.ts";

/** An element's text as a value, or the schema's fault. */
export function valueOf(text: string, shape: Scalar): Value {
  const value = scan(text, shape);
  const breach = value === null ? { facet: "type" as const } : breachOf(value, shape);
  if (value !== null && breach === null) return { value };
  return { fault: schemaWords(text, shape, breach ?? { facet: "type" }) };
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
