// From the zone that is served to its next version, by differences: the same as loading that version, for random zones (a naive
// set of lines is the oracle), and a sentence where a difference is none of this zone.

import { expect, test } from "vitest";
import { changesOf, type Difference } from "../../src/zone/difference.ts";
import type { Image } from "../../src/zone/image.ts";
import { recordsOf as storedRecords } from "../../src/server/zone-text.ts";
import type { Zone } from "../../src/zone/zone.ts";
import { ZoneBuilder } from "../../src/zone/zone-builder.ts";
import { newImage, nameOf } from "../authority/asking.ts";
import { recordsOf, soa } from "../authority/transfer-messages.ts";

const ns = "@ 300 NS ns1";

function serving(lines: readonly string[]): { image: Image; zone: Zone } {
  const image = newImage(2 ** 24);
  const builder = new ZoneBuilder(image.newZone(nameOf("example.")), () => {});
  for (const { owner, type, ttlSeconds, rdata } of recordsOf(lines))
    builder.record(owner, type, ttlSeconds, rdata, rdata.length);
  const zone = builder.finish();
  image.publish([zone]);
  return { image, zone };
}

const difference = (deleted: readonly string[], added: readonly string[]): Difference => {
  return { deleted: recordsOf(deleted), added: recordsOf(added) };
};

const shown = (zone: Zone): string[] =>
  storedRecords(zone).map(({ name, ttlSeconds, type, data }) => `${name} ${ttlSeconds} ${type} ${data}`);

function apply({ image, zone }: { image: Image; zone: Zone }, differences: readonly Difference[]): void {
  const changes = changesOf(zone, differences);
  if (typeof changes === "string") expect.fail(changes);
  image.apply(changes);
}

function xorshift(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** So many records, as lines: addresses, texts, mail, signatures of two types, names that are empty and full again. */
function randomLines(draw: (below: number) => number, count: number): Set<string> {
  const names = ["@", "www", "WWW.deep", "a.b.c", "*.wild", "z"];
  const lines = new Set<string>();
  while (lines.size < count) {
    const name = names[draw(names.length)];
    const n = draw(4);
    const signature = `8 2 300 20300101000000 20200101000000 ${n} example. AAAA`;
    lines.add(
      [
        `${name} 300 A 192.0.2.${n}`,
        `${name} 300 TXT "${n}"`,
        `${name} 300 MX ${n} Mail.Example.`,
        `${name} 300 RRSIG A ${signature}`,
        `${name} 60 RRSIG TXT ${signature}`,
        `${name} 300 TYPE65280 \\# 1 0${n}`,
      ][draw(6)],
    );
  }
  return lines;
}

const seed = Number(process.env["SEED"] ?? Math.trunc(Math.random() * 2 ** 31));

test(`differences of random zones lead where loading leads, seed ${seed}`, () => {
  const draw = xorshift(seed);
  for (let round = 0; round < 60; round++) {
    const versions = Array.from({ length: 2 + draw(3) }, (_, i) => [soa(i + 1), ns, ...randomLines(draw, draw(30))]);
    const steps = versions.slice(1).map((next, i) => {
      const last = versions[i];
      return difference(
        last.filter((line) => !next.includes(line)),
        next.filter((line) => !last.includes(line)),
      );
    });
    const served = serving(versions[0]);
    apply(served, steps);
    expect(shown(served.zone), `round ${round}`).toEqual(shown(serving(versions.at(-1)!).zone));
  }
});

test("a record goes whatever the case of its names, and its set has the TTL of what was added last", () => {
  const served = serving([soa(1), ns, "www 300 MX 10 mail", "www 300 MX 20 mail"]);
  apply(served, [difference([soa(1), "WWW 300 MX 10 MAIL", "www 300 MX 20 mail"], [soa(2), "www 60 MX 20 mail"])]);
  expect(shown(served.zone).filter((line) => line.includes("MX"))).toEqual(["www.example. 60 MX 20 mail.example."]);
});

test("one version after the other, each seen whole", () => {
  const served = serving([soa(1), ns, "www 300 A 192.0.2.1"]);
  apply(served, [
    difference([soa(1), "www 300 A 192.0.2.1"], [soa(2), "www 300 A 192.0.2.2"]),
    difference([soa(2), "www 300 A 192.0.2.2"], [soa(3), "www 300 A 192.0.2.1"]),
  ]);
  expect(shown(served.zone)).toEqual(shown(serving([soa(3), ns, "www 300 A 192.0.2.1"]).zone));
});

test.each([
  [
    "a record that was never there",
    [soa(1), "www 300 A 192.0.2.9"],
    [soa(2)],
    "www.example. A is to go and was never there",
  ],
  ["another SOA", [soa(7)], [soa(8)], "example. SOA is to go and was never there"],
  ["no SOA any more", [soa(1)], [], "it leaves the zone without its SOA"],
  ["a second SOA", [], [soa(2)], "it leaves the zone without its SOA"],
  ["no name servers any more", [soa(1), ns], [soa(2)], "it leaves the zone without name servers"],
  ["another zone's record", [soa(1)], [soa(2), "www.other. 300 A 192.0.2.1"], "www.other. A lies outside the zone"],
])("%s: no difference of this zone", (_, deleted, added, sentence) => {
  const { zone } = serving([soa(1), ns, "www 300 A 192.0.2.1"]);
  expect(changesOf(zone, [difference(deleted, added)])).toBe(sentence);
});
