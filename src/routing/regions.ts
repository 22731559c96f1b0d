// The AWS regions, where they are, and in which country; Local Zone groups beside them. Codes are those of the Route 53
// API (types ResourceRecordSetRegion and VPCRegion, 2026). AWS names a region's place no closer than a city or a state:
// the coordinates are that city's, or those of the known data-centre area (Northern Virginia: Ashburn; Oregon: Boardman).
// Table of November 2026, from AWS's public lists of regions and of Local Zones. A new region is one new row at the end:
// a region's index is part of the packed image only, never of what is stored.

import { packCode } from "./codes.ts";
import { type Point, pointAt } from "./geometry.ts";

export interface Region {
  readonly code: string;
  /** The place's name, as tellings say it. */
  readonly title: string;
  readonly country: number;
  /** A state of the United States, else 0. */
  readonly subdivision: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly point: Point;
}

const regionRows: readonly (readonly [
  code: string,
  title: string,
  place: string,
  latitude: number,
  longitude: number,
])[] = [
  ["us-east-1", "Northern Virginia", "US-VA", 39.04, -77.49],
  ["us-east-2", "Ohio", "US-OH", 39.96, -83],
  ["us-west-1", "Northern California", "US-CA", 37.35, -121.96],
  ["us-west-2", "Oregon", "US-OR", 45.84, -119.7],
  ["ca-central-1", "Montreal", "CA", 45.5, -73.57],
  ["eu-west-1", "Dublin", "IE", 53.35, -6.26],
  ["eu-west-2", "London", "GB", 51.51, -0.13],
  ["eu-west-3", "Paris", "FR", 48.86, 2.35],
  ["eu-central-1", "Frankfurt", "DE", 50.11, 8.68],
  ["eu-central-2", "Zurich", "CH", 47.38, 8.54],
  ["ap-southeast-1", "Singapore", "SG", 1.29, 103.85],
  ["ap-southeast-2", "Sydney", "AU", -33.87, 151.21],
  ["ap-southeast-3", "Jakarta", "ID", -6.21, 106.85],
  ["ap-northeast-1", "Tokyo", "JP", 35.68, 139.69],
  ["ap-northeast-2", "Seoul", "KR", 37.57, 126.98],
  ["ap-northeast-3", "Osaka", "JP", 34.69, 135.5],
  ["eu-north-1", "Stockholm", "SE", 59.33, 18.07],
  ["sa-east-1", "São Paulo", "BR", -23.55, -46.63],
  ["cn-north-1", "Beijing", "CN", 39.9, 116.41],
  ["cn-northwest-1", "Ningxia", "CN", 37.51, 105.19],
  ["ap-east-1", "Hong Kong", "HK", 22.32, 114.17],
  ["me-south-1", "Bahrain", "BH", 26.07, 50.55],
  ["me-central-1", "United Arab Emirates", "AE", 25.2, 55.27],
  ["ap-south-1", "Mumbai", "IN", 19.08, 72.88],
  ["ap-south-2", "Hyderabad", "IN", 17.39, 78.49],
  ["af-south-1", "Cape Town", "ZA", -33.92, 18.42],
  ["eu-south-1", "Milan", "IT", 45.46, 9.19],
  ["eu-south-2", "Aragon", "ES", 41.65, -0.89],
  ["ap-southeast-4", "Melbourne", "AU", -37.81, 144.96],
  ["il-central-1", "Tel Aviv", "IL", 32.09, 34.78],
  ["ca-west-1", "Calgary", "CA", 51.05, -114.07],
  ["ap-southeast-5", "Kuala Lumpur", "MY", 3.14, 101.69],
  ["mx-central-1", "Querétaro", "MX", 20.59, -100.39],
  ["ap-southeast-7", "Bangkok", "TH", 13.76, 100.5],
  ["us-gov-east-1", "Ohio (GovCloud)", "US-OH", 39.96, -82.9],
  ["us-gov-west-1", "Oregon (GovCloud)", "US-OR", 45.6, -121.18],
  ["ap-east-2", "Taipei", "TW", 25.03, 121.57],
  ["ap-southeast-6", "Auckland", "NZ", -36.85, 174.76],
  ["eusc-de-east-1", "Brandenburg", "DE", 52.41, 12.53],
];

export const regions: readonly Region[] = regionRows.map(([code, title, place, latitude, longitude]) => ({
  code,
  title,
  country: packCode(place.slice(0, 2)),
  subdivision: packCode(place.slice(3)),
  latitude,
  longitude,
  point: pointAt(latitude, longitude),
}));

const indexes = new Map(regions.map(({ code }, index) => [code, index]));

/** The region's index, or -1 for a code that the table does not have. */
export function regionIndex(code: string): number {
  return indexes.get(code) ?? -1;
}

/** City of each Local Zone group, by the letters in its code: us-west-2-lax-1 is in Los Angeles. */
const localZoneCities: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  akl: [-36.85, 174.76],
  atl: [33.75, -84.39],
  bkk: [13.76, 100.5],
  bos: [42.36, -71.06],
  bue: [-34.6, -58.38],
  ccu: [22.57, 88.36],
  chi: [41.88, -87.63],
  cph: [55.68, 12.57],
  del: [28.61, 77.21],
  den: [39.74, -104.99],
  dfw: [32.78, -96.8],
  ham: [53.55, 9.99],
  han: [21.03, 105.85],
  hel: [60.17, 24.94],
  hnl: [21.31, -157.86],
  iah: [29.76, -95.37],
  las: [36.17, -115.14],
  lax: [34.05, -118.24],
  lim: [-12.05, -77.04],
  los: [6.52, 3.38],
  mci: [39.1, -94.58],
  mct: [23.59, 58.41],
  mia: [25.76, -80.19],
  mnl: [14.6, 120.98],
  msp: [44.98, -93.27],
  nyc: [40.71, -74.01],
  pdx: [45.52, -122.68],
  per: [-31.95, 115.86],
  phl: [39.95, -75.17],
  phx: [33.45, -112.07],
  qro: [20.59, -100.39],
  rba: [34.02, -6.83],
  scl: [-33.45, -70.67],
  sea: [47.61, -122.33],
  tpe: [25.03, 121.57],
  waw: [52.23, 21.01],
};

export function isRegion(code: string): boolean {
  return indexes.has(code);
}

/** Whether the code is a Local Zone group's that has a place here. */
export function isLocalZoneGroup(code: string): boolean {
  return !isRegion(code) && coordinatesOf(code) !== null;
}

/**
 * Where a region or a Local Zone group is, a group in an unknown city at its region; null for a code of neither. Traffic
 * policies name a group by one of its zones, us-east-1-atl-1a (API: api-policies-traffic-policy-document-format).
 */
export function coordinatesOf(code: string): { readonly latitude: number; readonly longitude: number } | null {
  const region = regionIndex(code);
  if (region >= 0) return regions[region];
  const [, parent, city] = /^(\w+(?:-\w+)+-\d)-([a-z]+)-\d+[a-z]?$/.exec(code) ?? [];
  if (parent === undefined || regionIndex(parent) < 0) return null;
  if (!Object.hasOwn(localZoneCities, city)) return regions[regionIndex(parent)];
  const [latitude, longitude] = localZoneCities[city];
  return { latitude, longitude };
}
