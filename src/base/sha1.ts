// SHA-1 (FIPS 180-4 §6.1.2), the one hash that NSEC3 knows (RFC 5155 §11). It proves nothing about who wrote what any
// more; here it only scatters names. Our own, as names are hashed in the path of a query, where no port may allocate.
// State and schedule are module-level registers: hashing allocates nothing, and is not reentrant.

import { putU32 } from "./octets.ts";

const blockOctets = 64;
const blockWords = 16;
/** Octets of a last block that leave room for the length. */
const roomyOctets = 55;

const schedule = new Int32Array(80);
const state = new Int32Array(5);

/** Hashes `octets[start, end)` into `out[at, at + 20)`, which may lie inside what is hashed. */
export function sha1(octets: Uint8Array, start: number, end: number, out: Uint8Array, at: number): void {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
  let from = start;
  for (; from + blockOctets <= end; from += blockOctets) {
    fill(octets, from, from + blockOctets);
    absorb();
  }
  // A one bit, zeros, and the length in bits as 64 bits fill the last block, or a further one (FIPS 180-4 §5.1.1).
  fill(octets, from, end);
  const rest = end - from;
  schedule[rest >> 2] |= 0x80 << (24 - (rest & 3) * 8);
  if (rest > roomyOctets) {
    absorb();
    fill(octets, end, end);
  }
  schedule[14] = Math.floor((end - start) / 0x20000000);
  schedule[15] = (end - start) << 3;
  absorb();
  for (let i = 0; i < 5; i++) putU32(out, at + i * 4, state[i]);
}

/** Puts up to a block of octets where the schedule begins, and zeros behind them. */
function fill(octets: Uint8Array, start: number, end: number): void {
  for (let i = 0; i < blockWords; i++) schedule[i] = 0;
  for (let i = start, shift = 24; i < end; i++, shift = (shift - 8) & 31) {
    schedule[(i - start) >> 2] |= octets[i] << shift;
  }
}

/** Stirs the block that stands where the schedule begins into the state. */
function absorb(): void {
  for (let i = blockWords; i < 80; i++) {
    const word = schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16];
    schedule[i] = (word << 1) | (word >>> 31);
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  // One loop for all would ask in each round which function and constant it has.
  let i = 0;
  for (; i < 20; i++) {
    const next = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + schedule[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 40; i++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + schedule[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 60; i++) {
    const next = (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + schedule[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 80; i++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + schedule[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}
