// The comparisons of a JSONPath's filters, each between two values or lists, as Jayway makes them.
// undefined stands for a path that leads nowhere; it equals nothing, not even itself, and is in no order.
// Read next: ./filter.ts, which reads them from a path's text.

import { compareNumbers, isNumber, type JsonValue, sameJson } from "../json/value.ts";

export type Operand = JsonValue | undefined;
type Comparison = (left: Operand, right: Operand) => boolean;

function equal(left: Operand, right: Operand): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === "string" && isNumber(right)) return left === String(right);
  if (typeof right === "string" && isNumber(left)) return right === String(left);
  return sameJson(left, right);
}

function ordered(accept: (order: number) => boolean): Comparison {
  return (left, right) => {
    if (left === undefined || right === undefined) return false;
    if (isNumber(left) && isNumber(right)) return accept(compareNumbers(left, right));
    return typeof left === "string" && typeof right === "string" && accept(left < right ? -1 : left > right ? 1 : 0);
  };
}

function items(value: Operand): readonly JsonValue[] | null {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : null;
}

function holds(list: Operand, value: Operand): boolean {
  return items(list)?.some((item) => equal(item, value)) ?? false;
}

function sizeOf(value: Operand): number | null {
  if (typeof value === "string") return value.length;
  return items(value)?.length ?? (value instanceof Map ? value.size : null);
}

const contains: Comparison = (left, right) =>
  typeof left === "string" ? typeof right === "string" && left.includes(right) : holds(left, right);
const notEqual: Comparison = (left, right) => !equal(left, right);

export const operators: Readonly<Record<string, Comparison>> = {
  "==": equal,
  "===": (left, right) => typeof left === typeof right && equal(left, right),
  "!=": notEqual,
  "<>": notEqual,
  "!==": (left, right) => typeof left !== typeof right || !equal(left, right),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
  in: (left, right) => holds(right, left),
  nin: (left, right) => !holds(right, left),
  contains,
  subsetof: (left, right) => items(left)?.every((item) => holds(right, item)) ?? false,
  anyof: (left, right) => items(left)?.some((item) => holds(right, item)) ?? false,
  noneof: (left, right) => items(left)?.every((item) => !holds(right, item)) ?? false,
  all: (left, right) => items(right)?.every((item) => holds(left, item)) ?? false,
  size: (left, right) => isNumber(right) && sizeOf(left) !== null && compareNumbers(sizeOf(left) ?? -1, right) === 0,
  empty: (left, right) => sizeOf(left) !== null && (sizeOf(left) === 0) === right,
};
