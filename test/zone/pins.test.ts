// A reader at several versions at a time: what the oldest can reach stays, and nothing stays for longer.

import { expect, test } from "vitest";
import { Pins, Reader } from "../../src/zone/epochs.ts";
import { publicView } from "../../src/zone/image.ts";
import { headForest } from "../../src/zone/layout.ts";
import { nameOf, newImage, serve } from "../authority/asking.ts";

test("the slot holds the oldest version that is pinned, and none when all are given back", () => {
  const image = newImage();
  const pins = new Pins(image.memory, 7);
  const publish = (): void => void serve(image, { "example.": "@ 60 SOA a b 1 2 3 4 5\n@ 60 NS ns.test.\n" });
  publish();
  const first = pins.take();
  publish();
  const second = pins.take();
  const again = pins.take();
  expect([second - first, again - second]).toEqual([1, 0]);
  publish();
  expect([first, second, image.version].map((version) => image.seenByAll(version))).toEqual([true, false, false]);
  pins.give(second);
  expect(image.seenByAll(second)).toBe(false);
  pins.give(first);
  expect([second, image.version].map((version) => image.seenByAll(version))).toEqual([true, false]);
  pins.give(again);
  expect(image.seenByAll(image.version)).toBe(true);
  expect(pins.take()).toBe(image.version);
});

test("a pin moves on to a later version, past which others may have been published", () => {
  const image = newImage();
  const pins = new Pins(image.memory, 7);
  const publish = (): number => {
    serve(image, { "example.": "@ 60 SOA a b 1 2 3 4 5\n@ 60 NS ns.test.\n" });
    return image.version;
  };
  publish();
  const first = pins.take();
  const [second, third] = [publish(), publish()];
  const last = pins.take();
  expect(last).toBe(third);
  pins.move(first, second);
  expect([second, third].map((version) => image.seenByAll(version))).toEqual([true, false]);
  pins.move(second, publish());
  expect([third, third + 1].map((version) => image.seenByAll(version))).toEqual([true, false]);
  pins.give(last);
  expect([third + 1, third + 2].map((version) => image.seenByAll(version))).toEqual([true, false]);
});

test("memory of a zone that was replaced returns when the pin is given back", () => {
  const image = newImage();
  const text = `@ 60 SOA a b 1 2 3 4 5\n@ 60 NS ns.test.\n${Array.from({ length: 5000 }, (_, i) => `h${i} 60 A 192.0.2.1\n`).join("")}`;
  const pins = new Pins(image.memory, 7);
  serve(image, { "example.": text });
  const alone = image.usedOctets;
  const at = pins.take();
  serve(image, { "example.": text });
  image.reclaim();
  expect(image.usedOctets).toBeGreaterThan(alone * 1.5);
  pins.give(at);
  image.reclaim();
  expect(image.usedOctets).toBeLessThan(alone * 1.2);
});

test("the old forest stays for who pinned the version that was published when it was compacted", () => {
  const image = newImage();
  serve(image, { "example.": "@ 60 SOA a b 1 2 3 4 5\n@ 60 NS ns.test.\n" });
  const reader = new Reader(image.memory, 7);
  const forest = image.memory.words[headForest];
  // Each turn leaves garbage in the forest: zones that come and go under names of their own.
  for (let turn = 0; turn < 40; turn++) {
    const names = Array.from({ length: 400 }, (_, i) => nameOf(`n${turn}-${i}.example.`));
    image.apply(names.map((apex) => ({ zone: image.newZone(apex), views: [publicView], rank: 1 })));
    const hosted = [...image.hostedZones];
    image.apply(hosted.map((gone) => ({ zone: gone, views: [], rank: 1 })));
    if (image.memory.words[headForest] === forest) continue;
    reader.enter();
    image.reclaim();
    const held = image.usedOctets;
    reader.leave();
    image.reclaim();
    return expect(held - image.usedOctets).toBeGreaterThan(65_536); // it was compacted for so much garbage
  }
  expect.fail("the forest was never compacted");
});
