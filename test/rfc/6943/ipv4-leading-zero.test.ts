import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 6943 §3.1.1: an octet with a leading zero is refused, for some read it as octal", () => {
  expectRefused("A", "192.0.2.010", /"010" is not an octet/);
  expectRefused("A", "0300.0.0.1", /"0300" is not an octet/);
  expectRdata("A", "0.0.0.0", "00000000");
});
