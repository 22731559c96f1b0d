// The code of functions: zip files, kept once by their SHA-256 however many versions have them. The store says what is
// referred to in the transaction of the operation itself; the bytes are behind a port, on the disk before that commits.
// Invariant: a row never names code that is not there; code that no row names is removed afterwards, at the latest when
// the store opens again. Read next: ../../disk/code-files.ts.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import { table } from "./rows.ts";

/** Where the bytes are. Names are SHA-256 in hexadecimal digits. */
export interface CodeStore {
  /** Durable when it returns. Throws StorageFault. What is there already stays. */
  put(sha256: string, zip: Uint8Array): void;
  get(sha256: string): Uint8Array | null;
  delete(sha256: string): void;
  list(): readonly string[];
}

export interface CodeTools {
  readonly store: CodeStore;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** What is wrong with a zip file, as a sentence; null when its files can be read. */
  readonly faultOf: (zip: Uint8Array) => string | null;
}

/** What is wrong with a zip that could be read: a folder alone is no code either. */
export const noFiles = "it has no files";

export class MemoryCode implements CodeStore {
  readonly #zips = new Map<string, Uint8Array>();

  put(sha256: string, zip: Uint8Array): void {
    if (!this.#zips.has(sha256)) this.#zips.set(sha256, zip);
  }

  get(sha256: string): Uint8Array | null {
    return this.#zips.get(sha256) ?? null;
  }

  delete(sha256: string): void {
    this.#zips.delete(sha256);
  }

  list(): readonly string[] {
    return [...this.#zips.keys()];
  }
}

/** CodeSha256 is base64; files are named in digits, as slashes and capitals do not go everywhere. */
export function digitsOf(codeSha256: string): string {
  return Uint8Array.fromBase64(codeSha256).toHex();
}

export function isCodeName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Notes that a version has this code. */
export function refer(tables: Tables, codeSha256: string, versionKey: string): void {
  tables.put(table.code, keyOf(digitsOf(codeSha256), versionKey), "");
}

export function unrefer(tables: Tables, codeSha256: string, versionKey: string): void {
  tables.delete(table.code, keyOf(digitsOf(codeSha256), versionKey));
}

/** Removes the code among `names` that nobody refers to. */
export function removeUnused(tables: Tables, store: CodeStore, names: Iterable<string>): void {
  for (const name of names) if (tables.count(table.code, prefixOf(name)) === 0) store.delete(name);
}
