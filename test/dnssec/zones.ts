// Zones as text, for tests that sign them: the sets that they hold, and keys that come from a seed.

import { newSigningKey, type PrivateKey } from "../../src/crypto/signing-keys.ts";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { typeName } from "../../src/dns/types.ts";
import { verifyZone } from "../../src/dnssec/verify-zone.ts";
import type { ZoneSigning } from "../../src/dnssec/sign-zone.ts";
import { readRecordSets, type RecordSets } from "../../src/zone/record-sets.ts";
import { expect } from "vitest";
import { name, times } from "./records.ts";

/** Everything that a signer must tell apart: cuts with and without DS, glue, a DNAME, wildcards, empty names, odd octets. */
export const richZone = String.raw`$ORIGIN example.test.
$TTL 3600
@ SOA ns1 host 1 7200 3600 1209600 300
@ NS ns1
@ NS ns2.other.test.
@ MX 10 Mail
ns1 A 192.0.2.1
Mail A 192.0.2.2
mail AAAA 2001:db8::2
* TXT "wild card"
a.b.c.d TXT deep
signed NS ns.signed
signed DS 12345 13 2 aabbccddaabbccddaabbccddaabbccddaabbccddaabbccddaabbccddaabbccdd
ns.signed A 192.0.2.3
unsigned NS ns.unsigned
unsigned A 192.0.2.4
ns.unsigned A 192.0.2.4
deeper.cut.unsigned NS ns.unsigned
unsigned2 NS ns.unsigned
in.ent.x NS ns.unsigned
dn DNAME other.test.
cn CNAME www.other.test.
srv SRV 1 2 3 Target.Example.TEST.
naptr NAPTR 1 1 "S" "X" "" A.B.
caa CAA 0 issue "x"
*.w A 192.0.2.9
\200\001 A 192.0.2.10
z.z.z 60 A 192.0.2.11
big TYPE65280 \# 3 010203
`;

export function zoneSets(text: string, zone = "example.test."): RecordSets {
  const apex = name(zone);
  const source = { file: "zone", text: new TextEncoder().encode(text), apex, origin: apex, open: () => "no" };
  const read = readRecordSets(source);
  expect(read.faults).toEqual([]);
  return read;
}

/** A key that is always the same: Ed25519, with the octet all over as its private key. */
export function seededKey(octet: number, flags = 257): PrivateKey {
  const key = newSigningKey({ algorithm: 15, flags, seed: new Uint8Array(32).fill(octet) });
  return typeof key === "string" ? expect.fail(key) : key;
}

export const signing: ZoneSigning = {
  keys: [seededKey(1, 257), seededKey(2, 256)],
  times,
  denial: { kind: "nsec" },
  parentDigest: null,
};

/** What verifyZone finds, as "owner TYPE: message". */
export function findings(sets: readonly RRset[], zone = "example.test.", at = times.inception): string[] {
  const work = { checksLeft: Number.POSITIVE_INFINITY };
  const context = { crypto: nodeDnssecCrypto, nowSeconds: at, leniency: "current", work } as const;
  return verifyZone(name(zone), sets, context).map(
    ({ owner, type, message }) => `${printName(owner.wire)} ${typeName(type)}: ${message}`,
  );
}

/** Records of one type, as "owner data". */
export function listed(sets: readonly RRset[], wanted: number): string[] {
  return sets
    .filter(({ type }) => type === wanted)
    .flatMap(({ owner, type, rdatas }) => rdatas.map((rdata) => `${printName(owner.wire)} ${printRdata(type, rdata)}`));
}

/** A zone of a few dozen random names: deep ones, cuts within cuts, wildcards, DNAMEs. The same for a seed every time. */
export function randomZone(seed: number): string {
  let state = seed * 2_654_435_761;
  const draw = (count: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) % count;
  };
  const labels = ["a", "b", "C", "dd", "*", "x-1", "_srv", String.raw`\000`, String.raw`\255`];
  const lines = new Map<string, string>();
  for (let i = 0; i < 40; i++) {
    const owner = Array.from({ length: 1 + draw(4) }, () => labels[draw(labels.length)]).join(".");
    const key = owner.toLowerCase();
    if (lines.has(key)) continue;
    const data = [
      `${owner} A 192.0.2.${draw(256)}`,
      `${owner} TXT "${draw(100)}" more`,
      `${owner} NS ns.other.test.`,
      `${owner} NS ns.other.test.\n${owner} DS ${draw(65_536)} 13 2 ${"ab".repeat(32)}`,
      `${owner} DNAME other.test.`,
      `${owner} CNAME Other.Test.`,
      `${owner} MX 5 Mail.${owner}\n${owner} AAAA 2001:db8::${draw(100)}`,
    ];
    // No server takes a delegation at a wildcard.
    const choice = draw(data.length);
    lines.set(key, data[owner.startsWith("*") && choice >= 2 && choice <= 4 ? 0 : choice]);
  }
  const head =
    "$ORIGIN example.test.\n$TTL 600\n@ SOA ns.other.test. host 1 7200 3600 1209600 300\n@ NS ns.other.test.\n";
  return `${head}${[...lines.values()].join("\n")}\n`;
}
