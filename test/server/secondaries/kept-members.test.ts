// Lists of catalogs' members on a disk: what is written is read again, the newest list stays, and what is no list is a sentence.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ZoneCopies } from "../../../src/disk/zone-copies.ts";
import { Name } from "../../../src/dns/name.ts";
import { KeptMembers } from "../../../src/server/secondaries/kept-members.ts";
import { type CatalogMember, readCatalog } from "../../../src/zone/catalog.ts";
import { nameOf } from "../../authority/asking.ts";
import { recordsOf } from "../../authority/transfer-messages.ts";

const apex = nameOf("Cat.Example.");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): KeptMembers => new KeptMembers(new ZoneCopies(folder), () => 1000);

function membersOf(...lines: readonly string[]): CatalogMember[] {
  const members = readCatalog(apex, recordsOf(['version 0 TXT "2"', ...lines], "cat.example."), 9);
  if (typeof members === "string") throw new Error(members);
  return members;
}

const said = (members: ReturnType<KeptMembers["read"]>): unknown =>
  typeof members === "string" || members === null
    ? members
    : members.map(({ zone, label, newOwner }) =>
        [label, zone, newOwner].map((name) => (name instanceof Name ? name.key : name)),
      );

test("members are read as they were written, with the labels that they stand under", async () => {
  const members = membersOf(
    "a.zones 0 PTR one.test.",
    '\\000\\.B\\"\\255.zones 0 PTR Two.Test.',
    "c.zones 0 PTR .",
    "coo.c.zones 0 PTR Dog.Example.",
  );
  expect(open().read(apex)).toBeNull();
  expect(await open().write(apex, members)).toBeNull();
  expect(said(open().read(apex))).toEqual(said(members));
  expect(readFileSync(join(folder, "cat.example.zone"), "latin1")).toContain(
    "a.zones.Cat.Example. 0 IN PTR one.test.\n",
  );
  expect(await open().write(apex, [])).toBeNull();
  expect(open().read(apex)).toEqual([]);
});

test("of lists that are written at a time the newest stays", async () => {
  const lists = open();
  const [one, two] = membersOf("a.zones 0 PTR one.test.", "b.zones 0 PTR two.test.");
  void lists.write(apex, [one]);
  void lists.write(apex, [one, two]);
  void lists.write(apex, [two]);
  await lists.settled();
  expect(said(lists.read(apex))).toEqual(said([two]));
});

test.each([["half a line"], ["a.zones 0 PTR one.test.\n"]])("%j is no list", (text) => {
  writeFileSync(join(folder, "cat.example.zone"), text);
  expect(open().read(apex)).toMatch(/cat\.example\.zone is no whole list of a catalog's zones: /);
});
