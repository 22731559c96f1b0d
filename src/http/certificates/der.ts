// Composes DER, the one encoding of ASN.1 that certificates have (ITU-T X.690 §10): tag, length, contents. It only writes:
// what others wrote is read by node:crypto, so nobody's bad lengths reach us.
// Invariant: what is composed is the only DER of its value: shortest lengths, shortest integers.
// Read next: ./certificate.ts.

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export type Der = Buffer;

export function sequence(...parts: readonly Der[]): Der {
  return element(tags.sequence, parts);
}

/** A SET OF one element; more would have to be sorted. */
export function set(part: Der): Der {
  return element(tags.set, [part]);
}

/** A whole number of any size, never negative, its octets from the highest down. */
export function integer(octets: Uint8Array): Der {
  const first = octets.findIndex((octet) => octet !== 0);
  const shortest = first < 0 ? Uint8Array.of(0) : octets.subarray(first);
  const sign = shortest[0] > 0x7f ? [Uint8Array.of(0)] : [];
  return element(tags.integer, [...sign, shortest]);
}

export const yes: Der = Buffer.of(tags.boolean, 1, 0xff);

export function octetString(...parts: readonly Uint8Array[]): Der {
  return element(tags.octetString, parts);
}

/** The last `unusedBits` bits of the last octet do not belong to the string. */
export function bitString(octets: Uint8Array, unusedBits = 0): Der {
  return element(tags.bitString, [Uint8Array.of(unusedBits), octets]);
}

export function utf8String(text: string): Der {
  return element(tags.utf8String, [Buffer.from(text)]);
}

/** An object identifier in dotted text. */
export function objectIdentifier(text: string): Der {
  const [first, second, ...rest] = text.split(".").map(Number);
  const octets = [first * 40 + second, ...rest].flatMap(base128);
  return element(tags.objectIdentifier, [Uint8Array.from(octets)]);
}

/** RFC 5280 §4.1.2.5: two digits of the year until 2049, four from 2050 on, always with seconds and in UTC. */
export function time(ms: number): Der {
  const [digits] = new Date(ms).toISOString().replaceAll(/[-:T]/g, "").split(".");
  const short = Number(digits.slice(0, 4)) < 2050;
  return element(short ? tags.utcTime : tags.generalizedTime, [Buffer.from(`${short ? digits.slice(2) : digits}Z`)]);
}

/** A context-specific tag round whole elements. */
export function context(number: number, ...parts: readonly Der[]): Der {
  return element(0xa0 | number, parts);
}

/** Any other tag. */
export function tagged(tag: number, contents: Uint8Array): Der {
  return element(tag, [contents]);
}

function element(tag: number, parts: readonly Uint8Array[]): Der {
  const contents = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, ...length(contents.length)), contents]);
}

function length(octets: number): number[] {
  if (octets < 0x80) return [octets];
  const bytes: number[] = [];
  for (let rest = octets; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

function base128(value: number): number[] {
  const septets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    septets.unshift(0x80 | (rest % 128));
  return septets;
}
