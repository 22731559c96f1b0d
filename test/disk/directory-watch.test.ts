// Watching a directory of zones: bursts are told once, and an editor's rename is seen like any change.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Memory } from "../../src/base/memory.ts";
import { DirectoryWatch } from "../../src/disk/directory-watch.ts";
import { ZoneDirectory } from "../../src/disk/zone-directory.ts";
import { Image } from "../../src/zone/image.ts";
import { FakeTimers } from "./fake-timers.ts";

test("a burst of changes is told once, after a pause", () => {
  const timers = new FakeTimers();
  let told = 0;
  const watching = new DirectoryWatch(
    () => told++,
    (sentence) => expect.fail(sentence),
    timers,
  );
  for (let i = 0; i < 5; i++) {
    watching.touch();
    timers.advance(50);
  }
  expect(told).toBe(0);
  timers.advance(100);
  expect(told).toBe(1);
  timers.advance(5000);
  expect(told).toBe(1);
});

test("changes that never pause are told all the same, once a second", () => {
  const timers = new FakeTimers();
  let told = 0;
  const watching = new DirectoryWatch(
    () => told++,
    (sentence) => expect.fail(sentence),
    timers,
  );
  for (let i = 0; i < 50; i++) {
    watching.touch();
    timers.advance(50);
  }
  expect(told).toBe(2);
  watching.close();
  timers.advance(5000);
  expect(told).toBe(2);
});

test("a directory that cannot be watched is told with what to do instead", () => {
  const sentences: string[] = [];
  new DirectoryWatch(
    () => expect.fail("nothing changed"),
    (sentence) => sentences.push(sentence),
  ).follow(["/proc/self/mem/x"]);
  expect(sentences.map((sentence) => sentence.replace(/\(.*\)/u, "(…)"))).toEqual([
    "/proc/self/mem/x is not watched (…): after a change, send SIGHUP",
  ]);
});

const zone = (serial: number): string => `$TTL 60\n@ SOA ns h ${serial} 2 3 4 5\n@ NS ns.test.\n`;

test("new files, renamed ones, new directories and directories made anew are seen", async () => {
  const zones = mkdtempSync(join(tmpdir(), "signpost-watch-"));
  const image = new Image(Memory.create(2 ** 28), 1);
  const directory = new ZoneDirectory(zones, image);
  let wake = (): void => {};
  const serving = async (count: number): Promise<void> => {
    while (image.zones.size !== count) await new Promise<void>((resolve) => void (wake = resolve));
  };
  directory.watch(
    () => wake(),
    (sentence) => expect.fail(sentence),
  );
  directory.load();
  try {
    writeFileSync(join(zones, "a.test.zone"), zone(1));
    await serving(1);
    writeFileSync(join(zones, "temporary"), zone(1));
    renameSync(join(zones, "temporary"), join(zones, "b.test.zone"));
    await serving(2);
    mkdirSync(join(zones, "sub"));
    writeFileSync(join(zones, "sub/c.test.zone"), zone(1));
    await serving(3);
    rmSync(join(zones, "sub"), { recursive: true });
    mkdirSync(join(zones, "sub"));
    await serving(2);
    writeFileSync(join(zones, "sub/d.test.zone"), zone(1));
    await serving(3);
  } finally {
    directory.close();
    rmSync(zones, { recursive: true });
  }
  expect(image.zones.size).toBe(3);
});
