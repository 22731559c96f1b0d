// What a thread keeps of certificates and names that the main thread gives it.

import { expect, test } from "vitest";
import { VirtualClock } from "../../../../src/base/clock.ts";
import { LocalAuthority } from "../../../../src/http/certificates/local-authority.ts";
import { KnownNames } from "../../../../src/server/gateway/threads/known-names.ts";
import { LentCertificates } from "../../../../src/server/gateway/threads/lent-certificates.ts";

test("a certificate is asked for once an hour, and stays the same object while it is the same", () => {
  const clock = new VirtualClock(0, 1_800_000_000);
  const authority = LocalAuthority.create(clock);
  let asked = 0;
  const lent = new LentCertificates(clock, (names) => {
    asked += 1;
    const { cert, key } = authority.credentialsFor(...names);
    return { cert, key };
  });
  const first = lent.credentialsFor("a.test");
  const context = lent.contextFor("a.test");
  expect(lent.credentialsFor("a.test")).toBe(first);
  expect(asked).toBe(1);
  clock.advanceTo(3_700_000);
  expect([lent.credentialsFor("a.test"), lent.contextFor("a.test")]).toEqual([first, context]);
  expect(lent.contextFor("a.test")).toBe(context);
  expect(asked).toBe(2);
  // Sixty-one days on, whoever makes them has renewed it.
  clock.advanceTo(61 * 86_400_000);
  const renewed = lent.credentialsFor("a.test");
  expect(renewed.cert).not.toBe(first.cert);
  expect(lent.contextFor("a.test")).not.toBe(context);
});

test("a name is asked for once, until names change", () => {
  const ours = new Set(["a.test"]);
  let asked = 0;
  const names = new KnownNames((name) => {
    asked += 1;
    return ours.has(name);
  });
  expect(["a.test", "b.test", "a.test", "b.test"].map((name) => names.isOurs(name))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(asked).toBe(2);
  ours.add("b.test");
  names.forget();
  expect(names.isOurs("b.test")).toBe(true);
});
