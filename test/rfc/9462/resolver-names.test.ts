// resolver.arpa. is about the resolver that is asked, and none but it can answer.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 9462 §6.4: resolver.arpa. is not forwarded", () => {
  expectLocal("_dns.resolver.arpa.", "SVCB", "NXDOMAIN");
  expectLocal("resolver.arpa.", "A", "NOERROR");
});
