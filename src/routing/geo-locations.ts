// The locations that geolocation record sets may name, as ListGeoLocations lists them and GetGeoLocation finds them:
// continents, then the default and the countries in the order of their codes, the states of the United States and
// the oblasts of Ukraine behind their country. One table, so that an observation of the live service changes one place.

import { continents, countries, subdivisionsOf } from "./countries.ts";

/** As the API's GeoLocationDetails. */
export interface GeoLocation {
  readonly continentCode?: string;
  readonly continentName?: string;
  readonly countryCode?: string;
  readonly countryName?: string;
  readonly subdivisionCode?: string;
  readonly subdivisionName?: string;
}

/** The codes of a location, as requests name it. */
export interface GeoCodes {
  readonly continent?: string | undefined;
  readonly country?: string | undefined;
  readonly subdivision?: string | undefined;
}

export const geoLocations: readonly GeoLocation[] = [
  ...continents.map(({ code, name }) => ({ continentCode: code, continentName: name })),
  { countryCode: "*", countryName: "Default" },
  ...countries.flatMap(({ code, name }) => {
    const country = { countryCode: code, countryName: name };
    const parts = subdivisionsOf(code);
    return [country, ...parts.map((part) => ({ ...country, subdivisionCode: part.code, subdivisionName: part.name }))];
  }),
];

/** The location of exactly these codes, or undefined: NoSuchGeoLocation. */
export function findGeoLocation(codes: GeoCodes): GeoLocation | undefined {
  return geoLocations[geoLocationIndex(codes)];
}

/** Where the location stands in the list, for paging; -1 for one that is not in it. */
export function geoLocationIndex({ continent, country, subdivision }: GeoCodes): number {
  return geoLocations.findIndex(
    ({ continentCode, countryCode, subdivisionCode }) =>
      continentCode === continent && countryCode === country && subdivisionCode === subdivision,
  );
}
