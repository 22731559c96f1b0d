// RFC 6672: DNAME in zone files.

import { expect, test } from "vitest";
import { check } from "../../zone/checking.ts";

test("RFC 6672 §2.4: one DNAME at a name, no CNAME beside it, and nothing below it", () => {
  for (const text of [
    "d DNAME a.test.\nd DNAME b.test.\n",
    "d DNAME a.test.\nd CNAME b.test.\n",
    "d DNAME a.test.\na.d A 192.0.2.1\n",
  ]) {
    expect(check(text).isServed).toBe(false);
  }
  expect(check("d DNAME a.test.\nd A 192.0.2.1\nd MX 1 b.test.\n")).toEqual({ faults: [], isServed: true });
});
