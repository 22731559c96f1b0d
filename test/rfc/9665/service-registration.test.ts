// service.arpa. is the local network's, for services that register themselves.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 9665: service.arpa. is not asked of the world", () => {
  expectLocal("_dnssd-srp._tcp.default.service.arpa.", "SRV", "NXDOMAIN");
});
