// Of random zones: the chain has exactly one record for every name, be it there or not; a zone that was signed verifies, and
// none does when anything signed was taken out of it, or spoiled.

import { expect, test } from "vitest";
import { Name } from "../../src/dns/name.ts";
import { RRType } from "../../src/dns/types.ts";
import { type Denial, plainNsec3 } from "../../src/dnssec/denial-chain.ts";
import { nsecCovers, readNsec } from "../../src/dnssec/nsec.ts";
import { hashName, nsec3Covers, nsec3Matches, readNsec3 } from "../../src/dnssec/nsec3.ts";
import { signZone } from "../../src/dnssec/sign-zone.ts";
import { name } from "./records.ts";
import { findings, randomZone, signing, zoneSets } from "./zones.ts";

const apex = name("example.test.");
const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
const denials: readonly Denial[] = [{ kind: "nsec" }, plainNsec3, { ...plainNsec3, optOut: true }];

const signed = (seed: number, denial: Denial) =>
  signZone(apex, zoneSets(randomZone(seed)).sets, { ...signing, denial });

/** Names of the zone, and others near them: a label more, a label less, an octet more. */
function namesNear(seed: number): Name[] {
  const owners = zoneSets(randomZone(seed)).sets.map(({ owner }) => owner);
  const longer = owners.map(({ wire }) => new Name(Uint8Array.of(1, 0x6d, ...wire)));
  const beside = owners.filter(({ wire }) => wire[0] > 0 && wire[0] < 60);
  const next = beside.map(
    ({ wire }) =>
      new Name(Uint8Array.of(wire[0] + 1, ...wire.subarray(1, wire[0] + 1), 0, ...wire.subarray(wire[0] + 1))),
  );
  return [...owners, ...owners.map(({ parent }) => parent), ...longer, ...next].filter((each) => each.isWithin(apex));
}

test.each(seeds)("RFC 4034 §4.1.1: one NSEC matches or covers each name (seed %i)", (seed) => {
  const chain = signed(seed, { kind: "nsec" })
    .filter(({ type }) => type === RRType.NSEC)
    .map(({ owner, rdatas }) => readNsec(owner, rdatas[0]));
  for (const asked of namesNear(seed)) {
    const found = chain.filter((nsec) => nsec.owner.equals(asked) || nsecCovers(nsec, asked, apex));
    expect(found, `seed ${seed}, ${asked.key}`).toHaveLength(1);
  }
});

test.each(seeds)("RFC 5155 §7.1: one NSEC3 matches or covers each name (seed %i)", (seed) => {
  const chain = signed(seed, plainNsec3)
    .filter(({ type }) => type === RRType.NSEC3)
    .map(({ owner, rdatas }) => readNsec3(owner, apex, rdatas[0]) ?? expect.fail("no NSEC3"));
  for (const asked of namesNear(seed)) {
    const hash = hashName(asked, new Uint8Array(), 0);
    const found = chain.filter((nsec3) => nsec3Matches(nsec3, hash) || nsec3Covers(nsec3, hash));
    expect(found, `seed ${seed}, ${asked.key}`).toHaveLength(1);
  }
});

test.each(seeds.slice(0, 3))("RFC 4035 §2: whatever is spoiled is found (seed %i)", (seed) => {
  const denial = denials[seed % denials.length];
  const zone = signed(seed, denial);
  expect(findings(zone), `seed ${seed}`).toEqual([]);
  zone.forEach((set, i) => {
    // One set in four: each costs as much as the zone has signatures.
    if (set.signatures.length === 0 || i % 4 !== 0) return;
    const replaced = (change: Partial<typeof set>) => zone.map((each, k) => (k === i ? { ...each, ...change } : each));
    const what = `seed ${seed}, ${set.owner.key} ${set.type}`;
    const [signature] = set.signatures;
    const spoiled = signature.map((octet, at) => (at === signature.length - 1 ? octet ^ 1 : octet));
    expect(findings(replaced({ signatures: [] })), what).not.toEqual([]);
    expect(findings(replaced({ signatures: [spoiled] })), what).not.toEqual([]);
    expect(findings(zone.filter((each) => each !== set)), what).not.toEqual([]);
  });
});
