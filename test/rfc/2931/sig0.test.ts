import { test } from "vitest";
import { expectRdata } from "../support.ts";

test("RFC 2931 §3: SIG as SIG(0) covers no type, at the root, with TTL 0", () => {
  expectRdata("SIG", "TYPE0 8 0 0 20300322173103 20300220173103 2642 host.example. AwEAAcbvC2QN", null);
});
