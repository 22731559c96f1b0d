import { expect, test } from "vitest";
import { name, rdata } from "../../dnssec/records.ts";
import { RRType } from "../../../src/dns/types.ts";
import { hasType, nsecCovers, readNsec } from "../../../src/dnssec/nsec.ts";

test.each([
  ["RFC 4034 §6.1: between the two", "a.example.", "d.example.", "b.example.", true],
  ["RFC 4034 §6.1: below the owner", "a.example.", "d.example.", "z.a.example.", true],
  ["RFC 4034 §6.1: in another case", "A.example.", "d.EXAMPLE.", "B.Example.", true],
  ["RFC 4034 §6.1: the owner itself", "a.example.", "d.example.", "a.example.", false],
  ["RFC 4034 §6.1: the next name itself", "a.example.", "d.example.", "d.example.", false],
  ["RFC 4034 §6.1: behind the next name", "a.example.", "d.example.", "e.example.", false],
  ["RFC 4034 §6.1: octets, not letters", "a.example.", "\\200.example.", "\\199.example.", true],
  ["RFC 4034 §4.1.1: the last leads to the apex", "x.example.", "example.", "z.example.", true],
  ["RFC 4034 §4.1.1: the last covers nothing before it", "x.example.", "example.", "b.example.", false],
  ["RFC 4034 §4.1.1: an apex alone", "example.", "example.", "b.example.", true],
  ["RFC 4034 §4.1.1: the apex alone exists", "example.", "example.", "example.", false],
  ["RFC 4034 §4.1.1: back to what is no apex", "x.example.", "b.example.", "z.example.", false],
  ["RFC 4034 §4.1.1: a next name outside the zone", "a.example.", "a.test.", "b.example.", false],
  ["RFC 4034 §4.1.1: an owner outside the zone", "a.com.", "d.example.", "b.example.", false],
  ["RFC 4034 §4.1.1: a name outside the zone", "a.example.", "example.", "b.test.", false],
])("%s", (_, owner, next, asked, covered) => {
  const nsec = readNsec(name(owner), rdata("NSEC", `${next} A RRSIG NSEC`));
  expect(nsecCovers(nsec, name(asked), name("example."))).toBe(covered);
});

test("RFC 4034 §4.1.2: types in every window, and none that is not there", () => {
  const { rdata: octets, bitmapAt } = readNsec(name("a."), rdata("NSEC", "b. A MX RRSIG NSEC CAA TYPE1234 TYPE65535"));
  const types = [...Array(65_536).keys()].filter((type) => hasType(octets, bitmapAt, type));
  expect(types).toEqual([RRType.A, RRType.MX, RRType.RRSIG, RRType.NSEC, RRType.CAA, 1234, 65_535]);
});

test("RFC 4034 §4.1: octets that are no NSEC lead to the root and have no types", () => {
  for (const octets of [[], [5, 1], [0xc0, 0x0c], [70, 0]]) {
    const nsec = readNsec(name("a.example."), Uint8Array.from(octets));
    expect(nsec.next.wire).toEqual(Uint8Array.of(0));
    expect(hasType(nsec.rdata, nsec.bitmapAt, RRType.A)).toBe(false);
    expect(nsecCovers(nsec, name("b.example."), name("example."))).toBe(false);
  }
});
