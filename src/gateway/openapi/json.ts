// Reading what somebody else wrote as JSON or YAML: nothing is of the type that it should be until it has been looked at.
// Each reader gives what it is asked for or says that it is not there; a document is judged by whoever knows what it means.
// References are followed within the document only, and only so far: nothing is fetched, and a circle ends.

import { readPointerToken } from "../../base/json-pointer.ts";
import { isObject, type JsonObject } from "../../base/json-object.ts";

/** The object, or an empty one for whatever else it is. */
export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, or a number or a boolean as one: YAML reads `200` and `true` as such. */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function texts(value: unknown): readonly string[] {
  return list(value).flatMap((one) => text(one) ?? []);
}

export function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

export function flag(value: unknown): boolean | undefined {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

/** Texts by name; whatever else stands there is left out, a null stays where nulls are meant. */
export function textMap(value: unknown): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(object(value)).flatMap(([name, one]) => {
      const read = text(one);
      return read === undefined ? [] : [[name, read] as const];
    }),
  );
}

/** Leaves out what is undefined, an empty list or an empty object. */
export function withoutEmpty<Value extends object>(value: Value): Value {
  const filled = Object.entries(value).filter(([, one]) => {
    if (one === undefined) return false;
    if (Array.isArray(one)) return one.length > 0;
    return !isObject(one) || Object.keys(one).length > 0;
  });
  return Object.fromEntries(filled) as Value;
}

const maxReferences = 32;

/** What a reference within the document leads to (JSON Reference: `#/components/schemas/Pet`); undefined when nothing is there. */
export function resolved(root: JsonObject, value: unknown): unknown {
  let found = value;
  for (let i = 0; i < maxReferences && isObject(found) && typeof found["$ref"] === "string"; i++) {
    const [, pointer] = /^#\/(.*)$/.exec(found["$ref"]) ?? [];
    if (pointer === undefined) return undefined;
    found = pointer.split("/").reduce<unknown>((at, part) => {
      const name = readPointerToken(part);
      return isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    }, root);
  }
  return found;
}
