// What health checks are: the definitions that their owner gives, what is to be probed, and what a probe found.
// AWS's words stay (API:HealthCheckConfig); defaults are filled in before, and all rules of what may be combined are the
// owner's. A check has a number, handed out by the owner: the bit of the health board that it sets. Read next: ./health-checks.ts.

import type { CheckerRegion } from "./checkers.ts";

export type EndpointType = "HTTP" | "HTTPS" | "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" | "TCP";

/** What a probe is sent to, and what it asks for. */
export interface ProbeTarget {
  readonly type: EndpointType;
  /** The address; null to look the name up before each probe. */
  readonly address: string | null;
  /** FullyQualifiedDomainName. */
  readonly name: string | null;
  readonly port: number;
  readonly path: string;
  readonly searchString: string | null;
  readonly sni: boolean;
}

interface Check {
  readonly id: string;
  /** Its number on the health board. */
  readonly index: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
}

export interface EndpointCheck extends Check {
  readonly kind: "endpoint";
  readonly target: ProbeTarget;
  readonly intervalSeconds: 10 | 30;
  /** Probes in a row that must pass or fail before a checker changes its mind: 1 to 10. */
  readonly failureThreshold: number;
  readonly regions: readonly CheckerRegion[];
}

/** Healthy when enough of its children are. A child that is calculated itself, or that there is not, is not healthy. */
export interface CalculatedCheck extends Check {
  readonly kind: "calculated";
  readonly healthThreshold: number;
  readonly children: readonly string[];
}

/** Follows an alarm, which is told (./told.ts). */
export interface AlarmCheck extends Check {
  readonly kind: "alarm";
  readonly insufficientData: "Healthy" | "Unhealthy" | "LastKnownStatus";
}

/** Follows a routing control, which is told (./told.ts). */
export interface ControlCheck extends Check {
  readonly kind: "control";
}

export type CheckDefinition = EndpointCheck | CalculatedCheck | AlarmCheck | ControlCheck;

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type ControlState = "On" | "Off";

export type HealthStatus = "healthy" | "unhealthy";

/** What a probe found: isSuccess says whether that is good. */
export type ProbeOutcome =
  | { readonly kind: "response"; readonly status: number; readonly reason: string; readonly resolved: string | null }
  | { readonly kind: "connected"; readonly resolved: string | null }
  | { readonly kind: "string-missing"; readonly resolved: string | null }
  | { readonly kind: "connect-timeout"; readonly resolved: string | null }
  | { readonly kind: "refused"; readonly resolved: string | null; readonly detail: string }
  | { readonly kind: "status-timeout"; readonly resolved: string | null }
  | { readonly kind: "body-timeout"; readonly resolved: string | null }
  | { readonly kind: "tls"; readonly resolved: string | null; readonly detail: string }
  | { readonly kind: "malformed"; readonly resolved: string | null; readonly detail: string }
  | { readonly kind: "unresolved"; readonly detail: string }
  | { readonly kind: "forbidden"; readonly address: string }
  /** The probe was not made; nothing is known. */
  | { readonly kind: "skipped" };

/** One probe, to be answered by one result. */
export interface ProbeRequest {
  readonly check: string;
  /** Which edition of the check, and which of its probers, the result is for. */
  readonly edition: number;
  readonly prober: number;
  readonly target: ProbeTarget;
}

export interface ProbeResult {
  readonly check: string;
  readonly edition: number;
  readonly prober: number;
  readonly outcome: ProbeOutcome;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly checkedMs: number;
}

/** Whether the endpoint passed: 2xx and 3xx (DG:dns-failover-determining-health-of-endpoints). */
export function isSuccess(outcome: ProbeOutcome): boolean {
  if (outcome.kind === "response") return outcome.status >= 200 && outcome.status < 400;
  return outcome.kind === "connected";
}
