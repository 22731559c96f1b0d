// Schemas of models: JSON Schema, draft 4, as text (AWS guide: models-mappings). Here they are only looked at: whether there is
// one, which other models it refers to, and what a template that copies its shape looks like. The engine validates by them.
// Invariant: a model that refers to itself, through others too, comes to an end.

import type { Model } from "../model/shapes.ts";
import { badRequest } from "./faults.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };
type SchemaOf = (name: string) => string | null;

const modelReference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([a-zA-Z0-9]+)$/;

export function checkSchema(contentType: string, schema: string | undefined): void {
  if (schema === undefined || schema.trim() === "")
    throw badRequest("Model schema must have at least 1 property or array items defined");
  if (/json/i.test(contentType) && parsed(schema) === null)
    throw badRequest(
      "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]",
    );
}

function parsed(schema: string): JsonObject | null {
  try {
    const read = JSON.parse(schema) as Json;
    return isObject(read) ? read : null;
  } catch {
    return null;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema with every model that it refers to among its definitions, and references to those. */
export function flattened(model: Model, schemaOf: SchemaOf): string {
  const root = parsed(model.schema ?? "");
  if (root === null) return model.schema ?? "";
  const definitions: { [name: string]: Json } = {};
  const localised = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(localised);
    if (!isObject(value)) return value;
    const name = referredModel(value);
    if (name === null) return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, localised(held)]));
    if (!Object.hasOwn(definitions, name)) {
      // Named before it is read: it may refer to itself.
      definitions[name] = {};
      definitions[name] = localised(parsed(schemaOf(name) ?? "{}") ?? {});
    }
    return { ...value, $ref: `#/definitions/${name}` };
  };
  const whole = localised(root) as JsonObject;
  if (Object.keys(definitions).length === 0) return JSON.stringify(whole);
  const { definitions: own } = whole;
  return JSON.stringify({ ...whole, definitions: { ...(isObject(own) ? own : {}), ...definitions } });
}

function referredModel({ $ref: reference }: JsonObject): string | null {
  return typeof reference === "string" ? (modelReference.exec(reference)?.[1] ?? null) : null;
}

/** A template (VTL) that copies an object of this shape from the body. */
export function templateOf(model: Model, schemaOf: SchemaOf): string {
  const root = parsed(model.schema ?? "");
  const lines = root === null ? ["{}"] : shapeLines(root, "$inputRoot", { schemaOf, seen: [model.name], depth: 0 });
  return ["#set($inputRoot = $input.path('$'))", ...lines].join("\n");
}

interface Depth {
  readonly schemaOf: SchemaOf;
  /** Models on the way here. */
  readonly seen: readonly string[];
  readonly depth: number;
}

function shapeLines(given: JsonObject, path: string, at: Depth): readonly string[] {
  const name = referredModel(given);
  if (name !== null && at.seen.includes(name)) return [path];
  const schema = name === null ? given : (parsed(at.schemaOf(name) ?? "{}") ?? {});
  const inner: Depth = { ...at, seen: name === null ? at.seen : [...at.seen, name], depth: at.depth + 1 };
  if (schema["type"] === "array") return arrayLines(schema, path, inner);
  if (isObject(schema["properties"])) return objectLines(schema["properties"], path, inner);
  return [schema["type"] === "string" ? `"${path}"` : path];
}

function arrayLines({ items }: JsonObject, path: string, at: Depth): readonly string[] {
  const each = `$elem${at.depth}`;
  const lines = isObject(items) ? shapeLines(items, each, at) : [each];
  return ["[", `#foreach(${each} in ${path})`, ...indented(lines), "#if($foreach.hasNext),#end", "#end", "]"];
}

function objectLines(properties: JsonObject, path: string, at: Depth): readonly string[] {
  const names = Object.keys(properties);
  const lines = names.flatMap((name, index) => {
    const property = properties[name];
    const [first = "{}", ...rest] = isObject(property) ? shapeLines(property, `${path}.${name}`, at) : [];
    const all = [`"${name}" : ${first}`, ...rest];
    const last = all.pop() ?? "";
    return [...all, index < names.length - 1 ? `${last},` : last];
  });
  return ["{", ...indented(lines), "}"];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
