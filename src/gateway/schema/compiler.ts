// A schema to one check. A schema that is referred to is compiled once for each place it stands at, and entered through a
// box, so that models may refer to one another in circles. Beside `$ref` nothing else of a schema counts (draft 4 §28).

import { printPointerToken } from "../../base/json-pointer.ts";
import { maxSchemaDepth, maxSchemas } from "../../base/limits.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { childrenOf } from "./children.ts";
import { SchemaStop } from "./fault.ts";
import { keywords } from "./keywords.ts";
import { type ModelResolver, type Place, resolveReference } from "./resolve.ts";
import type { Check } from "./validation.ts";

/** What the keywords need of the compiler. */
export interface SchemaCompiler {
  /** Of a schema below the one at the place. */
  compile(schema: JsonValue | undefined, place: Place, ...path: readonly (string | number)[]): Check;
}

export function compileSchema(schema: JsonValue, resolve: ModelResolver): Check {
  return new Compiler(resolve).at({ schema, document: schema, pointer: "" }, 0);
}

class Compiler {
  readonly #resolve: ModelResolver;
  /** By the schema itself: a place may be reached by several names. */
  readonly #known = new Map<JsonObject, { check: Check | null }>();

  constructor(resolve: ModelResolver) {
    const models = new Map<string, JsonValue | undefined>();
    // A model is one document, however often it is named: circles are known by coming back to the same one.
    this.#resolve = (name) => {
      if (!models.has(name)) models.set(name, resolve(name));
      return models.get(name);
    };
  }

  at(place: Place, depth: number): Check {
    const { schema } = place;
    if (!(schema instanceof Map)) throw new SchemaStop(place.pointer, "a schema must be an object");
    if (depth > maxSchemaDepth) throw new SchemaStop(place.pointer, `it nests more than ${maxSchemaDepth} deep`);
    const known = this.#known.get(schema);
    if (known !== undefined) return (instance, validation) => known.check?.(instance, validation);
    if (this.#known.size >= maxSchemas)
      throw new SchemaStop(place.pointer, `there are more than ${maxSchemas} schemas`);
    const box: { check: Check | null } = { check: null };
    this.#known.set(schema, box);
    box.check = this.#build(schema, place, depth);
    return box.check;
  }

  #build(schema: JsonObject, place: Place, depth: number): Check {
    const reference = schema.get("$ref");
    if (typeof reference === "string") return this.#follow(reference, place, depth);
    const compiler: SchemaCompiler = {
      compile: (below, from, ...path) => {
        const pointer = [from.pointer, ...path.map((step) => printPointerToken(String(step)))];
        return this.at({ schema: below ?? null, document: from.document, pointer: pointer.join("/") }, depth + 1);
      },
    };
    const checks: Check[] = [];
    for (const [keyword, build] of keywords) {
      const value = schema.get(keyword);
      const check = value === undefined ? null : build(value, schema, place, compiler);
      if (check !== null) checks.push(check);
    }
    const children = childrenOf(schema, place, compiler);
    return (instance, validation) => {
      validation.enter(() => {
        for (const check of checks) check(instance, validation);
        if (!validation.failed) children(instance, validation);
      });
    };
  }

  #follow(reference: string, place: Place, depth: number): Check {
    let target = resolveReference(reference, place, this.#resolve);
    // References that lead to references: a circle of nothing else checks nothing, and is no schema.
    for (const seen = new Set<JsonValue>([place.schema]); ;) {
      if (seen.has(target.schema))
        throw new SchemaStop(place.pointer, `the reference ${reference} leads back to itself`);
      seen.add(target.schema);
      const next: unknown = target.schema instanceof Map ? target.schema.get("$ref") : undefined;
      if (typeof next !== "string") return this.at(target, depth + 1);
      target = resolveReference(next, target, this.#resolve);
    }
  }
}
