// DS belongs to the parent's side of a cut.

import { test } from "vitest";
import { check, head } from "../../authority/asking.ts";

test("RFC 4035 §3.1.4.1: DS at a cut is answered by the parent", () => {
  check({ "example.": `${head}sub NS ns1\nsub DS 1 13 2 ${"00".repeat(32)}\nplain NS ns1\n` }, [
    ["sub.example. DS", `NOERROR aa an[sub.example. 3600 DS 00010d02${"00".repeat(16)}]`],
    ["plain.example. DS", "NOERROR aa au[example. 300 SOA soa]"],
    ["x.sub.example. DS", "NOERROR au[sub.example. 3600 NS ns1.example.] ad[ns1.example. 3600 A 192.0.2.1]"],
  ]);
});
