// The packed image under change: what a reader sees, what stays, and that memory comes back.

import { expect, test } from "vitest";
import { Authority } from "../../src/authority/authority.ts";
import { Memory, OutOfMemory } from "../../src/base/memory.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { Reader } from "../../src/zone/epochs.ts";
import { Image, type RRsetChange } from "../../src/zone/image.ts";
import { nearestZone, Outcome, Search } from "../../src/zone/search.ts";
import { entryOf } from "../../src/zone/layout.ts";
import { Asking, head, nameOf, newImage, serve } from "../authority/asking.ts";
import type { Zone } from "../../src/zone/zone.ts";

const typeA = 1;

function set(zone: Zone, owner: string, ...addresses: number[]): RRsetChange {
  const rdata = addresses.map((last) => Uint8Array.of(192, 0, 2, last));
  return { zone, owner: nameOf(owner), type: typeA, ttlSeconds: 60, rdata };
}

/** What a reader that pinned version `at` finds: the outcome, and the A RRset's pointer. */
function look(image: Image, at: number, text: string): { outcome: number; rrset: number } {
  const name = new NameCursor();
  name.set(nameOf(text).wire, 0);
  const zone = nearestZone(image.memory, name, at, 0, name.count);
  if (zone === 0) return { outcome: -1, rrset: 0 };
  const search = new Search(image.memory);
  const outcome = search.run(zone, name, at);
  return { outcome, rrset: outcome === Outcome.found ? entryOf(image.memory, search.version, typeA) : 0 };
}

test("a change is seen from its version on, and not before", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": `${head}www A 192.0.2.1\n` });
  const before = image.version;
  const after = image.apply([set(zone, "www.example.", 7), set(zone, "new.example.", 8)]);
  expect(look(image, before, "new.example.").outcome).toBe(Outcome.missing);
  expect(look(image, after, "new.example.").outcome).toBe(Outcome.found);
  expect(look(image, before, "www.example.").rrset).not.toBe(look(image, after, "www.example.").rrset);
  expect(new Asking(image).ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 60 A 192.0.2.7]");
});

test("empty non-terminals come and go with what is below them (RFC 8020 §2)", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": head });
  const asking = new Asking(image);
  expect(asking.ask("b.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  image.apply([set(zone, "x.a.b.example.", 1), set(zone, "y.a.b.example.", 2)]);
  expect(asking.ask("b.example.", "A")).toBe("NOERROR aa au[example. 300 SOA soa]");
  image.apply([set(zone, "x.a.b.example.")]);
  expect(asking.ask("b.example.", "A")).toBe("NOERROR aa au[example. 300 SOA soa]");
  image.apply([set(zone, "y.a.b.example.")]);
  expect(asking.ask("b.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expect(asking.ask("a.b.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
});

test("changes of one batch to one name count as one", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": head });
  image.apply([set(zone, "w.example.", 1), set(zone, "w.example."), set(zone, "w.example.", 2, 3)]);
  expect(new Asking(image).ask("w.example.", "A")).toBe("NOERROR aa an[w.example. 60 A 192.0.2.2+192.0.2.3]");
  expect(zone.records).toBe(5);
});

test("a zone put in another's place, and one taken away", () => {
  const image = newImage();
  serve(image, { "example.": `${head}old A 192.0.2.1\n`, "other.": head });
  serve(image, { "example.": `${head}new A 192.0.2.2\n` });
  const asking = new Asking(image);
  expect(asking.ask("old.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expect(asking.ask("new.example.", "A")).toBe("NOERROR aa an[new.example. 3600 A 192.0.2.2]");
  image.publish([], [nameOf("other.")]);
  expect(asking.ask("other.", "SOA")).toBe("REFUSED");
  expect(image.zones.size).toBe(1);
});

test("retired memory waits for the slowest reader, then serves again", () => {
  const image = newImage();
  const slow = new Reader(image.memory, 3);
  serve(image, { "example.": head });
  const base = image.usedOctets;
  slow.enter();
  const pinned = slow.at;
  for (let round = 0; round < 50; round++) serve(image, { "example.": head });
  expect(image.usedOctets).toBeGreaterThan(base * 10);
  expect(image.seenByAll(image.version)).toBe(false);
  expect(look(image, pinned, "ns1.example.").outcome).toBe(Outcome.found);
  slow.leave();
  expect(image.seenByAll(image.version)).toBe(true);
  image.reclaim();
  expect(image.usedOctets).toBeLessThan(base * 3);
});

test("changes for ever cost memory once: compaction returns what they leave behind", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": `${head}www A 192.0.2.1\n` });
  let most = 0;
  for (let i = 0; i < 50_000; i++) {
    image.apply([set(zone, `h${i % 20}.example.`, i & 255)]);
    most = Math.max(most, image.usedOctets);
  }
  expect(most).toBeLessThan(2 ** 21);
  const asking = new Asking(image);
  expect(asking.ask("h3.example.", "A")).toBe(`NOERROR aa an[h3.example. 60 A 192.0.2.${49_983 & 255}]`);
  expect(asking.ask("www.example.", "A")).toBe("NOERROR aa an[www.example. 3600 A 192.0.2.1]");
  expect(zone.records).toBe(24);
});

test("a batch that does not fit the arena leaves nothing of itself", () => {
  const memory = new Memory(new SharedArrayBuffer(2 ** 16));
  const image = new Image(memory, 1);
  const [zone] = serve(image, { "example.": head });
  const records = zone.records;
  const batch = Array.from({ length: 4000 }, (_, i) => set(zone, `h${i}.sub.example.`, i & 255));
  expect(() => image.apply(batch)).toThrow(OutOfMemory);
  expect(zone.records).toBe(records);
  image.apply([set(zone, "ns1.example.", 9)]);
  const asking = new Asking(image);
  expect(asking.ask("h1.sub.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expect(asking.ask("sub.example.", "A")).toBe("NXDOMAIN aa au[example. 300 SOA soa]");
  expect(asking.ask("ns1.example.", "A")).toBe("NOERROR aa an[ns1.example. 60 A 192.0.2.9]");
});

test("a change that was made is made, though its zone's garbage finds no room to be left behind", () => {
  const image = new Image(new Memory(new SharedArrayBuffer(2 ** 18)), 1);
  const [zone] = serve(image, { "example.": head });
  const { region } = zone.tree;
  // Live words, so that the last block has room beyond the garbage that calls for compaction.
  image.apply(Array.from({ length: 100 }, (_, n) => set(zone, `live${n}.example.`, n)));
  const change = (i: number): unknown => image.apply([set(zone, "h.example.", i & 255)]);
  let i = 0;
  while (region.garbageWords < 16_300) change(i++);
  for (let order = 16; order >= 6; order--)
    for (let left = true; left;)
      try {
        image.allocator.take(order);
      } catch {
        left = false;
      }
  for (;;) {
    const { version } = image;
    try {
      change(i);
      expect(zone.tree.region, "not compacted").toBe(region);
      i++;
    } catch (fault) {
      expect(fault).toBeInstanceOf(OutOfMemory);
      expect(image.version).toBe(version);
      break;
    }
  }
  expect(region.garbageWords).toBeGreaterThan(16_384);
  expect(new Asking(image).ask("h.example.", "A")).toBe(`NOERROR aa an[h.example. 60 A 192.0.2.${(i - 1) & 255}]`);
});

test("a publication that does not fit leaves the zones that were served", () => {
  const image = new Image(new Memory(new SharedArrayBuffer(2 ** 16)), 1);
  const [served] = serve(image, { "example.": head });
  const next = image.newZone(nameOf("example."));
  const others = Array.from({ length: 40 }, (_, i) => nameOf(`${"l".repeat(60)}${i % 10}.${"m".repeat(60)}${i}.test.`));
  next.setRRset(0, nameOf("example."), 6, 60, [Uint8Array.from([0, 0, ...Array<number>(20).fill(1)])]);
  const filler = others.map(() => next); // one zone under many apexes: only the forest has to grow
  const put = filler.map((zone, i) => Object.assign(Object.create(zone) as Zone, { apex: others[i] }));
  const hold: number[] = [];
  for (let order = 13; order >= 6; order--) {
    try {
      for (;;) hold.push(image.allocator.take(order));
    } catch (fault) {
      expect(fault).toBeInstanceOf(OutOfMemory);
    }
  }
  expect(() => image.publish([next, ...put])).toThrow(OutOfMemory);
  const asking = new Asking(image);
  for (let i = 0; i < 3; i++) {
    image.reclaim();
    expect(asking.ask("ns1.example.", "A")).toBe("NOERROR aa an[ns1.example. 3600 A 192.0.2.1]");
  }
  expect([...image.zones.values()]).toEqual([served]);
  expect(image.zones.get(nameOf("example.").key) === served, "the zone served is the one in the books").toBe(true);
});

test("random batches leave the image equal to a plain map, at every step", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": head });
  const plain = new Map<string, number>();
  const authority = new Authority(image.memory);
  let seed = 42;
  const random = (below: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 300; round++) {
    const batch = Array.from({ length: 1 + random(8) }, () => {
      const owner = Array.from({ length: 1 + random(3) }, () => "abc"[random(3)]).join(".") + ".example.";
      const last = random(3) === 0 ? undefined : random(256);
      if (last === undefined) plain.delete(owner);
      else plain.set(owner, last);
      return last === undefined ? set(zone, owner) : set(zone, owner, last);
    });
    image.apply(batch);
    for (const owner of ["a.example.", "b.a.example.", "c.b.a.example.", "c.example.", "a.c.example."]) {
      const found = look(image, image.version, owner);
      const below = [...plain.keys()].some((key) => key.endsWith(`.${owner}`));
      expect(found.outcome, `${owner} in round ${round}`).toBe(
        plain.has(owner) || below ? Outcome.found : Outcome.missing,
      );
      expect(found.rrset !== 0).toBe(plain.has(owner));
    }
  }
  expect(authority.memory).toBe(image.memory);
});

test("a zone that runs out of room while its table grows gives back all that it had", () => {
  const image = newImage();
  const before = image.usedOctets;
  const zone = image.newZone(nameOf("example."));
  const { region } = zone.tree;
  const takeBlock = region.takeBlock.bind(region);
  let blocks = 0;
  region.takeBlock = (words) => {
    if (++blocks === 2)
      region.allocate = () => {
        throw new OutOfMemory(0);
      };
    return takeBlock(words);
  };
  const fill = (): void => {
    for (let i = 0; ; i++) zone.setRRset(0, nameOf(`h${i}.example.`), typeA, 60, [Uint8Array.of(192, 0, 2, 1)]);
  };
  expect(fill).toThrow(OutOfMemory);
  image.abandon(zone);
  image.publish([]); // what a growing table left behind goes with a version
  image.reclaim();
  expect(image.usedOctets).toBe(before);
});
