// The operators of expressions, as Velocity 1.7 computes them (org.apache.velocity.runtime.parser.node): integers stay
// integers and grow as they must, a double makes a double, + joins where a text stands on either side; what cannot be
// computed is null. == compares values of one kind by value and all others by their text; an order is one of numbers.

import { doubleOf } from "../json/double.ts";
import { JavaDouble } from "../json/double.ts";
import { compareNumbers, isNumber } from "../json/value.ts";
import { RunFault } from "./fault.ts";
import { integerOf } from "./number-methods.ts";
import { sameValue } from "./same-value.ts";
import { boundedSize, javaText } from "./text.ts";
import type { Value } from "./values.ts";

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | ">" | ">=";

/** More digits than any template counts with. Stops a number that squares itself in a loop. */
const maxIntegerDigits = 400;
const largest = 10n ** BigInt(maxIntegerDigits);

export function truthOf(value: Value): boolean {
  return typeof value === "boolean" ? value : value !== null;
}

export const binaryOperators: Readonly<Record<BinaryOperator, (left: Value, right: Value) => Value>> = {
  "+": add,
  "-": arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  "*": arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  "/": divided(
    (a, b) => a / b,
    (a, b) => a / b,
  ),
  "%": divided(
    (a, b) => a % b,
    (a, b) => a % b,
  ),
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
};

function arithmetic(whole: (a: bigint, b: bigint) => bigint, broken: (a: number, b: number) => number) {
  return (left: Value, right: Value): Value => {
    if (!isNumber(left) || !isNumber(right)) return null;
    if (left instanceof JavaDouble || right instanceof JavaDouble)
      return new JavaDouble(broken(doubleOf(left), doubleOf(right)));
    if (typeof left === "number" && typeof right === "number") {
      const quick = broken(left, right);
      if (Number.isSafeInteger(quick)) return quick + 0;
    }
    const value = whole(BigInt(left), BigInt(right));
    if (value > largest || value < -largest) throw new RunFault(`a number has more than ${maxIntegerDigits} digits`);
    return integerOf(value);
  };
}

/** Division by zero, of doubles too, is an error that Velocity logs, and null. */
function divided(whole: (a: bigint, b: bigint) => bigint, broken: (a: number, b: number) => number) {
  const compute = arithmetic(whole, broken);
  return (left: Value, right: Value): Value => (isNumber(right) && doubleOf(right) === 0 ? null : compute(left, right));
}

const sum = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);

function add(left: Value, right: Value): Value {
  if (typeof left !== "string" && typeof right !== "string") return sum(left, right);
  const text = javaText(left) + javaText(right);
  boundedSize(text.length);
  return text;
}

function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === typeof right && typeof left !== "object") return left === right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  const isSameKind = (left instanceof Map && right instanceof Map) || (Array.isArray(left) && Array.isArray(right));
  return isSameKind ? sameValue(left, right) : javaText(left) === javaText(right);
}

function ordered(accept: (order: number) => boolean) {
  return (left: Value, right: Value): Value => isNumber(left) && isNumber(right) && accept(compareNumbers(left, right));
}
