// The Host header of probes whose endpoint is an IPv6 address.

import { expect, test } from "vitest";
import type { ProbeTarget } from "../../../src/health/definition.ts";
import { hostHeader } from "../../../src/net/probes/http-request.ts";

test.each([
  [80, "[2001:db8::1]"],
  [8080, "[2001:db8::1]:8080"],
])("RFC 3986 §3.2.2: an IPv6 address stands in brackets, port %i: %s", (port, host) => {
  const address = "2001:db8::1";
  const target: ProbeTarget = { type: "HTTP", address, name: null, port, path: "/", searchString: null, sni: false };
  expect(hostHeader(target, address)).toBe(host);
});
