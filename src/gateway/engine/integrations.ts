// What answers a method, by the type of its integration: compiled once for a stage, asked for each request that gets so far.
// Each type has its page in ./integrations/; what all of them give is the client's answer, but for what every answer
// carries, or the fault that it gets instead. Read next: ./parameter-mapping.ts, ./template-run.ts, ./integration-response.ts.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Method, Resource, Stage } from "../model/shapes.ts";
import { GatewayFault } from "./fault.ts";
import { compileHttpProxy } from "./integrations/http-proxy.ts";
import { compileHttp } from "./integrations/http.ts";
import { compileLambdaProxy } from "./integrations/lambda-proxy.ts";
import { compileLambda } from "./integrations/lambda.ts";
import { compileMock } from "./integrations/mock.ts";
import type { EnginePorts } from "./ports.ts";
import type { Integrate } from "./seams.ts";

export function compileIntegration(
  method: Method,
  resource: Resource,
  snapshot: ApiSnapshot,
  stage: Stage,
  ports: EnginePorts,
): Integrate {
  const integration = method.methodIntegration;
  if (integration === undefined) {
    const fault = new GatewayFault("API_CONFIGURATION_ERROR", { why: "No integration defined for method" });
    return () => fault;
  }
  const site = { integration, method, resource, snapshot, stage, ports };
  switch (integration.type) {
    case "AWS_PROXY":
      return compileLambdaProxy(site);
    case "AWS":
      return compileLambda(site);
    case "HTTP_PROXY":
      return compileHttpProxy(site);
    case "HTTP":
      return compileHttp(site);
    case "MOCK":
      return compileMock(site);
  }
}
