// Negative answers: the SOA and its TTL.

import { test } from "vitest";
import { check } from "../../authority/asking.ts";

const soa = (ttl: number, minimum: number): string =>
  `@ ${ttl} SOA ns1 host 1 2 3 4 ${minimum}\n@ 3600 NS ns1\nns1 3600 A 192.0.2.1\n`;

test("RFC 2308 §3: the SOA's TTL is the lesser of its own and MINIMUM", () => {
  check({ "a.": soa(3600, 60), "b.": soa(60, 3600), "c.": soa(0, 60) }, [
    ["x.a. A", "NXDOMAIN aa au[a. 60 SOA soa]"],
    ["x.b. A", "NXDOMAIN aa au[b. 60 SOA soa]"],
    ["x.c. A", "NXDOMAIN aa au[c. 0 SOA soa]"],
    ["a. SOA", "NOERROR aa an[a. 3600 SOA soa]"],
  ]);
});

test("RFC 2308 §2.2: no data is NOERROR with the SOA", () => {
  check({ "a.": soa(3600, 60) }, [["ns1.a. AAAA", "NOERROR aa au[a. 60 SOA soa]"]]);
});
