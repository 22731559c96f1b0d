// RFC 7505: the MX of a domain that takes no mail.

import { expect, test } from "vitest";
import { check } from "../../zone/checking.ts";

test("RFC 7505 §3: an MX whose exchange is the root is no host without addresses", () => {
  expect(check("nomail MX 0 .\n")).toEqual({ faults: [], isServed: true });
});
