// Whether a request of a method is admitted, in AWS's order (AWS guide: api-gateway-request-throttling): the key and its
// plan, the plan's limit of the method, the plan's limit, the method's limit of the stage, the account's, and the plan's
// quota last, so that what is throttled is not counted against it. A method holds the checks that it has limits for.
// A stage's settings limit each of its methods by itself, its `*/*` too.

import type { MethodSetting } from "../model/shapes.ts";
import { GatewayFault } from "./fault.ts";
import type { EnginePorts } from "./ports.ts";
import type { RequestExchange } from "./request-exchange.ts";
import type { Bucket, Throttle } from "./throttle.ts";
import { compileKeyCheck, type StageKeys } from "./usage.ts";

export type Check = (exchange: RequestExchange) => GatewayFault | null;

/** One for all: nothing of a refusal differs from the next. */
export const throttled = new GatewayFault("THROTTLED");
const quotaExceeded = new GatewayFault("QUOTA_EXCEEDED");

export interface AdmissionSite {
  readonly ports: Pick<EnginePorts, "clock" | "usage">;
  readonly throttle: Throttle;
  readonly keys: StageKeys;
  readonly apiKeySource: "HEADER" | "AUTHORIZER";
  readonly account: Bucket | null;
  /** Of the stage and the method, as buckets are named. */
  readonly name: string;
  readonly setting: MethodSetting;
  /** `/users/GET` and, where the method is ANY, `/users/ANY`. */
  readonly methodKeys: readonly string[];
}

/** null: whoever comes is admitted. */
export function compileAdmission(site: AdmissionSite, key: "key required" | "no key"): Check | null {
  const { throttle, setting } = site;
  const { clock } = site.ports;
  const method = throttle.bucket(`method/${site.name}`, {
    rateLimit: setting.throttlingRateLimit,
    burstLimit: setting.throttlingBurstLimit,
  });
  const buckets = [method, site.account].filter((bucket) => bucket !== null);
  if (key === "key required") return compileKeyed(site, buckets);
  if (buckets.length === 0) return null;
  if (buckets.length === 1) {
    const [only] = buckets;
    return () => (throttle.take(only, clock.nowMs()) ? null : throttled);
  }
  return () => {
    const now = clock.nowMs();
    return buckets.every((bucket) => throttle.take(bucket, now)) ? null : throttled;
  };
}

function compileKeyed(
  { ports, throttle, keys, apiKeySource, methodKeys }: AdmissionSite,
  buckets: readonly Bucket[],
): Check {
  const check = compileKeyCheck(keys, apiKeySource);
  const { clock, usage } = ports;
  return (exchange) => {
    const use = check(exchange);
    if (use instanceof GatewayFault) return use;
    const now = clock.nowMs();
    const own = methodKeys.find((key) => use.methodBuckets.has(key));
    const ownBucket = own === undefined ? null : (use.methodBuckets.get(own) ?? null);
    if (ownBucket !== null && !throttle.take(ownBucket, now)) return throttled;
    if (use.bucket !== null && !throttle.take(use.bucket, now)) return throttled;
    if (!buckets.every((bucket) => throttle.take(bucket, now))) return throttled;
    return usage.take(use.plan.id, use.key.id) ? null : quotaExceeded;
  };
}
