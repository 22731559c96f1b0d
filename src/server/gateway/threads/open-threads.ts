// Puts the gateway's threads together with what they ask for: the main thread's store, names, certificates and quotas.
// Read next: ./gateway-threads.ts, ../gateway-plane.ts.

import type { GatewayStore } from "../../../gateway/control/gateway-store.ts";
import type { QuotaMeter } from "../../../gateway/control/quota-meter.ts";
import type { Config } from "../../config.ts";
import type { Log } from "../../log.ts";
import { sharedRouting } from "../../routing-data.ts";
import type { ThreadFact } from "../../thread-life.ts";
import type { GatewayPlaneParts } from "../gateway-plane.ts";
import type { GatewayDesk, SharedByThreads } from "./gateway-messages.ts";
import { GatewayThreads, type GatewayThreadsOptions } from "./gateway-threads.ts";

export interface ThreadsParts
  extends
    Pick<GatewayPlaneParts, "clock" | "functions" | "routing" | "authority" | "dnsServer" | "log" | "threadModule">,
    Pick<GatewayThreadsOptions, "told" | "abandoned">,
    Pick<SharedByThreads, "throttle" | "quotas"> {
  readonly store: GatewayStore;
  readonly meter: QuotaMeter;
  readonly isOurs: (name: string) => boolean;
}

/** null where the configuration has the main thread serve. */
export function openThreads({ gateway, accounts, log: { level } }: Config, parts: ThreadsParts): GatewayThreads | null {
  if (gateway.workers === 0) return null;
  const { clock, functions, routing, authority, throttle, quotas, told, abandoned, log, threadModule } = parts;
  const { vpcs, places } = sharedRouting(routing);
  return new GatewayThreads({
    count: gateway.workers,
    shared: {
      config: { gateway, accounts },
      routing: { vpcs, places },
      clock: clock.shared,
      tellsExecution: level === "debug" || level === "trace",
      throttle,
      quotas,
      authorityCertificate: authority?.certificate ?? null,
    },
    desk: deskOf(parts),
    functions: functions.functions,
    told,
    abandoned,
    onFact: (fact) => tell(fact, log),
    module: threadModule ?? new URL("./gateway-thread.ts", import.meta.url),
  });
}

function deskOf({ store, meter, functions, authority, isOurs, dnsServer }: ThreadsParts): GatewayDesk {
  return {
    stage: (apiId, stageName) => store.stage(apiId, stageName),
    domain: (name) => store.domain(name),
    plannedKey: (value, apiId, stageName) => store.plannedKey(value, apiId, stageName),
    permission: (target, caller) => functions.functions.permission(target, caller),
    isOurs,
    credentials: (names) => {
      // Only what serves TLS asks, and that has an authority.
      const { cert, key } = authority!.credentialsFor(...names);
      return { cert, key };
    },
    clientCertificate: (name) => store.clientCertificate(name),
    lease: (planId, keyId) => meter.lease(planId, keyId),
    dnsServer,
  };
}

function tell(fact: ThreadFact, log: Log): void {
  switch (fact.kind) {
    case "fault":
      return log.error({ reason: fact.text }, "a request failed");
    case "died":
      return log.error(
        { reason: fact.reason },
        `a thread of the gateway died and is replaced in ${fact.restartInMs} ms`,
      );
    case "restarted":
      return log.info({}, "a thread of the gateway was replaced; its caches are empty");
  }
}
