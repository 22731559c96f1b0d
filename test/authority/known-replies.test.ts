// Replies that are given again because the same query came before: octet for octet what is made anew, and only where nothing
// but the query's octets and the zones has a say.

import fc from "fast-check";
import { expect, test } from "vitest";
import { Protocol } from "../../src/authority/client.ts";
import { KnownReplies } from "../../src/authority/known-replies.ts";
import { seededRandom } from "../../src/base/random.ts";
import { HealthBoard } from "../../src/routing/health-board.ts";
import { LatencyModel } from "../../src/routing/latency.ts";
import { renderReply } from "../differential/render.ts";
import { composeQuery } from "../peers/wire.ts";
import { placesOf } from "../routing/world.ts";
import { Asking, head, newImage, serve } from "./asking.ts";
import { host, policy } from "./hosting.ts";
import { TableRecursion } from "./table-recursion.ts";

/** So many queries are seen before any is remembered. */
const untilUsed = 2048;

/** A server that was asked enough to remember what it is asked. */
function busy(asking: Asking): Asking {
  const query = composeQuery("busy.test.", "A");
  for (let i = 0; i < untilUsed; i++) asking.send(query);
  return asking;
}

const zone = `${head}www A 192.0.2.10\nwww AAAA 2001:db8::10\nalias CNAME www\n*.wild TXT "wild"\nchild NS ns.child\nns.child A 192.0.2.8\nlarge TXT "${"x".repeat(250)}" "${"y".repeat(250)}"\n`;

test("whatever is asked again is answered in the same octets, with its own id", () => {
  const image = newImage();
  serve(image, { "example.": zone });
  const warm = busy(new Asking(image));
  const anew = new Asking(image);
  const names = ["www", "WWW", "alias", "a.wild", "b.wild", "x.child", "nowhere", "large", "ns.child"];
  const queries = names.flatMap((name) =>
    ["A", "TXT", "ANY", "NS"].flatMap((type) =>
      [null, { size: 1232 }, { size: 512 }, { size: 1232, flags: 0x8000 }].flatMap((edns) =>
        [0, 0x0100].map((flags) => ({ name: `${name}.example.`, type, edns, flags })),
      ),
    ),
  );
  for (let id = 1; id < 4; id++)
    for (const { name, type, edns, flags } of queries) {
      const query = composeQuery(name, type, { id, edns, flags });
      expect(warm.send(query), `${name} ${type}`).toEqual(anew.send(query));
    }
});

test("a change of the zones is seen at once", () => {
  const image = newImage();
  serve(image, { "example.": zone });
  const warm = busy(new Asking(image));
  for (const address of ["192.0.2.10", "192.0.2.11", "192.0.2.12"]) {
    serve(image, { "example.": zone.replace("192.0.2.10", address) });
    for (let i = 0; i < 3; i++)
      expect(warm.ask("www.example.", "A")).toBe(`NOERROR aa an[www.example. 3600 A ${address}]`);
  }
});

test("options are each client's own", () => {
  const image = newImage();
  serve(image, { "example.": zone });
  const warm = busy(new Asking(image, { cookieSecret: new Uint8Array(16) }));
  const cookie = (byte: number): [number, Uint8Array] => [10, new Uint8Array(8).fill(byte)];
  const query = composeQuery("www.example.", "A", { edns: { options: [cookie(1)] } });
  const replies = [1, 2, 1].map((last) => renderReply(warm.send(query, { address: [127, 0, 0, last] })));
  expect(replies[0]).not.toBe(replies[1]);
  expect(replies[0]).toBe(replies[2]);
  warm.nowSeconds += 100;
  expect(renderReply(warm.send(query, { address: [127, 0, 0, 1] }))).not.toBe(replies[0]);
});

test("who may recurse is told so, and nobody else", () => {
  const image = newImage();
  serve(image, { "home.": zone });
  const warm = busy(new Asking(image, { recursion: new TableRecursion() }));
  const query = composeQuery("www.home.", "A");
  for (let i = 0; i < 3; i++) {
    expect(renderReply(warm.send(query))).toMatch(/^NOERROR aa ra /);
    expect(renderReply(warm.send(query, { address: [192, 0, 2, 7] }))).toMatch(/^NOERROR aa an/);
  }
  // What leaves our zones is the resolver's each time.
  const leaves = composeQuery("www.elsewhere.", "A", { flags: 0x0100 });
  for (let i = 0; i < 3; i++) expect(warm.send(leaves)).toBeNull();
});

test("what a policy chooses is chosen each time", () => {
  const image = newImage();
  const ground = {
    health: HealthBoard.create(),
    places: placesOf([]),
    latency: new LatencyModel(),
    random: seededRandom(5),
  };
  const warm = busy(new Asking(image, { routing: { ground, vpcs: [] } }));
  const hosted = host(image, "example.", ["alias 60 CNAME www.example."]);
  const weighted = (id: string, address: string) =>
    ({ id, routing: { policy: "weighted", weight: 1 }, values: [address] }) as const;
  image.apply([policy(hosted, "www.example.", "A", [weighted("a", "192.0.2.1"), weighted("b", "192.0.2.2")])]);
  for (const name of ["www.example.", "alias.example."]) {
    const met = new Set(Array.from({ length: 100 }, () => warm.ask(name, "A")));
    expect(met.size).toBe(2);
  }
});

test("over TCP nothing is remembered, and rate limiting counts what is known as what it is", () => {
  const image = newImage();
  serve(image, { "example.": zone });
  const warm = busy(new Asking(image));
  const large = composeQuery("large.example.", "TXT");
  for (let i = 0; i < 3; i++) {
    expect(renderReply(warm.send(large))).toBe("NOERROR aa tc");
    expect(renderReply(warm.send(large, { protocol: Protocol.tcp }))).toMatch(/^NOERROR aa an/);
  }
  for (const name of ["www.example.", "x.child.example.", "nowhere.example."]) {
    const query = composeQuery(name, "A");
    const keys = [0, 1, 2].map(() => {
      warm.send(query);
      return warm.responder.accountKey;
    });
    expect(new Set(keys).size).toBe(1);
  }
});

test("a crowd of different queries is answered as before", () => {
  const image = newImage();
  serve(image, { "example.": `${head}*.wild A 192.0.2.9\n` });
  const warm = busy(new Asking(image));
  for (let i = 0; i < 30_000; i++) warm.send(composeQuery(`n${i}.wild.example.`, "A"));
  for (let i = 0; i < 300; i++)
    expect(warm.ask(`n${i}.wild.example.`, "A")).toBe(`NOERROR aa an[n${i}.wild.example. 3600 A 192.0.2.9]`);
});

/** Of 200,000 queries for so many names in no order, the share of the last half that is looked for, and that is found. */
function shares(names: number): { lookedFor: number; found: number } {
  const known = new KnownReplies();
  const random = seededRandom(7);
  const query = new Uint8Array(40);
  const [reply, tx] = [new Uint8Array(60), new Uint8Array(512)];
  let [lookedFor, found] = [0, 0];
  for (let i = 0; i < 200_000; i++) {
    new DataView(query.buffer).setUint32(20, random.below(names));
    const length = known.find(query, 0, query.length, tx, 0, 512, 1, false);
    const isLate = i >= 100_000;
    if (isLate && (length > 0 || known.isWanting)) lookedFor++;
    if (isLate && length > 0) found++;
    if (length === 0) known.keep(query, 0, reply, 0, reply.length, 0);
  }
  return { lookedFor: lookedFor / 100_000, found: found / 100_000 };
}

test("as long as what is asked was asked before, it is found; else nobody looks", () => {
  for (const names of [1000, 10_000]) {
    const { lookedFor, found } = shares(names);
    expect(lookedFor).toBe(1);
    expect(found).toBeGreaterThan(0.9);
  }
  expect(shares(1_000_000)).toEqual({ lookedFor: 0, found: 0 });
});

test("what is found is what was kept for these octets, version and client, however they lie in memory", () => {
  const queries = fc.array(
    fc.record({
      query: fc.integer({ min: 0, max: 40 }),
      version: fc.integer({ min: 1, max: 3 }),
      ra: fc.boolean(),
      id: fc.integer({ min: 0, max: 0xffff }),
      /** In a slab from here on, whole words or not; -1: in memory of its own. */
      at: fc.integer({ min: -1, max: 9 }),
    }),
    { minLength: 50, maxLength: 400 },
  );
  const known = new KnownReplies();
  const slab = new Uint8Array(1024);
  const own = new Uint8Array(512);
  const queryOf = (i: number): Uint8Array => Uint8Array.from({ length: 17 + (i % 5) * 19 }, (_, at) => at * 7 + i);
  for (let i = 0; i < untilUsed; i++) known.find(queryOf(0), 0, 17, own, 0, 512, 1, false);
  const kept = new Map<string, Uint8Array>();
  let found = 0;
  const property = fc.property(queries, (all) => {
    for (const { query: i, version, ra, id, at } of all) {
      const query = queryOf(i);
      new DataView(query.buffer).setUint16(0, id);
      slab.fill(0xee); // what others left there
      const start = Math.max(at, 0);
      if (at >= 0) slab.set(query, start);
      const [rx, tx] = at >= 0 ? [slab, slab] : [query, own];
      const txStart = at >= 0 ? 512 + (start & ~1) : 0;
      const length = known.find(rx, start, start + query.length, tx, txStart, 256, version, ra);
      const key = `${i} ${version} ${ra}`;
      if (length > 0) {
        found++;
        const reply = tx.slice(txStart, txStart + length);
        expect(new DataView(reply.buffer).getUint16(0)).toBe(id);
        expect(reply.subarray(2)).toEqual(kept.get(key)?.subarray(2));
        expect(known.accountKey).toBe(i * 10 + version);
        continue;
      }
      const reply = Uint8Array.from({ length: 20 + i }, (_, octet) => octet + i * version + (ra ? 100 : 0));
      kept.set(key, reply);
      tx.set(reply, txStart);
      known.keep(rx, start, tx, txStart, reply.length, i * 10 + version);
    }
  });
  fc.assert(property, { numRuns: 30 });
  expect(found).toBeGreaterThan(100);
});
