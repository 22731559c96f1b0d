// What is found in a zone that is not signed as it should be: one thing is spoiled, and just that is told.

import { expect, test } from "vitest";
import type { RRset } from "../../src/dns/rrset.ts";
import { RRType } from "../../src/dns/types.ts";
import { plainNsec3 } from "../../src/dnssec/denial-chain.ts";
import { hashName } from "../../src/dnssec/nsec3.ts";
import { base32hex, encodeDigits } from "../../src/base/encodings.ts";
import { signZone } from "../../src/dnssec/sign-zone.ts";
import { signRRset } from "../../src/dnssec/sign.ts";
import { name, records, times } from "./records.ts";
import { findings, richZone, signing, zoneSets } from "./zones.ts";

const apex = name("example.test.");
const { sets } = zoneSets(richZone);
const byName = signZone(apex, sets, signing);
const byHash = signZone(apex, sets, { ...signing, denial: plainNsec3 });
const optedOut = signZone(apex, sets, { ...signing, denial: { ...plainNsec3, optOut: true } });
const [, zoneKey] = signing.keys;
const hashed = (text: string): string =>
  `${encodeDigits(base32hex, hashName(name(text), new Uint8Array(), 0))}.example.test.`;

const is = (owner: string, type: number) => (set: RRset) => set.type === type && set.owner.equals(name(owner));
const without = (all: readonly RRset[], wanted: (set: RRset) => boolean): RRset[] => all.filter((set) => !wanted(set));
const changed = (
  all: readonly RRset[],
  wanted: (set: RRset) => boolean,
  change: (set: RRset) => Partial<RRset>,
): RRset[] => all.map((set) => (wanted(set) ? { ...set, ...change(set) } : set));
const signedAnew = (set: RRset): RRset => ({ ...set, signatures: [signRRset(set, apex, zoneKey, times)] });

test.each([
  [
    "RFC 4035 §2.1: no keys",
    without(byName, is("example.test.", RRType.DNSKEY)),
    ["example.test. DNSKEY: the zone has no keys"],
  ],
  [
    "RFC 4035 §2.2: a set without a signature",
    changed(byName, is("cn.example.test.", RRType.CNAME), () => ({ signatures: [] })),
    ["cn.example.test. CNAME: not signed"],
  ],
  [
    "RFC 4035 §2.2: a signature over glue",
    changed(byName, is("ns.unsigned.example.test.", RRType.A), signedAnew),
    ["ns.unsigned.example.test. A: signed, and not the zone's own (RFC 4035 §2.2)"],
  ],
  [
    "RFC 4035 §2.2: a TTL that was changed",
    changed(byName, is("caa.example.test.", RRType.CAA), () => ({ ttlSeconds: 60 })),
    ["caa.example.test. CAA: signed with a TTL of 3600 (RFC 4035 §2.2)"],
  ],
  [
    "RFC 4035 §5.3.3: a record that was changed",
    changed(byName, is("caa.example.test.", RRType.CAA), () => ({ rdatas: [Uint8Array.of(0, 1, 0x78, 0x79)] })),
    [`caa.example.test. CAA: the signature by key ${zoneKey.tag} does not hold: invalid`],
  ],
  [
    "RFC 4035 §2.3: a name without NSEC",
    without(byName, is("cn.example.test.", RRType.NSEC)),
    ["cn.example.test. NSEC: there is no NSEC record (RFC 4035 §2.3)"],
  ],
  [
    "RFC 4035 §2.3: a name that the chain passes by",
    [...byName, signedAnew(records("aa.example.test. 60 A 192.0.2.1"))],
    [
      "*.example.test. NSEC: does not lead to the next name",
      "aa.example.test. NSEC: there is no NSEC record (RFC 4035 §2.3)",
    ],
  ],
  [
    "RFC 4035 §2.3: a type too few, a type too many",
    changed(byName, is("caa.example.test.", RRType.NSEC), () =>
      signedAnew(records("caa.example.test. 300 NSEC cn.example.test. A RRSIG NSEC")),
    ),
    ["caa.example.test. NSEC: says A, which is not here", "caa.example.test. NSEC: does not say CAA, which is here"],
  ],
  [
    "RFC 4035 §2.3: an NSEC below a cut",
    [...byName, records("ns.unsigned.example.test. 300 NSEC cn.example.test. A RRSIG NSEC")],
    ["ns.unsigned.example.test. NSEC: denies what is not the zone's own (RFC 4035 §2.3)"],
  ],
  [
    "RFC 5155 §7.1: a name without NSEC3",
    without(byHash, is(hashed("b.c.d.example.test."), RRType.NSEC3)),
    [
      expect.stringMatching(/ NSEC3: does not lead to the next hash$/),
      "b.c.d.example.test. NSEC3: there is no NSEC3 record for this name (RFC 5155 §7.1)",
    ],
  ],
  [
    "RFC 5155 §7.1: the hash of no name",
    without(byHash, is("cn.example.test.", RRType.CNAME)),
    [`${hashed("cn.example.test.")} NSEC3: the hash of no name of the zone`],
  ],
  [
    "RFC 5155 §4: no NSEC3PARAM",
    without(byHash, is("example.test.", RRType.NSEC3PARAM)),
    ["example.test. NSEC3PARAM: missing, and there are NSEC3"],
  ],
  [
    "RFC 5155 §4: another chain than NSEC3PARAM says",
    changed(byHash, is("example.test.", RRType.NSEC3PARAM), () =>
      signedAnew(records("example.test. 300 NSEC3PARAM 1 0 1 -")),
    ),
    expect.arrayContaining([expect.stringMatching(/not of the chain that NSEC3PARAM names/)]),
  ],
  [
    "RFC 5155 §6: opt-out leaves out no more than unsigned delegations",
    without(optedOut, is(hashed("signed.example.test."), RRType.NSEC3)),
    expect.arrayContaining(["signed.example.test. NSEC3: there is no NSEC3 record for this name (RFC 5155 §7.1)"]),
  ],
])("%s", (_, spoiled, wanted) => {
  expect(findings(spoiled)).toEqual(wanted);
});

test("RFC 4034 §3.1.5: after the expiration nothing holds", () => {
  const found = findings(byName, "example.test.", times.expiration + 1);
  expect(found).toHaveLength(byName.reduce((sum, { signatures }) => sum + signatures.length, 0));
  expect(found.filter((line) => !line.endsWith("does not hold: expired"))).toEqual([]);
});
