// The table of RR types: one row a type, the row of an unknown type being RFC 3597's opaque octets.
// Rows stand by family in ./types/*.ts; every service on RDATA is derived from a row's fields in ./rdata.ts.
// Nothing else in the program asks for a concrete type's layout: a column answers.

import type { Kind } from "./fields/kind.ts";
import type { Mnemonic } from "./type-numbers.ts";
import type { TypeRow, TypeSpec } from "./types/row.ts";
import { RRType, typeName } from "./type-numbers.ts";
import { basicTypes } from "./types/basic.ts";
import { metaTypes } from "./types/meta.ts";
import { rareTypes } from "./types/rare.ts";
import { deriveRow, row } from "./types/row.ts";
import { securityTypes } from "./types/security.ts";
import { serviceTypes } from "./types/service.ts";

export { RRType, typeName, typeNumber, typeNumberAt } from "./type-numbers.ts";
export type { Mnemonic } from "./type-numbers.ts";
export type { Field, TypeRow } from "./types/row.ts";

/** Every mnemonic has its row: leaving one out is a type error. */
const specs = { ...basicTypes, ...securityTypes, ...serviceTypes, ...rareTypes, ...metaTypes } satisfies Record<
  Mnemonic,
  TypeSpec
>;

/** The decoded RDATA of a type: its fields by name. */
export type RdataOf<Type extends Mnemonic> = {
  readonly [Name in keyof (typeof specs)[Type]["fields"]]: (typeof specs)[Type]["fields"][Name] extends Kind<
    infer Value
  >
    ? Value
    : never;
};

const unknown = row("RFC 3597 §3", "a type this program does not know", {});
const rows = new Map<number, TypeRow>();

for (const mnemonic of Object.keys(specs) as Mnemonic[]) {
  rows.set(RRType[mnemonic], deriveRow(RRType[mnemonic], mnemonic, specs[mnemonic]));
}

/** Rows of the numbers that zones are full of, as an array: no hashing for them. */
const lowRows: readonly TypeRow[] = Array.from({ length: 300 }, (_, number) => rows.get(number) ?? unknownRow(number));

/** The type's row; for an unknown type the default row, which is RFC 3597's. */
export function typeRow(number: number): TypeRow {
  return number < lowRows.length ? lowRows[number] : (rows.get(number) ?? unknownRow(number));
}

/** All rows, by number. */
export function allTypes(): TypeRow[] {
  return [...rows.values()].sort((a, b) => a.number - b.number);
}

function unknownRow(number: number): TypeRow {
  return deriveRow(number, typeName(number), unknown);
}

const isMeta = new Uint8Array(65_536);
for (const { number, meta } of rows.values()) if (meta) isMeta[number] = 1;
// RFC 6895 §3.1: 128-255 are Q and meta types, whether anyone defined them or not; 0 is reserved.
isMeta.fill(1, 128, 256);
isMeta[0] = 1;

/** Types of questions and of messages, never of data in a zone (RFC 6895 §3.1). */
export function isMetaType(number: number): boolean {
  return isMeta[number] === 1;
}
