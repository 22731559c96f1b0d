// RFC 8976: the digest of a whole zone, made and judged. The zones are the RFC's own example and ones of ours; ldns is asked in
// test/crypto/signers.test.ts.

import { expect, test } from "vitest";
import { nodeZoneHash } from "../../../src/crypto/zone-hash.ts";
import { printRdata } from "../../../src/dns/rdata.ts";
import { RRType } from "../../../src/dns/types.ts";
import { type DigestedRecord, type DigestVerdict, judgeDigests, makeZonemd } from "../../../src/dnssec/zone-digest.ts";
import { nameOf } from "../../authority/asking.ts";
import { recordsOf } from "../../authority/transfer-messages.ts";

const apex = nameOf("example.");
const judged = (lines: readonly string[]): DigestVerdict => judgeDigests(apex, recordsOf(lines), nodeZoneHash);

/** Appendix A.1. */
const simple = [
  "@ 86400 SOA ns1 admin 2018031900 1800 900 604800 86400",
  "@ 86400 NS ns1",
  "@ 86400 NS ns2",
  "ns1 3600 A 203.0.113.63",
  "ns2 3600 AAAA 2001:db8::63",
];
const digest = "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c";
const zonemd = `@ 86400 ZONEMD 2018031900 1 1 ${digest}`;

const made = (records: readonly DigestedRecord[], number: 1 | 2 = 1): string => {
  const rdata = makeZonemd(apex, 2018031900, number, records, nodeZoneHash);
  return `@ 86400 ZONEMD ${printRdata(RRType.ZONEMD, rdata)}`;
};

test("RFC 8976 Appendix A.1: the example's digest", () => {
  expect(made(recordsOf(simple)).toLowerCase()).toBe(zonemd.toLowerCase());
  expect(judged([...simple, zonemd])).toEqual({ kind: "holds", hash: 1 });
});

test("RFC 8976 §3.3.1: order, case of names, repeated records, ZONEMD itself and what signs it make no other digest", () => {
  const signature = "8 1 86400 20300101000000 20200101000000 1 example. AAAA";
  const same = [
    ...simple.toReversed().map((line) => line.replace(/\bns1\b/g, "NS1")),
    simple[3],
    zonemd,
    `@ 86400 RRSIG ZONEMD ${signature}`,
    "www.other. 60 A 192.0.2.1",
  ];
  expect(judged(same)).toEqual({ kind: "holds", hash: 1 });
  const others = [
    [`@ 86400 RRSIG NS ${signature}`],
    [`ns1 86400 RRSIG ZONEMD ${signature}`],
    ["ns1 3600 ZONEMD 2018031900 1 240 000000000000000000000000"],
    ["deep.below.ns1 60 A 192.0.2.1"],
    ["*.x 60 TXT a"],
  ];
  for (const more of others) expect(judged([...simple, zonemd, ...more]).kind, more[0]).toBe("fails");
});

test("a TTL, a value, a record less: another zone", () => {
  for (const [i, line] of simple.entries()) {
    if (i > 0) expect(judged([...simple.toSpliced(i, 1), zonemd]), line).toMatchObject({ kind: "fails" });
    const slower = line.replace(/ (86400|3600) /, " 300 ");
    expect(judged([...simple.toSpliced(i, 1, slower), zonemd]), line).toMatchObject({
      reason: "its digest by SHA-384 is of another zone",
    });
  }
});

test("RFC 8976 §4: none, of another serial, twice, unknown ones beside, by SHA-512", () => {
  const unknown = `@ 86400 ZONEMD 2018031900 1 240 ${"ab".repeat(12)}`;
  const scheme = `@ 86400 ZONEMD 2018031900 241 1 ${digest}`;
  expect(judged(simple)).toEqual({ kind: "none" });
  expect(judged([...simple, unknown, scheme])).toEqual({ kind: "unknown" });
  expect(judged([...simple, unknown, scheme, zonemd])).toEqual({ kind: "holds", hash: 1 });
  const second = made(recordsOf(simple), 2);
  expect(judged([...simple, second])).toEqual({ kind: "holds", hash: 2 });
  const wrong = `@ 86400 ZONEMD 2018031900 1 1 ${"00".repeat(48)}`;
  expect(judged([...simple, second, wrong])).toEqual({ kind: "holds", hash: 2 });
  expect(judged([...simple, zonemd, wrong])).toEqual({
    kind: "fails",
    reason: "it has more than one digest by SHA-384 (RFC 8976 §2)",
  });
  expect(judged([...simple, zonemd.replace("2018031900", "2018031901")])).toEqual({
    kind: "fails",
    reason: "its digest is of serial 2018031901, and the zone's is 2018031900",
  });
  expect(judged([zonemd])).toEqual({ kind: "fails", reason: "the zone has no SOA" });
});
