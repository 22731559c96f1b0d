// A directory of zone files: what is served, what is told, and what a broken file does not take away.

import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Memory } from "../../src/base/memory.ts";
import { maxZoneFileOctets } from "../../src/base/limits.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import { ZoneDirectory } from "../../src/disk/zone-directory.ts";
import type { LoadReport, ZoneDirectoryOptions } from "../../src/disk/zone-directory.ts";
import { Image } from "../../src/zone/image.ts";
import { rrsetOf } from "../../src/zone/inspection.ts";
import { recordHead, rrsetRecords } from "../../src/zone/layout.ts";
import { nodeOfName } from "../../src/zone/tree.ts";
import { name } from "../zone/reading.ts";

let root: string;
let zones: string;
let image: Image;
const open: ZoneDirectory[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "signpost-zones-"));
  zones = join(root, "zones");
  mkdirSync(zones);
  image = new Image(Memory.create(2 ** 28), 1);
});

afterEach(() => {
  for (const directory of open.splice(0)) directory.close();
  rmSync(root, { recursive: true });
});

function directory(options?: ZoneDirectoryOptions): ZoneDirectory {
  const made = new ZoneDirectory(zones, image, options);
  open.push(made);
  return made;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(zones, path)), { recursive: true });
  writeFileSync(join(zones, path), text);
}

/** A zone whose name "a" has one address. */
const zone = (address: string, more = ""): string =>
  `$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns.test.\na A ${address}\n${more}`;

/** The address of a.<apex> that is served now, or null. */
function served(apex: string): string | null {
  const found = image.zones.get(name(apex).key);
  if (found === undefined) return null;
  const cursor = new NameCursor();
  cursor.set(name(`a.${apex}`).wire, 0);
  const rrset = rrsetOf(image.memory, nodeOfName(image.memory, found.tree.tree, cursor), RRType.A);
  const start = (rrset + rrsetRecords) * 4 + recordHead;
  return printRdata(RRType.A, image.memory.bytes.slice(start, start + 4));
}

function told({ faults }: LoadReport): string[] {
  return faults.map(({ severity, file, line, column, message }) => {
    return `${file.replace(`${zones}/`, "")}:${line}:${column}: ${severity === "error" ? "" : "warning: "}${message.replaceAll(zones, "zones")}`;
  });
}

const names = (list: LoadReport["changed"]): string[] => list.map(({ wire }) => printName(wire, 0));

test("serves every *.zone below the directory, by the file's name or its $ORIGIN", () => {
  put("one.test.zone", zone("192.0.2.1"));
  put("deep/er/two.zone", `$ORIGIN two.test.\n${zone("192.0.2.2")}`);
  put(".hidden.test.zone", zone("192.0.2.3"));
  put("four.test.zone~", zone("192.0.2.4"));
  put("five.txt", zone("192.0.2.5"));
  const report = directory().load();
  expect(told(report)).toEqual([]);
  expect(names(report.changed).sort()).toEqual(["one.test.", "two.test."]);
  expect(report.served).toBe(2);
  expect(report.version).toBe(image.version);
  expect([served("one.test"), served("two.test"), image.zones.size]).toEqual(["192.0.2.1", "192.0.2.2", 2]);
});

test("a folder with a network.yaml is a lab, whose zones are not served", () => {
  put("one.test.zone", zone("192.0.2.1"));
  put("lab/network.yaml", "servers: []\n");
  put("lab/com.zone", zone("192.0.2.2"));
  put("lab/below/org.zone", zone("192.0.2.3"));
  expect(names(directory().load().changed)).toEqual(["one.test."]);
});

test("at start a broken zone is told and passed over, and the others serve", () => {
  put("good.test.zone", zone("192.0.2.1"));
  put("bad.test.zone", zone("192.0.2.256"));
  const report = directory().load();
  expect(told(report)[0]).toMatch(/^bad\.test\.zone:4:5: /u);
  expect(report.broken).toEqual([{ file: join(zones, "bad.test.zone"), stillServed: null }]);
  expect([served("good.test"), served("bad.test")]).toEqual(["192.0.2.1", null]);
});

test("a zone that breaks goes on being served as it was, is told at every load, and recovers", () => {
  const files = directory();
  put("a.test.zone", zone("192.0.2.1"));
  files.load();
  put("a.test.zone", zone("broken"));
  for (let i = 0; i < 2; i++) {
    const report = files.load();
    expect(told(report).length).toBe(1);
    expect(report.broken.map(({ stillServed }) => stillServed?.key)).toEqual([name("a.test").key]);
    expect(served("a.test")).toBe("192.0.2.1");
  }
  put("a.test.zone", zone("192.0.2.3"));
  expect(told(files.load())).toEqual([]);
  expect(served("a.test")).toBe("192.0.2.3");
});

test("a removed file takes its zone along, a renamed one does not", () => {
  const files = directory();
  put("a.test.zone", zone("192.0.2.1"));
  put("b.zone", `$ORIGIN b.test.\n${zone("192.0.2.2")}`);
  files.load();
  rmSync(join(zones, "a.test.zone"));
  renameSync(join(zones, "b.zone"), join(zones, "c.zone"));
  const report = files.load();
  expect(names(report.removed)).toEqual(["a.test."]);
  expect([served("a.test"), served("b.test"), report.served]).toEqual([null, "192.0.2.2", 1]);
});

test("a directory that cannot be seen any more takes no zone away", () => {
  const files = directory();
  put("a.test.zone", zone("192.0.2.1"));
  files.load();
  renameSync(zones, `${zones}.away`);
  const report = files.load();
  expect(told(report)).toEqual([`${zones}:1:1: there is no such directory of zones`]);
  expect(served("a.test")).toBe("192.0.2.1");
});

test("two files with one origin: the second is refused and both are named; it serves when the first goes", () => {
  const files = directory();
  put("a.test.zone", zone("192.0.2.1"));
  put("b.zone", `$ORIGIN a.test.\n${zone("192.0.2.2")}`);
  const expected = ["b.zone:1:1: the zone a.test. is in zones/a.test.zone already; one file must go"];
  expect(told(files.load())).toEqual(expected);
  expect(told(files.load())).toEqual(expected);
  expect(served("a.test")).toBe("192.0.2.1");
  rmSync(join(zones, "a.test.zone"));
  const report = files.load();
  expect([told(report), names(report.removed), served("a.test")]).toEqual([[], [], "192.0.2.2"]);
});

test("two files may swap their zones, and one may take the zone that another let go", () => {
  const files = directory();
  put("1.zone", `$ORIGIN a.test.\n${zone("192.0.2.1")}`);
  put("2.zone", `$ORIGIN b.test.\n${zone("192.0.2.2")}`);
  files.load();
  put("1.zone", `$ORIGIN b.test.\n${zone("192.0.2.3")}`);
  put("2.zone", `$ORIGIN c.test.\n${zone("192.0.2.4")}`);
  const report = files.load();
  expect([told(report), names(report.removed)]).toEqual([[], ["a.test."]]);
  expect([served("a.test"), served("b.test"), served("c.test")]).toEqual([null, "192.0.2.3", "192.0.2.4"]);
});

test("an unchanged file is not read again, but one is that was written moments before it was read", () => {
  put("a.test.zone", zone("192.0.2.1"));
  const later = directory({ now: () => Date.now() + 60_000 });
  expect(names(later.load().changed)).toEqual(["a.test."]);
  expect(later.load().changed).toEqual([]);
  const atOnce = directory();
  expect([names(atOnce.load().changed), names(atOnce.load().changed)]).toEqual([["a.test."], ["a.test."]]);
});

test("a change of the same size with the old time is seen", () => {
  put("a.test.zone", zone("192.0.2.1"));
  utimesSync(join(zones, "a.test.zone"), 1000, 1000);
  const files = directory({ now: () => Date.now() + 60_000 });
  files.load();
  put("a.test.zone", zone("192.0.2.7"));
  utimesSync(join(zones, "a.test.zone"), 1000, 1000);
  files.load();
  expect(served("a.test")).toBe("192.0.2.7");
});

test("a change in an included file, or its coming at last, loads the zone anew", () => {
  const files = directory({ now: () => Date.now() + 60_000 });
  put("sub/a.test.zone", zone("192.0.2.1", "$INCLUDE ../shared/one.inc\n"));
  expect(told(files.load())).toEqual(["sub/a.test.zone:5:10: there is no such file"]);
  put("shared/one.inc", "b A 192.0.2.2\n$INCLUDE two.inc\n");
  put("shared/two.inc", "c A 192.0.2.3\n");
  expect(names(files.load().changed)).toEqual(["a.test."]);
  put("shared/two.inc", "c A 192.0.2.333\n");
  expect(told(files.load())[0]).toMatch(/^shared\/two\.inc:1:5: /u);
  expect(served("a.test")).toBe("192.0.2.1");
});

test("nothing outside the directory is read: not by $INCLUDE, not by links, whichever way they lead", () => {
  writeFileSync(join(root, "secret.inc"), "secret TXT leaked\n");
  writeFileSync(join(root, "out.test.zone"), zone("192.0.2.1"));
  put(
    "in/a.test.zone",
    zone(
      "192.0.2.1",
      `$INCLUDE ../../secret.inc\n$INCLUDE ${root}/secret.inc\n$INCLUDE link.inc\n$INCLUDE /etc/passwd\n`,
    ),
  );
  symlinkSync(join(root, "secret.inc"), join(zones, "in/link.inc"));
  symlinkSync("../out.test.zone", join(zones, "out.test.zone"));
  symlinkSync(root, join(zones, "up"));
  symlinkSync("nothing", join(zones, "gone.test.zone"));
  expect(told(directory().load())).toEqual([
    "gone.test.zone:1:1: is a symbolic link to nothing",
    "out.test.zone:1:1: is a symbolic link that leads out of the zones directory",
    "up:1:1: is a symbolic link that leads out of the zones directory",
    ...[5, 6, 7, 8].map((line) => `in/a.test.zone:${line}:10: $INCLUDE leads out of the zones directory`),
  ]);
  expect(image.zones.size).toBe(0);
});

test("links within the directory serve, as volume managers lay them", () => {
  put("..data/a.test.zone", zone("192.0.2.1"));
  symlinkSync("..data/a.test.zone", join(zones, "a.test.zone"));
  expect(told(directory().load())).toEqual([]);
  expect(served("a.test")).toBe("192.0.2.1");
});

test("what is no regular file, or too large a one, is told and not read", () => {
  execFileSync("mkfifo", [join(zones, "fifo.test.zone")]);
  put("large.test.zone", "");
  truncateSync(join(zones, "large.test.zone"), maxZoneFileOctets + 1); // a hole: it takes no room
  expect(told(directory().load())).toEqual([
    "fifo.test.zone:1:1: is not a regular file",
    `large.test.zone:1:1: is larger than ${maxZoneFileOctets} octets`,
  ]);
});

test("a file that names no zone is told", () => {
  put("a..b.zone", zone("192.0.2.1"));
  expect(told(directory().load())).toEqual([
    "a..b.zone:1:1: says no zone: the file's name is no domain name, and no $ORIGIN stands before the first record",
  ]);
});

test("a zone that the configuration has from elsewhere is held by no file, until it has it no more", () => {
  const reserved = new Set([name("a.test").key]);
  const files = directory({ reserved, now: () => Date.now() + 60_000 });
  put("a.test.zone", zone("192.0.2.1"));
  expect(told(files.load())).toEqual([
    "a.test.zone:1:1: the zone a.test. is one of dns.secondaries; one of both must go",
  ]);
  reserved.clear();
  expect(told(files.load())).toEqual([]);
  expect(served("a.test")).toBe("192.0.2.1");
});

test("who else has a zone hears that a file has it now, once it can be served, and what was served stays until then", () => {
  const heard: string[] = [];
  const taken: ZoneDirectoryOptions["taken"] = ({ key, wire }) =>
    void heard.push(`${printName(wire)} ${image.zones.has(key) ? "served" : "gone"}`);
  const files = directory({ taken });
  image.publish([image.newAbsentZone(name("a.test"))]);
  put("a.test.zone", zone("192.0.2.256"));
  files.load();
  expect(heard).toEqual([]);
  put("a.test.zone", zone("192.0.2.1"));
  files.load();
  expect(heard).toEqual(["a.test. served"]);
  expect(served("a.test")).toBe("192.0.2.1");
  put("a.test.zone", zone("192.0.2.22"));
  files.load();
  expect([heard.length, served("a.test")]).toEqual([1, "192.0.2.22"]);
});
