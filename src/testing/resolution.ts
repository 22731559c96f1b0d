// The resolver of one test, in its own thread: what the resolver's thread of a server does, without the thread. Questions
// come by the same line, and answers go into the same kind of table. Loaded by tests that resolve, and by no others.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Name } from "../dns/name.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import { AnswerTable, createAnswerMemory } from "../resolver/answer-table.ts";
import { PackedCache } from "../resolver/cache/packed-cache.ts";
import type { Question } from "../resolver/question.ts";
import type { Config } from "../server/config.ts";
import { ResolverDesk } from "../server/resolver-desk.ts";
import { type Footing, openFooting } from "../server/resolver-footing.ts";
import { resolverSettings } from "../server/resolver-settings.ts";
import type { RecursionData } from "../server/worker-recursion.ts";
import type { FinishedTrace } from "../trace/ending.ts";

const clock = systemClock;
const random = cryptoRandom;

export class Resolution {
  /** What the responder must know. */
  readonly data: RecursionData;
  readonly #cache: PackedCache;
  readonly #answers: AnswerTable;
  readonly #footing: Footing;
  readonly #desk: ResolverDesk;
  readonly #lines: MessagePort[] = [];

  /** Throws an Error that says what is wrong with the settings. */
  constructor({ dns, resolver, lab }: Pick<Config, "dns" | "resolver" | "lab">) {
    const { settings, faults } = resolverSettings(resolver);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const memory = createAnswerMemory(resolver.answerMegabytes * 2 ** 20, hashKey());
    const { allowRecursion: allow, allowTrace } = dns;
    this.data = { answers: memory, allow, allowTrace, prefetch: resolver.prefetch };
    this.#cache = new PackedCache(clock, settings.cacheOctets, hashKey());
    this.#answers = new AnswerTable(memory);
    this.#footing = openFooting({ settings, lab, clock, random, cache: this.#cache });
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

  trace(question: Question): Promise<FinishedTrace> {
    return new Promise((resolve) => {
      this.#desk.trace(question, resolve);
      this.#footing.settle();
    });
  }

  /** Forgets what it learnt. */
  forget(): void {
    this.#cache.flush(Name.root, null, "subtree");
    this.#answers.clear();
  }

  close(): void {
    this.#footing.stop();
    for (const line of this.#lines) line.close();
  }
}

function hashKey(): readonly [number, number] {
  return [random.below(2 ** 32), random.below(2 ** 32)];
}
