import { expect, test } from "vitest";
import { canonicalText } from "../support.ts";

test("RFC 6840 §5.1: NSEC keeps the case of its name, RRSIG does not", () => {
  expect(canonicalText("NSEC", "Host.Example. A")).toBe("Host.Example. A");
  expect(canonicalText("RRSIG", "A 8 1 1 20300322173103 20300220173103 1 EXAMPLE. AwEAAcbvC2QN")).toBe(
    "A 8 1 1 20300322173103 20300220173103 1 example. AwEAAcbvC2QN",
  );
});
