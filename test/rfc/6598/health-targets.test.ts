// The shared address space of carriers, which health checkers are not sent to.

import { expect, test } from "vitest";
import { isPublicTarget } from "../../../src/store/health-check-addresses.ts";

test.each([
  ["100.63.255.255", true],
  ["100.64.0.0", false],
  ["100.127.255.255", false],
  ["100.128.0.0", true],
])("RFC 6598 §7: a checker may be sent to %s: %s", (address, isPublic) => {
  expect(isPublicTarget(address)).toBe(isPublic);
});
