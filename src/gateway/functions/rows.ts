// The tables of functions and what their rows hold. Parts of a key are joined by one space, which sorts before all that
// names hold, so key order is the order of the API's lists: functions by name, of each $LATEST first, then its versions.
// A row is JSON with the API's members. The store of hosted zones has tables of its own, with other names, beside these.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import { type FunctionReference, latest } from "./names.ts";
import type { AliasConfiguration, FunctionConfiguration, PolicyStatement } from "./shapes.ts";

export const table = {
  /** account, region, name -> FunctionRow */
  functions: "functions",
  /** account, region, name, version ($LATEST, or 10 digits) -> FunctionConfiguration */
  versions: "function-versions",
  /** account, region, name, alias -> AliasConfiguration */
  aliases: "function-aliases",
  /** account, region, name, qualifier ("-" for none) -> PolicyRow */
  policies: "function-policies",
  /** SHA-256 of a zip in hexadecimal, key of a version that has it -> "" */
  code: "function-code",
} as const;

export interface FunctionRow {
  readonly tags: Readonly<Record<string, string>>;
  /** Null where nothing is reserved. */
  readonly reserved: number | null;
  /** The number of the version that is published next. */
  readonly nextVersion: number;
}

export interface PolicyRow {
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
}

type Owned = Pick<FunctionReference, "account" | "region" | "name">;

export function functionKey({ account, region, name }: Owned): string {
  return keyOf(account, region, name);
}

export function versionKey(owned: Owned, version: string): string {
  return keyOf(functionKey(owned), version === latest ? latest : version.padStart(10, "0"));
}

export function policyKey(owned: Owned, qualifier: string | null): string {
  return keyOf(functionKey(owned), qualifier ?? "-");
}

function readRow(tables: Tables, name: string, key: string): unknown {
  const row = tables.get(name, key);
  return row === null ? null : (JSON.parse(row) as unknown);
}

export function writeRow(tables: Tables, name: string, key: string, row: object): void {
  tables.put(name, key, JSON.stringify(row));
}

export function findFunction(tables: Tables, owned: Owned): FunctionRow | null {
  return readRow(tables, table.functions, functionKey(owned)) as FunctionRow | null;
}

export function findVersion(tables: Tables, owned: Owned, version: string): FunctionConfiguration | null {
  return readRow(tables, table.versions, versionKey(owned, version)) as FunctionConfiguration | null;
}

export function findAlias(tables: Tables, owned: Owned, alias: string): AliasConfiguration | null {
  return readRow(tables, table.aliases, keyOf(functionKey(owned), alias)) as AliasConfiguration | null;
}

export function findPolicy(tables: Tables, owned: Owned, qualifier: string | null): PolicyRow | null {
  return readRow(tables, table.policies, policyKey(owned, qualifier)) as PolicyRow | null;
}

/** Every version of a function in order, $LATEST first. */
export function* versionsOf(tables: Tables, owned: Owned): Iterable<FunctionConfiguration> {
  for (const [, row] of tables.scan(table.versions, { prefix: prefixOf(functionKey(owned)) }))
    yield JSON.parse(row) as FunctionConfiguration;
}

export function* aliasesOf(tables: Tables, owned: Owned): Iterable<AliasConfiguration> {
  for (const [, row] of tables.scan(table.aliases, { prefix: prefixOf(functionKey(owned)) }))
    yield JSON.parse(row) as AliasConfiguration;
}
