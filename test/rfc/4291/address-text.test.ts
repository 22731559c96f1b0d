// IPv6 addresses as text, and IPv4 addresses inside them.

import { expect, test } from "vitest";
import { AccessList } from "../../../src/net/access.ts";
import { parseAddress } from "../../../src/net/address.ts";

const hex = (text: string): string | null => {
  const parsed = parseAddress(text);
  return parsed === null ? null : Buffer.from(parsed.octets).toString("hex");
};

test.each([
  ["::", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000000000001"],
  ["1::", "00010000000000000000000000000000"],
  ["2001:DB8::8:800:200c:417a", "20010db80000000000080800200c417a"],
  ["FF01:0:0:0:0:0:0:101", "ff010000000000000000000000000101"],
  ["::ffff:129.144.52.38", "00000000000000000000ffff81903426"],
  ["1:2:3:4:5:6:7::", "00010002000300040005000600070000"],
])("RFC 4291 §2.2: %s is read", (text, octets) => {
  expect(hex(text)).toBe(octets);
});

test.each([
  "", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1:2:3:4:5:6:7:8::", "::1.2.3", "1.2.3.4::", "::1%",
])("RFC 4291 §2.2: %j is no address", (text) => {
  expect(hex(text)).toBeNull();
}); // prettier-ignore

test("RFC 4291 §2.5.5.2: an IPv4-mapped client matches IPv4 prefixes, and a mapped prefix holds IPv4 clients", () => {
  const mapped = parseAddress("::ffff:192.0.2.7")!.octets;
  expect(new AccessList(["192.0.2.0/24"]).allows(6, mapped)).toBe(true);
  expect(new AccessList(["192.0.3.0/24"]).allows(6, mapped)).toBe(false);
  expect(new AccessList(["::ffff:192.0.2.0/120"]).allows(4, parseAddress("192.0.2.7")!.octets)).toBe(true);
});
