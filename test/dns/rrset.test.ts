import { expect, test } from "vitest";
import { printRdata } from "../../src/dns/rdata.ts";
import { canonicalOrder, makeRRset, sameRecords } from "../../src/dns/rrset.ts";
import { Name } from "../../src/dns/name.ts";
import { Class } from "../../src/dns/codes.ts";
import { RRType } from "../../src/dns/types.ts";
import { scanText, wireName } from "../rfc/support.ts";
import type { Mnemonic } from "../../src/dns/types.ts";

const wire = (type: Mnemonic, ...texts: string[]): Uint8Array[] =>
  texts.map((text) => scanText(RRType[type], text) as Uint8Array);
const texts = (type: Mnemonic, rdatas: readonly Uint8Array[]): string[] =>
  rdatas.map((rdata) => printRdata(RRType[type], rdata));

test("RFC 4034 §6.3: RDATA stands in the order of its canonical octets", () => {
  expect(texts("A", canonicalOrder(RRType.A, wire("A", "192.0.2.10", "10.0.0.1", "192.0.2.9")))).toEqual([
    "10.0.0.1",
    "192.0.2.9",
    "192.0.2.10",
  ]);
  expect(texts("MX", canonicalOrder(RRType.MX, wire("MX", "10 B.", "10 a.", "5 z.")))).toEqual([
    "5 z.",
    "10 a.",
    "10 B.",
  ]);
  expect(texts("TXT", canonicalOrder(RRType.TXT, wire("TXT", "aa", "b", "a")))).toEqual(['"a"', '"b"', '"aa"']);
});

test("RFC 2181 §5: no record stands twice, case of names apart", () => {
  expect(texts("NS", canonicalOrder(RRType.NS, wire("NS", "a.", "A.", "b.", "a.")))).toEqual(["a.", "b."]);
  expect(texts("TXT", canonicalOrder(RRType.TXT, wire("TXT", "a", "A", "a")))).toEqual(['"A"', '"a"']);
});

test("RRsets are the same when their records are", () => {
  const owner = new Name(wireName("a.example."));
  const one = makeRRset(owner, RRType.NS, Class.IN, 300, wire("NS", "x.", "y."));
  expect(
    sameRecords(one, makeRRset(new Name(wireName("A.EXAMPLE.")), RRType.NS, Class.IN, 60, wire("NS", "Y.", "X."))),
  ).toBe(true);
  expect(sameRecords(one, makeRRset(owner, RRType.NS, Class.IN, 300, wire("NS", "x.")))).toBe(false);
  expect(sameRecords(one, makeRRset(owner, RRType.PTR, Class.IN, 300, wire("PTR", "x.", "y.")))).toBe(false);
});
