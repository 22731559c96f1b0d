// Values in the JSON of traffic policy documents: objects without unknown members, texts, numbers and booleans that may be
// texts. What is none is a fault of the document, and says where.

import { ApiFault } from "./faults.ts";

export type Members = Readonly<Record<string, unknown>>;

export const formats = ["2015-10-01", "2023-05-09"] as const;
export type Format = (typeof formats)[number];

/** The members of an object that has no others. */
export function membersOf<Known extends string>(
  value: unknown,
  at: string,
  known: readonly Known[],
): Readonly<Partial<Record<Known, unknown>>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw documentFault(`${at} must be an object`);
  const unknown = Object.keys(value).find((member) => !known.includes(member as Known));
  if (unknown !== undefined) throw documentFault(`${at} has an unknown member '${unknown}'`);
  return value as Partial<Record<Known, unknown>>;
}

/** Some clients write null for what they leave out. */
export function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

export function textOf(value: unknown, at: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw documentFault(`${at} must be a text`);
}

export function numberOf(value: unknown, at: string): number {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw documentFault(`${at} must be a number`);
}

export function booleanOf(value: unknown, at: string): boolean {
  if (isMissing(value)) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw documentFault(`${at} must be true or false`);
}

export function documentFault(what: string, options?: ErrorOptions): ApiFault {
  return new ApiFault("InvalidTrafficPolicyDocument", `The traffic policy document is not valid: ${what}.`, options);
}
