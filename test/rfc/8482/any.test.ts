// QTYPE ANY is answered with one RRset.

import { test } from "vitest";
import { check, head } from "../../authority/asking.ts";

test("RFC 8482 §4.1: one RRset stands for all", () => {
  check({ "example.": `${head}www A 192.0.2.1\nwww A 192.0.2.2\nwww TXT "t"\n*.w MX 1 ns1\n` }, [
    ["www.example. ANY", "NOERROR aa an[www.example. 3600 A 192.0.2.1+192.0.2.2]"],
    ["example. ANY", "NOERROR aa an[example. 3600 SOA soa]"],
    ["x.w.example. ANY", "NOERROR aa an[x.w.example. 3600 MX ns1.example.] ad[ns1.example. 3600 A 192.0.2.1]"],
    ["w.example. ANY", "NOERROR aa au[example. 300 SOA soa]"],
    ["nowhere.example. ANY", "NXDOMAIN aa au[example. 300 SOA soa]"],
  ]);
});
