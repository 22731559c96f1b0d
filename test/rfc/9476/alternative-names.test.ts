// alt. is for names of other systems than the DNS.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 9476 §2: names below alt. are not looked for in the DNS", () => {
  expectLocal("example.gns.alt.", "A", "NXDOMAIN");
  expectLocal("alt.example.", "A", null);
});
