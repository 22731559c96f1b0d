// What the account and a zone may have, and have: GetAccountLimit, GetHostedZoneLimit. The numbers stand in ./limit-table.ts
// and are told whether or not quotas are enforced.

import { prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type { Limits } from "./limit-table.ts";
import type { Limit } from "./shapes.ts";
import { ApiFault, constraintFault } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { table } from "./table-names.ts";

export type AccountLimitType =
  | "MAX_HEALTH_CHECKS_BY_OWNER"
  | "MAX_HOSTED_ZONES_BY_OWNER"
  | "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER"
  | "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER"
  | "MAX_TRAFFIC_POLICIES_BY_OWNER";

const accountLimits: Readonly<Record<AccountLimitType, readonly [limit: keyof Limits, index: string]>> = {
  MAX_HEALTH_CHECKS_BY_OWNER: ["healthChecksPerAccount", table.healthChecksByAccount],
  MAX_HOSTED_ZONES_BY_OWNER: ["hostedZonesPerAccount", table.zonesByAccount],
  MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER: ["trafficPolicyInstancesPerAccount", table.trafficPolicyInstancesByAccount],
  MAX_REUSABLE_DELEGATION_SETS_BY_OWNER: ["delegationSetsPerAccount", table.delegationSetsByAccount],
  MAX_TRAFFIC_POLICIES_BY_OWNER: ["trafficPoliciesPerAccount", table.trafficPoliciesByAccount],
};

export function getAccountLimit(work: Work, { Type }: { readonly Type: AccountLimitType }): Limit<AccountLimitType> {
  if (!Object.hasOwn(accountLimits, Type)) throw unknownType(Type, Object.keys(accountLimits));
  const [limit, index] = accountLimits[Type];
  return {
    Limit: { Type, Value: work.settings.limits[limit] },
    Count: work.tables.count(index, prefixOf(work.context.account)),
  };
}

export type HostedZoneLimitType = "MAX_RRSETS_BY_ZONE" | "MAX_VPCS_ASSOCIATED_BY_ZONE";

export function getHostedZoneLimit(
  work: Work,
  { Type, HostedZoneId }: { readonly Type: HostedZoneLimitType; readonly HostedZoneId: string },
): Limit<HostedZoneLimitType> {
  const zone = requireZone(work, HostedZoneId);
  const { limits } = work.settings;
  switch (Type) {
    case "MAX_RRSETS_BY_ZONE":
      return { Limit: { Type, Value: limits.recordSetsPerHostedZone }, Count: zone.recordSetCount };
    case "MAX_VPCS_ASSOCIATED_BY_ZONE":
      if (!zone.isPrivate)
        throw new ApiFault(
          "HostedZoneNotPrivate",
          "The specified hosted zone is a public hosted zone, not a private hosted zone.",
        );
      return { Limit: { Type, Value: limits.vpcsPerHostedZone }, Count: zone.vpcs.length };
    default:
      throw unknownType(Type, ["MAX_RRSETS_BY_ZONE", "MAX_VPCS_ASSOCIATED_BY_ZONE"]);
  }
}

function unknownType(type: string, types: readonly string[]): ApiFault {
  return constraintFault(type, "type", `satisfy enum value set: [${types.join(", ")}]`);
}
