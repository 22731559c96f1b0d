// Amazon Route 53's API on the API listener: the store's operations behind the wire protocol. Accounts, signatures, log and
// counts are ./service-routes.ts's. Read next: ../aws/route53/api.ts.

import { Route53Api, pathPrefix } from "../aws/route53/api.ts";
import type { Operations } from "../aws/service-api.ts";
import { type HttpReply, type Resource, textReply } from "../http/listener.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import type { CallContext } from "../store/context.ts";
import type { Route53Store } from "../store/route53-store.ts";
import { otherAccount } from "./accounts.ts";
import type { Config } from "./config.ts";
import { type ServiceParts, handlerOf, serviceOptions } from "./service-routes.ts";
import { storeOperations } from "./store-operations.ts";

export interface Route53Parts extends ServiceParts {
  readonly store: Route53Store;
  /** Forgets everything: testing.reset. */
  readonly reset: (context: CallContext) => void;
  /** Operations that are not the store's, by the store's way of naming: testDNSAnswer. */
  readonly further: Operations;
}

/** The paths of the API. */
export function route53Routes(config: Config, parts: Route53Parts): [path: string, resource: Resource][] {
  const ofStore = storeOperations(parts.store, cryptoRandom);
  const api = new Route53Api({
    ...serviceOptions("route53", config, parts),
    operations: (name) => parts.further(name) ?? ofStore(name),
    strictness: config.testing.strictness,
    requestsPerSecond: config.api.requestsPerSecond,
  });
  return [[`${pathPrefix}**`, { ANY: handlerOf(api) }], ...(config.testing.reset ? resetRoutes(parts) : [])];
}

/** Paths that empty the API's state; moto's clients know the second. */
function resetRoutes({ reset, nowMs }: Route53Parts): [path: string, resource: Resource][] {
  const answer = (): HttpReply => {
    reset({ account: otherAccount, accessKey: null, nowMs: nowMs(), random: cryptoRandom });
    return textReply(200, "Everything is forgotten.");
  };
  return [
    ["/_signpost/reset", { POST: answer }],
    ["/moto-api/reset", { POST: answer }],
  ];
}
