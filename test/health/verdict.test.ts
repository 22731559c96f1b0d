// Verdicts: thresholds of each checker, the 18 % rule, inversion, disabling, and a naive reading of the guide beside it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { nothingTold, withAlarm } from "../../src/health/told.ts";
import { checkerRegions, checkersOf } from "../../src/health/checkers.ts";
import type { CheckDefinition, HealthStatus } from "../../src/health/definition.ts";
import { EndpointVerdict } from "../../src/health/endpoint-verdict.ts";
import { bad, endpoint, good, HealthWorld } from "./world.ts";

test.each([
  // DG:dns-failover-determining-health-of-endpoints: more than 18 % of the checkers.
  { checkers: 16, healthy: 16, status: "healthy" },
  { checkers: 16, healthy: 3, status: "healthy" },
  { checkers: 16, healthy: 2, status: "unhealthy" },
  { checkers: 16, healthy: 0, status: "unhealthy" },
  { checkers: 6, healthy: 2, status: "healthy" },
  { checkers: 6, healthy: 1, status: "unhealthy" },
] as const)("$healthy of $checkers checkers: $status", ({ checkers, healthy, status }) => {
  const regions = checkerRegions.slice(0, checkers / 2);
  const verdict = new EndpointVerdict(endpoint("a", { regions, failureThreshold: 1 }), 16, "healthy");
  expect(verdict.checkers.length).toBe(checkers);
  for (let prober = 0; prober < checkers; prober++) verdict.take(prober, prober < healthy ? good : bad, 0);
  // 1 of 6 is 16.7 %, 3 of 16 are 18.75 %.
  expect(verdict.status).toBe(status);
});

test("the two checkers of a region follow different probers", () => {
  const { checkers } = new EndpointVerdict(endpoint("a"), 2, "healthy");
  for (let i = 0; i < checkers.length; i += 2) {
    expect(checkers[i].checker.region).toBe(checkers[i + 1].checker.region);
    expect(checkers[i].prober).not.toBe(checkers[i + 1].prober);
  }
  expect(new Set(checkersOf([]).map(({ address }) => address)).size).toBe(16);
});

const base = { inverted: false, disabled: false };
const invertedEndpoint = endpoint("a", { inverted: true });

test.each<{ what: string; check: CheckDefinition; before: HealthStatus; afterFailures: HealthStatus }>([
  { what: "plain", check: endpoint("a"), before: "healthy", afterFailures: "unhealthy" },
  // API:HealthCheckConfig, Inverted and Disabled; API:UpdateHealthCheck, Disabled.
  { what: "inverted", check: invertedEndpoint, before: "unhealthy", afterFailures: "healthy" },
  { what: "disabled", check: endpoint("a", { disabled: true }), before: "healthy", afterFailures: "healthy" },
  {
    what: "disabled and inverted",
    check: endpoint("a", { disabled: true, inverted: true }),
    before: "unhealthy",
    afterFailures: "unhealthy",
  },
])("a new $what check is $before until there is data, then $afterFailures", ({ check, before, afterFailures }) => {
  const world = new HealthWorld();
  world.find = () => bad;
  world.define(check);
  expect(world.published).toEqual([[1, before, 0]]);
  world.runTo(100_000);
  expect(world.checks.statusOf("a")).toBe(afterFailures);
});

test("an override wins over everything, until it is taken back", () => {
  const world = new HealthWorld();
  world.define(endpoint("a", { failureThreshold: 1 }));
  world.checks.tell("a", { ...nothingTold, override: "unhealthy" });
  world.runTo(40_000);
  expect(world.checks.statusOf("a")).toBe("unhealthy");
  expect(world.checks.overrideOf("a")).toBe("unhealthy");
  world.checks.tell("a", { ...nothingTold, override: null });
  expect(world.checks.statusOf("a")).toBe("healthy");
  expect(world.published.map(([, status]) => status)).toEqual(["healthy", "unhealthy", "healthy"]);
});

test("an update keeps what checkers know of the same endpoint, and the verdict on another (API:UpdateHealthCheck)", () => {
  const world = new HealthWorld();
  world.find = () => bad;
  world.define(endpoint("a"));
  world.runTo(100_000);
  expect(world.checks.statusOf("a")).toBe("unhealthy");
  world.define(endpoint("a", { failureThreshold: 5 }));
  expect(world.checks.statusOf("a")).toBe("unhealthy");
  expect(world.checks.observations("a").length).toBe(16);
  const { target } = endpoint("a");
  world.define(endpoint("a", { failureThreshold: 5, target: { ...target, path: "/other" } }));
  expect(world.checks.statusOf("a")).toBe("unhealthy");
  expect(world.checks.observations("a")).toEqual([]);
});

test("a result for an earlier edition of a check counts for nothing", () => {
  const world = new HealthWorld(1);
  world.latencyMs = 5_000;
  world.find = () => bad;
  world.define(endpoint("a", { failureThreshold: 1 }));
  world.runTo(world.checks.nextWakeMs);
  expect(world.sent.length).toBe(1);
  world.checks.remove("a");
  world.find = () => good;
  world.define(endpoint("a", { failureThreshold: 1 }));
  world.runTo(world.clock.nowMs() + 5_020); // its own first probe has found nothing yet
  expect(world.checks.statusOf("a")).toBe("healthy");
  expect(world.checks.observations("a")).toEqual([]);
});

test.each([
  // API:HealthCheckConfig, HealthThreshold.
  { healthThreshold: 0, status: "healthy" },
  { healthThreshold: 1, status: "healthy" },
  { healthThreshold: 2, status: "healthy" },
  { healthThreshold: 3, status: "unhealthy" },
  { healthThreshold: 4, status: "unhealthy" },
] as const)("two of three children healthy, threshold $healthThreshold: $status", ({ healthThreshold, status }) => {
  const world = new HealthWorld();
  const control = (id: string): CheckDefinition => ({ kind: "control", id, index: 2, ...base });
  const children = ["a", "b", "c"];
  world.define({ kind: "calculated", id: "parent", index: 1, ...base, healthThreshold, children });
  world.define(...children.map(control));
  world.checks.tell("c", { ...nothingTold, control: "Off" });
  expect(world.checks.statusOf("parent")).toBe(status);
  // A child that is gone is not healthy.
  world.checks.remove("a");
  expect(world.checks.statusOf("parent")).toBe(healthThreshold <= 1 ? "healthy" : "unhealthy");
});

test("a parent flips with its children in the same moment, and does not count calculated children", () => {
  const world = new HealthWorld();
  world.define({ kind: "control", id: "child", index: 1, ...base });
  const calculated = { kind: "calculated", ...base, healthThreshold: 1 } as const;
  world.define({ ...calculated, id: "parent", index: 2, children: ["child"] });
  world.define({ ...calculated, id: "grandparent", index: 3, children: ["parent", "grandparent"] });
  world.published.length = 0;
  world.checks.tell("child", { ...nothingTold, control: "Off" });
  expect(world.published).toEqual([
    [1, "unhealthy", 0],
    [2, "unhealthy", 0],
  ]);
  expect(world.checks.statusOf("grandparent")).toBe("unhealthy");
});

test.each([
  // API:HealthCheckConfig, InsufficientDataHealthStatus: new checks have no last status, and are healthy.
  { insufficientData: "Healthy", statuses: ["healthy", "unhealthy", "healthy"] },
  { insufficientData: "Unhealthy", statuses: ["unhealthy", "unhealthy", "unhealthy"] },
  { insufficientData: "LastKnownStatus", statuses: ["healthy", "unhealthy", "unhealthy"] },
] as const)("an alarm without enough data, $insufficientData: $statuses", ({ insufficientData, statuses }) => {
  const world = new HealthWorld();
  world.define({ kind: "alarm", id: "a", index: 1, ...base, insufficientData });
  const seen = [world.checks.statusOf("a")];
  for (const state of ["ALARM", "INSUFFICIENT_DATA"] as const) {
    world.checks.tell("a", withAlarm(world.checks.toldOf("a"), state));
    seen.push(world.checks.statusOf("a"));
  }
  expect(seen).toEqual(statuses);
  world.checks.tell("a", withAlarm(world.checks.toldOf("a"), "OK"));
  expect(world.checks.statusOf("a")).toBe("healthy");
});

/** The guide read naively: whole histories, counted anew each time. */
function naiveStatus(histories: readonly (readonly boolean[])[], threshold: number, checkers: number): HealthStatus {
  const views = histories.map((history) => {
    let view = true;
    history.forEach((_, end) => {
      const lastOnes = history.slice(Math.max(0, end + 1 - threshold), end + 1);
      if (lastOnes.length === threshold && lastOnes.every((passed) => passed !== view)) view = !view;
    });
    return view;
  });
  let healthy = 0;
  for (let checker = 0; checker < checkers; checker++) if (views[checker % views.length]) healthy++;
  return healthy / checkers > 0.18 ? "healthy" : "unhealthy";
}

test("verdicts are those of a naive reading, for all probes of all probers", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 3, max: 8 }),
      fc.array(fc.record({ prober: fc.nat(15), passed: fc.boolean(), times: fc.integer({ min: 1, max: 12 }) }), {
        maxLength: 40,
      }),
      (failureThreshold, probers, regionCount, events) => {
        const regions = checkerRegions.slice(0, regionCount);
        const verdict = new EndpointVerdict(endpoint("a", { failureThreshold, regions }), probers, "healthy");
        const histories = verdict.probers.map((): boolean[] => []);
        for (const { prober, passed, times } of events) {
          const one = prober % histories.length;
          for (let i = 0; i < times; i++) {
            verdict.take(one, passed ? good : bad, 0);
            histories[one].push(passed);
          }
          expect(verdict.status).toBe(naiveStatus(histories, failureThreshold, regionCount * 2));
        }
      },
    ),
  );
});
