// Where a client is: what the tables say of an address, completed by what follows from it. A country lies on a continent,
// and all lie somewhere on the Earth, so that latency and distance can be told even where only a continent is known.
// Places are made when a table is read, never for a query.

import { codeText, packCode } from "./codes.ts";
import { continentOf, countryOf, subdivisionOf } from "./countries.ts";
import { distanceKm, type Point, pointAt } from "./geometry.ts";
import { regionIndex, regions } from "./regions.ts";

export interface Place {
  /** Codes as in ./codes.ts, 0 where nothing is known. */
  readonly continent: number;
  readonly country: number;
  readonly subdivision: number;
  /** The AWS region that it is nearest to, as its index; the one that was named, where one was. */
  readonly region: number;
  readonly point: Point;
}

/** What a row of a table says; "" and null for what it does not. */
export interface PlaceFacts {
  readonly continent?: string | undefined;
  readonly country?: string | undefined;
  readonly subdivision?: string | undefined;
  readonly latitude?: number | null | undefined;
  readonly longitude?: number | null | undefined;
  /** An AWS region: the place is as near to it as can be. */
  readonly region?: string | undefined;
}

/** The place that facts describe, or null where they describe none: a place needs a continent, and facts that imply one. */
export function placeOf(facts: PlaceFacts): Place | null {
  const named = regionIndex(facts.region ?? "");
  const region = named < 0 ? null : regions[named];
  const said = packCode((facts.country ?? "").toUpperCase());
  const alone = region !== null && said === 0 && (facts.continent ?? "") === "";
  const country = alone ? region.country : said;
  const subdivision = alone ? region.subdivision : packCode((facts.subdivision ?? "").toUpperCase());
  // Of what continent a country is, AWS's list says and no table (Cyprus is in Europe, Turkey in Asia).
  const continent = packCode(countryOf(country)?.continent ?? (facts.continent ?? "").toUpperCase());
  const point =
    pointOfFacts(facts) ??
    region?.point ??
    subdivisionOf(country, subdivision)?.point ??
    countryOf(country)?.point ??
    continentOf(continent)?.point;
  if (point === undefined) return null;
  return { continent, country, subdivision, region: named < 0 ? nearestRegion(point) : named, point };
}

/** Where clients are whose VPC is in a region: private zones are answered by it (DG:routing-policy-geo-phz). */
export function placeOfRegion(region: string): Place | null {
  return regionIndex(region) < 0 ? null : placeOf({ region });
}

/**
 * Where a client is taken to be of whom no table says anything, for latency and distance only: geolocation knows that it
 * knows nothing. Northern Virginia, where TestDNSAnswer's default resolver is too (API:TestDNSAnswer).
 */
export const unlocated: Place = {
  continent: 0,
  country: 0,
  subdivision: 0,
  region: regionIndex("us-east-1"),
  point: regions[regionIndex("us-east-1")].point,
};

/** As tellings say it: "DE", "US-VA", "the continent EU". */
export function placeText({ continent, country, subdivision }: Place): string {
  if (country === 0) return `the continent ${codeText(continent)}`;
  return subdivision === 0 ? codeText(country) : `${codeText(country)}-${codeText(subdivision)}`;
}

function pointOfFacts({ latitude, longitude }: PlaceFacts): Point | undefined {
  if (typeof latitude !== "number" || typeof longitude !== "number") return undefined;
  return pointAt(latitude, longitude);
}

/** Regions that nobody's traffic gets to by being near: a government's, and a cloud of its own. */
const closed = /^(us-gov|eusc)-/;

function nearestRegion(point: Point): number {
  let best = -1;
  let least = Infinity;
  regions.forEach(({ code, point: there }, index) => {
    const km = distanceKm(point, there);
    if (km >= least || closed.test(code)) return;
    best = index;
    least = km;
  });
  return best;
}
