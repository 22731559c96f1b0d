// Methods of Integer, Long, BigInteger and Double. Static ones are reached through any number, as templates do it:
// #set($Integer = 0) $Integer.parseInt("42").

import { doubleOf, JavaDouble, printDouble } from "../json/double.ts";
import { compareNumbers, isNumber } from "../json/value.ts";
import { RunFault } from "./fault.ts";
import { javaText } from "./text.ts";
import type { Value } from "./values.ts";

type JavaNumber = number | bigint | JavaDouble;
type NumberMethod = (target: JavaNumber, args: readonly Value[]) => Value | undefined;

/** An integer as it is kept: exact, and a bigint only where it must be. */
export function integerOf(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function truncated(bits: number): NumberMethod {
  return (target, args) => {
    if (args.length > 0) return undefined;
    if (typeof target === "number" || typeof target === "bigint") return integerOf(BigInt.asIntN(bits, BigInt(target)));
    // A double beyond the type's range becomes its nearest end (JLS §5.1.3).
    const { value } = target;
    if (Number.isNaN(value)) return 0;
    const most = 2n ** BigInt(bits - 1);
    const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : value > 0 ? most : -most;
    return integerOf(whole >= most ? most - 1n : whole < -most ? -most : whole);
  };
}

const asDouble: NumberMethod = (target, args) => (args.length === 0 ? new JavaDouble(doubleOf(target)) : undefined);

/** parseInt(text[, radix]) and valueOf(text or number). */
const parse: NumberMethod = (target, [text, radix]) => {
  if (isNumber(text)) return text;
  if (typeof text !== "string") return undefined;
  if (target instanceof JavaDouble) return parseDouble(target, [text]);
  const base = typeof radix === "number" ? radix : 10;
  const isInteger = /^[+-]?[\da-zA-Z]{1,400}$/.test(text) && base >= 2 && base <= 36;
  const digits = text.replace(/^\+/, "").toLowerCase();
  const value = isInteger ? Number.parseInt(digits, base) : Number.NaN;
  const isWhole = digits
    .replace("-", "")
    .split("")
    .every((digit) => Number.parseInt(digit, base) >= 0);
  if (Number.isNaN(value) || !isWhole) throw new RunFault(`NumberFormatException: For input string: "${text}"`);
  return base === 10 ? integerOf(BigInt(digits)) : value;
};

const parseDouble: NumberMethod = (_target, [text]) => {
  if (typeof text !== "string") return undefined;
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?\s*$/.test(text))
    throw new RunFault(`NumberFormatException: For input string: "${text}"`);
  return new JavaDouble(Number.parseFloat(text));
};

function ofTwo(choose: (order: number) => boolean): NumberMethod {
  return (_target, [a, b]) => (isNumber(a) && isNumber(b) ? (choose(compareNumbers(a, b)) ? a : b) : undefined);
}

/** toString(number[, radix]); without an argument it is that of any object. */
function printNumber(_target: JavaNumber, [value, radix]: readonly Value[]): Value | undefined {
  if (!isNumber(value)) return undefined;
  const isRadix = typeof radix === "number" && radix >= 2 && radix <= 36;
  return isRadix && !(value instanceof JavaDouble) ? value.toString(radix) : javaText(value);
}

export const numberMethods: Readonly<Record<string, NumberMethod>> = {
  byteValue: truncated(8),
  shortValue: truncated(16),
  intValue: truncated(32),
  longValue: truncated(64),
  floatValue: (target, args) => (args.length === 0 ? new JavaDouble(Math.fround(doubleOf(target))) : undefined),
  doubleValue: asDouble,
  compareTo: (target, [other]) => (isNumber(other) ? compareNumbers(target, other) : undefined),
  hashCode: (target) => (target instanceof JavaDouble ? undefined : integerOf(BigInt.asIntN(32, BigInt(target)))),
  isNaN: (target) => (target instanceof JavaDouble ? Number.isNaN(target.value) : undefined),
  parseInt: parse,
  parseLong: parse,
  parseDouble,
  parseFloat: parseDouble,
  valueOf: parse,
  max: ofTwo((order) => order >= 0),
  min: ofTwo((order) => order <= 0),
  toString: printNumber,
  toHexString: (_target, [value]) => (typeof value === "number" ? (value >>> 0).toString(16) : undefined),
  toBinaryString: (_target, [value]) => (typeof value === "number" ? (value >>> 0).toString(2) : undefined),
};

/** Fixed digits behind the point, half up, for String.format. */
export function printFixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : printDouble(value);
}
