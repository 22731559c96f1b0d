// Chances that follow from the query: its id, its name, who sent it, and a secret of the worker's own. A question whose
// CNAME was drawn and leads out of our zones is answered twice, when it comes and when the resolver is done
// (./recursing.ts); only the same draw makes both the same chain. Ids and ports of resolvers are random (RFC 5452 §9), so
// from query to query the draws are, too; clients that choose their own id choose nothing but their own answer.

import { mixed32, type Random, weylStep } from "../base/random.ts";
import { u16At } from "../base/octets.ts";
import type { MessageView } from "../dns/message-view.ts";
import type { Client } from "./client.ts";

export class QueryDraws implements Random {
  readonly #secret: number;
  #query: MessageView | null = null;
  #client: Client | null = null;
  #state = 0;
  #isSeeded = false;

  constructor(secret: number) {
    this.#secret = secret;
  }

  /** Another query; nothing is computed before a chance is drawn. */
  begin(query: MessageView, client: Client): void {
    this.#query = query;
    this.#client = client;
    this.#isSeeded = false;
  }

  below(limit: number): number {
    if (!this.#isSeeded) this.#seed();
    this.#state = (this.#state + weylStep) >>> 0;
    return Math.floor((mixed32(this.#state) / 2 ** 32) * limit);
  }

  #seed(): void {
    const query = this.#query;
    const client = this.#client;
    this.#isSeeded = true;
    let state = this.#secret;
    if (query !== null) {
      const { qname, qtype, id } = query;
      state = mixed32(state ^ ((id << 16) | qtype));
      for (let i = 0; i < qname.count; i++) state = mixed32(state ^ qname.hashes[i]);
    }
    if (client !== null) {
      state = mixed32(state ^ client.port);
      for (let i = 0; i < 16; i += 2) state = mixed32(state ^ u16At(client.address, i));
    }
    this.#state = state;
  }
}
