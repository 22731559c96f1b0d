// IPv4 addresses within IPv6 addresses.

import { expect, test } from "vitest";
import { holds } from "../../replay/holds.ts";

test("RFC 6052 §2.2: below a prefix of 96 bits the IPv4 address is the last 32", () => {
  // 198.51.100.1 below 64:ff9b:: is 64:ff9b::c633:6401, as the scenario has it.
  expect(holds("dns64").failure).toBeNull();
});
