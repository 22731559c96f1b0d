// Fills the small disk that it is given with transactions of two rows each, until one is refused; then makes room and
// goes on. Says what it found, a line a finding.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SqliteTables } from "../../src/disk/sqlite-tables.ts";

const [, , directory] = process.argv;
const ballast = join(directory, "ballast");
writeFileSync(ballast, Buffer.alloc(150_000));
const tables = SqliteTables.open(join(directory, "data"));

function put(number: number): void {
  tables.transaction(() => {
    tables.put("left", String(number), "x".repeat(2000));
    tables.put("right", String(number), "x".repeat(2000));
  });
}

let stored = 0;
try {
  for (; stored < 1000; stored++) put(stored);
  process.stdout.write("full: never\n");
} catch (error) {
  process.stdout.write(`full: ${error instanceof Error ? error.name : "?"}\n`);
}
process.stdout.write(
  `half applied: ${Math.abs(tables.count("left", "") - stored) + Math.abs(tables.count("right", "") - stored)}\n`,
);
process.stdout.write(`reads: ${tables.get("left", "0") === null ? "no" : "yes"}\n`);
rmSync(ballast);
put(stored);
process.stdout.write(`after room was made: ${tables.count("right", "") === stored + 1 ? "yes" : "no"}\n`);
tables.close();
