// DSA keys and signatures as DNSKEY and RRSIG have them, made by node, read by our port.

import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";

const { publicKey, privateKey } = generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 });
const [p, q, g, y] = numbersOf(publicKey.export({ format: "der", type: "spki" }));
const padded = (number: Uint8Array, size = 128): Buffer =>
  Buffer.concat([new Uint8Array(size - number.length), number]);
const key = Buffer.concat([Uint8Array.of(8), padded(q, 20), padded(p), padded(g), padded(y)]);
const data = new TextEncoder().encode("what is signed");
const numbers = sign("sha1", data, { key: privateKey, dsaEncoding: "ieee-p1363" });
const der = sign("sha1", data, { key: privateKey, dsaEncoding: "der" });

test.each([
  ["RFC 2536 §3: T, r and s", key, Buffer.concat([Uint8Array.of(8), numbers]), "valid"],
  ["RFC 2536 §3: DER, as signers of old wrote it", key, der, "valid"],
  ["RFC 2536 §3: without T", key, numbers, "invalid"],
  ["RFC 2536 §3: nothing", key, new Uint8Array(), "invalid"],
  ["RFC 2536 §3: broken DER", key, der.subarray(0, 9), "invalid"],
  ["RFC 2536 §3: another r", key, Buffer.concat([Uint8Array.of(8, numbers[0] ^ 1), numbers.subarray(1)]), "invalid"],
  ["RFC 2536 §2: a key cut off", key.subarray(0, -1), der, "unusable"],
  ["RFC 2536 §2: T above 8", Buffer.concat([Uint8Array.of(9), key.subarray(1), new Uint8Array(24)]), der, "unusable"],
  ["RFC 2536 §2: nothing", new Uint8Array(), der, "unusable"],
])("%s", (_, publicKey, signature, wanted) => {
  for (const algorithm of [3, 6]) expect(nodeDnssecCrypto.verify(algorithm, publicKey, data, signature)).toBe(wanted);
});

/** Every INTEGER of a DER structure, in order, without the zero that keeps it positive. */
function numbersOf(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at];
    const long = bytes[at + 1] - 0x80;
    const size = long <= 0 ? bytes[at + 1] : Buffer.from(bytes).readUIntBE(at + 2, long);
    at += 2 + Math.max(long, 0);
    if (tag === 0x02) found.push(bytes.subarray(at, at + size).subarray(bytes[at] === 0 ? 1 : 0));
    // Into sequences and the bit string, past what they are not.
    if (tag === 0x03) at += 1;
    else if (tag !== 0x30) at += size;
  }
  return found;
}
