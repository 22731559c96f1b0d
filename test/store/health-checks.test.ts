// Health checks of the API (API:CreateHealthCheck, API:UpdateHealthCheck, API:HealthCheckConfig, API:ListHealthChecks).

import { expect, test } from "vitest";
import { checkersOf } from "../../src/health/checkers.ts";
import { scanPrefix } from "../../src/routing/prefix.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { CallContext, StoreSettings } from "../../src/store/context.ts";
import type { Effect } from "../../src/store/effects.ts";
import { ApiFault } from "../../src/store/faults.ts";
import { isPublicTarget } from "../../src/store/health-check-addresses.ts";
import type { HealthCheckConfig, UpdateHealthCheckRequest } from "../../src/store/health-check-shapes.ts";
import { awsLimits } from "../../src/store/limit-table.ts";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { Route53Store } from "../../src/store/route53-store.ts";

const random = seededRandom(53);

function caller(account = "000000000000"): CallContext {
  return { account, accessKey: null, nowMs: 1_700_000_000_000, random };
}

function newStore(settings: Partial<StoreSettings> = {}): Route53Store {
  return new Route53Store(new MemoryTables(), settings);
}

function create(store: Route53Store, config: HealthCheckConfig, reference = `ref-${random.below(2 ** 30)}`): string {
  return store.createHealthCheck({ CallerReference: reference, HealthCheckConfig: config }, caller()).HealthCheck.Id;
}

/** What the work is refused with: "Code: message", or "" when it is done. */
function faultOf(work: () => unknown): string {
  try {
    work();
    return "";
  } catch (error) {
    if (error instanceof ApiFault) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
}

const http: HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.44", ResourcePath: "/health" };

test("a check comes back with its defaults, as recorded of the service", () => {
  const store = newStore();
  const { HealthCheck, Location } = store.createHealthCheck(
    {
      CallerReference: "one",
      HealthCheckConfig: {
        Type: "HTTP",
        IPAddress: "1.1.1.1",
        FullyQualifiedDomainName: "localstacktest.com",
        ResourcePath: "/health",
        Port: 80,
      },
    },
    caller(),
  );
  expect(Location).toBe(`https://route53.amazonaws.com/2013-04-01/healthcheck/${HealthCheck.Id}`);
  expect(HealthCheck).toEqual({
    CallerReference: "one",
    HealthCheckConfig: {
      Disabled: false,
      EnableSNI: false,
      FailureThreshold: 3,
      FullyQualifiedDomainName: "localstacktest.com",
      IPAddress: "1.1.1.1",
      Inverted: false,
      MeasureLatency: false,
      Port: 80,
      RequestInterval: 30,
      ResourcePath: "/health",
      Type: "HTTP",
    },
    HealthCheckVersion: 1,
    Id: HealthCheck.Id,
  });
  expect(store.getHealthCheck({ HealthCheckId: HealthCheck.Id }, caller()).HealthCheck).toEqual(HealthCheck);
});

const calculated: HealthCheckConfig = { Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: [] };
const alarm = { Region: "us-east-1", Name: "cpu" };

test.each<[config: HealthCheckConfig, fault: RegExp | ""]>([
  [http, ""],
  [{ Type: "TCP", IPAddress: "192.0.2.44", Port: 53 }, ""],
  [{ Type: "TCP", FullyQualifiedDomainName: "a.example.com", Port: 53 }, ""],
  [{ Type: "HTTPS_STR_MATCH", FullyQualifiedDomainName: "a.example.com", SearchString: "ok" }, ""],
  [{ Type: "HTTP", IPAddress: "2001:db8::1" }, ""],
  [{ ...http, Regions: ["us-east-1", "eu-west-1", "sa-east-1"] }, ""],
  [calculated, ""],
  [{ Type: "CLOUDWATCH_METRIC", AlarmIdentifier: alarm }, ""],
  [{ Type: "RECOVERY_CONTROL", RoutingControlArn: "arn:aws:route53-recovery-control::1:controlpanel/a" }, ""],
  [{ Type: "HTTP" }, /must have an IP address or a fully qualified domain name/],
  [
    { ...http, AlarmIdentifier: alarm },
    /^400 InvalidInput: Invalid parameter : Basic health checks must not have an metric region specified\.$/,
  ],
  [
    { Type: "TCP", IPAddress: "192.0.2.44", FullyQualifiedDomainName: "a.example.com", Port: 53 },
    /^400 InvalidInput: TCP health checks that have IP address must not have a fully qualified domain name specified\.$/,
  ],
  [{ Type: "TCP", IPAddress: "192.0.2.44" }, /TCP health checks must have a port/],
  [
    { Type: "TCP", IPAddress: "192.0.2.44", Port: 53, ResourcePath: "/" },
    /^400 InvalidInput: TCP health checks must not have a resource path specified\.$/,
  ],
  [{ Type: "HTTP_STR_MATCH", IPAddress: "192.0.2.44" }, /HTTP_STR_MATCH health checks must have a search string/],
  [{ ...http, SearchString: "ok" }, /HTTP health checks must not have a search string/],
  [{ ...http, RequestInterval: 20 }, /request interval must be 10 or 30/],
  [{ ...http, Regions: ["us-east-1", "eu-west-1"] }, /at least 3 regions/],
  [{ ...http, Regions: ["us-east-1", "us-east-1", "eu-west-1"] }, /must be different/],
  [{ ...http, IPAddress: "300.1.1.1" }, /not a valid IP address/],
  [{ ...http, FullyQualifiedDomainName: "a b" }, /not a valid fully qualified domain name/],
  [{ ...http, FullyQualifiedDomainName: "example.com:80" }, /not a valid fully qualified domain name/],
  [{ ...http, HealthThreshold: 1 }, /Basic health checks must not have a health threshold/],
  [{ ...http, ChildHealthChecks: ["x"] }, /Basic health checks must not have child health checks/],
  [{ ...calculated, IPAddress: "192.0.2.44" }, /Calculated health checks must not have an IP address/],
  [
    { Type: "CALCULATED" },
    /^400 InvalidInput: Invalid parameter : Calculated health checks must have a health threshold specified\.$/,
  ],
  [
    { ...calculated, FailureThreshold: 3 },
    /^400 InvalidInput: Invalid parameter : Calculated health checks must not have a failure threshold specified\.$/,
  ],
  [
    { ...http, InsufficientDataHealthStatus: "Healthy" },
    /^400 InvalidInput: Invalid parameter : Basic health checks must not have an insufficient data health state specified\.$/,
  ],
  [{ ...calculated, ChildHealthChecks: ["nobody"] }, /child health check nobody does not exist/],
  [{ ...calculated, ChildHealthChecks: ["a", "a"] }, /must be different/],
  [{ ...calculated, ChildHealthChecks: Array.from({ length: 257 }, (_, i) => `${i}`) }, /more than 256/],
  [{ Type: "CLOUDWATCH_METRIC" }, /must have an alarm identifier/],
  [
    { Type: "CLOUDWATCH_METRIC", AlarmIdentifier: alarm, Port: 80 },
    /CloudWatch metric health checks must not have a port/,
  ],
  [{ Type: "RECOVERY_CONTROL" }, /must have a routing control/],
  [
    { Type: "RECOVERY_CONTROL", RoutingControlArn: "arn", RequestInterval: 30 },
    /Recovery control health checks must not have a request interval/,
  ],
])("%j: %s", (config, fault) => {
  const store = newStore();
  const told = faultOf(() => create(store, config));
  if (fault === "") expect(told).toBe("");
  else expect(told).toMatch(fault);
});

test.each([
  ["192.0.2.44", true],
  ["2001:db8::1", true],
  ["8.8.8.8", true],
  ["127.0.0.1", false],
  ["100.64.0.1", false],
  ["fd00::1", false],
  ["10.0.0.0/8", false],
  ["nonsense", false],
])(
  "%s may be checked: %s (API:HealthCheckConfig, IPAddress; AWS's own examples use 192.0.2.44)",
  (address, isPublic) => {
    expect(isPublicTarget(address)).toBe(isPublic);
    const told = faultOf(() => create(newStore(), { Type: "HTTP", IPAddress: address }));
    expect(told === "").toBe(isPublic);
  },
);

test("private targets are a setting", () => {
  const store = newStore({ privateHealthTargets: "allowed" });
  expect(faultOf(() => create(store, { Type: "HTTP", IPAddress: "127.0.0.1" }))).toBe("");
});

test("a caller reference makes one check, ever (API:CreateHealthCheck)", () => {
  const store = newStore();
  const id = create(store, http, "ref");
  expect(create(store, http, "ref")).toBe(id);
  expect(create(store, { ...http, Inverted: false }, "ref")).toBe(id);
  const already =
    "409 HealthCheckAlreadyExists: A different health check has already been created with the specified caller reference.";
  expect(faultOf(() => create(store, { ...http, Inverted: true }, "ref"))).toBe(already);
  expect(create(store, http, "other")).not.toBe(id);
  store.deleteHealthCheck({ HealthCheckId: id }, caller());
  expect(faultOf(() => create(store, http, "ref"))).toBe(already);
  expect(faultOf(() => store.getHealthCheck({ HealthCheckId: id }, caller()))).toMatch(/^404 NoSuchHealthCheck/);
});

test("children are the caller's own, and not calculated", () => {
  const store = newStore();
  const child = create(store, http);
  const parent = create(store, { ...calculated, ChildHealthChecks: [child] });
  expect(faultOf(() => create(store, { ...calculated, ChildHealthChecks: [parent] }))).toMatch(/is a calculated/);
  const other = { CallerReference: "x", HealthCheckConfig: { ...calculated, ChildHealthChecks: [child] } };
  expect(faultOf(() => store.createHealthCheck(other, caller("111111111111")))).toMatch(/does not exist/);
});

test.each<[what: string, update: Omit<UpdateHealthCheckRequest, "HealthCheckId">, seen: object | RegExp]>([
  ["a member", { Port: 8080 }, { Port: 8080, ResourcePath: "/health" }],
  ["the right version", { HealthCheckVersion: 1, Inverted: true }, { Inverted: true }],
  ["a stale version", { HealthCheckVersion: 2, Inverted: true }, /^409 HealthCheckVersionMismatch/],
  ["a reset path", { ResetElements: ["ResourcePath"] }, { ResourcePath: undefined }],
  ["a reset name", { ResetElements: ["FullyQualifiedDomainName"] }, { FullyQualifiedDomainName: undefined }],
  ["an empty path", { ResourcePath: "" }, { ResourcePath: undefined }],
  ["an empty name", { FullyQualifiedDomainName: "" }, { FullyQualifiedDomainName: undefined }],
  ["reset regions", { ResetElements: ["Regions"] }, { Regions: undefined }],
  ["too few regions", { Regions: ["us-east-1"] }, /at least 3/],
  ["what another type has", { HealthThreshold: 2 }, /must not have a health threshold/],
])("an update with %s (API:UpdateHealthCheck)", (_what, update, seen) => {
  const store = newStore();
  const Regions = ["us-east-1", "eu-west-1", "sa-east-1"];
  const id = create(store, { ...http, FullyQualifiedDomainName: "www.example.com", Regions });
  const told = faultOf(() => store.updateHealthCheck({ HealthCheckId: id, ...update }, caller()));
  const { HealthCheckConfig, HealthCheckVersion } = store.getHealthCheck({ HealthCheckId: id }, caller()).HealthCheck;
  if (seen instanceof RegExp) {
    expect(told).toMatch(seen);
    expect(HealthCheckVersion).toBe(1);
  } else {
    expect(told).toBe("");
    const unset = { ResourcePath: undefined, FullyQualifiedDomainName: undefined, Regions: undefined };
    expect({ ...unset, ...HealthCheckConfig }).toMatchObject(seen);
    expect(HealthCheckVersion).toBe(2);
  }
});

test("a check without an address cannot lose its name", () => {
  const store = newStore();
  const id = create(store, { Type: "HTTP", FullyQualifiedDomainName: "a.example.com" });
  for (const update of [{ ResetElements: ["FullyQualifiedDomainName"] }, { FullyQualifiedDomainName: "" }] as const)
    expect(faultOf(() => store.updateHealthCheck({ HealthCheckId: id, ...update }, caller()))).toMatch(
      /must have an IP address/,
    );
});

test("pages of checks go on where they ended, and hold one account's (API:ListHealthChecks)", () => {
  const store = newStore();
  const ids = Array.from({ length: 7 }, () => create(store, http)).toSorted();
  store.createHealthCheck({ CallerReference: "x", HealthCheckConfig: http }, caller("111111111111"));
  const seen: string[] = [];
  let marker: string | undefined;
  do {
    const page = store.listHealthChecks({ MaxItems: "3", ...(marker !== undefined && { Marker: marker }) }, caller());
    expect(page.Marker).toBe(marker ?? "");
    expect(page.IsTruncated).toBe(page.NextMarker !== undefined);
    seen.push(...page.HealthChecks.map(({ Id }) => Id));
    marker = page.NextMarker;
  } while (marker !== undefined);
  expect(seen).toEqual(ids);
  expect(store.getHealthCheckCount({}, caller()).HealthCheckCount).toBe(7);
  expect(faultOf(() => store.listHealthChecks({ MaxItems: "0" }, caller()))).toMatch(/^400 InvalidInput/);
});

test("every change is an effect, and the tags go with the check", () => {
  const store = newStore();
  const effects: Effect[] = [];
  store.onCommit((committed) => effects.push(...committed));
  const id = create(store, http);
  store.changeTagsForResource(
    { ResourceType: "healthcheck", ResourceId: id, AddTags: [{ Key: "a", Value: "b" }] },
    caller(),
  );
  store.updateHealthCheck({ HealthCheckId: id, Disabled: true }, caller());
  expect([...store.healthChecks()].map((row) => row.config.Disabled)).toEqual([true]);
  store.deleteHealthCheck({ HealthCheckId: id }, caller());
  expect(effects).toEqual(
    [false, false, true].map((deleted) => ({ kind: "health-check-changed", healthCheckId: id, deleted })),
  );
  expect(store.healthCheck(id)).toBeNull();
});

test("reports are asked of who probes, and not of calculated checks (API:GetHealthCheckStatus)", () => {
  const observation = {
    Region: "us-east-1",
    IPAddress: "15.177.2.21",
    StatusReport: { Status: "Success: HTTP Status Code 200, OK", CheckedTime: "2026-01-01T00:00:00.000Z" },
  };
  const store = newStore({ healthReports: { observations: () => [observation], lastFailures: () => [] } });
  const id = create(store, http);
  expect(store.getHealthCheckStatus({ HealthCheckId: id }, caller())).toEqual({
    HealthCheckObservations: [observation],
  });
  expect(store.getHealthCheckLastFailureReason({ HealthCheckId: id }, caller()).HealthCheckObservations).toEqual([]);
  const parent = create(store, calculated);
  expect(faultOf(() => store.getHealthCheckStatus({ HealthCheckId: parent }, caller()))).toMatch(/^400 InvalidInput/);
  expect(faultOf(() => store.getHealthCheckLastFailureReason({ HealthCheckId: parent }, caller()))).toMatch(
    /^400 InvalidInput/,
  );
  expect(faultOf(() => store.getHealthCheckStatus({ HealthCheckId: "no" }, caller()))).toMatch(
    /^404 NoSuchHealthCheck/,
  );
});

test("the quota of checks holds where quotas do (DG:DNSLimitations)", () => {
  const store = newStore({ quotas: "enforced", limits: { ...awsLimits, healthChecksPerAccount: 1 } });
  create(store, http);
  expect(faultOf(() => create(store, http))).toMatch(/^400 TooManyHealthChecks/);
});

test("the virtual checkers' addresses lie in the ranges of GetCheckerIpRanges", () => {
  const { CheckerIpRanges } = newStore().getCheckerIpRanges({}, caller());
  const [range] = CheckerIpRanges.map((text) => scanPrefix(text)!);
  for (const { address } of checkersOf([])) {
    const octets = scanPrefix(address)!.octets;
    // 15.177.0.0/18
    expect([octets[0], octets[1], octets[2] & 0xc0]).toEqual([...range.octets.subarray(0, 3)]);
  }
});
