// Why an answer is what it is, and how likely each is: the whole tree of a choice for one client at this moment, with the
// branches that are not taken. The engine itself says which set is chosen and what is healthy (./chooser.ts,
// ./target-health.ts); only where chance decides are shares told instead of drawn.
// For people, not for queries: it makes objects. A tree is told to `maxExplainedSets` sets.

import { maxAliasDepth, maxExplainedSets } from "../base/limits.ts";
import { Chooser } from "./chooser.ts";
import type { RoutingClient } from "./client.ts";
import { biasedKm } from "./geometry.ts";
import { GroupView } from "./group-view.ts";
import { flagAlias, groupCollection, Policy, type RecordSets, setCheck, setFlags, setValue } from "./group.ts";
import type { Health } from "./health-board.ts";
import { multivalueAnswers } from "./multivalue.ts";
import { type Ground, kmTo, locationText } from "./picks.ts";
import { regions } from "./regions.ts";
import { TargetHealth } from "./target-health.ts";
import { policyTitles } from "./tell.ts";

export interface Explanation {
  readonly group: ExplainedGroup | ExplainedEnd;
  /** What answers (as Choice.values), with the chance that it is in an answer. */
  readonly answers: ReadonlyMap<number, number>;
  /** The chance that there is none. */
  readonly noAnswer: number;
}

/** Where a branch has no group: one plain RRset, nothing at all, or too much to tell. */
export type ExplainedEnd = "plain" | "missing" | "untold";

export interface ExplainedGroup {
  readonly policy: string;
  readonly sets: readonly ExplainedSet[];
}

export interface ExplainedSet {
  readonly identifier: string;
  readonly health: "healthy" | "check fails" | "nothing healthy behind it";
  /** Its health check's number in the board, 0 for none. */
  readonly check: number;
  /** What the policy sees in the set, for this client: "weight 3", "eu-west-1, 18.2 ms". */
  readonly regard: string;
  /** The chance that it is chosen, given that its group is reached. */
  readonly chance: number;
  /** An alias's target. */
  readonly target: { readonly name: string; readonly group: ExplainedGroup | ExplainedEnd } | null;
}

/** What a location of a CIDR collection is called, by the collection's place and the location's number; null if nobody knows. */
export type LocationNames = (collection: number, location: number) => string | null;

/** Explains what a router over the same sets, health and ground chooses for a client, beginning at a group. */
export function explain(
  sets: RecordSets,
  health: Health,
  ground: Ground,
  group: number,
  client: RoutingClient,
  locationName: LocationNames,
): Explanation {
  const explainer = new Explainer(sets, health, ground, client, locationName);
  const told = explainer.group(group, 1, 0);
  return { group: told, answers: explainer.answers, noAnswer: explainer.noAnswer };
}

class Explainer {
  readonly answers = new Map<number, number>();
  noAnswer = 0;
  readonly #sets: RecordSets;
  readonly #ground: Ground;
  readonly #client: RoutingClient;
  readonly #locationName: LocationNames;
  readonly #health: TargetHealth;
  readonly #chooser: Chooser;
  #told = 0;

  constructor(sets: RecordSets, health: Health, ground: Ground, client: RoutingClient, locationName: LocationNames) {
    this.#sets = sets;
    this.#locationName = locationName;
    this.#ground = ground;
    this.#client = client;
    this.#health = new TargetHealth(sets, health);
    this.#chooser = new Chooser(ground, this.#health);
  }

  /** The group at a pointer, which is reached with a chance. */
  group(pointer: number, reached: number, depth: number): ExplainedGroup | ExplainedEnd {
    if (pointer < 0) {
      this.#answer(-pointer, reached);
      return "plain";
    }
    if (pointer === 0 || depth > maxAliasDepth) {
      this.noAnswer += reached;
      return pointer === 0 ? "missing" : "untold";
    }
    const group = new GroupView(this.#sets);
    group.open(pointer);
    this.#told += group.count;
    if (this.#told > maxExplainedSets) return "untold";
    const chances = this.#chances(group);
    if (chances.every((chance) => chance === 0)) this.noAnswer += reached;
    const policy = policyTitles[group.policy];
    return { policy, sets: chances.map((chance, index) => this.#set(group, index, chance, reached, depth)) };
  }

  #set(group: GroupView, index: number, chance: number, reached: number, depth: number): ExplainedSet {
    const set = group.set(index);
    const isAlias = (this.#sets.words[set + setFlags] & flagAlias) !== 0;
    if (!isAlias) this.#answer(this.#sets.words[set + setValue], reached * chance);
    this.#health.begin();
    const sound = this.#health.isHealthy(set);
    return {
      identifier: this.#sets.identifierOf(set),
      health: sound ? "healthy" : this.#health.passesOwnCheck(set) ? "nothing healthy behind it" : "check fails",
      check: this.#sets.words[set + setCheck],
      regard: this.#regard(group, index),
      chance,
      target: isAlias
        ? { name: this.#sets.targetOf(set), group: this.group(this.#sets.target(set), reached * chance, depth + 1) }
        : null,
    };
  }

  /** Each set's chance. The group's sets that are unhealthy may be out of it afterwards. */
  #chances(group: GroupView): number[] {
    const all = Array.from({ length: group.count }, (_, index) => index);
    this.#chooser.begin();
    if (group.policy !== Policy.weighted && group.policy !== Policy.multivalue) {
      const chosen = this.#chooser.one(group, this.#client, undefined);
      return all.map((index) => (index === chosen ? 1 : 0));
    }
    this.#chooser.healthyOnes(group, undefined);
    const left = all.filter((index) => group.isIn(index));
    if (group.policy === Policy.multivalue) {
      const share = Math.min(left.length, multivalueAnswers) / left.length;
      return all.map((index) => (group.isIn(index) ? share : 0));
    }
    const total = left.reduce((sum, index) => sum + group.key(index), 0);
    const share = (index: number): number => (total === 0 ? 1 / left.length : group.key(index) / total);
    return all.map((index) => (group.isIn(index) ? share(index) : 0));
  }

  #regard(group: GroupView, index: number): string {
    const [key, detail] = [group.key(index), group.detail(index)];
    switch (group.policy) {
      case Policy.weighted:
        return `weight ${key}`;
      case Policy.latency: {
        const ms = this.#ground.latency.milliseconds(this.#client.standpoint(this.#ground.places), key);
        return `${regions[key].code}, ${ms.toFixed(1)} ms`;
      }
      case Policy.failover:
        return key === 0 ? "primary" : "secondary";
      case Policy.geolocation:
        return `for ${locationText(key, detail)}`;
      case Policy.geoproximity: {
        const km = kmTo(group, this.#client.standpoint(this.#ground.places), index);
        if (detail === 0) return `${km.toFixed(0)} km`;
        return `${km.toFixed(0)} km, by its bias of ${detail} ${biasedKm(km, detail).toFixed(0)} km`;
      }
      case Policy.ipBased:
        return `location ${key === 0 ? "*" : (this.#locationName(group.words[group.at + groupCollection], key) ?? key)}`;
      default:
        return "";
    }
  }

  #answer(value: number, chance: number): void {
    if (chance > 0) this.answers.set(value, (this.answers.get(value) ?? 0) + chance);
  }
}
