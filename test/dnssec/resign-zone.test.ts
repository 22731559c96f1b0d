// A zone that is signed again: what is new in it, which signatures stay, and what its serial says.

import { expect, test } from "vitest";
import { nodeZoneHash } from "../../src/crypto/zone-hash.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { KeptSignatures } from "../../src/dnssec/kept-signatures.ts";
import { resignZone, soonestEnd } from "../../src/dnssec/resign-zone.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import type { SigningKey } from "../../src/dnssec/sign.ts";
import { signZone, type ZoneSigning } from "../../src/dnssec/sign-zone.ts";
import { zoneSerial } from "../../src/dnssec/zone-serial.ts";
import { judgeDigests, recordsOfSets } from "../../src/dnssec/zone-digest.ts";
import { name, times } from "./records.ts";
import { findings, seededKey, signing, zoneSets } from "./zones.ts";

const apex = name("example.test.");
const day = 86_400;
/** A day later, signatures that hold for a week more are kept; new ones begin and end later than the old ones. */
const now = times.inception + day;
const keeping = { nowSeconds: now, untilSeconds: now + 7 * day };
const later: ZoneSigning = { ...signing, times: { inception: now, expiration: now + 30 * day } };

const text = (serial: number, www: string): string =>
  `$ORIGIN example.test.\n$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n${www}\nzzz TXT last\n`;
const sets = (serial: number, www = "www A 192.0.2.80"): readonly RRset[] => zoneSets(text(serial, www)).sets;
const first = signZone(apex, sets(7), signing);

/** Sets whose signatures were made at the second signing. */
function renewed(signed: readonly RRset[]): string[] {
  const isNew = (rdata: Uint8Array): boolean => readRrsig(rdata).inception === now;
  return signed
    .filter(({ signatures }) => signatures.some(isNew))
    .map(({ owner, type }) => `${printName(owner.wire)} ${typeName(type)}`);
}

test("where nothing is new the zone is the one that was given out", () => {
  expect(resignZone(apex, sets(7), first, later, keeping)).toBe(first);
  expect(resignZone(apex, sets(5), first, later, keeping)).toBe(first);
});

test.each([
  ["the same serial: one more is given out", 7, 8],
  ["a serial that was given out before", 3, 8],
  ["a serial ahead of it", 2_026_120_101, 2_026_120_101],
])("a record changed, and the file has %s", (_, serial, wanted) => {
  const signed = resignZone(apex, sets(serial, "www A 192.0.2.81"), first, later, keeping);
  expect(zoneSerial(apex, signed)).toBe(wanted);
  expect(renewed(signed)).toEqual(["example.test. SOA", "www.example.test. A"]);
  expect(findings(signed, "example.test.", now)).toEqual([]);
});

test("RFC 1982 §3.1: after the highest serial comes 0", () => {
  const last = signZone(apex, sets(0xffff_ffff), signing);
  expect(zoneSerial(apex, resignZone(apex, sets(0xffff_ffff, "www A 192.0.2.81"), last, later, keeping))).toBe(0);
});

test("a name that comes has its proofs signed, and the neighbour's; one that goes the neighbour's", () => {
  const more = resignZone(apex, sets(7, "www A 192.0.2.80\nwww2 A 192.0.2.82"), first, later, keeping);
  expect(renewed(more)).toEqual([
    "example.test. SOA",
    "www.example.test. NSEC",
    "www2.example.test. A",
    "www2.example.test. NSEC",
  ]);
  const less = resignZone(apex, sets(7, ""), first, later, keeping);
  expect(renewed(less)).toEqual(["example.test. SOA", "ns.example.test. NSEC"]);
  for (const signed of [more, less]) expect(findings(signed, "example.test.", now)).toEqual([]);
});

test("RFC 4034 §3.1.4: a signature holds for the TTL that it names, so another one is signed", () => {
  const signed = resignZone(apex, sets(7, "www 60 A 192.0.2.80"), first, later, keeping);
  expect(renewed(signed)).toEqual(["example.test. SOA", "www.example.test. A"]);
});

test("RFC 4034 §6.2, RFC 6840 §5.1: letters of another case are served as they are written; an owner's are signed already, a next name's not", () => {
  const signed = resignZone(apex, sets(7, "WWW A 192.0.2.80"), first, later, keeping);
  expect(renewed(signed)).toEqual(["example.test. SOA", "ns.example.test. NSEC"]);
  expect(signed.map(({ owner }) => printName(owner.wire))).toContain("WWW.example.test.");
});

test("signatures that end too soon are made anew, the others stay", () => {
  const long = { inception: times.inception, expiration: now + 60 * day };
  const short = { inception: times.inception, expiration: now + 7 * day - 1 };
  const uneven = signZone(apex, sets(7), {
    ...signing,
    times: (owner) => (owner.equals(name("ns.example.test.")) ? short : long),
  });
  expect(soonestEnd(uneven, now)).toBe(7 * day - 1);
  const signed = resignZone(apex, sets(7), uneven, later, keeping);
  expect(renewed(signed)).toEqual(["example.test. SOA", "ns.example.test. A", "ns.example.test. NSEC"]);
  expect([zoneSerial(apex, signed), soonestEnd(signed, now)]).toEqual([8, 30 * day]);
});

test("a signature that does not hold yet is made anew: the clock was wrong once", () => {
  const future = { inception: now + day, expiration: now + 60 * day };
  const signed = resignZone(apex, sets(7), signZone(apex, sets(7), { ...signing, times: future }), later, keeping);
  expect(findings(signed, "example.test.", now)).toEqual([]);
});

test("another key signs all that is its own, and nothing else is signed again", () => {
  const [entry] = signing.keys;
  const signed = resignZone(apex, sets(7), first, { ...later, keys: [entry, seededKey(5, 256)] }, keeping);
  expect(renewed(signed)).toContain("zzz.example.test. TXT");
  expect(findings(signed, "example.test.", now)).toEqual([]);
});

test("a denial by hashes in place of names, and back", () => {
  const hashed = resignZone(
    apex,
    sets(7),
    first,
    { ...later, denial: { kind: "nsec3", salt: new Uint8Array(), iterations: 0, optOut: false } },
    keeping,
  );
  expect(hashed.some(({ type }) => type === RRType.NSEC)).toBe(false);
  const back = resignZone(apex, sets(7), hashed, later, keeping);
  for (const [signed, serial] of [
    [hashed, 8],
    [back, 9],
  ] as const) {
    expect(findings(signed, "example.test.", now)).toEqual([]);
    expect(zoneSerial(apex, signed)).toBe(serial);
  }
});

test("RFC 8976 §3.4: the digest is of the zone as it is given out, and stays where nothing is new", () => {
  const digested: ZoneSigning = { ...later, zoneDigest: { number: 1, hash: nodeZoneHash } };
  const once = resignZone(apex, sets(7), first, digested, keeping);
  expect(judgeDigests(apex, [...recordsOfSets(once)], nodeZoneHash)).toEqual({ kind: "holds", hash: 1 });
  expect(resignZone(apex, sets(7), once, digested, keeping)).toBe(once);
  const twice = resignZone(apex, sets(7, "www A 192.0.2.81"), once, digested, keeping);
  expect(judgeDigests(apex, [...recordsOfSets(twice)], nodeZoneHash)).toEqual({ kind: "holds", hash: 1 });
  expect(findings(twice, "example.test.", now)).toEqual([]);
});

test("RFC 4034 §3.1.6: what a key of the same tag signed is not this one's", () => {
  const [key] = signing.keys;
  const kept = new KeptSignatures(apex, first, keeping);
  const dnskeys = first.find(({ type }) => type === RRType.DNSKEY)!;
  expect(kept.of(dnskeys, key)).toEqual(dnskeys.signatures[0]);
  const twin: SigningKey = { ...key, dnskey: key.dnskey.with(10, key.dnskey[10] ^ 1).with(12, key.dnskey[12] ^ 1) };
  expect(kept.of(dnskeys, twin)).toBeNull();
});
