// Whether a record set is healthy, without choosing among sets (DG:health-checks-how-route-53-chooses-records,
// DG:dns-failover-complex-configs). A set is healthy when its own check is, or it has none; an alias that evaluates its
// target's health also needs one healthy set there, and there the same holds again. Who asks plays no part: a target is
// healthy if any of its sets is, whomever that set is meant for.
// Invariants: every answer looks at no more than `maxHealthLooks` sets, and no deeper than `maxAliasDepth`.

import { maxAliasDepth, maxHealthLooks } from "../base/limits.ts";
import type { Trace } from "../trace/steps.ts";
import { flagAlias, flagEvaluate, type RecordSets, setAt, setCheck, setCount, setFlags } from "./group.ts";
import type { Health } from "./health-board.ts";

export class TargetHealth {
  readonly #sets: RecordSets;
  readonly #health: Health;
  #looks = 0;

  constructor(sets: RecordSets, health: Health) {
    this.#sets = sets;
    this.#health = health;
  }

  /** Another answer begins. */
  begin(): void {
    this.#looks = 0;
  }

  /** Whether the set at word `set` is healthy. */
  isHealthy(set: number): boolean {
    return this.#isSetHealthy(set, 0);
  }

  /** Whether the set's own health check passes, or it has none. */
  passesOwnCheck(set: number): boolean {
    const check = this.#sets.words[set + setCheck];
    return check === 0 || this.#health.isHealthy(check);
  }

  /** Says why the set is unhealthy. */
  tellWhy(set: number, trace: Trace): void {
    const name = this.#sets.identifierOf(set);
    if (this.passesOwnCheck(set)) trace.note("route.backed-out", { set: name, target: this.#sets.targetOf(set) });
    else trace.note("route.unhealthy", { set: name });
  }

  /** Says that the last answer looked at too many sets, if it did. */
  tellLimit(trace: Trace): void {
    if (this.#looks > maxHealthLooks) trace.note("route.limit", { sets: maxHealthLooks });
  }

  #isSetHealthy(set: number, depth: number): boolean {
    // What nobody looks at is healthy, as what nobody checks is: then the search is over.
    if (++this.#looks > maxHealthLooks) return true;
    if (!this.passesOwnCheck(set)) return false;
    const evaluates = flagAlias | flagEvaluate;
    if ((this.#sets.words[set + setFlags] & evaluates) !== evaluates) return true;
    return this.#hasHealthySet(this.#sets.target(set), depth + 1);
  }

  #hasHealthySet(group: number, depth: number): boolean {
    if (group === 0 || depth > maxAliasDepth) return false;
    // A plain RRset has no check, and is healthy.
    if (group < 0) return true;
    const { words } = this.#sets;
    for (let i = 0, count = setCount(words, group); i < count; i++) {
      if (this.#isSetHealthy(setAt(group, i), depth)) return true;
    }
    return false;
  }
}
