// Cache entries for tests: one of each kind, and what they are made of.

import { OctetWriter } from "../../../src/base/octets.ts";
import type { Name } from "../../../src/dns/name.ts";
import { scanRdata } from "../../../src/dns/rdata.ts";
import { makeRRset, type RRset } from "../../../src/dns/rrset.ts";
import { Lexer } from "../../../src/dns/text/lexer.ts";
import { nameFromText } from "../../../src/dns/text/name-text.ts";
import { RRType } from "../../../src/dns/types.ts";
import { type CacheEntry, Rank } from "../../../src/resolver/cache/record-cache.ts";

export function nameOf(text: string): Name {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(name);
  return name;
}

export function rdataOf(type: keyof typeof RRType, text: string): Uint8Array {
  const lexer = new Lexer(new TextEncoder().encode(`${type} ${text}`));
  const out = new OctetWriter();
  if (!lexer.nextEntry() || !scanRdata(RRType[type], lexer, null, out)) throw new Error(`${type} ${text}`);
  return out.copy();
}

export function rrsetOf(owner: string, type: keyof typeof RRType, ttlSeconds: number, ...data: string[]): RRset {
  return makeRRset(
    nameOf(owner),
    RRType[type],
    1,
    ttlSeconds,
    data.map((text) => rdataOf(type, text)),
  );
}

const times = {
  storedMs: 1000.25,
  security: "unchecked",
  origin: { server: "192.0.2.53:53", zone: nameOf("example.") },
} as const;
const soa = rrsetOf("example.", "SOA", 900, "ns.example. host.example. 1 2 3 4 900");
export const signature = rdataOf("RRSIG", "A 13 2 300 20300101000000 20200101000000 1 example. AAAA");

export function dataEntry(rrset: RRset, rank: Rank = Rank.answerAA, nowMs = 1000.25): CacheEntry {
  return {
    ...times,
    kind: "data",
    rank,
    storedMs: nowMs,
    expiresMs: nowMs + rrset.ttlSeconds * 1000,
    rrset,
    proofs: [],
  };
}

/** Name, type and entry. */
export const entries: readonly (readonly [string, number, CacheEntry])[] = [
  ["www.example.", RRType.A, dataEntry(rrsetOf("www.example.", "A", 300, "192.0.2.1", "192.0.2.2"))],
  [
    "www.example.",
    RRType.AAAA,
    dataEntry({ ...rrsetOf("www.example.", "AAAA", 300, "2001:db8::1"), signatures: [signature] }, Rank.answer),
  ],
  [".", RRType.NS, { ...dataEntry(rrsetOf(".", "NS", 518_400, "a.root-servers.net.")), security: "secure" }],
  [
    "a.b.example.",
    RRType.MX,
    { ...times, kind: "nodata", rank: Rank.authorityAA, expiresMs: 901_000.25, authority: [soa] },
  ],
  [
    "no.example.",
    0,
    {
      ...times,
      kind: "nxdomain",
      rank: Rank.answerAA,
      expiresMs: 901_000.25,
      authority: [soa],
    },
  ],
  [
    "dead.example.",
    RRType.A,
    { ...times, kind: "failure", expiresMs: 6000.25, notes: [{ code: 22, text: "no server of example. answers" }] },
  ],
];
