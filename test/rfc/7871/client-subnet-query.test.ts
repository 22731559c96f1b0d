import { expect, test } from "vitest";
import { composeQuery, plainly } from "../../../src/cli/dig/query.ts";
import { printOption } from "../../../src/dns/text/option-text.ts";
import { Name } from "../../../src/dns/name.ts";
import { parseAddress } from "../../../src/net/address.ts";

function subnetOption(address: string, length: number): number[] {
  const { family, octets } = parseAddress(address)!;
  const subnet = { family, octets, length };
  const query = composeQuery({ ...plainly, name: Name.root, type: 1, class: 1, subnet, cookie: new Uint8Array(8) }, 1);
  const optionsAt = 12 + 5 + 11 + 4 + 12; // header, question, OPT, NSID, COOKIE
  return [...query.subarray(optionsAt)];
}

test.each([
  ["192.0.2.129", 24, [0, 8, 0, 7, 0, 1, 24, 0, 192, 0, 2]],
  ["192.0.2.255", 25, [0, 8, 0, 8, 0, 1, 25, 0, 192, 0, 2, 128]],
  ["2001:db8:ffff::1", 36, [0, 8, 0, 9, 0, 2, 36, 0, 0x20, 0x01, 0x0d, 0xb8, 0xf0]],
  ["192.0.2.1", 0, [0, 8, 0, 4, 0, 1, 0, 0]],
])("RFC 7871 §6: %s/%i travels as its prefix's octets, the bits behind it zero", (address, length, octets) => {
  expect(subnetOption(address, length)).toEqual(octets);
});

test.each([
  [[0, 1, 24, 16, 192, 0, 2], "192.0.2.0/24/16"],
  [[0, 2, 32, 0, 0x20, 0x01, 0x0d, 0xb8], "2001:db8::/32/0"],
  [[0, 9, 1, 0, 1], "0009010001"],
  [[0, 1], "0001"],
])("RFC 7871 §6: option data %j reads %s", (data, text) => {
  expect(printOption(8, Uint8Array.from(data))).toBe(text);
});
