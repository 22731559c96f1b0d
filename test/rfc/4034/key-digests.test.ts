import { expect, test } from "vitest";
import { dnskey, name, rdata } from "../../dnssec/records.ts";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import { makeDs, matchesKey, readDs } from "../../../src/dnssec/ds.ts";

const owner = name("dskey.example.com.");
const key = dnskey(
  "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
);
const ds = rdata("DS", "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118");

test("RFC 4034 §5.4: the example's key has its tag and its DS, in whatever case the owner is written", () => {
  expect(key.tag).toBe(60_485);
  expect(makeDs(owner, key, 1, nodeDnssecCrypto)).toEqual(ds);
  expect(makeDs(name("DSKEY.Example.com."), key, 1, nodeDnssecCrypto)).toEqual(ds);
  expect(matchesKey(readDs(ds), owner, key, nodeDnssecCrypto, "current")).toBe(true);
});

test.each([
  ["another owner", name("dskey.example.net."), "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"],
  ["another tag", owner, "60486 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"],
  ["another algorithm", owner, "60485 7 1 2BB183AF5F22588179A53B0A98631FAD1A292118"],
  ["another digest", owner, "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292119"],
  ["an unknown digest type", owner, "60485 5 9 2BB183AF5F22588179A53B0A98631FAD1A292118"],
] as const)("RFC 4034 §5.1: a DS with %s is not the key's", (_, owner, text) => {
  expect(matchesKey(readDs(rdata("DS", text)), owner, key, nodeDnssecCrypto, "current")).toBe(false);
});

test("RFC 4034 Appendix B.1: the tag of algorithm 1 lies in the modulus", () => {
  expect(dnskey("256 3 1 AwEAAQIDBAUGBwg=").tag).toBe(0x0607);
});
