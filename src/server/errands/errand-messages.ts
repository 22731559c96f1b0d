// What a worker and the main thread tell each other of messages that the main thread answers (../../authority/errands.ts).
// A token is the worker's (../../net/deferrals.ts); it names a message on the worker's own line.

import type { MessagePort } from "node:worker_threads";
import type { Client } from "../../authority/client.ts";

/** Who sent such a message. */
export type ErrandClient = Pick<Client, "protocol" | "family" | "address" | "port">;

export interface Errand {
  readonly token: number;
  readonly client: ErrandClient;
  /** The message as it came, its signature judged and not yet believed. */
  readonly message: Uint8Array;
}

export interface ErrandReply {
  readonly token: number;
  /** null: SERVFAIL. */
  readonly octets: Uint8Array | null;
}

/** Answers the messages of one opcode: the whole reply, signed where the message was; null, and SERVFAIL is sent for it. */
export interface ErrandDesk {
  answer(message: Uint8Array, client: ErrandClient): Promise<Uint8Array | null>;
}

/** Whose messages of an opcode are taken without a signature, by address. */
export interface ErrandDoor {
  readonly opcode: number;
  readonly from: readonly string[];
}

/** What a worker's responder gets of it. */
export interface ErrandData {
  readonly doors: readonly ErrandDoor[];
  readonly port: MessagePort;
}
