// A store in memory with one public zone, example.test, and what tests say to it over and over.

import { seededRandom } from "../../src/base/random.ts";
import type { CallContext, StoreSettings } from "../../src/store/context.ts";
import type { Effect } from "../../src/store/effects.ts";
import { ApiFault } from "../../src/store/faults.ts";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";
import type { Change, ChangeInfo, ResourceRecordSet } from "../../src/store/shapes.ts";

export const startMs = Date.UTC(2026, 10, 22, 12);

export interface World {
  readonly store: Route53Store;
  readonly tables: MemoryTables;
  readonly context: CallContext;
  readonly effects: Effect[];
  /** The id of example.test. */
  readonly zoneId: string;
}

export function newWorld(settings: Partial<StoreSettings> = {}): World {
  const tables = new MemoryTables();
  const store = new Route53Store(tables, settings);
  const effects: Effect[] = [];
  store.onCommit((committed) => effects.push(...committed));
  const context = { account: "111122223333", accessKey: "AKIATEST", nowMs: startMs, random: seededRandom(1) };
  return { store, tables, context, effects, zoneId: newZone(store, context, "example.test") };
}

export function newZone(store: Route53Store, context: CallContext, name: string): string {
  const { HostedZone } = store.createHostedZone(
    { Name: name, CallerReference: `${name} ${context.random.below(1e9)}` },
    context,
  );
  return HostedZone.Id.replace("/hostedzone/", "");
}

export function newPrivateZone(world: World, name: string, vpcId = "vpc-1"): string {
  const { HostedZone } = world.store.createHostedZone(
    { Name: name, CallerReference: `${name} ${vpcId}`, VPC: { VPCId: vpcId, VPCRegion: "eu-west-1" } },
    world.context,
  );
  return HostedZone.Id.replace("/hostedzone/", "");
}

/** A set of addresses or of other values. */
export function setOf(
  name: string,
  type: string,
  values: readonly string[],
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet {
  return { Name: name, Type: type, TTL: 300, ResourceRecords: values.map((Value) => ({ Value })), ...more };
}

export function aliasOf(
  name: string,
  type: string,
  zoneId: string,
  target: string,
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet {
  return {
    Name: name,
    Type: type,
    AliasTarget: { HostedZoneId: zoneId, DNSName: target, EvaluateTargetHealth: false },
    ...more,
  };
}

export function change(
  world: World,
  ...changes: readonly (readonly [Change["Action"], ResourceRecordSet])[]
): ChangeInfo {
  return changeZone(world, world.zoneId, ...changes);
}

export function changeZone(
  world: World,
  zoneId: string,
  ...changes: readonly (readonly [Change["Action"], ResourceRecordSet])[]
): ChangeInfo {
  const Changes = changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet }));
  return world.store.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } }, world.context)
    .ChangeInfo;
}

/** `Code: message` of the fault that the call throws, or "none". */
export function faultOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** Every set of the zone but the two it began with, as `name type identifier`. */
export function listed(world: World, zoneId = world.zoneId): string[] {
  return [...world.store.recordSets(zoneId)]
    .filter(({ Type }) => Type !== "NS" && Type !== "SOA")
    .map(({ Name, Type, SetIdentifier }) =>
      [Name, Type, ...(SetIdentifier === undefined ? [] : [SetIdentifier])].join(" "),
    );
}
