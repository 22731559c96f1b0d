// Tables on SQLite: the conformance suite, and what only a disk has: reopening, a second process, versions, damage, and a
// disk that is full.

import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { SqliteTables } from "../../src/disk/sqlite-tables.ts";
import { StorageFault } from "../../src/base/tables.ts";
import { testTables } from "../base/tables-conformance.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "signpost-tables-"));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function open(directory = newDirectory()): SqliteTables {
  const tables = SqliteTables.open(directory);
  cleanups.push(() => tables.close());
  return tables;
}

testTables(open);

test("what was written is there after closing and opening", () => {
  const directory = join(newDirectory(), "made/on/the/way");
  const first = SqliteTables.open(directory);
  first.transaction(() => first.put("t", "a", "1"));
  first.close();
  expect(open(directory).get("t", "a")).toBe("1");
});

test("a second opening is refused, and names the directory", () => {
  const directory = newDirectory();
  open(directory);
  expect(() => SqliteTables.open(directory)).toThrow(
    new StorageFault(`Another process already uses the data directory ${directory}.`),
  );
});

test("a second process is refused, and another program may read", () => {
  const directory = newDirectory();
  const tables = open(directory);
  tables.put("t", "a", "1");
  const code = `import("${new URL("../../src/disk/sqlite-tables.ts", import.meta.url).href}").then(({ SqliteTables }) => SqliteTables.open(process.argv[1]))`;
  const second = spawnSync(process.execPath, ["-e", code, directory], { encoding: "utf8" });
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(`Another process already uses the data directory ${directory}.`);
  const reader = new DatabaseSync(join(directory, "signpost.db"), { readOnly: true });
  expect(reader.prepare("SELECT count(*) AS rows FROM rows").get()?.["rows"]).toBe(1);
  reader.close();
});

test("a database of a later version is refused", () => {
  const directory = newDirectory();
  SqliteTables.open(directory).close();
  const later = new DatabaseSync(join(directory, "signpost.db"));
  later.exec("PRAGMA user_version = 99");
  later.close();
  expect(() => SqliteTables.open(directory)).toThrow(/schema version 99/);
  expect(() => SqliteTables.open(directory)).toThrow(directory);
});

test("a damaged database is refused after an unclean end, and the lock is given back", () => {
  const directory = newDirectory();
  const file = join(directory, "signpost.db");
  const tables = SqliteTables.open(directory);
  tables.transaction(() => {
    for (let i = 0; i < 2000; i++) tables.put("t", String(i), "x".repeat(100));
  });
  tables.close();
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, 8192);
  closeSync(handle);
  const wal = openSync(`${file}-wal`, "w");
  writeSync(wal, "left behind");
  closeSync(wal);
  expect(() => SqliteTables.open(directory)).toThrow(/damaged|malformed/);
  expect(() => SqliteTables.open(directory)).toThrow(/damaged|malformed/);
});

const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"], { encoding: "utf8" }).status === 0;

test.skipIf(!canMount)(
  "a full disk is a StorageFault, nothing half applied, and work goes on (needs unshare and mount)",
  () => {
    const child = new URL("./full-disk-child.ts", import.meta.url).pathname;
    const script = `mount -t tmpfs -o size=400k none /mnt && exec "$0" "$1" /mnt`;
    const said = execFileSync("unshare", ["-rm", "sh", "-c", script, process.execPath, child], { encoding: "utf8" });
    expect(said.trim().split("\n")).toEqual([
      "full: StorageFault",
      "half applied: 0",
      "reads: yes",
      "after room was made: yes",
    ]);
  },
);
