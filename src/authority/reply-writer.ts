// Replies as messages: what was decided about a query goes into the room that its client allows.
// Every reply ends in `finish`: flags (RFC 1035 §4.1.1), counts, and OPT where the query had one (RFC 6891 §6.1.1). Room for
// OPT is kept before anything is written. What to say is decided elsewhere: ./responder.ts and ./recursing.ts.
// Synchronous; allocates nothing.

import { Class, Rcode } from "../dns/codes.ts";
import {
  headerAA,
  headerOctets,
  headerQR,
  headerRA,
  headerRD,
  headerTC,
  type MessageView,
} from "../dns/message-view.ts";
import { RRType } from "../dns/types.ts";
import { Encoder } from "./encoder.ts";
import { Options, type OptionSettings } from "./options.ts";
import { tellReply } from "./traced-reply.ts";
import { writeUnsigned } from "./tsig.ts";
import type { Memory } from "../base/memory.ts";
import type { Trace } from "../trace/steps.ts";
import type { Answer } from "./answer.ts";

/** The account key is made from the question when it is asked for: only rate limiting does. */
const byName = -1;

export class ReplyWriter {
  trace: Trace | null = null;
  readonly query: MessageView;
  readonly encoder: Encoder;
  readonly options: Options;
  /** The client may have questions resolved: the RA bit. */
  recursionAvailable = false;
  readonly #memory: Memory;
  #accountKey = 0;

  constructor(memory: Memory, query: MessageView, options: OptionSettings) {
    this.#memory = memory;
    this.query = query;
    this.encoder = new Encoder(memory);
    this.options = new Options(options);
  }

  /** What the last reply was about, for rate limiting: a name and type, a zone that denies, a cut that refers, or 0. */
  get accountKey(): number {
    return this.#accountKey === byName ? nameKey(this.query) : this.#accountKey;
  }

  /** The next query was parsed; nothing is known of its reply. */
  forget(): void {
    this.#accountKey = 0;
  }

  /** Replies go into `tx[start, start + size)`. */
  begin(tx: Uint8Array, start: number, size: number): void {
    this.encoder.writer.begin(tx, start, start + size);
  }

  /** The answer, as far as it fits. */
  send(answer: Answer): number {
    const { query, encoder, options } = this;
    const { writer } = encoder;
    const end = writer.limit;
    this.countAs(answer.accountKey);
    if (query.edns.present) {
      options.tell(answer.extendedError);
      options.isCompact = answer.isCompact;
      writer.limit -= options.octets;
    }
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    encoder.encode(answer);
    if (this.trace !== null) tellReply(this.trace, this.#memory, encoder, answer);
    let bits = answer.rcode & 15;
    if (answer.authoritative) bits |= headerAA;
    if (encoder.truncated) bits |= headerTC;
    return this.finish(bits, answer.rcode, end);
  }

  /** Says what the reply is about: 0 stands for the question's name and type. */
  countAs(key: number): void {
    this.#accountKey = key === 0 ? byName : key;
  }

  /** A reply without records: question, OPT where the query had one. */
  plain(rcode: number, extendedError: number, text: Uint8Array | null = null): number {
    const { query } = this;
    const { writer } = this.encoder;
    this.encoder.clear();
    if (query.counts[0] === 1) writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    this.options.tell(extendedError, text);
    return this.finish(rcode & 15, rcode, writer.limit);
  }

  /** A reply that says nothing but to come back over TCP (RFC 7766 §5). */
  truncated(): number {
    const { query } = this;
    const { writer } = this.encoder;
    this.encoder.clear();
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    this.options.tell(-1);
    return this.finish(headerTC, Rcode.NOERROR, writer.limit);
  }

  /** A reply to what cannot be read further: twelve octets. */
  headerOnly(rcode: number): number {
    const { query } = this;
    const { writer } = this.encoder;
    writer.header(query.id, headerQR | (query.opcode << 11) | (query.bits & headerRD) | rcode, 0, 0, 0, 0);
    if (this.trace !== null) this.#tell(this.trace, rcode, [0, 0, 0]);
    return headerOctets;
  }

  /** The question and nothing else, not even OPT. */
  bare(bits: number, rcode: number): number {
    const { query } = this;
    const { writer } = this.encoder;
    this.encoder.clear();
    if (query.counts[0] === 1) writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    const recursion = this.recursionAvailable ? headerRA : 0;
    const flags = headerQR | (query.opcode << 11) | (query.bits & headerRD) | recursion | bits | rcode;
    writer.header(query.id, flags, query.counts[0] === 1 ? 1 : 0, 0, 0, 0);
    return writer.at - writer.start;
  }

  /** RFC 4892: TXT of class CH, TTL 0, without AA. */
  chaos(rdata: Uint8Array): number {
    const { query } = this;
    const { writer, counts } = this.encoder;
    this.encoder.clear();
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    counts[0] = 1;
    writer.pointer(headerOctets);
    writer.u16(RRType.TXT);
    writer.u16(Class.CH);
    writer.u16(0);
    writer.u16(0);
    writer.u16(rdata.length);
    writer.octets(rdata, 0, rdata.length);
    this.options.tell(-1);
    return this.finish(Rcode.NOERROR, Rcode.NOERROR, writer.limit);
  }

  /** The packed record at `bytes[from, end)` under the question's name: all of the answer, with authority. */
  record(bytes: Uint8Array, from: number, end: number): number {
    const { query } = this;
    const { writer, counts } = this.encoder;
    const { limit } = writer;
    this.encoder.clear();
    this.options.tell(-1);
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    const room = limit - writer.at - (query.edns.present ? this.options.octets : 0);
    if (room < end - from) return this.finish(headerAA | headerTC, Rcode.NOERROR, limit);
    counts[0] = 1;
    writer.pointer(headerOctets);
    writer.octets(bytes, from + 2, end);
    return this.finish(headerAA, Rcode.NOERROR, limit);
  }

  /** RFC 8945 §5.2.1, §5.2.2: NOTAUTH, and the query's TSIG, which is readable, back with the error, unsigned. */
  unsigned(error: number): number {
    const length = this.plain(Rcode.NOTAUTH, -1);
    const { writer } = this.encoder;
    if (!writeUnsigned(writer, this.query, error)) return length;
    writer.countAdditional();
    return writer.at - writer.start;
  }

  /** OPT and the header round what was written; `end` is where the room ends. Returns the reply's octets. */
  finish(bits: number, rcode: number, end: number): number {
    const { query } = this;
    const { writer, counts } = this.encoder;
    let additional = counts[2];
    if (query.edns.present) {
      this.options.write(writer, query.edns, rcode, end);
      additional++;
    }
    // RD is copied (RFC 1035 §4.1.1); AD and CD are nothing an authoritative answer says.
    const recursion = this.recursionAvailable ? headerRA : 0;
    const flags = headerQR | (query.opcode << 11) | (query.bits & headerRD) | recursion | bits;
    writer.header(query.id, flags, query.counts[0] === 1 ? 1 : 0, counts[0], counts[1], additional);
    if (this.trace !== null) this.#tell(this.trace, rcode, counts);
    return writer.at - writer.start;
  }

  #tell(trace: Trace, rcode: number, [answers, authorities, additionals]: Iterable<number>): void {
    const { bytes, start, at } = this.encoder.writer;
    const message = bytes.subarray(start, at);
    trace.note("request.answered", { rcode, answers, authorities, additionals, size: message.length }, message);
  }
}

/** The question as a number: its name's octets, any case, and its type. */
function nameKey(query: MessageView): number {
  const { qname } = query;
  let key = query.qtype;
  for (let i = 0; i < qname.length; i++) key = (Math.imul(key, 31) + (qname.bytes[qname.start + i] | 0x20)) | 0;
  return key;
}
