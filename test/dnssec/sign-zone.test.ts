// A zone signed as a whole: what is signed and what is not, by whom, and what the chain says.

import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { newSigningKey } from "../../src/crypto/signing-keys.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType, typeName } from "../../src/dns/types.ts";
import { plainNsec3 } from "../../src/dnssec/denial-chain.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import { signZone } from "../../src/dnssec/sign-zone.ts";
import { name } from "./records.ts";
import { findings, listed, richZone, seededKey, signing, zoneSets } from "./zones.ts";

const apex = name("example.test.");
const { sets } = zoneSets(richZone);
const signed = signZone(apex, sets, signing);

test("RFC 4035 §2.2: glue, what lies below a cut, and a delegation's NS are not signed; its DS is", () => {
  const unsigned = signed.filter(({ signatures }) => signatures.length === 0);
  expect(unsigned.map(({ owner, type }) => `${printName(owner.wire)} ${typeName(type)}`)).toEqual([
    "signed.example.test. NS",
    "ns.signed.example.test. A",
    "unsigned.example.test. A",
    "unsigned.example.test. NS",
    "deeper.cut.unsigned.example.test. NS",
    "ns.unsigned.example.test. A",
    "unsigned2.example.test. NS",
    "in.ent.x.example.test. NS",
  ]);
});

test("RFC 4035 §2.3: the chain of NSEC, in canonical order, without empty names and without glue", () => {
  expect(listed(signed, RRType.NSEC)).toEqual([
    "example.test. *.example.test. NS SOA MX RRSIG NSEC DNSKEY",
    "*.example.test. big.example.test. TXT RRSIG NSEC",
    "big.example.test. caa.example.test. RRSIG NSEC TYPE65280",
    "caa.example.test. cn.example.test. RRSIG NSEC CAA",
    "cn.example.test. a.b.c.d.example.test. CNAME RRSIG NSEC",
    "a.b.c.d.example.test. dn.example.test. TXT RRSIG NSEC",
    "dn.example.test. Mail.example.test. DNAME RRSIG NSEC",
    "Mail.example.test. naptr.example.test. A AAAA RRSIG NSEC",
    "naptr.example.test. ns1.example.test. NAPTR RRSIG NSEC",
    "ns1.example.test. signed.example.test. A RRSIG NSEC",
    "signed.example.test. srv.example.test. NS DS RRSIG NSEC",
    "srv.example.test. unsigned.example.test. SRV RRSIG NSEC",
    "unsigned.example.test. unsigned2.example.test. NS RRSIG NSEC",
    "unsigned2.example.test. *.w.example.test. NS RRSIG NSEC",
    "*.w.example.test. in.ent.x.example.test. A RRSIG NSEC",
    "in.ent.x.example.test. z.z.z.example.test. NS RRSIG NSEC",
    "z.z.z.example.test. \\200\\001.example.test. A RRSIG NSEC",
    "\\200\\001.example.test. example.test. A RRSIG NSEC",
  ]);
});

test("RFC 5155 §7.1: NSEC3 has empty names, and with opt-out no delegation without DS nor what leads to it alone", () => {
  const count = (optOut: boolean): number =>
    listed(signZone(apex, sets, { ...signing, denial: { ...plainNsec3, optOut } }), RRType.NSEC3).length;
  const names = listed(signed, RRType.NSEC).length;
  // Empty: d, c.d, b.c.d; w; z, z.z; x, ent.x. Left out: unsigned, unsigned2, in.ent.x, ent.x, x.
  expect([count(false), count(true)]).toEqual([names + 8, names + 8 - 5]);
});

test.each([
  ["NSEC", { kind: "nsec" }],
  ["NSEC3", plainNsec3],
  ["NSEC3 with salt and rounds", { ...plainNsec3, salt: Uint8Array.of(0xaa, 0xbb), iterations: 7 }],
  ["NSEC3 with opt-out", { ...plainNsec3, optOut: true }],
] as const)(
  "RFC 4035 §2: a zone that was signed with %s is signed as it should be, and signing it anew changes nothing",
  (_, denial) => {
    const once = signZone(apex, sets, { ...signing, denial });
    expect(findings(once)).toEqual([]);
    expect(signZone(apex, once, { ...signing, denial })).toEqual(once);
  },
);

test("RFC 4035 §2.2: the key that a DS names signs the keys, the other the rest; each algorithm by itself", () => {
  const alone = newSigningKey({ algorithm: 13, flags: 256, seed: Uint8Array.of(1) });
  if (typeof alone === "string") expect.fail(alone);
  const [entry, zone] = signing.keys;
  const both = signZone(apex, sets, { ...signing, keys: [entry, zone, alone] });
  const tags = (type: number): number[] =>
    both.find((set) => set.type === type)?.signatures.map((rdata) => readRrsig(rdata).keyTag) ?? [];
  expect(tags(RRType.DNSKEY)).toEqual([entry.tag, alone.tag]);
  expect(tags(RRType.SOA)).toEqual([zone.tag, alone.tag]);
  expect(findings(both)).toEqual([]);
});

test("RFC 7344 §4: CDS and CDNSKEY tell of the key that signs the keys, and are signed by it", () => {
  const told = signZone(apex, sets, { ...signing, parentDigest: nodeDnssecCrypto });
  const [entry] = signing.keys;
  expect(listed(told, RRType.CDNSKEY)).toEqual([listed(told, RRType.DNSKEY).find((line) => line.includes(" 257 "))]);
  expect(listed(told, RRType.CDS)).toEqual([expect.stringContaining(`example.test. ${entry.tag} 15 2 `)]);
  for (const { type, signatures } of told) {
    if (type === RRType.CDS || type === RRType.CDNSKEY)
      expect(signatures.map((rdata) => readRrsig(rdata).keyTag)).toEqual([entry.tag]);
  }
  expect(findings(told)).toEqual([]);
});

test("RFC 5011 §2.1: a key that was taken back signs the keys, and is named to no parent", () => {
  const revoked = seededKey(3, 257 | 0x80);
  const told = signZone(apex, sets, {
    ...signing,
    keys: [...signing.keys, revoked],
    parentDigest: nodeDnssecCrypto,
  });
  const signedBy = told.filter(({ signatures }) => signatures.some((rdata) => readRrsig(rdata).keyTag === revoked.tag));
  expect(signedBy.map(({ type }) => type)).toEqual([RRType.DNSKEY]);
  expect(listed(told, RRType.CDNSKEY)).toHaveLength(1);
  expect(findings(told)).toEqual([]);
});

test("keys that the zone had stay in its DNSKEY set", () => {
  const other = seededKey(9, 256);
  const once = signZone(apex, sets, { ...signing, keys: [other] });
  const twice = signZone(apex, once, signing);
  expect(listed(twice, RRType.DNSKEY)).toHaveLength(3);
  expect(findings(twice)).toEqual([]);
});
