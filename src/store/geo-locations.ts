// GetGeoLocation and ListGeoLocations: the locations that geolocation record sets may name, page by page. Countries come
// first, subdivisions behind theirs, continents last (API:ListGeoLocations); the locations themselves
// are the routing engine's (../routing/geo-locations.ts), so that what is listed is what is routed.

import type { Work } from "./context.ts";
import { findGeoLocation, type GeoLocation, geoLocations } from "../routing/geo-locations.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { pageSize, takePage } from "./pages.ts";

export interface GeoLocationDetails {
  readonly ContinentCode?: string;
  readonly ContinentName?: string;
  readonly CountryCode?: string;
  readonly CountryName?: string;
  readonly SubdivisionCode?: string;
  readonly SubdivisionName?: string;
}

export interface GetGeoLocationRequest {
  readonly ContinentCode?: string;
  readonly CountryCode?: string;
  readonly SubdivisionCode?: string;
}

export interface ListGeoLocationsRequest {
  readonly StartContinentCode?: string;
  readonly StartCountryCode?: string;
  readonly StartSubdivisionCode?: string;
  readonly MaxItems?: string;
}

export interface ListGeoLocationsResponse {
  readonly GeoLocationDetailsList: readonly GeoLocationDetails[];
  readonly IsTruncated: boolean;
  readonly NextContinentCode?: string;
  readonly NextCountryCode?: string;
  readonly NextSubdivisionCode?: string;
  readonly MaxItems: string;
}

const largestPage = 100;

/** In the order of the list: countries with their subdivisions, then continents. */
const listed: readonly GeoLocation[] = [
  ...geoLocations.filter(({ continentCode }) => continentCode === undefined),
  ...geoLocations.filter(({ continentCode }) => continentCode !== undefined),
];

export function getGeoLocation(
  _work: Work,
  { ContinentCode, CountryCode, SubdivisionCode }: GetGeoLocationRequest,
): { GeoLocationDetails: GeoLocationDetails } {
  refuseMixture(ContinentCode, CountryCode, SubdivisionCode);
  const found = findGeoLocation({ continent: ContinentCode, country: CountryCode, subdivision: SubdivisionCode });
  if (found === undefined) throw new ApiFault("NoSuchGeoLocation", "The specified geolocation is not supported.");
  return { GeoLocationDetails: show(found) };
}

export function listGeoLocations(_work: Work, input: ListGeoLocationsRequest): ListGeoLocationsResponse {
  const { StartContinentCode: continent, StartCountryCode: country, StartSubdivisionCode: subdivision } = input;
  if (continent !== undefined || country !== undefined || subdivision !== undefined)
    refuseMixture(continent, country, subdivision);
  const size = pageSize(input.MaxItems, largestPage);
  const { items, next } = takePage(listed.slice(startOf(continent, country, subdivision)), size);
  return {
    GeoLocationDetailsList: items.map(show),
    IsTruncated: next !== null,
    ...(next?.continentCode !== undefined && { NextContinentCode: next.continentCode }),
    ...(next?.countryCode !== undefined && { NextCountryCode: next.countryCode }),
    ...(next?.subdivisionCode !== undefined && { NextSubdivisionCode: next.subdivisionCode }),
    MaxItems: String(size),
  };
}

/** A continent stands alone, a subdivision behind its country (API:GeoLocation). */
function refuseMixture(continent?: string, country?: string, subdivision?: string): void {
  if (continent !== undefined && (country !== undefined || subdivision !== undefined))
    throw invalidInput("A continent code cannot be specified together with a country code or a subdivision code.");
  if (subdivision !== undefined && country === undefined)
    throw invalidInput("A subdivision code needs a country code.");
  if (continent === undefined && country === undefined)
    throw invalidInput("A continent code or a country code must be specified.");
}

function startOf(continent?: string, country?: string, subdivision?: string): number {
  if (continent === undefined && country === undefined) return 0;
  const at = listed.findIndex(
    (one) => one.continentCode === continent && one.countryCode === country && one.subdivisionCode === subdivision,
  );
  if (at < 0) throw invalidInput("The list cannot start at a geolocation that is not supported.");
  return at;
}

function show(one: GeoLocation): GeoLocationDetails {
  return {
    ...(one.continentCode !== undefined && {
      ContinentCode: one.continentCode,
      ContinentName: one.continentName ?? "",
    }),
    ...(one.countryCode !== undefined && { CountryCode: one.countryCode, CountryName: one.countryName ?? "" }),
    ...(one.subdivisionCode !== undefined && {
      SubdivisionCode: one.subdivisionCode,
      SubdivisionName: one.subdivisionName ?? "",
    }),
  };
}
