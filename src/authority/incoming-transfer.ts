// A zone transfer as its client reads it (RFC 5936 §2.2, RFC 1995 §4), message after message: the SOA says which version comes, the
// record behind it whether that is the whole zone or differences from the version that was asked from. Records of a whole zone go
// out as they come, so that a large one is never held twice; differences are kept, as they count together or not at all.
// Signatures are judged by ./tsig-client.ts, before a message comes here. The server's side: ./zone-transfer.ts.
// Invariant: "whole" and "differences" are said at the SOA that ends the transfer, and only then.

import { maxDifferenceOctets } from "../base/limits.ts";
import { OctetWriter, u16At } from "../base/octets.ts";
import { Class, codeName, Opcode, Rcode } from "../dns/codes.ts";
import { headerOctets, headerQR, headerTC, MessageFault, MessageView, ttlAt } from "../dns/message-view.ts";
import { type Name, sameName } from "../dns/name.ts";
import { parseName, parseRdata } from "../dns/rdata.ts";
import { soaSerial } from "../dns/soa.ts";
import { isMetaType, RRType, typeName } from "../dns/types.ts";
import type { Difference, ZoneRecord } from "../zone/difference.ts";
import { isCurrent } from "./transfers.ts";

export interface TransferQuestion {
  readonly zone: Name;
  readonly id: number;
  readonly type: typeof RRType.AXFR | typeof RRType.IXFR;
  /** The version that the client has, for IXFR. */
  readonly serial: number;
}

/** Takes the records of a whole zone, each once, the SOA first; the octets are good until it returns. */
export interface WholeZone {
  record(owner: Uint8Array, type: number, ttlSeconds: number, rdata: Uint8Array, rdataLength: number): void;
}

export type TransferProgress =
  | { readonly kind: "more" }
  /** The client's version is the newest; "older": the server has one from before it. */
  | { readonly kind: "current" }
  | { readonly kind: "older"; readonly serial: number }
  | { readonly kind: "whole" }
  | { readonly kind: "differences"; readonly differences: readonly Difference[] }
  | { readonly kind: "refused"; readonly rcode: number }
  /** What came is no transfer of this zone: a sentence without its end. */
  | { readonly kind: "broken"; readonly reason: string };

type State = "first" | "second" | "whole" | "deleted" | "added" | "end";

/** What a record that is kept takes beside its octets, about: a short one is mostly this. */
const recordCost = 400;

const more: TransferProgress = { kind: "more" };

export class IncomingTransfer {
  /** Of all messages so far. */
  octets = 0;
  readonly #question: TransferQuestion;
  readonly #sink: WholeZone;
  readonly #view = new MessageView();
  readonly #owner = new OctetWriter();
  readonly #rdata = new OctetWriter();
  /** Of the record at hand, whose owner and RDATA lie in the writers. */
  #type = 0;
  #ttlSeconds = 0;
  #state: State = "first";
  #messages = 0;
  /** The SOA that the transfer began with. */
  #soa: ZoneRecord | null = null;
  #serial = 0;
  readonly #differences: { deleted: ZoneRecord[]; added: ZoneRecord[] }[] = [];
  /** What the difference under way leads to. */
  #to = 0;
  #kept = 0;

  constructor(question: TransferQuestion, sink: WholeZone) {
    this.#question = question;
    this.#sink = sink;
  }

  take(message: Uint8Array): TransferProgress {
    const view = this.#view;
    this.octets += message.length;
    if (view.parse(message, 0, message.length) !== MessageFault.none) return broken("a message cannot be read");
    const complaint = this.#complaint();
    if (complaint !== null) return broken(complaint);
    if (view.rcode !== Rcode.NOERROR)
      return this.#messages === 0
        ? { kind: "refused", rcode: view.rcode }
        : broken(`it ends with ${codeName(Rcode, view.rcode, "RCODE")}`);
    this.#messages++;
    return this.#readAnswers();
  }

  /** RFC 5936 §2.2.1: what each message's head must say; only the first must repeat the question. */
  #complaint(): string | null {
    const { id, bits, opcode, counts, qname, qtype } = this.#view;
    const { zone, id: ours, type } = this.#question;
    if (id !== ours) return "a message has another id than the question";
    if ((bits & headerQR) === 0 || opcode !== Opcode.QUERY) return "a message is no response";
    if ((bits & headerTC) !== 0) return "a message is truncated";
    if (counts[0] === 0) return null;
    return qtype === type && sameName(zone.wire, 0, qname.bytes, qname.start)
      ? null
      : "a message is about another question";
  }

  #readAnswers(): TransferProgress {
    const { counts, questionEnd } = this.#view;
    let at = counts[0] === 0 ? headerOctets : questionEnd;
    if (counts[1] === 0 && this.#messages === 1) return broken("there is no answer in it");
    for (let i = 0; i < counts[1]; i++) {
      at = this.#readRecord(at);
      if (at < 0) return broken("a record in it cannot be read");
      const progress = this.#place();
      if (progress !== null) return progress;
    }
    if (this.#state !== "end") return more;
    return this.#differences.length === 0 ? { kind: "whole" } : { kind: "differences", differences: this.#differences };
  }

  /** Reads the record at `at`; where the next one begins, or -1. */
  #readRecord(at: number): number {
    const { bytes, end } = this.#view;
    this.#owner.clear();
    this.#rdata.clear();
    const head = parseName(bytes, at, end, this.#owner);
    if (head < 0 || head + 10 > end || u16At(bytes, head + 2) !== Class.IN) return -1;
    const next = head + 10 + u16At(bytes, head + 8);
    this.#type = u16At(bytes, head);
    // RFC 6895 §3.1: types of questions and messages, which no zone holds.
    if (isMetaType(this.#type)) return -1;
    this.#ttlSeconds = ttlAt(bytes, head + 4);
    return next <= end && parseRdata(this.#type, bytes, head + 10, next, this.#rdata) ? next : -1;
  }

  /** Puts the record at hand where it belongs; null when that is well, and the transfer goes on or is at its end. */
  #place(): TransferProgress | null {
    const isSoa = this.#type === RRType.SOA;
    const serial = isSoa ? soaSerial(this.#rdata.bytes, this.#rdata.length) : 0;
    if (isSoa && !sameName(this.#owner.bytes, 0, this.#question.zone.wire, 0))
      return broken("it has the SOA of another zone");
    switch (this.#state) {
      case "first":
        return this.#begin(isSoa, serial);
      case "second":
        return this.#choose(isSoa, serial);
      case "whole":
        if (!isSoa) return this.#send();
        return serial === this.#serial ? this.#end() : broken("two versions of the zone are mixed in it");
      case "deleted":
        if (!isSoa) return this.#keep("deleted");
        this.#to = serial;
        this.#state = "added";
        return this.#keep("added");
      case "added":
        if (!isSoa) return this.#keep("added");
        if (serial !== this.#to) return broken("a difference in it does not follow from the one before");
        return serial === this.#serial ? this.#end() : this.#nextDifference();
      case "end":
        return broken("records follow the SOA that ends it");
    }
  }

  #begin(isSoa: boolean, serial: number): TransferProgress | null {
    const { type, serial: ours } = this.#question;
    if (!isSoa) return broken(`it begins with ${typeName(this.#type)} where the SOA should be`);
    this.#soa = this.#record();
    this.#serial = serial;
    this.#state = "second";
    // RFC 1995 §2: a server that has nothing newer sends its SOA alone.
    if (type !== RRType.IXFR || !isCurrent(ours, serial)) return null;
    return serial === ours ? { kind: "current" } : { kind: "older", serial };
  }

  /** RFC 1995 §4: an SOA of the client's version behind the first one begins differences; else the whole zone comes. */
  #choose(isSoa: boolean, serial: number): TransferProgress | null {
    if (isSoa && this.#question.type === RRType.IXFR && serial !== this.#serial) {
      if (serial !== this.#question.serial)
        return broken("it tells differences from a version that was not asked from");
      return this.#nextDifference();
    }
    const { owner, ttlSeconds, rdata } = this.#soa!;
    this.#sink.record(owner, RRType.SOA, ttlSeconds, rdata, rdata.length);
    this.#state = "whole";
    return isSoa ? this.#end() : this.#send();
  }

  #send(): null {
    this.#sink.record(this.#owner.bytes, this.#type, this.#ttlSeconds, this.#rdata.bytes, this.#rdata.length);
    return null;
  }

  #end(): null {
    this.#state = "end";
    return null;
  }

  #nextDifference(): TransferProgress | null {
    this.#differences.push({ deleted: [], added: [] });
    this.#state = "deleted";
    return this.#keep("deleted");
  }

  #keep(side: keyof Difference): TransferProgress | null {
    const record = this.#record();
    this.#kept += recordCost + record.owner.length + record.rdata.length;
    if (this.#kept > maxDifferenceOctets) return broken("its differences are too many");
    this.#differences.at(-1)?.[side].push(record);
    return null;
  }

  #record(): ZoneRecord {
    return {
      owner: this.#owner.copy(),
      type: this.#type,
      ttlSeconds: this.#ttlSeconds,
      rdata: this.#rdata.copy(),
    };
  }
}

function broken(reason: string): TransferProgress {
  return { kind: "broken", reason };
}
