// An independent codec, dns-packet, against ours: it decodes our octets and encodes them back, type by type;
// where both give a record as an object, the values agree. Its known faults are passed over by name.

import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { decodeRdata } from "../../src/dns/rdata.ts";
import { RRType } from "../../src/dns/types.ts";
import { digitsOf, scanText } from "../rfc/support.ts";
import { rdataCases } from "./rdata-cases.ts";

interface Codec {
  encode(data: unknown): Uint8Array;
  decode(octets: Uint8Array, offset: number): unknown;
}

const { record } = createRequire(import.meta.url)("dns-packet") as { record: (type: string) => Codec };

/** Types for which dns-packet has a codec of its own, not the opaque one. */
const known = new Set(
  "A AAAA NS CNAME DNAME PTR SOA MX TXT SRV CAA HINFO NAPTR TLSA SSHFP DS DNSKEY RRSIG NSEC NSEC3 RP SPF".split(" "),
);

/** What dns-packet is known to get wrong or to refuse. */
const faults = [
  /^CNAME a\\\./, // it knows no escapes in names
  /^SSHFP 4 200/, // it knows two fingerprint types only
  /^AAAA (::ffff|64:ff9b)/, // it prints mapped addresses in a way of its own
  /^SOA ns1/, // it has escapes in the RNAME only, of its own kind
  /^NSEC .*TYPE|^NSEC a\.$|^RRSIG TYPE/, // it knows no TYPEnnn
];

const samples = rdataCases.flatMap(({ type, good }) =>
  known.has(type)
    ? good
        .filter(([text]) => !faults.some((fault) => fault.test(`${type} ${text}`)))
        .map(([text]) => ({ type, text, wire: scanText(RRType[type], text) as Uint8Array }))
    : [],
);

function withLength(wire: Uint8Array): Uint8Array {
  return Buffer.from([wire.length >> 8, wire.length & 255, ...wire]);
}

test.each(samples)("$type $text", ({ type, wire }) => {
  const codec = record(type);
  const decoded = codec.decode(withLength(wire), 0);
  expect(digitsOf(codec.encode(decoded))).toBe(digitsOf(withLength(wire)));
});

test.each([
  ["MX", "10 mail.example.", { preference: 10, exchange: "mail.example" }],
  ["SRV", "1 2 53 s.example.", { priority: 1, weight: 2, port: 53, target: "s.example" }],
  ["SOA", "a. b. 1 2 3 4 5", { mname: "a", rname: "b", serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 }],
  ["CAA", '0 issue "ca.test"', { flags: 0, tag: "issue", value: "ca.test" }],
] as const)("%s is the same object to both", (type, text, expected) => {
  const wire = scanText(RRType[type], text) as Uint8Array;
  const ours = Object.entries(decodeRdata(RRType[type] as number, wire) ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replace(/\.$/, "") : value,
  ]);
  expect(Object.fromEntries(ours)).toEqual(expected);
  expect(record(type).decode(withLength(wire), 0)).toMatchObject(expected);
});
