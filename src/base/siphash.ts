// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of short messages, 64 bits out.
// Used where a secret must make a value unguessable and cheap: DNS server cookies (RFC 9018 §4.4).
// 64-bit words are pairs of 32-bit halves, low half first, in module-level registers: hashing allocates nothing.

const v = new Int32Array(8); // v0 low, v0 high, v1 low, …

/** Hashes `data[0, length)` under the 16-octet `key` into `out[at, at + 8)`, little-endian as the algorithm writes it. */
export function sipHash24(key: Uint8Array, data: Uint8Array, length: number, out: Uint8Array, at: number): void {
  const k0l = word(key, 0);
  const k0h = word(key, 4);
  const k1l = word(key, 8);
  const k1h = word(key, 12);
  v[0] = k0l ^ 0x70736575;
  v[1] = k0h ^ 0x736f6d65;
  v[2] = k1l ^ 0x6e646f6d;
  v[3] = k1h ^ 0x646f7261;
  v[4] = k0l ^ 0x6e657261;
  v[5] = k0h ^ 0x6c796765;
  v[6] = k1l ^ 0x79746573;
  v[7] = k1h ^ 0x74656462;
  const whole = length & ~7;
  for (let i = 0; i < whole; i += 8) absorb(word(data, i), word(data, i + 4));
  let low = 0;
  let high = length << 24;
  for (let i = whole; i < length; i++) {
    if (i - whole < 4) low |= data[i] << ((i - whole) * 8);
    else high |= data[i] << ((i - whole - 4) * 8);
  }
  absorb(low, high);
  v[4] ^= 0xff;
  for (let i = 0; i < 4; i++) round();
  const outLow = v[0] ^ v[2] ^ v[4] ^ v[6];
  const outHigh = v[1] ^ v[3] ^ v[5] ^ v[7];
  for (let i = 0; i < 4; i++) {
    out[at + i] = outLow >>> (i * 8);
    out[at + 4 + i] = outHigh >>> (i * 8);
  }
}

function absorb(low: number, high: number): void {
  v[6] ^= low;
  v[7] ^= high;
  round();
  round();
  v[0] ^= low;
  v[1] ^= high;
}

function round(): void {
  add(0, 2);
  rotate(2, 13);
  xor(2, 0);
  swap(0);
  add(4, 6);
  rotate(6, 16);
  xor(6, 4);
  add(0, 6);
  rotate(6, 21);
  xor(6, 0);
  add(4, 2);
  rotate(2, 17);
  xor(2, 4);
  swap(4);
}

function add(a: number, b: number): void {
  const low = (v[a] >>> 0) + (v[b] >>> 0);
  v[a] = low;
  v[a + 1] = v[a + 1] + v[b + 1] + (low > 0xffffffff ? 1 : 0);
}

function rotate(a: number, bits: number): void {
  const low = v[a];
  const high = v[a + 1];
  v[a] = (low << bits) | (high >>> (32 - bits));
  v[a + 1] = (high << bits) | (low >>> (32 - bits));
}

function xor(a: number, b: number): void {
  v[a] ^= v[b];
  v[a + 1] ^= v[b + 1];
}

/** Rotation by 32. */
function swap(a: number): void {
  const low = v[a];
  v[a] = v[a + 1];
  v[a + 1] = low;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}
