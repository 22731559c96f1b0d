// Plays a lesson: asks the resolver of the production, over the lab's simulated network and in virtual time, what the lesson
// says, and keeps each trace. The resolver knows the way to broken.test and fixed.test already, so that a trace begins
// where the lesson does. The same seed plays the same way every time.

import { nodeDnssecCrypto } from "../crypto/dnssec-crypto.ts";
import { VirtualClock } from "../base/clock.ts";
import { seededRandom } from "../base/random.ts";
import type { Random } from "../base/random.ts";
import { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { PackedCache } from "../resolver/cache/packed-cache.ts";
import type { Question, Resolution } from "../resolver/question.ts";
import { Resolver } from "../resolver/resolver.ts";
import { defaultSettings, type ResolverSettings } from "../resolver/settings.ts";
import { type FinishedTrace, tracedAnswer } from "../trace/ending.ts";
import type { StepId } from "../trace/steps.ts";
import { Recorder } from "../trace/recorder.ts";
import type { Lab } from "./lab.ts";
import type { Act, Ask, Lesson } from "./lesson.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import { runUntilIdle } from "./virtual-time.ts";

/** One question of a play, and what became of it. */
export interface PlayedAsk {
  readonly ask: Ask;
  readonly resolution: Resolution;
  readonly trace: FinishedTrace;
}

const cacheOctets = 1 << 20;

/** The zones whose servers a lesson's resolver has met. */
const knownZones = ["broken.test", "fixed.test"];

/** Chances that a lesson gets to show what it is about: which of two servers is asked first, say. */
const maxSeeds = 32;

/** Plays a lesson so that all happens that it tells; when that is never so, the first play. */
export function playLesson(lab: Lab, lesson: Lesson): PlayedAsk[] {
  for (let seed = 1; seed <= maxSeeds; seed++) {
    const played = play(lab, lesson, lesson.play, seed);
    if (played.every((one) => differences(one).length === 0)) return played;
  }
  return play(lab, lesson, lesson.play);
}

/** A lesson's words with the numbers that its play showed: {queries} and {seconds} of the first question, {queries 2} of the second. */
export function fillIn(words: string, played: readonly PlayedAsk[]): string {
  return words.replaceAll(/\{(queries|seconds)(?: (\d+))?\}/g, (_all, what: string, which?: string) => {
    const { resolution, trace } = played[Number(which ?? 1) - 1];
    return what === "queries" ? String(resolution.upstreamQueries) : (trace.ending.ms / 1000).toFixed(1);
  });
}

/** What became of a question otherwise than the lesson says, in words. */
export function differences({ ask, resolution, trace }: PlayedAsk): string[] {
  const { answer } = trace.ending;
  const shown = (list: readonly (string | number)[]): string => (list.length === 0 ? "none" : list.join("; "));
  const errors = [...new Set(resolution.extendedErrors.map(({ code }) => code))].toSorted((a, b) => a - b);
  const records = answer.answer.map((record) => record.replace(" IN ", " "));
  const compared = [
    ["response code", ask.rcode, resolution.rcode],
    ["extended errors", shown(ask.errors), shown(errors)],
    ["answer", shown(ask.answer), shown(records)],
    ["queries", ask.queries ?? resolution.upstreamQueries, resolution.upstreamQueries],
    ["missing step", "none", missingStep(trace, ask.steps) ?? "none"],
  ] as const;
  return compared
    .filter(([, said, found]) => said !== found)
    .map(([what, said, found]) => `${what}: the lesson says ${said}, it is ${found}`);
}

/** The first of the steps that does not follow the ones before it. */
function missingStep({ events }: FinishedTrace, steps: readonly StepId[]): StepId | undefined {
  let from = 0;
  return steps.find((wanted) => {
    const at = events.findIndex(({ step }, i) => i >= from && step === wanted);
    from = at + 1;
    return at < 0;
  });
}

/** Plays some acts, those of the lesson or its twin. Answers are validated where that is what the lesson is about. */
export function play(lab: Lab, { theme }: Lesson, acts: readonly Act[], seed = 1): PlayedAsk[] {
  const stage = new Stage(lab, seed, { validation: theme === "signatures" });
  for (const zone of knownZones) stage.ask({ name: parsed(zone), type: RRType.SOA });
  return acts.flatMap((act) => {
    if (act.kind === "wait") {
      stage.wait(act.seconds);
      return [];
    }
    return [{ ask: act, ...stage.ask(act.question) }];
  });
}

class Stage {
  readonly #clock = new VirtualClock();
  readonly #random: Random;
  readonly #network: SimulatedNetwork;
  readonly #resolver: Resolver;

  constructor(lab: Lab, seed: number, { validation }: Pick<ResolverSettings, "validation">) {
    this.#random = seededRandom(seed);
    this.#network = lab.network(this.#clock, this.#random);
    const cache = new PackedCache(this.#clock, cacheOctets, [seed, seed]);
    const settings = { ...defaultSettings, ...lab.resolverSettings, validation };
    this.#resolver = new Resolver(settings, {
      clock: this.#clock,
      random: this.#random,
      cache,
      port: this.#network,
      crypto: nodeDnssecCrypto,
    });
    this.#network.connect(this.#resolver);
  }

  wait(seconds: number): void {
    runUntilIdle(this.#clock, this.#network, this.#resolver, this.#clock.nowMs() + seconds * 1000);
  }

  ask(question: Question): Omit<PlayedAsk, "ask"> {
    const recorder = new Recorder(this.#clock, this.#random);
    let played: Omit<PlayedAsk, "ask"> | null = null;
    this.#resolver.resolve(question, { trace: recorder, purpose: "answer" }, (resolution) => {
      played = { resolution, trace: recorder.finish(tracedAnswer(resolution)) };
    });
    runUntilIdle(this.#clock, this.#network, this.#resolver);
    if (played === null) throw new Error("A question was left without an answer.");
    return played;
  }
}

function parsed(text: string): Name {
  const name = nameFromText(text);
  if (name instanceof Name) return name;
  throw new Error(name);
}
