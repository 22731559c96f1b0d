import { expect, test } from "vitest";
import { type SerialPolicy, withNextSerial } from "../../src/cli/zone/serial.ts";
import { RRType } from "../../src/dns/types.ts";
import { name, records } from "../dnssec/records.ts";
import { listed } from "../dnssec/zones.ts";

test.each<[SerialPolicy, number, number]>([
  ["keep", 7, 7],
  ["increment", 7, 8],
  ["increment", 0xffff_ffff, 0],
  ["time", 7, 1_800_000_000],
  ["time", 1_799_999_999, 1_800_000_000],
  ["time", 1_800_000_000, 1_800_000_001],
  ["time", 2_026_010_101, 2_026_010_102],
])("by %s the serial %i becomes %i", (policy, serial, wanted) => {
  const set = records(`a.test. 60 SOA ns.a.test. host.a.test. ${serial} 2 3 4 5`);
  const changed = withNextSerial(name("a.test."), [set], policy, 1_800_000_000);
  expect(listed(changed, RRType.SOA)).toEqual([`a.test. ns.a.test. host.a.test. ${wanted} 2 3 4 5`]);
});
