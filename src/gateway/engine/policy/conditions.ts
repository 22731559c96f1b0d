// The condition operators of policy documents (IAM guide: reference_policies_elements_condition_operators): one row an
// operator, with how it compares one value of the request with one of the policy. A negated operator holds when none of
// the policy's values fits, and so also where the request has no value; every other one needs a value.
// An address is compared by its prefix, in both families; a date may be ISO 8601 or seconds since 1970.

import { scanPrefix } from "../../../routing/prefix.ts";
import { matchesGlob, parseGlob } from "./glob.ts";

export interface Operator {
  readonly name: string;
  readonly negated: boolean;
  /** `variable` gives what ${name} stands for. */
  readonly fits: (actual: string, wanted: string, variable: (name: string) => string | undefined) => boolean;
}

type Fits = Operator["fits"];

const equals: Fits = (actual, wanted, variable) => actual === filled(wanted, variable);
const equalsIgnoreCase: Fits = (actual, wanted, variable) =>
  actual.toLowerCase() === filled(wanted, variable)?.toLowerCase();
const like: Fits = (actual, wanted, variable) => {
  const glob = parseGlob(wanted, variable);
  return glob !== null && matchesGlob(glob, actual);
};
const inPrefix: Fits = (actual, wanted) => {
  const address = scanPrefix(actual);
  const prefix = scanPrefix(wanted);
  if (address === null || prefix === null || address.family !== prefix.family) return false;
  return prefix.octets.every((octet, i) => {
    const kept = Math.min(8, Math.max(0, prefix.length - i * 8));
    return ((octet ^ address.octets[i]) & (0xff00 >>> kept) & 0xff) === 0;
  });
};
const bool: Fits = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();

type Order = (actual: number, wanted: number) => boolean;

const orders: readonly (readonly [string, Order])[] = [
  ["LessThan", (actual, wanted) => actual < wanted],
  ["LessThanEquals", (actual, wanted) => actual <= wanted],
  ["GreaterThan", (actual, wanted) => actual > wanted],
  ["GreaterThanEquals", (actual, wanted) => actual >= wanted],
];

const same: Order = (actual, wanted) => actual === wanted;

const rows: readonly Operator[] = [
  ...bothWays("StringEquals", "StringNotEquals", equals),
  ...bothWays("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", equalsIgnoreCase),
  ...bothWays("StringLike", "StringNotLike", like),
  ...bothWays("ArnEquals", "ArnNotEquals", like),
  ...bothWays("ArnLike", "ArnNotLike", like),
  ...bothWays("IpAddress", "NotIpAddress", inPrefix),
  ...bothWays("NumericEquals", "NumericNotEquals", ordered(same, Number)),
  ...bothWays("DateEquals", "DateNotEquals", ordered(same, secondsOf)),
  operator("BinaryEquals", equals),
  ...orders.map(([name, order]) => operator(`Numeric${name}`, ordered(order, Number))),
  ...orders.map(([name, order]) => operator(`Date${name}`, ordered(order, secondsOf))),
  operator("Bool", bool),
  // Null asks only whether there is a value; ./evaluate.ts answers it by the name.
  operator("Null", bool),
];

const byName: ReadonlyMap<string, Operator> = new Map(rows.map((row) => [row.name, row]));

export function operatorOf(name: string): Operator | null {
  return byName.get(name) ?? null;
}

function operator(name: string, fits: Fits): Operator {
  return { name, negated: false, fits };
}

function bothWays(name: string, notName: string, fits: Fits): readonly Operator[] {
  return [operator(name, fits), { name: notName, negated: true, fits }];
}

/** Compares as numbers; what is none fits nothing. */
function ordered(order: Order, read: (text: string) => number): Fits {
  return (actual, wanted) => {
    const [one, other] = [read(actual), read(wanted)];
    return !Number.isNaN(one) && !Number.isNaN(other) && order(one, other);
  };
}

function secondsOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
}

/** The text with its variables put in; undefined where one has no value. */
function filled(text: string, variable: (name: string) => string | undefined): string | undefined {
  if (!text.includes("${")) return text;
  let isWhole = true;
  const put = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name === "*" || name === "?" || name === "$") return name;
    const value = variable(name);
    isWhole &&= value !== undefined;
    return value ?? "";
  });
  return isWhole ? put : undefined;
}
