// Policy sets in the image: they change with RRsets in one version, survive compaction, and take nothing with them when a
// batch fails. What they answer: test/authority/policies.test.ts.

import { expect, test } from "vitest";
import { Memory } from "../../src/base/memory.ts";
import { Asking, newImage } from "../authority/asking.ts";
import { build, host, policy, rdataOf, type SetText, show } from "../authority/hosting.ts";
import { nameOf } from "../authority/asking.ts";
import { RRType } from "../../src/dns/types.ts";
import { Image } from "../../src/zone/image.ts";
import { Reader } from "../../src/zone/epochs.ts";
import { identifierOf, entryRecords, entryWords } from "../../src/zone/policy-set.ts";
import { setAt, setValue } from "../../src/routing/group.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import type { Zone } from "../../src/zone/zone.ts";

const weighted = (id: string, weight: number, ...values: string[]): SetText => ({
  id,
  routing: { policy: "weighted", weight },
  values,
});

function entryAt(zone: Zone, name: string): number {
  const cursor = new NameCursor();
  cursor.set(nameOf(name).wire, 0);
  return zone.rrsetAt(zone.tree.place(cursor), RRType.A);
}

test("a batch of RRsets and policy sets becomes visible as one", () => {
  const image = newImage();
  const hosted = host(image, "example.", ["www 60 A 192.0.2.1", "api 60 A 192.0.2.1"]);
  const asking = new Asking(image);
  const before = [asking.ask("www.example.", "A"), asking.ask("api.example.", "A")];
  const reader = new Reader(image.memory, 3);
  reader.enter();
  const number = image.apply([
    policy(hosted, "www.example.", "A", [weighted("a", 1, "192.0.2.2")]),
    {
      zone: hosted.zone,
      owner: nameOf("api.example."),
      type: RRType.A,
      ttlSeconds: 9,
      rdata: [rdataOf("A", "192.0.2.3")],
    },
  ]);
  expect(image.seenByAll(number)).toBe(false);
  reader.leave();
  expect(image.seenByAll(number)).toBe(true);
  expect(before).toEqual(["NOERROR aa an[www.example. 60 A 192.0.2.1]", "NOERROR aa an[api.example. 60 A 192.0.2.1]"]);
  expect(asking.ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 60 A 192.0.2.2]");
  expect(asking.ask("api.example.", "A")).toBe("NOERROR aa an[api.example. 9 A 192.0.2.3]");
});

test("a policy set takes an RRset's place and gives it back; none takes the name away", () => {
  const image = newImage();
  const hosted = host(image, "example.", ["www 60 A 192.0.2.1"]);
  const asking = new Asking(image);
  const { zone } = hosted;
  const records = zone.records;
  image.apply([
    policy(hosted, "www.example.", "A", [weighted("a", 1, "192.0.2.2", "192.0.2.3"), { alias: "x.example." }]),
  ]);
  expect(zone.records).toBe(records + 2);
  const owner = nameOf("www.example.");
  image.apply([{ zone, owner, type: RRType.A, ttlSeconds: 60, rdata: [rdataOf("A", "192.0.2.4")] }]);
  expect(zone.records).toBe(records);
  expect(asking.ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 60 A 192.0.2.4]");
  image.apply([policy(hosted, "www.example.", "A", [weighted("a", 1, "192.0.2.2")])]);
  image.apply([policy(hosted, "www.example.", "A", [])]);
  expect(asking.ask("www.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
});

test("compaction carries policy sets over, with their identifiers and targets", () => {
  const image = newImage();
  const hosted = host(image, "example.", ["target 60 A 192.0.2.1"]);
  image.apply([
    policy(hosted, "www.example.", "A", [weighted("first", 0, "192.0.2.2"), weighted("zweites ü", 1, "192.0.2.3")]),
    policy(hosted, "alias.example.", "A", [{ alias: "target.example." }]),
  ]);
  const sizes = entryWords(image.memory, entryAt(hosted.zone, "www.example."));
  image.compact(hosted.zone);
  const entry = entryAt(hosted.zone, "www.example.");
  const identifiers = [0, 1].map((i) => identifierOf(image.memory, image.memory.words[setAt(-entry, i) + setValue]));
  expect(identifiers).toEqual(["first", "zweites ü"]);
  expect([entryWords(image.memory, entry), entryRecords(image.memory, entry)]).toEqual([sizes, 2]);
  const asking = new Asking(image);
  expect(asking.ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 60 A 192.0.2.3]");
  expect(asking.ask("alias.example.", "A")).toBe("NOERROR aa an[alias.example. 60 A 192.0.2.1]");
});

test("what changes leave behind is counted as garbage, and comes back", () => {
  const image = newImage();
  const hosted = host(image, "example.");
  const change = (i: number): void =>
    void image.apply([policy(hosted, "www.example.", "A", [weighted("a", 1, `192.0.2.${i % 256}`)])]);
  for (let i = 0; i < 200; i++) change(i);
  const { region } = hosted.zone.tree;
  expect(region.garbageWords).toBeGreaterThan(region.usedWords * 0.8);
  for (let i = 0; i < 20_000; i++) change(i);
  expect(image.usedOctets).toBeLessThan(2 ** 20);
});

test("a batch that does not fit leaves nothing: neither sets nor views", () => {
  const image = new Image(Memory.create(2 ** 28), 1);
  const hosted = host(image, "example.", ["www 60 A 192.0.2.1"]);
  const asking = new Asking(image);
  // Memory runs out while the batch is laid down.
  const filling: number[] = [];
  for (let order = 27; order >= 6; order--) {
    try {
      for (;;) filling.push(image.allocator.take(order));
    } catch {
      // nothing of this size is left
    }
  }
  const large = Array.from({ length: 100 }, (_, i) => weighted(`set ${i}`, 1, "192.0.2.2"));
  expect(() =>
    image.apply([
      { zone: hosted.zone, views: [], rank: 1 },
      policy(hosted, "www.example.", "A", large),
      policy(hosted, "api.example.", "A", large),
    ]),
  ).toThrow("more memory");
  expect(asking.ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 60 A 192.0.2.1]");
  expect(asking.ask("api.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expect([...image.hostedZones]).toEqual([hosted.zone]);
  expect(filling.length).toBeGreaterThan(0);
});

test("shared words stay while a reader may look at them", () => {
  const image = newImage();
  const reader = new Reader(image.memory, 2);
  const used = image.usedOctets;
  const block = image.share(new Int32Array(1000));
  reader.enter();
  show(image, build(image, "example."));
  const withZone = image.usedOctets;
  image.unshare(block);
  show(image, build(image, "other."));
  expect(image.usedOctets).toBeGreaterThan(withZone);
  reader.leave();
  image.reclaim();
  expect(image.usedOctets - used).toBeLessThan(4000);
});
