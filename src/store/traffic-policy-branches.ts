// How a branch of a traffic policy's rule says its routing, turned into the members of a record set
// (API: api-policies-traffic-policy-document-format, rules). Geoproximity locations are written differently in each format.

import type { GeoLocation, GeoProximityLocation, ResourceRecordSet } from "./shapes.ts";
import { findGeoLocation } from "../routing/geo-locations.ts";
import { isLocalZoneGroup, isRegion } from "../routing/regions.ts";
import {
  booleanOf,
  documentFault,
  type Format,
  isMissing,
  type Members,
  membersOf,
  numberOf,
  textOf,
} from "./traffic-policy-values.ts";

export interface BranchWords {
  readonly type: string;
  /** The member of the rule that holds the branch. */
  readonly list: string;
  readonly format: Format;
  /** Where it stands, for faults. */
  readonly at: string;
  /** What it says beside its reference and its health. */
  readonly members: Members;
}

export function routingOf({ type, list, format, at, members }: BranchWords): Partial<ResourceRecordSet> {
  switch (type) {
    case "failover":
      membersOf(members, at, []);
      return { Failover: list === "Primary" ? "PRIMARY" : "SECONDARY" };
    case "weighted":
      return { Weight: whole(membersOf(members, at, ["Weight"]).Weight, `${at}.Weight`, 0, 255) };
    case "latency":
      return { Region: region(textOf(membersOf(members, at, ["Region"]).Region, `${at}.Region`), `${at}.Region`) };
    case "geo":
      return { GeoLocation: geoLocation(members, at) };
    case "geoproximity":
      return {
        GeoProximityLocation: format === "2015-10-01" ? proximity2015(members, at) : proximity2023(members, at),
      };
    default:
      membersOf(members, at, []);
      return { MultiValueAnswer: true };
  }
}

function geoLocation(members: Members, at: string): GeoLocation {
  const { Continent, Country, Subdivision, IsDefault } = membersOf(members, at, [
    "Continent",
    "Country",
    "Subdivision",
    "IsDefault",
  ]);
  const location: GeoLocation = {
    ...(!isMissing(Continent) && { ContinentCode: textOf(Continent, `${at}.Continent`) }),
    ...(!isMissing(Country) && { CountryCode: textOf(Country, `${at}.Country`) }),
    ...(!isMissing(Subdivision) && { SubdivisionCode: textOf(Subdivision, `${at}.Subdivision`) }),
  };
  const isDefault = booleanOf(IsDefault, `${at}.IsDefault`);
  if (Object.keys(location).length === 0 && isDefault) return { CountryCode: "*" };
  if (isDefault && location.CountryCode !== "*") throw documentFault(`${at} is the default and names a location`);
  const { ContinentCode: continent, CountryCode: country, SubdivisionCode: subdivision } = location;
  if (findGeoLocation({ continent, country, subdivision }) === undefined)
    throw documentFault(`${at} names no known location`);
  return location;
}

function proximity2015(members: Members, at: string): GeoProximityLocation {
  const { Region, Latitude, Longitude, Bias } = membersOf(members, at, ["Region", "Latitude", "Longitude", "Bias"]);
  if (isMissing(Region)) return { ...coordinates(Latitude, Longitude, at), ...bias(Bias, at) };
  if (!isMissing(Latitude) || !isMissing(Longitude)) throw documentFault(`${at} names a region and coordinates`);
  return { AWSRegion: region(placeName(Region, `${at}.Region`), `${at}.Region`), ...bias(Bias, at) };
}

function proximity2023(members: Members, at: string): GeoProximityLocation {
  const { Location, Bias } = membersOf(members, at, ["Location", "Bias"]);
  const where = `${at}.Location`;
  const { Type, LocationName, Latitude, Longitude } = membersOf(Location, where, [
    "Type",
    "LocationName",
    "Latitude",
    "Longitude",
  ]);
  const place = `${where}.LocationName`;
  switch (Type) {
    case "Region":
      return { AWSRegion: region(placeName(LocationName, place), place), ...bias(Bias, at) };
    case "LocalZone":
      return { LocalZoneGroup: localZoneGroup(placeName(LocationName, place), place), ...bias(Bias, at) };
    case "Coordinate":
      return { ...coordinates(Latitude, Longitude, where), ...bias(Bias, at) };
    default:
      throw documentFault(`${where}.Type must be Region, LocalZone or Coordinate`);
  }
}

/** `aws:route53:us-east-1` */
function placeName(value: unknown, at: string): string {
  const name = /^aws:route53:([\w-]+)$/.exec(textOf(value, at))?.[1];
  if (name === undefined) throw documentFault(`${at} must be written aws:route53:…`);
  return name;
}

function region(code: string, at: string): string {
  if (!isRegion(code)) throw documentFault(`${at} names no known region`);
  return code;
}

function localZoneGroup(code: string, at: string): string {
  if (!isLocalZoneGroup(code)) throw documentFault(`${at} names no known Local Zone`);
  return code;
}

/** Up to two decimals: more is an error. */
function coordinates(latitude: unknown, longitude: unknown, at: string): GeoProximityLocation {
  const read = (value: unknown, name: string, most: number): string => {
    const number = numberOf(value, `${at}.${name}`);
    if (Math.abs(number) > most || !/^[-+]?\d+(\.\d{1,2})?$/.test(String(value)))
      throw documentFault(`${at}.${name} must be a number from -${most} to ${most} of up to two decimals`);
    return String(number);
  };
  return { Coordinates: { Latitude: read(latitude, "Latitude", 90), Longitude: read(longitude, "Longitude", 180) } };
}

function bias(value: unknown, at: string): { Bias?: number } {
  return isMissing(value) ? {} : { Bias: whole(value, `${at}.Bias`, -99, 99) };
}

function whole(value: unknown, at: string, least: number, most: number): number {
  const number = numberOf(value, at);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw documentFault(`${at} must be a whole number from ${least} to ${most}`);
}
