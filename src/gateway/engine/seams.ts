// Where the pipeline (./pipeline.ts) meets what stands behind it and beside it: an integration answers an exchange, an
// authorizer lets it in. Both are compiled once for a deployed stage and then called for each request, and both answer at
// once where they need not wait. What goes wrong is a fault, never a thrown error.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Authorizer, Method, Resource, Stage } from "../model/shapes.ts";
import type { Authorized, Exchange } from "./exchange.ts";
import type { GatewayFault } from "./fault.ts";
import type { Eventual, GatewayReply } from "./messages.ts";
import type { EnginePorts } from "./ports.ts";

/** What came of an integration, after its responses and their templates: all of the answer but what every answer carries. */
export type IntegrationReply = GatewayReply;

export type Integrate = (exchange: Exchange) => Eventual<IntegrationReply | GatewayFault>;
export type Authorize = (exchange: Exchange) => Eventual<Authorized | GatewayFault>;

export interface Seams {
  readonly compileIntegration: (
    method: Method,
    resource: Resource,
    snapshot: ApiSnapshot,
    stage: Stage,
    ports: EnginePorts,
  ) => Integrate;
  readonly compileAuthorizer: (
    authorizer: Authorizer | "AWS_IAM",
    method: Method,
    snapshot: ApiSnapshot,
    stage: Stage,
    ports: EnginePorts,
  ) => Authorize;
}
