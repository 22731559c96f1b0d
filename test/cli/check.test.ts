// `signpost check`, as a user calls it.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "signpost-check-"));
  writeFileSync(join(work, "good.test.zone"), "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n");
  writeFileSync(
    join(work, "bad.test.zone"),
    "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.256\n$INCLUDE ours.inc\n",
  );
  writeFileSync(join(work, "ours.inc"), "@ MX 1 mail\n\u001b[31m A 192.0.2.1\n");
  writeFileSync(join(work, "odd.txt"), "$TTL 60\n@ SOA ns.test. h 1 2 3 4 5\n@ NS ns.test.\n@ MX 1 mail\n");
});

afterAll(() => rmSync(work, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string[];
  readonly err: string[];
}

async function check(...words: string[]): Promise<Outcome> {
  const main = new URL("../../src/cli/main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [main, "check", ...words], { cwd: work });
  const texts = ["", ""];
  child.stdout.on("data", (data: Uint8Array) => void (texts[0] += String(data)));
  child.stderr.on("data", (data: Uint8Array) => void (texts[1] += String(data)));
  const code = await new Promise<number | null>((resolve) => void child.on("close", resolve));
  const [out, err] = texts.map((text) => text.split("\n").filter((line) => line !== ""));
  return { code, out, err };
}

test("a good zone: its summary and exit 0", async () => {
  expect(await check("good.test.zone")).toEqual({ code: 0, out: ["zone good.test: 3 records, ok"], err: [] });
});

test("a bad one: every fault with its place, nothing that a terminal would obey, and exit 1", async () => {
  const { code, out } = await check("good.test.zone", "bad.test.zone");
  expect(code).toBe(1);
  expect(out[0]).toBe("zone good.test: 3 records, ok");
  expect(out[1]).toMatch(/^bad\.test\.zone:4:6: .*192\.0\.2\.256/u);
  expect(out.join("")).not.toContain("\u001b");
  expect(out.at(-1)).toMatch(/^zone bad\.test: \d records, \d errors?$/u);
});

test("warnings are marked and leave exit 0; --origin says the zone where the file does not", async () => {
  expect(await check("--origin", "example.test", "odd.txt")).toEqual({
    code: 0,
    out: [
      "odd.txt:4:1: warning: example.test. MX mail.example.test. has no address records (A or AAAA)",
      "zone example.test: 3 records, 1 warning, ok",
    ],
    err: [],
  });
});

test("a file that is not there: exit 1; words that are wrong: exit 2 and a sentence", async () => {
  expect(await check("none.zone")).toEqual({
    code: 1,
    out: ["none.zone:1:1: there is no such file", "none.zone: not read"],
    err: [],
  });
  for (const words of [[], ["--origin", "a..b", "odd.txt"], ["--nonsense", "odd.txt"]]) {
    const { code, out, err } = await check(...words);
    expect([code, out, err.length]).toEqual([2, [], 1]);
  }
});
