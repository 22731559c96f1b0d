// A worker's end of the line to the resolver's thread: questions go out in batches, one a batch of datagrams; ready
// replies come back and are made into replies to the queries that wait (net/deferrals.ts).
// The line can be cut at any time, because that thread died: then everything that waits fails at once, and so does what is
// asked until there is a new line.

import type { MessagePort } from "node:worker_threads";
import type { Client } from "../authority/client.ts";
import type { Purpose } from "../authority/recursion.ts";
import type { QuestionKey } from "../dns/ready-reply.ts";
import type { Deferrals, Pending } from "../net/deferrals.ts";
import { QuestionBatch, eachAnswer } from "./resolver-messages.ts";

/** Makes the reply to a query that waited from its ready reply; null when that cannot be. */
export type Deliver = (pending: Pending, ready: Uint8Array) => Uint8Array | null;

export class ResolverLink {
  readonly #deferrals: Deferrals;
  readonly #deliver: Deliver;
  readonly #batch = new QuestionBatch();
  /** Tokens that went out by this line and did not come back. */
  readonly #waiting = new Set<number>();
  #port: MessagePort | null = null;

  constructor(deferrals: Deferrals, deliver: Deliver) {
    this.#deferrals = deferrals;
    this.#deliver = deliver;
  }

  /** Whether there is anybody to ask. */
  get isOpen(): boolean {
    return this.#port !== null;
  }

  /** Uses a new line from now on. */
  connect(port: MessagePort): void {
    this.#cut();
    this.#port = port;
    port.on("message", (answers: Uint8Array) => eachAnswer(answers, (token, ready) => this.#answer(token, ready)));
    port.on("close", () => {
      if (this.#port === port) this.#cut();
    });
    port.unref(); // the sockets keep a worker alive, not its questions
  }

  /** Asks; the question leaves with the next `flush`. `token`: whose answer it is, 0 when nobody waits. */
  ask(token: number, purpose: Purpose, client: Client, key: QuestionKey): void {
    this.#batch.add(token, purpose, client, key);
    if (token !== 0) this.#waiting.add(token);
  }

  /** Sends what was asked since the last time. */
  flush(): void {
    const batch = this.#batch.take();
    if (batch !== null) this.#port?.postMessage(batch, [batch.buffer]);
  }

  #answer(token: number, ready: Uint8Array | null): void {
    this.#waiting.delete(token);
    const pending = this.#deferrals.find(token);
    if (pending === null) return;
    const reply = ready === null ? null : this.#deliver(pending, ready);
    if (reply === null) this.#deferrals.fail(token);
    else this.#deferrals.reply(token, reply);
  }

  #cut(): void {
    const lost = [...this.#waiting];
    this.#port?.close();
    this.#port = null;
    this.#waiting.clear();
    this.#batch.take();
    for (const token of lost) this.#deferrals.fail(token);
  }
}
