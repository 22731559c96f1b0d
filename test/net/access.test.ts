// Access lists against a plain model over big integers.

import fc from "fast-check";
import { expect, test } from "vitest";
import { AccessList, isPrefix } from "../../src/net/access.ts";
import { parseAddress, printAddress } from "../../src/net/address.ts";

const allows = (prefixes: string[], address: string): boolean => {
  const { family, octets } = parseAddress(address)!;
  const room = new Uint8Array(16).fill(0xee); // what stands behind an IPv4 address does not count
  room.set(octets);
  return new AccessList(prefixes).allows(family, room);
};

test.each([
  [["127.0.0.0/8", "::1/128"], "127.255.0.1", true],
  [["127.0.0.0/8", "::1/128"], "128.0.0.1", false],
  [["127.0.0.0/8", "::1/128"], "::1", true],
  [["127.0.0.0/8", "::1/128"], "::2", false],
  [["192.0.2.1"], "192.0.2.1", true],
  [["192.0.2.1"], "192.0.2.2", false],
  [["192.0.2.128/25"], "192.0.2.127", false],
  [["192.0.2.77/25"], "192.0.2.127", true],
  [["0.0.0.0/0"], "203.0.113.9", true],
  [["0.0.0.0/0"], "2001:db8::1", false],
  [["::/0"], "2001:db8::1", true],
  [["::/0"], "203.0.113.9", false],
  [["2001:db8::/33"], "2001:db8:8000::", false],
  [[], "127.0.0.1", false],
])("%j and %s: %s", (prefixes, address, expected) => {
  expect(allows(prefixes, address)).toBe(expected);
});

test.each(["", "1.2.3.4/33", "::/129", "1.2.3.4/", "1.2.3.4/x", "fe80::1%eth0/64", "example.test", "1.2.3.4/8/8"])(
  "%j is no prefix",
  (text) => {
    expect(isPrefix(text)).toBe(false);
    expect(() => new AccessList([text])).toThrow(`"${text}" is not an address or a prefix such as 192.0.2.0/24.`);
  },
);

test("any prefix holds what the model says", () => {
  const octets = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  fc.assert(
    fc.property(
      fc.constantFrom(4, 16),
      fc.nat(128),
      octets(16),
      octets(16),
      fc.nat(128),
      (size, length, network, other, flip) => {
        const bits = Math.min(length, size * 8);
        const address = other.slice(0, size);
        for (let i = 0; i < Math.min(flip, size * 8); i++)
          address[i >> 3] = (address[i >> 3] & ~(0x80 >> (i & 7))) | (network[i >> 3] & (0x80 >> (i & 7)));
        const family = size === 4 ? 4 : 6;
        const shift = BigInt(size * 8 - bits);
        const expected = number(address) >> shift === number(network.slice(0, size)) >> shift;
        expect(allows([`${printAddress(family, network)}/${bits}`], printAddress(family, address))).toBe(expected);
      },
    ),
  );
});
