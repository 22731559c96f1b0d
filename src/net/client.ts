// Who sent the message at hand: the one Sender that a socket owns and rewrites for every message, so nobody keeps a
// reference to it. Whoever cannot answer at once keeps the way back instead. The type Client: ../authority/client.ts.

import type { Client, Protocol } from "../authority/client.ts";

/** The way back to whom a message came from, kept beyond `respond`. Exactly one of its two is called, and once. */
export interface ReturnPath {
  /** Sends the reply; false when nobody is there any more, or the system did not take it. */
  send(octets: Uint8Array): boolean;
  /** There will be no reply. */
  abandon(): void;
  /** To be called before `send`: the reply is the first of many messages (RFC 5936 §2.2). Absent where a reply is one message; null when nobody is there any more. */
  openFlow?(closed: () => void): ReplyFlow | null;
}

/** The rest of a reply in many messages, to a stream. `closed` is called once, when nobody is there any more, unless it was ended before. */
export interface ReplyFlow {
  /** Whole messages, each behind its length; `taken` is called when the system has them all. */
  write(octets: Uint8Array, taken: () => void): void;
  /** All was written. */
  end(): void;
  /** It cannot be told to the end: the connection goes, for that is the only sign there is. */
  cut(): void;
}

export interface Sender extends Client {
  /** The way back to the sender of the message at hand; to be asked for only while it is being answered. */
  keepPath(): ReturnPath;
}

/** Whether a client can be answered later: every client of a socket can, one that is made up for a question of our own cannot. */
export function isSender(client: Client): client is Sender {
  return "keepPath" in client;
}

export function createClient(protocol: Protocol, family: 4 | 6, keepPath: () => ReturnPath = nowhere): Sender {
  return { protocol, family, address: new Uint8Array(16), port: 0, local: new Uint8Array(16), keepPath };
}

function nowhere(): ReturnPath {
  return { send: () => false, abandon() {} };
}
