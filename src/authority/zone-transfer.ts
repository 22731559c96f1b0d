// One zone as the messages of a transfer (RFC 5936 §2.2): all records of one version, the SOA first and again at the end, glue
// and what lies hidden below cuts and DNAMEs too (RFC 5936 §3), signatures and proofs of denial beside what they are about.
// Names are in the order of the zone's table, which RFC 5936 §2.2 leaves to us: sorting a million costs more than sending them.
// A name keeps its case, so names are compressed only where that is the same, too (RFC 5936 §3.4).
// A transfer stops at any record and goes on there: `write` writes as many messages as fit, each behind its length.
// Invariants: what is read is pinned by the caller; a record that cannot be told in a transfer breaks it, and nothing is left out.

import type { Memory } from "../base/memory.ts";
import { putU16, u16At } from "../base/octets.ts";
import { flagDO, optOctets } from "../dns/edns.ts";
import { headerAA, headerOctets, headerQR, headerRD, type MessageView } from "../dns/message-view.ts";
import { caseKept, lastPointer, MessageWriter } from "../dns/message-writer.ts";
import { maxNameOctets } from "../dns/name.ts";
import { writeRdata } from "../dns/rdata-writer.ts";
import { RRType } from "../dns/types.ts";
import { denialKey } from "../zone/entry-keys.ts";
import {
  entryCount,
  entryOf,
  nextRecord,
  recordCount,
  recordHead,
  rrsetRecords,
  tableMask,
  tableSlots,
  treeRoot,
  treeTable,
  versionEntries,
  visibleVersion,
} from "../zone/layout.ts";
import { signerOf } from "../zone/signer.ts";
import { nameOfNode } from "../zone/tree.ts";
import type { Sealer } from "./tsig.ts";

/** Where messages end: what pointers reach (RFC 1035 §4.1.4). One that holds a single larger record goes on. */
const messageOctets = 16_384;
const maxMessageOctets = 65_535;
const prefixOctets = 2;

/** The room that `write` wants at least: for the largest message. */
export const leastPieceOctets: number = prefixOctets + maxMessageOctets;

/** What is to come. */
export type TransferState = "first SOA" | "records" | "last SOA" | "done" | "broken";

export interface TransferPlan {
  /** The zone, and the version of it that is told. */
  readonly tree: number;
  readonly at: number;
  /** The query, in octets that stay. */
  readonly query: MessageView;
  /** Signs every message (RFC 8945 §5.3.1); null for a query without TSIG. */
  readonly sealer: Sealer | null;
  /** Our UDP payload size, as OPT says it. */
  readonly maxUdpOctets: number;
}

export class ZoneTransfer {
  state: TransferState = "first SOA";
  /** Records and messages so far. */
  records = 0;
  messages = 0;
  readonly #memory: Memory;
  readonly #plan: TransferPlan;
  readonly #writer = new MessageWriter(caseKept);
  readonly #name = new Uint8Array(maxNameOctets);
  readonly #soa: number;
  /** The table as it was at the start: what was placed later is not of this version. */
  readonly #slots: number;
  readonly #slotsEnd: number;
  /** The node under way, and what comes next: its entry, the record in it, that record's octets. */
  #slot: number;
  #node: number;
  #version: number;
  #entry = 0;
  #record = 0;
  #octet = 0;
  /** Where the node's name stands in the message; -1 when it does not yet. */
  #owner = -1;
  #answers = 0;

  constructor(memory: Memory, plan: TransferPlan) {
    const { words } = memory;
    const { tree, at } = plan;
    this.#memory = memory;
    this.#plan = plan;
    const table = words[tree + treeTable];
    this.#slots = words[table + tableSlots];
    this.#slotsEnd = this.#slots + (words[table + tableMask] + 1) * 2;
    this.#slot = this.#slots;
    this.#node = words[tree + treeRoot];
    this.#version = visibleVersion(memory, this.#node, at);
    this.#soa = this.#version === 0 ? 0 : entryOf(memory, this.#version, RRType.SOA);
    // Between the question and now it may have come to be signed as it is answered.
    if (this.#soa <= 0 || signerOf(memory, tree, at) !== 0) this.state = "broken";
    nameOfNode(memory, tree, this.#node, this.#name);
  }

  /** Writes messages into `out`, which has `leastPieceOctets`, as long as there is room; returns how many octets. */
  write(out: Uint8Array): number {
    let at = 0;
    while (!this.#isOver && out.length - at >= prefixOctets + messageOctets) {
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

  get #isOver(): boolean {
    return this.state === "done" || this.state === "broken";
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
    this.#writeRecords();
    if (this.#answers === 0) return 0;
    if (hasOpt) this.#opt(maxUdpOctets, query.edns.flags & flagDO);
    const bits = headerQR | headerAA | (query.bits & headerRD);
    writer.header(query.id, bits, isFirst ? 1 : 0, this.#answers, 0, hasOpt ? 1 : 0);
    this.records += this.#answers;
    this.messages++;
    const length = writer.at - start;
    return sealer === null ? length : sealer.seal(out, start, length);
  }

  #writeRecords(): void {
    if (this.state === "first SOA" && this.#soaRecord()) this.state = "records";
    while (this.state === "records" && this.#nodeRecords()) this.#nextNode();
    if (this.state === "last SOA" && this.#soaRecord()) this.state = "done";
  }

  #soaRecord(): boolean {
    const { tree } = this.#plan;
    nameOfNode(this.#memory, tree, this.#memory.words[tree + treeRoot], this.#name);
    this.#owner = -1;
    const start = (this.#soa + rrsetRecords) * 4;
    return this.#writeRecord(start, nextRecord(this.#memory.bytes, start));
  }

  /** The rest of the node's records; false when the message is full, or the transfer broken. */
  #nodeRecords(): boolean {
    const memory = this.#memory;
    const { words, bytes } = memory;
    const version = this.#version;
    for (const count = version === 0 ? 0 : entryCount(memory, version); this.#entry < count; this.#entry++) {
      const key = words[version + versionEntries + this.#entry * 2];
      const rrset = words[version + versionEntries + this.#entry * 2 + 1];
      if (key >= denialKey || rrset === this.#soa) continue; // no records, or told already
      if (rrset < 0) {
        this.state = "broken"; // a policy came to the zone after we were asked: no record says what it does
        return false;
      }
      const records = recordCount(memory, rrset);
      for (; this.#record < records; this.#record++) {
        if (this.#record === 0) this.#octet = (rrset + rrsetRecords) * 4;
        const end = nextRecord(bytes, this.#octet);
        if (!this.#writeRecord(this.#octet, end)) return false;
        this.#octet = end;
      }
      this.#record = 0;
    }
    return true;
  }

  /** The next name that has records; after the last one comes the SOA again. */
  #nextNode(): void {
    const memory = this.#memory;
    const { words } = memory;
    const { tree, at } = this.#plan;
    this.#entry = 0;
    for (; this.#slot < this.#slotsEnd; this.#slot += 2) {
      const node = words[this.#slot + 1];
      const version = node === 0 ? 0 : visibleVersion(memory, node, at);
      if (version === 0 || entryCount(memory, version) === 0) continue;
      this.#node = node;
      this.#version = version;
      this.#owner = -1;
      nameOfNode(memory, tree, node, this.#name);
      this.#slot += 2;
      return;
    }
    this.state = "last SOA";
  }

  /** The record that stands at [from, end) of the image, under the node's name. False, and nothing is written, when it does not fit. */
  #writeRecord(from: number, end: number): boolean {
    const writer = this.#writer;
    const before = writer.at;
    const owner = this.#owner;
    if (this.#writeOwner() && this.#writeData(from, end)) {
      this.#answers++;
      return true;
    }
    writer.rewind(before);
    this.#owner = owner;
    return false;
  }

  #writeOwner(): boolean {
    const writer = this.#writer;
    const at = writer.at;
    if (this.#owner >= 0) {
      if (at + 2 > writer.limit) return false;
      writer.pointer(this.#owner);
      return true;
    }
    if (!writer.name(this.#name, 0)) return false;
    const isPointer = writer.bytes[at] >= 0xc0;
    const owner = isPointer ? u16At(writer.bytes, at) & lastPointer : at - writer.start;
    if (owner <= lastPointer) this.#owner = owner;
    return true;
  }

  /** Type, class, TTL and RDATA, its names compressed where they may be (RFC 3597 §4). */
  #writeData(from: number, end: number): boolean {
    const writer = this.#writer;
    const { bytes } = this.#memory;
    const head = recordHead - 4; // between the owner's pointer and RDLENGTH
    if (writer.at + head > writer.limit) return false;
    writer.octets(bytes, from + 2, from + 2 + head);
    return writeRdata(writer, u16At(bytes, from + 2), bytes, from + recordHead, end);
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
