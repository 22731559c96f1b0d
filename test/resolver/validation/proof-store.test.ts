// What the store of proofs takes in, and what not, from zones that prove a great deal.

import { expect, test } from "vitest";
import { maxProofOctets, maxProofsPerZone, maxValidatedIterations } from "../../../src/base/limits.ts";
import { Class } from "../../../src/dns/codes.ts";
import type { Name } from "../../../src/dns/name.ts";
import { makeRRset, type RRset } from "../../../src/dns/rrset.ts";
import { type Mnemonic, RRType } from "../../../src/dns/types.ts";
import { scanRecords } from "../../../src/lab/zone-file.ts";
import { ProofStore } from "../../../src/resolver/validation/proof-store.ts";
import { signed, signedInternet, sites } from "./signed.ts";
import { name } from "../internet.ts";

const lastsMs = 60_000;

function setOf(owner: string, type: Mnemonic, data: string): RRset {
  const rdatas = scanRecords(`${owner} 3600 ${type} ${data}`).map(({ rdata }) => rdata);
  return makeRRset(name(owner), RRType[type], Class.IN, 3600, rdatas);
}

const soaOf = (zone: string): RRset => setOf(zone, "SOA", "ns.invalid. hostmaster.invalid. 1 2 3 4 60");

function nsec3(zone: string, iterations: number): RRset {
  const hash = "0123456789abcdefghijklmnopqrstuv";
  return setOf(`${hash}.${zone}`, "NSEC3", `1 0 ${iterations} - ${hash.replaceAll("v", "u")} A RRSIG`);
}

/** How many sets bear on a name below the zone. */
function bearing(store: ProofStore, asked: Name): number {
  return [...store.near(asked, { name: asked, type: RRType.A }, 0)].reduce((sum, { sets }) => sum + sets.length, 0);
}

test("RFC 9276 §3.2: a record that costs too much to hash is not kept, whatever else the zone proved with", () => {
  const store = new ProofStore();
  const zone = "example.";
  const asked = name("a.b.c.d.example.");
  store.learnDenial(name(zone), soaOf(zone), [nsec3(zone, maxValidatedIterations + 1)], lastsMs);
  expect(bearing(store, asked)).toBe(0);
  store.learnDenial(name(zone), soaOf(zone), [nsec3(zone, 1), nsec3(zone, 65_535)], lastsMs);
  expect(bearing(store, asked)).toBe(1);
});

test("memory is bounded, however many zones prove however much", () => {
  const store = new ProofStore();
  const text = Array.from({ length: 29 }, () => `"${"x".repeat(250)}"`).join(" ");
  const large = setOf("any.example.", "TXT", text);
  const origins = Array.from({ length: 3 }, (_, i) => `zone${i}.`);
  for (const origin of origins) {
    for (let i = 0; i < maxProofsPerZone; i++) {
      store.learnWildcard(name(origin), name(`*.w${i}.${origin}`), large, [], lastsMs);
      expect(store.octets).toBeLessThanOrEqual(maxProofOctets);
    }
  }
  expect(store.octets).toBeGreaterThan(0);
  store.flush(name("."), "subtree");
  expect(store.octets).toBe(0);
});

test("what is too large for the cache is too large here", () => {
  const store = new ProofStore();
  const huge = setOf("any.example.", "TXT", Array.from({ length: 40 }, () => `"${"x".repeat(250)}"`).join(" "));
  store.learnWildcard(name("example."), name("*.example."), huge, [], lastsMs);
  expect(store.octets).toBe(0);
});

test("octets are counted exactly: what replaces, what begins anew, what is dropped", () => {
  const store = new ProofStore();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < maxProofsPerZone + 10; i++) {
      const gap = setOf(`n${i}.example.`, "NSEC", `n${i}a.example. A RRSIG NSEC`);
      const wildcard = setOf(`a.w${i}.example.`, "A", "192.0.2.1");
      store.learnDenial(name("example."), soaOf("example."), [gap], lastsMs);
      store.learnDenial(name("example."), soaOf("example."), [nsec3("example.", i % 3)], lastsMs);
      store.learnWildcard(name("example."), name(`*.w${i}.example.`), wildcard, [gap], lastsMs);
    }
  }
  store.flush(name("example."), "name");
  expect([store.octets, store.count]).toEqual([0, 0]);
});

test("flushing a name forgets what denied it, and no zone beside it", () => {
  const net = signedInternet();
  const { proofs } = net.resolver.world;
  expect(net.ask("nothing.example.com.").rcode).toBe("NXDOMAIN");
  expect(net.ask("nothing.com.").rcode).toBe("NXDOMAIN");
  proofs.flush(name("other.org."), "name");
  expect(net.ask("nothinh.example.com.").queries).toEqual([]);
  proofs.flush(name("nothini.example.com."), "name");
  expect(net.ask("nothini.example.com.").queries).not.toEqual([]);
});

test("RFC 8198 §5.4: what is answered from proofs lives no longer than the zone's own denials", () => {
  const soa = "@ 3600 SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 3600";
  const zones = { ...sites, "127.53.0.20": { "example.com.": `${soa}\n${sites["127.53.0.20"]["example.com."]}` } };
  for (const [maxNegativeTtlSeconds, seconds] of [
    [3600, 3600],
    [100, 100],
  ] as const) {
    const net = signedInternet(zones, signed, { maxNegativeTtlSeconds });
    expect(net.ask("nothing.example.com.").rcode).toBe("NXDOMAIN");
    expect(net.ask("nothinh.example.com.").resolution.ttlSeconds).toBe(seconds);
  }
});
