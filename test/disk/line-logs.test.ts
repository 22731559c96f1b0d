// Lines on their way into files: in order, together, and never in the way of whoever logs.

import { mkdtempSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { maxWaitingLogOctets } from "../../src/base/limits.ts";
import { LineLogs } from "../../src/disk/line-logs.ts";

let folder: string;
let faults: string[];
let logs: LineLogs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lines-"));
  faults = [];
  logs = new LineLogs({ folder, failed: (file) => void faults.push(file) });
});
afterEach(async () => {
  await logs.close();
  rmSync(folder, { recursive: true });
});

const read = (...parts: string[]): string => readFileSync(join(folder, ...parts), "utf8");

test("lines are in their files, in order, after a flush", async () => {
  logs.add(["api1", "prod.log"], "one");
  logs.add(["api1", "test.log"], "other");
  logs.add(["api1", "prod.log"], "two");
  await logs.flush();
  logs.add(["api1", "prod.log"], "three");
  await logs.flush();
  expect(read("api1", "prod.log")).toBe("one\ntwo\nthree\n");
  expect(read("api1", "test.log")).toBe("other\n");
});

test("lines are written without anybody asking", async () => {
  logs.add(["a.log"], "one");
  await expect.poll(() => read("a.log"), { timeout: 5_000 }).toBe("one\n");
});

test("closing writes what waits", async () => {
  logs.add(["a.log"], "last");
  await logs.close();
  expect(read("a.log")).toBe("last\n");
});

test.each([["..", "a.log"], ["a/b"], [""], ["."]])("%j leads nowhere", async (...parts) => {
  logs.add(parts, "x");
  await logs.flush();
  expect(faults).toEqual([]);
});

test("a file that cannot be opened is told once, and taken up again when it can", async () => {
  mkdirSync(join(folder, "a.log"));
  logs.add(["a.log"], "lost");
  await logs.flush();
  logs.add(["a.log"], "lost too");
  await logs.flush();
  expect(faults).toEqual([join(folder, "a.log")]);
  expect(logs.dropped).toBe(2);
  rmSync(join(folder, "a.log"), { recursive: true });
  logs.add(["a.log"], "kept");
  await logs.flush();
  expect(read("a.log")).toBe("kept\n");
});

test("what waits is bounded, and what is dropped is counted", async () => {
  const line = "x".repeat(1_000_000);
  for (let i = 0; i < 10; i++) logs.add(["a.log"], line);
  expect(logs.dropped).toBe(10 - Math.ceil(maxWaitingLogOctets / 1_000_001));
  await logs.flush();
  expect(read("a.log").split("\n").length - 1).toBe(10 - logs.dropped);
});
