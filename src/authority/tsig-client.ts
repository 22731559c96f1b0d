// TSIG seen from a client (RFC 8945 §5.3.1, §5.4): one query signed, and the messages that answer it judged, one after the other. Some
// servers sign only some messages of a transfer: the next signature covers those before it.
// The server's side, and what both put into their digests: ./tsig.ts.

import { putU16, sameOctets, u16At } from "../base/octets.ts";
import { badSignature, codeName, Rcode } from "../dns/codes.ts";
import { MessageView } from "../dns/message-view.ts";
import {
  fudgeSeconds,
  putRecord,
  putTime,
  putVariables,
  readTsig,
  recordOctets,
  timeOctets,
  type TsigRecord,
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
    const digest = new Uint8Array(query.length + variableOctets(this.#key, 0));
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
      this.#unsigned.push(message);
      if (this.#isFirst) return "it is not signed";
      return this.#unsigned.length > maxUnsignedMessages ? "too many messages are not signed" : null;
    }
    const record = readTsig(view);
    if (record === null || findKey([this.#key], message, record.name, record.algorithm) === null)
      return "it is signed with another key";
    const error = u16At(message, record.macEnd + 2);
    if (error !== 0) return `the server says ${tsigErrorName(error)}`;
    const { algorithm, secret } = this.#key;
    const mac = this.#parts.hmac(algorithm, secret, this.#digest(view, record));
    const given = message.subarray(record.mac, record.macEnd);
    if (!sameOctets(mac, given)) return "its signature is wrong";
    if (Math.abs(this.#parts.nowSeconds() - record.timeSeconds) > record.fudgeSeconds) return "it was not signed now";
    this.#last = given;
    this.#unsigned = [];
    this.#isFirst = false;
    return null;
  }

  #digest(view: MessageView, record: TsigRecord): Uint8Array {
    const { bytes, tsig } = view;
    const time = bytes.subarray(record.algorithmEnd, record.algorithmEnd + timeOctets + 2);
    const rest = bytes.subarray(record.macEnd + 2, record.macEnd + 6 + u16At(bytes, record.macEnd + 4));
    const size = new Uint8Array(2);
    putU16(size, 0, this.#last.length);
    const message = bytes.slice(0, tsig);
    putU16(message, 0, record.originalId);
    putU16(message, 10, u16At(message, 10) - 1);
    const variables = new Uint8Array(this.#isFirst ? variableOctets(this.#key, rest.length - 4) : time.length);
    if (this.#isFirst) putVariables(variables, 0, this.#key, time, rest);
    else variables.set(time);
    return joined([size, this.#last, ...this.#unsigned, message, variables]);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function tsigErrorName(error: number): string {
  return error === badSignature ? "BADSIG" : codeName(Rcode, error, "error ");
}
