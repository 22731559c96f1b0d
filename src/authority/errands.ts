// Messages that are no queries and want more than an answer: a notice that a zone has changed (NOTIFY, RFC 1996), a change of a zone
// (UPDATE, RFC 2136). Whoever answers questions has neither timers nor a store, so such a message is judged here, by address and
// signature, and handed to whoever has them; its reply comes later. Who fills the port: ../server/errands/errand-link.ts.

import type { MessageView } from "../dns/message-view.ts";
import type { Client } from "./client.ts";

/** How an opcode is met: somebody takes its messages from this client, or from others only, or from nobody. */
export type Welcome = "taken" | "prohibited" | "unsupported";

export interface Errands {
  /** `isSigned`: the message has a TSIG record that holds; what the key may do is asked where the message is answered. */
  welcome(opcode: number, client: Client, isSigned: boolean): Welcome;
  /** Takes the message, copying what it needs. False: there is no room for more. */
  begin(message: MessageView, client: Client): boolean;
}
