// Routing policies, health and alias trees told once more, over plain objects and without a thought for cost: for a
// world and a client it says every answer that may come, with its probability. The router must agree exactly.

import { regions } from "../../src/routing/regions.ts";
import type { PlainSet, PlainSets } from "./world.ts";

/** Where a naive client is, in the words of the sets. */
export interface NaiveClient {
  readonly place: { readonly continent: string; readonly country: string; readonly subdivision: string } | null;
  readonly latitude: number;
  readonly longitude: number;
  /** The CIDR location of the client, 0 for none. */
  readonly location: number;
}

/** Answers (sorted ids, joined by a blank; "" for no answer) and how likely each is. */
export type Distribution = ReadonlyMap<string, number>;

export function naiveDistribution(groups: PlainSets, name: string, client: NaiveClient): Distribution {
  const group = groups[name];
  if (group === undefined) return new Map([["", 1]]);
  if (group === "plain") return new Map([[name, 1]]);
  const healthy = group.filter((set) => isHealthy(groups, set));
  const [first] = group;
  if (first.routing.policy === "multivalue") {
    const pool = healthy.length === 0 ? group : healthy;
    return new Map([
      [
        pool
          .map(({ id }) => id)
          .toSorted()
          .join(" "),
        1,
      ],
    ]);
  }
  const chosen = first.routing.policy === "simple" ? [{ set: first, chance: 1 }] : chances(group, healthy, client);
  const sum = new Map<string, number>();
  const add = (answer: string, chance: number): unknown => sum.set(answer, (sum.get(answer) ?? 0) + chance);
  if (chosen.length === 0) add("", 1);
  for (const { set, chance } of chosen) {
    if (set.alias === undefined) add(set.id, chance);
    else for (const [answer, share] of naiveDistribution(groups, set.alias.target, client)) add(answer, chance * share);
  }
  return sum;
}

/** A set that is meant for the client and healthy; else one that is meant for it. */
function chances(
  group: readonly PlainSet[],
  healthy: readonly PlainSet[],
  client: NaiveClient,
): { set: PlainSet; chance: number }[] {
  const among = byPolicy(healthy, client);
  return among.length > 0 ? among : byPolicy(group, client);
}

function byPolicy(sets: readonly PlainSet[], client: NaiveClient): { set: PlainSet; chance: number }[] {
  const total = sets.reduce((sum, { routing }) => sum + (routing.policy === "weighted" ? routing.weight : 0), 0);
  if (sets[0]?.routing.policy === "weighted") {
    return sets.flatMap((set) => {
      const chance = set.routing.policy !== "weighted" ? 0 : total === 0 ? 1 / sets.length : set.routing.weight / total;
      return chance === 0 ? [] : [{ set, chance }];
    });
  }
  const ranked = sets
    .map((set) => ({ set, rank: rankOf(set, client) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank);
  return ranked.slice(0, 1).map(({ set }) => ({ set, chance: 1 }));
}

/** The lower the better; Infinity for a set that is not meant for the client. */
function rankOf({ routing }: PlainSet, client: NaiveClient): number {
  switch (routing.policy) {
    case "failover":
      return routing.role === "PRIMARY" ? 0 : 1;
    case "latency": {
      const region = regions.find(({ code }) => code === routing.region);
      return region === undefined ? Infinity : haversineKm(client, region);
    }
    case "geoproximity": {
      const at = typeof routing.at === "string" ? regions.find(({ code }) => code === routing.at) : routing.at;
      if (at === undefined) return Infinity;
      const km = haversineKm(client, { latitude: round(at.latitude), longitude: round(at.longitude) });
      return routing.bias >= 0 ? km * (1 - routing.bias / 100) : km / (1 + routing.bias / 100);
    }
    case "geolocation": {
      const { continent, country, subdivision } = routing;
      if (country === "*") return 3;
      if (client.place === null) return Infinity;
      if (continent !== undefined) return continent === client.place.continent ? 2 : Infinity;
      if (country !== client.place.country) return Infinity;
      if (subdivision === undefined) return 1;
      return subdivision === client.place.subdivision ? 0 : Infinity;
    }
    case "ip-based":
      if (routing.location === 0) return 1;
      return routing.location === client.location ? 0 : Infinity;
    default:
      return 0;
  }
}

function isHealthy(groups: PlainSets, { check, alias }: PlainSet): boolean {
  if (check === "unhealthy") return false;
  if (alias === undefined || !alias.evaluate) return true;
  const target = groups[alias.target];
  return target === "plain" || (target ?? []).some((set) => isHealthy(groups, set));
}

interface LatLon {
  readonly latitude: number;
  readonly longitude: number;
}

function haversineKm(a: LatLon, b: LatLon): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (difference: number): number => Math.sin(radians(difference) / 2) ** 2;
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  const chord = half(b.latitude - a.latitude) + across * half(b.longitude - a.longitude);
  return 2 * 6371 * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function round(degrees: number): number {
  return Math.round(degrees * 100) / 100;
}
