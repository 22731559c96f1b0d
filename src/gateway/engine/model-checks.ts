// The models of a deployment as checks of bodies (AWS guide: models-mappings-models): by name, compiled when a method first
// needs them. A model that cannot be read, or refers to one that is not there, is told to whoever runs the API; bodies
// then pass it by, for nobody can say what would be wrong with them.

import { JsonFault, parseJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import { MatchTimeout, withinMatchTime } from "../matching/match-time.ts";
import type { Model } from "../model/shapes.ts";
import { compileModel, ModelFault } from "../schema/model.ts";
import type { FitsModel } from "./validation.ts";

export function compileModelChecks(
  models: readonly Model[],
  complain: (sentence: string) => void,
): (name: string) => FitsModel | null {
  const schemas = new Map<string, JsonValue>();
  for (const { name, schema } of models) {
    const value = parseJson(schema ?? "{}", "strict");
    if (value instanceof JsonFault) {
      complain(`The schema of the model ${name} is no JSON (${value.message}): bodies are not checked by it.`);
    } else schemas.set(name, value);
  }
  return (name) => {
    const schema = schemas.get(name);
    if (schema === undefined) {
      complain(`There is no model ${name}: bodies are not checked by it.`);
      return null;
    }
    const model = compileModel(schema, (other) => schemas.get(other));
    if (model instanceof ModelFault) {
      complain(`The model ${name} cannot be used: ${model.toString()}; bodies are not checked by it.`);
      return null;
    }
    return (body) => {
      const value = parseJson(body, "strict");
      if (value instanceof JsonFault) return { errors: `[${value.message}]` };
      const report = withinMatchTime(() => model.validate(value));
      if (report instanceof MatchTimeout)
        return {
          errors: `[${report.message}]`,
          why: `The model ${name}: ${report.message} with this body, which counts as one that does not fit.`,
        };
      return report.isValid ? null : { errors: report.toString() };
    };
  };
}
