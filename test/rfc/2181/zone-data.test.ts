// RFC 2181: what zone data may not be.

import { expect, test } from "vitest";
import { check } from "../../zone/checking.ts";
import { read } from "../../zone/reading.ts";

test("RFC 2181 §5: a record given twice is warned of, and there once", () => {
  expect(check("a A 192.0.2.1\na A 192.0.2.1\n").faults).toEqual([
    "6:1: warning: a.x.test. A given twice: the record counts once (RFC 2181 §5)",
  ]);
});

test("RFC 2181 §5.2: TTLs that differ within an RRset are warned of", () => {
  expect(check("a 5 A 192.0.2.1\na 6 A 192.0.2.2\n")).toEqual({
    faults: [
      "6:1: warning: a.x.test. A differs in TTL from its RRset: the lowest TTL is used for all of it (RFC 2181 §5.2)",
    ],
    isServed: true,
  });
});

test("RFC 2181 §8: a TTL has 31 bits", () => {
  expect(read("a 2147483647 A 192.0.2.1\n").faults).toEqual([]);
  expect(read("a 2147483648 A 192.0.2.1\n").faults.length).toBe(1);
  expect(read("$TTL 4294967296\n").faults.length).toBe(1);
});

test("RFC 2181 §10.1: a CNAME stands alone, but for what DNSSEC puts beside it", () => {
  expect(check("a CNAME b.test.\na TXT x\n").isServed).toBe(false);
  expect(check("a CNAME b.test.\na NSEC b.x.test. CNAME NSEC\n").faults).toEqual([]);
});

test("RFC 2181 §10.3: NS and MX do not point to an alias", () => {
  expect(check("@ NS a\na CNAME ns\n").isServed).toBe(false);
  expect(check("@ MX 1 a\na CNAME ns\n").faults).toEqual([
    "5:1: warning: x.test. MX a.x.test. is an alias (RFC 2181 §10.3)",
  ]);
});

test("RFC 2181 §11: any octets make a name", () => {
  expect(check("_a\\000\\255 A 192.0.2.1\n").faults).toEqual([]);
});
