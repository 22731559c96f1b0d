// TSIG (RFC 8945): who signed a query, whether the signature holds, and the signatures of what we send. A fault of the key or
// the MAC is told unsigned, one of the time or of a MAC that is too short is told signed (RFC 8945 §5.3.2).
// A message without TSIG never comes here; one with it may cost an allocation.
// Where a query's signature decides what is answered: ./responder.ts; keys: ./tsig-keys.ts.

import { putU16, u16At, u32At } from "../base/octets.ts";
import { badSignature, Class, Rcode } from "../dns/codes.ts";
import { type MessageView, skipName } from "../dns/message-view.ts";
import type { MessageWriter } from "../dns/message-writer.ts";
import { nameLength } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { findKey, macOctets, type TsigKey, type TsigParts } from "./tsig-keys.ts";

/** Octets of TSIG RDATA after the algorithm's name and without MAC: time, fudge, sizes, id, error. */
const fixedOctets = 16;
export const timeOctets: number = 6;
/** Seconds that clocks may differ (RFC 8945 §10 has this number). */
export const fudgeSeconds: number = 300;
/** RFC 8945 §5.2.2.1: no shorter MAC is a MAC, nor one of less than half of its algorithm's octets. */
const leastMacOctets = 10;

/** The query's TSIG record, in place: where its parts stand. */
export interface TsigRecord {
  readonly name: number;
  readonly algorithm: number;
  readonly algorithmEnd: number;
  readonly timeSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: number;
  readonly macEnd: number;
  readonly originalId: number;
}

/** What a query's signature is worth: good, or the TSIG error that says why not (RFC 8945 §3). */
export type Verdict =
  | { readonly error: 0; readonly key: TsigKey; readonly record: TsigRecord }
  | { readonly error: typeof Rcode.BADKEY }
  | { readonly error: typeof badSignature }
  | { readonly error: typeof Rcode.BADTIME | typeof Rcode.BADTRUNC; readonly key: TsigKey; readonly record: TsigRecord }
  /** Not a signature: FORMERR. */
  | { readonly error: typeof Rcode.FORMERR };

/** Reads the query's TSIG record: names whole, sizes adding up (RFC 8945 §4.2); null when it cannot be read. */
export function readTsig(query: MessageView): TsigRecord | null {
  const { bytes, tsig, end } = query;
  const head = skipName(bytes, tsig, end);
  if (nameLength(bytes, tsig, end) !== head - tsig) return null; // RFC 8945 §4.2: not compressed
  const rdata = head + 10;
  const rdataEnd = rdata + u16At(bytes, head + 8);
  const octets = nameLength(bytes, rdata, rdataEnd);
  if (octets < 0 || rdata + octets + fixedOctets > rdataEnd) return null;
  const at = rdata + octets;
  const mac = at + timeOctets + 4;
  const macEnd = mac + u16At(bytes, mac - 2);
  if (macEnd + 6 > rdataEnd || macEnd + 6 + u16At(bytes, macEnd + 4) !== rdataEnd) return null;
  return {
    name: tsig,
    algorithm: rdata,
    algorithmEnd: at,
    timeSeconds: u16At(bytes, at) * 2 ** 32 + u32At(bytes, at + 2),
    fudgeSeconds: u16At(bytes, at + timeOctets),
    mac,
    macEnd,
    originalId: u16At(bytes, macEnd),
  };
}

/** Judges a query's signature, in the order of RFC 8945 §5.2: key, MAC, time, truncation. */
export function judge(query: MessageView, { keys, hmac, nowSeconds }: TsigParts): Verdict {
  const record = readTsig(query);
  if (record === null) return { error: Rcode.FORMERR };
  const { bytes } = query;
  const key = findKey(keys, bytes, record.name, record.algorithm);
  if (key === null) return { error: Rcode.BADKEY };
  const whole = macOctets[key.algorithm];
  const given = record.macEnd - record.mac;
  if (given > whole || given < Math.max(leastMacOctets, whole / 2)) return { error: Rcode.FORMERR };
  const mac = hmac(key.algorithm, key.secret, queryDigest(query, key, record));
  let difference = 0; // looked at to the end, so that the time tells nothing
  for (let i = 0; i < given; i++) difference |= mac[i] ^ bytes[record.mac + i];
  if (difference !== 0) return { error: badSignature };
  const aside = Math.abs(nowSeconds() - record.timeSeconds);
  if (aside > record.fudgeSeconds) return { error: Rcode.BADTIME, key, record };
  // RFC 8945 §5.2.4: local policy is whole MACs.
  return given < whole ? { error: Rcode.BADTRUNC, key, record } : { error: 0, key, record };
}

/** What the client signed (RFC 8945 §4.3): its message and TSIG's variables. */
function queryDigest(query: MessageView, key: TsigKey, record: TsigRecord): Uint8Array {
  const { message, time, rest } = signedParts(query, record);
  const digest = new Uint8Array(message.length + variableOctets(key, rest));
  putVariables(digest, put(digest, 0, message), key, time, rest);
  return digest;
}

/** A message that has come as its sender signed it. */
export interface SignedParts {
  /** All before TSIG, with the id that it had there, and without TSIG in its count. */
  readonly message: Uint8Array;
  /** The time, and by how much clocks may differ. */
  readonly time: Uint8Array;
  /** The error, and other data behind its length. */
  readonly rest: Uint8Array;
}

export function signedParts({ bytes, start, tsig }: MessageView, record: TsigRecord): SignedParts {
  const message = new Uint8Array(bytes.subarray(start, tsig)); // a copy whatever they are: slice() of a Buffer is none
  putU16(message, 0, record.originalId);
  putU16(message, 10, u16At(message, 10) - 1);
  const { algorithmEnd, macEnd } = record;
  const time = bytes.subarray(algorithmEnd, algorithmEnd + timeOctets + 2);
  return { message, time, rest: bytes.subarray(macEnd + 2, macEnd + 6 + u16At(bytes, macEnd + 4)) };
}

/**
 * What the signature of an answer covers (RFC 8945 §5.3): the query's MAC or that of the last signature, the messages since, and
 * all variables or, behind the first signature, the time alone.
 */
export function answerDigest(
  key: TsigKey,
  last: Uint8Array,
  messages: readonly Uint8Array[],
  { time, rest }: Pick<SignedParts, "time" | "rest">,
  variables: "all" | "time",
): Uint8Array {
  const octets = messages.reduce((sum, { length }) => sum + length, 0);
  const end = variables === "all" ? variableOctets(key, rest) : time.length;
  const digest = new Uint8Array(2 + last.length + octets + end);
  putU16(digest, 0, last.length);
  let at = put(digest, 2, last);
  for (const message of messages) at = put(digest, at, message);
  if (variables === "all") putVariables(digest, at, key, time, rest);
  else digest.set(time, at);
  return digest;
}

/** Octets of TSIG's variables in a digest: names, class, TTL, time, fudge, error, other data (RFC 8945 §4.3.3). */
export function variableOctets(key: TsigKey, rest: Uint8Array): number {
  return key.wire.length + 6 + key.algorithmWire.length + timeOctets + 2 + rest.length;
}

export function putVariables(
  digest: Uint8Array,
  start: number,
  key: TsigKey,
  time: Uint8Array,
  rest: Uint8Array,
): void {
  digest.set(key.wire, start);
  const at = start + key.wire.length;
  putU16(digest, at, Class.ANY); // the TTL behind it is 0
  digest.set(key.algorithmWire, at + 6);
  digest.set(time, at + 6 + key.algorithmWire.length);
  digest.set(rest, at + 6 + key.algorithmWire.length + time.length);
}

/** Signs the messages that answer one query: the first by the query's MAC, each later one by the one before (RFC 8945 §5.3.1). */
export class Sealer {
  readonly key: TsigKey;
  readonly #parts: TsigParts;
  readonly #error: number;
  /** The time that the client signed at: what BADTIME says back (RFC 8945 §5.2.3). */
  readonly #queriedSeconds: number;
  #last: Uint8Array;
  #isFirst = true;

  /** `verdict` tells of a query whose MAC holds. */
  constructor(query: MessageView, verdict: Extract<Verdict, { key: TsigKey }>, parts: TsigParts) {
    const { key, record, error } = verdict;
    this.key = key;
    this.#parts = parts;
    this.#error = error;
    this.#queriedSeconds = record.timeSeconds;
    this.#last = query.bytes.slice(record.mac, record.macEnd);
  }

  /** Octets that the TSIG record takes: room to be kept. */
  get octets(): number {
    return recordOctets(this.key) + this.#otherOctets;
  }

  get #otherOctets(): number {
    return this.#error === Rcode.BADTIME ? timeOctets : 0;
  }

  /** Puts TSIG behind the whole message at `bytes[start, start + length)`; returns its new length. */
  seal(bytes: Uint8Array, start: number, length: number): number {
    const { key } = this;
    const now = this.#parts.nowSeconds();
    const time = new Uint8Array(timeOctets + 2);
    putTime(time, 0, this.#error === Rcode.BADTIME ? this.#queriedSeconds : now);
    putU16(time, timeOctets, fudgeSeconds);
    const rest = new Uint8Array(4 + this.#otherOctets); // error, and other data behind its length
    putU16(rest, 0, this.#error);
    putU16(rest, 2, this.#otherOctets);
    if (this.#otherOctets > 0) putTime(rest, 4, now);
    const message = bytes.subarray(start, start + length);
    const digest = answerDigest(key, this.#last, [message], { time, rest }, this.#isFirst ? "all" : "time");
    const mac = this.#parts.hmac(key.algorithm, key.secret, digest);
    const end = putRecord(bytes, start, length, key, [time, mac, rest]);
    this.#last = mac;
    this.#isFirst = false;
    return end - start;
  }
}

/** Octets of a TSIG record with a whole MAC and without other data. */
export function recordOctets({ wire, algorithmWire, algorithm }: TsigKey): number {
  return wire.length + 10 + algorithmWire.length + fixedOctets + macOctets[algorithm];
}

/** Puts the record behind a message, and counts it; returns where it ends. `rest` is the error, and other data behind its length. */
export function putRecord(
  bytes: Uint8Array,
  start: number,
  length: number,
  key: TsigKey,
  [time, mac, rest]: readonly [time: Uint8Array, mac: Uint8Array, rest: Uint8Array],
): number {
  let at = put(bytes, start + length, key.wire);
  putU16(bytes, at, RRType.TSIG);
  putU16(bytes, at + 2, Class.ANY);
  bytes.fill(0, at + 4, at + 8);
  putU16(bytes, at + 8, key.algorithmWire.length + time.length + 2 + mac.length + 2 + rest.length);
  at = put(bytes, at + 10, key.algorithmWire);
  at = put(bytes, at, time);
  putU16(bytes, at, mac.length);
  at = put(bytes, at + 2, mac);
  putU16(bytes, at, u16At(bytes, start));
  at = put(bytes, at + 2, rest);
  putU16(bytes, start + 10, u16At(bytes, start + 10) + 1);
  return at;
}

/** Writes the unsigned TSIG record that tells BADKEY or BADSIG; the query's own is readable. False when it does not fit. */
export function writeUnsigned(writer: MessageWriter, query: MessageView, error: number): boolean {
  const { bytes, tsig, end } = query;
  const head = skipName(bytes, tsig, end);
  const algorithm = head + 10;
  const algorithmEnd = algorithm + nameLength(bytes, algorithm, end);
  const size = algorithmEnd - algorithm + fixedOctets;
  if (writer.at + (head - tsig) + 10 + size > writer.limit) return false;
  writer.octets(bytes, tsig, head);
  writer.u16(RRType.TSIG);
  writer.u16(Class.ANY);
  writer.u16(0);
  writer.u16(0);
  writer.u16(size);
  writer.octets(bytes, algorithm, algorithmEnd + timeOctets + 2); // algorithm, time signed, fudge: as they came
  writer.u16(0);
  writer.u16(query.id);
  writer.u16(error);
  writer.u16(0);
  return true;
}

/** Whether a signed reply has room for a question and `others` octets beside it (RFC 8945 §5.3). */
export function hasRoomToSign(query: MessageView, room: number, others: number): boolean {
  return query.questionEnd - query.start + others <= room;
}

function put(bytes: Uint8Array, at: number, octets: Uint8Array): number {
  bytes.set(octets, at);
  return at + octets.length;
}

export function putTime(bytes: Uint8Array, at: number, seconds: number): void {
  putU16(bytes, at, Math.floor(seconds / 2 ** 32));
  putU16(bytes, at + 2, Math.floor(seconds / 2 ** 16) % 2 ** 16);
  putU16(bytes, at + 4, seconds % 2 ** 16);
}
