// Routing policies over the packed image: what a policy set of a zone (../zone/policy-set.ts) answers for the client that
// asks, as ../routing/router.ts chooses it. An alias's target is found by its name in its zone, as the asked name is.
// Who asks is looked at when the first choice is made: a question that meets no policy pays for four stores.

import { printName } from "../dns/text/name-text.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { typeName } from "../dns/types.ts";
import { explain, type Explanation, type LocationNames } from "../routing/explain.ts";
import { RoutingClient } from "../routing/client.ts";
import { type RecordSets, setValue } from "../routing/group.ts";
import type { Health } from "../routing/health-board.ts";
import { LatencyModel } from "../routing/latency.ts";
import type { Ground } from "../routing/picks.ts";
import { type Choice, Router } from "../routing/router.ts";
import { seededRandom } from "../base/random.ts";
import { entryOf } from "../zone/layout.ts";
import { identifierOf, targetName, targetType, targetView } from "../zone/policy-set.ts";
import { nearestZone, Outcome, Search } from "../zone/search.ts";
import type { Memory } from "../base/memory.ts";
import type { Trace } from "../trace/steps.ts";
import type { Client } from "./client.ts";
import type { ClientSubnet } from "./client-subnet.ts";
import type { VpcOrigin } from "./vpc-clients.ts";

/** What choices rest on beside the zones. */
export interface RoutingGround extends Ground {
  readonly health: Health;
}

/** Where nothing is known: all is healthy, everybody is nowhere, chance is the same every time. */
export function bareGround(): RoutingGround {
  return {
    health: { isHealthy: () => true },
    places: {
      find(_family, _octets, into) {
        into.place = null;
        into.scope = 0;
      },
    },
    latency: new LatencyModel(),
    random: seededRandom(1),
  };
}

export class Policies implements RecordSets {
  readonly words: Int32Array;
  /** SCOPE PREFIX-LENGTH of the answer so far: 0 when no subnet was told (RFC 7871 §7.2.1). */
  scope = 0;
  readonly client = new RoutingClient();
  readonly #memory: Memory;
  readonly #ground: RoutingGround;
  readonly #router: Router;
  readonly #search: Search;
  readonly #target = new NameCursor();
  #at = 0;
  #sender: Client | null = null;
  #subnet: ClientSubnet | null = null;
  #vpc: VpcOrigin | null = null;
  #isPlaced = false;
  #isForSubnet = false;

  constructor(memory: Memory, ground: RoutingGround) {
    this.#memory = memory;
    this.words = memory.words;
    this.#ground = ground;
    this.#search = new Search(memory);
    this.#router = new Router(this, ground.health, ground);
  }

  /** Another question: who asks, for whom, and from which VPC. */
  ask(sender: Client, subnet: ClientSubnet | null, vpc: VpcOrigin | null): void {
    this.#sender = sender;
    this.#subnet = subnet;
    this.#vpc = vpc;
    this.#isPlaced = false;
    this.scope = 0;
  }

  /** What the policy set at word `group` answers, read as version `at`. Good until the next choice. */
  choose(group: number, at: number, trace: Trace | null): Choice {
    this.#at = at;
    if (!this.#isPlaced) this.#place();
    const choice = this.#router.choose(group, this.client, trace ?? undefined);
    if (this.#isForSubnet && choice.scope > this.scope) this.scope = choice.scope;
    return choice;
  }

  /** The whole choice, with what is not taken. For people: it makes objects. */
  explain(group: number, at: number, locationName: LocationNames): Explanation {
    this.#at = at;
    this.#place();
    return explain(this, this.#ground.health, this.#ground, group, this.client, locationName);
  }

  /** DG:routing-policy-edns0: the client subnet where there is one, else who sent the query; in a VPC, its region. */
  #place(): void {
    const { client } = this;
    const sender = this.#sender;
    const subnet = this.#subnet;
    this.#isPlaced = true;
    const place = this.#vpc === null ? null : this.#vpc.place;
    // RFC 7871 §7.1.2: with source 0 the answer is as for no subnet, and holds for all.
    this.#isForSubnet = place === null && subnet !== null && subnet.present && subnet.source > 0;
    if (place !== null) client.comesFromVpc(place);
    else if (this.#isForSubnet && subnet !== null) client.comesFrom(subnet.family, subnet.octets, subnet.source);
    else if (sender !== null) client.comesFrom(sender.family, sender.address, sender.family === 4 ? 32 : 128);
  }

  target(set: number): number {
    const memory = this.#memory;
    const value = this.words[set + setValue];
    const name = this.#target;
    name.set(memory.bytes, targetName(value));
    const zone = nearestZone(memory, name, this.#at, targetView(memory, value), name.count);
    if (zone === 0) return 0;
    const outcome = this.#search.run(zone, name, this.#at);
    if (outcome !== Outcome.found && outcome !== Outcome.wildcard) return 0;
    // An entry's sign is the engine's turned round: a policy set's pointer is negative here, a plain RRset's there.
    return -entryOf(memory, this.#search.version, targetType(memory, value)) | 0;
  }

  identifierOf(set: number): string {
    return identifierOf(this.#memory, this.words[set + setValue]) || "the record set";
  }

  targetOf(set: number): string {
    const value = this.words[set + setValue];
    return `${printName(this.#memory.bytes, targetName(value))} ${typeName(targetType(this.#memory, value))}`;
  }
}
