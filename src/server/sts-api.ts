// AWS STS on the API listener, at "/": who a client is, by the accounts of the configuration. Accounts, signatures, log and
// counts are ./service-routes.ts's. Read next: ../aws/sts/api.ts.

import { StsApi } from "../aws/sts/api.ts";
import type { Resource } from "../http/listener.ts";
import type { Config } from "./config.ts";
import { type ServiceParts, handlerOf, serviceOptions } from "./service-routes.ts";

export function stsRoutes(config: Config, parts: ServiceParts): [path: string, resource: Resource][] {
  const api = new StsApi({ ...serviceOptions("sts", config, parts), requestsPerSecond: null });
  return [["/", { POST: handlerOf(api) }]];
}
