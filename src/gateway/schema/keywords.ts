// The keywords of draft 4 that check a value itself, by name, which is the order they are carried out in. Each reads its
// value once, refuses what the draft does not allow there, and gives a check. Messages: json-schema-validator's.
// Keywords for children alone (items, properties, patternProperties) are in ./children.ts.

import { JavaDouble } from "../json/double.ts";
import {
  compareNumbers,
  isNumber,
  kindOf,
  type JsonKind,
  type JsonObject,
  type JsonValue,
  sameJson,
} from "../json/value.ts";
import { printJson } from "../json/print.ts";
import type { SchemaCompiler } from "./compiler.ts";
import { SchemaStop } from "./fault.ts";
import { formatCheck } from "./formats.ts";
import { remainder } from "./multiple.ts";
import { compilePattern } from "./pattern.ts";
import type { Place } from "./resolve.ts";
import type { Check } from "./validation.ts";

type Build = (value: JsonValue, schema: JsonObject, place: Place, compiler: SchemaCompiler) => Check | null;

function stop(place: Place, keyword: string, message: string): never {
  throw new SchemaStop(`${place.pointer}/${keyword}`, message);
}

const print = (value: JsonValue): string => printJson(value, "plain");

function sizeOf(value: JsonValue, place: Place, keyword: string): number {
  if (typeof value === "number" && value >= 0) return value;
  return stop(place, keyword, "must be an integer that is not negative");
}

/** A check of lists, objects or texts by a number of something in them. */
function bySize(
  keyword: string,
  measure: (value: JsonValue) => number | null,
  isWrong: (size: number, bound: number) => boolean,
  message: (size: number, bound: number, value: JsonValue) => string,
): [string, Build] {
  return [
    keyword,
    (value, _schema, place) => {
      const bound = sizeOf(value, place, keyword);
      return (instance, validation) => {
        const size = measure(instance);
        if (size !== null && isWrong(size, bound)) validation.fail(message(size, bound, instance));
      };
    },
  ];
}

const ofList = (value: JsonValue): number | null => (Array.isArray(value) ? value.length : null);
const ofObject = (value: JsonValue): number | null => (value instanceof Map ? value.size : null);
/** In code points, as Java's codePointCount. */
const ofText = (value: JsonValue): number | null => {
  if (typeof value !== "string") return null;
  let size = 0;
  for (let i = 0; i < value.length; i += (value.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) size++;
  return size;
};
const above = (size: number, bound: number): boolean => size > bound;
const below = (size: number, bound: number): boolean => size < bound;

function limit(keyword: "maximum" | "minimum"): Build {
  const exclusive = keyword === "maximum" ? "exclusiveMaximum" : "exclusiveMinimum";
  const sign = keyword === "maximum" ? 1 : -1;
  const words = keyword === "maximum" ? ["greater", "lower"] : ["lower", "greater"];
  return (value, schema, place) => {
    if (!isNumber(value)) return stop(place, keyword, "must be a number");
    const isExclusive = schema.get(exclusive) ?? false;
    if (typeof isExclusive !== "boolean") return stop(place, exclusive, "must be true or false");
    return (instance, validation) => {
      if (!isNumber(instance)) return;
      const order = compareNumbers(instance, value) * sign;
      if (order > 0)
        validation.fail(
          `numeric instance is ${words[0]} than the required ${keyword} (${keyword}: ${print(value)}, found: ${print(instance)})`,
        );
      else if (order === 0 && isExclusive)
        validation.fail(`numeric instance is not strictly ${words[1]} than the required ${keyword} ${print(value)}`);
    };
  };
}

function schemaList(value: JsonValue, place: Place, keyword: string, compiler: SchemaCompiler): readonly Check[] {
  if (!Array.isArray(value) || value.length === 0)
    return stop(place, keyword, "must be a list of schemas that is not empty");
  return (value as readonly JsonValue[]).map((schema, i) => compiler.compile(schema, place, keyword, i));
}

/** allOf, anyOf, oneOf: by how many schemas match. */
function combination(
  keyword: string,
  isWrong: (matched: number, all: number) => boolean,
  message: (matched: number, all: number) => string,
): [string, Build] {
  return [
    keyword,
    (value, _schema, place, compiler) => {
      const checks = schemaList(value, place, keyword, compiler);
      return (instance, validation) => {
        const matched = checks.filter((check) => validation.passes(check, instance)).length;
        if (isWrong(matched, checks.length)) validation.fail(message(matched, checks.length));
      };
    },
  ];
}

function names(value: JsonValue, place: Place, keyword: string): readonly string[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [];
  if (list.length === 0 || list.some((name) => typeof name !== "string"))
    return stop(place, keyword, "must be a list of names that is not empty");
  return list as readonly string[];
}

const required: Build = (value, _schema, place) => {
  const wanted = [...new Set(names(value, place, "required"))];
  return (instance, validation) => {
    if (!(instance instanceof Map)) return;
    const missing = wanted.filter((name) => !instance.has(name));
    if (missing.length > 0) validation.fail(`object has missing required properties (${print(missing)})`);
  };
};

const additionalProperties: Build = (value, schema, place) => {
  if (value instanceof Map || value === true) return null;
  if (value !== false) return stop(place, "additionalProperties", "must be a schema, true or false");
  const properties = schema.get("properties");
  const patterns = schema.get("patternProperties");
  const regexes = Array.from(patterns instanceof Map ? (patterns as JsonObject).keys() : [], (pattern) =>
    compilePattern(pattern, `${place.pointer}/patternProperties`),
  );
  return (instance, validation) => {
    if (!(instance instanceof Map)) return;
    const unknown = [...(instance as JsonObject).keys()].filter(
      (name) => !(properties instanceof Map && properties.has(name)) && !regexes.some((matches) => matches(name)),
    );
    if (unknown.length > 0)
      validation.fail(
        `object instance has properties which are not allowed by the schema: ${print(unknown.toSorted())}`,
      );
  };
};

const additionalItems: Build = (value, schema, place) => {
  if (value instanceof Map || value === true) return null;
  if (value !== false) return stop(place, "additionalItems", "must be a schema, true or false");
  const items = schema.get("items");
  if (!Array.isArray(items)) return null;
  const most = items.length;
  return (instance, validation) => {
    const size = ofList(instance);
    if (size !== null && size > most)
      validation.fail(`schema only allows ${most} elements in array but instance has ${size} elements`);
  };
};

const dependencies: Build = (value, _schema, place, compiler) => {
  if (!(value instanceof Map)) return stop(place, "dependencies", "must be an object");
  const each = Array.from(value as JsonObject, ([name, needed]): [string, readonly string[] | Check] => [
    name,
    needed instanceof Map
      ? compiler.compile(needed, place, "dependencies", name)
      : names(needed, place, `dependencies/${name}`),
  ]);
  return (instance, validation) => {
    if (!(instance instanceof Map)) return;
    for (const [name, needed] of each) {
      if (!instance.has(name)) continue;
      if (typeof needed === "function") {
        needed(instance, validation);
        continue;
      }
      const missing = needed.filter((other) => !instance.has(other));
      if (missing.length > 0)
        validation.fail(
          `property "${name}" of object has missing property dependencies (schema requires ${print(needed)}; missing: ${print(missing)})`,
        );
    }
  };
};

const enumeration: Build = (value, _schema, place) => {
  if (!Array.isArray(value) || value.length === 0) return stop(place, "enum", "must be a list that is not empty");
  const values = value as readonly JsonValue[];
  return (instance, validation) => {
    if (!values.some((one) => sameJson(one, instance)))
      validation.fail(`instance value (${print(instance)}) not found in enum (possible values: ${print(values)})`);
  };
};

const multipleOf: Build = (value, _schema, place) => {
  if (!isNumber(value) || compareNumbers(value, 0) <= 0)
    return stop(place, "multipleOf", "must be a number above zero");
  return (instance, validation) => {
    if (isNumber(instance) && remainder(instance, value) !== 0)
      validation.fail(`remainder of division is not zero (${print(instance)} / ${print(value)})`);
  };
};

const negation: Build = (value, _schema, place, compiler) => {
  const check = compiler.compile(value, place, "not");
  return (instance, validation) => {
    if (validation.passes(check, instance)) validation.fail("instance matched a schema which it should not have");
  };
};

const pattern: Build = (value, _schema, place) => {
  if (typeof value !== "string") return stop(place, "pattern", "must be a text");
  const matches = compilePattern(value, `${place.pointer}/pattern`);
  return (instance, validation) => {
    if (typeof instance === "string" && !matches(instance))
      validation.fail(`ECMA 262 regex "${value}" does not match input string "${instance}"`);
  };
};

const kinds: readonly JsonKind[] = ["array", "boolean", "integer", "null", "number", "object", "string"];

const type: Build = (value, _schema, place) => {
  const given = (Array.isArray(value) ? value : [value]) as readonly JsonValue[];
  if (given.length === 0 || given.some((kind) => !kinds.some((known) => known === kind)))
    return stop(place, "type", `must be of ${kinds.join(", ")}`);
  // An integer is a number, and is told to be allowed where numbers are.
  const allowed = kinds.filter((kind) => given.includes(kind) || (kind === "integer" && given.includes("number")));
  return (instance, validation) => {
    const kind = kindOf(instance);
    if (!allowed.includes(kind))
      validation.fail(`instance type (${kind}) does not match any allowed primitive type (allowed: ${print(allowed)})`);
  };
};

const uniqueItems: Build = (value, _schema, place) => {
  if (typeof value !== "boolean") return stop(place, "uniqueItems", "must be true or false");
  if (!value) return null;
  return (instance, validation) => {
    if (!Array.isArray(instance)) return;
    // Equal values of different text (1 and 1.0, members in another order) are rare, and cost a comparison each.
    const items = instance as readonly JsonValue[];
    if (new Set(items.map(canonical)).size < items.length) validation.fail("array must not contain duplicate elements");
  };
};

/** One text for all equal values. */
function canonical(value: JsonValue): string {
  if (value instanceof JavaDouble) return String(Number.isInteger(value.value) ? BigInt(value.value) : value.value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonical).join(",")}]`;
  if (!(value instanceof Map)) return print(value);
  const members = Array.from(value as JsonObject, ([name, item]) => `${print(name)}:${canonical(item)}`);
  return `{${members.toSorted().join(",")}}`;
}

export const keywords: readonly (readonly [string, Build])[] = [
  ["additionalItems", additionalItems],
  ["additionalProperties", additionalProperties],
  combination(
    "allOf",
    (matched, all) => matched < all,
    (matched, all) => `instance failed to match all required schemas (matched only ${matched} out of ${all})`,
  ),
  combination(
    "anyOf",
    (matched) => matched === 0,
    (_matched, all) => `instance failed to match at least one required schema among ${all}`,
  ),
  ["dependencies", dependencies],
  ["enum", enumeration],
  ["format", formatCheck],
  bySize(
    "maxItems",
    ofList,
    above,
    (size, most) => `array is too long: must have at most ${most} elements but instance has ${size} elements`,
  ),
  bySize(
    "maxLength",
    ofText,
    above,
    (size, most, text) => `string ${quoted(text)} is too long (length: ${size}, maximum allowed: ${most})`,
  ),
  bySize(
    "maxProperties",
    ofObject,
    above,
    (size, most) => `object has too many properties (found ${size} but schema requires at most ${most})`,
  ),
  ["maximum", limit("maximum")],
  bySize(
    "minItems",
    ofList,
    below,
    (size, least) => `array is too short: must have at least ${least} elements but instance has ${size} elements`,
  ),
  bySize(
    "minLength",
    ofText,
    below,
    (size, least, text) => `string ${quoted(text)} is too short (length: ${size}, required minimum: ${least})`,
  ),
  bySize(
    "minProperties",
    ofObject,
    below,
    (size, least) => `object has too few properties (found ${size} but schema requires at least ${least})`,
  ),
  ["minimum", limit("minimum")],
  ["multipleOf", multipleOf],
  ["not", negation],
  combination(
    "oneOf",
    (matched) => matched !== 1,
    (matched, all) => `instance failed to match exactly one schema (matched ${matched} out of ${all})`,
  ),
  ["pattern", pattern],
  ["required", required],
  ["type", type],
  ["uniqueItems", uniqueItems],
];

function quoted(value: JsonValue): string {
  return typeof value === "string" ? `"${value}"` : print(value);
}
