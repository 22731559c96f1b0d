import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 4398 §2.1: certificate types by mnemonic or number", () => {
  expectRdata("CERT", "PGP 0 0 AwEAAcbvC2QN", "0003 0000 00 0301 0001 c6ef 0b64 0d");
  expectRdata("CERT", "3 0 0 AwEAAcbvC2QN", null, "PGP 0 0 AwEAAcbvC2QN");
  expectRefused("CERT", "NONE 0 0 AAAA", /certificate type/);
});
