// Exchanges: a query on its way to a server and what comes back for it. A packet that does not belong is ignored and the wait
// goes on ("TuDoor", IEEE S&P 2024); one that looks like a forger's guess sends the question over TCP (RFC 5452 §9.1).
// Invariant: every exchange ends in exactly one event, by its timer at the latest.

import type { Timer, TimerHeap } from "../base/timer-heap.ts";
import type { Endpoint, TransportFault, UpstreamPort } from "./port.ts";
import type { Mismatch } from "./response.ts";
import type { Task, TaskEvent, Waiting } from "./task.ts";
import type { SentQuery } from "./upstream-query.ts";
import type { World } from "./world.ts";
import { maxNearMisses, maxPacketsPerExchange } from "../base/limits.ts";
import { cancel } from "../base/timer-heap.ts";
import { readResponse } from "./response.ts";
import { endpointKey } from "./servers.ts";
import { composeQuery } from "./upstream-query.ts";
import { tellQuery } from "./verdict-words.ts";

interface Exchange {
  readonly number: number;
  readonly task: Task;
  readonly waiting: Waiting;
  readonly query: SentQuery;
  readonly sentMs: number;
  readonly timer: Timer;
  readonly end: (event: TaskEvent) => void;
  packets: number;
  nearMisses: number;
}

/** Mismatches that a guess from off the path would make; the others are broken, or stray. */
const guesses: ReadonlySet<Mismatch | "address"> = new Set(["id", "case", "question", "cookie"]);

/** Mismatches of packets whose sender has shown nothing that only the asked server knows. */
const strangers: ReadonlySet<Mismatch | "address"> = new Set(["id", "address", "no response"]);

export class Exchanges {
  readonly #world: World;
  readonly #port: UpstreamPort;
  readonly #timers: TimerHeap;
  readonly #open = new Map<number, Exchange>();
  #count = 0;

  constructor(world: World, port: UpstreamPort, timers: TimerHeap) {
    this.#world = world;
    this.#port = port;
    this.#timers = timers;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Sends a task's query; `end` is called once, never before this returns. */
  begin(task: Task, waiting: Waiting, end: (event: TaskEvent) => void): void {
    const { clock, random, statistics } = this.#world;
    const { candidate, transport, question, form, timeoutMs } = waiting;
    const query = composeQuery(question, form, random);
    if (task.trace !== null) tellQuery(task.trace, waiting, query);
    const sentMs = clock.nowMs();
    const number = ++this.#count;
    const timer = this.#timers.add(sentMs + timeoutMs, () => this.#timeOut(number));
    this.#open.set(number, { number, task, waiting, query, sentMs, timer, end, packets: 0, nearMisses: 0 });
    candidate.server.queries++;
    if (transport === "tcp") statistics.tcpQueries++;
    else statistics.udpQueries++;
    this.#port.send({ exchange: number, to: candidate.server.endpoint, transport, octets: query.octets });
  }

  received(number: number, octets: Uint8Array, from: Endpoint): void {
    const exchange = this.#open.get(number);
    if (exchange === undefined) return;
    const { task, query, waiting, sentMs } = exchange;
    const isServer = endpointKey(from) === waiting.candidate.server.key;
    // Reading gives the question its own case back; whoever looks on sees what came.
    const message = task.trace === null ? undefined : octets.slice();
    const read = isServer ? readResponse(octets, query) : "address";
    // Whoever guesses from off the path shall not spend what the question may cost.
    if (typeof read === "object" || !strangers.has(read)) task.budget.octets += octets.length;
    if (typeof read === "object") {
      const rttMs = this.#world.clock.nowMs() - sentMs;
      this.#end(exchange, { kind: "response", arrival: { waiting, response: read, rttMs, message } });
    } else this.#ignore(exchange, read, from, message);
  }

  failed(number: number, fault: TransportFault): void {
    const exchange = this.#open.get(number);
    if (exchange !== undefined) this.#end(exchange, { kind: "undelivered", fault });
  }

  #ignore(exchange: Exchange, why: Mismatch | "address", from: Endpoint, message?: Uint8Array): void {
    const { statistics } = this.#world;
    const { task, waiting } = exchange;
    const { transport, candidate } = waiting;
    const { trace } = task;
    statistics.ignoredPackets++;
    exchange.packets++;
    const isEnough = exchange.packets >= maxPacketsPerExchange;
    const isNearMiss = transport === "udp" && guesses.has(why) && ++exchange.nearMisses >= maxNearMisses;
    if (!isEnough && !isNearMiss) {
      trace?.note("packet.ignored", { server: endpointKey(from), why }, message);
      return;
    }
    if (transport === "tcp") return this.#end(exchange, { kind: "undelivered", fault: "closed" });
    // Somebody guesses, or the server is broken; over TCP there is nothing to guess.
    statistics.nearMisses++;
    trace?.note("packet.near-miss", { server: candidate.server.key, why }, message);
    this.#end(exchange, { kind: "suspicion" });
  }

  #timeOut(number: number): void {
    const exchange = this.#open.get(number)!;
    this.#end(exchange, { kind: "timeout", waitedMs: this.#world.clock.nowMs() - exchange.sentMs });
  }

  #end(exchange: Exchange, event: TaskEvent): void {
    cancel(exchange.timer);
    this.#open.delete(exchange.number);
    this.#port.close(exchange.number);
    exchange.end(event);
  }
}
