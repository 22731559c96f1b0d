// RFC 7517 §5, §4.5: a set of keys, and the one among them that a kid names.

import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { IssuerKeys } from "../../../src/gateway/engine/authorizers/issuer-keys.ts";

const keys = [
  { kty: "RSA", kid: "one", n: "AQAB" },
  { kty: "RSA", n: "AQAC" },
  { kty: "EC", kid: "two", crv: "P-256" },
];
const issuerKeys = (): IssuerKeys => new IssuerKeys({ clock: new VirtualClock(), keysOf: () => Promise.resolve(keys) });

test.each([
  ["one", keys[0]],
  ["two", keys[2]],
  ["ONE", null],
  ["", null],
])("RFC 7517 §4.5: the key %s", async (kid, key) => {
  expect(await issuerKeys().find("https://issuer.example", kid)).toEqual(key);
});
