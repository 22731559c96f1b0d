// Which signatures hold, and what is told of those that do not.

import { expect, test } from "vitest";
import { maxKeysPerTag, maxSignaturesPerSet } from "../../src/base/limits.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { verifyRRset } from "../../src/dnssec/verify.ts";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { name, newKey, records, signed, times, verdict } from "./records.ts";

const key = newKey();
const other = newKey();
const zone = "example.";
const set = records("www.Example. 300 A 192.0.2.1\nwww.example. 300 A 192.0.2.2");
const good = signed(set, zone, key);

/** The set with other octets in its signature's RDATA from `at` on. */
function patched(from: RRset, at: number, ...octets: readonly number[]): RRset {
  const signatures = from.signatures.map((rdata) => {
    const copy = Uint8Array.from(rdata);
    copy.set(octets, at < 0 ? copy.length + at : at);
    return copy;
  });
  return { ...from, signatures };
}

const keys = [key.read];
test.each([
  ["RFC 4035 §5.3.1: a good signature", { set: good, zone, keys }, "valid"],
  ["RFC 4034 §6.2: the owner in another case", { set: { ...good, owner: name("WWW.example.") }, zone, keys }, "valid"],
  [
    "RFC 4035 §5.3.1: the second signature is the good one",
    { set: both(signed(set, zone, other), good), zone, keys },
    "valid",
  ],
  ["RFC 4035 §5.3.1: none", { set, zone, keys }, "missing"],
  ["RFC 4035 §5.3.1: one over another type", { set: patched(good, 0, 0, 28), zone, keys }, "missing"],
  ["RFC 4035 §5.3.1: another signer", { set: good, zone: "www.example.", keys }, "not the zone's"],
  [
    "RFC 4035 §5.3.1: an owner outside the zone",
    { set: { ...good, owner: name("www.test.") }, zone, keys },
    "not the zone's",
  ],
  ["RFC 4035 §5.3.1: more labels than the owner has", { set: patched(good, 3, 3), zone, keys }, "labels"],
  ["RFC 4034 §3.1.3: fewer labels than the signer has", { set: patched(good, 3, 0), zone, keys }, "labels"],
  ["RFC 4035 §5.3.1: the key of another tag", { set: good, zone, keys: [other.read] }, "no key"],
  ["RFC 4035 §5.3.1: no key at all", { set: good, zone, keys: [] }, "no key"],
  ["RFC 4035 §5.2: an algorithm that nobody knows", { set: patched(good, 2, 99), zone, keys }, "unsupported"],
  ["RFC 4034 §3.1.5: after its expiration", { set: good, zone, keys, at: "2020-02-02" }, "expired"],
  ["RFC 4034 §3.1.5: before its inception", { set: good, zone, keys, at: "2019-11-30" }, "not yet valid"],
  ["RFC 4034 §3.1.5: the very second of its expiration", { set: good, zone, keys, at: "2020-02-01" }, "valid"],
  ["RFC 4034 §3.1.5: the very second of its inception", { set: good, zone, keys, at: "2019-12-01" }, "valid"],
  ["RFC 4035 §5.3.3: another signature", { set: patched(good, -1, 0xee), zone, keys }, "invalid"],
  ["RFC 4035 §5.3.2: another original TTL", { set: patched(good, 4, 1), zone, keys }, "invalid"],
  ["RFC 4035 §5.3.2: a record less", { set: { ...good, rdatas: good.rdatas.slice(1) }, zone, keys }, "invalid"],
  ["KeyTrap: no checks left", { set: good, zone, keys, checks: 0 }, "too much work"],
  [
    "RFC 4034 §3.1.5: ends before it begins",
    { set: patched(good, 8, 0x50, 0, 0, 0), zone, keys },
    "expires before it begins",
  ],
] as const)("%s", (_, given, wanted) => {
  expect(verdict(given)).toBe(wanted);
});

test("RFC 4034 §2.1.1: a key that is no zone key signs nothing, a key of another protocol neither", () => {
  const host = newKey(0);
  expect(verdict({ set: signed(set, zone, host), zone, keys: [host.read] })).toBe("no zone key");
  const rdata = Uint8Array.from(key.dnskey);
  rdata[2] = 4;
  const read = readDnsKey(rdata);
  const asked = patched(good, 16, read.tag >>> 8, read.tag & 0xff);
  expect(verdict({ set: asked, zone, keys: [read] })).toBe("no zone key");
});

test.each([
  ["*.example.", "a.example.", "valid from \u0001*\u0007example\0"],
  ["*.example.", "a.b.example.", "valid from \u0001*\u0007example\0"],
  ["*.example.", "*.example.", "valid"],
  ["*.example.", "*.b.example.", "valid from \u0001*\u0007example\0"],
  ["*.example.", "example.", "invalid"],
  ["*.b.example.", "a.b.example.", "valid from \u0001*\u0001b\u0007example\0"],
  ["*.b.example.", "a.c.example.", "invalid"],
])("RFC 4035 §5.3.2: what %s was signed as, for %s", (wildcard, owner, wanted) => {
  const made = signed(records(`${wildcard} 60 TXT made`), zone, key);
  expect(verdict({ set: { ...made, owner: name(owner) }, zone, keys })).toBe(wanted);
});

test.each([
  ["2020-01-01", 300],
  ["2020-01-31T23:59:00", 60],
])("RFC 4035 §5.3.3: at %s it is believed for %i seconds", (at, ttlSeconds) => {
  const nowSeconds = Date.parse(`${at.padEnd(19, "T00:00:00")}Z`) / 1000;
  const context = { crypto: nodeDnssecCrypto, nowSeconds, leniency: "current", work: { checksLeft: 1 } } as const;
  const found = verifyRRset({ ...good, ttlSeconds: 4000 }, name(zone), keys, context);
  expect(found).toMatchObject({ kind: "valid", ttlSeconds, key: key.read, source: null });
  expect(context.work.checksLeft).toBe(0);
});

test("RFC 4034 §3.1.5: times are serial numbers, and pass through 2^32", () => {
  const late = 2 ** 32 - 100;
  const wrapped = patched(good, 8, 0, 0, 0, 50, late >>> 24, (late >>> 16) & 0xff, (late >>> 8) & 0xff, late & 0xff);
  const at = (seconds: number): string =>
    verdict({ set: wrapped, zone, keys, at: new Date(seconds * 1000).toISOString() });
  expect([late - 1, late, late + 149, late + 151].map(at)).toEqual(["not yet valid", "invalid", "invalid", "expired"]);
  expect(times.expiration).toBeLessThan(late);
});

test("KeyTrap (CVE-2023-50387): signatures times keys stay few, however many there are", () => {
  const broken = patched(good, -1, 0xee);
  const many = { ...broken, signatures: Array.from({ length: 500 }, () => broken.signatures[0]) };
  // Flipping two octets that lie sixteen bits apart against each other keeps the tag.
  const colliding = Array.from({ length: 500 }, (_, i) => {
    const rdata = Uint8Array.from(key.dnskey);
    const shift = Math.min(i % 100, 255 - rdata[10], rdata[12]);
    rdata[10] += shift;
    rdata[12] -= shift;
    return readDnsKey(rdata);
  });
  expect(new Set(colliding.map(({ tag }) => tag)).size).toBe(1);
  const work = { checksLeft: 1000 };
  const context = { crypto: nodeDnssecCrypto, nowSeconds: times.inception, leniency: "current", work } as const;
  expect(verifyRRset(many, name(zone), colliding, context)).toMatchObject({ kind: "invalid", why: "invalid" });
  expect(1000 - work.checksLeft).toBe(maxSignaturesPerSet * maxKeysPerTag);
});

test("of several faults the most telling is told", () => {
  const expired = patched(good, 8, 0x5d, 0xe4, 0x00, 0x00);
  const unknown = patched(good, 2, 99);
  const broken = patched(good, -1, 0xee);
  const told = (...sets: readonly RRset[]): string => verdict({ set: both(...sets), zone, keys });
  expect([told(unknown, expired), told(expired, broken, unknown), told(unknown, signed(set, zone, other))]).toEqual([
    "expired",
    "invalid",
    "no key",
  ]);
});

function both(...sets: readonly RRset[]): RRset {
  return { ...sets[0], signatures: sets.flatMap(({ signatures }) => signatures) };
}
