// Request models by draft 4, with the messages that AWS gives in $context.error.validationErrorString. Seen in answers of
// AWS: the three rows marked so, and which bodies fail in localstack's test_apigateway_common.snapshot.json
// (request_validator_with_ref_models, _with_ref_one_ofmodels). The other messages are json-schema-validator's own.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "../../../src/gateway/json/parse.ts";
import type { JsonValue } from "../../../src/gateway/json/value.ts";
import { compileModel, ModelFault } from "../../../src/gateway/schema/model.ts";

const none = (): undefined => undefined;

function json(value: unknown): JsonValue {
  return parseJson(typeof value === "string" ? value : JSON.stringify(value), "strict") as JsonValue;
}

/** The error string, or the fault of the schema behind the word fault. */
function validate(schema: unknown, instance: unknown, models: Readonly<Record<string, unknown>> = {}): string {
  const model = compileModel(json(schema), (name) => (name in models ? json(models[name]) : undefined));
  if (model instanceof ModelFault) return `fault ${model.toString()}`;
  return model.validate(json(instance)).toString();
}

const text = (value: string): string => JSON.stringify(value);

type Row = readonly [schema: unknown, instance: unknown, errors: string];

const rows: readonly Row[] = [
  [{}, "1", "[]"],
  // Seen in answers of AWS: these three.
  [
    { type: "number" },
    text("100"),
    '[instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])]',
  ],
  [
    { type: "string" },
    "true",
    '[instance type (boolean) does not match any allowed primitive type (allowed: ["string"])]',
  ],
  [{ enum: ["A", "B"] }, text("AB"), '[instance value ("AB") not found in enum (possible values: ["A","B"])]'],
  [{ type: "integer" }, "1", "[]"],
  [
    { type: "integer" },
    "1.0",
    '[instance type (number) does not match any allowed primitive type (allowed: ["integer"])]',
  ],
  [{ type: "number" }, "1.5", "[]"],
  [{ type: ["string", "null"] }, "null", "[]"],
  [
    { type: ["string", "null"] },
    "[]",
    '[instance type (array) does not match any allowed primitive type (allowed: ["null","string"])]',
  ],
  [{ required: ["name", "b"] }, {}, '[object has missing required properties (["name","b"])]'],
  [{ required: ["name"] }, "3", "[]"],
  [
    { properties: { a: {} }, patternProperties: { "^x": {} }, additionalProperties: false },
    { z: 1, a: 1, xy: 1, c: 1 },
    '[object instance has properties which are not allowed by the schema: ["c","z"]]',
  ],
  [{ minimum: 3 }, "2", "[numeric instance is lower than the required minimum (minimum: 3, found: 2)]"],
  [
    { minimum: 3, exclusiveMinimum: true },
    "3",
    "[numeric instance is not strictly greater than the required minimum 3]",
  ],
  [{ maximum: 3.5 }, "4", "[numeric instance is greater than the required maximum (maximum: 3.5, found: 4)]"],
  [
    { maximum: 3, exclusiveMaximum: true },
    "3.0",
    "[numeric instance is not strictly lower than the required maximum 3]",
  ],
  [{ maximum: 3, exclusiveMaximum: false }, "3", "[]"],
  [{ multipleOf: 0.1 }, "0.3", "[]"],
  [{ multipleOf: 2 }, "7", "[remainder of division is not zero (7 / 2)]"],
  [{ multipleOf: 0.01 }, "0.075", "[remainder of division is not zero (0.075 / 0.01)]"],
  [{ minLength: 3 }, text("ab"), '[string "ab" is too short (length: 2, required minimum: 3)]'],
  [{ maxLength: 1 }, text("ab"), '[string "ab" is too long (length: 2, maximum allowed: 1)]'],
  [{ maxLength: 1 }, text("😀"), "[]"],
  [{ pattern: "^a+$" }, text("b"), '[ECMA 262 regex "^a+$" does not match input string "b"]'],
  [{ pattern: "a" }, text("bab"), "[]"],
  [{ minItems: 2 }, "[1]", "[array is too short: must have at least 2 elements but instance has 1 elements]"],
  [{ maxItems: 1 }, "[1,2]", "[array is too long: must have at most 1 elements but instance has 2 elements]"],
  [{ uniqueItems: true }, "[1,1.0]", "[array must not contain duplicate elements]"],
  [{ uniqueItems: true }, '[{"a":1,"b":2},{"b":2,"a":1}]', "[array must not contain duplicate elements]"],
  [{ uniqueItems: true }, '[1,"1",12345678901234567890,12345678901234567891]', "[]"],
  [
    { items: [{}, {}], additionalItems: false },
    "[1,2,3]",
    "[schema only allows 2 elements in array but instance has 3 elements]",
  ],
  [
    { items: [{ type: "string" }], additionalItems: { type: "integer" } },
    '["a",1,"b"]',
    '[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
  ],
  [{ minProperties: 1 }, {}, "[object has too few properties (found 0 but schema requires at least 1)]"],
  [{ maxProperties: 0 }, { a: 1 }, "[object has too many properties (found 1 but schema requires at most 0)]"],
  [
    { dependencies: { a: ["b", "c"] } },
    { a: 1, c: 1 },
    '[property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])]',
  ],
  [{ dependencies: { a: { required: ["b"] } } }, { a: 1 }, '[object has missing required properties (["b"])]'],
  [
    { allOf: [{ type: "string" }, { minLength: 3 }] },
    text("ab"),
    "[instance failed to match all required schemas (matched only 1 out of 2)]",
  ],
  [
    { anyOf: [{ type: "string" }, { type: "null" }] },
    "1",
    "[instance failed to match at least one required schema among 2]",
  ],
  [
    { oneOf: [{ type: "integer" }, { minimum: 2 }] },
    "3",
    "[instance failed to match exactly one schema (matched 2 out of 2)]",
  ],
  [{ not: { type: "integer" } }, "3", "[instance matched a schema which it should not have]"],
  [
    { format: "date-time" },
    text("2024-02-30T00:00:00Z"),
    `[string "2024-02-30T00:00:00Z" is invalid against requested date format(s) ["yyyy-MM-dd'T'HH:mm:ssZ","yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z"]]`,
  ],
  [{ format: "date-time" }, text("2024-02-29T00:00:00.123Z"), "[]"],
  [{ format: "email" }, text("a@b"), "[]"],
  [{ format: "email" }, text("a.b"), '[string "a.b" is not a valid email address]'],
  [{ format: "hostname" }, text("-a.example"), '[string "-a.example" is not a valid hostname]'],
  [{ format: "ipv4" }, text("192.0.2.256"), '[string "192.0.2.256" is not a valid IPv4 address]'],
  [{ format: "ipv6" }, text("2001:db8::1"), "[]"],
  [{ format: "ipv6" }, text("::ffff:192.0.2.1"), "[]"],
  [{ format: "ipv6" }, text("1:2:3:4:5:6:7:8:9"), '[string "1:2:3:4:5:6:7:8:9" is not a valid IPv6 address]'],
  [{ format: "uri" }, text("https://example.com/a?b#c"), "[]"],
  [{ format: "uri" }, text("not a uri"), '[string "not a uri" is not a valid URI]'],
  [{ format: "byte" }, text("?"), "[]"],
  // Keywords by name, then members by name; behind the first error nothing is looked at any deeper.
  [
    { type: "integer", minLength: 9 },
    text("a"),
    '[string "a" is too short (length: 1, required minimum: 9), instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
  ],
  [
    { required: ["x"], properties: { a: { type: "string" } } },
    { a: 1 },
    '[object has missing required properties (["x"])]',
  ],
  [
    { properties: { b: { type: "string" }, a: { minimum: 5 }, c: { required: ["d"] } } },
    { c: {}, b: 1, a: 1 },
    '[numeric instance is lower than the required minimum (minimum: 5, found: 1), instance type (integer) does not match any allowed primitive type (allowed: ["string"]), object has missing required properties (["d"])]',
  ],
  [
    { properties: { a: { type: "string" }, b: { properties: { c: { type: "string" } } } } },
    { a: 1, b: { c: 1 } },
    '[instance type (integer) does not match any allowed primitive type (allowed: ["string"])]',
  ],
  [
    { definitions: { n: { type: "null" } }, properties: { a: { $ref: "#/definitions/n" } } },
    { a: 1 },
    '[instance type (integer) does not match any allowed primitive type (allowed: ["null"])]',
  ],
  [{ $ref: "#/definitions/a~1b%25", definitions: { "a/b%": { type: "null" } } }, "null", "[]"],
  [
    { properties: { next: { $ref: "#" } }, required: ["v"] },
    { v: 1, next: { v: 2, next: {} } },
    '[object has missing required properties (["v"])]',
  ],
];

test.each(rows)("%j of %j", (schema, instance, errors) => {
  expect(validate(schema, instance)).toBe(errors);
});

const address = "https://apigateway.amazonaws.com/restapis/abc123/models/";

test.each([
  [[{ a: 1, b: 2 }], "[]"],
  [[{ a: 1 }], '[object has missing required properties (["b"])]'],
])("a model of a list of another model: %j", (instance, errors) => {
  const models = { testSchema: { type: "object", properties: { a: { type: "number" } }, required: ["a", "b"] } };
  expect(validate({ type: "array", items: { $ref: `${address}testSchema` } }, instance, models)).toBe(errors);
});

test.each([
  [{ status: null }, "[]"],
  [{ status: { Status: "works", Order: 1 } }, "[]"],
  [{ status: { Status: "works" } }, "[instance failed to match exactly one schema (matched 0 out of 2)]"],
  [{ badFormat: "bla" }, '[object has missing required properties (["status"])]'],
])("null or a model: %j", (instance, errors) => {
  const StatusModel = { type: "object", properties: { Order: { type: "integer" } }, required: ["Status", "Order"] };
  const schema = {
    type: "object",
    properties: { status: { oneOf: [{ type: "null" }, { $ref: `${address}StatusModel` }] } },
    required: ["status"],
  };
  expect(validate(schema, instance, { StatusModel })).toBe(errors);
});

test("models that refer to each other in a circle", () => {
  const models = {
    House: {
      type: "object",
      properties: { contains: { type: "array", minItems: 1, items: { $ref: `${address}Person` } } },
    },
    Person: { type: "object", required: ["name"], properties: { house: { $ref: `${address}House` } } },
  };
  const person = models.Person;
  expect(validate(person, { name: "a", house: { contains: [{ name: "b", house: {} }] } }, models)).toBe("[]");
  expect(validate(person, { name: "a", house: { contains: [{}] } }, models)).toBe(
    '[object has missing required properties (["name"])]',
  );
});

test.each([
  ["3", "fault the schema: a schema must be an object"],
  [{ properties: { a: 1 } }, "fault /properties/a: a schema must be an object"],
  [{ type: "text" }, "fault /type: must be of array, boolean, integer, null, number, object, string"],
  [{ required: [] }, "fault /required: must be a list of names that is not empty"],
  [{ minLength: -1 }, "fault /minLength: must be an integer that is not negative"],
  [{ minimum: 1, exclusiveMinimum: 3 }, "fault /exclusiveMinimum: must be true or false"],
  [{ pattern: "(" }, 'fault /pattern: "(" is no regular expression of ECMA 262'],
  [{ $ref: "#/definitions/none" }, "fault the schema: the reference #/definitions/none leads nowhere"],
  [{ $ref: "#" }, "fault the schema: the reference # leads back to itself"],
  [
    { items: { $ref: "http://example.com/a" } },
    "fault /items: the reference http://example.com/a is neither a pointer nor a model",
  ],
  [{ $ref: `${address}Gone` }, `fault the schema: the reference ${address}Gone names a model that is not there`],
  [{ multipleOf: 0 }, "fault /multipleOf: must be a number above zero"],
])("%j is no model", (schema, fault) => {
  expect(validate(schema, "1")).toBe(fault);
});

test("a pattern is bounded, and so is the text that it looks at", () => {
  const long = "a".repeat(70_000);
  expect(validate({ items: [{ pattern: long }] }, "1")).toBe("fault /items/0/pattern: is longer than 4096 characters");
  expect(validate({ pattern: "a" }, JSON.stringify(long))).toContain('regex "a" does not match');
});

test("a schema that makes 2^n of one check ends, and lets nothing pass", () => {
  const twice = { allOf: [{ $ref: "#" }, { $ref: "#" }] };
  expect(validate(twice, "1")).toContain("to be validated]");
  expect(validate({ not: twice.allOf[0], allOf: twice.allOf }, "1")).toContain("to be validated]");
});

test("schemas are bounded in depth and number, and a deep one checks", () => {
  const nest = (levels: number): string => '{"not":'.repeat(levels) + "{}" + "}".repeat(levels);
  expect(validate(nest(400), "1")).toBe("[the instance is nested too deep to be validated]");
  expect(validate(nest(390), "1")).toBe("[]");
  expect(validate(nest(420), "1")).toContain("it nests more than 400 deep");
  expect(validate({ allOf: Array.from({ length: 10_001 }, () => ({})) }, "1")).toContain("there are more than 10000");
});

test("as deep as JSON may nest, nothing overflows", () => {
  const deep = "[".repeat(499) + "]".repeat(499);
  expect(validate({ items: { $ref: "#" } }, deep)).toBe("[the instance is nested too deep to be validated]");
  const combined = { allOf: [{ anyOf: [{ items: { $ref: "#" } }] }] };
  expect(validate(combined, deep)).toBe("[the instance is nested too deep to be validated]");
});

/** A schema together with a value that it describes. */
const described: fc.Arbitrary<readonly [schema: object, value: fc.JsonValue]> = fc.letrec<{
  pair: readonly [object, fc.JsonValue];
}>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 3 },
    fc.integer().map((n) => [{ type: "integer", minimum: n, maximum: n, multipleOf: 1 }, n] as const),
    fc
      .string()
      .map(
        (s) =>
          [{ type: "string", enum: [s], minLength: Array.from(s).length, maxLength: Array.from(s).length }, s] as const,
      ),
    fc.constantFrom(
      ...([
        [{ type: "boolean" }, true],
        [{ type: "null" }, null],
      ] as const),
    ),
    fc
      .array(tie("pair"), { maxLength: 3 })
      .map(
        (pairs) =>
          [
            { type: "array", items: pairs.map(([schema]) => schema), additionalItems: false, maxItems: pairs.length },
            pairs.map(([, value]) => value),
          ] as const,
      ),
    fc.dictionary(fc.string(), tie("pair"), { maxKeys: 3, noNullPrototype: true }).map(
      (pairs) =>
        [
          {
            type: "object",
            properties: Object.fromEntries(Object.entries(pairs).map(([name, [schema]]) => [name, schema])),
            ...(Object.keys(pairs).length > 0 && { required: Object.keys(pairs) }),
            additionalProperties: false,
          },
          Object.fromEntries(Object.entries(pairs).map(([name, [, value]]) => [name, value])),
        ] as const,
    ),
  ),
})).pair;

test("a value fits the schema that was made of it, and its negation not", () => {
  fc.assert(
    fc.property(described, ([schema, value]) => {
      expect(validate(schema, JSON.stringify(value))).toBe("[]");
      expect(validate({ oneOf: [schema] }, JSON.stringify(value))).toBe("[]");
      expect(validate({ not: schema }, JSON.stringify(value))).toBe(
        "[instance matched a schema which it should not have]",
      );
    }),
  );
});

test("no schema makes the compiler throw", () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (schema, instance) => {
      const model = compileModel(json(schema), none);
      if (!(model instanceof ModelFault)) expect(model.validate(json(instance)).toString()).toMatch(/^\[/);
    }),
  );
});
