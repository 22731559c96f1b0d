// HalfSipHash-1-3 (Aumasson and Bernstein): a keyed hash for tables that strangers fill, 32 bits out.
// SipHash of half the width: made for machines that calculate with 32 bits, and a number here is one. It does not make
// values unforgeable (./siphash.ts does), it keeps a stranger from choosing names that meet in one bucket.

/** Hashes `data[0, length)` under a key of two 32-bit words. */
export function halfSipHash(key0: number, key1: number, data: Uint8Array, length: number): number {
  let v0 = key0;
  let v1 = key1;
  let v2 = key0 ^ 0x6c796765;
  let v3 = key1 ^ 0x74656462;
  const whole = length & ~3;
  let word = 0;
  // The last word holds what is left over and the length; three more rounds end it.
  for (let i = 0; i <= whole + 12; i += 4) {
    if (i < whole) word = data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    else if (i === whole) word = lastWord(data, whole, length);
    else word = 0;
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
    if (i === whole) v2 ^= 0xff;
  }
  return v1 ^ v3;
}

function lastWord(data: Uint8Array, start: number, length: number): number {
  let word = length << 24;
  for (let i = start; i < length; i++) word |= data[i] << ((i - start) * 8);
  return word;
}
