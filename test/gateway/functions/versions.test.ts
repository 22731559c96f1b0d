// Versions and aliases (AWS API: PublishVersion, ListVersionsByFunction, CreateAlias, UpdateAlias, DeleteAlias, ListAliases;
// DG: configuration-versions, configuration-aliases), and what a name means when it is invoked.

import { expect, test } from "vitest";
import { seededRandom } from "../../../src/base/random.ts";
import type { AliasRequest } from "../../../src/gateway/functions/shapes.ts";
import { arn, create, faultOf, newWorld, type World, zipBytes } from "./fixture.ts";

const users = { FunctionName: "users" };

function publish(world: World, code: string): string {
  world.store.updateFunctionCode({ ...users, ZipFile: zipBytes(code) }, world.context);
  return world.store.publishVersion(users, world.context).Version;
}

function withVersions(): World {
  const world = newWorld();
  create(world, "users");
  expect([publish(world, "a"), publish(world, "b"), publish(world, "c")]).toEqual(["1", "2", "3"]);
  return world;
}

test("a version stays as it was, and is not made twice of the same", () => {
  const world = withVersions();
  const { store, context } = world;
  expect(store.publishVersion(users, context)).toMatchObject({ Version: "3", FunctionArn: `${arn}:users:3` });
  store.updateFunctionConfiguration({ ...users, Timeout: 9 }, context);
  expect(store.publishVersion({ ...users, Description: "slow" }, context)).toMatchObject({
    Version: "4",
    Timeout: 9,
    Description: "slow",
  });
  const third = store.getFunctionConfiguration({ ...users, Qualifier: "3" }, context);
  expect(third).toMatchObject({ Timeout: 3, Version: "3", FunctionArn: `${arn}:users:3` });
  const { Versions } = store.listVersionsByFunction(users, context);
  expect(Versions.map(({ FunctionArn }) => FunctionArn.slice(arn.length))).toEqual([
    ":users:$LATEST",
    ":users:1",
    ":users:2",
    ":users:3",
    ":users:4",
  ]);
});

test("versions come in pages in the order of their numbers", () => {
  const world = newWorld();
  create(world, "users");
  for (let i = 0; i < 12; i++) publish(world, String(i));
  const seen: string[] = [];
  let Marker: string | undefined;
  do {
    const input = { ...users, MaxItems: 5, ...(Marker !== undefined && { Marker }) };
    const page = world.store.listVersionsByFunction(input, world.context);
    seen.push(...page.Versions.map(({ Version }) => Version));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(seen).toEqual(["$LATEST", ...Array.from({ length: 12 }, (_, i) => String(i + 1))]);
});

test("publishing asks for what the client saw", () => {
  const world = withVersions();
  const { store, context } = world;
  const current = store.getFunctionConfiguration(users, context);
  expect(faultOf(() => store.publishVersion({ ...users, CodeSha256: "other" }, context))).toBe(
    `400 InvalidParameterValueException: CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${current.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  );
  expect(faultOf(() => store.publishVersion({ ...users, RevisionId: "other" }, context))).toMatch(/^412/);
  expect(store.publishVersion({ ...users, CodeSha256: current.CodeSha256 }, context).Version).toBe("3");
});

test("a version is deleted alone, unless an alias leads to it", () => {
  const world = withVersions();
  const { store, context } = world;
  const remove = (Qualifier: string): string => faultOf(() => store.deleteFunction({ ...users, Qualifier }, context));
  store.createAlias({ ...users, Name: "live", FunctionVersion: "2" }, context);
  expect(remove("$LATEST")).toBe(
    "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.",
  );
  expect(remove("2")).toMatch(/^409 ResourceConflictException: .*live/);
  expect(remove("live")).toMatch(/^400/);
  expect(remove("1")).toBe("none");
  expect(remove("1")).toBe("none");
  expect(faultOf(() => store.getFunction({ ...users, Qualifier: "1" }, context))).toMatch(/^404/);
  expect(publish(world, "d")).toBe("4");
});

test("an alias is another name of a version", () => {
  const world = withVersions();
  const { store, context } = world;
  const live = store.createAlias({ ...users, Name: "live", FunctionVersion: "1", Description: "d" }, context);
  expect(live).toEqual({
    AliasArn: `${arn}:users:live`,
    Name: "live",
    FunctionVersion: "1",
    Description: "d",
    RevisionId: expect.any(String) as string,
  });
  expect(store.getFunctionConfiguration({ FunctionName: "users:live" }, context)).toMatchObject({
    Version: "1",
    FunctionArn: `${arn}:users:live`,
  });
  const moved = store.updateAlias({ ...users, Name: "live", FunctionVersion: "2" }, context);
  expect(moved).toMatchObject({ FunctionVersion: "2", Description: "d" });
  expect(moved.RevisionId).not.toBe(live.RevisionId);
  expect(store.getAlias({ ...users, Name: "live" }, context)).toEqual(moved);
  store.createAlias({ ...users, Name: "test", FunctionVersion: "$LATEST" }, context);
  const names = (more = {}): string[] =>
    store.listAliases({ ...users, ...more }, context).Aliases.map(({ Name }) => Name);
  expect(names()).toEqual(["live", "test"]);
  expect(names({ FunctionVersion: "2" })).toEqual(["live"]);
  const { NextMarker = "" } = store.listAliases({ ...users, MaxItems: 1 }, context);
  expect(names({ Marker: NextMarker })).toEqual(["test"]);
  store.deleteAlias({ ...users, Name: "live" }, context);
  store.deleteAlias({ ...users, Name: "live" }, context);
  expect(names()).toEqual(["test"]);
});

test.each<[what: string, input: Partial<AliasRequest>, fault: RegExp]>([
  ["that is there", { Name: "live" }, /^409 ResourceConflictException: Alias already exists: arn:.*:live$/],
  [
    "of a version that is not",
    { FunctionVersion: "9" },
    /^404 ResourceNotFoundException: Function not found: .*:users:9$/,
  ],
  ["of an alias", { FunctionVersion: "live" }, /'functionVersion'/],
  ["that is a number", { Name: "7" }, /'name'/],
  [
    "to two other versions",
    { RoutingConfig: { AdditionalVersionWeights: { 2: 0.1, 3: 0.1 } } },
    /cannot be greater than 1/,
  ],
  ["to itself", { RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } }, /already included/],
  ["to more than everything", { RoutingConfig: { AdditionalVersionWeights: { 2: 1.1 } } }, /from 0\.0 to 1\.0/],
  ["to $LATEST by weight", { RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.1 } } }, /published version/],
  [
    "from $LATEST by weight",
    { FunctionVersion: "$LATEST", RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } },
    /\$LATEST is not supported for an alias pointing to more than 1 version/,
  ],
  ["to a missing version by weight", { RoutingConfig: { AdditionalVersionWeights: { 9: 0.1 } } }, /^404/],
])("an alias %s is refused", (_what, input, fault) => {
  const { store, context } = withVersions();
  store.createAlias({ ...users, Name: "live", FunctionVersion: "1" }, context);
  const asked = { ...users, Name: "next", FunctionVersion: "1", ...input };
  expect(faultOf(() => store.createAlias(asked, context))).toMatch(fault);
});

test("a weighted alias gives each version its share", () => {
  const { store, context } = withVersions();
  const weights = { AdditionalVersionWeights: { 2: 0.25 } };
  store.createAlias({ ...users, Name: "live", FunctionVersion: "1", RoutingConfig: weights }, context);
  const target = { name: "users:live", account: context.account, region: context.region };
  const resolution = store.resolve(target, context);
  const random = seededRandom(7);
  const counts = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const { configuration, invokedArn } = resolution.choose(random);
    expect(invokedArn).toBe(`${arn}:users:live`);
    counts.set(configuration.Version, (counts.get(configuration.Version) ?? 0) + 1);
  }
  expect((counts.get("2") ?? 0) / 20_000).toBeCloseTo(0.25, 1);
  expect((counts.get("1") ?? 0) + (counts.get("2") ?? 0)).toBe(20_000);
  store.updateAlias({ ...users, Name: "live", RoutingConfig: { AdditionalVersionWeights: {} } }, context);
  expect(store.getAlias({ ...users, Name: "live" }, context)).not.toHaveProperty("RoutingConfig");
});
