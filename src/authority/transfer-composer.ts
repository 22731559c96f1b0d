// The messages of a transfer, whatever it tells: records one behind the other, as many to a message as fit (RFC 5936 §2.2), the
// question in the first of them, each signed where the query was. A name keeps its case, so names are compressed only where
// that is the same, too (RFC 5936 §3.4).
// A transfer stops at any record and goes on there: `write` writes as many messages as fit, each behind its length.
// Invariant: a record that cannot be told in a transfer breaks it, and nothing is left out.
// What is told: a whole zone (./zone-transfer.ts), or what has changed in one (./incremental-transfer.ts).

import { putU16, u16At } from "../base/octets.ts";
import { flagDO, optOctets } from "../dns/edns.ts";
import { headerAA, headerOctets, headerQR, headerRD, maxMessageOctets, type MessageView } from "../dns/message-view.ts";
import { caseKept, lastPointer, MessageWriter } from "../dns/message-writer.ts";
import { writeRdata } from "../dns/rdata-writer.ts";
import { RRType } from "../dns/types.ts";
import type { Sealer } from "./tsig.ts";

/** Where messages end: what pointers reach (RFC 1035 §4.1.4). One that holds a single larger record goes on. */
const messageOctets = 16_384;
const prefixOctets = 2;
/** Octets of a record between its owner and RDLENGTH: type, class, TTL. */
const factsOctets = 8;

/** The room that `write` wants at least: for the largest message. */
export const leastPieceOctets: number = prefixOctets + maxMessageOctets;

/** What is told: records in their order, the present one in the fields. */
export interface TransferRecords {
  /** The owner's name, whole. */
  readonly name: Uint8Array;
  readonly nameStart: number;
  /** Whether the record before had the same owner, in the same letters. */
  readonly isSameOwner: boolean;
  /** The rest of the record: type, class, TTL, RDLENGTH and RDATA, its names uncompressed. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Goes to the next record, at first to the first. */
  next(): NextRecord;
}

/** Whether there is another record; "broken": there is, and it cannot be told. */
export type NextRecord = "record" | "end" | "broken";

export interface TransferPlan {
  readonly records: TransferRecords;
  /** The query, in octets that stay. */
  readonly query: MessageView;
  /** Signs every message (RFC 8945 §5.3.1); null for a query without TSIG. */
  readonly sealer: Sealer | null;
  /** Our UDP payload size, as OPT says it. */
  readonly maxUdpOctets: number;
}

export class TransferComposer {
  state: "under way" | "done" | "broken" = "under way";
  /** Records and messages so far. */
  records = 0;
  messages = 0;
  readonly #plan: TransferPlan;
  readonly #writer = new MessageWriter(caseKept);
  /** Where the present record's owner stands in the message; -1 when it does not yet. */
  #owner = -1;
  #answers = 0;

  constructor(plan: TransferPlan) {
    this.#plan = plan;
    this.#next();
  }

  /** Writes messages into `out`, which has `leastPieceOctets`, as long as there is room; returns how many octets. */
  write(out: Uint8Array): number {
    let at = 0;
    while (this.#isUnderWay && out.length - at >= prefixOctets + messageOctets) {
      const length = this.#message(out, at + prefixOctets, messageOctets);
      if (length > 0) {
        putU16(out, at, length);
        at += prefixOctets + length;
      } else if (at > 0) break;
      else if ((at = this.#largeMessage(out)) === 0) this.state = "broken";
    }
    return at;
  }

  /** A message for one record that is larger than messages are. */
  #largeMessage(out: Uint8Array): number {
    const length = this.#message(out, prefixOctets, maxMessageOctets);
    putU16(out, 0, length);
    return length === 0 ? 0 : prefixOctets + length;
  }

  get #isUnderWay(): boolean {
    return this.state === "under way";
  }

  #next(): void {
    const { records } = this.#plan;
    const next = records.next();
    if (next !== "record") this.state = next === "end" ? "done" : "broken";
    else if (!records.isSameOwner) this.#owner = -1;
  }

  /** One message at `out[start]`; its octets, 0 when not one record fits. */
  #message(out: Uint8Array, start: number, octets: number): number {
    const { query, sealer, maxUdpOctets } = this.#plan;
    const writer = this.#writer;
    const isFirst = this.messages === 0;
    const hasOpt = isFirst && query.edns.present;
    writer.begin(out, start, start + octets - (sealer?.octets ?? 0) - (hasOpt ? optOctets : 0));
    // RFC 5936 §2.2.1: the question in the first message; later ones may do without.
    if (isFirst) writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    this.#answers = 0;
    this.#owner = -1;
    while (this.#isUnderWay && this.#writeRecord()) this.#next();
    if (this.#answers === 0) return 0;
    if (hasOpt) this.#opt(maxUdpOctets, query.edns.flags & flagDO);
    const bits = headerQR | headerAA | (query.bits & headerRD);
    writer.header(query.id, bits, isFirst ? 1 : 0, this.#answers, 0, hasOpt ? 1 : 0);
    this.records += this.#answers;
    this.messages++;
    const length = writer.at - start;
    return sealer === null ? length : sealer.seal(out, start, length);
  }

  /** Writes the present record. False, and nothing is written, when it does not fit. */
  #writeRecord(): boolean {
    const writer = this.#writer;
    const before = writer.at;
    const owner = this.#owner;
    if (this.#writeOwner() && this.#writeData()) {
      this.#answers++;
      return true;
    }
    writer.rewind(before);
    this.#owner = owner;
    return false;
  }

  #writeOwner(): boolean {
    const writer = this.#writer;
    const { records } = this.#plan;
    const at = writer.at;
    if (this.#owner >= 0) {
      if (at + 2 > writer.limit) return false;
      writer.pointer(this.#owner);
      return true;
    }
    if (!writer.name(records.name, records.nameStart)) return false;
    const isPointer = writer.bytes[at] >= 0xc0;
    const owner = isPointer ? u16At(writer.bytes, at) & lastPointer : at - writer.start;
    if (owner <= lastPointer) this.#owner = owner;
    return true;
  }

  /** Type, class, TTL and RDATA, its names compressed where they may be (RFC 3597 §4). */
  #writeData(): boolean {
    const writer = this.#writer;
    const { bytes, start, end } = this.#plan.records;
    if (writer.at + factsOctets > writer.limit) return false;
    writer.octets(bytes, start, start + factsOctets);
    return writeRdata(writer, u16At(bytes, start), bytes, start + factsOctets + 2, end);
  }

  /** RFC 6891 §6.1.1: who sends OPT gets it. */
  #opt(udpOctets: number, flags: number): void {
    const writer = this.#writer;
    writer.bytes[writer.at++] = 0;
    writer.u16(RRType.OPT);
    writer.u16(udpOctets);
    writer.u16(0);
    writer.u16(flags);
    writer.u16(0);
  }
}
