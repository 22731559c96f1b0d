// Octets: the growing writer that scanners fill, and ASCII case folding.
// Nothing here knows what a name or a record is. Big-endian throughout (network order, RFC 1035 §2.3.2).
// Invariant: an OctetWriter's `bytes` may be replaced when it grows, so nobody keeps a reference across a write.

/** ASCII lower-casing by table, the only case folding that names know (RFC 4343 §3). */
export const lowerCase: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet,
);

/** A growing run of octets. `clear()` keeps the room, so one writer serves a whole zone file. */
export class OctetWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(room = 512) {
    this.bytes = new Uint8Array(room);
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for `size` more octets, so that a scanner may write into `bytes` from `length` on by itself. */
  reserve(size: number): void {
    if (this.length + size > this.bytes.length) this.#grow(size);
  }

  u8(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    if (this.length + 2 > this.bytes.length) this.#grow(2);
    this.bytes[this.length] = value >>> 8;
    this.bytes[this.length + 1] = value;
    this.length += 2;
  }

  u32(value: number): void {
    if (this.length + 4 > this.bytes.length) this.#grow(4);
    this.bytes[this.length] = value >>> 24;
    this.bytes[this.length + 1] = value >>> 16;
    this.bytes[this.length + 2] = value >>> 8;
    this.bytes[this.length + 3] = value;
    this.length += 4;
  }

  /** Appends `source[start, end)`. */
  octets(source: Uint8Array, start = 0, end = source.length): void {
    const size = end - start;
    if (this.length + size > this.bytes.length) this.#grow(size);
    for (let i = start; i < end; i++) this.bytes[this.length++] = source[i];
  }

  /** A copy of what was written, from `start` on. */
  copy(start = 0): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(start, this.length);
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** Octet order as DNSSEC's canonical form wants it: unsigned, left-justified (RFC 4034 §6.3). */
export function compareOctets(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const size = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < size; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    if (difference !== 0) return difference;
  }
  return aEnd - aStart - (bEnd - bStart);
}

/** The same of two arrays as a whole. */
export function compareWhole(a: Uint8Array, b: Uint8Array): number {
  return compareOctets(a, 0, a.length, b, 0, b.length);
}

export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return compareWhole(a, b) === 0;
}

/** Octets as a string of characters 0-255, and back: a Map key, never text for people. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** The 16-bit number at `bytes[at]`. */
export function u16At(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

/** Puts a 16-bit number at `bytes[at]`. */
export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** The 32-bit number at `bytes[at]`. */
export function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** Puts a 32-bit number at `bytes[at]`. */
export function putU32(bytes: Uint8Array, at: number, value: number): void {
  putU16(bytes, at, value >>> 16);
  putU16(bytes, at + 2, value);
}
