// The responder: one message in, one reply out, in place. It is what a transport calls for every message.
// It judges the header (RFC 1035 §4.1.1, RFC 9619), EDNS (RFC 6891) and class, hands the question to the authority, and
// writes the reply within the size that the client and we allow. Everything here is synchronous and allocates nothing.
// Silence is kept for what is no query: a reply to a reply would let two servers talk for ever.
// A question that leaves our zones goes the way of ./recursion.ts, where there is one.

import { Class, className, codeName, ExtendedError, Opcode, Rcode } from "../dns/codes.ts";
import {
  headerAA,
  headerAD,
  headerCD,
  headerOctets,
  headerQR,
  headerRA,
  headerRD,
  headerTC,
  MessageFault,
  MessageView,
} from "../dns/message-view.ts";
import { QuestionKey, ReadyReply, Wish } from "../dns/ready-reply.ts";
import { RRType } from "../dns/types.ts";
import { Reader } from "../zone/epochs.ts";
import { Authority } from "./authority.ts";
import { Chaos } from "./chaos.ts";
import { Protocol } from "./client.ts";
import { Cookies } from "./cookies.ts";
import { Encoder } from "./encoder.ts";
import { describeError, Options } from "./options.ts";
import { appendReady, writeReady } from "./ready-writer.ts";
import { nameFrom } from "./traced-names.ts";
import { tellCookie, tellReply } from "./traced-reply.ts";
import { Purpose, traceOption } from "./recursion.ts";
import { isReadableTsig, writeBadKey } from "./tsig.ts";
import type { Memory } from "../base/memory.ts";
import type { Trace } from "../trace/steps.ts";
import type { Answer } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Recursion } from "./recursion.ts";

/** The least that UDP carries (RFC 1035 §4.2.1), and what a smaller EDNS size counts as (RFC 6891 §6.2.5). */
const plainUdpOctets = 512;
const maxMessageOctets = 65_535;
/** So much of the identity goes into NSID that any reply without records fits 512 octets. */
const maxIdentityOctets = 100;

/** The account key is made from the question when it is asked for: only rate limiting does. */
const byName = -1;

export interface ResponderOptions {
  /** This responder's own slot among the readers of the image, below `maxWorkers`. */
  readonly reader: number;
  /** The view of zones that is answered from. */
  readonly view: number;
  /** What version.bind and id.server say in class CH; null refuses (RFC 4892). The identity is the NSID, too. */
  readonly version: string | null;
  readonly identity: string | null;
  /** Our UDP payload size (RFC 6891 §6.2.5), 512 to 4096. */
  readonly maxUdpOctets: number;
  /** 16 octets that all servers of an address share; null turns cookies off. */
  readonly cookieSecret: Uint8Array | null;
  readonly keepaliveDeciseconds: number;
  /** Seconds since 1970: the time in cookies. */
  readonly nowSeconds: () => number;
  /** The way out of our zones; null for a server that is authoritative only. */
  readonly recursion: Recursion | null;
}

export class Responder {
  /** Whether the last reply's client proved its address: for rate limiting. */
  addressProven: 0 | 1 = 0;
  /** Whether the last message got no reply because it was handed over: `deliver` will make one. */
  deferred: 0 | 1 = 0;
  readonly #query = new MessageView();
  readonly #reader: Reader;
  readonly #authority: Authority;
  readonly #encoder: Encoder;
  readonly #options: Options;
  readonly #chaos: Chaos;
  readonly #settings: ResponderOptions;
  readonly #question = new QuestionKey();
  readonly #ready = new ReadyReply();
  /** The client may have questions resolved. */
  #mayRecurse = false;
  /** The ready reply that was waited for; null for a query that comes for the first time. */
  #delivered: Uint8Array | null = null;
  #accountKey = 0;
  #trace: Trace | null = null;

  constructor(memory: Memory, settings: ResponderOptions) {
    const { version, identity, maxUdpOctets, cookieSecret, keepaliveDeciseconds } = settings;
    this.#settings = settings;
    this.#reader = new Reader(memory, settings.reader);
    this.#authority = new Authority(memory);
    this.#encoder = new Encoder(memory);
    this.#chaos = new Chaos(version, identity);
    this.#options = new Options({
      maxUdpOctets,
      nsid: identity === null ? null : new TextEncoder().encode(identity).subarray(0, maxIdentityOctets),
      cookies: cookieSecret === null ? null : new Cookies(cookieSecret),
      keepaliveDeciseconds,
      nowSeconds: settings.nowSeconds,
    });
    describeError(ExtendedError["Not Authoritative"], "this server holds no zone for the name");
    describeError(ExtendedError["Not Supported"], "this server does not do that");
    describeError(ExtendedError.Prohibited, "this client may not ask for recursion");
    describeError(ExtendedError["Not Ready"], "too many questions wait for an answer already");
  }

  /** Who is told of every decision about the next messages: null, but for lessons and questions about a question. */
  set trace(trace: Trace | null) {
    this.#trace = this.#authority.trace = trace;
  }

  /** Pins one version of the zones for the messages until `leave`. */
  enter(): void {
    this.#reader.enter();
    this.#settings.recursion?.enter();
  }

  leave(): void {
    this.#reader.leave();
    this.#settings.recursion?.leave();
  }

  /** What the last reply was about, for rate limiting: a name and type, a zone that denies, a cut that refers, or 0. */
  get accountKey(): number {
    return this.#accountKey === byName ? nameKey(this.#query) : this.#accountKey;
  }

  /**
   * Answers `rx[start, end)` into `tx[txStart, txStart + room)`; returns the reply's octets, 0 to say nothing.
   * `room` is at least 512.
   */
  respond(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
  ): number {
    this.#delivered = null;
    return this.#answer(rx, start, end, tx, txStart, room, client);
  }

  /** The reply to a query that was deferred, now that its answer is there: `ready` is a ready reply's octets. */
  deliver(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
    ready: Uint8Array,
  ): number {
    this.#delivered = ready;
    return this.#answer(rx, start, end, tx, txStart, room, client);
  }

  #answer(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Client,
  ): number {
    const query = this.#query;
    const fault = query.parse(rx, start, end);
    this.#accountKey = 0;
    this.addressProven = this.deferred = 0;
    if (fault === MessageFault.short || (query.bits & headerQR) !== 0) return this.#silence(end - start);
    this.#begin(tx, txStart, room, client);
    if (query.opcode !== Opcode.QUERY) return this.#otherOpcode(fault);
    if (fault !== MessageFault.none) this.#trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
    if (fault === MessageFault.question) return this.#headerOnly(Rcode.FORMERR);
    if (fault === MessageFault.body) {
      query.edns.clear(); // what stands there cannot be trusted
      return query.counts[0] === 1 ? this.#plain(Rcode.FORMERR, -1) : this.#headerOnly(Rcode.FORMERR);
    }
    if (!this.#readOptions(client)) return this.#plain(Rcode.FORMERR, -1);
    if (query.edns.version !== 0) return this.#badVersion();
    if (query.counts[0] === 0) return this.#noQuestion();
    if (query.tsig >= 0) return this.#unknownKey();
    if (query.qclass === Class.IN || query.qclass === Class.ANY) return this.#internet(client);
    return query.qclass === Class.CH ? this.#chaosClass() : this.#refuseClass();
  }

  #silence(octets: number): number {
    this.#trace?.note("request.silence", { octets });
    return 0;
  }

  /** RFC 6891 §6.1.3. */
  #badVersion(): number {
    this.#trace?.note("request.edns-version", { version: this.#query.edns.version });
    return this.#plain(Rcode.BADVERS, -1);
  }

  /** RFC 7873 §5.4: only who fetches a cookie may do without a question. */
  #noQuestion(): number {
    const rcode = this.#options.hasCookie ? Rcode.NOERROR : Rcode.FORMERR;
    this.#trace?.note("request.no-question", { rcode });
    return this.#plain(rcode, -1);
  }

  #refuseClass(): number {
    this.#trace?.note("request.class-refused", { class: className(this.#query.qclass) });
    return this.#refuse(ExtendedError["Not Authoritative"]);
  }

  #begin(tx: Uint8Array, txStart: number, room: number, client: Client): void {
    this.#mayRecurse = this.#settings.recursion?.allows(client) ?? false;
    let size = Math.min(room, maxMessageOctets);
    if (client.protocol === Protocol.udp) {
      const { edns } = this.#query;
      const allowed = edns.present ? Math.max(plainUdpOctets, edns.udpSize) : plainUdpOctets;
      size = Math.min(size, allowed, this.#settings.maxUdpOctets);
    }
    this.#encoder.writer.begin(tx, txStart, txStart + size);
  }

  #readOptions(client: Client): boolean {
    const options = this.#options;
    if (!this.#query.edns.present) {
      options.clear();
      return true;
    }
    const wellFormed = options.read(this.#query, client);
    if (this.#trace !== null) tellCookie(this.#trace, options.cookieState);
    this.addressProven = options.addressProven ? 1 : 0;
    return wellFormed;
  }

  #internet(client: Client): number {
    const query = this.#query;
    // Zone transfers are not served: over UDP an AXFR is no question at all (RFC 5936 §4.2).
    if (query.qtype === RRType.AXFR && client.protocol === Protocol.udp) return this.#noTransfer(Rcode.NOTIMP, -1);
    if (query.qtype === RRType.AXFR || query.qtype === RRType.IXFR) return this.#refuseTransfer();
    const answer = this.#authority.resolve(query, this.#reader.at, this.#settings.view);
    const { recursion } = this.#settings;
    // Without RD nobody wants more than a referral (RFC 1034 §4.3.1), and nobody learns what our cache holds.
    const wantsMore = answer.leaves && query.qclass === Class.IN && (query.bits & headerRD) !== 0;
    if (recursion === null || !wantsMore) return this.#send(answer);
    if (this.#mayRecurse) return this.#recurse(answer, recursion, client);
    if (answer.rcode === Rcode.REFUSED) answer.extendedError = ExtendedError.Prohibited;
    return this.#send(answer);
  }

  /** What our zones do not tell: from what is known, or later. */
  #recurse(answer: Answer, recursion: Recursion, client: Client): number {
    const query = this.#query;
    const { qtype, edns } = query;
    const ready = this.#ready;
    const question = this.#question;
    if (qtype === 0 || qtype === RRType.OPT || qtype === RRType.TSIG) return this.#plain(Rcode.FORMERR, -1);
    const wishes = (edns.wantsDnssec ? Wish.dnssec : 0) | ((query.bits & headerCD) === 0 ? 0 : Wish.unchecked);
    question.set(this.#authority.lastName, qtype, wishes);
    this.#trace?.note("request.recurses", { name: nameFrom(this.#authority.lastName, 0), type: qtype });
    answer.keepChain();
    if (this.#delivered !== null) {
      const fits = ready.set(this.#delivered, 0, this.#delivered.length) && ready.answers(question);
      return fits ? this.#sendReady(answer, recursion.nowSeconds()) : this.#plain(Rcode.SERVFAIL, -1);
    }
    const traced = edns.present && edns.find(query.bytes, traceOption) >= 0 && recursion.allowsTrace(client);
    if (!traced && recursion.find(question, client, ready)) {
      const { writer } = this.#encoder;
      const { limit } = writer;
      const length = this.#sendReady(answer, recursion.nowSeconds());
      if (recursion.isIntact()) return length;
      writer.begin(writer.bytes, writer.start, limit); // overwritten while we copied it: as if it had not been there
      this.#options.addReady(ready.bytes, 0, 0);
    }
    if (recursion.defer(question, query, client, traced ? Purpose.trace : Purpose.answer)) {
      this.deferred = 1;
      return 0;
    }
    return this.#plain(Rcode.SERVFAIL, ExtendedError["Not Ready"]);
  }

  /** The ready reply, behind our own aliases where there are any. */
  #sendReady(answer: Answer, nowSeconds: number): number {
    const query = this.#query;
    const encoder = this.#encoder;
    const { writer } = encoder;
    const ready = this.#ready;
    const end = writer.limit;
    this.#accountKey = byName;
    this.#options.tell(-1);
    if (query.edns.present) {
      this.#options.addReady(ready.bytes, ready.options, ready.options + ready.optionOctets);
      writer.limit -= this.#options.octets;
    }
    let bits = ready.bits & (15 | headerTC);
    if (answer.count === 0) {
      writeReady(encoder, query, ready, nowSeconds);
      // RFC 6840 §5.8: AD is for who asked for it, by itself or with DO.
      if (query.edns.wantsDnssec || (query.bits & headerAD) !== 0) bits |= ready.bits & headerAD;
    } else {
      writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
      encoder.encode(answer);
      if (!encoder.truncated) appendReady(encoder, ready, nowSeconds);
      if (answer.authoritative) bits |= headerAA;
    }
    if (encoder.truncated) bits |= headerTC;
    return this.#finish(bits | (query.bits & headerCD), ready.rcode, end); // RFC 4035 §3.2.2: CD is copied
  }

  /** RFC 5936 §2.2.1: NOTAUTH for what is no zone of ours. */
  #refuseTransfer(): number {
    const { qname } = this.#query;
    const isOurs = this.#authority.isApex(qname, this.#reader.at, this.#settings.view);
    return isOurs
      ? this.#noTransfer(Rcode.REFUSED, ExtendedError["Not Supported"])
      : this.#noTransfer(Rcode.NOTAUTH, -1);
  }

  #noTransfer(rcode: number, extendedError: number): number {
    this.#trace?.note("request.transfer-refused", { name: nameFrom(this.#query.qname, 0), rcode });
    return this.#plain(rcode, extendedError);
  }

  /** RFC 8945 §5.2.1: we hold no keys, so whatever key it is, it is unknown here. */
  #unknownKey(): number {
    const query = this.#query;
    if (!isReadableTsig(query)) {
      this.#trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
      return this.#plain(Rcode.FORMERR, -1);
    }
    this.#trace?.note("request.key-unknown", {});
    const length = this.#plain(Rcode.NOTAUTH, -1);
    const { writer } = this.#encoder;
    if (!writeBadKey(writer, query)) return length;
    writer.countAdditional();
    return writer.at - writer.start;
  }

  #send(answer: Answer): number {
    const query = this.#query;
    const encoder = this.#encoder;
    const { writer } = encoder;
    const end = writer.limit;
    this.#accountKey = answer.accountKey === 0 ? byName : answer.accountKey;
    if (query.edns.present) {
      this.#options.tell(answer.extendedError);
      writer.limit -= this.#options.octets;
    }
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    encoder.encode(answer);
    if (this.#trace !== null) tellReply(this.#trace, this.#authority.memory, encoder, answer);
    let bits = answer.rcode & 15;
    if (answer.authoritative) bits |= headerAA;
    if (encoder.truncated) bits |= headerTC;
    return this.#finish(bits, answer.rcode, end);
  }

  /** A reply without records: question, OPT where the query had one. */
  #plain(rcode: number, extendedError: number): number {
    const query = this.#query;
    const { writer } = this.#encoder;
    this.#encoder.clear();
    if (query.counts[0] === 1) writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    this.#options.tell(extendedError);
    return this.#finish(rcode & 15, rcode, writer.limit);
  }

  #refuse(extendedError: number): number {
    return this.#plain(Rcode.REFUSED, extendedError);
  }

  /** A reply to what cannot be read further: twelve octets. */
  #headerOnly(rcode: number): number {
    const query = this.#query;
    const { writer } = this.#encoder;
    writer.header(query.id, headerQR | (query.opcode << 11) | (query.bits & headerRD) | rcode, 0, 0, 0, 0);
    this.#trace?.note("request.answered", { rcode, answers: 0, authorities: 0, additionals: 0, size: headerOctets });
    return headerOctets;
  }

  #finish(bits: number, rcode: number, end: number): number {
    const query = this.#query;
    const { writer, counts } = this.#encoder;
    let additional = counts[2];
    if (query.edns.present) {
      this.#options.write(writer, query.edns, rcode, end);
      additional++;
    }
    // RD is copied (RFC 1035 §4.1.1); AD and CD are nothing an authoritative answer says.
    const recursion = this.#mayRecurse ? headerRA : 0;
    const flags = headerQR | (query.opcode << 11) | (query.bits & headerRD) | recursion | bits;
    writer.header(query.id, flags, query.counts[0] === 1 ? 1 : 0, counts[0], counts[1], additional);
    const size = writer.at - writer.start;
    if (this.#trace !== null) {
      const [answers, authorities, additionals] = counts;
      this.#trace.note("request.answered", { rcode, answers, authorities, additionals, size });
    }
    return size;
  }

  #otherOpcode(fault: MessageFault): number {
    const { opcode, counts } = this.#query;
    if (opcode !== Opcode.NOTIFY && opcode !== Opcode.UPDATE) {
      this.#trace?.note("request.opcode-unknown", { opcode: codeName(Opcode, opcode, "OPCODE") });
      return this.#headerOnly(Rcode.NOTIMP);
    }
    if (fault === MessageFault.question || counts[0] !== 1) {
      this.#trace?.note("request.unreadable", { rcode: Rcode.FORMERR });
      return this.#headerOnly(Rcode.FORMERR);
    }
    this.#trace?.note("request.opcode-refused", { opcode: codeName(Opcode, opcode, "OPCODE") });
    this.#options.clear();
    return this.#refuse(ExtendedError["Not Supported"]);
  }

  /** RFC 4892: TXT of class CH, TTL 0, without AA. */
  #chaosClass(): number {
    const query = this.#query;
    const rdata = this.#chaos.find(query.qname, query.qtype);
    if (rdata === null) return this.#refuseClass();
    this.#trace?.note("request.chaos", { name: nameFrom(query.qname, 0) });
    const { writer, counts } = this.#encoder;
    this.#encoder.clear();
    writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
    counts[0] = 1;
    writer.pointer(headerOctets);
    writer.u16(RRType.TXT);
    writer.u16(Class.CH);
    writer.u16(0);
    writer.u16(0);
    writer.u16(rdata.length);
    writer.octets(rdata, 0, rdata.length);
    this.#options.tell(-1);
    return this.#finish(Rcode.NOERROR, Rcode.NOERROR, writer.limit);
  }
}

/** The question as a number: its name's octets, any case, and its type. */
function nameKey(query: MessageView): number {
  const { qname } = query;
  let key = query.qtype;
  for (let i = 0; i < qname.length; i++) key = (Math.imul(key, 31) + (qname.bytes[qname.start + i] | 0x20)) | 0;
  return key;
}
