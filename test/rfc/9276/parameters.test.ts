import { expect, test } from "vitest";
import { plainNsec3 } from "../../../src/dnssec/denial-chain.ts";
import { RRType } from "../../../src/dns/types.ts";
import { signZone } from "../../../src/dnssec/sign-zone.ts";
import { name } from "../../dnssec/records.ts";
import { listed, richZone, signing, zoneSets } from "../../dnssec/zones.ts";

test("RFC 9276 §3.1: hashes have no salt and no further rounds, unless somebody asks for them", () => {
  const signed = signZone(name("example.test."), zoneSets(richZone).sets, { ...signing, denial: plainNsec3 });
  expect(listed(signed, RRType.NSEC3PARAM)).toEqual(["example.test. 1 0 0 -"]);
  expect(listed(signed, RRType.NSEC3).filter((line) => !line.includes(".test. 1 0 0 - "))).toEqual([]);
});
