// Secondary zones under a clock of the test's: fetched, looked after, retried, expired and back again, by the times of their SOA.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nodeZoneHash } from "../../../src/crypto/zone-hash.ts";
import { makeZonemd } from "../../../src/dnssec/zone-digest.ts";
import { printRdata } from "../../../src/dns/rdata.ts";
import { RRType } from "../../../src/dns/types.ts";
import { OutOfMemory } from "../../../src/base/memory.ts";
import { ZoneCopies } from "../../../src/disk/zone-copies.ts";
import type { Endpoint } from "../../../src/net/address.ts";
import type { SecondaryFact } from "../../../src/server/secondaries/secondary.ts";
import { SecondaryZones } from "../../../src/server/secondaries/secondary-zones.ts";
import type { SecondaryPlan } from "../../../src/server/secondaries/secondary.ts";
import { recordsOf, serialOf } from "../../../src/server/zone-text.ts";
import type { Image } from "../../../src/zone/image.ts";
import { firstOwnView, firstServerView, firstVpcView, publicView } from "../../../src/zone/views.ts";
import { Asking, nameOf, newImage } from "../../authority/asking.ts";
import { recordsOf as zoneRecords, response, soa } from "../../authority/transfer-messages.ts";
import { ScriptedPrimary } from "./scripted-primary.ts";

const apex = nameOf("example.");
const ns = "@ 300 NS ns1";
const host = (last: number): string => `www 300 A 192.0.2.${last}`;
const startMs = 1_900_000_000_000;

let primary: ScriptedPrimary;
let folder: string;
beforeEach(async () => {
  primary = await ScriptedPrimary.start();
  folder = mkdtempSync(join(tmpdir(), "signpost-secondary-"));
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await primary.stop();
  rmSync(folder, { recursive: true });
});
const closing: (() => Promise<void>)[] = [];

interface World {
  readonly image: Image;
  readonly zones: SecondaryZones;
  readonly facts: SecondaryFact[];
  nowMs: number;
  changes: number;
  /** What a client hears of www.example. A. */
  ask(): string;
  state(): string;
  pass(seconds: number): void;
}

function open(
  primaries: readonly Endpoint[] = [primary.endpoint],
  nowMs = startMs,
  zonemd: SecondaryPlan["zonemd"] = "check",
): World {
  const image = newImage(2 ** 26);
  const facts: SecondaryFact[] = [];
  const asking = new Asking(image);
  const world: World = {
    image,
    facts,
    nowMs,
    changes: 0,
    zones: new SecondaryZones([{ zone: apex, primaries, key: null, tls: null, zonemd, catalog: null }], {
      image,
      copies: new ZoneCopies(folder),
      elsewhere: new Set(),
      nowMs: () => world.nowMs,
      chance: () => 0,
      changed: () => void world.changes++,
      onFact: (fact) => void facts.push(fact),
    }),
    ask: () => asking.ask("www.example.", "A", { edns: {} }),
    state: () => world.zones.states()[0].state,
    pass(seconds) {
      world.nowMs += seconds * 1000;
      world.zones.sweep();
    },
  };
  closing.push(() => world.zones.close());
  world.zones.start();
  world.zones.sweep();
  return world;
}

/** Takes all the memory that is left. */
function fill(image: Image): ReturnType<Image["share"]>[] {
  const blocks: ReturnType<Image["share"]>[] = [];
  for (let words = 2 ** 25; words >= 64;) {
    try {
      blocks.push(image.share(new Int32Array(words)));
    } catch (fault) {
      if (!(fault instanceof OutOfMemory)) throw fault;
      words /= 2;
    }
  }
  return blocks;
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 });
const kinds = ({ facts }: World): string[] =>
  facts.map((fact) => (fact.kind === "fetched" ? `fetched ${fact.how}` : fact.kind));

test("until it is there its questions are SERVFAIL with the reason, then they are answered (RFC 1034 §4.3.5)", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  expect(world.ask()).toMatch(/^SERVFAIL .*ede=?\S*24|^SERVFAIL/i);
  await until(() => expect(world.state()).toBe("served"));
  expect(world.ask()).toMatch(/^NOERROR aa .*192\.0\.2\.1/);
  expect(primary.asked).toEqual(["AXFR"]);
  expect(world.changes).toBe(1);
  expect(kinds(world)).toEqual(["fetched whole"]);
});

test("after REFRESH it is asked for differences, and after each answer again (RFC 1995 §2)", async () => {
  const versions = [[ns, host(1)]];
  primary.serve(versions);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  world.pass(3599);
  expect(primary.asked).toEqual(["AXFR"]);
  world.pass(1);
  await until(() => expect(world.zones.looks.current).toBe(1));
  versions.push([ns, host(2), "new 300 TXT x"]);
  world.pass(3600);
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.2/));
  expect(primary.asked).toEqual(["AXFR", "IXFR 1", "IXFR 1"]);
  expect(world.zones.looks).toEqual({ current: 1, whole: 1, differences: 1, failed: 0 });
  expect(world.changes).toBe(2);
});

test("a primary that is not there: asked again after 5, 10, 20 seconds until there is a zone, then after RETRY", async () => {
  const world = open();
  for (const [failures, seconds] of [
    [1, 5],
    [2, 10],
    [3, 20],
  ]) {
    await until(() => expect(world.zones.looks.failed).toBe(failures));
    expect(world.facts.at(-1)).toMatchObject({ kind: "failed", againInSeconds: seconds });
    world.pass(seconds);
  }
  await until(() => expect(world.zones.looks.failed).toBe(4));
  primary.serve([[ns, host(1)]]);
  world.pass(40);
  await until(() => expect(world.state()).toBe("served"));
  expect(world.zones.states()[0].failure).toBeNull();
  primary.says = () => "end";
  world.pass(3600);
  await until(() => expect(world.facts.at(-1)).toMatchObject({ kind: "failed", againInSeconds: 60 }));
  expect(world.zones.states()[0].failure).toMatch(/closed the connection/);
  expect(world.ask()).toMatch(/192\.0\.2\.1/);
});

test("after EXPIRE without a word from anybody it is not answered from, and when somebody speaks again it is", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  primary.says = () => "end";
  world.pass(86_399);
  expect(world.ask()).toMatch(/^NOERROR/);
  await until(() => expect(world.zones.looks.failed).toBe(1));
  world.pass(1);
  expect([world.state(), world.ask()]).toEqual(["expired", expect.stringMatching(/^SERVFAIL/)]);
  expect(kinds(world)).toContain("expired");
  primary.serve([[ns, host(1)]]);
  world.pass(60);
  await until(() => expect(world.state()).toBe("served"));
  expect(primary.asked.at(-1)).toBe("AXFR");
  expect(world.ask()).toMatch(/^NOERROR/);
});

test("a zone that comes, or expires, when there is no memory left waits for it and ends nothing", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  const blocks = fill(world.image);
  primary.says = () => "end";
  world.pass(86_400);
  expect([world.state(), kinds(world)]).toEqual(["served", ["fetched whole"]]);
  for (const block of blocks) world.image.unshare(block);
  world.image.reclaim();
  world.pass(1);
  expect([world.state(), world.ask()]).toEqual(["expired", expect.stringMatching(/^SERVFAIL/)]);
});

test("an SOA whose zone would expire before it is refreshed is kept for REFRESH and RETRY", async () => {
  primary.says = (_, id) => [response([soa(1, "3600 60 0"), ns, host(1), soa(1, "3600 60 0")], { id, question: null })];
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  primary.says = () => "end";
  world.pass(3659);
  expect(world.ask()).toMatch(/^NOERROR/);
  world.pass(1);
  expect(world.ask()).toMatch(/^SERVFAIL/);
});

test("a primary whose serial went back has no word to say: the next is asked, and people are told", async () => {
  const second = await ScriptedPrimary.start();
  closing.push(() => second.stop());
  const versions = [
    [ns, host(1)],
    [ns, host(2)],
  ];
  primary.serve(versions);
  second.serve(versions);
  const world = open([primary.endpoint, second.endpoint]);
  await until(() => expect(world.state()).toBe("served"));
  primary.serve([[ns, host(1)]]);
  primary.says = (_, id) => [response([soa(1)], { id, question: null })];
  world.pass(3600);
  await until(() => expect(second.asked).toEqual(["IXFR 2"]));
  await until(() => expect(world.zones.looks.current).toBe(1));
  second.says = primary.says;
  world.pass(3600);
  await until(() => expect(world.zones.looks.failed).toBe(1));
  expect(world.zones.states()[0].failure).toMatch(/has serial 1, which is older than 2, .*--whole.*; .* older/);
});

test("nor has one that does not know IXFR and gives an older version whole (RFC 1034 §4.3.5)", async () => {
  const second = await ScriptedPrimary.start();
  closing.push(() => second.stop());
  primary.serve([
    [ns, host(1)],
    [ns, host(2)],
  ]);
  let serial = 1;
  second.says = (question, id) =>
    question.startsWith("IXFR")
      ? [response([], { id, flags: 0x8404, question: null })]
      : [response([soa(serial), ns, host(1), soa(serial)], { id, question: null })];
  const world = open([primary.endpoint, second.endpoint]);
  await until(() => expect(world.state()).toBe("served"));
  primary.says = () => "end";
  world.pass(3600);
  await until(() => expect(world.zones.looks.failed).toBe(1));
  expect(world.zones.states()[0]).toMatchObject({
    serial: 2,
    failure: expect.stringMatching(/has serial 1, which is older than 2/) as string,
  });
  // One of the same version has nothing new to say, and that it is current.
  serial = 2;
  world.pass(600);
  await until(() => expect(world.zones.looks.current).toBe(1));
  expect(world.ask()).toMatch(/192\.0\.2\.2/);
});

test("of several primaries the next is asked when one has nothing, and who answered is asked first from then on", async () => {
  const second = await ScriptedPrimary.start();
  closing.push(() => second.stop());
  primary.says = (_, id) => [response([], { id, flags: 0x8405, question: null })];
  second.serve([[ns, host(1)]]);
  const world = open([primary.endpoint, second.endpoint]);
  await until(() => expect(world.state()).toBe("served"));
  world.pass(3600);
  await until(() => expect(world.zones.looks.current).toBe(1));
  expect([primary.asked, second.asked]).toEqual([["AXFR"], ["AXFR", "IXFR 1"]]);
});

test.each([
  ["does not know IXFR", (id: number) => [response([], { id, flags: 0x8404, question: null })]],
  [
    "tells differences that do not fit",
    (id: number) => [response([soa(2), soa(1), host(9), soa(2), soa(2)], { id, question: null })],
  ],
  [
    "tells differences that are none",
    (id: number) => [response([soa(2), soa(1), ns, soa(3), soa(2)], { id, question: null })],
  ],
  [
    "tells differences that leave no name servers",
    (id: number) => [response([soa(2), soa(1), ns, soa(2), soa(2)], { id, question: null })],
  ],
])("a primary that %s is asked for the whole zone (RFC 1995 §4)", async (_, differences) => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  primary.says = (question, id) =>
    question.startsWith("IXFR") ? differences(id) : [response([soa(2), ns, host(2), soa(2)], { id, question: null })];
  world.pass(3600);
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.2/));
  expect(primary.asked).toEqual(["AXFR", "IXFR 1", "AXFR"]);
});

test("differences that leave an RRset which no message can carry leave the zone as it is", async () => {
  const many = Array.from({ length: 1_001 }, (_, i) => `www 300 A 10.0.${i >> 8}.${i & 255}`);
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  primary.says = (question, id) =>
    question === "AXFR" ? "end" : [response([soa(2), soa(1), soa(2), ...many, soa(2)], { id, question: null })];
  world.pass(3600);
  await until(() => expect(world.zones.looks.failed).toBe(1));
  expect(serialOf(world.image.zones.get(apex.key)!)).toBe(1);
  expect(world.ask()).toBe("NOERROR aa an[www.example. 300 A 192.0.2.1] opt{1232 v0}");
});

test.each([
  ["has no NS records", [soa(1), host(1), soa(1)], /no NS records/],
  ["begins with something else", [ns, soa(1)], /begins with NS/],
  [
    "has an RRset that no message can carry",
    [soa(1), ns, ...Array.from({ length: 300 }, (_, i) => `x 1 TXT ${`${i}`.padEnd(250, "x")}`), soa(1)],
    /no message can carry/,
  ],
  [
    "has a name of thousands of types",
    [soa(1), ns, ...Array.from({ length: 3_000 }, (_, i) => `x 1 TYPE${1_024 + i} \\# 1 00`), soa(1)],
    /a name of more types than are served/,
  ],
])("a zone that %s is not taken, and nothing of it stays", async (_, lines, reason) => {
  const halves = [lines.slice(0, 100), lines.slice(100, 250), lines.slice(250)].filter((part) => part.length > 0);
  primary.says = (_question, id) => halves.map((part) => response(part, { id, question: null }));
  const world = open();
  const before = world.image.usedOctets;
  await until(() => expect(world.zones.looks.failed).toBe(1));
  expect(world.zones.states()[0]).toMatchObject({ state: "waiting", failure: expect.stringMatching(reason) as string });
  world.image.reclaim();
  expect(world.image.usedOctets).toBe(before);
});

/** A version of the zone with its digest, which is right or of another zone. */
function digested(lines: readonly string[], serial: number, what: "right" | "wrong"): string[] {
  const records = zoneRecords([soa(serial), ...lines]);
  const rdata = makeZonemd(apex, serial, 1, records, nodeZoneHash);
  if (what === "wrong") rdata[rdata.length - 1] ^= 1;
  return [...lines, `@ 300 ZONEMD ${printRdata(RRType.ZONEMD, rdata)}`];
}

test("a zone that says its digest is taken whole, where the digest holds (RFC 8976 §4)", async () => {
  const versions = [digested([ns, host(1)], 1, "right")];
  primary.serve(versions);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  versions.push(digested([ns, host(2)], 2, "right"));
  world.pass(3600);
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.2/));
  expect(primary.asked).toEqual(["AXFR", "IXFR 1", "AXFR"]);
  versions.push(digested([ns, host(3)], 3, "wrong"));
  world.pass(3600);
  await until(() => expect(world.zones.looks.failed).toBe(1));
  expect(world.zones.states()[0].failure).toMatch(
    /is not what was published: its digest by SHA-384 is of another zone/,
  );
  expect([world.ask(), world.zones.states()[0].serial]).toEqual([expect.stringMatching(/192\.0\.2\.2/), 2]);
});

test.each([
  ["check", [ns, host(1)], "served"],
  ["require", [ns, host(1)], "waiting"],
  ["require", digested([ns, host(1)], 1, "right"), "served"],
  ["ignore", digested([ns, host(1)], 1, "wrong"), "served"],
] as const)("zonemd %s: %j is %s", async (zonemd, lines, state) => {
  primary.serve([lines]);
  const world = open([primary.endpoint], startMs, zonemd);
  await until(() => expect(world.zones.looks.whole + world.zones.looks.failed).toBe(1));
  expect(world.state()).toBe(state);
});

test("a notice brings a look at once, by the one who told first; one that says what is served brings none", async () => {
  const versions = [[ns, host(1)]];
  primary.serve(versions);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  world.zones.notified(apex.key, 1, "127.0.0.1");
  expect(primary.asked).toEqual(["AXFR"]);
  versions.push([ns, host(2)]);
  world.zones.notified(apex.key, 2, "127.0.0.1");
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.2/));
  world.zones.notified(apex.key, null, "127.0.0.1");
  await until(() => expect(primary.asked).toEqual(["AXFR", "IXFR 1", "IXFR 2"]));
});

test("a notice that comes while the zone is fetched brings another look behind it", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  world.zones.notified(apex.key, 2, "127.0.0.1");
  await until(() => expect(primary.asked).toEqual(["AXFR", "IXFR 1"]));
});

test("the whole zone can be wanted, whatever its serial", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  primary.serve([[ns, host(7)]]);
  expect(world.zones.refresh(apex.key, "whole")).toBe(true);
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.7/));
  expect(world.zones.refresh(nameOf("other.").key, "newer")).toBe(false);
});

test("what was fetched is kept, and served at the next start before anybody is asked", async () => {
  const versions = [
    [ns, host(1)],
    [ns, host(2), "new 60 TXT x"],
  ];
  primary.serve(versions);
  const first = open();
  const file = join(folder, "example.zone");
  await until(() => expect(readFileSync(file, "utf8")).toContain("192.0.2.2"));
  await first.zones.close();
  primary.says = () => "silence";
  const second = open([primary.endpoint], startMs + 3_000_000);
  expect([second.state(), kinds(second)]).toEqual(["served", ["kept copy"]]);
  expect(recordsOf(second.image.zones.get(apex.key)!)).toEqual(recordsOf(first.image.zones.get(apex.key)!));
  expect(second.ask()).toMatch(/^NOERROR aa .*192\.0\.2\.2/);
});

test("a copy that is too old, or none at all, is not served", async () => {
  primary.serve([[ns, host(1)]]);
  const first = open();
  const file = join(folder, "example.zone");
  await until(() => expect(readFileSync(file, "utf8")).toContain("192.0.2.1"));
  await first.zones.close();
  primary.says = () => "silence";
  const whole = readFileSync(file);
  const late = open([primary.endpoint], startMs + 86_400_000);
  expect(late.state()).toBe("waiting");
  await late.zones.close();
  writeFileSync(file, whole.subarray(0, whole.length - 5));
  utimesSync(file, startMs / 1000, startMs / 1000);
  const cut = open();
  expect([cut.state(), kinds(cut)]).toEqual(["waiting", ["not kept"]]);
});

test("a kept copy is as old as the last word of a primary, not as the file", async () => {
  primary.serve([[ns, host(1)]]);
  const first = open();
  await until(() => expect(readFileSync(join(folder, "example.zone"), "utf8")).toContain("192.0.2.1"));
  first.pass(80_000);
  await until(() => expect(first.zones.looks.current).toBe(1));
  await first.zones.close();
  primary.says = () => "silence";
  const second = open([primary.endpoint], startMs + 160_000_000);
  expect(second.state()).toBe("served");
  expect(serialOf(second.image.zones.get(apex.key)!)).toBe(1);
});

test("zonemd counts for the copy that was kept as well: it was taken when other digests would do", async () => {
  primary.serve([digested([ns, host(1)], 1, "wrong")]);
  const first = open([primary.endpoint], startMs, "ignore");
  await until(() => expect(first.state()).toBe("served"));
  await until(() => expect(readdirSync(folder)).toEqual(["example.zone"]));
  await first.zones.close();
  primary.says = () => "end";
  for (const zonemd of ["require", "check"] as const) {
    const world = open([primary.endpoint], startMs + 1000, zonemd);
    expect(world.state()).toBe("waiting");
    expect(world.facts[0]).toMatchObject({
      kind: "not kept",
      reason: expect.stringMatching(/^the copy is not what was published/) as string,
    });
    await world.zones.close();
  }
});

test("a copy that could not be written is written at the next look, and the older one never counts as current", async () => {
  primary.serve([[ns, host(1)]]);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  await until(() => expect(readdirSync(folder)).toEqual(["example.zone"]));
  const copy = join(folder, "example.zone");
  const keptAt = statSync(copy).mtimeMs;
  // Nothing can be written under the name that the next copy is begun with.
  const inTheWay = join(folder, "example.zone.1.new");
  mkdirSync(inTheWay);
  primary.serve([
    [ns, host(1)],
    [ns, host(2)],
  ]);
  world.pass(3600);
  await until(() => expect(world.facts.at(-1)?.kind).toBe("not kept"));
  expect(statSync(copy).mtimeMs).toBe(keptAt);
  rmSync(inTheWay, { recursive: true, force: true });
  world.pass(3600);
  await until(() => expect(world.zones.looks.current).toBe(1));
  await until(() => expect(readFileSync(copy, "utf8")).toMatch(/192\.0\.2\.2/));
  await until(() => expect(statSync(copy).mtimeMs).toBe(world.nowMs));
});

test("many zones that come, or go, are one version of the image, and of each it is told whether it came", () => {
  const { image, zones } = open();
  const plan = { primaries: [primary.endpoint], key: null, tls: null, zonemd: "check", catalog: "cat." } as const;
  const names = Array.from({ length: 500 }, (_, i) => nameOf(`z${i}.test.`));
  const { version } = image;
  const added = zones.add([{ ...plan, zone: apex }, ...names.map((zone) => ({ ...plan, zone }))]);
  expect([...added]).toEqual(names.map(({ key }) => key));
  expect([image.version, image.zones.size, zones.states().length]).toEqual([version + 1, 501, 501]);
  zones.remove(names);
  expect([image.version, image.zones.size, zones.states().length]).toEqual([version + 2, 1, 1]);
});

test("of many zones that there is no room for all together, as many are transferred as there is room for", () => {
  const world = open();
  const blocks = fill(world.image);
  for (const block of blocks.slice(-5)) world.image.unshare(block);
  world.image.reclaim();
  const plan = { primaries: [primary.endpoint], key: null, tls: null, zonemd: "check", catalog: "cat." } as const;
  const names = Array.from({ length: 500 }, (_, i) => nameOf(`z${i}.test.`));
  expect(world.zones.add(names.map((zone) => ({ ...plan, zone }))).size).toBe(500);
  expect(world.image.zones.size).toBeGreaterThan(1);
  expect(world.image.zones.size).toBeLessThan(501);
});

test.each([
  ["in the public view", publicView, "passed over"],
  ["of its name servers", firstServerView + 4, "passed over"],
  ["of a VPC", firstVpcView, "had"],
])("a zone to be added whose name a hosted zone %s has is %s", (_, view, what) => {
  const { image, zones } = open();
  const zone = nameOf("hosted.test.");
  image.apply([{ zone: image.newZone(zone), views: [view, firstOwnView], rank: 1 }]);
  const plan = { zone, primaries: [primary.endpoint], key: null, tls: null, zonemd: "check", catalog: "cat." } as const;
  expect(zones.add([plan]).size).toBe(what === "had" ? 1 : 0);
});

test("a zone that comes by another plan is served on, kept, and looked after at once where the plan says", async () => {
  const second = await ScriptedPrimary.start();
  closing.push(() => second.stop());
  const versions = [[ns, host(1)]];
  primary.serve(versions);
  const world = open();
  await until(() => expect(world.state()).toBe("served"));
  await until(() => expect(readFileSync(join(folder, "example.zone"), "utf8")).toContain("192.0.2.1"));
  second.serve([...versions, [ns, host(2)]]);
  const plan = {
    zone: apex,
    primaries: [second.endpoint],
    key: null,
    tls: null,
    zonemd: "ignore",
    catalog: "cat.",
  } as const;
  world.zones.move(plan);
  expect([world.state(), world.ask()]).toEqual(["served", expect.stringMatching(/192\.0\.2\.1/)]);
  await until(() => expect(world.ask()).toMatch(/192\.0\.2\.2/));
  expect([primary.asked, second.asked]).toEqual([["AXFR"], ["IXFR 1"]]);
  expect(world.zones.states()).toMatchObject([{ catalog: "cat.", serial: 2 }]);
  second.says = () => "end";
  world.pass(86_400);
  expect(world.state()).toBe("expired");
  world.zones.move({ ...plan, zone: nameOf("other.test.") });
  expect(world.zones.states()).toHaveLength(1);
});
