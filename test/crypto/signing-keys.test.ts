// Keys that sign: made, from seeds, and as the files that BIND and ldns know.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { keyFileName, readKeyFiles, writeKeyFiles } from "../../src/crypto/key-files.ts";
import { printPrivateKey, readPrivateKey } from "../../src/crypto/private-key-text.ts";
import {
  newSigningKey,
  type NewKey,
  type PrivateKey,
  signingAlgorithms,
  signingKeyOf,
} from "../../src/crypto/signing-keys.ts";
import { algorithmName } from "../../src/dnssec/algorithms.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { name } from "../dnssec/records.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-keys-"));
afterAll(() => rmSync(home, { recursive: true }));

function made(wish: Partial<NewKey> & { readonly algorithm: number }): PrivateKey {
  const key = newSigningKey({ flags: 257, ...wish });
  return typeof key === "string" ? expect.fail(key) : key;
}

const data = new TextEncoder().encode("what is signed");
const believes = (key: PrivateKey, signature: Uint8Array): string =>
  nodeDnssecCrypto.verify(key.algorithm, readDnsKey(key.dnskey).publicKey, data, signature);

test.each(signingAlgorithms.map((algorithm) => [algorithmName(algorithm), algorithm] as const))(
  "a key of %s signs, and is the same out of its file",
  (_, algorithm) => {
    const key = made({ algorithm });
    expect(believes(key, key.sign(data))).toBe("valid");
    const numbers = readPrivateKey(printPrivateKey(key, 0), algorithm);
    if (typeof numbers === "string") expect.fail(numbers);
    const again = signingKeyOf(key.dnskey, numbers);
    if (typeof again === "string") expect.fail(again);
    expect([again.dnskey, again.tag]).toEqual([key.dnskey, key.tag]);
    expect(believes(key, again.sign(data))).toBe("valid");
    expect(signingKeyOf(made({ algorithm }).dnskey, numbers)).toBe("the private key is not that of the DNSKEY record");
  },
);

test.each([
  [13, new TextEncoder().encode("lab")],
  [14, new TextEncoder().encode("lab")],
  [15, new Uint8Array(32).fill(7)],
  [16, new Uint8Array(57).fill(7)],
])("a seed of algorithm %i gives the same key every time, another seed another", (algorithm, seed) => {
  const [one, two] = [made({ algorithm, seed }), made({ algorithm, seed })];
  expect(one.dnskey).toEqual(two.dnskey);
  expect(believes(one, two.sign(data))).toBe("valid");
  const other = made({ algorithm, seed: seed.map((octet) => octet ^ 1) });
  expect(other.dnskey).not.toEqual(one.dnskey);
  if (algorithm >= 15) expect(one.sign(data)).toEqual(two.sign(data));
});

test.each([
  [{ algorithm: 5 }, "keys of algorithm 5 are not made"],
  [{ algorithm: 8, seed: new Uint8Array(32) }, "an RSA key cannot come from a seed"],
  [{ algorithm: 15, seed: new Uint8Array(31) }, "the seed of algorithm 15 has 32 octets, not 31"],
  [{ algorithm: 8, bits: 512 }, "an RSA key has 1024 to 4096 bits"],
])("there is no key for %j", (wish, sentence) => {
  expect(newSigningKey({ flags: 256, ...wish })).toBe(sentence);
});

const [ed25519, p256] = [made({ algorithm: 15 }), made({ algorithm: 13 })];
test.each([
  ["nothing", "", 15, "not a private key in BIND's format v1"],
  ["another format", "Private-key-format: v2.0\n", 15, "not a private key in BIND's format v1"],
  ["no algorithm", "Private-key-format: v1.3\n", 15, "a key of algorithm nobody says, not of 15"],
  ["another algorithm", printPrivateKey(p256, 0), 15, "a key of algorithm 13 (ECDSAP256SHA256), not of 15"],
  ["no number", "Private-key-format: v1.3\nAlgorithm: 15\n", 15, "no PrivateKey in base64"],
  ["a number that is none", "Private-key-format: v1.3\nAlgorithm: 15\nPrivateKey: -\n", 15, "no PrivateKey in base64"],
])("a private key of %s is told", (_, text, algorithm, sentence) => {
  expect(readPrivateKey(text, algorithm)).toBe(sentence);
});

test.each([
  [ed25519.dnskey, { d: new Uint8Array(31) }],
  [p256.dnskey, { d: new Uint8Array(32) }],
  [p256.dnskey, { d: new Uint8Array(33).fill(1) }],
  [p256.dnskey, { d: new Uint8Array(32).fill(0xff) }],
  [made({ algorithm: 8 }).dnskey, { n: new Uint8Array(9), e: new Uint8Array(3), d: new Uint8Array(9) }],
])("numbers that are no key are told", (dnskey, numbers) => {
  expect(signingKeyOf(dnskey, numbers)).toBe("the private key is not one of its algorithm");
});

test("files are found by the zone, in whatever case; are nobody else's to read; and are never written over", () => {
  const zone = name("Example.test.");
  expect(writeKeyFiles(home, zone, ed25519, 0)).toBeNull();
  expect(writeKeyFiles(home, zone, ed25519, 0)).toMatch(/cannot be written: EEXIST/);
  expect(writeKeyFiles(home, name("other.test."), p256, 0)).toBeNull();
  const base = keyFileName(zone, ed25519);
  expect(base).toBe(`Kexample.test.+015+${String(ed25519.tag).padStart(5, "0")}`);
  expect(statSync(join(home, `${base}.private`)).mode & 0o077).toBe(0);
  const { keys, faults } = readKeyFiles(home, name("EXAMPLE.test."));
  expect([keys.map(({ dnskey }) => dnskey), faults]).toEqual([[ed25519.dnskey], []]);
});

test("a zone's name does not lead out of the directory", () => {
  const zone = name("\\046\\046\\047a/b.test.");
  const folder = join(home, "inside");
  mkdirSync(folder);
  expect(writeKeyFiles(folder, zone, p256, 0)).toBeNull();
  expect(readdirSync(folder)).toHaveLength(2);
  expect(readKeyFiles(folder, zone).keys).toHaveLength(1);
});

test("what cannot be read is told by its file", () => {
  const folder = join(home, "broken");
  mkdirSync(folder);
  const zone = name("a.test.");
  const base = keyFileName(zone, p256);
  writeKeyFiles(folder, zone, p256, 0);
  const text = readFileSync(join(folder, `${base}.key`), "latin1");
  const faults = (key: string): readonly string[] => {
    writeFileSync(join(folder, `${base}.key`), key);
    return readKeyFiles(folder, zone).faults;
  };
  expect(faults("")).toEqual([`${join(folder, base)}: the .key file has no DNSKEY record of the zone`]);
  expect(faults(text.replaceAll("a.test.", "b.test."))).toEqual(faults(""));
  expect(faults(text)).toEqual([]);
  rmSync(join(folder, `${base}.key`));
  expect(readKeyFiles(folder, zone).faults).toEqual([expect.stringMatching(/: cannot be read: ENOENT/)]);
  expect(readKeyFiles(join(home, "nowhere"), zone).faults).toEqual([expect.stringMatching(/cannot be read: ENOENT/)]);
});
