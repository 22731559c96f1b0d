// RFC 1034: what a zone must hold for its delegations and aliases to work.

import { expect, test } from "vitest";
import { check } from "../../zone/checking.ts";

test("RFC 1034 §3.6.2: no other data beside a CNAME", () => {
  expect(check("a CNAME b.test.\na A 192.0.2.1\n").isServed).toBe(false);
});

test("RFC 1034 §4.2.1: a delegation to names below it needs glue, and other data below it is none of ours", () => {
  const delegation = "s NS ns.s\n";
  expect(check(delegation).faults.length).toBe(1);
  expect(check(`${delegation}ns.s A 192.0.2.1\n`).faults).toEqual([]);
  expect(check(`${delegation}ns.s A 192.0.2.1\nwww.s A 192.0.2.2\n`).faults).toEqual([
    "7:1: warning: www.s.x.test. A lies below a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)",
  ]);
});
