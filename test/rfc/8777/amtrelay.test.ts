import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 8777 §4.3: precedence, discovery bit, type and relay", () => {
  expectRdata("AMTRELAY", "10 0 1 203.0.113.15", "0a01cb00710f");
  expectRdata("AMTRELAY", "10 0 2 2001:db8::15", null);
  expectRdata("AMTRELAY", "128 1 3 amtrelays.example.com.", null);
  expectRdata("AMTRELAY", "10 0 0 .", "0a00");
  expectRefused("AMTRELAY", "10 2 1 203.0.113.15", /discovery bit/);
});
