// Longest prefix match against a scan of all prefixes, and how specific each answer is (RFC 7871 §7.2.1): the shortest
// prefix around the address within which every address gets the same. Random tables from printed seeds.

import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/base/random.ts";
import { locationOf, packCollection } from "../../src/routing/cidr.ts";
import { compilePrefixes, type PrefixValue } from "../../src/routing/compile-prefixes.ts";
import { masked, type Prefix, scanPrefix } from "../../src/routing/prefix.ts";
import { findPrefix, Found, tableWords } from "../../src/routing/prefix-table.ts";
import { prefixOf } from "./world.ts";

/** Addresses differ in one octet only, so that every one of them can be tried; where that octet stands, and what is around it. */
interface Space {
  readonly title: string;
  readonly base: Prefix;
  readonly octet: number;
}

const spaces: readonly Space[] = [
  { title: "IPv4, the first octet", base: prefixOf("0.0.0.0/0"), octet: 0 },
  { title: "IPv4, within 192.0.2.0/24", base: prefixOf("192.0.2.0/24"), octet: 3 },
  { title: "IPv6, the first octet", base: prefixOf("::/0"), octet: 0 },
  { title: "IPv6, across the first words", base: prefixOf("2001:db8::/32"), octet: 4 },
  { title: "IPv6, the last octet", base: prefixOf("2001:db8::ff00/120"), octet: 15 },
  { title: "IPv6, the last octet of a word", base: prefixOf("2001:db8::/56"), octet: 7 },
];

test.each(spaces)("findPrefix agrees with a scan: $title", (space) => {
  for (let seed = 1; seed <= 60; seed++) {
    const rows = randomRows(space, seededRandom(seed));
    const words = compilePrefixes(rows);
    expect(words).toHaveLength(tableWords(words, 0));
    const values = everyAddress(space).map((octets) => scanned(rows, octets));
    const found = new Found();
    everyAddress(space).forEach((octets, address) => {
      findPrefix(words, 0, space.base.family, octets, found);
      const where = `seed ${seed}, address ${address}`;
      expect(found.value, where).toBe(values[address]);
      expect(sameWithin(values, address, found.scope - space.octet * 8), where).toBe(true);
      // One bit less holds another answer; unless the table ends where the octet does.
      if (found.scope > space.octet * 8)
        expect(sameWithin(values, address, found.scope - 1 - space.octet * 8), where).toBe(false);
    });
  }
});

test.each(spaces)("locationOf agrees with a scan of blocks no longer than the client: $title", (space) => {
  for (let seed = 1; seed <= 30; seed++) {
    const rows = uniqueRows(randomRows(space, seededRandom(seed)));
    const shift = 5;
    const words = new Int32Array(shift + packCollection([]).length + 10_000);
    words.set(packCollection(rows.map(({ prefix, value }) => ({ prefix, location: value }))), shift);
    const found = new Found();
    for (const octets of everyAddress(space)) {
      for (const known of [space.octet * 8, space.octet * 8 + 3, space.octet * 8 + 8]) {
        const client = masked(octets.slice(), known);
        const shorter = rows.filter(({ prefix }) => prefix.length <= known);
        expect(locationOf(words, shift, space.base.family, client, known, found)).toBe(scanned(shorter, client));
      }
    }
  }
});

test("a table without prefixes finds nothing, for everybody", () => {
  const found = new Found();
  findPrefix(compilePrefixes([]), 0, 6, prefixOf("2001:db8::1").octets, found);
  expect(found).toMatchObject({ value: 0, scope: 0 });
});

test("of equal prefixes the later counts", () => {
  const found = new Found();
  const rows = [1, 2].map((value) => ({ prefix: prefixOf("192.0.2.0/24"), value }));
  findPrefix(compilePrefixes(rows), 0, 4, prefixOf("192.0.2.9").octets, found);
  expect(found).toMatchObject({ value: 2, scope: 24 });
});

test.each([
  ["192.0.2.0/24", 4, 24, "192.0.2.0"],
  ["192.0.2.77/24", 4, 24, "192.0.2.0"],
  ["192.0.2.77", 4, 32, "192.0.2.77"],
  ["0.0.0.0/0", 4, 0, "0.0.0.0"],
  ["2001:DB8::1/33", 6, 33, "2001:db8::"],
  ["::1", 6, 128, "::1"],
])("scanPrefix: %s", (text, family, length, address) => {
  expect(scanPrefix(text)).toEqual({ family, length, octets: prefixOf(address).octets });
});

test.each(["", "/24", "192.0.2.0/33", "192.0.2/24", "192.0.2.0/", "2001:db8::/129", "a.test", "192.0.2.0/2 4"])(
  "scanPrefix refuses %j",
  (text) => {
    expect(scanPrefix(text)).toBeNull();
  },
);

function randomRows({ base, octet }: Space, random: Random): PrefixValue[] {
  return Array.from({ length: random.below(12) }, () => {
    const octets = base.octets.slice();
    octets[octet] = random.below(256);
    const length = octet * 8 + (octet === 0 ? 1 : 0) + random.below(octet === 0 ? 8 : 9);
    return { prefix: { family: base.family, length, octets: masked(octets, length) }, value: 1 + random.below(4) };
  });
}

function uniqueRows(rows: readonly PrefixValue[]): PrefixValue[] {
  return [...new Map(rows.map((row) => [`${row.prefix.octets.join(".")}/${row.prefix.length}`, row])).values()];
}

function everyAddress({ base, octet }: Space): Uint8Array[] {
  return Array.from({ length: 256 }, (_, value) => {
    const octets = base.octets.slice();
    octets[octet] = value;
    return octets;
  });
}

function scanned(rows: readonly PrefixValue[], octets: Uint8Array): number {
  let longest = -1;
  let value = 0;
  for (const row of rows) {
    const { length, octets: network } = row.prefix;
    const holds = masked(octets.slice(), length).every((octet, i) => octet === network[i]);
    if (!holds || length < longest) continue;
    longest = length;
    value = row.value;
  }
  return value;
}

/** Whether all addresses that share `bits` of the octet with this one have its value. */
function sameWithin(values: readonly number[], address: number, bits: number): boolean {
  const shift = 8 - Math.max(bits, 0);
  return values.every((value, other) => other >>> shift !== address >>> shift || value === values[address]);
}
