// Tables on SQLite (node:sqlite), for what must outlive the process: write-ahead log, synchronous=FULL, so that a
// transaction is on the disk when it returns. One process has a data directory: it holds an exclusive transaction on a file
// of its own, which the kernel gives back however the process ends; other programs may read the database meanwhile.
// All tables lie in one, in key order. Faults of the disk are StorageFaults; afterwards the database is as it was before
// the transaction, and usable again as soon as the disk is.
// An unclean end leaves a mark and mostly a write-ahead log: SQLite replays it, and the whole file is checked before use.

import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { compareKeys, prefixEnd, type ScanRange, StorageFault, type Tables } from "../base/tables.ts";
import { migrate } from "./sqlite-migrations.ts";

const databaseFile = "signpost.db";
const lockFile = "signpost.lock";
/** There from opening to closing, so that a start finds it after an unclean end. */
const markFile = "signpost.open";

/** How long a writer waits for a program that happens to read or copy the database. */
const busyTimeoutMs = 5_000;

/** Rows fetched at a time, so that a scan may go on while its reader writes. */
const rowsPerFetch = 256;

/** Whether a data directory has a store. */
export function holdsTables(directory: string): boolean {
  return existsSync(join(directory, databaseFile));
}

export class SqliteTables implements Tables {
  readonly #database: DatabaseSync;
  readonly #lock: DatabaseSync;
  readonly #mark: string;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #after: StatementSync;
  readonly #from: StatementSync;
  readonly #count: StatementSync;
  readonly #countFrom: StatementSync;

  private constructor(database: DatabaseSync, lock: DatabaseSync, mark: string) {
    this.#database = database;
    this.#lock = lock;
    this.#mark = mark;
    this.#get = database.prepare("SELECT value FROM rows WHERE name = ? AND key = ?");
    this.#put = database.prepare(
      "INSERT INTO rows (name, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    );
    this.#delete = database.prepare("DELETE FROM rows WHERE name = ? AND key = ?");
    this.#from = database.prepare("SELECT key, value FROM rows WHERE name = ? AND key >= ? ORDER BY key LIMIT ?");
    this.#after = database.prepare("SELECT key, value FROM rows WHERE name = ? AND key > ? ORDER BY key LIMIT ?");
    this.#count = database.prepare("SELECT count(*) AS rows FROM rows WHERE name = ? AND key >= ? AND key < ?");
    this.#countFrom = database.prepare("SELECT count(*) AS rows FROM rows WHERE name = ? AND key >= ?");
  }

  /** Opens the tables of a data directory, which is made if it is not there. Throws StorageFault, with the directory's name. */
  static open(directory: string): SqliteTables {
    const lock = lockDirectory(directory);
    const file = join(directory, databaseFile);
    const mark = join(directory, markFile);
    let database: DatabaseSync | null = null;
    try {
      // A log may be folded in by any program that looks, also by a start that then fails: the mark stays.
      const endedUncleanly = existsSync(mark) || sizeOf(`${file}-wal`) > 0;
      writeFileSync(mark, "");
      database = new DatabaseSync(file, { timeout: busyTimeoutMs });
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      if (endedUncleanly) checkWhole(database);
      migrate(database);
      return new SqliteTables(database, lock, mark);
    } catch (error) {
      database?.close();
      lock.close();
      throw new StorageFault(`The database of ${directory} cannot be opened: ${messageOf(error)}`, { cause: error });
    }
  }

  get(table: string, key: string): string | null {
    const row = guard(() => this.#get.get(table, key));
    return row === undefined ? null : String(row["value"]);
  }

  put(table: string, key: string, value: string): void {
    guard(() => this.#put.run(table, key, value));
  }

  delete(table: string, key: string): boolean {
    return guard(() => this.#delete.run(table, key)).changes > 0;
  }

  *scan(table: string, { prefix = "", from = "", limit = Infinity }: ScanRange): Iterable<readonly [string, string]> {
    let fetch = this.#from;
    let start = compareKeys(prefix, from) > 0 ? prefix : from;
    for (let left = limit; left > 0;) {
      const size = Math.min(left, rowsPerFetch);
      const rows = guard(() => fetch.all(table, start, size));
      for (const row of rows) {
        const key = String(row["key"]);
        if (!key.startsWith(prefix)) return;
        yield [key, String(row["value"])];
        start = key;
      }
      if (rows.length < size) return;
      left -= rows.length;
      fetch = this.#after;
    }
  }

  count(table: string, prefix: string): number {
    const end = prefixEnd(prefix);
    const row = guard(() => (end === null ? this.#countFrom.get(table, prefix) : this.#count.get(table, prefix, end)));
    return Number(row?.["rows"]);
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#database.isTransaction) throw new Error("Transactions do not nest.");
    guard(() => this.#database.exec("BEGIN IMMEDIATE"));
    try {
      const result = work();
      guard(() => this.#database.exec("COMMIT"));
      return result;
    } catch (error) {
      // Some faults of the disk have rolled back already.
      if (this.#database.isTransaction) guard(() => this.#database.exec("ROLLBACK"));
      throw error;
    }
  }

  /** Folds the log into the database and gives the directory back. */
  close(): void {
    this.#database.close();
    rmSync(this.#mark, { force: true });
    this.#lock.close();
  }
}

/** Takes the directory for this process, or says who has it. */
function lockDirectory(directory: string): DatabaseSync {
  let lock: DatabaseSync | null = null;
  try {
    mkdirSync(directory, { recursive: true });
    lock = new DatabaseSync(join(directory, lockFile), { timeout: 0 });
    // Held open as long as the process has the directory; nothing is ever written.
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    if (codeOf(error) === busy)
      throw new StorageFault(`Another process already uses the data directory ${directory}.`, { cause: error });
    throw new StorageFault(`The data directory ${directory} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

function checkWhole(database: DatabaseSync): void {
  const [verdict] = database.prepare("PRAGMA quick_check(1)").all();
  const text = String(verdict["quick_check"]);
  if (text !== "ok") throw new Error(`it is damaged: ${text}`);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

// Primary result codes of SQLite that say that the disk, and not the program, is at fault.
const busy = 5;
const storageCodes: ReadonlySet<number> = new Set([
  busy,
  /* readonly */ 8,
  /* I/O */ 10,
  /* corrupt */ 11,
  /* full */ 13,
  /* cannot open */ 14,
  /* no database */ 26,
]);

function guard<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (storageCodes.has(codeOf(error))) throw new StorageFault(messageOf(error), { cause: error });
    throw error;
  }
}

/** The primary code of SQLite's fault; -1 for any other. */
function codeOf(error: unknown): number {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : -1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
