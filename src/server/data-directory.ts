// The data directory: the API's durable state, for one process at a time. What is there is for its owner only. Without a
// directory everything is in memory, and lost at the end.

import { mkdirSync } from "node:fs";
import { SqliteTables } from "../disk/sqlite-tables.ts";
import { MemoryTables } from "../base/memory-tables.ts";
import { StorageFault, type Tables } from "../base/tables.ts";

export interface OpenTables {
  readonly tables: Tables;
  close(): void;
}

const ownersOnly = 0o700;

/** Opens the tables of a directory, which is made when it is not there; null keeps them in memory. Throws StorageFault. */
export function openTables(directory: string | null): OpenTables {
  if (directory === null) return { tables: new MemoryTables(), close: () => {} };
  try {
    mkdirSync(directory, { recursive: true, mode: ownersOnly });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StorageFault(
      `The data directory ${directory} cannot be made: ${reasons[code ?? ""] ?? code}. ${elsewhere}`,
      {
        cause: error,
      },
    );
  }
  const tables = SqliteTables.open(directory);
  return { tables, close: () => tables.close() };
}

const elsewhere = "--data names another, --data null keeps everything in memory.";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EEXIST: "a file is in its place",
  ENOTDIR: "a file is in its way",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};
