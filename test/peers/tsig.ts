// The tests' own TSIG (RFC 8945): signs queries and checks the signatures of replies, from the text of the RFC and independent of
// src/ on purpose. Throws on what it cannot read.

import { createHmac } from "node:crypto";
import { labelsOf, nameWire, u16 } from "./wire.ts";

export interface TestKey {
  readonly name: string;
  readonly algorithm: "hmac-sha256" | "hmac-sha384" | "hmac-sha512" | "hmac-sha224" | "hmac-sha1";
  readonly secret: Uint8Array;
}

export interface SigningOptions {
  readonly timeSeconds: number;
  readonly fudge?: number;
  /** How much of the MAC is sent. */
  readonly macOctets?: number;
  /** The id that is signed, where it is another than the message's. */
  readonly originalId?: number;
}

export interface Signature {
  readonly name: string;
  readonly timeSeconds: number;
  readonly fudge: number;
  readonly mac: Uint8Array;
  readonly error: number;
  readonly other: Uint8Array;
  /** The message before it, its count of records as it was signed. */
  readonly message: Uint8Array;
}

/** A query with TSIG behind it. */
export function signQuery(query: Uint8Array, key: TestKey, options: SigningOptions): Uint8Array {
  const { timeSeconds, fudge = 300, originalId = (query[0] << 8) | query[1] } = options;
  const signed = Uint8Array.from(query);
  signed.set(u16(originalId));
  const whole = hmac(key, [...signed, ...variables(key, timeSeconds, fudge, 0, [])]);
  const mac = whole.subarray(0, options.macOctets ?? whole.length);
  const algorithm = nameWire(labelsOf(key.algorithm));
  const rdata = [
    ...algorithm, ...time(timeSeconds), ...u16(fudge), ...u16(mac.length), ...mac, ...u16(originalId), 0, 0, 0, 0,
  ]; // prettier-ignore
  const record = [...nameWire(labelsOf(key.name)), 0, 250, 0, 255, 0, 0, 0, 0, ...u16(rdata.length), ...rdata];
  const out = Uint8Array.from([...query, ...record]);
  out[11]++;
  return out;
}

/** The MAC that a signed query carries. */
export function macOf(message: Uint8Array): Uint8Array {
  return readSignature(message).mac;
}

/** What is expected to be the MAC of a query. */
export function queryMac({ timeSeconds, fudge, error, other, message }: Signature, key: TestKey): Uint8Array {
  return hmac(key, [...message, ...variables(key, timeSeconds, fudge, error, other)]);
}

/** What is expected to be the MAC of a message that answers one with `before`. */
export function replyMac(signature: Signature, key: TestKey, before: Uint8Array, place: "first" | "later"): Uint8Array {
  const { timeSeconds, fudge, error, other, message } = signature;
  const end =
    place === "later" ? [...time(timeSeconds), ...u16(fudge)] : variables(key, timeSeconds, fudge, error, other);
  return hmac(key, [...u16(before.length), ...before, ...message, ...end]);
}

/** Reads the TSIG record that ends a message. */
export function readSignature(message: Uint8Array): Signature {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 12;
  for (let i = view.getUint16(4); i > 0; i--) at = skip(message, at) + 4;
  const records = view.getUint16(6) + view.getUint16(8) + view.getUint16(10);
  for (let i = 1; i < records; i++) {
    at = skip(message, at);
    at += 10 + view.getUint16(at + 8);
  }
  const start = at;
  at = skip(message, at);
  if (records === 0 || view.getUint16(at) !== 250) throw new Error("no TSIG at the end");
  const algorithm = skip(message, at + 10);
  const mac = algorithm + 10;
  const macEnd = mac + view.getUint16(mac - 2);
  const unsigned = message.slice(0, start);
  unsigned.set(u16(view.getUint16(10) - 1), 10);
  unsigned.set(message.subarray(macEnd, macEnd + 2)); // the original id
  return {
    name: Buffer.from(message.subarray(start, at)).toString("latin1"),
    timeSeconds: view.getUint16(algorithm) * 2 ** 32 + view.getUint32(algorithm + 2),
    fudge: view.getUint16(algorithm + 6),
    mac: message.slice(mac, macEnd),
    error: view.getUint16(macEnd + 2),
    other: message.slice(macEnd + 6, macEnd + 6 + view.getUint16(macEnd + 4)),
    message: unsigned,
  };
}

function variables(
  key: TestKey,
  timeSeconds: number,
  fudge: number,
  error: number,
  other: ArrayLike<number>,
): number[] {
  const name = nameWire(labelsOf(key.name.toLowerCase()));
  const algorithm = nameWire(labelsOf(key.algorithm));
  const end = [...u16(error), ...u16(other.length), ...Array.from(other)];
  return [...name, 0, 255, 0, 0, 0, 0, ...algorithm, ...time(timeSeconds), ...u16(fudge), ...end];
}

function time(seconds: number): number[] {
  return [40, 32, 24, 16, 8, 0].map((shift) => Math.floor(seconds / 2 ** shift) % 256);
}

function hmac(key: TestKey, octets: readonly number[]): Uint8Array {
  return createHmac(key.algorithm.slice(5), key.secret).update(Uint8Array.from(octets)).digest();
}

function skip(message: Uint8Array, start: number): number {
  let at = start;
  while (message[at] !== 0 && message[at] < 0xc0) at += message[at] + 1;
  return at + (message[at] === 0 ? 1 : 2);
}
