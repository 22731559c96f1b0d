// Chooses one set of a group, healthy if there is a healthy one (DG:health-checks-how-route-53-chooses-records):
//   1. The policy picks a set (./picks.ts). 2. Is it healthy (./target-health.ts)? An alias whose branch holds nothing
//   healthy is not: that backs out of the branch. 3. If not, the policy picks again among the rest. 4. Nothing healthy:
//   all count as healthy, and the policy picks once more.
// It also keeps account of how specific to the client its choices are. One object a router.

import { maxSetsPerGroup } from "../base/limits.ts";
import type { Trace } from "../trace/steps.ts";
import type { RoutingClient } from "./client.ts";
import type { GroupView } from "./group-view.ts";
import { Policy } from "./group.ts";
import { type Ground, pick } from "./picks.ts";
import { Found } from "./prefix-table.ts";
import type { TargetHealth } from "./target-health.ts";

export class Chooser {
  /** For how long a prefix of the client's address the choices since `begin` hold (RFC 7871 §7.2.1). */
  scope = 0;
  readonly #ground: Ground;
  readonly #health: TargetHealth;
  readonly #found = new Found();

  constructor(ground: Ground, health: TargetHealth) {
    this.#ground = ground;
    this.#health = health;
  }

  /** Another answer begins. */
  begin(): void {
    this.scope = 0;
    this.#health.begin();
  }

  /** The index of a set, or -1 when none is meant for this client. */
  one(group: GroupView, client: RoutingClient, trace: Trace | undefined): number {
    // One set has no alternative: healthy or not, it answers (DG:routing-policy-simple).
    if (group.policy === Policy.simple) {
      trace?.note("route.simple", { set: group.nameOf(0) });
      return 0;
    }
    let picked = this.#pick(group, client, trace);
    if (picked < 0) return picked;
    for (let taken = 0; taken < maxSetsPerGroup && picked >= 0; taken++) {
      if (this.#health.isHealthy(group.set(picked))) return picked;
      if (trace !== undefined) this.#health.tellWhy(group.set(picked), trace);
      group.takeOut(picked);
      picked = this.#pick(group, client, trace);
    }
    group.takeAllIn();
    trace?.note("route.last-resort", {});
    return this.#pick(group, client, trace);
  }

  /** Takes the unhealthy sets out of the choice; when that would be all, none. */
  healthyOnes(group: GroupView, trace: Trace | undefined): void {
    let healthy = 0;
    for (let i = 0; i < group.count; i++) {
      if (this.#health.isHealthy(group.set(i))) {
        healthy++;
        continue;
      }
      group.takeOut(i);
      if (trace !== undefined) this.#health.tellWhy(group.set(i), trace);
    }
    if (healthy > 0) return;
    group.takeAllIn();
    trace?.note("route.last-resort", {});
  }

  #pick(group: GroupView, client: RoutingClient, trace: Trace | undefined): number {
    const picked = pick(group, client, this.#ground, this.#found, trace);
    if (group.policy === Policy.ipBased) this.scope = Math.max(this.scope, this.#found.scope);
    else if (isByPlace(group.policy)) this.scope = Math.max(this.scope, client.placeScope);
    return picked;
  }
}

/** Whether a policy asks where the client is. */
export function isByPlace(policy: Policy): boolean {
  return policy === Policy.latency || policy === Policy.geolocation || policy === Policy.geoproximity;
}
