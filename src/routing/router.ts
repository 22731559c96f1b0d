// Chooses what answers a question whose name and type hold a group of record sets: Route 53's routing policies, its
// health rules and its alias trees (DG:routing-policy, DG:dns-failover-complex-configs). A set is chosen (./chooser.ts);
// an alias leads on to its target's group, where it begins again.
// Pure: record sets, health, places, latency and chance come from outside. One router a worker, its Choice rewritten by
// every call: a choice makes no object, unless somebody listens.

import { maxAliasDepth } from "../base/limits.ts";
import type { Trace } from "../trace/steps.ts";
import { Chooser, isByPlace } from "./chooser.ts";
import type { RoutingClient } from "./client.ts";
import { GroupView } from "./group-view.ts";
import { flagAlias, Policy, type RecordSets, setFlags, setValue } from "./group.ts";
import type { Health } from "./health-board.ts";
import { Multivalue, multivalueAnswers } from "./multivalue.ts";
import type { Ground } from "./picks.ts";
import { TargetHealth } from "./target-health.ts";
import { tellClient, tellGroup } from "./tell.ts";

/** How a choice ended. */
export const Outcome = {
  /** `values` answer. */
  answer: 0,
  /** No set is meant for this client, or an alias leads to nothing: no error, and no data. */
  noAnswer: 1,
  /** Aliases lead in a circle, or too far. */
  loop: 2,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export class Choice {
  outcome: Outcome = Outcome.noAnswer;
  /** What answers: `count` values of sets, or one pointer to a plain RRset. */
  readonly values = new Int32Array(multivalueAnswers);
  count = 0;
  /** Aliases followed. */
  aliases = 0;
  /** For how long a prefix of the client's address the answer holds: SCOPE PREFIX-LENGTH, 0 for all (RFC 7871 §7.2.1). */
  scope = 0;
}

export class Router {
  readonly choice = new Choice();
  readonly #sets: RecordSets;
  readonly #ground: Ground;
  readonly #health: TargetHealth;
  readonly #chooser: Chooser;
  readonly #group: GroupView;
  readonly #multivalue = new Multivalue();
  readonly #drawn = new Int32Array(multivalueAnswers);

  constructor(sets: RecordSets, health: Health, ground: Ground) {
    this.#sets = sets;
    this.#ground = ground;
    this.#health = new TargetHealth(sets, health);
    this.#chooser = new Chooser(ground, this.#health);
    this.#group = new GroupView(sets);
  }

  /** Chooses for a client, beginning at a group. The Choice is the router's own, until its next call. */
  choose(group: number, client: RoutingClient, trace?: Trace): Choice {
    const { choice } = this;
    choice.outcome = Outcome.noAnswer;
    choice.count = choice.aliases = 0;
    this.#chooser.begin();
    this.#walk(group, client, trace);
    choice.scope = this.#chooser.scope;
    if (trace !== undefined) {
      this.#health.tellLimit(trace);
      if (choice.scope > 0) trace.note("route.scope", { client: client.text, scope: choice.scope });
    }
    return choice;
  }

  #walk(start: number, client: RoutingClient, trace: Trace | undefined): void {
    const { choice } = this;
    const { words } = this.#sets;
    let group = start;
    let telling = trace;
    for (;;) {
      if (group < 0) return this.#answer(-group);
      this.#group.open(group);
      if (telling !== undefined) this.#tell(client, telling);
      if (this.#group.policy === Policy.multivalue) return this.#answerMany(telling);
      const index = this.#chooser.one(this.#group, client, telling);
      if (index < 0) return telling?.note("route.no-match", {});
      const set = this.#group.set(index);
      if ((words[set + setFlags] & flagAlias) === 0) return this.#answer(words[set + setValue]);
      if (++choice.aliases > maxAliasDepth) {
        choice.outcome = Outcome.loop;
        return telling?.note("route.loop", { aliases: maxAliasDepth });
      }
      group = this.#sets.target(set);
      if (telling !== undefined) {
        const target = this.#sets.targetOf(set);
        telling.note(group === 0 ? "route.target-missing" : "route.alias", { set: this.#group.nameOf(index), target });
        telling = telling.nested();
      }
      if (group === 0) return;
    }
  }

  #answer(value: number): void {
    const { choice } = this;
    choice.outcome = Outcome.answer;
    choice.values[0] = value;
    choice.count = 1;
  }

  #answerMany(trace: Trace | undefined): void {
    const { choice } = this;
    this.#chooser.healthyOnes(this.#group, trace);
    choice.outcome = Outcome.answer;
    choice.count = this.#multivalue.draw(this.#group, this.#ground.random, this.#drawn);
    for (let i = 0; i < choice.count; i++) choice.values[i] = this.#sets.words[this.#drawn[i] + setValue];
    trace?.note("route.multivalue", { sets: choice.count, names: this.#drawnNames(choice.count) });
  }

  #drawnNames(count: number): string {
    return Array.from(this.#drawn.subarray(0, count), (set) => this.#sets.identifierOf(set)).join(", ");
  }

  #tell(client: RoutingClient, trace: Trace): void {
    tellGroup(this.#group, trace);
    if (isByPlace(this.#group.policy)) tellClient(client, this.#ground.places, trace);
  }
}
