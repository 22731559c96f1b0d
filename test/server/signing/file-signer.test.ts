// Zone files that are signed as they are loaded: what is served, what lies on the disk, when it is made anew, and what goes wrong.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Memory } from "../../../src/base/memory.ts";
import { writeKeyFiles } from "../../../src/crypto/key-files.ts";
import { ZoneCopies } from "../../../src/disk/zone-copies.ts";
import { type LoadReport, ZoneDirectory } from "../../../src/disk/zone-directory.ts";
import { RRType } from "../../../src/dns/types.ts";
import { soonestEnd } from "../../../src/dnssec/resign-zone.ts";
import { plainNsec3 } from "../../../src/dnssec/denial-chain.ts";
import { FileSigner, type SigningWish } from "../../../src/server/signing/file-signer.ts";
import { KeyFolder } from "../../../src/server/signing/key-folder.ts";
import { serialOf } from "../../../src/server/zone-text.ts";
import { Image } from "../../../src/zone/image.ts";
import { name } from "../../dnssec/records.ts";
import { findings, listed, seededKey, zoneSets } from "../../dnssec/zones.ts";

const day = 86_400;
const begin = Date.parse("2026-12-01") / 1000;

let root: string;
let now: number;
let image: Image;
let logged: string[];
let signer: FileSigner;
let directory: ZoneDirectory;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "signpost-signing-"));
  mkdirSync(join(root, "zones"));
  now = begin;
});
afterEach(() => rmSync(root, { recursive: true }));

const everyZone: SigningWish = {
  zone: null,
  folder: new KeyFolder("", 15),
  denial: { kind: "nsec" },
  tellsParent: true,
  digest: null,
  lifeSeconds: 14 * day,
};

/** A server's start over the folder. */
function start(...wishes: Partial<SigningWish>[]): LoadReport {
  logged = [];
  const hear = (level: string) => (_fields: object, line: string) => void logged.push(`${level}: ${line}`);
  let draws = 0;
  signer = new FileSigner({
    wishes: wishes.map((wish) => ({ ...everyZone, folder: new KeyFolder(join(root, "keys"), 15), ...wish })),
    copies: new ZoneCopies(join(root, "signed")),
    log: { info: hear("info"), warn: hear("warn"), error: hear("error"), debug: hear("debug"), flush: () => {} },
    nowSeconds: () => now,
    random: { below: (limit) => Math.floor((limit * (draws++ % 4)) / 4) },
  });
  image = new Image(Memory.create(2 ** 28), 1);
  directory = new ZoneDirectory(join(root, "zones"), image, { now: () => now * 1000, finisher: signer });
  return directory.load();
}

function put(zone: string, more = "www A 192.0.2.80", serial = 1): void {
  writeFileSync(
    join(root, "zones", `${zone}.zone`),
    `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n${more}\n`,
  );
}

const copyOf = (zone: string): string => readFileSync(join(root, "signed", `${zone}.zone`), "utf8");
const setsOf = (zone: string) => zoneSets(copyOf(zone), `${zone}.`).sets;
const serialOfServed = (zone: string): number => serialOf(image.zones.get(name(`${zone}.`).key)!);
const errorsOf = ({ faults }: LoadReport): string[] =>
  faults.filter(({ severity }) => severity === "error").map(({ message }) => message);

function expectWhole(zone: string): void {
  expect(findings(setsOf(zone), `${zone}.`, now)).toEqual([]);
  expect(image.zones.get(name(`${zone}.`).key)?.records).toBe(
    setsOf(zone).reduce((sum, { rdatas, signatures }) => sum + rdatas.length + signatures.length, 0),
  );
}

test("a zone gets a key, is served signed, and its copy is what is served", () => {
  put("a.test");
  put("b.test");
  expect(errorsOf(start({}))).toEqual([]);
  for (const zone of ["a.test", "b.test"]) expectWhole(zone);
  expect(readdirSync(join(root, "keys")).filter((file) => file.endsWith(".private"))).toHaveLength(2);
  expect(listed(setsOf("a.test"), RRType.CDS)).toHaveLength(1);
  expect(logged).toEqual(
    Array(2).fill("warn: a key was made for a zone that had none: its parent wants this DS record"),
  );
});

test("RFC 1034 §4.3.5: a restart gives out the same zone; what changed while nobody looked is signed, and has a new serial", () => {
  put("a.test");
  start({});
  const first = copyOf("a.test");
  now += day;
  start({});
  expect([copyOf("a.test"), serialOfServed("a.test")]).toEqual([first, 1]);
  expect(logged).toEqual(["info: the zone is signed here, with the keys that these DS records of its parent name"]);
  put("a.test", "www A 192.0.2.81");
  start({});
  expect(serialOfServed("a.test")).toBe(2);
  expectWhole("a.test");
});

test("an edit is signed, whatever its serial says; the file's serial counts where it is ahead", () => {
  put("a.test");
  start({});
  const serials = [
    [1, 2],
    [1, 3],
    [2, 4],
    [2_026_120_100, 2_026_120_100],
  ].map(([written, wanted], i) => {
    put("a.test", `www A 192.0.2.${100 + i}`, written);
    now += 10;
    expect(errorsOf(directory.load())).toEqual([]);
    expectWhole("a.test");
    return [serialOfServed("a.test"), wanted];
  });
  for (const [got, wanted] of serials) expect(got).toBe(wanted);
});

test("signatures are made anew before a quarter of their life is left, some together, and never end while they are served", () => {
  put("a.test", Array.from({ length: 40 }, (_, i) => `n${i} A 192.0.2.${i}`).join("\n"));
  start({});
  let renewals = 0;
  for (; now < begin + 40 * day; now += 3600) {
    if (!signer.isAnyDue(image.zones)) continue;
    renewals++;
    expect(directory.load().changed).toHaveLength(1);
    expectWhole("a.test");
    expect(findings(setsOf("a.test"), "a.test.", now + 3.5 * day - 3600)).toEqual([]);
    expect(signer.isAnyDue(image.zones)).toBe(false);
  }
  const [zones, end] = signer.families().map(({ samples }) => samples[0].value);
  expect([zones, end]).toEqual([1, now + soonestEnd(setsOf("a.test"), now)]);
  expect(renewals).toBeGreaterThan(5);
  expect(renewals).toBeLessThan(30);
  expect(serialOfServed("a.test")).toBe(1 + renewals);
});

test("keys that are made for others make nothing due", () => {
  for (let i = 0; i < 5; i++) put(`z${i}.test`);
  start({});
  expect(signer.isAnyDue(image.zones)).toBe(false);
  put("late.test");
  directory.load();
  expect(signer.isAnyDue(image.zones)).toBe(false);
});

test("a key that comes signs, one that goes does not any more", () => {
  put("a.test");
  start({});
  const before = listed(setsOf("a.test"), RRType.DNSKEY);
  expect(signer.isAnyDue(image.zones)).toBe(false);
  expect(writeKeyFiles(join(root, "keys"), name("a.test."), seededKey(4, 257), now)).toBeNull();
  expect(signer.isAnyDue(image.zones)).toBe(true);
  directory.load();
  expect(listed(setsOf("a.test"), RRType.DNSKEY)).toHaveLength(2);
  expectWhole("a.test");
  for (const file of readdirSync(join(root, "keys")))
    if (file.includes(`+${String(seededKey(4, 257).tag).padStart(5, "0")}`)) rmSync(join(root, "keys", file));
  directory.load();
  expect(listed(setsOf("a.test"), RRType.DNSKEY)).toEqual(before);
  expectWhole("a.test");
});

test("a zone that its file holds signed stays as it is, unless it is named", () => {
  put("a.test");
  start({});
  const signed = copyOf("a.test");
  writeFileSync(join(root, "zones", "a.test.zone"), signed);
  rmSync(join(root, "signed"), { recursive: true });
  start({});
  expect(existsSync(join(root, "signed"))).toBe(false);
  expect(signer.isAnyDue(image.zones)).toBe(false);
  start({ zone: name("A.test."), denial: plainNsec3 });
  expect(listed(setsOf("a.test"), RRType.NSEC)).toEqual([]);
  expectWhole("a.test");
});

test("the zone's own wish goes before that for every zone", () => {
  put("a.test");
  put("b.test");
  start({}, { zone: name("b.test."), denial: plainNsec3, digest: "sha384", tellsParent: false });
  expect(["a.test", "b.test"].map((zone) => listed(setsOf(zone), RRType.NSEC3PARAM).length)).toEqual([0, 1]);
  expect(["a.test", "b.test"].map((zone) => listed(setsOf(zone), RRType.ZONEMD).length)).toEqual([0, 1]);
  expect(["a.test", "b.test"].map((zone) => listed(setsOf(zone), RRType.CDNSKEY).length)).toEqual([1, 0]);
});

test("named zones that no file has are told", () => {
  put("a.test");
  start({ zone: name("a.test.") }, { zone: name("b.test.") });
  expect(signer.missing()).toEqual(["b.test."]);
});

test("a folder that somebody named must hold a key: none is made, and nothing is served unsigned", () => {
  put("a.test");
  mkdirSync(join(root, "mine"));
  const mine = { folder: new KeyFolder(join(root, "mine"), null) };
  expect(errorsOf(start(mine))).toEqual([
    `it cannot be signed: ${join(root, "mine")} has no key of a.test.: signpost zone keygen makes one`,
  ]);
  expect(image.zones.size).toBe(0);
  writeKeyFiles(join(root, "mine"), name("a.test."), seededKey(4, 257), now);
  expect(errorsOf(directory.load())).toEqual([]);
  expectWhole("a.test");
});

test("where it cannot be signed any more, what was signed last goes on", () => {
  put("a.test");
  start({});
  renameSync(join(root, "keys"), join(root, "away"));
  writeFileSync(join(root, "keys"), "");
  put("a.test", "www A 192.0.2.81");
  now += 10;
  const report = directory.load();
  expect(errorsOf(report)[0]).toMatch(/^it cannot be signed: .*keys cannot be made: EEXIST/);
  expect(report.broken).toHaveLength(1);
  expect(serialOfServed("a.test")).toBe(1);
  rmSync(join(root, "keys"));
  renameSync(join(root, "away"), join(root, "keys"));
  expect(errorsOf(directory.load())).toEqual([]);
  expect(serialOfServed("a.test")).toBe(2);
});

test("a copy that is damaged, or a disk that takes none, is told, and no serial is given out twice", () => {
  put("a.test");
  start({});
  writeFileSync(join(root, "signed", "a.test.zone"), "a.test. 300 IN SOA what\n");
  expect(errorsOf(start({}))[0]).toMatch(/^it cannot be signed: .*a\.test\.zone:1: the signed copy is damaged/);
  rmSync(join(root, "signed"), { recursive: true });
  writeFileSync(join(root, "signed"), "");
  expect(errorsOf(start({}))[0]).toMatch(/^it cannot be signed: .*what it would lie in is no folder/);
  rmSync(join(root, "signed"));
  mkdirSync(join(root, "signed", "a.test.zone.new"), { recursive: true });
  expect(errorsOf(start({}))[0]).toMatch(/^it cannot be served signed: .*a\.test\.zone cannot be written: EISDIR/);
  expect(image.zones.size).toBe(0);
});

test("a zone that is served no more is not due", () => {
  put("a.test");
  start({});
  rmSync(join(root, "zones", "a.test.zone"));
  directory.load();
  now += 20 * day;
  expect(signer.isAnyDue(image.zones)).toBe(false);
});
