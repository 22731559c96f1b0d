// The datagram exchanges in flight, each with a socket of its own, and those that wait for one: there are only so many
// descriptors. Whoever waits too long is given up by the resolver's timers.

import { maxQueuedExchanges, maxUpstreamSockets } from "../../base/limits.ts";
import type { Random } from "../../base/random.ts";
import type { Outgoing } from "../../resolver/port.ts";
import type { ExchangeEnds } from "./connections.ts";
import { DatagramExchange } from "./datagram-exchange.ts";
import { faultOf } from "./fault.ts";

export class Datagrams {
  readonly #random: Random;
  readonly #ends: ExchangeEnds;
  readonly #open = new Map<number, DatagramExchange>();
  /** By exchange, first come first served. */
  readonly #queued = new Map<number, Outgoing>();

  constructor(random: Random, ends: ExchangeEnds) {
    this.#random = random;
    this.#ends = ends;
  }

  get count(): number {
    return this.#open.size;
  }

  send(outgoing: Outgoing): void {
    const { exchange } = outgoing;
    if (this.#open.size < maxUpstreamSockets) this.#start(outgoing);
    else if (this.#queued.size < maxQueuedExchanges)
      this.#queued.set(exchange, { ...outgoing, octets: Uint8Array.from(outgoing.octets) });
    else setImmediate(() => this.#ends.failed(exchange, "closed"));
  }

  /** Forgets an exchange; false when it is none of ours. */
  close(exchange: number): boolean {
    if (this.#queued.delete(exchange)) return true;
    const open = this.#open.get(exchange);
    if (open === undefined) return false;
    this.#open.delete(exchange);
    open.close();
    this.#startNext();
    return true;
  }

  closeAll(): void {
    this.#queued.clear();
    for (const open of this.#open.values()) open.close();
    this.#open.clear();
  }

  #start({ exchange, to, octets }: Outgoing): void {
    const open = new DatagramExchange(to, octets, this.#random, {
      received: (message) => this.#ends.received(exchange, message),
      failed: (error) => {
        this.#open.delete(exchange);
        this.#startNext();
        this.#ends.failed(exchange, faultOf(error));
      },
    });
    this.#open.set(exchange, open);
  }

  #startNext(): void {
    const [next] = this.#queued.values();
    if (next === undefined || this.#open.size >= maxUpstreamSockets) return;
    this.#queued.delete(next.exchange);
    this.#start(next);
  }
}
