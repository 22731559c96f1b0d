// One message of a desk and its reply: read and its signature judged at the start, answered at the end, however much later, in the
// way that the responder answers queries (../../authority/reply-writer.ts): the question, OPT where the message had one, with an
// Extended DNS Error (RFC 8914), and a signature where the message had one that holds (RFC 8945 §5.3).
// A message that cannot be taken has its refusal at once: unreadable, another version of EDNS, a signature that does not hold.

import type { Memory } from "../../base/memory.ts";
import { ReplyWriter } from "../../authority/reply-writer.ts";
import { hasRoomToSign, judge, Sealer } from "../../authority/tsig.ts";
import type { TsigKey, TsigParts } from "../../authority/tsig-keys.ts";
import { nowhere, Protocol } from "../../authority/client.ts";
import { putU16, u16At } from "../../base/octets.ts";
import { Rcode } from "../../dns/codes.ts";
import { headerOctets, maxMessageOctets, MessageFault, MessageView } from "../../dns/message-view.ts";
import type { Config } from "../config.ts";
import { keysOf } from "../configured-keys.ts";
import { tsigParts } from "../tsig-parts.ts";
import type { ErrandClient } from "./errand-messages.ts";

export interface ErrandExchangeParts {
  /** The image's, for whoever writes replies. */
  readonly memory: Memory;
  readonly tsig: TsigParts;
  readonly maxUdpOctets: number;
  readonly keepaliveDeciseconds: number;
}

/** What the configuration says of them. */
export function exchangeParts(dns: Config["dns"], memory: Memory): ErrandExchangeParts {
  const keepaliveDeciseconds = dns.tcp.idleSeconds * 10;
  return { memory, tsig: tsigParts(keysOf(dns)), maxUdpOctets: dns.maxUdpSize, keepaliveDeciseconds };
}

/** What is answered: an RCODE, and in words what it is about. */
export interface ErrandAnswer {
  readonly rcode: number;
  /** The Extended DNS Error, for whoever understands EDNS; -1 or left out for none. */
  readonly error?: number;
  readonly text?: string;
  /** Flags of the header beside QR: AA. */
  readonly flags?: number;
}

/** The least that UDP carries (RFC 1035 §4.2.1). */
const plainUdpOctets = 512;
/** An Extended DNS Error's text is for people to read. */
const maxTextOctets = 400;
/** What such an error costs without its text. */
const errorOctets = 6;
const encoder = new TextEncoder();

export class ErrandExchange {
  readonly query = new MessageView();
  /** What the message is signed with; null for one that is not. */
  readonly key: TsigKey | null;
  /** The reply to a message that is not taken; null where the desk is to decide. */
  readonly refusal: Uint8Array | null;
  readonly #reply: ReplyWriter;
  readonly #room: Uint8Array;
  #sealer: Sealer | null = null;

  constructor(message: Uint8Array, client: ErrandClient, { memory, tsig, ...settings }: ErrandExchangeParts) {
    const { query } = this;
    const fault = query.parse(message, 0, message.length);
    const { nowSeconds } = tsig;
    // Cookies are the workers' alone: none is told, which a server may do without (RFC 7873 §5.2).
    this.#reply = new ReplyWriter(memory, query, {
      ...settings,
      nsid: null,
      cookies: null,
      subnets: "ignored",
      nowSeconds,
    });
    this.#room = new Uint8Array(roomOf(query, client, settings.maxUdpOctets));
    this.refusal = this.#unreadable(fault) ?? this.#refusedOptions(client);
    this.key = null;
    if (this.refusal !== null || query.tsig < 0) return;
    const verdict = judge(query, tsig);
    if ("key" in verdict) {
      this.#sealer = new Sealer(query, verdict, tsig);
      if (verdict.error === 0) this.key = verdict.key;
      else this.refusal = this.answer({ rcode: Rcode.NOTAUTH });
    } else this.refusal = this.#unsigned(verdict.error);
  }

  /** The whole reply. What does not fit is left out: first the text, then OPT. */
  answer(answer: ErrandAnswer): Uint8Array {
    const { query } = this;
    this.#begin();
    const { writer } = this.#reply.encoder;
    const sealer = this.#sealer;
    writer.limit -= sealer?.octets ?? 0;
    const { options } = this.#reply;
    options.tell(-1);
    const fits = hasRoomToSign(query, writer.limit - writer.start, query.edns.present ? options.octets : 0);
    const length = fits ? this.#plain(answer) : this.#reply.bare(0, answer.rcode & 15);
    putU16(writer.bytes, writer.start + 2, u16At(writer.bytes, writer.start + 2) | (answer.flags ?? 0));
    return this.#written(sealer === null ? length : sealer.seal(writer.bytes, writer.start, length));
  }

  #unreadable(fault: MessageFault): Uint8Array | null {
    if (fault === MessageFault.none) return null;
    this.#begin();
    this.query.edns.clear(); // what stands there cannot be trusted
    const hasQuestion = fault === MessageFault.body && this.query.counts[0] === 1;
    const rcode = Rcode.FORMERR;
    return this.#written(hasQuestion ? this.#plain({ rcode }) : this.#reply.headerOnly(rcode));
  }

  #refusedOptions(client: ErrandClient): Uint8Array | null {
    const areOptions = this.#reply.options.read(this.query, { ...client, local: nowhere });
    if (!areOptions) return this.answer({ rcode: Rcode.FORMERR });
    return this.query.edns.version === 0 ? null : this.answer({ rcode: Rcode.BADVERS });
  }

  /** RFC 8945 §5.2.1, §5.2.2: what is told without a signature. */
  #unsigned(error: number): Uint8Array {
    if (error === Rcode.FORMERR) return this.answer({ rcode: Rcode.FORMERR });
    this.#begin();
    return this.#written(this.#reply.unsigned(error));
  }

  #begin(): void {
    this.#reply.begin(this.#room, 0, this.#room.length);
  }

  #written(length: number): Uint8Array {
    return this.#room.slice(0, length);
  }

  #plain({ rcode, error = -1, text }: ErrandAnswer): number {
    const { query } = this;
    const { options, encoder: replyEncoder } = this.#reply;
    const { writer } = replyEncoder;
    options.tell(-1);
    const room =
      writer.limit - writer.at - (query.questionEnd - query.start - headerOctets) - options.octets - errorOctets;
    if (text === undefined || room < 0) return this.#reply.plain(rcode, room < 0 ? -1 : error);
    return this.#reply.plain(rcode, error, encoder.encode(text).subarray(0, Math.min(room, maxTextOctets)));
  }
}

function roomOf({ edns }: MessageView, { protocol }: ErrandClient, maxUdpOctets: number): number {
  if (protocol !== Protocol.udp) return maxMessageOctets;
  return Math.min(edns.present ? Math.max(plainUdpOctets, edns.udpSize) : plainUdpOctets, maxUdpOctets);
}
