// Encoding an answer: RRsets are copied out of the image as they lie there, ready for a message.
// The common RRset is owned by the question's name and holds no compressible name: its octets are copied in one go.
// What does not fit is left out whole, as its `Need` says (RFC 2181 §9: no RRset in part), and an RRset with its signatures;
// only those of additional data are less than it: they are written last (RFC 4035 §3.1.1).

import { putU16, u16At } from "../base/octets.ts";
import { MessageWriter } from "../dns/message-writer.ts";
import { headerOctets } from "../dns/message-view.ts";
import { compressNames, compressPrefix, writeRdata } from "../dns/rdata-writer.ts";
import { RRType } from "../dns/types.ts";
import { nextRecord, recordCount, recordHead, recordOctets, rrsetRecords } from "../zone/layout.ts";
import { Need, ownTtl, Place, Section } from "./answer.ts";
import type { Memory } from "../base/memory.ts";
import type { Answer } from "./answer.ts";

const classIN = 1;

export class Encoder {
  readonly writer = new MessageWriter();
  /** Records written, by section. */
  readonly counts = new Uint16Array(3);
  /** The message says less than it should: the TC bit. */
  truncated = false;
  readonly #memory: Memory;
  /** Where the owner of the RRset under way stands in the message, from its start; -1 before its first record. */
  #owner = -1;
  /** Nothing was left out. */
  isWhole = true;
  /** Octets of the image were copied with the pointers in them. */
  hasOtherPointers = false;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Forgets the last message. */
  clear(): void {
    const { counts } = this;
    counts[0] = counts[1] = counts[2] = 0;
    this.truncated = false;
    this.isWhole = true;
    this.hasOtherPointers = false;
  }

  /** Writes the answer's RRsets after the question, which the writer has already. */
  encode(answer: Answer): void {
    this.clear();
    const { written, denials } = answer;
    if (written.isFound) {
      written.write(this.writer, this.counts);
      return;
    }
    if (denials.isFound || denials.isWanting) return this.#encodeDenial(answer);
    const questionEnd = this.length;
    this.#encodeEach(answer);
    written.keep(this, questionEnd, answer);
  }

  /** Writes what was set aside of an answer whose end others gave. */
  encodeProofs(answer: Answer): void {
    this.#encodeEntries(answer, answer.count, answer.count + answer.proofs);
  }

  /** A proven denial: the proof of the name itself, and round it what was written before, or may be kept. */
  #encodeDenial(answer: Answer): void {
    const { writer, counts } = this;
    const { denials } = answer;
    const end = this.length;
    if (denials.isFound) {
      counts[Section.authority] += denials.records;
      denials.writeFirst(writer);
      this.#encodeEntries(answer, 0, answer.count);
      denials.writeSecond(writer, end);
      return denials.keepWhole(writer, end, counts[Section.authority]);
    }
    const { entry, ownEntries } = denials;
    this.#encodeEntries(answer, 0, entry);
    if (!this.isWhole) return;
    const from = this.length;
    const before = counts[Section.authority];
    this.#encodeEntries(answer, entry, entry + ownEntries);
    if (!this.isWhole) return;
    const to = this.length;
    const own = counts[Section.authority] - before;
    this.#encodeEntries(answer, entry + ownEntries, answer.count);
    if (this.isWhole && !this.hasOtherPointers) denials.keep(writer, end, from, to, counts[Section.authority] - own);
  }

  #encodeEach(answer: Answer): void {
    this.#encodeEntries(answer, 0, answer.count);
    if (answer.isSigned && !this.truncated) this.#signAdditional(answer);
  }

  #encodeEntries(answer: Answer, from: number, end: number): void {
    const { writer } = this;
    for (let i = from; i < end; i++) {
      const before = writer.at;
      const records = this.#encodeEntry(answer, i);
      if (records > 0) {
        this.counts[answer.sections[i]] += records;
        continue;
      }
      writer.rewind(before);
      this.isWhole = false;
      if (answer.isSigned) answer.signatures[i] = 0;
      if (answer.needs[i] === Need.optional) continue;
      this.truncated = true;
      if (answer.needs[i] !== Need.marksTruncated) return;
    }
  }

  /** The records of entry `i` that were written, with their signatures: all, or 0 when they do not fit. */
  #encodeEntry(answer: Answer, i: number): number {
    const rrset = answer.rrsets[i];
    if (rrset === 0) return this.#encodeSynthesised(answer, i);
    const records = this.#encodeSet(answer, i, rrset);
    const signatures = answer.signatures[i];
    if (signatures === 0 || records === 0 || answer.sections[i] === Section.additional) return records;
    const isBare = answer.ownerPlaces[i] === Place.question && answer.owners[i] === 0;
    // Elsewhere than at the question's name the owner was written with the RRset.
    const signed =
      isBare || signatures < 0 ? this.#encodeSet(answer, i, signatures) : this.#encodeRecords(answer, i, signatures);
    return signed === 0 ? 0 : records + signed;
  }

  /** RFC 4035 §3.1.1: signatures of additional RRsets go along while they fit, and their absence sets no TC. */
  #signAdditional(answer: Answer): void {
    const { writer } = this;
    for (let i = 0; i < answer.count; i++) {
      const signatures = answer.signatures[i];
      if (signatures === 0 || answer.sections[i] !== Section.additional) continue;
      const before = writer.at;
      const records = this.#encodeSet(answer, i, signatures);
      if (records > 0) {
        this.counts[Section.additional] += records;
        continue;
      }
      writer.rewind(before);
      this.isWhole = false;
    }
  }

  #encodeSet(answer: Answer, i: number, set: number): number {
    return set > 0 ? this.#encodeRRset(answer, i, set) : this.#encodeMade(answer, i, set);
  }

  /** The same for records that were made for this answer; they have their TTL, and no name that is compressed. */
  #encodeMade(answer: Answer, i: number, set: number): number {
    const { writer } = this;
    const { made } = answer;
    const { bytes } = made.out;
    this.#owner = answer.ownerPlaces[i] === Place.question ? headerOctets + answer.owners[i] : -1;
    let at = made.firstOf(set);
    for (let left = made.countOf(set); left > 0; left--) {
      const end = nextRecord(bytes, at);
      if (!this.#ownerName(answer, i) || writer.at + end - at - 2 > writer.limit) return 0;
      writer.octets(bytes, at + 2, end);
      at = end;
    }
    return made.countOf(set);
  }

  /** The records of an RRset with the owner and TTL of entry `i`: all, or 0 when they do not fit. */
  #encodeRRset(answer: Answer, i: number, rrset: number): number {
    const { bytes } = this.#memory;
    const { writer } = this;
    const start = (rrset + rrsetRecords) * 4;
    const octets = recordOctets(this.#memory, rrset);
    const records = recordCount(this.#memory, rrset);
    const type = u16At(bytes, start + 2);
    const ofQuestion = answer.ownerPlaces[i] === Place.question;
    if (
      ofQuestion &&
      answer.owners[i] === 0 &&
      answer.ttls[i] === ownTtl &&
      compressNames[type] === 0 &&
      writer.bytes[writer.start + headerOctets] !== 0
    ) {
      // The pointer that lies in the image is the right one already.
      if (writer.at + octets > writer.limit) return 0;
      writer.copy(this.#memory.view, start, octets);
      this.hasOtherPointers = true;
      return records;
    }
    this.#owner = ofQuestion ? headerOctets + answer.owners[i] : -1;
    return this.#encodeRecords(answer, i, rrset);
  }

  /** The records of an RRset, one by one; the owner of the last RRset where it is the same. */
  #encodeRecords(answer: Answer, i: number, rrset: number): number {
    const { bytes } = this.#memory;
    const records = recordCount(this.#memory, rrset);
    let at = (rrset + rrsetRecords) * 4;
    const type = u16At(bytes, at + 2);
    for (let left = records; left > 0; left--) {
      const end = nextRecord(bytes, at);
      if (!this.#ownerName(answer, i) || !this.#record(type, at, end, answer.ttls[i])) return 0;
      at = end;
    }
    return records;
  }

  #ownerName(answer: Answer, i: number): boolean {
    const { writer } = this;
    if (this.#owner >= 0) {
      if (writer.at + 2 > writer.limit) return false;
      writer.pointer(this.#owner);
      return true;
    }
    const at = writer.at;
    const from = answer.ownerPlaces[i] === Place.image ? this.#memory.bytes : answer.scratch;
    if (!writer.name(from, answer.owners[i])) return false;
    // The next record of the set points here, unless this is beyond what a pointer reaches.
    if (at - writer.start < 0x4000) this.#owner = pointedAt(writer.bytes, writer.start, at);
    return true;
  }

  /** The record that stands at [from, to) of the image, after its owner, with another TTL where one is given. */
  #record(type: number, from: number, to: number, ttl: number): boolean {
    const { writer } = this;
    const { bytes, view } = this.#memory;
    const names = compressNames[type];
    const octets = to - from - recordHead;
    if (writer.at + recordHead - 2 + (names === 0 ? octets : compressPrefix[type]) > writer.limit) return false;
    if (names === 0 && ttl === ownTtl) {
      writer.copy(view, from + 2, to - from - 2);
      return true;
    }
    writer.copy(view, from + 2, ttl === ownTtl ? 8 : 4);
    if (ttl !== ownTtl) putU32(writer, ttl);
    if (names === 0) {
      writer.copy(view, from + 10, octets + 2);
      return true;
    }
    return writeRdata(writer, type, bytes, from + recordHead, to);
  }

  /** RFC 6672 §3.1: the CNAME that a DNAME stands for. */
  #encodeSynthesised(answer: Answer, i: number): number {
    const { writer } = this;
    this.#owner = answer.ownerPlaces[i] === Place.question ? headerOctets + answer.owners[i] : -1;
    if (!this.#ownerName(answer, i) || writer.at + 10 > writer.limit) return 0;
    writer.u16(RRType.CNAME);
    writer.u16(classIN);
    putU32(writer, answer.ttls[i]);
    const length = writer.at;
    writer.u16(0);
    if (!writer.name(answer.scratch, answer.targets[i])) return 0;
    putU16(writer.bytes, length, writer.at - length - 2);
    return 1;
  }

  /** Octets of the message so far. */
  get length(): number {
    return this.writer.at - this.writer.start;
  }

  /** Records in the answer section. */
  get answers(): number {
    return this.counts[Section.answer];
  }
}

/** A name that was written as a bare pointer is best pointed at where that pointer goes. */
function pointedAt(bytes: Uint8Array, start: number, at: number): number {
  return bytes[at] >= 0xc0 ? ((bytes[at] & 0x3f) << 8) | bytes[at + 1] : at - start;
}

function putU32(writer: MessageWriter, value: number): void {
  writer.u16(value >>> 16);
  writer.u16(value & 0xffff);
}
