// What interrupts a regular expression that takes too long, by node:vm: a script can be given a time, and its end is looked for
// whenever the engine backtracks. It costs a thread of libuv's and some 80 µs a call, so it is asked only for matches that
// could be slow (../../gateway/matching/ways.ts). One for each thread, as the engine is.
// Invariant: what counts is the CPU time of this thread. On a busy machine a quick match may stand still for longer than any
// time it was given, and must not fail for that: it is begun again with what is left.

import { Script } from "node:vm";
import { type MatchWatch, overdue } from "../../gateway/matching/match-time.ts";

/** A script sees nothing but what is global. */
const name = Symbol.for("signpost.match");
const script = new Script(`globalThis[Symbol.for("signpost.match")]()`);
let match: () => unknown = () => null;
Object.defineProperty(globalThis, name, { value: () => match() });

/** So many times it is begun at most: a thread that never runs is not waited for without an end. */
const mostTries = 5;
/** Less than this is no time at all: a script's is in whole milliseconds. */
const leastMs = 1;

export const interruptingWatch: MatchWatch = (wanted, time) => {
  for (let tries = 0; tries < mostTries && time.leftMs >= leastMs; tries++) {
    const before = process.threadCpuUsage();
    match = wanted;
    try {
      return script.runInThisContext({ timeout: Math.ceil(time.leftMs) }) as ReturnType<typeof wanted>;
    } catch (thrown) {
      if (!isTimeout(thrown)) throw thrown;
    } finally {
      const { user, system } = process.threadCpuUsage(before);
      time.leftMs -= (user + system) / 1000;
    }
  }
  return overdue;
};

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
