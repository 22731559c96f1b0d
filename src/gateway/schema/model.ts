// Request models: JSON Schema draft 4, as API Gateway checks bodies with it. A model is compiled once into closures.
//
//   const model = compileModel(schemaValue, resolve);   // Model | ModelFault (a JSON pointer and a message)
//   model.validate(body).toString();                    // [object has missing required properties (["name"])]
//
// Rules and order are those of json-schema-validator ("fge"), which AWS runs: the keywords of a schema in the order of
// their names, then the children, object members by name; below a first error nothing is looked at any deeper.
// Read next: ./keywords.ts, ./report.ts.

import type { JsonValue } from "../json/value.ts";
import type { ValidationReport } from "./report.ts";

export interface Model {
  validate(instance: JsonValue): ValidationReport;
}

/** Why a schema is none: where in it (a JSON pointer), and what. */
export class ModelFault {
  readonly kind = "model-fault";
  readonly pointer: string;
  readonly message: string;

  constructor(pointer: string, message: string) {
    this.pointer = pointer;
    this.message = message;
  }

  toString(): string {
    return `${this.pointer === "" ? "the schema" : this.pointer}: ${this.message}`;
  }
}

/** The schema of a model of the same API, by its name; undefined where there is none. */
export type ModelResolver = (name: string) => JsonValue | undefined;
