// The schemas of children: items and additionalItems for a list's elements, in their order; properties, patternProperties
// and additionalProperties for an object's members, by name, as the validator of AWS goes through them.

import type { JsonObject, JsonValue } from "../json/value.ts";
import type { SchemaCompiler } from "./compiler.ts";
import { SchemaStop } from "./fault.ts";
import { compilePattern } from "./pattern.ts";
import type { Place } from "./resolve.ts";
import type { Check } from "./validation.ts";

export function childrenOf(schema: JsonObject, place: Place, compiler: SchemaCompiler): Check {
  const elements = elementsOf(schema, place, compiler);
  const members = membersOf(schema, place, compiler);
  return (instance, validation) => {
    if (instance instanceof Map) members?.(instance, validation);
    else if (Array.isArray(instance)) elements?.(instance as readonly JsonValue[], validation);
  };
}

function elementsOf(schema: JsonObject, place: Place, compiler: SchemaCompiler): Check | null {
  const items = schema.get("items");
  const additional = schema.get("additionalItems");
  if (items instanceof Map) {
    const check = compiler.compile(items, place, "items");
    return (instance, validation) => {
      for (const item of instance as readonly JsonValue[]) check(item, validation);
    };
  }
  if (items !== undefined && !Array.isArray(items))
    throw new SchemaStop(`${place.pointer}/items`, "must be a schema or a list of schemas");
  const each = ((items ?? []) as readonly JsonValue[]).map((item, i) => compiler.compile(item, place, "items", i));
  const rest = additional instanceof Map ? compiler.compile(additional, place, "additionalItems") : null;
  if (each.length === 0 && (rest === null || items === undefined)) return null;
  return (instance, validation) => {
    (instance as readonly JsonValue[]).forEach((item, i) => (each[i] ?? rest)?.(item, validation));
  };
}

function membersOf(schema: JsonObject, place: Place, compiler: SchemaCompiler): Check | null {
  const properties = schemasOf(schema, "properties", place, compiler);
  const patterns = Array.from(schemasOf(schema, "patternProperties", place, compiler), ([pattern, check]) => ({
    matches: compilePattern(pattern, `${place.pointer}/patternProperties`),
    check,
  }));
  const additional = schema.get("additionalProperties");
  const rest = additional instanceof Map ? compiler.compile(additional, place, "additionalProperties") : null;
  if (properties.size + patterns.length === 0 && rest === null) return null;
  return (instance, validation) => {
    const object = instance as JsonObject;
    for (const name of [...object.keys()].toSorted()) {
      const value = object.get(name) ?? null;
      const own = properties.get(name);
      const matching = patterns.filter(({ matches }) => matches(name));
      own?.(value, validation);
      for (const { check } of matching) check(value, validation);
      if (own === undefined && matching.length === 0) rest?.(value, validation);
    }
  };
}

function schemasOf(schema: JsonObject, keyword: string, place: Place, compiler: SchemaCompiler): Map<string, Check> {
  const value = schema.get(keyword);
  if (value === undefined) return new Map();
  if (!(value instanceof Map)) throw new SchemaStop(`${place.pointer}/${keyword}`, "must be an object of schemas");
  const schemas: JsonObject = value;
  return new Map(Array.from(schemas, ([name, below]) => [name, compiler.compile(below, place, keyword, name)]));
}
