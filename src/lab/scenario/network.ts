// The scripted network: the resolver's UpstreamPort, where queries wait until the player says what becomes of them.
// Invariants: nothing is delivered within `send`; what was closed gets nothing more; deliveries due at one moment come in
// the order in which they were made.

import type { Clock } from "../../base/clock.ts";
import type { Outgoing, TransportFault, UpstreamEvents, UpstreamPort } from "../../resolver/port.ts";
import { emptyMessage, readMessage } from "./message.ts";
import type { ScriptedQuery } from "./reply.ts";

interface Delivery {
  readonly dueMs: number;
  readonly outgoing: Outgoing;
  readonly octets: Uint8Array;
}

export class ScriptedNetwork implements UpstreamPort {
  /** Queries that nobody has answered, the oldest first. */
  readonly waiting: ScriptedQuery[] = [];
  sentCount = 0;
  readonly #clock: Clock;
  readonly #open = new Set<number>();
  readonly #deliveries: Delivery[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  send(outgoing: Outgoing): void {
    const octets = outgoing.octets.slice();
    this.sentCount++;
    this.#open.add(outgoing.exchange);
    this.waiting.push({ outgoing: { ...outgoing, octets }, message: readMessage(octets) ?? emptyMessage });
  }

  close(exchange: number): void {
    this.#open.delete(exchange);
    const at = this.waiting.findIndex(({ outgoing }) => outgoing.exchange === exchange);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  /** Takes a query out of those that wait; it is answered by `answer`, or never. */
  take(query: ScriptedQuery): void {
    const at = this.waiting.indexOf(query);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  /** Lets a query wait on, when what came for it was not taken for an answer. */
  giveBack(query: ScriptedQuery): void {
    if (this.#open.has(query.outgoing.exchange)) this.waiting.push(query);
  }

  /** Puts packets on their way to whoever asked. */
  answer({ outgoing }: ScriptedQuery, packets: readonly Uint8Array[], delaySeconds: number): void {
    const dueMs = this.#clock.nowMs() + delaySeconds * 1000;
    for (const octets of packets) this.#deliveries.push({ dueMs, outgoing, octets });
  }

  /** When the next packet arrives; Infinity when none is on its way. */
  get nextMs(): number {
    return this.#deliveries.reduce((next, { dueMs }) => Math.min(next, dueMs), Number.POSITIVE_INFINITY);
  }

  /** Delivers one packet that is due; false when there is none. */
  deliver(resolver: UpstreamEvents): boolean {
    const now = this.#clock.nowMs();
    const at = this.#deliveries.findIndex(({ dueMs }) => dueMs <= now);
    if (at < 0) return false;
    const [{ outgoing, octets }] = this.#deliveries.splice(at, 1);
    if (this.#open.has(outgoing.exchange)) resolver.received(outgoing.exchange, octets, outgoing.to);
    return true;
  }

  /** Breaks a waiting query off. */
  fail(query: ScriptedQuery, fault: TransportFault, resolver: UpstreamEvents): void {
    this.take(query);
    if (this.#open.delete(query.outgoing.exchange)) resolver.failed(query.outgoing.exchange, fault);
  }
}
