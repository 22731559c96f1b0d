// Copies of zones on a disk: each name has a file of its own, wherever it would lead as a path and however long it is; and what
// cannot be written is a sentence, never a throw, and never half a copy.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ZoneCopies } from "../../src/disk/zone-copies.ts";
import { Name } from "../../src/dns/name.ts";
import { nameOf } from "../authority/asking.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "copies-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const isWanted = (): boolean => true;
const text = (copies: ZoneCopies, zone: Name): string => {
  const copy = copies.read(zone);
  if (copy === null || typeof copy === "string") throw new Error(copy ?? "there is no copy");
  return Buffer.from(copy.text).toString();
};
const label = (octets: readonly number[]): number[] => [octets.length, ...octets];
const nameOfLabels = (...labels: readonly (readonly number[])[]): Name =>
  new Name(Uint8Array.from([...labels.flatMap(label), 0]));
const long = (letter: string): Name =>
  nameOfLabels(...Array.from({ length: 3 }, () => Array.from({ length: 63 }, () => 0x61)), [letter.charCodeAt(0)]);
const strange = (last: number): Name =>
  nameOfLabels(...Array.from({ length: 3 }, () => Array.from({ length: 63 }, () => 0xff)), [last]);

test("every name has a file in the folder, and no two names have the same", async () => {
  const zones = [
    Name.root,
    nameOf("example."),
    nameOfLabels([0x40]), // @
    nameOfLabels([0x2e]), // a dot
    nameOfLabels([0x2e, 0x2e]),
    nameOfLabels([0x2e, 0x2e, 0x2f, 0x2e, 0x2e, 0x2f, 0x78]), // ../../x
    nameOfLabels([0x2f]),
    nameOfLabels([0]),
    nameOfLabels([0x25, 0x32, 0x46]), // %2F
    long("a"),
    long("b"),
    strange(1),
    strange(2),
  ];
  const copies = new ZoneCopies(join(folder, "own"));
  for (const [i, zone] of zones.entries()) expect(await copies.write(zone, [`${i}\n`], 1000, isWanted)).toBeNull();
  expect(zones.map((zone) => text(copies, zone))).toEqual(zones.map((_, i) => `${i}\n`));
  expect(readdirSync(folder)).toEqual(["own"]);
  expect(readdirSync(join(folder, "own"))).toHaveLength(zones.length);
});

test("a folder that cannot be is a sentence", async () => {
  writeFileSync(join(folder, "own"), "");
  const copies = new ZoneCopies(join(folder, "own"));
  expect(await copies.write(nameOf("example."), ["x\n"], 1000, isWanted)).toMatch(/cannot be written: \w+/);
  expect(copies.read(nameOf("example."))).toMatch(/cannot be read: \w+/);
});

test("a disk that is full takes no half of a copy for a whole one, and the copy before stays", async () => {
  const zone = nameOf("example.");
  await new ZoneCopies(folder).write(zone, ["before\n"], 1000, isWanted);
  const child = new URL("./full-copies-child.ts", import.meta.url).pathname;
  // No file gets longer than 64 blocks of 1,024 octets: a write that would make it so is cut short there, and the next one fails.
  const command = `ulimit -f 64; exec ${process.execPath} ${child} ${folder}`;
  const { stdout } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  expect(stdout).toMatch(/cannot be written: EFBIG/);
  expect(readFileSync(join(folder, "example.zone"), "utf8")).toBe("before\n");
  expect(readdirSync(folder)).toEqual(["example.zone"]);
});

test("what a process that was killed had begun is gone when the copies are opened again, and nothing else", async () => {
  await new ZoneCopies(folder).write(nameOf("example."), ["whole\n"], 1000, isWanted);
  const unfinished = ["example.zone.0.new", "other.example.zone.17.new", "%2e.zone.3.new"];
  for (const name of [...unfinished, "new.zone", "notes.new"]) writeFileSync(join(folder, name), "half");
  expect(text(new ZoneCopies(folder), nameOf("example."))).toBe("whole\n");
  expect(readdirSync(folder).toSorted()).toEqual(["example.zone", "new.zone", "notes.new"]);
});
