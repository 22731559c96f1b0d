// QDCOUNT is one, or (with a cookie) none.

import { expect, test } from "vitest";
import { Asking, newImage } from "../../authority/asking.ts";
import { octets } from "../support.ts";

test("RFC 9619 §4: two questions are FORMERR", () => {
  const asking = new Asking(newImage());
  const reply = asking.send(octets("000101000002000000000000 0161 00 0001 0001 0162 00 0001 0001"));
  expect(reply).toEqual(octets("000181010000000000000000"));
});
