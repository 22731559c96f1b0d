// A JSON body against the model: members that it knows, of the kinds and within the bounds that it says. A value of another
// kind ends the reading (SerializationException); bounds that are broken are gathered, for all of them are told at once. The
// wording is that of Coral, which the services run, as recorded answers and reports of users show it.
// Invariants: members that the model does not know are passed over; a client's names become properties of their own, never a
// prototype; secret values are in no message; only what was read is repeated, so nothing goes deeper than the model.
// Read next: ./input.ts, ../constraints.ts.

import { type Breach, allConstraints, breachOf, constraintWords, scan } from "../constraints.ts";
import { WireFault } from "../fault.ts";
import { type Dictionary, type List, type Member, type Scalar, type Shape, isScalar } from "../model.ts";

type Simple = string | number | boolean;

/** What `object` has of these members, by their names; what is wrong with them is added to `broken`, at `path`. */
export function readMembers(
  object: object,
  members: readonly Member[],
  path: string,
  broken: string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  const given = new Map<string, unknown>(Object.entries(object));
  for (const { name, wireName, shape, isRequired } of members) {
    const value = given.get(wireName) ?? null;
    const at = path + memberAt(name);
    if (value !== null) read[name] = readValue(value, shape, at, broken);
    else if (isRequired) broken.push(missing(at));
  }
  return read;
}

/** A member's name as messages have it: its first letter small, whatever follows (kMSKeyArn). */
export function memberAt(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function missing(at: string): string {
  return `Value null at '${at}' failed to satisfy constraint: Member must not be null`;
}

/** Tells a value's breach at its place. */
export function told(value: unknown, at: string, shape: Shape, constraint: string): string {
  const isSecret = "isSecret" in shape && shape.isSecret;
  return `Value ${isSecret ? "" : `'${javaText(value)}' `}at '${at}' failed to satisfy constraint: ${constraint}`;
}

function readValue(value: unknown, shape: Shape, at: string, broken: string[]): unknown {
  switch (shape.kind) {
    case "structure":
      return readMembers(objectOf(value), shape.members, `${at}.`, broken);
    case "list":
      return readList(value, shape, at, broken);
    case "map":
      return readMap(value, shape, at, broken);
    case "blob":
      return octetsOf(value);
    case "string":
    case "integer":
    case "long":
    case "double":
    case "boolean":
    case "timestamp": {
      const read = readScalar(value, shape);
      const breach = breachOf(read, shape);
      if (breach !== null) broken.push(told(read, at, shape, constraintWords(shape.kind, breach)));
      return read;
    }
  }
}

function octetsOf(value: unknown): Uint8Array {
  const base64 = simpleOf(value, "String", (text) => text);
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function readList(value: unknown, shape: List, at: string, broken: string[]): unknown[] {
  if (!Array.isArray(value)) throw isObject(value) ? unexpectedStart(value) : notACollection(value);
  const { item } = shape;
  const inner: string[] = [];
  const read = value.map((one: unknown, index) =>
    isScalar(item)
      ? readScalar(one ?? nothing(), item)
      : readValue(one ?? nothing(), item, `${at}.${index + 1}.member`, inner),
  );
  checkCount(read.length, read, shape, at, broken);
  if (isScalar(item) && read.some((one) => breachOf(one as Simple, item) !== null)) {
    const wanted = [...allConstraints(item), ...(item.words === null ? ["Member must not be null"] : [])];
    broken.push(told(read, at, item, `Member must satisfy constraint: [${wanted.join(", ")}]`));
  }
  broken.push(...inner);
  return read;
}

function readMap(value: unknown, shape: Dictionary, at: string, broken: string[]): Record<string, unknown> {
  const { key, value: valueShape } = shape;
  const inner: string[] = [];
  const entries = Object.entries(objectOf(value))
    .filter(([, one]) => one !== null)
    .map(([name, one]) => {
      const read = isScalar(valueShape)
        ? readScalar(one, valueShape)
        : readValue(one, valueShape, `${at}.${name}.member`, inner);
      return [name, read] as const;
    });
  const read = Object.fromEntries(entries);
  checkCount(entries.length, read, shape, at, broken);
  if (entries.some(([name]) => breachOf(name, key) !== null)) {
    broken.push(told(read, at, shape, `Map keys must satisfy constraint: [${allConstraints(key).join(", ")}]`));
  }
  if (isScalar(valueShape) && entries.some(([, one]) => breachOf(one as Simple, valueShape) !== null)) {
    broken.push(told(read, at, shape, `Map value must satisfy constraint: [${allConstraints(valueShape).join(", ")}]`));
  }
  broken.push(...inner);
  return read;
}

function checkCount(length: number, value: unknown, shape: List | Dictionary, at: string, broken: string[]): void {
  const { least, most } = shape;
  const breach: Breach | null =
    most !== null && length > most
      ? { facet: "most", bound: most, length }
      : least !== null && length < least
        ? { facet: "least", bound: least, length }
        : null;
  if (breach !== null) broken.push(told(value, at, shape, constraintWords("string", breach)));
}

/** Numbers and truths may come as texts; a whole number loses its fraction. Times are milliseconds from here on. */
function readScalar(value: unknown, shape: Scalar): Simple {
  const given = typeof value === "number" && Number.isFinite(value) ? value : null;
  const read = (text: string): Simple | null => {
    const found = scan(text, shape);
    return typeof found === "number" && !Number.isFinite(found) ? null : found;
  };
  switch (shape.kind) {
    case "string":
      return simpleOf(value, "String", read);
    case "boolean":
      return typeof value === "boolean" ? value : simpleOf(value, "Boolean", read);
    case "integer":
      return given === null ? simpleOf(value, "Integer", read) : Math.trunc(given);
    case "long":
      return given === null ? simpleOf(value, "Long", read) : Math.trunc(given);
    case "double":
      return given ?? simpleOf(value, "Double", read);
    case "timestamp":
      return given === null ? simpleOf(value, "Date", (text) => Date.parse(text) || null) : Math.round(given * 1000);
  }
}

function simpleOf<Value extends Simple>(value: unknown, type: string, read: (text: string) => Value | null): Value {
  const found = typeof value === "string" ? read(value) : null;
  if (found !== null) return found;
  if (isObject(value)) throw unexpectedStart(value);
  throw serializationFault(`${javaClass(value)} can not be converted to an ${type}`);
}

/** The object that a structure or a map is read from. */
export function objectOf(value: unknown): object {
  if (!isObject(value)) throw notACollection(value);
  if (Array.isArray(value)) throw unexpectedStart(value);
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function unexpectedStart(value: object): WireFault {
  const what = Array.isArray(value) ? "list" : "structure or map";
  return serializationFault(`Start of ${what} found where not expected`);
}

function notACollection(value: unknown): WireFault {
  return serializationFault(`Unrecognized collection type ${javaClass(value)}`);
}

function nothing(): never {
  throw serializationFault("A list may not hold null");
}

export function serializationFault(message: string): WireFault {
  return new WireFault("SerializationException", message);
}

function javaClass(value: unknown): string {
  if (typeof value === "number") return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
  return `class java.lang.${typeof value === "boolean" ? "Boolean" : "String"}`;
}

/** As Java prints values: [a, b] and {a=b}. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}=${javaText(one)}`)
    .join(", ")}}`;
}
