// `signpost replay`, as it is called: what it prints and how it exits.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { signpost } from "./signpost.ts";

const folder = mkdtempSync(join(tmpdir(), "signpost-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

const walk = "test/replay/scenarios/walk.rpl";

test("a scenario that holds is ok, its queries are shown on demand", async () => {
  const { code, stdout, stderr } = await signpost(["replay", "--queries", walk]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("  192.0.2.3 was asked www.example.test. A\n");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(`${walk}: ok`);
});

test("the first scenario of the documentation holds", async () => {
  const file = join(folder, "first.rpl");
  const [, block] = /## A first one\n\n```\n([^]*?)```/.exec(readFileSync("docs/scenarios.md", "utf8")) ?? [];
  writeFileSync(file, block);
  expect(await signpost(["replay", file])).toMatchObject({ code: 0, stdout: `${file}: ok\n` });
});

test("every step of a resolution is told on demand, with its clause", async () => {
  const { code, stdout } = await signpost(["replay", "--trace", "--seed", "7", walk]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/192\.0\.2\.2 refers to example\.test[^]*?RFC 1034 §4\.3\.2/);
});

test("a seed is a number", async () => {
  const { code, stderr } = await signpost(["replay", "--seed", "x", walk]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "signpost: --seed: a whole number\n" });
});

test("a difference is told with its line, and exits with 1", async () => {
  const file = join(folder, "wrong.rpl");
  const check = "STEP 1 CHECK_ANSWER\nENTRY_BEGIN\nMATCH all\nENTRY_END\n";
  writeFileSync(file, `CONFIG_END\nSCENARIO_BEGIN nobody asked\n${check}SCENARIO_END\n`);
  const { code, stdout } = await signpost(["replay", file, walk]);
  expect(code).toBe(1);
  expect(stdout).toBe(`${file}:3: step 1: the client got no answer; waiting: none\n${walk}: ok\n`);
});

test("a fault of the text is told with its place, and exits with 1", async () => {
  const file = join(folder, "broken.rpl");
  writeFileSync(file, "CONFIG_END\nSCENARIO_BEGIN\nSTEP 1 DANCE\nSCENARIO_END\n");
  const { code, stdout } = await signpost(["replay", file]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: `${file}:3:8: not an action of a step: "DANCE"\n` });
});

test("a file that is not there is one sentence", async () => {
  const { code, stderr } = await signpost(["replay", join(folder, "none.rpl")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^signpost: .*none\.rpl cannot be read: ENOENT.*\n$/);
});
