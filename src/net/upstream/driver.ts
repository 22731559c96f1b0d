// The resolver's port to the real network: UDP and TCP sockets, and the timer that wakes it.
// Whoever calls the resolver from elsewhere (a client's question) calls `settle` afterwards, as this does after each event.
// Read next: datagrams.ts, connections.ts; resolver/port.ts for what the resolver expects.

import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { Endpoint, Outgoing, TransportFault, UpstreamEvents, UpstreamPort } from "../../resolver/port.ts";
import { Connections } from "./connections.ts";
import { Datagrams } from "./datagrams.ts";
import { newUpstreamCounts, type UpstreamCounts } from "./upstream-counts.ts";
import { WakeTimer } from "./wake-timer.ts";

export class UpstreamDriver implements UpstreamPort {
  readonly counts: UpstreamCounts = newUpstreamCounts();
  readonly #clock: Clock;
  readonly #datagrams: Datagrams;
  readonly #connections: Connections;
  /** Where each open exchange went. */
  readonly #flights = new Map<number, Endpoint>();
  #events: UpstreamEvents | null = null;
  #timer: WakeTimer | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    const ends = {
      received: (exchange: number, octets: Uint8Array): void => this.#received(exchange, octets),
      failed: (exchange: number, fault: TransportFault): void => this.#failed(exchange, fault),
    };
    this.#datagrams = new Datagrams(random, ends);
    this.#connections = new Connections(ends);
  }

  /** Who is told of what comes back, and woken: the resolver. */
  connect(events: UpstreamEvents): void {
    this.#events = events;
    this.#timer = new WakeTimer(this.#clock, events);
  }

  /** After a call into the resolver: sets the timer to when it wants to be woken. */
  settle(): void {
    this.#timer?.settle();
  }

  get openSockets(): number {
    return this.#datagrams.count;
  }

  get openConnections(): number {
    return this.#connections.count;
  }

  send(outgoing: Outgoing): void {
    const { exchange, to, transport, octets } = outgoing;
    this.#flights.set(exchange, to);
    this.counts.octetsSent += octets.length;
    if (transport === "udp") this.#datagrams.send(outgoing);
    else {
      this.#connections.send(outgoing);
      this.counts.connectionsOpened = this.#connections.opened;
    }
  }

  close(exchange: number): void {
    if (!this.#flights.delete(exchange)) return;
    if (!this.#datagrams.close(exchange)) this.#connections.close(exchange);
  }

  /** Closes every socket; nothing is heard of any exchange. */
  shut(): void {
    this.#timer?.stop();
    this.#flights.clear();
    this.#datagrams.closeAll();
    this.#connections.closeAll();
  }

  #received(exchange: number, octets: Uint8Array): void {
    const to = this.#flights.get(exchange);
    if (to === undefined) return;
    this.counts.octetsReceived += octets.length;
    this.#events?.received(exchange, octets, to);
    this.settle();
  }

  #failed(exchange: number, fault: TransportFault): void {
    if (!this.#flights.delete(exchange)) return;
    this.counts.faults[fault]++;
    this.#events?.failed(exchange, fault);
    this.settle();
  }
}
