// A zone that is busy with a change, and whom that concerns (AWS guide: DNSLimitations; PriorRequestNotComplete in the API's
// model). Without the setting no zone is ever busy.

import { expect, test } from "vitest";
import type { StoreSettings } from "../../src/store/context.ts";
import {
  change,
  changeZone,
  faultOf,
  newPrivateZone,
  newWorld,
  newZone,
  setOf,
  startMs,
  type World,
} from "./fixture.ts";

const refused =
  "PriorRequestNotComplete: The request was rejected because Route 53 was still processing a prior request.";
const busy: Partial<StoreSettings> = { changeProcessingMs: 500 };
const www = setOf("www.example.test", "A", ["192.0.2.1"]);

/** The same store, so many milliseconds after its zone was changed. */
function later(world: World, ms: number): World {
  return { ...world, context: { ...world.context, nowMs: startMs + ms } };
}

test.each([
  [0, refused],
  [499, refused],
  [500, "none"],
])("%i ms after a change the next is told: %s", (ms, told) => {
  const world = newWorld(busy);
  expect(faultOf(() => change(later(world, ms), ["CREATE", www]))).toBe(told);
});

test("every change counts, one that was refused or wrong does not", () => {
  const world = newWorld(busy);
  change(later(world, 500), ["CREATE", www]);
  expect(faultOf(() => change(later(world, 900), ["UPSERT", www]))).toBe(refused);
  expect(faultOf(() => change(later(world, 1000), ["CREATE", www]))).toMatch(/^InvalidChangeBatch/);
  expect(faultOf(() => change(later(world, 1001), ["UPSERT", www]))).toBe("none");
});

test("another zone is not busy, and what only reads is answered", () => {
  const world = newWorld(busy);
  const other = newZone(world.store, world.context, "other.test");
  const set = setOf("www.other.test", "A", ["192.0.2.1"]);
  const free = later(world, 500);
  changeZone(free, other, ["CREATE", set]);
  expect(faultOf(() => change(free, ["CREATE", www]))).toBe("none");
  expect(faultOf(() => world.store.getHostedZone({ Id: other }, free.context))).toBe("none");
  expect(faultOf(() => world.store.listResourceRecordSets({ HostedZoneId: other }, free.context))).toBe("none");
});

const policy = JSON.stringify({
  AWSPolicyFormatVersion: "2015-10-01",
  RecordType: "A",
  StartEndpoint: "only",
  Endpoints: { only: { Type: "value", Value: "192.0.2.1" } },
});

/** What the model lets be refused so, but tags, which no zone does anything for. */
test("every operation that changes the zone or says something of it is refused", () => {
  const world = newWorld(busy);
  const { store, context, zoneId } = world;
  const { Id: TrafficPolicyId } = store.createTrafficPolicy({ Name: "p", Document: policy }, context).TrafficPolicy;
  const planted = { HostedZoneId: zoneId, Name: "tp.example.test", TTL: 60, TrafficPolicyId, TrafficPolicyVersion: 1 };
  const { Id } = store.createTrafficPolicyInstance(planted, context).TrafficPolicyInstance;
  const inside = newPrivateZone(world, "inside.test");
  const VPC = { VPCId: "vpc-2", VPCRegion: "eu-west-1" };
  const told = [
    () => store.deleteHostedZone({ Id: zoneId }, context),
    () => store.updateHostedZoneComment({ Id: zoneId, Comment: "x" }, context),
    () => store.updateHostedZoneFeatures({ HostedZoneId: zoneId }, context),
    () => store.associateVPCWithHostedZone({ HostedZoneId: inside, VPC }, context),
    () => store.updateTrafficPolicyInstance({ Id, TTL: 1, TrafficPolicyId, TrafficPolicyVersion: 1 }, context),
    () => store.deleteTrafficPolicyInstance({ Id }, context),
  ].map(faultOf);
  expect(told).toEqual(told.map(() => refused));
});

test("who has no such zone is told that, busy or not", () => {
  const world = newWorld(busy);
  const stranger = { ...world.context, account: "444455556666" };
  expect(faultOf(() => world.store.deleteHostedZone({ Id: world.zoneId }, stranger))).toMatch(/^NoSuchHostedZone/);
});

test("by default no zone is ever busy", () => {
  const world = newWorld();
  expect(faultOf(() => change(world, ["CREATE", www], ["UPSERT", setOf("b.example.test", "A", ["192.0.2.1"])]))).toBe(
    "none",
  );
  expect(faultOf(() => change(world, ["DELETE", www]))).toBe("none");
});
