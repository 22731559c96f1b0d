// What checkers report (API:GetHealthCheckStatus, API:GetHealthCheckLastFailureReason, DG:health-checks-monitor-view-status).

import { expect, test } from "vitest";
import type { ProbeOutcome } from "../../src/health/definition.ts";
import { reportText } from "../../src/health/report.ts";
import { bad, endpoint, good, HealthWorld } from "./world.ts";

test.each<[outcome: ProbeOutcome, text: RegExp | null]>([
  [good, /^Success: HTTP Status Code 200, OK$/],
  [
    { kind: "response", status: 200, reason: "OK", resolved: "192.0.2.1" },
    /^Success: HTTP Status Code 200, OK\. Resolved IP: 192\.0\.2\.1$/,
  ],
  [{ kind: "response", status: 302, reason: "", resolved: null }, /^Success: HTTP Status Code 302$/],
  [bad, /^Failure: HTTP Status Code 503, Service Unavailable$/],
  [{ kind: "response", status: 101, reason: "Up", resolved: null }, /^Failure: HTTP Status Code 101, Up$/],
  [{ kind: "connected", resolved: null }, /^Success: TCP/],
  [
    { kind: "connect-timeout", resolved: null },
    /^Failure: Connection timed out\. The endpoint or the internet connection is down, or requests are being blocked by your firewall\. See https:\/\/docs\.aws\.amazon\.com\/.*\.html$/,
  ],
  [
    { kind: "refused", resolved: null, detail: "connection refused" },
    /^Failure: Connection failed: connection refused$/,
  ],
  [{ kind: "status-timeout", resolved: null }, /^Failure: The endpoint did not send an HTTP status code/],
  [{ kind: "body-timeout", resolved: null }, /^Failure: The endpoint did not send the response body/],
  [{ kind: "string-missing", resolved: null }, /^Failure: The search string is not in the first 5120 bytes/],
  [{ kind: "tls", resolved: null, detail: "handshake_failure" }, /^Failure: SSL alert handshake_failure$/],
  [{ kind: "malformed", resolved: null, detail: "x" }, /^Failure: Invalid HTTP response: x$/],
  [{ kind: "unresolved", detail: "NXDOMAIN" }, /^Failure: DNS resolution failed: NXDOMAIN$/],
  [{ kind: "forbidden", address: "10.0.0.1" }, /^Failure: The IP address 10\.0\.0\.1 is in a local, private/],
  [{ kind: "skipped" }, null],
])("%j", (outcome, text) => {
  const told = reportText(outcome);
  if (text === null) expect(told).toBeNull();
  else expect(told).toMatch(text);
});

test("every checker reports its last finding and its last failure", () => {
  const world = new HealthWorld();
  world.define(endpoint("a", { regions: ["us-east-1", "eu-west-1", "sa-east-1"] }));
  expect(world.checks.observations("a")).toEqual([]);
  expect(world.checks.lastFailures("a")).toEqual([]);
  world.runTo(30_000);
  const texts = new Set(world.checks.lastFailures("a").map(({ text }) => text));
  expect([...texts]).toEqual([
    "The health check endpoint has not failed since the Route 53 health checker for this endpoint restarted at 2020-09-13T12:26:40.000+00:00.",
  ]);
  world.find = () => bad;
  world.runTo(60_000);
  world.find = () => good;
  world.runTo(90_000);
  const now = world.checks.observations("a");
  expect(now.map(({ checker }) => checker.region)).toEqual(
    ["us-east-1", "eu-west-1", "sa-east-1"].flatMap((region) => [region, region]),
  );
  expect(new Set(now.map(({ text }) => text))).toEqual(new Set(["Success: HTTP Status Code 200, OK"]));
  const failures = world.checks.lastFailures("a");
  expect(new Set(failures.map(({ text }) => text))).toEqual(
    new Set(["Failure: HTTP Status Code 503, Service Unavailable"]),
  );
  expect(failures[0].checkedMs).toBeLessThan(now[0].checkedMs);
});
