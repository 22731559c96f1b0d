// What options may be, for tests in JavaScript, whose compiler does not know it: one that is misspelt, or of a value that means
// nothing, would be no option at all, and the test would prove something else than it says.
// Names and values of signpost.yaml are looked at as they are there (../server/config/table.ts).

import { isObject } from "../base/json-object.ts";
import { nearest } from "../server/config/nearest.ts";
import { type Keys, type Shape, expected } from "../server/config/shape.ts";
import { table } from "../server/config/table.ts";
import type { HostedZoneOptions, SignpostOptions } from "./options.ts";

/** What is wanted, in words that end a sentence beginning with "expected", and whether a value is that. */
interface Wanted {
  readonly words: string;
  readonly matches: (value: unknown) => boolean;
}

type Check = (value: unknown, place: string) => void;

const text: Wanted = { words: "a text", matches: (value) => typeof value === "string" };
const switched: Wanted = { words: "true or false", matches: (value) => typeof value === "boolean" };
const heard: Wanted = { words: "a function", matches: (value) => typeof value === "function" };
const zoneTexts: Wanted = {
  words: "zone text by name, or a list of paths",
  matches: (value) => (isObject(value) || Array.isArray(value)) && Object.values(value).every(text.matches),
};
const records: Wanted = {
  words: "zone text, or a list of record sets",
  matches: (value) => text.matches(value) || (Array.isArray(value) && value.every(isObject)),
};

const hostedZone: Readonly<Record<keyof HostedZoneOptions, Check>> = {
  name: must(text),
  records: may(must(records)),
  vpc: may(like(itemAt("vpcs"))),
};

const options: Readonly<Record<keyof SignpostOptions, Check>> = {
  zones: must(zoneTexts),
  hostedZones: each(named(hostedZone)),
  healthChecks: each(must(text)),
  lab: must(switched),
  resolver: (value, place) =>
    isObject(value) ? like(shapeAt("resolver"))(value, place) : must(switched)(value, place),
  vpcs: each(like(itemAt("vpcs"))),
  awsHosts: each(like(itemAt("awsHosts"))),
  places: each(like(itemAt("geo", "pins"))),
  latencies: each(like(itemAt("geo", "latencies"))),
  accounts: each(like(itemAt("accounts"))),
  strictness: like(shapeAt("testing", "strictness")),
  changePropagationMs: like(shapeAt("testing", "changePropagationMs")),
  changeProcessingMs: like(shapeAt("testing", "changeProcessingMs")),
  log: must(heard),
};

/** Throws a TypeError about the first option that is none, or that is not what it should be. */
export function refuseWrong(given: SignpostOptions): void {
  if (!isObject(given)) fail("startSignpost was given", given, "options by name");
  refuseUnknown("startSignpost", given, options);
  for (const [name, check] of Object.entries(options)) {
    const value = given[name as keyof SignpostOptions];
    if (value !== undefined) check(value, name);
  }
}

function must({ words, matches }: Wanted): Check {
  return (value, place) => {
    if (!matches(value)) fail(`startSignpost: ${place} is`, value, words);
  };
}

function may(check: Check): Check {
  return (value, place) => {
    if (value !== undefined) check(value, place);
  };
}

function each(check: Check): Check {
  return (value, place) => {
    must({ words: "a list", matches: Array.isArray })(value, place);
    (value as unknown[]).forEach((item, i) => check(item, `${place}[${i}]`));
  };
}

function named(checks: Readonly<Record<string, Check>>): Check {
  return (value, place) => {
    must({ words: `the names ${Object.keys(checks).join(", ")}`, matches: isObject })(value, place);
    refuseUnknown(`startSignpost: ${place}`, value as object, checks);
    for (const [name, check] of Object.entries(checks))
      check((value as { [name: string]: unknown })[name], `${place}.${name}`);
  };
}

/** A value as signpost.yaml has it, or as it is after the reading. */
function like(shape: Shape): Check {
  switch (shape.kind) {
    case "optional":
      return (value, place) => {
        if (value !== null) like(shape.of)(value, place);
      };
    case "list":
      return each(like(shape.of));
    case "map":
      return (value, place) => {
        must({ words: expected(shape), matches: isObject })(value, place);
        for (const [name, one] of Object.entries(value as object)) like(shape.of)(one, `${place}.${name}`);
      };
    case "section":
      return named(
        Object.fromEntries(
          Object.entries(shape.keys).map(([name, { shape: inner, fallback }]) => {
            const check = like(inner);
            return [name, fallback === undefined ? check : may(check)];
          }),
        ),
      );
    case "flag":
    case "integer":
    case "choice":
    case "text":
      return must({ words: expected(shape), matches: (value) => isScalarLike(shape, value) });
  }
}

function isScalarLike(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "flag":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value) && shape.least <= (value as number) && (value as number) <= shape.most;
    case "choice":
      return shape.words.includes(value as string);
    case "text":
      return typeof value === "string" ? shape.form.read(value) !== undefined : isObject(value);
    default:
      return false;
  }
}

function refuseUnknown(where: string, given: object, known: object): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new TypeError(
      `${where} has no option "${unknown}"; the nearest is "${nearest(unknown, Object.keys(known))}"`,
    );
}

function fail(subject: string, value: unknown, words: string): never {
  throw new TypeError(`${subject} ${told(value)}: expected ${words}`);
}

function told(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : `a ${typeof value}`;
}

/** The shape that signpost.yaml has at a path. */
function shapeAt(...path: readonly string[]): Shape {
  let shape: Shape = table;
  for (const name of path) shape = keysIn(shape)[name].shape;
  return shape;
}

/** The shape of the items of a list there. */
function itemAt(...path: readonly string[]): Shape {
  const shape = shapeAt(...path);
  if (shape.kind !== "list") throw new Error(`${path.join(".")} is no list`);
  return shape.of;
}

function keysIn(shape: Shape): Keys {
  if (shape.kind !== "section") throw new Error(`no keys in a ${shape.kind}`);
  return shape.keys;
}
