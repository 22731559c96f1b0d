// The RCODE of an answer with aliases speaks of the last name; AA of the first.

import { test } from "vitest";
import { check, head } from "../../authority/asking.ts";

test("RFC 6604 §2.1: NXDOMAIN is the last name's", () => {
  check({ "example.": `${head}a CNAME nowhere\n` }, [
    ["a.example. A", "NXDOMAIN aa an[a.example. 3600 CNAME nowhere.example.] au[example. 300 SOA soa]"],
  ]);
});

test("RFC 6604 §3: what others hold is not ours to deny", () => {
  check({ "example.": `${head}a CNAME www.example.net.\nb CNAME x.sub\nsub NS ns1\n` }, [
    ["a.example. A", "NOERROR aa an[a.example. 3600 CNAME www.example.net.]"],
    [
      "b.example. A",
      "NOERROR aa an[b.example. 3600 CNAME x.sub.example.] au[sub.example. 3600 NS ns1.example.] ad[ns1.example. 3600 A 192.0.2.1]",
    ],
  ]);
});
