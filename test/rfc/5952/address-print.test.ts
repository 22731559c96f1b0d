// IPv6 addresses are printed one way only.

import { expect, test } from "vitest";
import { parseAddress, printAddress } from "../../../src/net/address.ts";

test.each([
  ["2001:0db8::0001", "2001:db8::1"], // §4.1 leading zeros
  ["2001:db8:0:0:0:0:2:1", "2001:db8::2:1"], // §4.2.1 as short as possible
  ["2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"], // §4.2.2 not for one field
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"], // §4.2.3 the longest run
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"], // §4.2.3 the first of equals
  ["2001:DB8::ABCD", "2001:db8::abcd"], // §4.3 lower case
  ["0:0:0:0:0:0:0:0", "::"],
  ["1:0:0:0:0:0:0:0", "1::"],
])("RFC 5952 §4: %s prints as %s", (text, printed) => {
  expect(printAddress(6, parseAddress(text)!.octets)).toBe(printed);
});
