import { expect, test } from "vitest";
import type { HttpReply } from "../../src/http/listener.ts";
import { ApiCalls } from "../../src/server/api-calls.ts";
import { type Readiness, apiRoutes } from "../../src/server/api.ts";
import { printPage } from "../../src/server/metrics.ts";
import type { ServiceState } from "../../src/server/metrics.ts";
import { createCounters } from "../../src/net/counters.ts";

const calls = new ApiCalls();
calls.count("route53", "GetChange", "OK");
calls.count("route53", "GetChange", "OK");
calls.count("route53", "GetChange", "NoSuchChange");

const state: ServiceState = {
  version: "1.2.3",
  counters: createCounters(1),
  transport: "none",
  workers: 0,
  zones: 1,
  serials: [{ name: 'we"ird\\.test.', serial: 4_294_967_295 }],
  brokenZoneFiles: 0,
  imageOctets: 4096,
  imageRoomOctets: 65_536,
  records: 3,
  resolver: null,
  apiCalls: calls.family(),
  exchange: [],
  gateway: [],
  control: {
    hostedZones: 2,
    heldChanges: 0,
    changes: new Map([["zone-created", 2]]),
    health: { healthy: 3, unhealthy: 1, overridden: 1, flips: 5 },
    updates: new Map([["NOERROR", 4]]),
  },
};

async function page(readiness: Readiness, path: string, query = ""): Promise<HttpReply | undefined> {
  const handler = apiRoutes(() => state, readiness).get(path)?.GET;
  const asked = { method: "GET", path, queryText: query, headers: {}, rest: "", body: "", octets: new Uint8Array() };
  return handler?.({ ...asked, query: new URLSearchParams(query) });
}

test.each([
  ["starting", "starting", 503, "not ready: zones, dns\n"],
  ["ready", "starting", 503, "not ready: dns\n"],
  ["ready", "ready", 200, "OK\n"],
  ["ready", "stopping", 503, "not ready: dns\n"],
] as const)("/readyz with zones %s and dns %s says %i", async (zones, dns, status, body) => {
  const readiness: Readiness = new Map([
    ["zones", zones],
    ["dns", dns],
  ]);
  expect(await page(readiness, "/readyz")).toMatchObject({ status, body });
  expect(await page(readiness, "/readyz", "verbose")).toMatchObject({ status, body: `zones: ${zones}\ndns: ${dns}\n` });
  expect(await page(readiness, "/healthz")).toMatchObject({ status: 200, body: "OK\n" });
});

test.each([
  [0, ""],
  [1, "memory: full, 1 stored change waits for some\n"],
  [3, "memory: full, 3 stored changes wait for some\n"],
])("/readyz?verbose with %i held changes", async (held, line) => {
  const handler = apiRoutes(
    () => state,
    new Map([["dns", "ready"]]),
    [],
    () => held,
  ).get("/readyz")?.GET;
  const asked = { method: "GET", path: "/readyz", queryText: "verbose", headers: {}, rest: "", body: "", octets: new Uint8Array() }; // prettier-ignore
  const query = new URLSearchParams("verbose");
  expect(await handler?.({ ...asked, query })).toMatchObject({ status: 200, body: `dns: ready\n${line}` });
});

test("a zone's name is escaped in its label, a serial of 32 bits is whole", () => {
  expect(printPage(state)).toContain('signpost_zone_serial{zone="we\\"ird\\\\.test."} 4294967295\n');
});

test("calls of the API are counted by operation and outcome", () => {
  const name = 'signpost_api_requests_total{service="route53",operation="GetChange",code=';
  expect(printPage(state)).toContain(`${name}"OK"} 2\n${name}"NoSuchChange"} 1\n`);
});

test("hosted zones, changes and health checks are counted", () => {
  const page = printPage(state);
  for (const line of [
    "signpost_hosted_zones 2",
    "signpost_hosted_zone_changes_held 0",
    "signpost_zone_image_room_bytes 65536",
    'signpost_hosted_zone_changes_total{kind="zone-created"} 2',
    'signpost_health_checks{status="healthy"} 3',
    'signpost_health_checks{status="unhealthy"} 1',
    "signpost_health_checks_overridden 1",
    "signpost_health_check_flips_total 5",
    'signpost_dns_updates_total{result="NOERROR"} 4',
  ])
    expect(page).toContain(`${line}\n`);
});

test("/metrics says its own format's version", async () => {
  expect((await page(new Map(), "/metrics"))?.type).toBe("text/plain; version=0.0.4; charset=utf-8");
});
