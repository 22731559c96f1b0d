// What a change must be before anything is asked of the zone: one body, one policy with an identifier, a whole location.
// These are InvalidInput, not InvalidChangeBatch, and name the change by what it says of itself (terraform and boto issues).
// Types, lengths, numbers and words are checked against the API model before they come here.

import type { Change, GeoLocation, GeoProximityLocation, ResourceRecordSet } from "./shapes.ts";
import { findGeoLocation } from "../routing/geo-locations.ts";
import { isLocalZoneGroup, isRegion } from "../routing/regions.ts";
import type { ChangeFault } from "./change-faults.ts";
import { invalidInput } from "./faults.ts";
import { policiesOf } from "./policies.ts";

const bodies = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
const policies =
  "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]";

/** Refuses a batch of which a change is no change. */
export function refuseShapes(changes: readonly Change[]): void {
  const messages = shapeFaults(changes).map(({ message }) => message);
  if (messages.length > 0) throw invalidInput(`Invalid request: ${messages.join(", ")}`);
}

/** What of a batch is no change. */
export function shapeFaults(changes: readonly Change[]): ChangeFault[] {
  return changes.flatMap((change) => {
    const fault = shapeFault(change);
    return fault === null ? [] : [{ change, message: `${fault} in Change with ${describe(change)}` }];
  });
}

function describe({ Action, ResourceRecordSet: { Name, Type, SetIdentifier } }: Change): string {
  return `[Action=${Action}, Name=${Name}, Type=${Type}, SetIdentifier=${SetIdentifier ?? "null"}]`;
}

function shapeFault({ Action, ResourceRecordSet: set }: Change): string | null {
  const locationFaults = (): string | null =>
    (set.GeoLocation === undefined ? null : geoFault(set.GeoLocation)) ??
    (set.GeoProximityLocation === undefined ? null : proximityFault(set.GeoProximityLocation)) ??
    // A set that was stored for a place that is not known any more can be deleted.
    (Action === "DELETE" ? null : unknownPlace(set));
  return bodyFault(set) ?? policyFault(set) ?? locationFaults();
}

function bodyFault(set: ResourceRecordSet): string | null {
  const hasValues = set.TTL !== undefined || set.ResourceRecords !== undefined;
  const whole = set.TTL !== undefined && set.ResourceRecords !== undefined;
  const given = [hasValues, set.AliasTarget !== undefined, set.TrafficPolicyInstanceId !== undefined].filter(Boolean);
  // The TTL of a traffic policy's set is its instance's.
  if (set.TrafficPolicyInstanceId !== undefined && set.AliasTarget === undefined && !whole) return null;
  if (given.length > 1) return `Expected exactly one of ${bodies}, but found more than one`;
  return given.length === 0 || (hasValues && !whole) ? `Expected exactly one of ${bodies}, but found none` : null;
}

function policyFault(set: ResourceRecordSet): string | null {
  const found = policiesOf(set).length;
  if (found > 1) return `Expected exactly one of ${policies}, but found more than one`;
  if (found === 1 && set.SetIdentifier === undefined) return "Missing field 'SetIdentifier'";
  if (found === 0 && set.SetIdentifier !== undefined) return `Expected exactly one of ${policies}, but found none`;
  return null;
}

/** AWS API: GeoLocation. */
function geoFault({ ContinentCode, CountryCode, SubdivisionCode }: GeoLocation): string | null {
  const codes = "[ContinentCode, or CountryCode]";
  if (ContinentCode !== undefined && (CountryCode !== undefined || SubdivisionCode !== undefined))
    return `Expected exactly one of ${codes}, but found more than one`;
  if (SubdivisionCode !== undefined && CountryCode === undefined) return "Missing field 'CountryCode'";
  if (ContinentCode === undefined && CountryCode === undefined)
    return `Expected exactly one of ${codes}, but found none`;
  return null;
}

function proximityFault({ AWSRegion, LocalZoneGroup, Coordinates }: GeoProximityLocation): string | null {
  const places = [AWSRegion, LocalZoneGroup, Coordinates].filter((place) => place !== undefined).length;
  const choice = "Expected exactly one of [AWSRegion, LocalZoneGroup, or Coordinates]";
  if (places !== 1) return `${choice}, but found ${places === 0 ? "none" : "more than one"}`;
  if (Coordinates === undefined) return null;
  const { Latitude, Longitude } = Coordinates;
  const isWithin = (text: string, most: number): boolean =>
    /^[-+]?\d{1,3}(\.\d{0,2})?$/.test(text) && Math.abs(Number(text)) <= most;
  return isWithin(Latitude, 90) && isWithin(Longitude, 180)
    ? null
    : `Invalid coordinates '${Latitude}', '${Longitude}'`;
}

/** A place that the routing engine does not know, for which the set would never be answered. */
function unknownPlace({ GeoLocation = {}, GeoProximityLocation = {} }: ResourceRecordSet): string | null {
  const { ContinentCode, CountryCode, SubdivisionCode } = GeoLocation;
  const text = [ContinentCode, CountryCode, SubdivisionCode].filter((code) => code !== undefined).join("-");
  const codes = { continent: ContinentCode, country: CountryCode, subdivision: SubdivisionCode };
  if (text !== "" && findGeoLocation(codes) === undefined) return `Unknown geolocation '${text}'`;
  const { AWSRegion, LocalZoneGroup } = GeoProximityLocation;
  if (AWSRegion !== undefined && !isRegion(AWSRegion)) return `Unknown region '${AWSRegion}'`;
  return LocalZoneGroup === undefined || isLocalZoneGroup(LocalZoneGroup)
    ? null
    : `Unknown local zone group '${LocalZoneGroup}'`;
}
