// What the thread that sends zones knows of what they were: from what it saw to what it is told of, ahead of that for a transfer,
// and nothing where a serial could stand for two contents.

import { expect, test } from "vitest";
import { NameCursor } from "../../../src/dns/name-cursor.ts";
import { ChangeTeller } from "../../../src/server/transfers/change-teller.ts";
import { HistoryKeeper } from "../../../src/server/transfers/history-keeper.ts";
import type { ChangesOrder } from "../../../src/server/transfers/transfer-messages.ts";
import { Pins } from "../../../src/zone/epochs.ts";
import { headForest } from "../../../src/zone/layout.ts";
import type { Zone } from "../../../src/zone/zone.ts";
import { FakeTimers } from "../../disk/fake-timers.ts";
import { linesOfRecords } from "../../authority/differences.ts";
import { head, nameOf, newImage, serve } from "../../authority/asking.ts";
import { host } from "../../authority/hosting.ts";
import { nameWire, labelsOf, types } from "../../peers/wire.ts";

const records = Array.from({ length: 50 }, (_, i) => `h${i} A 10.0.0.${i}\n`).join("");
const text = (serial: number, more = ""): string => head.replace("host 1", `host ${serial}`) + records + more;

/** A keeper that is told what its test says, at once or when `flush` is called. */
function open() {
  const image = newImage();
  const pins = new Pins(image.memory, 7);
  const keeper = new HistoryKeeper(image.memory, pins);
  const timers = new FakeTimers();
  const orders: ChangesOrder[] = [];
  const teller = new ChangeTeller(image, (order) => orders.push(order), timers);
  const publish = (zones: Record<string, string>): Zone[] => {
    const served = serve(image, zones);
    teller.changed(served);
    return served;
  };
  const flush = (): void => {
    teller.compared(0);
    timers.advance(1);
    for (const order of orders.splice(0)) keeper.take(order);
  };
  const put = (serial: number, more = "", name = "example."): Zone => {
    const [zone] = publish({ [name]: text(serial, more) });
    flush();
    return zone;
  };
  const cursor = (name: string): NameCursor => {
    const made = new NameCursor();
    made.set(nameWire(labelsOf(name)), 0);
    return made;
  };
  /** What leads from a serial to how the zone is: "1-2 -1 +2", or null. */
  const told = (from: number, zone: Zone, name = "example."): string | null => {
    const steps = keeper.steps(cursor(name), from, { tree: zone.tree.tree, at: image.version });
    return steps?.map((step) => `${step.from}-${step.to} -${linesOfRecords(step.deleted).length} +${linesOfRecords(step.added).length}`).join(" ") ?? null; // prettier-ignore
  };
  const goAhead = (zone: Zone, name = "example."): void =>
    keeper.goAhead(cursor(name), { tree: zone.tree.tree, at: image.version });
  return { image, timers, keeper, teller, orders, publish, flush, put, told, goAhead };
}

function started() {
  const world = open();
  world.keeper.watch();
  world.teller.arrived();
  world.put(1);
  return world;
}

test("steps as zones are loaded: another record, the SOA alone, nothing", () => {
  const { put, told, flush } = started();
  put(2, "new A 192.0.2.1\n");
  put(3, "new A 192.0.2.2\n");
  const zone = put(7, "new A 192.0.2.2\n");
  flush();
  expect(told(1, zone)).toBe("1-2 -0 +1 2-3 -1 +1 3-7 -0 +0");
  expect(told(3, zone)).toBe("3-7 -0 +0");
  expect(told(4, zone)).toBe(null);
  expect(told(1, put(7, "new A 192.0.2.2\n"))).toBe("1-2 -0 +1 2-3 -1 +1 3-7 -0 +0");
});

test("two loads before it looked are one step, from what it saw to what there is", () => {
  const { publish, flush, told } = started();
  publish({ "example.": text(2, "a A 192.0.2.1\n") });
  const [zone] = publish({ "example.": text(3, "a A 192.0.2.2\n") });
  flush();
  expect([told(1, zone), told(2, zone)]).toEqual(["1-3 -0 +1", null]);
});

test("a change in place is a step, too, also beyond a compaction", () => {
  const { image, teller, flush, put, told } = started();
  const zone = put(2, "a A 192.0.2.1\n");
  const soa = (serial: number): Uint8Array => Uint8Array.from([...nameWire(["ns1", "example"]), ...nameWire(["host", "example"]), 0, 0, 0, serial, ...new Uint8Array(16)]); // prettier-ignore
  const set = (owner: string, type: string, rdata: Uint8Array[]) => ({ zone, owner: nameOf(owner), type: types[type], ttlSeconds: 3600, rdata }); // prettier-ignore
  for (const serial of [3, 4]) {
    image.apply([set("a.example.", "A", [Uint8Array.of(192, 0, 2, serial)]), set("example.", "SOA", [soa(serial)])]);
    teller.changed([zone]);
    if (serial === 4) image.compact(zone);
    flush();
  }
  expect(told(1, zone)).toBe("1-2 -0 +1 2-3 -1 +1 3-4 -1 +1");
});

test("RFC 1982 §3.2: where the serial did not go up the history ends, and begins one serial later", () => {
  for (const [serial, more] of [
    [3, "another A 192.0.2.9\n"],
    [1, ""],
    [2 ** 31 + 3, ""],
  ] as const) {
    // prettier-ignore
    const { put, told } = started();
    put(2);
    expect(told(1, put(3))).toBe("1-2 -0 +0 2-3 -0 +0");
    expect(told(1, put(serial, more))).toBe(null);
    const next = put(serial + 1);
    expect([told(1, next), told(3, next), told(serial, next)]).toEqual([null, null, null]);
    expect(told(serial + 1, put(serial + 2))).toBe(`${serial + 1}-${serial + 2} -0 +0`);
  }
  const { put, told } = started();
  put(0x7fff_fff0);
  put(0xffff_ff00);
  put(0xffff_fff0);
  expect(told(0xffff_fff0, put(4, "a A 192.0.2.1\n"))).toBe("4294967280-4 -0 +1");
});

test("a change of most of a zone is not kept (RFC 1995 §5)", () => {
  const { put, publish, flush, told } = started();
  put(2);
  const [zone] = publish({ "example.": text(3).replaceAll("A 10.", "A 11.") });
  flush();
  expect([told(1, zone), told(2, zone)]).toEqual([null, null]);
  const [next] = publish({ "example.": text(4).replaceAll("A 10.", "A 11.") });
  flush();
  expect(told(3, next)).toBe("3-4 -0 +0");
});

test("a zone that goes has no history when it comes back, nor has one that others stood in the place of", () => {
  const { image, teller, put, told, flush } = started();
  put(2);
  image.publish([], [nameOf("example.")]);
  teller.changed([], [nameOf("example.")]);
  expect(told(1, put(3))).toBe(null);
  expect(told(3, put(4))).toBe("3-4 -0 +0");
  const hosted = host(image, "hosted.", ["www 60 A 192.0.2.1"]);
  flush();
  const zone = put(2025, "", "hosted.");
  expect(told(1, zone, "hosted.")).toBe(null);
  expect(told(2025, put(2026, "", "hosted."), "hosted.")).toBe("2025-2026 -0 +0");
  image.publish([], [nameOf("hosted.")]);
  teller.changed([], [nameOf("hosted.")]);
  flush();
  expect(told(2025, hosted.zone, "hosted.")).toBe(null);
});

test("a zone that is renamed leaves nothing behind", () => {
  const { image, teller, put, told, flush } = started();
  put(2);
  const [zone] = serve(image, { "renamed.": text(3) });
  image.publish([], [nameOf("example.")]);
  teller.changed([zone], [nameOf("example.")]);
  flush();
  const next = put(4, "", "renamed.");
  expect([told(3, next, "renamed."), told(2, next, "renamed.")]).toEqual(["3-4 -0 +0", null]);
});

test("a transfer that begins goes ahead of what is told, and what it got can be told from later", () => {
  const { put, publish, flush, told, goAhead, image } = started();
  put(2);
  publish({ "other.": text(1) });
  const [zone] = publish({ "example.": text(3, "a A 192.0.2.1\n") });
  goAhead(zone);
  expect(told(1, zone)).toBe("1-2 -0 +0 2-3 -0 +1");
  const [next] = publish({ "example.": text(4, "b A 192.0.2.1\n") });
  flush();
  expect(told(1, next)).toBe("1-2 -0 +0 2-3 -0 +1 3-4 -1 +1");
  // What was ahead is forgotten once the pin is past it, though nothing is told of the zone any more.
  for (let i = 0; i < 3; i++) {
    publish({ "other.": text(i + 2) });
    flush();
  }
  image.reclaim();
  publish({ "example.": text(5, "b A 192.0.2.1\n") });
  flush();
  expect(told(4, put(6))).toBe("4-5 -0 +0 5-6 -1 +0");
});

test("a transfer of a zone that changed and kept its serial, before that is told: the serial begins nothing", () => {
  const { publish, put, told, goAhead } = started();
  put(2);
  const [zone] = publish({ "example.": text(2, "a A 192.0.2.1\n") });
  goAhead(zone);
  expect(told(1, zone)).toBe(null);
  const next = put(3);
  expect([told(1, next), told(2, next)]).toEqual([null, null]);
  expect(told(3, put(4))).toBe("3-4 -0 +0");
});

test("a word that comes late, of a version before the one that a transfer took, takes nothing back", () => {
  const { keeper, image, timers, publish, told, goAhead, put, orders, teller, flush } = started();
  put(2);
  publish({ "example.": text(3) });
  teller.compared(0);
  timers.advance(1);
  const late = orders.splice(0);
  const [zone] = publish({ "example.": text(4) });
  goAhead(zone);
  for (const order of late) keeper.take(order);
  expect([late.length, told(1, zone)]).toEqual([1, "1-2 -0 +0 2-4 -0 +0"]);
  flush();
  expect(told(1, zone)).toBe("1-2 -0 +0 2-4 -0 +0");
  expect(told(4, put(5))).toBe("4-5 -0 +0");
  image.reclaim();
});

test("what is pinned moves on with what is told, so old memory returns", () => {
  const { image, put, publish, flush } = started();
  const before = image.usedOctets;
  for (let serial = 2; serial < 40; serial++) put(serial);
  image.reclaim();
  expect(image.usedOctets).toBeLessThan(before * 1.5);
  expect(image.seenByAll(image.version)).toBe(true);
  publish({ "other.": text(1) });
  expect(image.seenByAll(image.version)).toBe(false);
  flush();
  expect(image.seenByAll(image.version)).toBe(true);
});

test("the forest's compaction between two looks hides nothing", () => {
  const { image, put, publish, flush, told } = started();
  put(2);
  const [zone] = publish({ "example.": text(3, "a A 192.0.2.1\n") });
  const forest = image.memory.words[headForest];
  for (let i = 0; i < 12_000; i++) image.publish([image.newZone(nameOf("other."))]);
  expect(image.memory.words[headForest]).not.toBe(forest);
  flush();
  expect(told(1, zone)).toBe("1-2 -0 +0 2-3 -0 +1");
});
