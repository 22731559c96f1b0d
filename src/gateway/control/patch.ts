// PATCH: operations on paths (JSON pointers, RFC 6901 escapes) of an entity, most of them a change of one member, as the service
// supports them (AWS API reference: patch-operations). Each entity has a table: a path, the operations on it, what they do.
// The service refuses what it does not support in two wordings, which differ by entity: `listed` names what there is,
// `bare` says which path or operation it was. Invariant: a patch that throws has changed its draft only, which nobody keeps.

import { readPointerToken } from "../../base/json-pointer.ts";
import { type Constraints, enums } from "./constraints.ts";
import { badRequest } from "./faults.ts";

export interface PatchOperation {
  readonly op?: string | undefined;
  readonly path?: string | undefined;
  readonly value?: string | null | undefined;
  readonly from?: string | undefined;
}

export type PatchOp = "add" | "remove" | "replace" | "move" | "copy" | "test";

/** An entity while it is patched. */
export type Draft<Entity> = { -readonly [Member in keyof Entity]: Entity[Member] };

export interface Change {
  readonly op: PatchOp;
  readonly path: string;
  /** What stands in the place of each `*`, unescaped. */
  readonly names: readonly string[];
  /** null: none was given. */
  readonly value: string | null;
  readonly from: string | null;
}

export interface PatchRow<Entity> {
  /** `*` is any one name, `**` one or more with the slashes between them. */
  readonly path: string;
  readonly ops: readonly PatchOp[];
  readonly apply: (draft: Draft<Entity>, change: Change) => void;
  /** What is said of another operation, in place of the usual text. */
  readonly otherOps?: string;
}

export interface PatchTable<Entity> {
  readonly wording: "listed" | "bare";
  readonly rows: readonly PatchRow<Entity>[];
  /** How paths are listed, where that is not as they stand in `rows`. */
  readonly listed?: Readonly<Partial<Record<PatchOp, readonly string[]>>>;
}

export interface PatchRequest {
  readonly patchOperations?: readonly PatchOperation[] | undefined;
}

/** The entity as the operations leave it. */
export function patched<Entity extends object>(
  table: PatchTable<Entity>,
  entity: Entity,
  operations: readonly PatchOperation[] = [],
): Entity {
  const draft: Draft<Entity> = { ...entity };
  for (const operation of operations) applyOperation(table, draft, operation);
  return draft;
}

/** What the model says of operations; `input` is how the service names the request. */
export function checkOperations(constraints: Constraints, input: string, request: PatchRequest): Constraints {
  (request.patchOperations ?? []).forEach(({ op }, at) => {
    constraints.oneOf(`${input}.patchOperations.${at + 1}.member.op`, op, enums.patchOp);
  });
  return constraints;
}

function applyOperation<Entity>(table: PatchTable<Entity>, draft: Draft<Entity>, operation: PatchOperation): void {
  const { path = null, value = null, from = null } = operation;
  const op = (operation.op ?? "null") as PatchOp;
  const found = path === null ? null : findRow(table.rows, path, op);
  if (found === null || path === null) throw unsupported(table, op, path);
  if (!found.row.ops.includes(op)) throw otherOperation(table, found.row, op, path);
  found.row.apply(draft, { op, path, names: found.names, value, from });
}

interface FoundRow<Entity> {
  readonly row: PatchRow<Entity>;
  readonly names: readonly string[];
}

/** The row of a path; the one that knows the operation where several match. */
function findRow<Entity>(rows: readonly PatchRow<Entity>[], path: string, op: PatchOp): FoundRow<Entity> | null {
  let other: FoundRow<Entity> | null = null;
  for (const row of rows) {
    const names = matchPath(row.path, path);
    if (names === null) continue;
    if (row.ops.includes(op)) return { row, names };
    other ??= { row, names };
  }
  return other;
}

/** What stands in the place of each `*`, or null for another path. */
export function matchPath(pattern: string, path: string): readonly string[] | null {
  const wanted = pattern.split("/");
  const given = joined(wanted, path.split("/"));
  if (wanted.length !== given.length) return null;
  const names: string[] = [];
  for (const [at, part] of wanted.entries()) {
    if (part.startsWith("*")) names.push(readPointerToken(given[at]));
    else if (part !== given[at]) return null;
  }
  return names.includes("") ? null : names;
}

/** The parts of a path, with those together that stand in the place of `**`. */
function joined(wanted: readonly string[], given: readonly string[]): readonly string[] {
  const at = wanted.indexOf("**");
  const count = given.length - wanted.length + 1;
  if (at === -1 || count < 2) return given;
  return [...given.slice(0, at), given.slice(at, at + count).join("/"), ...given.slice(at + count)];
}

function unsupported<Entity>(table: PatchTable<Entity>, op: PatchOp, path: string | null): Error {
  if (table.wording === "bare") return badRequest(`Invalid patch path ${path}`);
  const listed = table.listed?.[op] ?? table.rows.filter((row) => row.ops.includes(op)).map((row) => row.path);
  const hint = listed.length === 0 ? "Please choose supported operations" : `Must be one of: [${listed.join(", ")}]`;
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${hint}`);
}

function otherOperation<Entity>(table: PatchTable<Entity>, row: PatchRow<Entity>, op: PatchOp, path: string): Error {
  if (row.otherOps !== undefined) return badRequest(row.otherOps === "" ? `Invalid patch path ${path}` : row.otherOps);
  if (table.wording === "listed") return unsupported(table, op, path);
  return badRequest(`Invalid patch operation specified. Must be one of: [${row.ops.join(", ")}]`);
}
