// A question that leaves our zones: answered from what is known, or held until the resolver has answered (./recursion.ts is
// the port). Our own aliases that led out stand before the rest of the chain (RFC 6604 §3).
// Deciding and writing lie together here, since whether a known answer may be sent shows only when it was copied.

import { ExtendedError, Rcode } from "../dns/codes.ts";
import { headerAA, headerAD, headerCD, headerOctets, headerTC } from "../dns/message-view.ts";
import { QuestionKey, ReadyReply, Wish } from "../dns/ready-reply.ts";
import { RRType } from "../dns/types.ts";
import { appendReady, isDeniedAbove, writeReady } from "./ready-writer.ts";
import { Purpose, traceOption } from "./recursion.ts";
import { nameFrom } from "./traced-names.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Answer } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Recursion } from "./recursion.ts";
import type { ReplyWriter } from "./reply-writer.ts";

export class Recursing {
  /** The ready reply that was waited for; null for a query that comes for the first time. */
  delivered: Uint8Array | null = null;
  /** Whether the last question was handed over: its reply comes later. */
  deferred: 0 | 1 = 0;
  readonly #recursion: Recursion;
  readonly #reply: ReplyWriter;
  readonly #question = new QuestionKey();
  readonly #ready = new ReadyReply();

  constructor(recursion: Recursion, reply: ReplyWriter) {
    this.#recursion = recursion;
    this.#reply = reply;
  }

  /** What our zones do not tell: from what is known, or later. `answer` is how far they got, at the name `last`. */
  answer(answer: Answer, last: NameCursor, client: Client): number {
    const recursion = this.#recursion;
    const reply = this.#reply;
    const { query } = reply;
    const { qtype, edns } = query;
    const ready = this.#ready;
    const question = this.#question;
    if (qtype === 0 || qtype === RRType.OPT || qtype === RRType.TSIG) return reply.plain(Rcode.FORMERR, -1);
    const wishes = (edns.wantsDnssec ? Wish.dnssec : 0) | ((query.bits & headerCD) === 0 ? 0 : Wish.unchecked);
    question.set(last, qtype, wishes);
    reply.trace?.note("request.recurses", { name: nameFrom(last, 0), type: qtype });
    if (this.delivered !== null) {
      const fits = ready.set(this.delivered, 0, this.delivered.length) && ready.answers(question);
      return fits ? this.#tell(answer) : reply.plain(Rcode.SERVFAIL, -1);
    }
    const traced = edns.present && edns.find(query.bytes, traceOption) >= 0 && recursion.allowsTrace(client);
    if (!traced && recursion.find(question, client, ready)) {
      const { writer } = reply.encoder;
      const { limit } = writer;
      const length = this.#tell(answer);
      if (recursion.isIntact()) return length;
      writer.begin(writer.bytes, writer.start, limit); // overwritten while we copied it: as if it had not been there
      reply.options.addReady(ready.bytes, 0, 0);
    }
    if (recursion.defer(question, query, client, traced ? Purpose.trace : Purpose.answer)) {
      this.deferred = 1;
      return 0;
    }
    if (answer.cutOctets > 0) return reply.send(answer);
    return reply.plain(Rcode.SERVFAIL, ExtendedError["Not Ready"]);
  }

  /**
   * The ready reply, or our own referral: below a cut of our zones we know whom to ask, also where the world knows nothing of the
   * zone, or its servers are not to be reached.
   */
  #tell(answer: Answer): number {
    const ready = this.#ready;
    const isBelowCut = answer.cutOctets > 0;
    if (isBelowCut && (ready.rcode === Rcode.SERVFAIL || isDeniedAbove(ready, answer.cutOctets)))
      return this.#reply.send(answer);
    answer.keepChain();
    return this.#send(answer, this.#recursion.nowSeconds());
  }

  /** The ready reply, behind our own aliases where there are any. */
  #send(answer: Answer, nowSeconds: number): number {
    const reply = this.#reply;
    const { query, encoder, options } = reply;
    const { writer } = encoder;
    const ready = this.#ready;
    const end = writer.limit;
    reply.countAs(0);
    options.tell(-1);
    if (query.edns.present) {
      options.addReady(ready.bytes, ready.options, ready.options + ready.optionOctets);
      writer.limit -= options.octets;
    }
    let bits = ready.bits & (15 | headerTC);
    if (answer.count === 0) {
      writeReady(encoder, query, ready, nowSeconds);
      // RFC 6840 §5.8: AD is for whoever asked for it, by itself or with DO.
      if (query.edns.wantsDnssec || (query.bits & headerAD) !== 0) bits |= ready.bits & headerAD;
    } else {
      writer.question(query.bytes, query.start + headerOctets, query.questionEnd);
      encoder.encode(answer);
      if (!encoder.truncated) appendReady(encoder, ready, nowSeconds);
      if (!encoder.truncated) encoder.encodeProofs(answer);
      if (answer.authoritative) bits |= headerAA;
    }
    if (encoder.truncated) bits |= headerTC;
    return reply.finish(bits | (query.bits & headerCD), ready.rcode, end); // RFC 4035 §3.2.2: CD is copied
  }
}
