// The keys of the real root lie beside the checkout; without them only the forms are looked at.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import { Name } from "../../../src/dns/name.ts";
import { matchesKey } from "../../../src/dnssec/ds.ts";
import { ianaAnchors, scanAnchors } from "../../../src/resolver/validation/anchors.ts";

const file = new URL("../../../../shared/data/root/root.key", import.meta.url);

test("RFC 7958 §3: the root's anchors are whole", () => {
  const { anchors, faults } = scanAnchors(ianaAnchors);
  expect(faults).toEqual([]);
  expect(anchors.map(({ zone, signers }) => [zone.labelCount, signers.map(({ keyTag }) => keyTag)])).toEqual([
    [0, [20_326, 38_696]],
  ]);
});

test.skipIf(!existsSync(file))("the keys in ../shared/data/root/root.key are those that the anchors mean", () => {
  const keys = scanAnchors(readFileSync(file, "utf8").trim().split("\n")).anchors[0].keys;
  const { signers } = scanAnchors(ianaAnchors).anchors[0];
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(signers.filter((one) => matchesKey(one, Name.root, key, nodeDnssecCrypto, "current"))).toHaveLength(1);
  }
});
