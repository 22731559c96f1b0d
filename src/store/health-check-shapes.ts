// The shapes of health checks, with the model's member names, and the row that is stored of one.
// What may be combined is not in the types: ./health-check-rules.ts says it.

export const healthCheckTypes = [
  "HTTP",
  "HTTPS",
  "HTTP_STR_MATCH",
  "HTTPS_STR_MATCH",
  "TCP",
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
] as const;

export type HealthCheckType = (typeof healthCheckTypes)[number];

export interface AlarmIdentifier {
  readonly Region: string;
  readonly Name: string;
}

export interface HealthCheckConfig {
  readonly IPAddress?: string;
  readonly Port?: number;
  readonly Type: HealthCheckType;
  readonly ResourcePath?: string;
  readonly FullyQualifiedDomainName?: string;
  readonly SearchString?: string;
  readonly RequestInterval?: number;
  readonly FailureThreshold?: number;
  readonly MeasureLatency?: boolean;
  readonly Inverted?: boolean;
  readonly Disabled?: boolean;
  readonly HealthThreshold?: number;
  readonly ChildHealthChecks?: readonly string[];
  readonly EnableSNI?: boolean;
  readonly Regions?: readonly string[];
  readonly AlarmIdentifier?: AlarmIdentifier;
  readonly InsufficientDataHealthStatus?: "Healthy" | "Unhealthy" | "LastKnownStatus";
  readonly RoutingControlArn?: string;
}

export interface HealthCheck {
  readonly Id: string;
  readonly CallerReference: string;
  readonly HealthCheckConfig: HealthCheckConfig;
  readonly HealthCheckVersion: number;
}

/** What is stored of a check; the configuration has all its defaults. */
export interface HealthCheckRow {
  readonly id: string;
  readonly account: string;
  readonly callerReference: string;
  readonly version: number;
  readonly config: HealthCheckConfig;
}

export interface CreateHealthCheckRequest {
  readonly CallerReference: string;
  readonly HealthCheckConfig: HealthCheckConfig;
}

export interface HealthCheckRequest {
  readonly HealthCheckId: string;
}

export type ResettableElement = "FullyQualifiedDomainName" | "Regions" | "ResourcePath" | "ChildHealthChecks";

/** The members that may change; the others are as they were made (API:UpdateHealthCheck). */
export interface UpdateHealthCheckRequest
  extends
    HealthCheckRequest,
    Omit<HealthCheckConfig, "Type" | "RequestInterval" | "MeasureLatency" | "RoutingControlArn"> {
  readonly HealthCheckVersion?: number;
  readonly ResetElements?: readonly ResettableElement[];
}

export interface ListHealthChecksRequest {
  readonly Marker?: string;
  readonly MaxItems?: string;
}

export interface ListHealthChecksResponse {
  readonly HealthChecks: readonly HealthCheck[];
  readonly Marker: string;
  readonly IsTruncated: boolean;
  readonly NextMarker?: string;
  readonly MaxItems: string;
}

export interface HealthCheckObservation {
  readonly Region: string;
  readonly IPAddress: string;
  readonly StatusReport: { readonly Status: string; readonly CheckedTime: string };
}

export interface ObservationsAnswer {
  readonly HealthCheckObservations: readonly HealthCheckObservation[];
}

/** What checkers report of a check, told by whoever has it probed. */
export interface HealthReports {
  observations(healthCheckId: string): readonly HealthCheckObservation[];
  lastFailures(healthCheckId: string): readonly HealthCheckObservation[];
}
