// The reverse zones of the address space that carriers share, 100.64.0.0/10.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 7793 §2: 64.100.in-addr.arpa to 127.100.in-addr.arpa are empty zones", () => {
  expectLocal("1.64.100.in-addr.arpa.", "PTR", "NXDOMAIN");
  expectLocal("1.127.100.in-addr.arpa.", "PTR", "NXDOMAIN");
  expectLocal("1.63.100.in-addr.arpa.", "PTR", null);
  expectLocal("1.128.100.in-addr.arpa.", "PTR", null);
});
