// The way out of our zones: what the responder asks when a question, or the end of an alias of ours, is others' to
// answer. The server fills this port (server/worker-recursion.ts): answers that are known lie in shared memory, the rest is
// handed to the resolver's thread. Such a reply comes later through `Responder.deliver`, made from the same query again,
// so zones, cookies and sizes are those of the moment when it is sent. Without this port a responder is authoritative only.

import type { MessageView } from "../dns/message-view.ts";
import type { QuestionKey, ReadyReply } from "../dns/ready-reply.ts";
import type { Client } from "./client.ts";

/** Why a question is handed over. */
export const Purpose = {
  /** A client waits for the answer. */
  answer: 0,
  /** A client waits, and wants the steps told: nothing that is known already counts (the EDNS option of `traceOption`). */
  trace: 1,
  /** Nobody waits: a known answer ends soon and was asked for again. */
  renew: 2,
} as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** The EDNS option that asks for a trace, empty; from the range for local use (RFC 6891 §9). */
export const traceOption = 65_311;

export interface Recursion {
  /** Before the first message of a batch, and after the last one. */
  enter(): void;
  leave(): void;
  /** Whether the client may have questions resolved. */
  allows(client: Client): boolean;
  /** Whether the client may have the steps of a resolution told. */
  allowsTrace(client: Client): boolean;
  /** Seconds of the clock that all threads share: what ready replies are aged by. */
  nowSeconds(): number;
  /** Points `reply` at what is known and not over; false when nothing is. Copy it, then ask `isIntact`. */
  find(question: QuestionKey, client: Client, reply: ReadyReply): boolean;
  /** Whether what `find` found last was not overwritten since. */
  isIntact(): boolean;
  /**
   * Takes a question whose answer is not known, copying what it needs. True: the reply comes later, to be sent
   * through `Responder.deliver` with the query's octets. False: there is no room for more.
   */
  defer(question: QuestionKey, query: MessageView, client: Client, purpose: Purpose): boolean;
}
