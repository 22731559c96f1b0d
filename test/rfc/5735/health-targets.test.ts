// Special-use IPv4 addresses that health checkers are not sent to; those for documentation they are.

import { expect, test } from "vitest";
import { isPublicTarget } from "../../../src/store/health-check-addresses.ts";

test.each([
  ["0.0.0.0", false],
  ["0.255.255.255", false],
  ["1.0.0.0", true],
  ["9.255.255.255", true],
  ["10.0.0.0", false],
  ["10.255.255.255", false],
  ["11.0.0.0", true],
  ["127.0.0.1", false],
  ["127.255.255.255", false],
  ["169.254.169.254", false],
  ["172.15.255.255", true],
  ["172.16.0.0", false],
  ["172.31.255.255", false],
  ["172.32.0.0", true],
  ["192.0.0.1", false],
  ["192.0.2.44", true],
  ["192.88.99.1", false],
  ["192.168.1.1", false],
  ["192.169.0.0", true],
  ["198.17.255.255", true],
  ["198.18.0.0", false],
  ["198.19.255.255", false],
  ["198.51.100.1", true],
  ["203.0.113.1", true],
  ["223.255.255.255", true],
  ["224.0.0.1", false],
  ["240.0.0.1", false],
  ["255.255.255.255", false],
])("RFC 5735 §3: a checker may be sent to %s: %s", (address, isPublic) => {
  expect(isPublicTarget(address)).toBe(isPublic);
});
