// The packet boundary: every message of every transport passes here once, and its reply comes back through here.
// Access list, responder, rate limit, counters, query log, in this order. The try/catch below is the only one on
// the way: a fault of ours costs one message its answer (SERVFAIL, a counter, a line in the log), never a worker.
// Nothing here waits and nothing here allocates, so one Exchange serves all sockets of a thread. A question that the
// responder holds (deferrals.ts) comes back here with its reply, and is limited, counted and logged then.

import { maxMessageOctets } from "../dns/message-view.ts";
import { type Client, Protocol } from "../authority/client.ts";
import { maxDatagramReplyAgeMs } from "../base/limits.ts";
import type { AccessList } from "./access.ts";
import type { Sender } from "./client.ts";
import { Cell, observeDuration, observeSize, requestCell, responseCell } from "./counters.ts";
import type { DatagramHandler } from "./datagram.ts";
import type { Deferrals, Pending } from "./deferrals.ts";
import type { QueryLogWriter } from "./query-log.ts";
import { type RateLimiter, ResponseKind, Verdict } from "./rate-limit.ts";
import { composeTerse, questionNameEnd, Terse } from "./terse-reply.ts";

/** What answers a message: authority/responder.ts in service, an echo in tests. */
export interface Responder extends Pick<DatagramHandler, "enter" | "leave" | "respond"> {
  /** About the last reply: a hash of its subject (a name, or a zone and a kind of answer). */
  readonly accountKey: number;
  /** 1 when the last message proved its source address with a cookie (RFC 7873 §5.2.3). */
  readonly addressProven: number;
}

export interface ExchangeSettings {
  readonly responder: Responder;
  /** This worker's row. */
  readonly counters: Float64Array;
  /** Who may ask; null for everybody. */
  readonly allowQuery: AccessList | null;
  readonly rateLimiter: RateLimiter | null;
  /** Clients that are never rate limited. */
  readonly rateExempt: AccessList | null;
  readonly queryLog: QueryLogWriter | null;
  /** Where the responder holds questions that are answered later. */
  readonly deferrals: Deferrals;
  /** Takes a fault of ours: at most one a second. */
  readonly report: (fault: string) => void;
}

const reportEveryMs = 1000;

/** A refused client has no subject to be rate limited by, and has proven no address. */
const strangers = { accountKey: 0, addressProven: 0 } as const;

export class Exchange implements DatagramHandler {
  readonly #responder: Responder;
  readonly #counters: Float64Array;
  readonly #rateLimiter: RateLimiter | null;
  readonly #rateExempt: AccessList | null;
  readonly #queryLog: QueryLogWriter | null;
  readonly #deferrals: Deferrals;
  /** Room for the reply to a question that was held. */
  readonly #late = new Uint8Array(maxMessageOctets);
  readonly #report: (fault: string) => void;
  #allowQuery: AccessList | null;
  #startMs = 0;
  #messages = 0;
  #protocol: Protocol = Protocol.udp;
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(settings: ExchangeSettings) {
    this.#responder = settings.responder;
    this.#counters = settings.counters;
    this.#allowQuery = settings.allowQuery;
    this.#rateLimiter = settings.rateLimiter;
    this.#rateExempt = settings.rateExempt;
    this.#queryLog = settings.queryLog;
    this.#deferrals = settings.deferrals;
    this.#deferrals.finishWith((pending, octets) => this.#finish(pending, octets));
    this.#report = settings.report;
  }

  /** Replaces the access list, from the next message on. */
  setAllowQuery(list: AccessList | null): void {
    this.#allowQuery = list;
  }

  enter(): void {
    this.#startMs = performance.now();
    this.#messages = 0;
    this.#responder.enter();
  }

  leave(): void {
    this.#responder.leave();
    observeDuration(this.#counters, this.#protocol, (performance.now() - this.#startMs) / 1000, this.#messages);
  }

  dropped(replies: number): void {
    this.#counters[Cell.dropped + this.#protocol] += replies;
  }

  /** Answers rx[start, end) into tx[txStart, txStart + room); the reply's octets, 0 to say nothing. */
  respond(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Sender,
  ): number {
    const counters = this.#counters;
    this.#messages++;
    this.#protocol = client.protocol;
    const nameEnd = questionNameEnd(rx, start, end);
    counters[requestCell(client.protocol, client.family, nameEnd < 0 ? -1 : (rx[nameEnd] << 8) | rx[nameEnd + 1])]++;
    observeSize(counters, Cell.requestSize, client.protocol, end - start);
    if (asksDnssec(rx, start, nameEnd, end)) counters[Cell.doBit + client.protocol]++;
    let length: number;
    let about: Pick<Responder, "accountKey" | "addressProven"> = strangers;
    if (this.#allowQuery !== null && !this.#allowQuery.allows(client.family, client.address)) {
      counters[Cell.refusedByAccess]++;
      length = composeTerse(Terse.refused, rx, start, end, tx, txStart, room);
    } else {
      const responder = this.#responder;
      const deferrals = this.#deferrals;
      deferrals.newest = 0;
      try {
        length = responder.respond(rx, start, end, tx, txStart, room, client);
      } catch (error) {
        length = composeTerse(Terse.servfail, rx, start, end, tx, txStart, room);
        this.#panic(error);
      }
      if (deferrals.newest !== 0 && this.#isHeld(deferrals.newest, length)) return 0;
      about = responder;
    }
    if (length > 0 && client.protocol === Protocol.udp)
      length = this.#limit(rx, start, end, tx, txStart, length, client, about);
    this.#countReply(nameEnd < 0 ? -1 : nameEnd + 4 - start, tx, txStart, length, client.protocol);
    this.#log(0, rx, start, nameEnd, client, tx, txStart, length);
    return length;
  }

  /** Whether the message at hand is answered later; what the responder held and then answered itself is forgotten. */
  #isHeld(token: number, length: number): boolean {
    const pending = this.#deferrals.find(token);
    if (pending === null) return false;
    if (length > 0) {
      this.#deferrals.forget(token);
      return false;
    }
    pending.arrivedMs = this.#startMs;
    pending.accountKey = this.#rateLimiter === null ? 0 : this.#responder.accountKey;
    pending.addressProven = this.#responder.addressProven;
    this.#messages--; // its time is measured to the end
    this.#counters[Cell.deferred]++;
    return true;
  }

  /** The reply to a question that was held; null fails it. */
  #finish(pending: Pending, octets: Uint8Array | null): void {
    this.#startMs = performance.now();
    const { client, query, path } = pending;
    const { protocol } = client;
    const counters = this.#counters;
    const ageMs = this.#startMs - pending.arrivedMs;
    counters[Cell.deferred]--;
    observeDuration(counters, protocol, ageMs / 1000, 1);
    if (protocol === Protocol.udp && ageMs > maxDatagramReplyAgeMs) {
      counters[Cell.discardedLate]++;
      counters[Cell.silent + protocol]++;
      return path.abandon();
    }
    const end = query.length;
    const nameEnd = questionNameEnd(query, 0, end);
    const tx = this.#late;
    let length = octets === null ? composeTerse(Terse.servfail, query, 0, end, tx, 0, tx.length) : octets.length;
    if (octets !== null) tx.set(octets);
    if (length > 0 && protocol === Protocol.udp) length = this.#limit(query, 0, end, tx, 0, length, client, pending);
    this.#countReply(nameEnd < 0 ? -1 : nameEnd + 4, tx, 0, length, protocol);
    this.#log(ageMs, query, 0, nameEnd, client, tx, 0, length);
    if (length === 0) path.abandon();
    else if (!path.send(tx.subarray(0, length))) counters[Cell.dropped + protocol]++;
  }

  /** A line of the query log, for a query that came so many milliseconds ago. */
  #log(
    ageMs: number,
    rx: Uint8Array,
    start: number,
    nameEnd: number,
    client: Client,
    tx: Uint8Array,
    txStart: number,
    length: number,
  ): void {
    const log = this.#queryLog;
    if (log === null || !log.due()) return;
    const isTaken = log.write(Date.now() - ageMs, rx, start, nameEnd, client, tx, txStart, length);
    if (!isTaken) this.#counters[Cell.queryLogDropped]++;
  }

  /** Rate limiting: the length that goes out. Streams and valid cookies have proven their address. */
  #limit(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    length: number,
    client: Client,
    about: Pick<Responder, "accountKey" | "addressProven">,
  ): number {
    const limiter = this.#rateLimiter;
    if (limiter === null || about.addressProven === 1) return length;
    if (this.#rateExempt !== null && this.#rateExempt.allows(client.family, client.address)) return length;
    const kind = kindOf(tx, txStart);
    const verdict = limiter.account(client.family, client.address, kind, about.accountKey, this.#startMs | 0);
    if (verdict === Verdict.send) return length;
    if (verdict === Verdict.drop) {
      this.#counters[Cell.rateDropped]++;
      return 0;
    }
    this.#counters[Cell.rateSlipped]++;
    return composeTerse(Terse.truncated, rx, start, end, tx, txStart, end - start); // never longer than the question
  }

  #countReply(questionEnd: number, tx: Uint8Array, txStart: number, length: number, protocol: Protocol): void {
    const counters = this.#counters;
    if (length < 12) {
      counters[Cell.silent + protocol]++;
      return;
    }
    counters[responseCell(protocol, rcodeOf(tx, txStart, length, questionEnd))]++;
    observeSize(counters, Cell.responseSize, protocol, length);
    if ((tx[txStart + 2] & 0x02) !== 0) counters[Cell.truncated + protocol]++;
  }

  #panic(error: unknown): void {
    this.#counters[Cell.panics]++;
    if (this.#startMs - this.#reportedMs < reportEveryMs) return;
    this.#reportedMs = this.#startMs;
    this.#report(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** The kind of a reply, for its rate. */
function kindOf(tx: Uint8Array, at: number): ResponseKind {
  const rcode = tx[at + 3] & 15;
  if (rcode === 3) return ResponseKind.nxdomain;
  if (rcode !== 0) return ResponseKind.error;
  if ((tx[at + 6] | tx[at + 7]) !== 0) return ResponseKind.answer;
  const authoritative = (tx[at + 2] & 0x04) !== 0;
  return !authoritative && (tx[at + 8] | tx[at + 9]) !== 0 ? ResponseKind.referral : ResponseKind.nodata;
}

/** DO of an OPT record that follows the question (RFC 6891 §6.1.4). */
function asksDnssec(rx: Uint8Array, start: number, nameEnd: number, end: number): boolean {
  const opt = nameEnd + 4;
  if (nameEnd < 0 || opt + 11 > end || (rx[start + 10] | rx[start + 11]) === 0) return false;
  return rx[opt] === 0 && rx[opt + 1] === 0 && rx[opt + 2] === 41 && (rx[opt + 7] & 0x80) !== 0;
}

/** The response code; with its upper bits (RFC 6891 §6.1.3) where nothing stands between question and OPT, as in BADVERS. */
function rcodeOf(tx: Uint8Array, at: number, length: number, opt: number): number {
  const rcode = tx[at + 3] & 15;
  if (opt < 0 || opt + 11 > length || tx[at + 5] !== 1) return rcode;
  if ((tx[at + 6] | tx[at + 7] | tx[at + 8] | tx[at + 9]) !== 0) return rcode;
  const isOpt = tx[at + opt] === 0 && tx[at + opt + 1] === 0 && tx[at + opt + 2] === 41;
  return isOpt ? (tx[at + opt + 5] << 4) | rcode : rcode;
}
