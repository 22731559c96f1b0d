import { expect, test } from "vitest";
import { printName } from "../../../src/dns/text/name-text.ts";
import { anchorFault, scanAnchors } from "../../../src/resolver/validation/anchors.ts";

const digest = "ab".repeat(32);

test("RFC 4033 §2: an anchor is a DS or a DNSKEY of a zone, in zone-file text; several of one zone are one", () => {
  const { anchors, faults } = scanAnchors([
    `example. 3600 IN DS 1 13 2 ${digest}`,
    `EXAMPLE. IN 1h DS 2 13 2 ${digest} ; the next key`,
    "other.example DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
  ]);
  expect(faults).toEqual([]);
  expect(
    anchors.map(({ zone, signers, keys }) => [
      printName(zone.wire),
      signers.map(({ keyTag }) => keyTag),
      keys.map(({ tag }) => tag),
    ]),
  ).toEqual([
    ["example.", [1, 2], []],
    ["other.example.", [], [3613]],
  ]);
});

test.each([
  ["", "not a DS or DNSKEY record in zone-file text"],
  [". A 192.0.2.1", "not a DS or DNSKEY record in zone-file text"],
  [`. CH DS 1 13 2 ${digest}`, "not a DS or DNSKEY record in zone-file text"],
  [`a..b DS 1 13 2 ${digest}`, "an empty label"],
  [". DS 1 13 2 abc", "what follows is no data of type DS"],
  [". DNSKEY 257 3", "what follows is no data of type DNSKEY"],
])("%j is no anchor: %s", (text, fault) => {
  expect(anchorFault(text)).toContain(fault);
  expect(scanAnchors([text])).toEqual({ anchors: [], faults: [`"${text}": ${anchorFault(text)}`] });
});
