// The words of a lesson are read strictly: what is none of them is told at its line and column. And a warning that a lesson
// is about is kept from those who open the lab, while one that does not come any more is told.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLab } from "../../../src/lab/lab.ts";
import { readLessons } from "../../../src/lab/lesson.ts";
import { FaultList, printFault } from "../../../src/zone/file-fault.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-lesson-"));
afterAll(() => rmSync(home, { recursive: true }));
let labs = 0;

const zone = `$ORIGIN .\n@ 1h SOA a hostmaster 1 1h 1h 1h 1h\n@ 1h NS a\na 1h A 127.53.0.1\n`;
const server = "servers: [{ name: a, addresses: [127.53.0.1], zones: [root.zone] }]\n";

function labOf(network: string, lesson: string, records = ""): string {
  const directory = join(home, String(labs++));
  mkdirSync(join(directory, "lesson"), { recursive: true });
  writeFileSync(join(directory, "root.zone"), zone + records);
  writeFileSync(join(directory, "network.yaml"), server + network);
  writeFileSync(join(directory, "lesson/network.yaml"), lesson);
  return directory;
}

const faulty: readonly (readonly [string, RegExp])[] = [
  ["lesson: { theme: weather }", /:1:18: theme is "weather": expected one of delegation, glue,/],
  ["lesson: { rfc: [rfc 1912] }", /expected a clause/],
  ["lesson: { play: [{ ask: www.example.com }] }", /:1:25: ask is "www.example.com": expected a question/],
  ["lesson: { play: [{ ask: . NS, rcode: BROKEN }] }", /expected a response code/],
  ["lesson: { play: [{ ask: . NS, errors: [999] }] }", /expected the number of an Extended DNS Error/],
  ["lesson: { play: [{ ask: . NS, steps: [query.lost] }] }", /expected a step/],
  ["lesson: { play: [{ wait: soon }] }", /:1:26: wait is "soon": expected a whole number/],
  ["lesson: { moral: be good }", /:1:11: unknown key "moral" in a lesson; known are theme,/],
];

test.each(faulty)("%s", (text, expected) => {
  const faults = new FaultList();
  readLessons(labOf("", text), faults);
  expect(faults.faults.map(printFault).join("\n")).toMatch(expected);
});

test("a folder without a lesson has none, and a lesson is known by its folder", () => {
  const faults = new FaultList();
  expect(readLessons(labOf("", "clients: []"), faults)).toEqual([]);
  expect(faults.faults).toEqual([]);
  const [lesson] = readLessons(labOf("", "lesson: { play: [{ ask: . NS }, { wait: 5 }] }"), faults);
  expect(lesson).toMatchObject({
    slug: "lesson",
    play: [
      { kind: "ask", queries: null },
      { kind: "wait", seconds: 5 },
    ],
  });
});

test("a warning that is expected is not told; one that is not given is", () => {
  const lame = "child 1h NS ns.child\n";
  const faultsOf = (network: string, records: string): string[] => {
    const { lab, faults } = openLab(labOf(network, "", records));
    expect(lab).not.toBeNull();
    return faults.map(({ message }) => message);
  };
  expect(faultsOf("", lame)).toHaveLength(1);
  expect(faultsOf("expected: [child. NS ns.child.]", lame)).toEqual([]);
  expect(faultsOf("expected: [child. NS ns.child.]", "")).toEqual(['no zone gives the warning "child. NS ns.child."']);
});
