// home.arpa. is each home's own.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 8375 §4: home.arpa. is not asked of the world", () => {
  expectLocal("printer.home.arpa.", "A", "NXDOMAIN");
  expectLocal("home.arpa.", "A", "NOERROR");
});
