import { expect, test } from "vitest";
import { Name } from "../../../src/dns/name.ts";
import { expectRdata, wireName } from "../support.ts";

test("RFC 4343 §3: names are the same whatever the case of their ASCII letters", () => {
  expect(new Name(wireName("FoO.ExAmPlE.")).equals(new Name(wireName("fOo.eXaMpLe.")))).toBe(true);
  expect(new Name(wireName("\\196.")).equals(new Name(wireName("\\228.")))).toBe(false);
});

test("RFC 4343 §2.1: escapes do not change the octets", () => {
  expect(wireName("\\097.")).toEqual(wireName("a."));
});

test("RFC 4343 §4.1: case is kept", () => {
  expectRdata("NS", "NS.Example.", "024e53 074578616d706c65 00");
});
