import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 7043 §3.2, §4.2: EUI-48 and EUI-64 are octets in hex with hyphens", () => {
  expectRdata("EUI48", "00-00-5e-00-53-2a", "00005e00532a");
  expectRdata("EUI64", "00-00-5e-ef-10-00-00-2a", "00005eef1000002a");
  expectRefused("EUI48", "00:00:5e:00:53:2a", /EUI-48/);
});
