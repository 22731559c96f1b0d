// Octets that strangers send: nothing throws, nothing runs on, and nothing that was changed is believed.

import fc from "fast-check";
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { matchesKey, readDs } from "../../src/dnssec/ds.ts";
import { hasType, nsecCovers, readNsec } from "../../src/dnssec/nsec.ts";
import { hashName, nsec3Covers, nsec3Matches, readNsec3 } from "../../src/dnssec/nsec3.ts";
import { readRrsig, signedData, sourceOfSynthesis } from "../../src/dnssec/rrsig.ts";
import { type VerifyContext, verifyRRset } from "../../src/dnssec/verify.ts";
import { name, newKey, rdata, records, signed, times } from "./records.ts";

const runs = { numRuns: 2_000 };
const zone = name("example.");
const key = newKey();
const set = records("www.example. 300 A 192.0.2.1");
const [signature] = signed(set, "example.", key).signatures;
const now = (): VerifyContext => ({
  crypto: nodeDnssecCrypto,
  nowSeconds: times.inception,
  leniency: "legacy",
  work: { checksLeft: 16 },
});

/** The octets with some replaced, and cut or grown at the end. */
function mutated(octets: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(octets.length - 1), fc.integer({ min: 0, max: 255 }));
  const size = fc.oneof(fc.constant(octets.length), fc.nat(octets.length + 20));
  return fc.tuple(fc.array(change, { maxLength: 4 }), size).map(([changes, length]) => {
    const copy = new Uint8Array(length);
    copy.set(octets.subarray(0, length));
    for (const [at, octet] of changes) if (at < length) copy[at] = octet;
    return copy;
  });
}

const anything = fc.uint8Array({ maxLength: 300 });

test("RRSIG: what is changed does not verify, whatever it was changed to", () => {
  fc.assert(
    fc.property(fc.oneof(mutated(signature), anything), (octets) => {
      const found = verifyRRset({ ...set, signatures: [octets] }, zone, [key.read], now());
      // The signer's name may change its case: RFC 6840 §5.1 folds it.
      if (found.kind === "valid") expect(lowered(octets)).toEqual(lowered(signature));
      const rrsig = readRrsig(octets);
      expect(signedData(set, rrsig).length).toBeGreaterThan(0);
      const source = sourceOfSynthesis(set.owner, rrsig);
      if (source !== null) expect(source.wire.length).toBeLessThanOrEqual(set.owner.wire.length + 2);
    }),
    runs,
  );
});

function lowered(octets: Uint8Array): string {
  const signer = octets.subarray(18, 27).map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet));
  return [octets.subarray(0, 18), signer, octets.subarray(27)].map(String).join();
}

test("DNSKEY and DS: a changed key neither verifies nor matches", () => {
  const ds = readDs(Uint8Array.of(0, 1, 15, 2, ...new Uint8Array(32)));
  fc.assert(
    fc.property(fc.oneof(mutated(key.dnskey), anything), (octets) => {
      const read = readDnsKey(octets);
      expect(read.tag).toBeGreaterThanOrEqual(0);
      expect(
        matchesKey({ ...ds, keyTag: read.tag, algorithm: read.algorithm }, zone, read, nodeDnssecCrypto, "legacy"),
      ).toBe(false);
      const found = verifyRRset({ ...set, signatures: [signature] }, zone, [{ ...read, tag: key.tag }], now());
      if (found.kind === "valid") expect(octets.subarray(4)).toEqual(key.dnskey.subarray(4));
    }),
    runs,
  );
});

test("the port takes any octets as a key and as a signature, of every algorithm", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
  const seeds = [
    key.read.publicKey,
    Buffer.concat([Uint8Array.of(3, 1, 0, 1), Buffer.from(rsa.n ?? "", "base64url")]),
    rdata(
      "DNSKEY",
      "257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==",
    ).subarray(4),
    new Uint8Array(21 + 3 * 128).fill(8),
    new Uint8Array(57),
  ];
  const octets = fc.oneof(anything, ...seeds.map(mutated));
  const algorithm = fc.oneof(fc.constantFrom(1, 3, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16), fc.nat(255));
  fc.assert(
    fc.property(algorithm, octets, octets, anything, (algorithm, publicKey, signature, data) => {
      expect(["invalid", "unusable"]).toContain(nodeDnssecCrypto.verify(algorithm, publicKey, data, signature));
    }),
    runs,
  );
});

test("NSEC: whatever it says, a name is not between itself and anything, nor outside the zone", () => {
  const seed = rdata("NSEC", "d.example. A MX RRSIG NSEC CAA");
  fc.assert(
    fc.property(fc.oneof(mutated(seed), anything), fc.nat(0xffff), (octets, type) => {
      const nsec = readNsec(name("a.example."), octets);
      expect(typeof hasType(octets, nsec.bitmapAt, type)).toBe("boolean");
      expect(nsecCovers(nsec, name("a.example."), zone)).toBe(false);
      expect(nsecCovers(nsec, name("b.test."), zone)).toBe(false);
      if (nsecCovers(nsec, name("b.example."), zone)) expect(nsec.next.isWithin(zone)).toBe(true);
    }),
    runs,
  );
});

test("NSEC3: what is read has two hashes of one size and its set of types inside", () => {
  const seed = rdata("NSEC3", "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG");
  const owner = name("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example.").wire;
  const asked = hashName(name("a.example."), new Uint8Array(255), 3);
  fc.assert(
    fc.property(
      fc.oneof(mutated(seed), anything),
      fc.nat(31),
      fc.integer({ min: 33, max: 126 }),
      (octets, at, letter) => {
        const wire = Uint8Array.from(owner);
        wire[1 + at] = letter;
        const nsec3 = readNsec3(
          name(String.fromCharCode(...wire.subarray(1, 33)).replaceAll(/[^\w-]/g, "-") + ".example."),
          zone,
          octets,
        );
        if (nsec3 === null) return;
        expect([nsec3.hash.length, nsec3.next.length, nsec3.algorithm]).toEqual([20, 20, 1]);
        expect(nsec3.bitmapAt).toBeLessThanOrEqual(octets.length);
        expect(nsec3Covers(nsec3, nsec3.hash)).toBe(false);
        expect(nsec3Covers(nsec3, asked) && nsec3Matches(nsec3, asked)).toBe(false);
      },
    ),
    runs,
  );
});
