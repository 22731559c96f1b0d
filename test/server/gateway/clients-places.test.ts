// What is known of a client by its address: its VPC and its country.

import { expect, test } from "vitest";
import { loadPlaces } from "../../../src/routing/place-layers.ts";
import { placeRow } from "../../../src/routing/place-rows.ts";
import { clientsPlaces } from "../../../src/server/gateway/clients-places.ts";
import { vpcViews } from "../../../src/server/routing-data.ts";

const pins = [
  { prefix: "192.0.2.0/24", country: "DE" },
  { prefix: "192.0.2.128/25", country: "FR" },
  { prefix: "2001:db8::/32", country: "US" },
  { prefix: "198.51.100.0/24", continent: "EU" },
].map((fields) => placeRow(fields));
const { layers: places } = loadPlaces({ pins: pins.filter((pin) => typeof pin !== "string"), database: null });
const vpcs = vpcViews([
  { id: "vpc-wide", region: "eu-central-1", clients: ["10.0.0.0/8", "fd00::/8"] },
  { id: "vpc-narrow", region: "eu-central-1", clients: ["10.1.0.0/16"] },
]);
const known = clientsPlaces({ places, vpcs });

test.each([
  ["10.0.0.1", "vpc-wide"],
  ["10.1.0.1", "vpc-narrow"],
  ["10.2.0.1", "vpc-wide"],
  ["fd00::1", "vpc-wide"],
  ["11.0.0.1", null],
  ["9.255.255.255", null],
  ["fe80::1", null],
  ["no address", null],
  ["", null],
])("%s is in the VPC %s, asked once and again", (address, vpc) => {
  expect([known.vpcOf(address), known.vpcOf("10.1.0.1"), known.vpcOf(address)]).toEqual([vpc, "vpc-narrow", vpc]);
});

test.each([
  ["192.0.2.1", "DE"],
  ["192.0.2.200", "FR"],
  ["2001:db8::1", "US"],
  ["198.51.100.1", null],
  ["203.0.113.1", null],
  ["::1", null],
  ["no address", null],
])("%s is in %s, asked once and again", (address, country) => {
  expect([known.countryOf(address), known.countryOf("192.0.2.1"), known.countryOf(address)]).toEqual([
    country,
    "DE",
    country,
  ]);
});

test("where nobody configured anything, nothing is known", () => {
  const nothing = clientsPlaces({ places: [], vpcs: [] });
  expect([nothing.vpcOf("10.0.0.1"), nothing.countryOf("192.0.2.1")]).toEqual([null, null]);
});

test("more addresses than are remembered are all answered rightly", () => {
  for (let i = 0; i < 10_050; i++) expect(known.vpcOf(`10.${i >> 12}.${(i >> 6) & 63}.${i & 63}`)).toMatch(/^vpc-/);
  expect(known.vpcOf("10.1.0.1")).toBe("vpc-narrow");
});
