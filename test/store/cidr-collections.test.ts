// CIDR collections (API:CreateCidrCollection, API:ChangeCidrCollection, API:ListCidrLocations, API:ListCidrBlocks,
// DG:resource-record-sets-creating-cidr-collection) and geolocations (API:GetGeoLocation, API:ListGeoLocations).

import { expect, test } from "vitest";
import { awsLimits } from "../../src/store/limit-table.ts";
import { change, faultOf, newWorld, setOf, type World } from "./fixture.ts";

function newCollection(world: World, Name = "homes"): string {
  return world.store.createCidrCollection({ Name, CallerReference: Name }, world.context).Collection.Id;
}

type CidrChange = readonly [action: "PUT" | "DELETE_IF_EXISTS", location: string, ...blocks: string[]];

function changeBlocks(world: World, Id: string, ...changes: readonly CidrChange[]): string {
  const Changes = changes.map(([Action, LocationName, ...CidrList]) => ({ Action, LocationName, CidrList }));
  return world.store.changeCidrCollection({ Id, Changes }, world.context).Id;
}

function blocks(world: World, CollectionId: string): string[] {
  const { CidrBlocks } = world.store.listCidrBlocks({ CollectionId }, world.context);
  return CidrBlocks.map(({ CidrBlock, LocationName }) => `${LocationName} ${CidrBlock}`);
}

function versionOf(world: World): number {
  return world.store.listCidrCollections({}, world.context).CidrCollections[0].Version;
}

test("a collection is made once for its name and reference", () => {
  const world = newWorld();
  const { Collection, Location } = world.store.createCidrCollection(
    { Name: "homes", CallerReference: "homes" },
    world.context,
  );
  expect(Collection).toMatchObject({ Name: "homes", Version: 1 });
  expect(Collection.Arn).toBe(`arn:aws:route53:::cidrcollection/${Collection.Id}`);
  expect(Location).toBe(`https://route53.amazonaws.com/2013-04-01/cidrcollection/${Collection.Id}`);
  expect(newCollection(world)).toBe(Collection.Id);
  expect(
    faultOf(() => world.store.createCidrCollection({ Name: "homes", CallerReference: "x" }, world.context)),
  ).toMatch(/^CidrCollectionAlreadyExistsException:/);
  expect(world.store.listCidrCollections({}, { ...world.context, account: "999" }).CidrCollections).toEqual([]);
});

test.each<[what: string, changes: readonly CidrChange[], seen: readonly string[] | RegExp]>([
  [
    "puts blocks",
    [["PUT", "de", "192.0.2.0/24", "2001:db8::/48"]],
    ["de 192.0.2.0/24", "de 2001:db8::/48", "us 203.0.113.0/24"],
  ],
  ["puts what is there", [["PUT", "us", "203.0.113.0/24"]], ["us 203.0.113.0/24"]],
  ["deletes what is there", [["DELETE_IF_EXISTS", "us", "203.0.113.0/24"]], []],
  ["deletes what is not", [["DELETE_IF_EXISTS", "us", "198.51.100.0/24"]], ["us 203.0.113.0/24"]],
  ["deletes at another location", [["DELETE_IF_EXISTS", "de", "203.0.113.0/24"]], ["us 203.0.113.0/24"]],
  [
    "moves a block",
    [
      ["DELETE_IF_EXISTS", "us", "203.0.113.0/24"],
      ["PUT", "de", "203.0.113.0/24"],
    ],
    ["de 203.0.113.0/24"],
  ],
  [
    "has one spelling of a block",
    [["PUT", "us", "203.0.113.77/24", "2001:DB8:0:0::1/48"]],
    ["us 2001:db8::/48", "us 203.0.113.0/24"],
  ],
  ["takes what another location has", [["PUT", "de", "203.0.113.0/24"]], /^CidrBlockInUseException:/],
  [
    "is all or none",
    [
      ["PUT", "de", "192.0.2.0/24"],
      ["PUT", "de", "203.0.113.0/24"],
    ],
    /^CidrBlockInUseException:/,
  ],
  ["has too long an IPv4 block", [["PUT", "de", "192.0.2.0/25"]], /^InvalidInput: .*from 1 to 24/],
  ["has too long an IPv6 block", [["PUT", "de", "2001:db8::/49"]], /^InvalidInput: .*from 1 to 48/],
  ["has a block of everything", [["PUT", "de", "0.0.0.0/0"]], /^InvalidInput:/],
  ["has an address alone", [["PUT", "de", "192.0.2.1"]], /^InvalidInput: The CIDR block 192.0.2.1 is not valid/],
  ["has nonsense", [["PUT", "de", "nonsense/8"]], /^InvalidInput:/],
  [
    "has too many blocks",
    [["PUT", "de", ...Array.from({ length: 1_001 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`)]],
    /^InvalidInput: .*1000 CIDR blocks/,
  ],
])("a change that %s", (_what, changes, seen) => {
  const world = newWorld();
  const id = newCollection(world);
  changeBlocks(world, id, ["PUT", "us", "203.0.113.0/24"]);
  const told = faultOf(() => changeBlocks(world, id, ...changes));
  if (seen instanceof RegExp) {
    expect(told).toMatch(seen);
    expect(blocks(world, id)).toEqual(["us 203.0.113.0/24"]);
    expect(versionOf(world)).toBe(2);
  } else {
    expect(told).toBe("none");
    expect(blocks(world, id)).toEqual(seen);
    expect(versionOf(world)).toBe(3);
  }
});

test("a version that is not the collection's is refused, and changes can be asked for", () => {
  const world = newWorld();
  const Id = newCollection(world);
  const Changes = [{ Action: "PUT", LocationName: "us", CidrList: ["203.0.113.0/24"] }] as const;
  const ask = (CollectionVersion: number): string =>
    faultOf(() => world.store.changeCidrCollection({ Id, CollectionVersion, Changes }, world.context));
  expect(ask(2)).toMatch(/^CidrCollectionVersionMismatchException:/);
  expect(ask(1)).toBe("none");
  const change = changeBlocks(world, Id, ["PUT", "de", "192.0.2.0/24"]);
  const status = (): string => world.store.getChange({ Id: change }, world.context).ChangeInfo.Status;
  expect(status()).toBe("PENDING");
  world.store.acknowledge(change);
  expect(status()).toBe("INSYNC");
});

test("locations and blocks come in pages", () => {
  const world = newWorld();
  const id = newCollection(world);
  const locations = ["a", "b", "c", "d", "e"];
  changeBlocks(world, id, ...locations.map((name, i): CidrChange => ["PUT", name, `10.${i}.0.0/16`, `10.${i}.0.0/17`]));
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const input = { CollectionId: id, MaxResults: "2", ...(token !== undefined && { NextToken: token }) };
    const page = world.store.listCidrLocations(input, world.context);
    seen.push(...page.CidrLocations.map(({ LocationName }) => LocationName));
    token = page.NextToken;
  } while (token !== undefined);
  expect(seen).toEqual(locations);
  const first = world.store.listCidrBlocks({ CollectionId: id, LocationName: "b", MaxResults: "1" }, world.context);
  expect(first.CidrBlocks).toEqual([{ CidrBlock: "10.1.0.0/16", LocationName: "b" }]);
  const rest = world.store.listCidrBlocks(
    { CollectionId: id, LocationName: "b", NextToken: first.NextToken ?? "" },
    world.context,
  );
  expect(rest).toEqual({ CidrBlocks: [{ CidrBlock: "10.1.0.0/17", LocationName: "b" }] });
  // These three declare InvalidInput alone (AWS API).
  for (const NextToken of ["garbage", "%", first.NextToken ?? ""]) {
    expect(faultOf(() => world.store.listCidrCollections({ NextToken }, world.context))).toMatch(/^InvalidInput: /);
    expect(faultOf(() => world.store.listCidrLocations({ CollectionId: id, NextToken }, world.context))).toMatch(
      /^InvalidInput: /,
    );
    expect(faultOf(() => world.store.listCidrBlocks({ CollectionId: id, NextToken }, world.context))).toMatch(
      /^InvalidInput: /,
    );
  }
  expect(faultOf(() => world.store.listCidrBlocks({ CollectionId: id, LocationName: "z" }, world.context))).toMatch(
    /^NoSuchCidrLocationException:/,
  );
});

test("a collection that has blocks, or that record sets name, stays", () => {
  const world = newWorld();
  const id = newCollection(world);
  const remove = (): string => faultOf(() => world.store.deleteCidrCollection({ Id: id }, world.context));
  changeBlocks(world, id, ["PUT", "us", "203.0.113.0/24"], ["PUT", "de", "192.0.2.0/24"]);
  expect(remove()).toMatch(/^CidrCollectionInUseException:/);
  const routed = setOf("www.example.test", "A", ["192.0.2.1"], {
    SetIdentifier: "us",
    CidrRoutingConfig: { CollectionId: id, LocationName: "us" },
  });
  change(world, ["CREATE", routed]);
  expect(faultOf(() => changeBlocks(world, id, ["DELETE_IF_EXISTS", "us", "203.0.113.0/24"]))).toMatch(
    /^CidrBlockInUseException:/,
  );
  changeBlocks(world, id, ["DELETE_IF_EXISTS", "de", "192.0.2.0/24"]);
  change(world, ["DELETE", routed]);
  changeBlocks(world, id, ["DELETE_IF_EXISTS", "us", "203.0.113.0/24"]);
  expect(remove()).toBe("none");
  expect(remove()).toMatch(/^NoSuchCidrCollectionException:/);
  expect(newCollection(world)).not.toBe(id);
});

test("another account's collection is not there for record sets", () => {
  const world = newWorld();
  const other = { ...world.context, account: "999999999999" };
  const { Id } = world.store.createCidrCollection({ Name: "homes", CallerReference: "1" }, other).Collection;
  const routed = setOf("www.example.test", "A", ["192.0.2.1"], {
    SetIdentifier: "us",
    CidrRoutingConfig: { CollectionId: Id, LocationName: "*" },
  });
  expect(faultOf(() => change(world, ["CREATE", routed]))).toBe(
    `InvalidChangeBatch: [A CIDR collection with the specified ID does not exist: ${Id}]`,
  );
});

test("the quotas of collections hold where quotas do (DG:DNSLimitations)", () => {
  const limits = { ...awsLimits, cidrCollectionsPerAccount: 1, cidrBlocksPerCollection: 1 };
  const world = newWorld({ quotas: "enforced", limits });
  const id = newCollection(world);
  expect(faultOf(() => newCollection(world, "other"))).toMatch(/^LimitsExceeded:/);
  expect(faultOf(() => changeBlocks(world, id, ["PUT", "a", "10.0.0.0/8", "192.0.2.0/24"]))).toMatch(
    /^LimitsExceeded:/,
  );
});

test.each([
  [{ CountryCode: "DE" }, { CountryCode: "DE", CountryName: "Germany" }],
  [{ ContinentCode: "EU" }, { ContinentCode: "EU", ContinentName: "Europe" }],
  [{ CountryCode: "*" }, { CountryCode: "*", CountryName: "Default" }],
  [
    { CountryCode: "US", SubdivisionCode: "TX" },
    { CountryCode: "US", SubdivisionCode: "TX", SubdivisionName: "Texas" },
  ],
  [
    { CountryCode: "UA", SubdivisionCode: "43" },
    { CountryCode: "UA", SubdivisionCode: "43", SubdivisionName: "Avtonomna Respublika Krym" },
  ],
  [{ CountryCode: "UA", SubdivisionCode: "44" }, /^NoSuchGeoLocation:/],
  [{ CountryCode: "XX" }, /^NoSuchGeoLocation:/],
  [{ CountryCode: "DE", SubdivisionCode: "BE" }, /^NoSuchGeoLocation:/],
  [{ ContinentCode: "EU", CountryCode: "DE" }, /^InvalidInput:/],
  [{ SubdivisionCode: "TX" }, /^InvalidInput:/],
  [{}, /^InvalidInput:/],
])("geolocation %j", (input, seen) => {
  const { store, context } = newWorld();
  if (seen instanceof RegExp) expect(faultOf(() => store.getGeoLocation(input, context))).toMatch(seen);
  else expect(store.getGeoLocation(input, context).GeoLocationDetails).toMatchObject(seen);
});

test("geolocations: countries first, states behind theirs, continents last, in pages", () => {
  const { store, context } = newWorld();
  const seen: string[] = [];
  let start: object = {};
  for (;;) {
    const page = store.listGeoLocations({ ...start, MaxItems: "50" }, context);
    seen.push(
      ...page.GeoLocationDetailsList.map(({ ContinentCode, CountryCode, SubdivisionCode }) =>
        ContinentCode === undefined ? [CountryCode, SubdivisionCode].join("-") : `continent ${ContinentCode}`,
      ),
    );
    if (!page.IsTruncated) break;
    start = {
      ...(page.NextContinentCode !== undefined && { StartContinentCode: page.NextContinentCode }),
      ...(page.NextCountryCode !== undefined && { StartCountryCode: page.NextCountryCode }),
      ...(page.NextSubdivisionCode !== undefined && { StartSubdivisionCode: page.NextSubdivisionCode }),
    };
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(290);
  expect(seen.slice(-7)).toEqual(["AF", "AN", "AS", "EU", "NA", "OC", "SA"].map((code) => `continent ${code}`));
  const states = seen.indexOf("US-");
  expect(seen.slice(states + 1, states + 3)).toEqual(["US-AK", "US-AL"]);
  expect(seen.indexOf("DE-")).toBeLessThan(states);
  expect(faultOf(() => store.listGeoLocations({ StartCountryCode: "XX" }, context))).toMatch(/^InvalidInput:/);
});
