import { expect, test } from "vitest";
import { OctetWriter } from "../../../src/base/octets.ts";
import { parseRdata, printRdata } from "../../../src/dns/rdata.ts";
import { RRType } from "../../../src/dns/types.ts";
import { octets } from "../support.ts";

test("RFC 1035 §4.1.4: a name may end in a pointer to an earlier one", () => {
  const message = octets("0161 076578616d706c65 00 | 000a 0162 c000");
  const out = new OctetWriter();
  expect(parseRdata(RRType.MX, message, 11, 17, out)).toBe(true);
  expect(printRdata(RRType.MX, out.copy())).toBe("10 b.a.example.");
});

test("RFC 1035 §4.1.4: a pointer that does not lead back is none", () => {
  const message = octets("000a c002");
  expect(parseRdata(RRType.MX, message, 0, 4, new OctetWriter())).toBe(false);
});
