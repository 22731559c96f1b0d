// A network in process: servers at addresses, links to them, and a queue of packets on their way. It is the resolver's
// UpstreamPort (../resolver/port.ts), and its time is the Clock that it is given: ./virtual-time.ts makes that clock jump from
// event to event, so seconds of waiting pass in no time; ./real-time.ts waits for them.
//
//   const network = new SimulatedNetwork(clock, random);
//   network.serve("192.0.2.1", (asked) => [{ octets: replyTo(asked.octets), delayMs: 0 }], { ...plainLink, rttMs: 80 });
//   const resolver = new Resolver(settings, { clock, random, port: network, cache });
//   network.connect(resolver);
//   runUntilIdle(clock, network, resolver);       // after resolver.resolve(...)
//
// Invariants: nothing is delivered before `deliver` is called; what was closed gets nothing more; all chance comes from
// `random`; ports of endpoints are not looked at but where a packet says that it comes from.

import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { TimerHeap } from "../base/timer-heap.ts";
import type { Endpoint, Outgoing, Transport, TransportFault, UpstreamEvents, UpstreamPort } from "../resolver/port.ts";
import { datagramDelays, type Link, plainLink, segmentDelay } from "./link.ts";
import { ExchangeLog, type LoggedExchange } from "./exchange-log.ts";

/** A query as a server sees it. */
export interface Asked {
  /** The asker's number for the exchange: what an attacker's script injects into. */
  readonly exchange: number;
  /** A whole message; the handler may keep it. */
  readonly octets: Uint8Array;
  readonly transport: Transport;
  readonly client: Endpoint;
  /** The address that was asked. */
  readonly server: Endpoint;
  readonly nowMs: number;
}

export interface Reply {
  readonly octets: Uint8Array;
  /** How long the server thinks; the link's time comes on top. */
  readonly delayMs: number;
  /** Where it says it comes from, when that is not the address that was asked. */
  readonly from?: Endpoint;
}

/** What a server does with a query: replies (none: silence), or it breaks the connection. */
export type Handler = (asked: Asked) => readonly Reply[] | TransportFault;

export interface NetworkOptions {
  /** What becomes of packets to addresses where nobody is. */
  readonly elsewhere: "silent" | "unreachable";
  /** The asker's own addresses, as servers see them. */
  readonly clientIPv4: string;
  readonly clientIPv6: string;
  /** Exchanges that the log keeps, the latest ones. */
  readonly loggedExchanges: number;
}

const defaultOptions: NetworkOptions = {
  elsewhere: "silent",
  clientIPv4: "127.53.255.53",
  clientIPv6: "fd53::ff53",
  loggedExchanges: Number.POSITIVE_INFINITY,
};

/** A server and the wire to it from a client's address, looked at anew with each packet. */
interface Server {
  readonly handler: Handler;
  readonly linkFrom: (client: string) => Link;
}

export class SimulatedNetwork implements UpstreamPort {
  /** Every exchange with its question, times and sizes. */
  readonly log: ExchangeLog;
  /** Called for each query when it leaves: a place for an attacker to be awake. */
  onSend: ((exchange: LoggedExchange) => void) | null = null;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #options: NetworkOptions;
  readonly #servers = new Map<string, Server>();
  readonly #events = new TimerHeap();
  readonly #open = new Map<number, LoggedExchange>();
  #listener: Pick<UpstreamEvents, "received" | "failed"> | null = null;

  constructor(clock: Clock, random: Random, options: Partial<NetworkOptions> = {}) {
    this.#clock = clock;
    this.#random = random;
    this.#options = { ...defaultOptions, ...options };
    this.log = new ExchangeLog(this.#options.loggedExchanges);
  }

  /** Who is told of what comes back: the resolver. */
  connect(events: Pick<UpstreamEvents, "received" | "failed">): void {
    this.#listener = events;
  }

  /** Puts a server at an address (canonical text), in the place of the one that was there. */
  serve(address: string, handler: Handler, link: Link = plainLink): void {
    this.attach(address, { handler, linkFrom: () => link });
  }

  /** The same of a server whose handler and link may become others. */
  attach(address: string, server: Server): void {
    this.#servers.set(address, server);
  }

  /** Takes the server at an address off the net. */
  remove(address: string): void {
    this.#servers.delete(address);
  }

  /** When something is due next; Infinity: nothing is on its way. */
  get nextMs(): number {
    return this.#events.nextMs;
  }

  /** Exchanges that wait for a reply. */
  get openExchanges(): number {
    return this.#open.size;
  }

  /** Does all that is due now. */
  deliver(): void {
    this.#events.run(this.#clock.nowMs());
  }

  send(outgoing: Outgoing): void {
    const { exchange, to, transport } = outgoing;
    const octets = outgoing.octets.slice();
    const logged = this.log.sent({ exchange, to, transport, octets, sentMs: this.#clock.nowMs() });
    this.#open.set(exchange, logged);
    this.onSend?.(logged);
    const server = this.#servers.get(to.address);
    if (server === undefined) {
      if (this.#options.elsewhere === "unreachable") this.#fail(logged, "unreachable", plainLink.rttMs);
    } else if (transport === "udp") this.#sendDatagram(server, logged);
    else this.#sendStream(server, logged);
  }

  close(exchange: number): void {
    this.#open.delete(exchange);
  }

  /**
   * A packet that somebody forged comes in `delayMs` to the port of an open exchange, as if from `from`. (The attacker found
   * the port; the id that was guessed stands in the octets.)
   */
  inject(exchange: number, octets: Uint8Array, from: Endpoint, delayMs = 0): void {
    const logged = this.#open.get(exchange);
    if (logged !== undefined) this.#receive(logged, octets.slice(), from, delayMs);
  }

  #sendDatagram(server: Server, logged: LoggedExchange): void {
    const link = server.linkFrom(this.#clientOf(logged));
    if (link.udp === "blocked") return;
    if (link.udp === "refused") return this.#fail(logged, "refused", link.rttMs);
    for (const delayMs of datagramDelays(link, this.#random, logged.to.address, logged.octets.length)) {
      this.#after(delayMs, () => this.#ask(server, logged));
    }
  }

  /** A handshake there and back, then the query. */
  #sendStream(server: Server, logged: LoggedExchange): void {
    const link = server.linkFrom(this.#clientOf(logged));
    if (link.tcp === "blocked") return;
    if (link.tcp === "refused") return this.#fail(logged, "refused", link.rttMs);
    const handshakeMs = segmentDelay(link, this.#random) + segmentDelay(link, this.#random);
    const delayMs = handshakeMs + segmentDelay(link, this.#random);
    if (delayMs < Number.POSITIVE_INFINITY) this.#after(delayMs, () => this.#ask(server, logged));
  }

  /** The query is at the server. It works on what is closed as well: it cannot know. */
  #ask(server: Server, logged: LoggedExchange): void {
    const { exchange, octets, transport, to } = logged;
    const client = { address: this.#clientOf(logged), port: logged.clientPort };
    const link = server.linkFrom(client.address);
    const outcome = server.handler({
      exchange,
      octets: octets.slice(),
      transport,
      client,
      server: to,
      nowMs: this.#clock.nowMs(),
    });
    if (typeof outcome === "string") return this.#fail(logged, outcome, segmentDelay(link, this.#random));
    for (const reply of outcome) this.#reply(link, logged, reply);
  }

  /** The asker's address, as the server sees it. */
  #clientOf({ to }: LoggedExchange): string {
    return to.address.includes(":") ? this.#options.clientIPv6 : this.#options.clientIPv4;
  }

  #reply(link: Link, logged: LoggedExchange, { octets, delayMs, from }: Reply): void {
    const source = from ?? logged.to;
    if (logged.transport === "tcp") {
      const lateMs = segmentDelay(link, this.#random);
      if (lateMs < Number.POSITIVE_INFINITY) this.#receive(logged, octets, source, delayMs + lateMs);
      return;
    }
    for (const lateMs of datagramDelays(link, this.#random, logged.to.address, octets.length)) {
      this.#receive(logged, octets, source, delayMs + lateMs);
    }
  }

  #receive(logged: LoggedExchange, octets: Uint8Array, from: Endpoint, delayMs: number): void {
    this.#after(delayMs, () => {
      if (!this.#open.has(logged.exchange)) return;
      this.log.received(logged, octets, this.#clock.nowMs());
      this.#listener?.received(logged.exchange, octets.slice(), from);
    });
  }

  #fail(logged: LoggedExchange, fault: TransportFault, delayMs: number): void {
    this.#after(delayMs, () => {
      if (!this.#open.delete(logged.exchange)) return;
      logged.fault = fault;
      this.#listener?.failed(logged.exchange, fault);
    });
  }

  #after(delayMs: number, event: () => void): void {
    this.#events.add(this.#clock.nowMs() + delayMs, event);
  }
}
