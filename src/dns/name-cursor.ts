// A name in place: octets of somebody else's buffer, with the offsets of its labels.
// One cursor serves every packet: setting it allocates nothing. The buffer must not change while it is looked at.
// Labels are counted from the left, 0 being the leftmost; `count` of them, the root label not counted (RFC 1035 §3.1).

import { maxLabels } from "./name.ts";

export class NameCursor {
  bytes: Uint8Array = root;
  start = 0;
  count = 0;
  /** Octets of the whole name. */
  length = 1;
  /** Where each label's length octet stands, from `start`; the root label's at index `count`. */
  readonly labels = new Uint8Array(maxLabels + 1);

  /** Looks at the valid uncompressed name at `bytes[start]`. */
  set(bytes: Uint8Array, start: number): void {
    this.bytes = bytes;
    this.start = start;
    let count = 0;
    let at = 0;
    for (let size = bytes[start]; size !== 0; size = bytes[start + at]) {
      this.labels[count++] = at;
      at += size + 1;
    }
    this.labels[count] = at;
    this.count = count;
    this.length = at + 1;
  }
}

const root = new Uint8Array(1);
