// The database's schema, version by version. A database of an older version is brought up step by step in one transaction;
// one of a newer version is refused, for this program would not know what it holds. Rows are never read before.

import type { DatabaseSync } from "node:sqlite";

/** What version n + 1 adds to version n. A step that was published never changes. */
const steps: readonly string[] = [
  "CREATE TABLE rows (name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, key)) STRICT, WITHOUT ROWID",
];

export const schemaVersion = steps.length;

export function migrate(database: DatabaseSync): void {
  const version = versionOf(database);
  if (version > schemaVersion)
    throw new Error(`it has schema version ${version}, and this program knows versions up to ${schemaVersion}`);
  if (version === schemaVersion) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}
