// Special-use IPv6 addresses that health checkers are not sent to; those for documentation they are.

import { expect, test } from "vitest";
import { isPublicTarget } from "../../../src/store/health-check-addresses.ts";

test.each([
  ["::", false],
  ["::1", false],
  ["::2", true],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["2001:db8::1", true],
  ["2600::1", true],
  ["fbff::1", true],
  ["fc00::1", false],
  ["fdff::1", false],
  ["fe7f::1", true],
  ["fe80::1", false],
  ["febf::1", false],
  ["fec0::1", true],
  ["ff02::1", false],
])("RFC 5156 §2: a checker may be sent to %s: %s", (address, isPublic) => {
  expect(isPublicTarget(address)).toBe(isPublic);
});
