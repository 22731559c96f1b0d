// A name in place: octets of somebody else's buffer, with the offsets of its labels, their lower-cased octets and hashes.
// One cursor serves every packet: setting it allocates nothing. The buffer must not change while it is looked at.
// Labels are counted from the left, 0 being the leftmost; `count` of them, the root label not counted (RFC 1035 §3.1).
// What case folding and hashing cost is paid once here, however many tables a label is then looked for in.

import { lowerCase } from "../base/octets.ts";
import { maxLabels, maxNameOctets, sameName } from "./name.ts";

export class NameCursor {
  bytes: Uint8Array = root;
  start = 0;
  count = 0;
  /** Octets of the whole name. */
  length = 1;
  /** Where each label's length octet stands, from `start`; the root label's at index `count`. */
  readonly labels = new Uint8Array(maxLabels + 1);
  /** The name's octets lower-cased (RFC 4343 §3), from index 0. */
  readonly folded = new Uint8Array(maxNameOctets);
  /** A hash of each label's lower-cased octets (FNV-1a). */
  readonly hashes = new Int32Array(maxLabels);

  /** Looks at the valid uncompressed name at `bytes[start]`. */
  set(bytes: Uint8Array, start: number): void {
    const { folded } = this;
    this.bytes = bytes;
    this.start = start;
    let count = 0;
    let at = 0;
    for (let size = bytes[start]; size !== 0; size = bytes[start + at]) {
      this.labels[count] = at;
      folded[at] = size;
      let hash = 0x811c9dc5;
      const end = at + size;
      while (at < end) {
        at++;
        const octet = lowerCase[bytes[start + at]];
        folded[at] = octet;
        hash = Math.imul(hash ^ octet, 0x01000193);
      }
      this.hashes[count++] = hash;
      at++;
    }
    folded[at] = 0;
    this.labels[count] = at;
    this.count = count;
    this.length = at + 1;
  }

  /** Whether this is the name at `bytes[start]`, which has `count` labels, or below it. */
  isWithin(bytes: Uint8Array, start: number, count: number): boolean {
    return this.count >= count && sameName(this.bytes, this.start + this.labels[this.count - count], bytes, start);
  }
}

const root = new Uint8Array(1);
