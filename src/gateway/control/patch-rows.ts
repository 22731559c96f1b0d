// The rows that tables of patches (./patch.ts) are made of: one function a kind of member. What a value must be is said here
// once: texts as they are, booleans true only when they say so (recorded: "whatever" is false), whole numbers in a range.
// Read next: a table, say ./method-patches.ts.

import { badRequest } from "./faults.ts";
import type { Change, Draft, PatchOp, PatchRow } from "./patch.ts";

/** The members of an entity that may hold a value of this type. */
type MemberOf<Entity, Value> = {
  [Member in keyof Entity]-?: Value extends Exclude<Entity[Member], undefined> ? Member : never;
}[keyof Entity];

type ListMember<Entity> = {
  [Member in keyof Entity]-?: Exclude<Entity[Member], undefined> extends readonly string[] ? Member : never;
}[keyof Entity];

function set<Entity>(draft: Draft<Entity>, member: keyof Entity, value: unknown): void {
  draft[member] = value as Entity[keyof Entity];
}

/** A text. Without a value, or removed, it goes. */
export function text<Entity>(
  path: string,
  member: MemberOf<Entity, string>,
  ops: readonly PatchOp[] = ["replace"],
  check: (value: string | null) => void = () => undefined,
): PatchRow<Entity> {
  return {
    path,
    ops,
    apply(draft, { op, value }) {
      const given = op === "remove" || value === "" ? null : value;
      check(op === "remove" ? null : value);
      if (given === null) delete draft[member as keyof Draft<Entity>];
      else set(draft, member, given);
    },
  };
}

/** One of an enumeration. */
export function choice<Entity>(
  path: string,
  member: keyof Entity,
  allowed: readonly string[],
  ops: readonly PatchOp[] = ["replace"],
): PatchRow<Entity> {
  return {
    path,
    ops,
    apply(draft, { op, value }) {
      if (op === "remove") {
        delete draft[member];
        return;
      }
      if (value === null || !allowed.includes(value))
        throw badRequest(`Invalid value for ${path} specified. Valid options are ${allowed.join(",")}`);
      set(draft, member, value);
    },
  };
}

export function flag<Entity>(path: string, member: MemberOf<Entity, boolean>): PatchRow<Entity> {
  return { path, ops: ["replace"], apply: (draft, { value }) => set(draft, member, isTrue(value)) };
}

export function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === "true";
}

export interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** What is said of any other number. */
  readonly fault: string;
}

/** A whole number in a range. */
export function wholeNumber<Entity>(
  path: string,
  member: MemberOf<Entity, number>,
  range: NumberRange,
): PatchRow<Entity> {
  return { path, ops: ["replace"], apply: (draft, { value }) => set(draft, member, readWhole(value, range)) };
}

export function readWhole(value: string | null, { least, most, fault }: NumberRange): number {
  const number = value !== null && /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw badRequest(fault);
  return number;
}

/** A number with a fraction, in a range. */
export function readNumber(value: string | null, { least, most, fault }: NumberRange): number {
  const number = value !== null && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw badRequest(fault);
  return number;
}

export interface EntryRules<Value> {
  readonly ops?: readonly PatchOp[];
  /** Reads, and checks, what an entry is to hold. */
  readonly read: (name: string, value: string | null) => Value;
  /** What is thrown when an entry that is to be replaced or removed is not there; replacing makes it when this is left out. */
  readonly missing?: () => Error;
}

/** The entries of a map, each under a name of its own. A map that lost its last entry goes. */
export function entries<Entity, Value>(
  path: string,
  member: keyof Entity,
  { ops = ["add", "replace", "remove"], read, missing }: EntryRules<Value>,
): PatchRow<Entity> {
  return {
    path: `${path}/*`,
    ops,
    apply(draft, { op, names: [name], value }) {
      const held = { ...(draft[member] as { [name: string]: Value } | undefined) };
      if (op !== "add" && missing !== undefined && !Object.hasOwn(held, name)) throw missing();
      if (op === "remove") delete held[name];
      else held[name] = read(name, value);
      if (Object.keys(held).length === 0) delete draft[member];
      else set(draft, member, held);
    },
  };
}

/** The members of a list, each named by itself in the path. One that is replaced goes to the end (recorded). */
export function namedItems<Entity>(
  path: string,
  member: ListMember<Entity>,
  ops: readonly PatchOp[],
  check: (name: string) => void = () => undefined,
): PatchRow<Entity> {
  return {
    path: `${path}/*`,
    ops,
    apply(draft, change) {
      const [name] = change.names;
      changeItems(draft, member, change, name, change.op === "replace" ? (change.value ?? "") : name, check);
    },
  };
}

/** The members of a list, given as values. */
export function valuedItems<Entity>(
  path: string,
  member: ListMember<Entity>,
  check: (name: string) => void = () => undefined,
): PatchRow<Entity> {
  return {
    path,
    ops: ["add", "remove"],
    apply(draft, change) {
      const item = change.value ?? "";
      changeItems(draft, member, change, item, item, check);
    },
  };
}

function changeItems<Entity>(
  draft: Draft<Entity>,
  member: ListMember<Entity>,
  { op }: Change,
  before: string,
  after: string,
  check: (name: string) => void,
): void {
  const held = ((draft[member] as readonly string[] | undefined) ?? []).filter(
    (item) => item !== before && item !== after,
  );
  if (op !== "remove") {
    check(after);
    held.push(after);
  }
  if (held.length === 0) delete draft[member as keyof Draft<Entity>];
  else set(draft, member, held);
}
