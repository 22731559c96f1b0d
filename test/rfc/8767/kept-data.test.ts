// RFC 8767: how long expired data is kept. Whether it is given is the resolver's matter: test/resolver/.

import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { PackedCache } from "../../../src/resolver/cache/packed-cache.ts";
import { maxStaleMs } from "../../../src/resolver/cache/record-cache.ts";
import { entries, nameOf } from "../../resolver/cache/cases.ts";

test("RFC 8767 §5: expired data is kept for as long as it is given, a day", () => {
  const clock = new VirtualClock(1000);
  const cache = new PackedCache(clock, 1 << 20, [1, 2]);
  const [name, type, entry] = entries[0];
  cache.store(nameOf(name), type, entry);
  clock.advanceTo(entry.expiresMs + maxStaleMs);
  expect(cache.find(nameOf(name), type)?.expiresMs).toBe(entry.expiresMs);
  clock.advanceTo(entry.expiresMs + maxStaleMs + 1);
  expect(cache.find(nameOf(name), type)).toBeNull();
  expect(cache.entryCount).toBe(0);
});

test("RFC 8767 §5: expired data makes room before what is still good", () => {
  const clock = new VirtualClock(1000);
  const cache = new PackedCache(clock, 30_000, [1, 2]);
  const [name, type, entry] = entries[0];
  const many = Array.from({ length: 400 }, (_, i) => nameOf(`n${i}.example.`));
  for (const owner of many) {
    cache.store(owner, type, { ...entry, expiresMs: clock.nowMs() + 1_000_000 });
    cache.find(many[0], type); // in use, and good
  }
  expect(cache.find(many[0], type)).not.toBeNull();
  cache.store(nameOf(name), type, entry);
  clock.advanceTo(500_000);
  for (const owner of many) {
    cache.store(owner, type, { ...entry, expiresMs: clock.nowMs() + 1_000_000 });
    cache.find(nameOf(name), type); // in use, but over
  }
  expect(cache.find(nameOf(name), type)).toBeNull();
});
