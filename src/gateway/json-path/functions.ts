// Functions at the end of a path: `$.prices.max()`. Numbers are summed as doubles, as Jayway does, so a sum of integers
// prints with a fraction. What a function cannot be applied to gives null.

import { doubleOf, JavaDouble } from "../json/double.ts";
import { isNumber, type JsonValue } from "../json/value.ts";
import type { Step } from "./steps.ts";

type PathFunction = (value: JsonValue, argument: JsonValue | undefined) => JsonValue;

function ofNumbers(compute: (numbers: readonly number[]) => number): PathFunction {
  return (value) => {
    const numbers = (Array.isArray(value) ? (value as readonly JsonValue[]) : []).filter(isNumber).map(doubleOf);
    return numbers.length === 0 ? null : new JavaDouble(compute(numbers));
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

const size: PathFunction = (value) => {
  if (value instanceof Map) return value.size;
  return Array.isArray(value) ? value.length : null;
};

function at(place: (argument: JsonValue | undefined) => number): PathFunction {
  return (value, argument) =>
    Array.isArray(value) ? ((value as readonly JsonValue[]).at(place(argument)) ?? null) : null;
}

const functions: Readonly<Record<string, PathFunction>> = {
  length: size,
  size,
  keys: (value) => (value instanceof Map ? [...(value as ReadonlyMap<string, JsonValue>).keys()] : null),
  sum: ofNumbers(sum),
  avg: ofNumbers(mean),
  min: ofNumbers((numbers) => numbers.reduce((a, b) => Math.min(a, b))),
  max: ofNumbers((numbers) => numbers.reduce((a, b) => Math.max(a, b))),
  stddev: ofNumbers((numbers) => Math.sqrt(mean(numbers.map((number) => (number - mean(numbers)) ** 2)))),
  first: at(() => 0),
  last: at(() => -1),
  index: at((argument) => (typeof argument === "number" ? argument : 0)),
  append: (value, argument) =>
    Array.isArray(value) && argument !== undefined ? [...(value as readonly JsonValue[]), argument] : value,
  concat: (value, argument) =>
    [...(Array.isArray(value) ? (value as readonly JsonValue[]) : [value]), argument ?? ""]
      .filter((item) => typeof item === "string" || isNumber(item))
      .map(String)
      .join(""),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

export function applied(name: string, argument: JsonValue | undefined): Step {
  return {
    isDefinite: true,
    walk: (_walk, value, visit) => visit(value),
    apply: (value) => (value === undefined ? undefined : functions[name](value, argument)),
  };
}
