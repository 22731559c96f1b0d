// Record sets as plain objects, packed for the router as the zones pack them: what tests of routing are written in.

import type { Random } from "../../src/base/random.ts";
import { seededRandom } from "../../src/base/random.ts";
import { packCollection } from "../../src/routing/cidr.ts";
import { RoutingClient } from "../../src/routing/client.ts";
import { explain, type Explanation, type LocationNames } from "../../src/routing/explain.ts";
import type { RecordSets } from "../../src/routing/group.ts";
import { setAt, setValue } from "../../src/routing/group.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { LatencyModel } from "../../src/routing/latency.ts";
import { groupSize, packGroup, type Routing } from "../../src/routing/pack.ts";
import type { Ground } from "../../src/routing/picks.ts";
import { placeOfRegion } from "../../src/routing/place.ts";
import { PackedPlaces, packPlaces, type PlaceTable } from "../../src/routing/place-table.ts";
import { placeRow } from "../../src/routing/place-rows.ts";
import { type Prefix, scanPrefix } from "../../src/routing/prefix.ts";
import { Outcome, Router } from "../../src/routing/router.ts";
import type { FinishedTrace } from "../../src/trace/ending.ts";
import { newRecorder } from "../trace/expect-steps.ts";

/** A record set; `id` is what it is called, and what answers when it is no alias. */
export interface PlainSet {
  readonly id: string;
  readonly routing: Routing;
  /** Whether it has a health check, and what that says. */
  readonly check?: "healthy" | "unhealthy";
  readonly alias?: { readonly target: string; readonly evaluate: boolean };
}

/** Groups by name; a name of a plain RRset has the word "plain". */
export type PlainSets = Readonly<Record<string, readonly PlainSet[] | "plain">>;

export interface Block {
  readonly prefix: string;
  readonly location: number;
}

export interface World {
  readonly groups: PlainSets;
  readonly blocks?: readonly Block[];
  readonly places?: PlaceTable;
  readonly latency?: LatencyModel;
}

/** Where tests' clients come from. */
export const testPlaces: PlaceTable = placesOf([
  { prefix: "192.0.2.0/24", country: "DE" },
  { prefix: "198.51.100.0/24", country: "US", subdivision: "WA" },
  { prefix: "198.51.100.128/25", country: "US", subdivision: "TX" },
  { prefix: "203.0.113.0/25", country: "JP" },
  { prefix: "203.0.113.128/25", continent: "AF" },
  { prefix: "2001:db8:de::/48", country: "DE" },
]);

export function placesOf(rows: readonly Readonly<Record<string, string>>[]): PackedPlaces {
  const table = PackedPlaces.open(packPlaces(rows.map(plainRow), 0));
  if (table === null) throw new Error("the packed table does not open");
  return table;
}

function plainRow(fields: Readonly<Record<string, string>>): Exclude<ReturnType<typeof placeRow>, string> {
  const row = placeRow(fields);
  if (typeof row === "string") throw new Error(row);
  return row;
}

export interface Chosen {
  readonly outcome: "answer" | "no answer" | "loop";
  /** Ids of the sets that answer; a plain RRset answers with its name. */
  readonly ids: readonly string[];
  readonly scope: number;
  readonly aliases: number;
}

/** A router over plain objects. */
export class PlainRouter {
  readonly client = new RoutingClient();
  /** Room for 1,023 checks. */
  readonly board = new HealthBoard(new SharedArrayBuffer(128));
  readonly router: Router;
  readonly #sets: PackedWorld;
  readonly #ground: Ground;
  readonly #checks = new Map<string, number>();

  constructor(world: World, random: Random = seededRandom(1)) {
    this.#sets = new PackedWorld(world, this.#checkOf);
    const { places = testPlaces, latency = new LatencyModel() } = world;
    this.#ground = { places, latency, random };
    this.router = new Router(this.#sets, this.board, this.#ground);
    this.comesFrom("192.0.2.1");
  }

  /** "192.0.2.1", "2001:db8::/32", or "vpc us-east-1". */
  comesFrom(text: string): void {
    const place = text.startsWith("vpc ") ? placeOfRegion(text.slice(4)) : null;
    if (place !== null) return this.client.comesFromVpc(place);
    const { family, octets, length } = prefixOf(text);
    this.client.comesFrom(family, octets, length);
  }

  set(id: string, status: "healthy" | "unhealthy"): void {
    this.board.set(this.#checks.get(id) ?? 0, status);
  }

  choose(name: string): Chosen {
    return this.#chosen(this.router.choose(this.#sets.pointerOf(name), this.client));
  }

  trace(name: string): Chosen & Pick<FinishedTrace, "events"> {
    const recorder = newRecorder();
    const choice = this.router.choose(this.#sets.pointerOf(name), this.client, recorder);
    return { ...this.#chosen(choice), events: recorder.events };
  }

  /** The explanation, and how likely each id is in an answer, "" for none. */
  explain(
    name: string,
    locationName: LocationNames = () => null,
  ): { readonly told: Explanation; readonly chances: ReadonlyMap<string, number> } {
    const told = explain(this.#sets, this.board, this.#ground, this.#sets.pointerOf(name), this.client, locationName);
    const chances = new Map(told.noAnswer > 0 ? [["", told.noAnswer]] : []);
    for (const [value, chance] of told.answers) chances.set(this.#sets.nameOf(value), chance);
    return { told, chances };
  }

  #chosen({ outcome, values, count, scope, aliases }: Router["choice"]): Chosen {
    const names = { [Outcome.answer]: "answer", [Outcome.noAnswer]: "no answer", [Outcome.loop]: "loop" } as const;
    const ids = Array.from(values.subarray(0, count), (value) => this.#sets.nameOf(value));
    return { outcome: names[outcome], ids, scope, aliases };
  }

  readonly #checkOf = ({ id, check }: PlainSet): number => {
    if (check === undefined) return 0;
    const number = this.#checks.size + 1;
    this.#checks.set(id, number);
    this.board.set(number, check);
    return number;
  };
}

/** Groups one after another in memory. A value is a number in `#names`: of the set that answers, or of an alias's target. */
class PackedWorld implements RecordSets {
  readonly words: Int32Array;
  readonly #names: string[] = ["nothing"];
  readonly #pointers = new Map<string, number>();
  readonly #ids = new Map<number, string>();

  constructor({ groups, blocks = [] }: World, checkOf: (set: PlainSet) => number) {
    const collection = packCollection(blocks.map(({ prefix, location }) => ({ prefix: prefixOf(prefix), location })));
    let at = 1 + collection.length;
    const sizes = Object.values(groups).reduce(
      (sum, group) => sum + (group === "plain" ? 0 : groupSize(group.length)),
      0,
    );
    this.words = new Int32Array(at + sizes);
    this.words.set(collection, 1);
    for (const [name, group] of Object.entries(groups)) {
      if (group === "plain") {
        this.#pointers.set(name, -this.#numberOf(name));
        continue;
      }
      const sets = group.map((set) => ({
        routing: set.routing,
        check: checkOf(set),
        value: this.#numberOf(set.alias?.target ?? set.id),
        alias: set.alias === undefined ? null : set.alias.evaluate ? ("evaluate" as const) : ("trust" as const),
      }));
      packGroup(this.words, at, sets, 1);
      group.forEach((set, index) => this.#ids.set(setAt(at, index), set.id));
      this.#pointers.set(name, at);
      at += groupSize(group.length);
    }
  }

  pointerOf(name: string): number {
    return this.#pointers.get(name) ?? 0;
  }

  nameOf(value: number): string {
    return this.#names[value];
  }

  target(set: number): number {
    return this.pointerOf(this.targetOf(set));
  }

  identifierOf(set: number): string {
    return this.#ids.get(set) ?? "?";
  }

  targetOf(set: number): string {
    return this.nameOf(this.words[set + setValue]);
  }

  #numberOf(name: string): number {
    const known = this.#names.indexOf(name);
    return known >= 0 ? known : this.#names.push(name) - 1;
  }
}

export function prefixOf(text: string): Prefix {
  const prefix = scanPrefix(text);
  if (prefix === null) throw new Error(`${text} is no prefix`);
  return prefix;
}

// Sets in short.

export const weighted = (id: string, weight: number, more: Partial<PlainSet> = {}): PlainSet => ({
  id,
  routing: { policy: "weighted", weight },
  ...more,
});
export const latency = (region: string, more: Partial<PlainSet> = {}): PlainSet => ({
  id: region,
  routing: { policy: "latency", region },
  ...more,
});
export const primary = (more: Partial<PlainSet> = {}): PlainSet => ({
  id: "primary",
  routing: { policy: "failover", role: "PRIMARY" },
  ...more,
});
export const secondary = (more: Partial<PlainSet> = {}): PlainSet => ({
  id: "secondary",
  routing: { policy: "failover", role: "SECONDARY" },
  ...more,
});
/** "*", "continent EU", "US", "US-WA". */
export const geo = (where: string, more: Partial<PlainSet> = {}): PlainSet => {
  const [country, subdivision] = where.split("-");
  const place = where.startsWith("continent ")
    ? { continent: where.slice(10) }
    : { country, ...(subdivision === undefined ? {} : { subdivision }) };
  return { id: where, routing: { policy: "geolocation", ...place }, ...more };
};
export const multi = (id: string, more: Partial<PlainSet> = {}): PlainSet => ({
  id,
  routing: { policy: "multivalue" },
  ...more,
});
export const ipBased = (id: string, location: number, more: Partial<PlainSet> = {}): PlainSet => ({
  id,
  routing: { policy: "ip-based", location },
  ...more,
});
export const near = (
  id: string,
  at: string | { latitude: number; longitude: number },
  bias = 0,
  more: Partial<PlainSet> = {},
): PlainSet => ({ id, routing: { policy: "geoproximity", at, bias }, ...more });
export const simple = (id: string, more: Partial<PlainSet> = {}): PlainSet => ({
  id,
  routing: { policy: "simple" },
  ...more,
});

export const good = { check: "healthy" } as const;
export const bad = { check: "unhealthy" } as const;
/** An alias that evaluates its target's health, and one that does not. */
export const to = (target: string): Partial<PlainSet> => ({ alias: { target, evaluate: true } });
export const trusting = (target: string): Partial<PlainSet> => ({ alias: { target, evaluate: false } });
