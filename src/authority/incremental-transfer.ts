// What has changed in a zone as the records of an incremental transfer (RFC 1995 §4): the newest SOA, then each difference, the
// oldest first: its SOA before, what was deleted, its SOA after, what was added; and the newest SOA again.
// The differences are octets of their own, so no version of the zone is pinned while they are told.
// The messages: ./transfer-composer.ts. Where differences come from: ./zone-histories.ts.

import { compareOctets, u16At } from "../base/octets.ts";
import { skipName } from "../dns/message-view.ts";
import type { NextRecord, TransferRecords } from "./transfer-composer.ts";
import type { HistoryStep } from "./zone-histories.ts";

/** Octets of a record between its owner and RDATA: type, class, TTL, RDLENGTH. */
const headOctets = 10;

export class IncrementalRecords implements TransferRecords {
  name: Uint8Array = new Uint8Array(1);
  nameStart = 0;
  isSameOwner = false;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #parts: readonly Uint8Array[];
  #part = -1;

  /** There is a step, and each begins with what the one before ended with. */
  constructor(steps: readonly HistoryStep[]) {
    const newest = steps.at(-1)!.soaAfter;
    const told = steps.flatMap(({ soaBefore, deleted, soaAfter, added }) => [soaBefore, deleted, soaAfter, added]);
    this.#parts = [newest, ...told, newest];
  }

  next(): NextRecord {
    while (this.end === this.bytes.length) {
      if (++this.#part === this.#parts.length) return "end";
      this.bytes = this.#parts[this.#part];
      this.end = 0;
    }
    const { bytes } = this;
    const nameStart = this.end;
    const start = skipName(bytes, nameStart, bytes.length);
    // As a name has its length in it, the same octets are the same name.
    const { name, nameStart: last } = this;
    this.isSameOwner = compareOctets(name, last, last + start - nameStart, bytes, nameStart, start) === 0;
    this.name = bytes;
    this.nameStart = nameStart;
    this.start = start;
    this.end = start + headOctets + u16At(bytes, start + headOctets - 2);
    return "record";
  }
}
