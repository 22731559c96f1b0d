// SHA-1 (FIPS 180-4 §6.1.2), the one hash that NSEC3 knows (RFC 5155 §11). It proves nothing about who wrote what any
// more; here it only scatters names. Our own, as names are hashed in the path of a query, where no port may allocate.
// State, schedule and last block are module-level registers: hashing allocates nothing, and is not reentrant.

const blockOctets = 64;
const digestOctets = 20;

const schedule = new Int32Array(80);
const state = new Int32Array(5);
/** The end of the message with its padding: one block or two. */
const tail = new Uint8Array(2 * blockOctets);

/** Hashes `octets[start, end)` into `out[at, at + 20)`, which may lie inside what is hashed. */
export function sha1(octets: Uint8Array, start: number, end: number, out: Uint8Array, at: number): void {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
  const size = end - start;
  const rest = size % blockOctets;
  for (let i = start; i + blockOctets <= end; i += blockOctets) absorb(octets, i);
  // A one bit, zeros, and the length in bits as 64 bits fill the last block (FIPS 180-4 §5.1.1).
  const tailOctets = rest + 9 <= blockOctets ? blockOctets : 2 * blockOctets;
  tail.fill(0, rest, tailOctets);
  for (let i = 0; i < rest; i++) tail[i] = octets[end - rest + i];
  tail[rest] = 0x80;
  putWord(tail, tailOctets - 8, Math.floor(size / 0x20000000));
  putWord(tail, tailOctets - 4, size << 3);
  for (let i = 0; i < tailOctets; i += blockOctets) absorb(tail, i);
  for (let i = 0; i < digestOctets; i += 4) putWord(out, at + i, state[i >> 2]);
}

function absorb(octets: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++) {
    const k = at + i * 4;
    schedule[i] = (octets[k] << 24) | (octets[k + 1] << 16) | (octets[k + 2] << 8) | octets[k + 3];
  }
  for (let i = 16; i < 80; i++) {
    const word = schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16];
    schedule[i] = (word << 1) | (word >>> 31);
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  for (let i = 0; i < 80; i++) {
    let mixed: number;
    if (i < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else mixed = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + schedule[i]) | 0;
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

function putWord(out: Uint8Array, at: number, word: number): void {
  out[at] = word >>> 24;
  out[at + 1] = word >>> 16;
  out[at + 2] = word >>> 8;
  out[at + 3] = word;
}
