// The shape of a row of the type table, and how a row is derived from its fields.
// `fields` is written as an object: its order is the order on the wire and in zone text.

import type { Kind } from "../fields/kind.ts";

// oxlint-disable-next-line no-explicit-any -- a table holds kinds of every value
export type FieldTable = Readonly<Record<string, Kind<any>>>;

export interface TypeSpec<Fields extends FieldTable = FieldTable> {
  readonly rfc: string;
  readonly title: string;
  readonly fields: Fields;
  readonly singleton: boolean;
  readonly meta: boolean;
}

export interface Field {
  readonly name: string;
  readonly kind: Kind<unknown>;
}

export interface TypeRow {
  readonly number: number;
  readonly mnemonic: string;
  readonly rfc: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** At most one record of this type at a name (RFC 1034 §3.6.2, RFC 6672 §2.4, RFC 1035 §3.3.13). */
  readonly singleton: boolean;
  /** A type of questions or of messages, never of a zone (RFC 6895 §3.1). */
  readonly meta: boolean;
  /** Octets before the first compressible name, and how many such names follow one another (RFC 3597 §4). */
  readonly compressible: { readonly prefix: number; readonly names: number } | null;
  /** Octets before the name whose addresses are additional data (RFC 1034 §4.3.2 step 6). */
  readonly target: { readonly prefix: number } | null;
  /** True when canonical form changes nothing (RFC 4034 §6.2). */
  readonly verbatim: boolean;
}

/** One at most at a name. */
export const singleton = "singleton";
/** Never in a zone. */
export const meta = "meta";

export function row<Fields extends FieldTable>(
  rfc: string,
  title: string,
  fields: Fields,
  trait: "singleton" | "meta" | "data" = "data",
): TypeSpec<Fields> {
  return { rfc, title, fields, singleton: trait === singleton, meta: trait === meta };
}

export function deriveRow(number: number, mnemonic: string, spec: TypeSpec): TypeRow {
  const fields = Object.entries(spec.fields).map(([name, kind]) => ({ name, kind }));
  return {
    number,
    mnemonic,
    rfc: spec.rfc,
    title: spec.title,
    fields,
    singleton: spec.singleton,
    meta: spec.meta,
    compressible: compressible(fields),
    target: target(fields),
    verbatim: fields.every(({ kind }) => kind.nameRule === null || kind.nameRule === "verbatim"),
  };
}

function compressible(fields: readonly Field[]): TypeRow["compressible"] {
  const first = fields.findIndex(({ kind }) => kind.nameRule === "compress");
  const prefix = fixedOctets(fields.slice(0, first));
  if (first < 0 || prefix === null) return null;
  let names = 0;
  while (fields[first + names]?.kind.nameRule === "compress") names++;
  return { prefix, names };
}

function target(fields: readonly Field[]): TypeRow["target"] {
  const at = fields.findIndex(({ kind }) => kind.target);
  const prefix = fixedOctets(fields.slice(0, at));
  return at < 0 || prefix === null ? null : { prefix };
}

function fixedOctets(fields: readonly Field[]): number | null {
  let sum = 0;
  for (const { kind } of fields) {
    if (kind.octets === null) return null;
    sum += kind.octets;
  }
  return sum;
}
