// From the API's store to signed answers: what enabling, disabling and each change of a key makes of the zone and of what workers
// know, and when. The keys go the way that they go to workers, by a line (DG:dns-configuring-dnssec).

import { expect, test } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { RRType } from "../../src/dns/types.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { readRrsig } from "../../src/dnssec/rrsig.ts";
import { createCounters, counterRow } from "../../src/net/counters.ts";
import { CheckNumbers } from "../../src/server/check-numbers.ts";
import { HostedZones } from "../../src/server/hosted-zones.ts";
import { signingKeys } from "../../src/server/signing-keys.ts";
import { WorkerKeys } from "../../src/server/worker-keys.ts";
import { ZoneKeys } from "../../src/server/zone-keys.ts";
import { table } from "../../src/store/table-names.ts";
import { signingOf } from "../../src/store/zone-signing.ts";
import type { Image } from "../../src/zone/image.ts";
import { signerOf } from "../../src/zone/signer.ts";
import { Asking, newImage } from "../authority/asking.ts";
import { secure, setsOf, verify } from "../authority/online.ts";
import { composeQuery, type Message, parseMessage } from "../peers/wire.ts";
import { change, newPrivateZone, newWorld, newZone, setOf, type World } from "../store/fixture.ts";

interface Served extends World {
  readonly image: Image;
  readonly hosted: HostedZones;
  readonly keys: ZoneKeys;
  readonly worker: WorkerKeys;
  readonly asking: Asking;
  readonly clock: VirtualClock;
}

const newKeyWorld = (): World => newWorld({ signingKeys });

function serve(world: World, propagationMs = 0): Served {
  const image = newImage();
  const clock = new VirtualClock();
  const keys = new ZoneKeys();
  const log = { debug: fail, info: fail, warn: fail, error: fail, flush: () => {} };
  const { store, tables } = world;
  const parts = { image, store, tables, checks: new CheckNumbers(), keys, vpcs: [], delegationSets: "easy" } as const;
  const hosted = new HostedZones({ ...parts, clock, propagationMs, arrived() {}, published() {}, log });
  const worker = new WorkerKeys(keys.openLine(), counterRow(createCounters(1), 0));
  const asking = new Asking(image, { signers: worker, maxUdpOctets: 4096 });
  hosted.start();
  return { ...world, image, hosted, keys, worker, asking, clock };
}

function fail(fields: object, message: string): never {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}

function createKey({ store, context }: World, zoneId: string, Name: string, Status = "ACTIVE"): void {
  const KeyManagementServiceArn = `arn:aws:kms:us-east-1:111122223333:key/${Name}`;
  store.createKeySigningKey({ CallerReference: Name, HostedZoneId: zoneId, KeyManagementServiceArn, Name, Status }, context); // prettier-ignore
}

function ask({ asking }: Served, name: string, type: string): Message {
  return parseMessage(asking.send(composeQuery(name, type, secure), secure)!);
}

/** How the A of a name is answered, by the keys that the zone publishes now: "unsigned", "valid" or the fault. */
function verdict(served: Served, name: string): string {
  const [set] = setsOf(ask(served, name, "A").answer);
  if (set === undefined) return "nothing";
  if (set.signatures.length === 0) return "unsigned";
  const { signer } = readRrsig(set.signatures[0]);
  const [keys] = setsOf(ask(served, "example.test.", "DNSKEY").answer);
  const found = verify(set, signer, keys.rdatas.map(readDnsKey), Date.now() / 1000);
  return found.kind === "valid" ? "valid" : found.why;
}

/** Flags of the keys that a zone publishes, and how many of them sign the set. */
function published(served: Served, apex = "example.test."): string {
  const { answer } = ask(served, apex, "DNSKEY");
  const flags = answer.filter(({ type }) => type === RRType.DNSKEY).map(({ rdata }) => (rdata[0] << 8) | rdata[1]);
  const signatures = answer.filter(({ type }) => type === RRType.RRSIG).map(({ rdata }) => readRrsig(rdata).keyTag);
  return `${flags.toSorted((a, b) => a - b).join(" ")}${signatures.length > 0 ? `, ${new Set(signatures).size} sign` : ""}`;
}

test("each change of a key and of the state is answered by", () => {
  const world = newKeyWorld();
  change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  const served = serve(world);
  const { store, context, zoneId } = world;
  const zone = { HostedZoneId: zoneId };
  const steps: readonly (readonly [what: string, act: () => unknown, published: string, answered: string])[] = [
    ["a key", () => createKey(world, zoneId, "one"), "", "unsigned"],
    ["enabled", () => store.enableHostedZoneDNSSEC(zone, context), "256 257, 1 sign", "valid"],
    ["an INACTIVE key", () => createKey(world, zoneId, "two", "INACTIVE"), "256 257, 1 sign", "valid"],
    ["activated", () => store.activateKeySigningKey({ ...zone, Name: "two" }, context), "256 257 257, 2 sign", "valid"],
    ["deactivated", () => store.deactivateKeySigningKey({ ...zone, Name: "one" }, context), "256 257, 1 sign", "valid"],
    ["deleted", () => store.deleteKeySigningKey({ ...zone, Name: "one" }, context), "256 257, 1 sign", "valid"],
    ["disabled", () => store.disableHostedZoneDNSSEC(zone, context), "", "unsigned"],
    ["enabled again", () => store.enableHostedZoneDNSSEC(zone, context), "256 257, 1 sign", "valid"],
  ];
  const zoneKeys = new Set<string>();
  for (const [what, act, keys, answered] of steps) {
    act();
    expect([what, published(served), verdict(served, "www.example.test.")]).toEqual([what, keys, answered]);
    const zsk = ask(served, "example.test.", "DNSKEY").answer.find(({ type, rdata }) => type === RRType.DNSKEY && rdata[1] === 0); // prettier-ignore
    if (zsk !== undefined) zoneKeys.add(zsk.rdata.join(" "));
  }
  expect(zoneKeys.size).toBe(1); // caches go on knowing the key of a zone that was disabled for a while
});

test("a change of signing waits for its time as others do, and sees the store as its commit left it", () => {
  const world = newKeyWorld();
  change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  const served = serve(world, 1_000);
  createKey(world, world.zoneId, "one");
  world.store.enableHostedZoneDNSSEC({ HostedZoneId: world.zoneId }, world.context);
  served.clock.advanceTo(served.clock.nowMs() + 500);
  world.store.disableHostedZoneDNSSEC({ HostedZoneId: world.zoneId }, world.context);
  expect(verdict(served, "www.example.test.")).toBe("unsigned");
  served.clock.advanceTo(served.clock.nowMs() + 600);
  served.hosted.passTime();
  expect(verdict(served, "www.example.test.")).toBe("valid");
  served.clock.advanceTo(served.clock.nowMs() + 500);
  served.hosted.passTime();
  expect(verdict(served, "www.example.test.")).toBe("unsigned");
});

test("a start signs what was signed, and makes the key that an earlier version did not", () => {
  const world = newKeyWorld();
  change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"], { TTL: 2_000_000 })]);
  createKey(world, world.zoneId, "one");
  world.store.enableHostedZoneDNSSEC({ HostedZoneId: world.zoneId }, world.context);
  const before = serve(world);
  expect([verdict(before, "www.example.test."), published(before)]).toEqual(["valid", "256 257, 1 sign"]);
  expect(ask(before, "www.example.test.", "A").answer.map(({ ttl }) => ttl)).toEqual([604_800, 604_800]);
  const key = signingOf(world.tables, world.zoneId)?.zoneSigning;
  world.store.completeSigning(world.context);
  expect(signingOf(world.tables, world.zoneId)?.zoneSigning).toEqual(key);
  world.tables.delete(table.zoneSigningKeys, world.zoneId);
  expect(verdict(serve(world), "www.example.test.")).toBe("unsigned");
  world.store.completeSigning(world.context);
  const after = serve(world);
  expect([verdict(after, "www.example.test."), published(after)]).toEqual(["valid", "256 257, 1 sign"]);
});

test("DG:dns-configuring-dnssec: TTLs over a week are a week while the zone is signed, those of policies too", () => {
  const world = newKeyWorld();
  const weighted = { SetIdentifier: "one", Weight: 1, TTL: 700_000 };
  change(
    world,
    ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"], { TTL: 700_000 })],
    ["CREATE", setOf("lb.example.test", "A", ["192.0.2.1"], weighted)],
    ["CREATE", setOf("short.example.test", "A", ["192.0.2.1"])],
  );
  const served = serve(world);
  const zone = { HostedZoneId: world.zoneId };
  createKey(world, world.zoneId, "one");
  const ttls = (): number[] => ["www", "lb", "short", "late"].map((name) => ask(served, `${name}.example.test.`, "A").answer[0]?.ttl); // prettier-ignore
  expect(ttls()).toEqual([700_000, 700_000, 300, undefined]);
  world.store.enableHostedZoneDNSSEC(zone, world.context);
  change(world, ["CREATE", setOf("late.example.test", "A", ["192.0.2.1"], { TTL: 800_000 })]);
  expect(ttls()).toEqual([604_800, 604_800, 300, 604_800]);
  for (const name of ["www", "lb", "short", "late"]) expect(verdict(served, `${name}.example.test.`), name).toBe("valid"); // prettier-ignore
  world.store.disableHostedZoneDNSSEC(zone, world.context);
  expect(ttls()).toEqual([700_000, 700_000, 300, 800_000]);
});

test("of two zones of one name each is signed by its own keys, and a private one by none", () => {
  const world = newKeyWorld();
  const inside = newPrivateZone(world, "inside.test");
  const second = newZone(world.store, world.context, "example.test");
  for (const zone of [world.zoneId, second]) {
    createKey(world, zone, "one");
    world.store.enableHostedZoneDNSSEC({ HostedZoneId: zone }, world.context);
  }
  const served = serve(world);
  const signers = [...served.image.hostedZones].map((zone) => signerOf(served.image.memory, zone.tree.tree, served.image.version)); // prettier-ignore
  expect(signers.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  expect(signingOf(world.tables, inside)).toBeNull();
});

test("keys that no version speaks of any more are taken back, and a deleted zone's are forgotten", () => {
  const world = newKeyWorld();
  const served = serve(world);
  const { worker, image } = served;
  const zone = { HostedZoneId: world.zoneId };
  createKey(world, world.zoneId, "one");
  world.store.enableHostedZoneDNSSEC(zone, world.context);
  expect(worker.find(1)?.entry).toHaveLength(1);
  createKey(world, world.zoneId, "two");
  world.store.deactivateKeySigningKey({ ...zone, Name: "one" }, world.context);
  expect(worker.find(3)?.entry).toHaveLength(1);
  world.store.disableHostedZoneDNSSEC(zone, world.context);
  // Another change, when readers have gone on: it finds what may go.
  expect(image.seenByAll(image.version)).toBe(true);
  world.store.enableHostedZoneDNSSEC(zone, world.context);
  expect(worker.find(4)?.entry).toHaveLength(1);
  expect([1, 2, 3].map((signer) => worker.find(signer))).toEqual([null, null, null]);
  world.store.disableHostedZoneDNSSEC(zone, world.context);
  world.store.deactivateKeySigningKey({ ...zone, Name: "two" }, world.context);
  for (const Name of ["one", "two"]) world.store.deleteKeySigningKey({ ...zone, Name }, world.context);
  world.store.deleteHostedZone({ Id: world.zoneId }, world.context);
  expect(world.tables.get(table.zoneSigningKeys, world.zoneId)).toBeNull();
});

test("a line that is opened late has every key, and what is not on it is no key", () => {
  const keys = new ZoneKeys();
  const pair = (flags: number): { dnskey: Uint8Array; privateKey: string } => {
    const { publicKey, privateKey } = signingKeys.newPair();
    return { dnskey: Uint8Array.from([flags >>> 8, flags & 0xff, 3, 13, ...publicKey]), privateKey };
  };
  const signing = { keySigning: [pair(257)], zoneSigning: pair(256) };
  const newWorker = (): WorkerKeys => new WorkerKeys(keys.openLine(), counterRow(createCounters(1), 0));
  const early = newWorker();
  const first = keys.add(signing);
  const late = newWorker();
  const broken = keys.add({ ...signing, zoneSigning: { ...signing.zoneSigning, privateKey: "" } });
  const mixed = keys.add({ ...signing, zoneSigning: { ...signing.zoneSigning, privateKey: pair(256).privateKey } });
  for (const worker of [early, late]) {
    expect(worker.find(first)?.zone.dnskey).toEqual(signing.zoneSigning.dnskey);
    expect([broken, mixed, 99].map((signer) => worker.find(signer))).toEqual([null, null, null]);
  }
});
