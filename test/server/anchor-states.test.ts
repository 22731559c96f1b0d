// How far trust anchors are, as a file: what was written is read again, for the keys that the operator still vouches for, and
// what is none of ours is refused with a reason.

import { expect, test } from "vitest";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { scanAnchors } from "../../src/resolver/validation/anchors.ts";
import type { FollowedAnchor } from "../../src/resolver/validation/followed-anchor.ts";
import type { TrustAnchor } from "../../src/resolver/validation/trust.ts";
import { printStates, scanStates } from "../../src/server/anchor-states.ts";
import { newKey, rdata } from "../dnssec/records.ts";

const ds = ". DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
const later = ". DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";
const [root] = scanAnchors([ds, later]).anchors;
const [two, three] = [newKey(257), newKey(257)];

const anchor: FollowedAnchor = {
  configured: root,
  keys: [
    { key: two.read, state: "valid", sinceSeconds: 1_764_000_000, validFromSeconds: null },
    { key: three.read, state: "pending", sinceSeconds: 1_764_000_001, validFromSeconds: 1_766_592_001 },
  ],
};
const written = printStates([{ anchor, lookAtSeconds: 1_764_086_400 }]);

test("what was written is read again, and people can read it", () => {
  const [read] = scanStates(written, [root]);
  expect(read.lookAtSeconds).toBe(1_764_086_400);
  expect(read.anchor.configured).toBe(root);
  const plain = ({ keys }: FollowedAnchor): unknown => keys.map((one) => ({ ...one, key: [...one.key.rdata] }));
  expect(plain(read.anchor)).toEqual(plain(anchor));
  expect(read.anchor.keys.map(({ key }) => key)).toEqual([two, three].map(({ dnskey }) => readDnsKey(dnskey)));
  expect(JSON.parse(written)).toMatchObject({
    anchors: [
      {
        zone: ".",
        configured: [ds, later].map((line) => `DS ${line.slice(5).toLowerCase()}`),
        lookAt: "2025-11-25T16:00:00.000Z",
        keys: [
          { tag: two.tag, state: "valid", since: "2025-11-24T16:00:00.000Z", validFrom: null },
          { tag: three.tag, state: "pending", validFrom: "2025-12-24T16:00:01.000Z" },
        ],
      },
    ],
  });
});

test("the order of the operator's lines does not matter; other keys begin anew, and so does another zone", () => {
  const known = (configured: readonly TrustAnchor[]): number => scanStates(written, configured).length;
  expect(known(scanAnchors([later, ds]).anchors)).toBe(1);
  expect(known(scanAnchors([ds]).anchors)).toBe(0);
  expect(known(scanAnchors([ds, later].map((line) => line.replace(".", "example."))).anchors)).toBe(0);
  const key = `. DNSKEY 257 3 15 ${Buffer.from(rdata("DNSKEY", "257 3 15 AAAA")).subarray(4).toString("base64")}`;
  expect(known(scanAnchors([ds, later, key]).anchors)).toBe(0);
});

const spoilt = (change: (state: string) => string): (() => unknown) => {
  return () => scanStates(change(written), [root]);
};

test.each<[string, () => unknown, string | RegExp]>([
  ["no JSON", spoilt(() => "oops"), /JSON/],
  ["another file", spoilt(() => "[]"), "it has no list of anchors"],
  ["an anchor that is none", spoilt(() => '{"anchors":[1]}'), "an anchor is no object"],
  ["no keys", spoilt((text) => text.replace('"keys"', '"keyz"')), ". has no keys or no date"],
  ["no date", spoilt((text) => text.replace("2025-11-25T", "20251125")), ". has no keys or no date"],
  [
    "a state that there is none of",
    spoilt((text) => text.replace('"valid"', '"fine"')),
    "a key of . has no data, no state",
  ],
  ["a key that is none", spoilt((text) => text.replace("257 3 15", "257 3")), "a key of . has no data, no state"],
  ["a pending key without an end", spoilt((text) => text.replace('"2025-12-24T16:00:01.000Z"', "null")), "no date"],
])("%s is refused", (_, scan, why) => {
  expect(scan).toThrow(why);
});
