// onion. is Tor's, not the DNS's.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 7686 §2: a resolver answers NXDOMAIN for onion. and asks nobody", () => {
  expectLocal("example.onion.", "A", "NXDOMAIN");
  expectLocal("onion.example.", "A", null);
});
