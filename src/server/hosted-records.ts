// Record sets of the API as the image holds them: one plain set becomes an RRset; an alias, a set with a health check and
// sets of a routing policy become candidates (../zone/policy-set.ts). Values were checked when they were stored; one that
// cannot be read all the same is left out and told.

import { maxSetsPerGroup } from "../base/limits.ts";
import { typeNumber } from "../dns/types.ts";
import type { Name } from "../dns/name.ts";
import type { Routing } from "../routing/pack.ts";
import { coordinatesOf, regionIndex } from "../routing/regions.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import { isValueProblem } from "../store/values.ts";
import type { Candidate } from "../zone/policy-set.ts";
import { storedName, storedRdata } from "./stored-text.ts";

/** What of other things a record set refers to. */
export interface References {
  /** The health check's number in the board. */
  checkNumber(healthCheckId: string): number;
  /** The view of the hosted zone of an id, or that of hosts outside our zones. */
  viewOf(hostedZoneId: string): number;
  /** The number of a location of a CIDR collection, 0 for `*`. */
  locationNumber(collectionId: string, location: string): number;
  /** Tells of a value that cannot be read. */
  failed(sentence: string): void;
}

/** Whether a set is answered as it is, with nothing to choose, to follow or to check. */
export function isPlain(set: ResourceRecordSet): boolean {
  // Denials and referrals rest on these, and never choose (AWS API: NS and SOA are simple only).
  if (set.Type === "SOA" || set.Type === "NS") return true;
  return set.SetIdentifier === undefined && set.AliasTarget === undefined && set.HealthCheckId === undefined;
}

export function ownerOf(set: ResourceRecordSet): Name | null {
  return storedName(set.Name);
}

export function typeOf(set: ResourceRecordSet): number {
  return typeNumber(set.Type) ?? 0;
}

/** The RDATA of a set's values. */
export function rdataOf(set: ResourceRecordSet, { failed }: Pick<References, "failed">): Uint8Array[] {
  const rdata: Uint8Array[] = [];
  for (const { Value } of set.ResourceRecords ?? []) {
    const parsed = storedRdata(set.Type, Value);
    if (isValueProblem(parsed)) failed(`${set.Name} ${set.Type}: ${parsed.problem}`);
    else rdata.push(parsed);
  }
  return rdata;
}

/** The sets of a name and type, in the order of their identifiers; a set that cannot be read is left out. */
export function candidatesOf(sets: readonly ResourceRecordSet[], references: References): Candidate[] {
  if (sets.length > maxSetsPerGroup)
    references.failed(`${sets[0].Name} ${sets[0].Type}: only ${maxSetsPerGroup} sets count`);
  return sets.slice(0, maxSetsPerGroup).flatMap((set) => {
    const candidate = candidateOf(set, references);
    return candidate === null ? [] : [candidate];
  });
}

function candidateOf(set: ResourceRecordSet, references: References): Candidate | null {
  const { SetIdentifier: identifier = "", HealthCheckId, AliasTarget, TTL = 0 } = set;
  const check = HealthCheckId === undefined ? 0 : references.checkNumber(HealthCheckId);
  const routing = routingOf(set, references);
  if (!isPlaced(routing)) {
    references.failed(`${set.Name} ${set.Type} ${identifier}: no such region`);
    return null;
  }
  if (AliasTarget === undefined) {
    const rdata = rdataOf(set, references);
    return rdata.length === 0 ? null : { identifier, routing, check, answer: { ttlSeconds: TTL, rdata } };
  }
  const name = storedName(AliasTarget.DNSName.toLowerCase());
  if (name === null) {
    references.failed(`${set.Name} ${set.Type}: ${AliasTarget.DNSName} is no name`);
    return null;
  }
  const view = references.viewOf(AliasTarget.HostedZoneId.replace("/hostedzone/", ""));
  const answer = { view, name, evaluatesHealth: AliasTarget.EvaluateTargetHealth };
  return { identifier, routing, check, answer };
}

/** Whether the place that a set is for is on our map of regions, which is of its day. */
function isPlaced(routing: Routing): boolean {
  if (routing.policy === "latency") return regionIndex(routing.region) >= 0;
  if (routing.policy !== "geoproximity" || typeof routing.at !== "string") return true;
  return coordinatesOf(routing.at) !== null;
}

function routingOf(set: ResourceRecordSet, references: References): Routing {
  if (set.Weight !== undefined) return { policy: "weighted", weight: set.Weight };
  if (set.Region !== undefined) return { policy: "latency", region: set.Region };
  if (set.Failover !== undefined) return { policy: "failover", role: set.Failover };
  if (set.MultiValueAnswer === true) return { policy: "multivalue" };
  if (set.GeoLocation !== undefined) {
    const { ContinentCode, CountryCode, SubdivisionCode } = set.GeoLocation;
    return {
      policy: "geolocation",
      ...(ContinentCode !== undefined && { continent: ContinentCode }),
      ...(CountryCode !== undefined && { country: CountryCode }),
      ...(SubdivisionCode !== undefined && SubdivisionCode !== "*" && { subdivision: SubdivisionCode }),
    };
  }
  if (set.GeoProximityLocation !== undefined) {
    const { AWSRegion, LocalZoneGroup, Coordinates, Bias = 0 } = set.GeoProximityLocation;
    const at =
      Coordinates === undefined
        ? (AWSRegion ?? LocalZoneGroup ?? "")
        : { latitude: Number(Coordinates.Latitude), longitude: Number(Coordinates.Longitude) };
    return { policy: "geoproximity", at, bias: Bias };
  }
  if (set.CidrRoutingConfig !== undefined) {
    const { CollectionId, LocationName } = set.CidrRoutingConfig;
    return { policy: "ip-based", location: references.locationNumber(CollectionId, LocationName) };
  }
  return { policy: "simple" };
}
