import { expect, test } from "vitest";
import { canonicalOrder } from "../../../src/dns/rrset.ts";
import { RRType } from "../../../src/dns/types.ts";
import { scanText } from "../support.ts";

test("RFC 2181 §5: an RRset holds no record twice", () => {
  const rdata = scanText(RRType.NS, "a.") as Uint8Array;
  expect(canonicalOrder(RRType.NS, [rdata, rdata])).toHaveLength(1);
});
