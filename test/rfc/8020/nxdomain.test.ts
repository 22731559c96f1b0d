// NXDOMAIN means that nothing exists there or below.

import { test } from "vitest";
import { check, head } from "../../authority/asking.ts";

test("RFC 8020 §2: no NXDOMAIN for a name with names below it", () => {
  check({ "example.": `${head}a.b.c A 192.0.2.1\n` }, [
    ["b.c.example. A", "NOERROR aa au[example. 300 SOA soa]"],
    ["c.example. TXT", "NOERROR aa au[example. 300 SOA soa]"],
    ["x.c.example. A", "NXDOMAIN aa au[example. 300 SOA soa]"],
    ["x.y.z.c.example. A", "NXDOMAIN aa au[example. 300 SOA soa]"],
  ]);
});
