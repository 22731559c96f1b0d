// The resolver of one test, in its own thread: what the resolver's thread of a server does, without the thread. Questions
// come by the same line, and answers go into the same kind of table. Loaded by tests that resolve, and by no others.

import { nodeDnssecCrypto } from "../crypto/dnssec-crypto.ts";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Clock } from "../base/clock.ts";
import type { Lab } from "../lab/lab.ts";
import { runUntilIdle } from "../lab/virtual-time.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import { AnswerTable, createAnswerMemory } from "../resolver/answer-table.ts";
import { PackedCache } from "../resolver/cache/packed-cache.ts";
import { forget } from "../resolver/forget.ts";
import type { Question } from "../resolver/question.ts";
import { Resolver } from "../resolver/resolver.ts";
import type { Config } from "../server/config.ts";
import { openConfiguredLab } from "../server/lab-folder.ts";
import { ResolverDesk } from "../server/resolver-desk.ts";
import { type Footing, type FootingParts, openFooting } from "../server/resolver-footing.ts";
import { resolverSettings } from "../server/resolver-settings.ts";
import type { RecursionData } from "../server/worker-recursion.ts";
import { tracedAnswer, type TracedAnswer } from "../trace/ending.ts";
import type { Trace } from "../trace/steps.ts";

const random = cryptoRandom;
/** Labs by folder: opening one takes longer than all else, and any number of networks can be made of it. */
const labs = new Map<string | null, Lab>();

/** The system's time, and as far ahead of it as a test or the mini internet has moved it. */
class LeapingClock implements Clock {
  #aheadMs = 0;

  nowMs(): number {
    return systemClock.nowMs() + this.#aheadMs;
  }

  wallSeconds(): number {
    return systemClock.wallSeconds() + Math.floor(this.#aheadMs / 1000);
  }

  advanceTo(ms: number): void {
    this.#aheadMs += Math.max(0, ms - this.nowMs());
  }
}

export class Resolution {
  /** What the responder must know. */
  readonly data: RecursionData;
  readonly clock = new LeapingClock();
  readonly #answers: AnswerTable;
  readonly #footing: Pick<Footing, "resolver" | "settle" | "stop">;
  readonly #desk: ResolverDesk;
  readonly #lines: MessagePort[] = [];

  /** Throws an Error that says what is wrong with the settings. */
  constructor({ dns, resolver, lab }: Pick<Config, "dns" | "resolver" | "lab">) {
    const { settings, faults } = resolverSettings(resolver);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const memory = createAnswerMemory(resolver.answerMegabytes * 2 ** 20, hashKey());
    const { allowRecursion: allow, allowTrace } = dns;
    const { clock } = this;
    const nowSeconds = (): number => Math.floor(clock.nowMs() / 1000);
    this.data = { answers: memory, allow, allowTrace, prefetch: resolver.prefetch, nowSeconds };
    const cache = new PackedCache(clock, settings.cacheOctets, hashKey());
    this.#answers = new AnswerTable(memory);
    const parts = { settings, lab, clock, random, cache };
    this.#footing = lab.enabled ? openLeaping(parts, clock) : openFooting(parts);
    const { resolver: made, settle } = this.#footing;
    this.#desk = new ResolverDesk({ resolver: made, answers: this.#answers, clock, random, settle });
  }

  /** A line for a responder. */
  openLine(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const take = this.#desk.serve(port1);
    port1.on("message", take);
    port1.unref(); // a test that is over ends, whatever it forgot to close
    this.#lines.push(port1);
    return port2;
  }

  /** Resolves a question and has every step noted. What is known counts, as it does for clients. */
  trace(question: Question, trace: Trace): Promise<TracedAnswer> {
    return new Promise((resolve) => {
      const { resolver, settle } = this.#footing;
      resolver.resolve(question, { trace, purpose: "answer" }, (resolution) => resolve(tracedAnswer(resolution)));
      settle();
    });
  }

  /** Lets what it knows grow older. */
  advance(ms: number): void {
    this.clock.advanceTo(this.clock.nowMs() + ms);
    this.#footing.settle();
  }

  /** Forgets what it learnt. */
  forget(): void {
    forget(this.#footing.resolver.world, { name: null, type: null, reach: "subtree" });
    this.#answers.clear();
  }

  close(): void {
    this.#footing.stop();
    for (const line of this.#lines) line.close();
  }
}

/** The mini internet without waiting: each answer is there at once, however far its server is said to be. */
function openLeaping(parts: FootingParts, clock: LeapingClock): Pick<Footing, "resolver" | "settle" | "stop"> {
  const lab = labs.get(parts.lab.zones) ?? openConfiguredLab(parts.lab).lab;
  if (lab === null) throw new Error(`The lab in ${parts.lab.zones} has errors: \`signpost check\` tells them.`);
  labs.set(parts.lab.zones, lab);
  const network = lab.network(clock, random, { loggedExchanges: 0 });
  const settings = { ...parts.settings, ...lab.resolverSettings };
  const resolver = new Resolver(settings, {
    clock,
    random,
    port: network,
    cache: parts.cache,
    crypto: nodeDnssecCrypto,
  });
  network.connect(resolver);
  return { resolver, settle: () => runUntilIdle(clock, network, resolver), stop: () => {} };
}

function hashKey(): readonly [number, number] {
  return [random.below(2 ** 32), random.below(2 ** 32)];
}
