// The port to storage: ordered tables of text, with transactions. Whoever fills it (./memory-tables.ts, ../disk/sqlite-tables.ts)
// passes one conformance suite. Keys and values are text, values JSON; keys of a table are ordered by their UTF-8 octets.
// Invariants: one writer; a transaction is all or nothing, and durable when it returns. Read next: ./memory-tables.ts.

export interface Tables {
  get(table: string, key: string): string | null;
  put(table: string, key: string, value: string): void;
  /** Whether there was such a row. */
  delete(table: string, key: string): boolean;
  /** Rows in key order whose keys begin with `prefix`, from the key `from` (inclusive) on, at most `limit`. */
  scan(table: string, range: ScanRange): Iterable<readonly [key: string, value: string]>;
  count(table: string, prefix: string): number;
  /** Work that throws leaves nothing. Not nested. Throws StorageFault when the disk is full or broken. */
  transaction<Result>(work: () => Result): Result;
}

export interface ScanRange {
  readonly prefix?: string;
  readonly from?: string;
  readonly limit?: number;
}

/** Storage refused: the disk is full, broken or not ours. Nothing of the transaction is left. */
export class StorageFault extends Error {
  override readonly name = "StorageFault";
}

/** Negative, zero or positive: the order of two keys' UTF-8 octets, which UTF-16's is not beyond U+D7FF. */
export function compareKeys(a: string, b: string): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return utf8Rank(a.charCodeAt(i)) - utf8Rank(b.charCodeAt(i));
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes behind U+FFFF. */
function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** A key of several parts: one space sorts before all that parts hold, so keys sort as their parts do. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join(" ");
}

/** The beginning of every key whose first parts these are. */
export function prefixOf(...parts: readonly string[]): string {
  return `${parts.join(" ")} `;
}

/** Deletes every row whose key begins with `prefix`; all of the table with "". */
export function deleteBelow(tables: Tables, table: string, prefix: string): void {
  for (const key of Array.from(tables.scan(table, { prefix }), ([found]) => found)) tables.delete(table, key);
}

/** The least key behind every key that begins with `prefix`, or null when there is none. */
export function prefixEnd(prefix: string): string | null {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    return points.join("") + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return null;
}
