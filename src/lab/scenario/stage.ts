// The stage of a play: clock, network, resolver and client, and how things go on: packets that the script answers are
// delivered, then the resolver is woken when it wants to be. Time moves only where somebody waits.
// Invariant: whatever the resolver does, a run ends, in turns at one moment and in virtual seconds.

import { nodeDnssecCrypto } from "../../crypto/dnssec-crypto.ts";
import { VirtualClock } from "../../base/clock.ts";
import { seededRandom } from "../../base/random.ts";
import type { Random } from "../../base/random.ts";
import { Rcode } from "../../dns/codes.ts";
import { PackedCache } from "../../resolver/cache/packed-cache.ts";
import { Resolver } from "../../resolver/resolver.ts";
import { Recorder } from "../../trace/recorder.ts";
import { ScriptedClient } from "./client.ts";
import { composeMessage, emptyMessage, flagBits } from "./message.ts";
import type { Entry, Scenario } from "./model.ts";
import { ScriptedNetwork } from "./network.ts";
import { answerWith, findEntry, isFor, printQuery } from "./reply.ts";
import type { ScriptedQuery } from "./reply.ts";
import { settingsOf, startOf } from "./settings.ts";

/** How long a client of a play waits: beyond every budget that a resolution has. */
const patienceMs = 60_000;

/** A play stores little. */
const cacheOctets = 1 << 20;

/** Things done without the clock going on, after which the resolver and the script only keep each other busy. */
const maxTurnsAtOnce = 20_000;

export interface StageOptions {
  /** Of the resolver's draws, such as which of several servers is asked; 1 when it is left out. */
  readonly seed?: number;
  /** Whether the steps of every resolution are taken down. */
  readonly traces?: "kept" | "not kept";
}

export interface PlayFailure {
  /** Of the scenario's text. */
  readonly line: number;
  readonly message: string;
}

export class Stage {
  readonly network: ScriptedNetwork;
  readonly resolver: Resolver;
  /** The step by which ranges are chosen. */
  step = 0;
  /** A query that matches is kept waiting: the next step will look at it. */
  hold: Entry | null = null;
  /** Replies to the client that no step has taken yet. */
  readonly answers: Uint8Array[] = [];
  readonly unscripted = new Set<string>();
  readonly log: string[] = [];
  /** Of the client's queries, in their order. */
  readonly traces: Recorder[] = [];
  readonly #scenario: Scenario;
  readonly #clock: VirtualClock;
  readonly #client: ScriptedClient;
  readonly #fired = new Set<Entry>();
  /** Draws of their own for the ids of traces, so that a play goes the same way with and without them. */
  readonly #traceDraws: Random | null;
  #clientId = 1;
  #turns = 0;

  constructor(scenario: Scenario, { seed = 1, traces = "not kept" }: StageOptions) {
    this.#traceDraws = traces === "kept" ? seededRandom(seed) : null;
    this.#scenario = scenario;
    this.#clock = new VirtualClock(0, startOf(scenario));
    this.network = new ScriptedNetwork(this.#clock);
    const settings = settingsOf(scenario);
    const cache = new PackedCache(this.#clock, cacheOctets, [1, 2]);
    const world = {
      clock: this.#clock,
      random: seededRandom(seed),
      port: this.network,
      cache,
      crypto: nodeDnssecCrypto,
    };
    this.resolver = new Resolver(settings, world);
    this.#client = new ScriptedClient(this.resolver, this.#clock);
  }

  /** Sends a client's query. */
  ask(entry: Entry): void {
    const { message, raw } = entry.packets[0];
    const recorder = this.#traceDraws === null ? null : new Recorder(this.#clock, this.#traceDraws);
    if (recorder !== null) this.traces.push(recorder);
    const octets = raw ?? composeMessage(message, this.#clientId++);
    this.#client.ask(octets, recorder, (answer) => this.answers.push(answer));
  }

  /** Answers a waiting query with an entry. */
  reply(entry: Entry, query: ScriptedQuery): void {
    this.#fired.add(entry);
    this.network.take(query);
    this.network.answer(query, answerWith(entry, query, this.#scenario.dialect), entry.sleepSeconds);
  }

  /** Does all that can be done now, without time going on. */
  settle(): void {
    this.#run(this.#clock.nowMs(), () => false);
  }

  runUntilAnswered(): void {
    this.#run(this.#clock.nowMs() + patienceMs, () => this.answers.length > 0);
  }

  pass(seconds: number): void {
    const untilMs = this.#clock.nowMs() + seconds * 1000;
    this.#run(untilMs, () => false);
    this.#clock.advanceTo(untilMs);
    this.settle();
  }

  /** Goes on to when the resolver gives a query up; false when none waits. */
  timeOut(): boolean {
    const { nextWakeMs } = this.resolver;
    if (this.network.waiting.length === 0 || nextWakeMs === Number.POSITIVE_INFINITY) return false;
    this.#clock.advanceTo(Math.max(nextWakeMs, this.#clock.nowMs()));
    this.settle();
    return true;
  }

  breakOff(): boolean {
    const query = this.network.waiting.at(-1);
    if (query === undefined) return false;
    this.network.fail(query, "unreachable", this.resolver);
    this.settle();
    return true;
  }

  /** A mandatory entry that nothing asked for. */
  missed(): PlayFailure | null {
    const entries = this.#scenario.ranges.flatMap(({ entries: all }) => all);
    const missed = entries.find((entry) => entry.mandatory && !this.#fired.has(entry));
    return missed === undefined ? null : { line: missed.line, message: "nothing asked for this mandatory entry" };
  }

  /** A question that the script has no answer for. */
  surprise(): PlayFailure | null {
    for (const query of this.network.waiting) this.unscripted.add(printQuery(query));
    const [first] = this.unscripted;
    return first === undefined ? null : { line: 1, message: `the script has no answer: ${first}` };
  }

  #run(untilMs: number, done: () => boolean): void {
    this.#turns = 0;
    while (!done()) {
      if (++this.#turns > maxTurnsAtOnce) throw new Error(`At ${this.#clock.nowMs()} ms there is always more to do.`);
      if (this.#answerOne() || this.network.deliver(this.resolver)) continue;
      const nextMs = Math.min(this.network.nextMs, this.resolver.nextWakeMs);
      if (nextMs > untilMs) return;
      if (nextMs > this.#clock.nowMs()) {
        this.#clock.advanceTo(nextMs);
        this.#turns = 0;
      }
      if (this.resolver.nextWakeMs <= this.#clock.nowMs()) this.resolver.wake();
    }
  }

  /** Answers a waiting query from the script; false when none can be. */
  #answerOne(): boolean {
    const { dialect } = this.#scenario;
    for (const query of this.network.waiting) {
      if (this.hold !== null && isFor(this.hold, query, dialect)) continue;
      const entry = findEntry(this.#scenario, this.step, query) ?? this.#oneShot(query);
      if (entry !== null) {
        this.log.push(printQuery(query));
        this.reply(entry, query);
        return true;
      }
      if (dialect === "deckard") {
        this.#refuse(query);
        return true;
      }
    }
    return false;
  }

  /** Deckard: a REPLY step that is still to come answers once what no range does. */
  #oneShot(query: ScriptedQuery): Entry | null {
    if (this.#scenario.dialect !== "deckard") return null;
    for (const { id, action } of this.#scenario.steps) {
      if (action.kind !== "reply" || id < this.step || this.#fired.has(action.entry)) continue;
      if (isFor(action.entry, query, "deckard")) return action.entry;
    }
    return null;
  }

  /** Deckard answers SERVFAIL where a script has nothing, and fails the play at its end. */
  #refuse(query: ScriptedQuery): void {
    const text = printQuery(query);
    this.unscripted.add(text);
    this.log.push(`${text}: not in the script`);
    const { opcode, flags, question, edns } = query.message;
    const reply = { ...emptyMessage, opcode, question, edns, rcode: Rcode.SERVFAIL, flags: flags | flagBits.QR };
    const id = (query.outgoing.octets[0] << 8) | query.outgoing.octets[1];
    this.network.take(query);
    this.network.answer(query, [composeMessage(reply, id)], 0);
  }
}
