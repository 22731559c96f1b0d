import { test } from "vitest";
import { expectRdata } from "../support.ts";

test("RFC 5952 §4: lower case, no leading zeros, the longest and first run of zeros shortened", () => {
  expectRdata("AAAA", "2001:0DB8:0:0:1:0:0:1", null, "2001:db8::1:0:0:1");
  expectRdata("AAAA", "2001:0:0:1:0:0:0:1", null, "2001:0:0:1::1");
  expectRdata("AAAA", "2001:db8:0:1:1:1:1:1", null);
});

test("RFC 5952 §5: mapped addresses end in a dotted quad", () => {
  expectRdata("AAAA", "::ffff:c000:201", null, "::ffff:192.0.2.1");
});
