// Request models: JSON Schema draft 4, as API Gateway checks bodies with it. A model is compiled once into closures.
//
//   const model = compileModel(schema, resolve);     // Model | ModelFault (a JSON pointer and a message)
//   model.validate(body).toString();                 // [object has missing required properties (["name"])]
//
// Rules, messages and order are those of json-schema-validator ("fge"), which AWS was seen to answer with: the keywords of
// a schema in the order of their names, then the children, members by name; behind the first error nothing is looked at
// any deeper. Read next: ./compiler.ts, ./keywords.ts.

import type { JsonValue } from "../json/value.ts";
import { compileSchema } from "./compiler.ts";
import { ModelFault, SchemaStop } from "./fault.ts";
import type { ModelResolver } from "./resolve.ts";
import { ValidationReport } from "./report.ts";
import { Validation } from "./validation.ts";

export { ModelFault } from "./fault.ts";
export { ValidationReport } from "./report.ts";
export type { ModelResolver } from "./resolve.ts";

export interface Model {
  validate(instance: JsonValue): ValidationReport;
}

export function compileModel(schema: JsonValue, resolve: ModelResolver): Model | ModelFault {
  try {
    const check = compileSchema(schema, resolve);
    return {
      validate(instance) {
        const validation = new Validation();
        check(instance, validation);
        const { broken, messages } = validation;
        return new ValidationReport(broken === null ? messages : [broken]);
      },
    };
  } catch (fault) {
    if (fault instanceof SchemaStop) return new ModelFault(fault.pointer, fault.message);
    throw fault;
  }
}
