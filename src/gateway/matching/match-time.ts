// How long regular expressions may take with what clients send. JavaScript's engine backtracks, and a match runs to its end:
// `^(\w+\s?)*$` with forty letters and an exclamation mark would keep the whole thread for hours.
//
//   withinMatchTime(() => model.validate(body))   // its outcome, or the MatchTimeout that ended it
//
// A piece of work (a body's validation, a template's run) has one time for all of its matches, so that many that are slow
// each do not add up. Only a match that could be slow is watched (./ways.ts), as being watched costs more than most matches.
// What interrupts a match is node's, so floor 6 and above give it, once a thread; where nobody does, nothing is watched.

import { maxMatchMs } from "../../base/limits.ts";

/** What is left of a piece of work's time. */
export interface MatchTime {
  leftMs: number;
}

/** There is no time left, and the match was interrupted. No text, as a match may give any. */
export const overdue = Symbol("overdue");

/** Runs a match and takes what it took from the time. */
export type MatchWatch = <Outcome>(match: () => Outcome, time: MatchTime) => Outcome | typeof overdue;

/** Ends a piece of work: thrown out of a match, given as a value by withinMatchTime. */
export class MatchTimeout extends Error {
  override readonly name = "MatchTimeout";
}

let watch: MatchWatch | null = null;
/** That of the piece of work that runs; work is synchronous, so there is one at a time. */
let time: MatchTime | null = null;

export function watchMatches(by: MatchWatch): void {
  watch = by;
}

/** Within another piece of work it is a part of that one, and what ends it ends the whole. */
export function withinMatchTime<Outcome>(work: () => Outcome): Outcome | MatchTimeout {
  if (time !== null) return work();
  time = { leftMs: maxMatchMs };
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof MatchTimeout) return thrown;
    throw thrown;
  } finally {
    time = null;
  }
}

/** One match that could be slow; `pattern` is what whoever runs the API is told. */
export function watched<Outcome>(pattern: string, match: () => Outcome): Outcome {
  if (watch === null) return match();
  const outcome = watch(match, time ?? { leftMs: maxMatchMs });
  if (outcome === overdue)
    throw new MatchTimeout(`the regular expression ${pattern} takes longer than ${maxMatchMs} ms`);
  return outcome;
}
