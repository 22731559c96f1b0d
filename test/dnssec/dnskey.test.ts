import { expect, test } from "vitest";
import { isEntryPoint, isRevoked, isZoneKey } from "../../src/dnssec/dnskey.ts";
import { dnskey } from "./records.ts";

test.each([
  ["256 3 13", ["zone"]],
  ["257 3 13", ["zone", "entry point"]],
  ["385 3 13", ["zone", "revoked", "entry point"]],
  ["0 3 13", []],
  ["256 4 13", []],
])("RFC 4034 §2.1: what the flags and the protocol of %s say", (text, words) => {
  const key = dnskey(`${text} AwEAAcbvC2QN`);
  const said = [isZoneKey(key) && "zone", isRevoked(key) && "revoked", isEntryPoint(key) && "entry point"];
  expect(said.filter((word) => word !== false)).toEqual(words);
});
