import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 8005 §6: algorithm, tag in hex, key in base64, rendezvous servers", () => {
  expectRdata("HIP", "2 200100107b1a74df365639cc39f1d578 AwEAAcbvC2QN rvs1.example.com. rvs2.example.com.", null);
  expectMalformed("HIP", "00020003");
});
