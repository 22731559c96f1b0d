// A health check as the API stores it (API:HealthCheckConfig), as the engine of ../health/ wants it. The store has filled in
// the defaults and refused what does not go together, so whatever is missing here is missing for good.

import { checkerRegions, type CheckerRegion } from "../health/checkers.ts";
import type { CheckDefinition, EndpointType } from "../health/definition.ts";
import type { HealthCheckConfig, HealthCheckRow } from "../store/health-check-shapes.ts";

/** `index` is the check's number on the health board. */
export function definitionOf({ id, config }: HealthCheckRow, index: number): CheckDefinition {
  const common = { id, index, inverted: config.Inverted ?? false, disabled: config.Disabled ?? false };
  switch (config.Type) {
    case "CALCULATED":
      return {
        ...common,
        kind: "calculated",
        healthThreshold: config.HealthThreshold ?? 0,
        children: config.ChildHealthChecks ?? [],
      };
    case "CLOUDWATCH_METRIC":
      return { ...common, kind: "alarm", insufficientData: config.InsufficientDataHealthStatus ?? "LastKnownStatus" };
    case "RECOVERY_CONTROL":
      return { ...common, kind: "control" };
    default:
      return {
        ...common,
        kind: "endpoint",
        target: targetOf(config.Type, config),
        intervalSeconds: config.RequestInterval === 10 ? 10 : 30,
        failureThreshold: config.FailureThreshold ?? 3,
        regions: (config.Regions ?? []).filter(isCheckerRegion),
      };
  }
}

function targetOf(
  type: EndpointType,
  config: HealthCheckConfig,
): Extract<CheckDefinition, { kind: "endpoint" }>["target"] {
  const { IPAddress, FullyQualifiedDomainName, Port, ResourcePath = "/", SearchString } = config;
  const isHttps = type === "HTTPS" || type === "HTTPS_STR_MATCH";
  return {
    type,
    address: IPAddress ?? null,
    name: FullyQualifiedDomainName ?? null,
    port: Port ?? (isHttps ? 443 : 80),
    path: ResourcePath.startsWith("/") ? ResourcePath : `/${ResourcePath}`,
    searchString: SearchString ?? null,
    sni: config.EnableSNI ?? isHttps,
  };
}

function isCheckerRegion(region: string): region is CheckerRegion {
  return (checkerRegions as readonly string[]).includes(region);
}
