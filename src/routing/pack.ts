// Writes groups of record sets as ./group.ts draws them. The zones' packer says what answers and what an alias leads to;
// what a policy means in words of memory is known only here and to ./picks.ts.
// What is given must be valid: the store and the zone reader refuse wrong weights, codes and mixtures with AWS's texts.

import { maxSetsPerGroup } from "../base/limits.ts";
import { packCode } from "./codes.ts";
import {
  flagAlias,
  flagEvaluate,
  GeoLevel,
  groupCollection,
  groupPolicy,
  groupSets,
  Policy,
  setAt,
  setCheck,
  setDetail,
  setFlags,
  setKey,
  setValue,
  setWords,
} from "./group.ts";
import { coordinatesOf, regionIndex } from "./regions.ts";

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a set says of its policy, in the words of the API. */
export type Routing =
  | { readonly policy: "simple" | "multivalue" }
  | { readonly policy: "weighted"; readonly weight: number }
  | { readonly policy: "latency"; readonly region: string }
  | { readonly policy: "failover"; readonly role: "PRIMARY" | "SECONDARY" }
  /** Country `*` is the default. */
  | {
      readonly policy: "geolocation";
      readonly continent?: string;
      readonly country?: string;
      readonly subdivision?: string;
    }
  /** At an AWS region, a Local Zone group, or coordinates. */
  | { readonly policy: "geoproximity"; readonly at: string | Coordinates; readonly bias: number }
  /** The location's number in the collection, 0 for `*`. */
  | { readonly policy: "ip-based"; readonly location: number };

export interface PackedSet {
  readonly routing: Routing;
  /** What answers, or what leads to an alias's target. */
  readonly value: number;
  /** The health check's number in the board, 0 for none. */
  readonly check: number;
  /** EvaluateTargetHealth of an alias; null for a set that is none. */
  readonly alias: "evaluate" | "trust" | null;
}

const policyNumbers = {
  simple: Policy.simple,
  weighted: Policy.weighted,
  latency: Policy.latency,
  failover: Policy.failover,
  geolocation: Policy.geolocation,
  geoproximity: Policy.geoproximity,
  multivalue: Policy.multivalue,
  "ip-based": Policy.ipBased,
} as const;

/** The words that a group of `sets` record sets takes. */
export function groupSize(sets: number): number {
  return groupSets + sets * setWords;
}

/**
 * Writes a group at word `at`: sets of one policy, in the order of their identifiers, in which ties are decided.
 * `collection` is the word at which an IP-based group's collection lies (./cidr.ts).
 */
export function packGroup(words: Int32Array, at: number, sets: readonly PackedSet[], collection = 0): void {
  if (sets.length === 0 || sets.length > maxSetsPerGroup) throw new RangeError(`a group of ${sets.length} record sets`);
  words[at + groupPolicy] = policyNumbers[sets[0].routing.policy] | (sets.length << 8);
  words[at + groupCollection] = collection;
  sets.forEach(({ routing, value, check, alias }, index) => {
    const set = setAt(at, index);
    words[set + setValue] = value;
    words[set + setCheck] = check;
    words[set + setFlags] = alias === null ? 0 : alias === "evaluate" ? flagAlias | flagEvaluate : flagAlias;
    const [key, detail] = fieldsOf(routing);
    words[set + setKey] = key;
    words[set + setDetail] = detail;
  });
}

function fieldsOf(routing: Routing): readonly [key: number, detail: number] {
  switch (routing.policy) {
    case "simple":
    case "multivalue":
      return [0, 0];
    case "weighted":
      return [routing.weight, 0];
    case "latency":
      return [knownRegion(routing.region), 0];
    case "failover":
      return [routing.role === "PRIMARY" ? 0 : 1, 0];
    case "geolocation":
      return geolocationFields(routing);
    case "geoproximity":
      return [coordinatesWord(routing.at), routing.bias];
    case "ip-based":
      return [routing.location, 0];
  }
}

function geolocationFields({
  continent,
  country,
  subdivision,
}: Extract<Routing, { policy: "geolocation" }>): readonly [key: number, detail: number] {
  const key = (level: number, code: string): number => (level << 24) | packCode(code);
  if (country === "*") return [key(GeoLevel.default, ""), 0];
  if (country === undefined) return [key(GeoLevel.continent, continent ?? ""), 0];
  if (subdivision === undefined) return [key(GeoLevel.country, country), 0];
  return [key(GeoLevel.subdivision, country), packCode(subdivision)];
}

function knownRegion(code: string): number {
  const region = regionIndex(code);
  if (region < 0) throw new RangeError(`no region ${code}`);
  return region;
}

function coordinatesWord(at: string | Coordinates): number {
  const place = typeof at === "string" ? coordinatesOf(at) : at;
  if (place === null) throw new RangeError("no such region or Local Zone group");
  return (Math.round(place.latitude * 100) << 16) | (Math.round(place.longitude * 100) & 0xffff);
}
