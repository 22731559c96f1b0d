// From the API's store to DNS: what is committed is answered, what is answered everywhere is INSYNC, and a start serves
// what was stored. TestDNSAnswer is the same answer without sockets.

import { expect, test } from "vitest";
import { Memory, OutOfMemory } from "../../src/base/memory.ts";
import { VirtualClock } from "../../src/base/clock.ts";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { loadPlaces } from "../../src/routing/place-layers.ts";
import { placeRow } from "../../src/routing/place-rows.ts";
import { AliasHosts } from "../../src/server/alias-hosts.ts";
import { CheckNumbers } from "../../src/server/check-numbers.ts";
import { HostedZones } from "../../src/server/hosted-zones.ts";
import { serveNameServers } from "../../src/server/name-server-zones.ts";
import { type DelegationSettings, nameServerViews } from "../../src/server/name-servers.ts";
import { openRouting, type RoutingData, vpcViews } from "../../src/server/routing-data.ts";
import { AnswerTester } from "../../src/server/test-answer.ts";
import { ZoneKeys } from "../../src/server/zone-keys.ts";
import type { ResourceRecordSet } from "../../src/store/shapes.ts";
import { serverNumber } from "../../src/store/name-servers.ts";
import { ToldHealth } from "../../src/store/told-health.ts";
import { Reader } from "../../src/zone/epochs.ts";
import { Image } from "../../src/zone/image.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { Asking, head, newImage, serve } from "../authority/asking.ts";
import { prefixOf } from "../routing/world.ts";
import {
  aliasOf,
  change,
  changeZone,
  faultOf,
  newPrivateZone,
  newWorld,
  newZone,
  setOf,
  type World,
} from "../store/fixture.ts";

interface Served extends World {
  readonly image: Image;
  readonly hosted: HostedZones;
  readonly hosts: AliasHosts;
  readonly board: HealthBoard;
  readonly asking: Asking;
  readonly tester: AnswerTester;
  readonly numbers: CheckNumbers;
  readonly clock: VirtualClock;
  readonly errors: string[];
  /** What was told of zones that answer: "example.test. SOA". */
  readonly published: string[];
}

const office = "10.1.0.0/16";

function placesOf(): RoutingData["places"] {
  const pins = [
    { prefix: "192.0.2.0/24", country: "DE" },
    { prefix: "198.51.100.0/24", country: "US" },
  ].map((fields) => placeRow(fields));
  return loadPlaces({ pins: pins.filter((pin) => typeof pin !== "string"), database: null }).layers;
}

/** Serves the store of a world. */
function serveWorld(
  world: World,
  propagationMs = 0,
  delegation: DelegationSettings = { mode: "easy", ranges: [], servers: [] },
  image: Image = newImage(),
): Served {
  const board = HealthBoard.create();
  const numbers = new CheckNumbers();
  const errors: string[] = [];
  const published: string[] = [];
  const vpcs = vpcViews([{ id: "vpc-1", region: "eu-west-1", clients: [office] }]);
  const tell = (fields: object, message: string): unknown => errors.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: tell, info: tell, warn: tell, error: tell, flush: () => {} };
  const clock = new VirtualClock();
  const hosted = new HostedZones({
    image,
    store: world.store,
    tables: world.tables,
    checks: numbers,
    keys: new ZoneKeys(),
    vpcs,
    delegationSets: delegation.mode,
    clock,
    propagationMs,
    arrived: ({ wire }) => void published.push(`${printName(wire)} arrived`),
    published: ({ apex }, what) => void published.push(`${printName(apex.wire)} ${what}`),
    log,
  });
  const hosts = new AliasHosts(image, numbers, board, new ToldHealth(world.tables));
  const servers = nameServerViews(delegation);
  serveNameServers(image, servers);
  const data: RoutingData = { health: board.buffer, places: placesOf(), latencies: [], vpcs, servers, subnets: "used" };
  const routing = openRouting(data, 1);
  const tester = new AnswerTester(image.memory, routing);
  const asking = new Asking(image, { routing });
  hosted.start();
  return { ...world, image, hosted, hosts, board, asking, tester, numbers, clock, errors, published };
}

function status({ store, context }: World, id: string): string {
  return store.getChange({ Id: id }, { ...context, nowMs: context.nowMs + 1000 }).ChangeInfo.Status;
}

const weighted = (
  id: string,
  Weight: number,
  value: string,
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet => setOf("www.example.test", "A", [value], { SetIdentifier: id, Weight, ...more });

test("what is published of the zone that answers is told, and of no other", () => {
  const world = newWorld({});
  const { published, image } = serveWorld(world);
  const hidden = newZone(world.store, world.context, "example.test");
  const soa = (serial: number): ResourceRecordSet =>
    setOf("example.test", "SOA", [`ns1.example.test. host.example.test. ${serial} 7200 900 1209600 86400`], {
      TTL: 900,
    });
  changeZone(world, hidden, ["UPSERT", soa(2)]);
  expect(published.splice(0)).toEqual(["example.test. arrived"]);
  change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  change(world, ["UPSERT", soa(2)]);
  expect(published.splice(0)).toEqual(["example.test. records", "example.test. SOA"]);
  const other = newZone(world.store, world.context, "other.test");
  world.store.deleteHostedZone({ Id: other }, world.context);
  expect(published.splice(0)).toEqual(["other.test. arrived", "other.test. records", "other.test. gone"]);
  serve(image, { "example.test.": head });
  change(world, ["UPSERT", soa(3)]);
  expect(published).toEqual([]);
});

test("what is stored is served at the start, and what is committed from then on", () => {
  const world = newWorld({ strictness: "lenient" });
  change(world, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1", "192.0.2.2"])]);
  change(world, ["CREATE", setOf("\\052.wild.example.test", "TXT", ['"a" "b"'])]);
  change(world, ["CREATE", aliasOf("example.test", "A", world.zoneId, "www.example.test")]);
  const { asking, image, errors } = serveWorld(world);
  expect(asking.ask("www.example.test.", "A")).toContain("an[www.example.test. 300 A 192.0.2.1+192.0.2.2]");
  expect(asking.ask("example.test.", "A")).toContain("an[example.test. 300 A 192.0.2.1+192.0.2.2]");
  expect(asking.ask("x.y.wild.example.test.", "TXT")).toContain("x.y.wild.example.test. 300 TXT");
  expect(asking.ask("example.test.", "SOA")).toContain("example.test. 900 SOA");
  expect(asking.ask("example.test.", "NS")).toContain("172800 NS");
  expect(asking.ask("none.example.test.", "A")).toMatch(/^NXDOMAIN aa au\[example.test. 900 SOA/);

  change(
    world,
    ["UPSERT", setOf("www.example.test", "A", ["192.0.2.3"], { TTL: 5 })],
    ["CREATE", setOf("new.example.test", "CNAME", ["www.example.test"])],
  );
  expect(asking.ask("new.example.test.", "A")).toContain("www.example.test. 5 A 192.0.2.3");
  change(world, ["DELETE", setOf("new.example.test", "CNAME", ["www.example.test"])]);
  expect(asking.ask("new.example.test.", "A")).toContain("NXDOMAIN");
  const id = newZone(world.store, world.context, "second.test");
  changeZone(world, id, ["CREATE", setOf("a.second.test", "AAAA", ["2001:db8::1"])]);
  expect(asking.ask("a.second.test.", "AAAA")).toContain("NOERROR aa an[");
  changeZone(world, id, ["DELETE", setOf("a.second.test", "AAAA", ["2001:db8::1"])]);
  world.store.deleteHostedZone({ Id: id }, world.context);
  expect(asking.ask("second.test.", "SOA")).toBe("REFUSED");
  expect([...image.hostedZones].length).toBe(2);
  expect(errors).toEqual([]);
});

test("a set of a policy that comes or goes changes the choice; the last plain one is plain again", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }));
  const { asking, board, numbers } = served;
  change(
    served,
    ["CREATE", weighted("a", 0, "192.0.2.1")],
    ["CREATE", weighted("b", 1, "192.0.2.2", { HealthCheckId: "h1" })],
  );
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.2");
  board.set(numbers.numberOf("h1"), "unhealthy");
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.1");
  change(served, ["DELETE", weighted("a", 0, "192.0.2.1")]);
  expect(asking.ask("www.example.test.", "A"), "nothing is healthy").toContain("192.0.2.2");
  change(
    served,
    ["DELETE", weighted("b", 1, "192.0.2.2", { HealthCheckId: "h1" })],
    ["CREATE", setOf("www.example.test", "A", ["192.0.2.9"])],
  );
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.9");
  expect(served.errors).toEqual([]);
});

test("INSYNC is said when every worker answers from the change, not before", async () => {
  const served = serveWorld(newWorld());
  const reader = new Reader(served.image.memory, 7);
  reader.enter();
  const info = change(served, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(status(served, info.Id)).toBe("PENDING");
  reader.leave();
  await expect.poll(() => status(served, info.Id), { interval: 1 }).toBe("INSYNC");
  served.hosted.close();
});

test("whoever waits for a change to be served waits for every worker, and no longer than is said", async () => {
  const served = serveWorld(newWorld());
  const { hosted } = served;
  const reader = new Reader(served.image.memory, 7);
  const changeIn = (name: string): string =>
    change(served, ["CREATE", setOf(`${name}.example.test`, "A", ["192.0.2.1"])]).Id.replace("/change/", "");
  await hosted.whenServed(changeIn("a"), 60_000);
  reader.enter();
  const id = changeIn("b");
  const order: string[] = [];
  const waiting = [hosted.whenServed(id, 60_000).then(() => order.push("served"))];
  const other = changeIn("c");
  await hosted.whenServed(other, 20);
  order.push("in vain");
  reader.leave();
  await Promise.all(waiting);
  expect(order).toEqual(["in vain", "served"]);
  hosted.close();
});

test("testing.changePropagationMs: nothing of a change is answered before its time, all of it afterwards, and then it is INSYNC", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }), 500);
  const { asking, clock, hosted, store, context } = served;
  const pass = (ms: number): void => {
    clock.advanceTo(clock.nowMs() + ms);
    hosted.passTime();
  };
  const addressOf = (name: string): string => /A (192\.0\.2\.\d+)/.exec(asking.ask(`${name}.example.test.`, "A"))?.[1] ?? "none"; // prettier-ignore
  const seen = (): string[] => [addressOf("www"), addressOf("new")];
  const first = change(served, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  pass(300);
  const second = change(
    served,
    ["UPSERT", setOf("www.example.test", "A", ["192.0.2.2"])],
    ["CREATE", setOf("new.example.test", "A", ["192.0.2.3"])],
  );
  const zone = newZone(store, context, "second.test");
  const statuses = (): string[] => [status(served, first.Id), status(served, second.Id)];
  pass(199);
  expect([seen(), statuses()]).toEqual([["none", "none"], ["PENDING", "PENDING"]]); // prettier-ignore
  pass(1);
  expect([seen(), statuses()]).toEqual([["192.0.2.1", "none"], ["INSYNC", "PENDING"]]); // prettier-ignore
  expect(asking.ask("second.test.", "SOA")).toBe("REFUSED");
  pass(300);
  expect([seen(), statuses()]).toEqual([["192.0.2.2", "192.0.2.3"], ["INSYNC", "INSYNC"]]); // prettier-ignore
  expect(asking.ask("second.test.", "SOA")).toContain("second.test. 900 SOA");
  store.deleteHostedZone({ Id: zone }, context);
  expect(asking.ask("second.test.", "SOA")).toContain("second.test. 900 SOA");
  hosted.flush();
  expect(asking.ask("second.test.", "SOA")).toBe("REFUSED");
  expect(served.errors).toEqual([]);
});

test("testing.changePropagationMs: an alias of a zone that is on its way leads there when both have come", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }), 500);
  const { asking, hosted, store, context } = served;
  const zone = newZone(store, context, "second.test");
  changeZone(served, zone, ["CREATE", setOf("www.second.test", "A", ["192.0.2.7"])]);
  change(served, ["CREATE", aliasOf("www.example.test", "A", zone, "www.second.test")]);
  hosted.flush();
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.7");
});

test("testing.changePropagationMs: a collection, and who uses it, are each as their own commits left them", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }), 500);
  const { asking, clock, hosted, store, context } = served;
  const pass = (ms: number): void => {
    clock.advanceTo(clock.nowMs() + ms);
    hosted.passTime();
  };
  const { Collection } = store.createCidrCollection({ Name: "places", CallerReference: "1" }, context);
  const put = (LocationName: string, block: string): void =>
    void store.changeCidrCollection({ Id: Collection.Id, Changes: [{ Action: "PUT", LocationName, CidrList: [block] }] }, context); // prettier-ignore
  const set = (SetIdentifier: string, LocationName: string, value: string): ResourceRecordSet =>
    setOf("www.example.test", "A", [value], { SetIdentifier, CidrRoutingConfig: { CollectionId: Collection.Id, LocationName } }); // prettier-ignore
  const ask = (...address: number[]): string => /A (192\.0\.2\.\d+)/.exec(asking.ask("www.example.test.", "A", { address }))?.[1] ?? "none"; // prettier-ignore
  const seen = (): string[] => [ask(192, 0, 2, 77), ask(198, 51, 100, 1)];
  put("home", "192.0.2.0/24");
  change(served, ["CREATE", set("h", "home", "192.0.2.1")], ["CREATE", set("d", "*", "192.0.2.9")]);
  pass(100);
  put("home", "198.51.100.0/24");
  pass(100);
  change(served, ["UPSERT", set("h", "home", "192.0.2.2")]);
  pass(100);
  change(served, ["DELETE", set("h", "home", "192.0.2.2")], ["DELETE", set("d", "*", "192.0.2.9")], ["CREATE", setOf("www.example.test", "A", ["192.0.2.5"])]); // prettier-ignore
  pass(100);
  put("home", "203.0.113.0/24");
  expect(seen()).toEqual(["none", "none"]);
  const steps = Array.from({ length: 5 }, () => {
    pass(100);
    return seen();
  });
  expect(steps).toEqual([
    ["192.0.2.1", "192.0.2.9"],
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.2", "192.0.2.2"],
    ["192.0.2.5", "192.0.2.5"],
    ["192.0.2.5", "192.0.2.5"],
  ]);
  expect(served.errors).toEqual([]);
});

test("hosted-zone-public-considerations: strictly, a zone is answered by its own name servers and by nobody else", () => {
  const served = serveWorld(newWorld(), 0, { mode: "strict", ranges: ["127.54.0.0/21"], servers: [] });
  const { asking, store, context, hosted, tester, image } = served;
  const zones = [served.zoneId, newZone(store, context, "example.test")];
  zones.forEach((id, i) => changeZone(served, id, ["CREATE", setOf("www.example.test", "A", [`192.0.2.${i + 1}`])]));
  const addressesOf = (id: string): number[][] =>
    store.zone(id)!.nameServers.map((name) => [127, 54, ...u16(serverNumber(name)!)]);
  const ask = (local: readonly number[]): string => asking.ask("www.example.test.", "A", { local });
  for (const [i, id] of zones.entries())
    for (const address of addressesOf(id)) {
      expect(ask(address), `${id} at ${address.join(".")}`).toContain(`an[www.example.test. 300 A 192.0.2.${i + 1}]`);
    }
  const free = Array.from({ length: 2048 }, (_, number) => [127, 54, ...u16(number)]).find(
    (address) => !zones.flatMap(addressesOf).some((taken) => taken.join() === address.join()),
  )!;
  for (const address of [free, [127, 0, 0, 1], [127, 54, 8, 0]]) expect(ask(address)).toBe("REFUSED");
  for (const [i, id] of zones.entries())
    expect(tester.ask({ view: hosted.viewOf(id)!, name: nameOf("www.example.test"), type: RRType.A, resolver: prefixOf("192.0.2.53"), subnet: null }).recordData).toEqual([`192.0.2.${i + 1}`]); // prettier-ignore
  serve(image, { "example.test.": `${head}www A 192.0.2.9` });
  expect(ask([127, 0, 0, 1]), "a zone from a file is answered everywhere").toContain("192.0.2.9");
  expect(ask(addressesOf(zones[0])[0]), "and goes first").toContain("192.0.2.9");
  expect(served.errors).toEqual([]);
});

test("strictly, the names of name servers have addresses, everywhere", () => {
  const ranges = ["127.54.0.0/21", "fd00:54::/64"];
  const servers = [{ name: "ns-1.awsdns-00.com", addresses: ["192.0.2.53"] }];
  const { asking } = serveWorld(newWorld(), 0, { mode: "strict", ranges, servers });
  expect(asking.ask("ns-0.awsdns-00.com.", "A")).toContain("an[ns-0.awsdns-00.com. 172800 A 127.54.0.0]");
  expect(asking.ask("ns-2047.awsdns-63.co.uk.", "A")).toContain("172800 A 127.54.7.255");
  expect(asking.ask("ns-2047.awsdns-63.co.uk.", "AAAA")).toContain("AAAA fd0000540000000000000000000007ff");
  expect(asking.ask("ns-1.awsdns-00.com.", "A")).toContain("A 192.0.2.53");
  expect(asking.ask("ns-1.awsdns-00.com.", "AAAA")).toMatch(/^NOERROR aa au\[awsdns-00\.com\. 900 SOA/);
  expect(asking.ask("ns-8.awsdns-00.com.", "A")).toContain("NXDOMAIN");
});

test("hosted-zone-private-considerations: a private zone is seen from the VPCs that it is associated with", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }));
  const { asking, store, context } = served;
  change(served, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  const id = newPrivateZone(served, "example.test", "vpc-2");
  changeZone(served, id, ["CREATE", setOf("www.example.test", "A", ["10.0.0.1"])]);
  const ask = (): string => asking.ask("www.example.test.", "A", { address: [10, 1, 0, 1] });
  expect(ask(), "not associated yet").toContain("192.0.2.1");
  store.associateVPCWithHostedZone({ HostedZoneId: id, VPC: { VPCId: "vpc-1", VPCRegion: "eu-west-1" } }, context);
  expect(ask()).toContain("10.0.0.1");
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.1");
  store.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC: { VPCId: "vpc-1", VPCRegion: "eu-west-1" } }, context);
  expect(ask()).toContain("192.0.2.1");
});

test("of two public zones of one name the older answers everybody, each answers TestDNSAnswer; a file goes first", () => {
  const served = serveWorld(newWorld());
  const { asking, tester, hosted, context, store, image } = served;
  const second = newZone(store, { ...context, nowMs: context.nowMs + 5000 }, "example.test");
  change(served, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  changeZone(served, second, ["CREATE", setOf("www.example.test", "A", ["192.0.2.2"])]);
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.1");
  serve(image, { "example.test.": `${head}www A 192.0.2.3` });
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.3");
  const answers = [served.zoneId, second].map((id) =>
    tester.ask({
      view: hosted.viewOf(id)!,
      name: nameOf("www.example.test"),
      type: RRType.A,
      resolver: prefixOf("192.0.2.53"),
      subnet: null,
    }),
  );
  expect(answers).toEqual(
    ["192.0.2.1", "192.0.2.2"].map((data) => ({ responseCode: "NOERROR", protocol: "UDP", recordData: [data] })),
  );
  expect(hosted.viewOf("Z0")).toBeNull();
  expect(hosted.count).toBe(2);
});

test("API:TestDNSAnswer: resolver and client subnet decide as they do over UDP; what is long comes over TCP", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }));
  const geo = (id: string, CountryCode: string, value: string): ResourceRecordSet =>
    setOf("www.example.test", "A", [value], { SetIdentifier: id, GeoLocation: { CountryCode } });
  const strings = Array.from({ length: 5 }, (_, i) => `"${String(i).repeat(200)}"`);
  change(
    served,
    ["CREATE", geo("de", "DE", "192.0.2.1")],
    ["CREATE", geo("us", "US", "192.0.2.2")],
    ["CREATE", setOf("long.example.test", "TXT", strings)],
  );
  const view = served.hosted.viewOf(served.zoneId)!;
  const ask = (name: string, type: number, resolver: string, subnet: string | null): unknown =>
    Object.values(
      served.tester.ask({
        view,
        name: nameOf(name),
        type,
        resolver: prefixOf(resolver),
        subnet: subnet === null ? null : prefixOf(subnet),
      }),
    );
  expect(ask("www.example.test", RRType.A, "192.0.2.53", null)).toEqual(["NOERROR", ["192.0.2.1"], "UDP"]);
  expect(ask("www.example.test", RRType.A, "192.0.2.53", "198.51.100.7/24")).toEqual(["NOERROR", ["192.0.2.2"], "UDP"]);
  expect(ask("www.example.test", RRType.A, "203.0.113.1", null)).toEqual(["NOERROR", [], "UDP"]);
  expect(ask("no.example.test", RRType.A, "2001:db8::1", "2001:db8::/48")).toEqual(["NXDOMAIN", [], "UDP"]);
  expect(ask("long.example.test", RRType.TXT, "192.0.2.53", null)).toMatchObject(["NOERROR", { length: 5 }, "TCP"]);
});

test("routing-policy-ipbased: a collection that changes is used by the next query", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }));
  const { asking, store, context } = served;
  const { Collection } = store.createCidrCollection({ Name: "places", CallerReference: "1" }, context);
  const put = (Action: "PUT" | "DELETE_IF_EXISTS", LocationName: string, CidrList: readonly string[]) => ({ Action, LocationName, CidrList }) as const; // prettier-ignore
  const home = put("PUT", "home", ["192.0.2.0/24"]);
  const office = put("PUT", "office", ["203.0.113.0/24"]);
  store.changeCidrCollection({ Id: Collection.Id, Changes: [home, office] }, context);
  const set = (id: string, LocationName: string, value: string): ResourceRecordSet =>
    setOf("www.example.test", "A", [value], {
      SetIdentifier: id,
      CidrRoutingConfig: { CollectionId: Collection.Id, LocationName },
    });
  change(
    served,
    ["CREATE", set("h", "home", "192.0.2.1")],
    ["CREATE", set("o", "office", "192.0.2.2")],
    ["CREATE", set("d", "*", "192.0.2.3")],
  );
  const ask = (...address: number[]): string => asking.ask("www.example.test.", "A", { address });
  expect(ask(192, 0, 2, 77)).toContain("192.0.2.1");
  expect(ask(198, 51, 100, 1)).toContain("192.0.2.3");
  const changed = store.changeCidrCollection(
    {
      Id: Collection.Id,
      Changes: [{ ...home, Action: "DELETE_IF_EXISTS" }, put("PUT", "office", ["192.0.2.0/24"]), put("PUT", "home", ["198.51.100.0/24"])], // prettier-ignore
    },
    context,
  );
  expect(ask(192, 0, 2, 77)).toContain("192.0.2.2");
  expect(ask(198, 51, 100, 1)).toContain("192.0.2.1");
  expect(status(served, changed.Id)).toBe("INSYNC");
  expect(served.errors).toEqual([]);
});

test("API:AliasTarget: hosts outside our zones, by the table of hosts", () => {
  const served = serveWorld(newWorld({ strictness: "lenient" }));
  const { asking, hosts } = served;
  const name = "lb-1.eu-west-1.elb.amazonaws.com";
  hosts.put([
    { name, a: ["192.0.2.80"], aaaa: ["2001:db8::80"], healthy: true },
    { name: "b.s3-website-us-east-1.amazonaws.com.", a: ["192.0.2.81"], aaaa: [], healthy: true },
  ]);
  const failover = (SetIdentifier: string, Failover: "PRIMARY" | "SECONDARY"): Partial<ResourceRecordSet> => ({ SetIdentifier, Failover }); // prettier-ignore
  const target = { HostedZoneId: "Z35SXDOTRQ7X7K", DNSName: `${name}.`, EvaluateTargetHealth: true };
  change(
    served,
    ["CREATE", { Name: "www.example.test", Type: "A", AliasTarget: target, ...failover("p", "PRIMARY") }],
    ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"], failover("s", "SECONDARY"))],
    ["CREATE", aliasOf("www.example.test", "AAAA", "Z35SXDOTRQ7X7K", name)],
    ["CREATE", aliasOf("s3.example.test", "A", "Z3AQBSTGFYJSTF", "b.s3-website-us-east-1.amazonaws.com")],
  );
  expect(asking.ask("www.example.test.", "A")).toContain("www.example.test. 60 A 192.0.2.80");
  expect(asking.ask("www.example.test.", "AAAA")).toContain("60 AAAA 20010db8");
  expect(asking.ask("s3.example.test.", "A")).toContain("s3.example.test. 5 A 192.0.2.81");
  hosts.tell(name, "unhealthy");
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.1]");
  hosts.put([{ name, a: [], aaaa: [], healthy: true }]);
  expect(asking.ask("www.example.test.", "AAAA"), "a host that is gone").toMatch(/^NOERROR aa au\[/);
});

/** An image that a few thousand record sets fill. */
function smallImage(): Image {
  return new Image(new Memory(new SharedArrayBuffer(2 ** 18)), 7);
}

function bring(served: Served, zoneId: string, text: string): string {
  const { store, context } = served;
  return store.importZone({ zoneId, text, mode: "replace", apex: "zone" }, context).ChangeInfo.Id;
}

const many = (count: number, label = "h"): string =>
  Array.from({ length: count }, (_, i) => `${label}${i} 60 A 192.0.2.${i % 250}\n`).join("");

test("a change that finds no memory is held and told, others are refused, and deleting a zone lets it through", async () => {
  let server: HostedZones | null = null;
  const world = newWorld({ refusalOf: (effects) => server?.refusalOf(effects) ?? null });
  const served = serveWorld(world, 0, undefined, smallImage());
  const { asking, hosted, store, context, errors } = served;
  server = hosted;
  const other = newZone(store, context, "other.test");
  bring(served, other, many(1000));
  change(served, ["CREATE", setOf("www.example.test", "A", ["192.0.2.1"])]);
  expect([hosted.heldChanges, errors]).toEqual([0, []]);
  const large = bring(served, served.zoneId, `${many(1500)}www 60 A 192.0.2.2\n`);
  expect([status(served, large), hosted.heldChanges]).toEqual(["PENDING", 1]);
  expect(errors).toEqual(['changes are stored and not answered by: zones have no more memory {"waiting":1}']);
  expect(asking.ask("www.example.test.", "A"), "as it was").toContain("192.0.2.1");
  expect(asking.ask("h1.example.test.", "A"), "nothing half done").toContain("NXDOMAIN");
  expect(asking.ask("h1.other.test.", "A")).toContain("192.0.2.1");
  const count = store.getHostedZoneCount({}, context);
  const refused = /^ServiceUnavailable: There is no memory left to answer by it\. Nothing was changed/;
  expect(faultOf(() => newZone(store, context, "third.test"))).toMatch(refused);
  expect(faultOf(() => changeZone(served, other, ["UPSERT", setOf("h1.other.test", "A", ["192.0.2.9"])]))).toMatch(refused); // prettier-ignore
  expect(store.getHostedZoneCount({}, context)).toEqual(count);
  // What deletes is stored, and what touches the same zone waits its turn.
  const less = changeZone(served, served.zoneId, ["DELETE", setOf("h1.example.test", "A", ["192.0.2.1"], { TTL: 60 })]);
  expect([status(served, less.Id), hosted.heldChanges]).toEqual(["PENDING", 2]);
  expect(status(served, bring(served, other, ""))).toBe("INSYNC");
  store.deleteHostedZone({ Id: other }, context);
  await expect.poll(() => hosted.heldChanges, { interval: 5 }).toBe(0);
  expect([status(served, large), status(served, less.Id)]).toEqual(["INSYNC", "INSYNC"]);
  expect(asking.ask("www.example.test.", "A")).toContain("192.0.2.2");
  expect(asking.ask("h1.example.test.", "A")).toContain("NXDOMAIN");
  expect(asking.ask("h1499.example.test.", "A")).toContain("192.0.2.249");
  expect(errors.at(-1)).toContain('{"waiting":0}');
  hosted.close();
});

test("a zone that has no room, at the start or later, comes when there is some, or goes before it came", async () => {
  const world = newWorld();
  const { store, context } = world;
  const zones = ["a.test", "b.test"].map((name) => newZone(store, context, name));
  for (const id of zones) store.importZone({ zoneId: id, text: many(1500), mode: "merge", apex: "zone" }, context);
  const served = serveWorld(world, 0, undefined, smallImage());
  const { asking, hosted } = served;
  const answered = (): string[] =>
    ["a", "b"].filter((name) => asking.ask(`h7.${name}.test.`, "A").includes("192.0.2.7"));
  const [first] = answered();
  expect([answered().length, hosted.heldChanges]).toEqual([1, 1]);
  const [shown, waiting] = first === "a" ? zones : zones.toReversed();
  bring(served, shown, "");
  store.deleteHostedZone({ Id: shown }, context);
  await expect.poll(() => answered(), { interval: 5 }).toEqual([first === "a" ? "b" : "a"]);
  expect(hosted.heldChanges).toBe(0);

  const again = newZone(store, context, "c.test");
  bring(served, again, many(1500));
  expect(hosted.heldChanges).toBe(1);
  bring(served, again, "");
  store.deleteHostedZone({ Id: again }, context);
  await expect.poll(() => hosted.heldChanges, { interval: 5 }).toBe(0);
  expect(asking.ask("c.test.", "SOA")).toBe("REFUSED");
  expect(hosted.viewOf(waiting)).not.toBeNull();
  hosted.close();
});

test("a zone that finds no room to go goes later, and is not said to be gone before", async () => {
  const served = serveWorld(newWorld());
  const { asking, hosted, image, store, context } = served;
  const id = newZone(store, context, "late.test");
  bring(served, id, "www 60 A 192.0.2.7\n");
  expect(asking.ask("www.late.test.", "A")).toContain("192.0.2.7");
  bring(served, id, "");
  const apply = image.apply.bind(image);
  image.apply = () => {
    image.apply = apply;
    throw new OutOfMemory(64);
  };
  const { ChangeInfo } = store.deleteHostedZone({ Id: id }, context);
  expect([hosted.heldChanges, status(served, ChangeInfo.Id)]).toEqual([1, "PENDING"]);
  expect(asking.ask("late.test.", "SOA")).toContain("NOERROR");
  hosted.flush();
  await expect.poll(() => status(served, ChangeInfo.Id), { interval: 5 }).toBe("INSYNC");
  expect(asking.ask("late.test.", "SOA")).toBe("REFUSED");
  hosted.close();
});

test("a value or a region that cannot be served is left out, and told", () => {
  const world = newWorld();
  const put = (set: ResourceRecordSet): void =>
    world.tables.put(
      "record-sets",
      `${world.zoneId} test.example.${set.Name.split(".")[0]}. A ${set.SetIdentifier ?? ""}`,
      JSON.stringify(set),
    );
  put(setOf("bad.example.test.", "A", ["300.1.1.1", "192.0.2.1"]));
  put(setOf("far.example.test.", "A", ["192.0.2.1"], { SetIdentifier: "x", Region: "mars-north-1" }));
  put(setOf("far.example.test.", "A", ["192.0.2.2"], { SetIdentifier: "y", Region: "eu-west-1" }));
  const { asking, errors } = serveWorld(world);
  expect(asking.ask("bad.example.test.", "A")).toContain("an[bad.example.test. 300 A 192.0.2.1]");
  expect(asking.ask("far.example.test.", "A")).toContain("192.0.2.2");
  expect(errors.length).toBe(2);
});

function u16(number: number): number[] {
  return [number >>> 8, number & 255];
}

function nameOf(text: string): Exclude<ReturnType<typeof nameFromText>, string> {
  const name = nameFromText(text);
  if (typeof name === "string") throw new Error(name);
  return name;
}
