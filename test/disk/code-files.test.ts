// Function code on the disk: whole or not there, by its sum, and nothing left over.

import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { StorageFault } from "../../src/base/tables.ts";
import { CodeFiles } from "../../src/disk/code-files.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-code-"));
const zip = Buffer.from("PK and so on");
const sum = createHash("sha256").update(zip).digest("hex");

afterAll(() => rmSync(home, { recursive: true, force: true }));

test("code is kept, read and removed by its sum", () => {
  const folder = join(home, "kept");
  const code = new CodeFiles(folder);
  expect([code.list(), code.get(sum)]).toEqual([[], null]);
  code.put(sum, zip);
  code.put(sum, zip);
  expect(new CodeFiles(folder).list()).toEqual([sum]);
  expect(Buffer.from(code.get(sum) ?? []).equals(zip)).toBe(true);
  code.delete(sum);
  code.delete(sum);
  expect(code.list()).toEqual([]);
});

test("what was not written whole is not there, and is written again", () => {
  const folder = join(home, "broken");
  const code = new CodeFiles(folder);
  code.put(sum, zip);
  writeFileSync(join(folder, `${sum}.zip`), "half");
  writeFileSync(join(folder, `${sum}.zip.new`), "ha");
  expect(code.get(sum)).toBeNull();
  expect(code.list()).toEqual([sum]);
  expect(readdirSync(folder)).toEqual([`${sum}.zip`]);
  code.put(sum, zip);
  expect(code.get(sum)).not.toBeNull();
});

test("a folder that cannot be made is storage's fault", () => {
  writeFileSync(join(home, "file"), "");
  expect(() => new CodeFiles(join(home, "file")).put(sum, zip)).toThrow(StorageFault);
});
