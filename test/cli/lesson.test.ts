// `signpost lesson`, as it is called: the list, one lesson told, and a name that is none.

import { expect, test } from "vitest";
import type { PlayedLesson } from "../../src/server/lesson-api.ts";
import { signpost } from "./signpost.ts";

test("without a name the lessons are listed by theme", async () => {
  const { code, stdout, stderr } = await signpost(["lesson"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^delegation\n {2}\S+ {2,}\S/);
  expect(stdout).toMatch(/\n\ntime\n[^]*\n {2}stale-answer +Yesterday's answer is better than none\n/);
});

test("a lesson is told: words, every step, the wait, the cause and the clause", async () => {
  const { code, stdout } = await signpost(["lesson", "stale-answer"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Yesterday's answer is better than none\n=+\n\nThe zone's only server answered once and died\./,
  );
  expect(stdout).toMatch(/NOERROR www\.stale-answer\.broken\.test\. A[^]*-- 400 seconds later --[^]*EDE 3/);
  expect(stdout).toMatch(/\nWhat mends it: Switch the server on again[^]*\nRFC 8767 §5, RFC 8914 §4\.4\n$/);
  expect(stdout).not.toMatch(/\{(queries|seconds)/);
});

test("a lesson as JSON is what the API tells; as text it is as wide, and shows as much, as is wanted", async () => {
  const { stdout } = await signpost(["lesson", "lame-refused", "--json"]);
  const { slug, acts } = JSON.parse(stdout) as PlayedLesson;
  expect([slug, acts[0].kind]).toEqual(["lame-refused", "ask"]);
  expect((JSON.parse((await signpost(["lesson", "--json"])).stdout) as unknown[]).length).toBeGreaterThan(5);
  const wide = await signpost(["lesson", "lame-refused", "--width", "140"]);
  expect(Math.max(...wide.stdout.split("\n").map((line) => line.length))).toBe(140);
  const { stdout: whole } = await signpost(["lesson", "lame-refused", "--octets"]);
  expect(whole).toMatch(/^ +0000 +header: 12 octets$/m);
  expect(await signpost(["lesson", "lame-refused", "--json", "--octets"])).toMatchObject({ code: 2 });
});

test("a name that is none: the nearest is told, and it is a fault of the call", async () => {
  expect(await signpost(["lesson", "lame-refusd"])).toMatchObject({
    code: 2,
    stderr: `signpost: There is no lesson "lame-refusd"; the nearest is lame-refused.\n`,
  });
});

test.each([
  ["/nowhere", "there is no such folder, or no network.yaml in it"],
  ["package.json", "it is a file"],
])("a lab of %s is told of in a sentence", async (zones, why) => {
  const { code, stderr } = await signpost(["lesson", "--zones", zones]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      new RegExp(`^signpost: .*network.yaml:1:1: this folder is no lab: ${why}\n$`),
    ) as string,
  });
});
