// Addresses of special purpose, which no zone of the world can have its servers at.

import { expect, test } from "vitest";
import { addressOctets, forbiddenBlock } from "../../../src/resolver/addresses.ts";

test.each([
  ["127.0.0.1", "127.0.0.0/8"],
  ["10.255.0.1", "10.0.0.0/8"],
  ["172.31.0.1", "172.16.0.0/12"],
  ["192.168.1.1", "192.168.0.0/16"],
  ["169.254.1.1", "169.254.0.0/16"],
  ["100.64.0.1", "100.64.0.0/10"],
  ["192.0.2.1", "192.0.2.0/24"],
  ["198.19.0.1", "198.18.0.0/15"],
])("RFC 6890 §2.2.2: %s lies in %s and is asked in laboratories only", (address, block) => {
  expect(forbiddenBlock(addressOctets(address), "public")).toBe(block);
  expect(forbiddenBlock(addressOctets(address), "private")).toBeNull();
});

test.each(["::1", "fd00::1", "fe80::1", "2001:db8::1"])("RFC 6890 §2.2.3: so does %s", (address) => {
  expect(forbiddenBlock(addressOctets(address), "public")).not.toBeNull();
  expect(forbiddenBlock(addressOctets(address), "private")).toBeNull();
});

test.each(["0.0.0.0", "240.0.0.1", "::", "::ffff:192.0.2.1", "ff02::1"])(
  "RFC 6890 §2.2: %s is never a server's",
  (address) => expect(forbiddenBlock(addressOctets(address), "private")).not.toBeNull(),
);

test.each(["172.32.0.1", "172.15.0.1", "100.128.0.1", "192.0.3.1", "198.20.0.1", "2001:db9::1", "192.5.5.241"])(
  "RFC 6890 §2.2: %s is any server's",
  (address) => expect(forbiddenBlock(addressOctets(address), "public")).toBeNull(),
);
