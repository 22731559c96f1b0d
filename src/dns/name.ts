// A domain name, stored as its wire form: absolute, uncompressed, case kept (RFC 1035 §3.1).
// Invariants: at most 255 octets, labels of 1 to 63 octets, the root label last, never a pointer inside.
// Two names are equal when their keys are equal: the key is the wire form lower-cased (RFC 4343 §3).
// Relative names, dots and escapes exist only in dns/text/name-text.ts; compressed names only in messages.
// Packets and zone images handle names as octets in place with the functions below; Name is for the slower rooms.

import { latin1, lowerCase } from "../base/octets.ts";

export const maxNameOctets = 255; // RFC 1035 §2.3.4
export const maxLabelOctets = 63; // RFC 1035 §2.3.4
export const maxLabels = 127; // what 255 octets can hold, the root label not counted

export class Name {
  readonly wire: Uint8Array;
  #key: string | undefined;

  /** Takes ownership of `wire`, which must be a whole valid name: check with `nameLength` first. */
  constructor(wire: Uint8Array) {
    this.wire = wire;
  }

  static readonly root: Name = new Name(new Uint8Array(1));

  /** The lower-cased wire form as a one-octet-a-character string: equality, Map keys. */
  get key(): string {
    return (this.#key ??= latin1(this.wire.map((octet) => lowerCase[octet])));
  }

  /** Labels, the root label not counted. */
  get labelCount(): number {
    return countLabels(this.wire, 0);
  }

  get isRoot(): boolean {
    return this.wire[0] === 0;
  }

  /** The name without its leftmost label; the root's parent is the root. */
  get parent(): Name {
    return this.isRoot ? this : new Name(this.wire.subarray(this.wire[0] + 1));
  }

  equals(other: Name): boolean {
    return this.key === other.key;
  }

  /** True for the name itself and for every name below it. */
  isWithin(ancestor: Name): boolean {
    return endsWith(this.wire, 0, ancestor.wire, 0);
  }
}

/**
 * Length in octets of the uncompressed name at `offset`, or -1 when it is none: a pointer or an
 * extended label type, over 255 octets, or running past `end` (RFC 1035 §3.1, RFC 6891 §5).
 */
export function nameLength(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset;
  while (at < end) {
    const size = bytes[at];
    if (size === 0) return at + 1 - offset <= maxNameOctets ? at + 1 - offset : -1;
    if (size > maxLabelOctets) return -1;
    at += size + 1;
  }
  return -1;
}

/** Labels of a valid uncompressed name, the root label not counted. */
export function countLabels(bytes: Uint8Array, offset: number): number {
  let labels = 0;
  for (let at = offset; bytes[at] !== 0; at += bytes[at] + 1) labels++;
  return labels;
}

/** Whether two valid uncompressed names are the same but for ASCII case (RFC 4343 §3). */
export function sameName(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number): boolean {
  let i = aStart;
  let j = bStart;
  for (;;) {
    const size = a[i];
    if (size !== b[j]) return false;
    if (size === 0) return true;
    const end = i + size;
    while (i < end) if (lowerCase[a[++i]] !== lowerCase[b[++j]]) return false;
    i++;
    j++;
  }
}

/** Whether the valid name at `aStart` is the one at `bStart` or below it. */
export function endsWith(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number): boolean {
  let skip = countLabels(a, aStart) - countLabels(b, bStart);
  if (skip < 0) return false;
  let at = aStart;
  for (; skip > 0; skip--) at += a[at] + 1;
  return sameName(a, at, b, bStart);
}

/**
 * Canonical order of two valid names: label by label from the root, each as lower-cased octets,
 * a missing label first (RFC 4034 §6.1). Negative, zero or positive.
 */
export function compareNames(a: Uint8Array, b: Uint8Array): number {
  const aLabels = labelOffsets(a);
  const bLabels = labelOffsets(b);
  for (let i = aLabels.length - 1, j = bLabels.length - 1; i >= 0 && j >= 0; i--, j--) {
    const difference = compareLabels(a, aLabels[i], b, bLabels[j]);
    if (difference !== 0) return difference;
  }
  return aLabels.length - bLabels.length;
}

/** Two labels, their lengths at `a[i]` and `b[j]`, in canonical order: lower-cased octets, one that begins another first. */
export function compareLabels(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  const size = Math.min(a[i], b[j]);
  for (let k = 1; k <= size; k++) {
    const difference = lowerCase[a[i + k]] - lowerCase[b[j + k]];
    if (difference !== 0) return difference;
  }
  return a[i] - b[j];
}

function labelOffsets(wire: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = 0; wire[at] !== 0; at += wire[at] + 1) offsets.push(at);
  return offsets;
}
