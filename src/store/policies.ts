// The routing policies as record sets say them: which member makes a set a set of a policy, what the service calls the
// policy in its messages, and which detail two sets of a name and type may not share.

import type { GeoLocation, GeoProximityLocation, ResourceRecordSet } from "./shapes.ts";

/** Members of which a set with an identifier has exactly one, in the order in which the service names them. */
export const policyMembers = [
  "Weight",
  "Region",
  "Failover",
  "GeoLocation",
  "MultiValueAnswer",
  "GeoProximityLocation",
  "CidrRoutingConfig",
] as const;
export type PolicyMember = (typeof policyMembers)[number];

/** "a non-weighted set exists": seen for weighted sets (external-dns#4345), made alike for the others. */
export const policyWords: Readonly<Record<PolicyMember, string>> = {
  Weight: "weighted",
  Region: "latency",
  Failover: "failover",
  GeoLocation: "geolocation",
  MultiValueAnswer: "multivalue answer",
  GeoProximityLocation: "geoproximity",
  CidrRoutingConfig: "IP-based",
};

/** The members that make the set one of a policy; of a sound set at most one. */
export function policiesOf(set: ResourceRecordSet): readonly PolicyMember[] {
  return policyMembers.filter((member) => set[member] !== undefined && set[member] !== false);
}

/** The set's policy, or null for a simple one. */
export function policyOf(set: ResourceRecordSet): PolicyMember | null {
  return policiesOf(set)[0] ?? null;
}

/** What no other set of the name, type and policy may have as well: its region, location or role; null when all may. */
export function exclusiveDetail(set: ResourceRecordSet): { readonly phrase: string; readonly what: string } | null {
  switch (policyOf(set)) {
    case "Region":
      return { phrase: `Region Name=${set.Region}`, what: "type and region" };
    case "Failover":
      return { phrase: `Failover=${set.Failover}`, what: "type and failover role" };
    case "GeoLocation":
      return { phrase: `GeoLocation ${locationText(set.GeoLocation ?? {})}`, what: "type and geolocation" };
    case "CidrRoutingConfig":
      return { phrase: `CIDR location ${set.CidrRoutingConfig?.LocationName}`, what: "type and CIDR location" };
    case "GeoProximityLocation":
      return {
        phrase: `GeoProximityLocation ${placeText(set.GeoProximityLocation ?? {})}`,
        what: "type and location",
      };
    case "Weight":
    case "MultiValueAnswer":
    case null:
      return null;
  }
}

function locationText(location: GeoLocation): string {
  return Object.entries(location)
    .map(([member, code]) => `${member}=${code}`)
    .join(", ");
}

/** Coordinates as numbers: 47.2 and +47.20 are one place. */
function placeText({ AWSRegion, LocalZoneGroup, Coordinates }: GeoProximityLocation): string {
  if (Coordinates === undefined) return JSON.stringify({ AWSRegion, LocalZoneGroup });
  const [Latitude, Longitude] = [Coordinates.Latitude, Coordinates.Longitude].map((text) => String(Number(text)));
  return JSON.stringify({ Coordinates: { Latitude, Longitude } });
}
