// TSIG seen from a client (RFC 8945 §5.3.1, §5.4): one query signed, and the messages that answer it judged, one after the other. Some
// servers sign only some messages of a transfer: the next signature covers those before it.
// The server's side, and what both put into their digests: ./tsig.ts.

import { putU16, sameOctets, u16At } from "../base/octets.ts";
import { badSignature, codeName, Rcode } from "../dns/codes.ts";
import { MessageView } from "../dns/message-view.ts";
import {
  answerDigest,
  fudgeSeconds,
  putRecord,
  putTime,
  putVariables,
  readTsig,
  recordOctets,
  signedParts,
  timeOctets,
  variableOctets,
} from "./tsig.ts";
import { findKey, type TsigKey, type TsigParts } from "./tsig-keys.ts";

/** RFC 8945 §5.3.1: a server signs one of a hundred messages at least. */
const maxUnsignedMessages = 99;

/** A client's side: signs one query, and says of each message that answers it whether to believe it. */
export class TsigClient {
  readonly #key: TsigKey;
  readonly #parts: Omit<TsigParts, "keys">;
  #last: Uint8Array = new Uint8Array(0);
  /** Messages that the next signature signs, too (RFC 8945 §5.3.1). */
  #unsigned: Uint8Array[] = [];
  #isFirst = true;

  constructor(key: TsigKey, parts: Omit<TsigParts, "keys">) {
    this.#key = key;
    this.#parts = parts;
  }

  /** Whether nothing waits for a signature: the last message must have one. */
  get isSettled(): boolean {
    return this.#unsigned.length === 0;
  }

  sign(query: Uint8Array): Uint8Array {
    const { algorithm, secret } = this.#key;
    const time = new Uint8Array(timeOctets + 2);
    putTime(time, 0, this.#parts.nowSeconds());
    putU16(time, timeOctets, fudgeSeconds);
    const rest = new Uint8Array(4);
    const digest = new Uint8Array(query.length + variableOctets(this.#key, rest));
    digest.set(query);
    putVariables(digest, query.length, this.#key, time, rest);
    this.#last = this.#parts.hmac(algorithm, secret, digest);
    const out = new Uint8Array(query.length + recordOctets(this.#key));
    out.set(query);
    putRecord(out, 0, query.length, this.#key, [time, this.#last, rest]);
    return out;
  }

  /** What is wrong with the signature of an answer, or with there being none; null when there is nothing. */
  complaint(message: Uint8Array): string | null {
    const view = new MessageView();
    view.parse(message, 0, message.length);
    if (view.tsig < 0) {
      if (this.#isFirst) return "it is not signed"; // nor part of what a later one signs
      this.#unsigned.push(message);
      return this.#unsigned.length > maxUnsignedMessages ? "too many messages are not signed" : null;
    }
    const record = readTsig(view);
    if (record === null || findKey([this.#key], message, record.name, record.algorithm) === null)
      return "it is signed with another key";
    const error = u16At(message, record.macEnd + 2);
    if (error !== 0) return `the server says ${tsigErrorName(error)}`;
    const { algorithm, secret } = this.#key;
    const parts = signedParts(view, record);
    const messages = [...this.#unsigned, parts.message];
    const digest = answerDigest(this.#key, this.#last, messages, parts, this.#isFirst ? "all" : "time");
    const mac = this.#parts.hmac(algorithm, secret, digest);
    const given = message.subarray(record.mac, record.macEnd);
    if (!sameOctets(mac, given)) return "its signature is wrong";
    if (Math.abs(this.#parts.nowSeconds() - record.timeSeconds) > record.fudgeSeconds) return "it was not signed now";
    this.#last = given;
    this.#unsigned = [];
    this.#isFirst = false;
    return null;
  }
}

function tsigErrorName(error: number): string {
  return error === badSignature ? "BADSIG" : codeName(Rcode, error, "error ");
}
