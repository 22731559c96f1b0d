// The request of an HTTP probe (API:HealthCheckConfig, FullyQualifiedDomainName).

import { expect, test } from "vitest";
import type { ProbeTarget } from "../../../src/health/definition.ts";
import { hostHeader } from "../../../src/net/probes/http-request.ts";

const plain: ProbeTarget = {
  type: "HTTP",
  address: "192.0.2.44",
  name: "www.example.com",
  port: 80,
  path: "/",
  searchString: null,
  sni: false,
};

test.each<[changes: Partial<ProbeTarget>, host: string]>([
  [{}, "www.example.com"],
  [{ type: "HTTP_STR_MATCH" }, "www.example.com"],
  [{ port: 443 }, "www.example.com:443"],
  [{ type: "HTTPS", port: 443 }, "www.example.com"],
  [{ type: "HTTPS_STR_MATCH", port: 443 }, "www.example.com"],
  [{ type: "HTTPS", port: 80 }, "www.example.com:80"],
  [{ port: 8080 }, "www.example.com:8080"],
  [{ name: null }, "192.0.2.44"],
  [{ name: null, port: 8080 }, "192.0.2.44:8080"],
])("%j: Host is %s", (changes, host) => {
  const target = { ...plain, ...changes };
  expect(hostHeader(target, target.address ?? "")).toBe(host);
});
