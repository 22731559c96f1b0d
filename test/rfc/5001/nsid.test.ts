// NSID: told when asked for, and when there is one to tell.

import { expect, test } from "vitest";
import { Asking, newImage } from "../../authority/asking.ts";

test("RFC 5001 §2.2: the identity is sent on request only", () => {
  const image = newImage();
  const named = new Asking(image, { identity: "ns1" });
  const nameless = new Asking(image, { reader: 1, identity: null });
  const asked = { edns: { options: [[3, new Uint8Array(0)]] as [number, Uint8Array][] } };
  expect(named.ask("a.", "A", asked)).toMatch(/ 3:6e7331/);
  expect(named.ask("a.", "A", { edns: {} })).not.toMatch(/ 3:/);
  expect(nameless.ask("a.", "A", asked)).not.toMatch(/ 3:/);
});
