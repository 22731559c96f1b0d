// A deployment: everything of an API that a request can meet, as it was when it was deployed (AWS guide:
// how-to-deploy-api, updating-api). Stages, domain names, usage plans and keys are not in it: they change without a deployment.
// Invariant: a snapshot never changes, so whoever compiled one may keep the result as long as the deployment is there.

import type {
  Authorizer,
  EndpointConfiguration,
  GatewayResponse,
  Model,
  RequestValidator,
  Resource,
  StringMap,
} from "./shapes.ts";

export interface ApiSnapshot {
  readonly apiId: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly apiKeySource: "HEADER" | "AUTHORIZER";
  readonly binaryMediaTypes: readonly string[];
  /** Octets; null: nothing is compressed. */
  readonly minimumCompressionSize: number | null;
  readonly endpointConfiguration: EndpointConfiguration;
  /** The resource policy as JSON text; null for none. */
  readonly policy: string | null;
  readonly disableExecuteApiEndpoint: boolean;
  /** With their methods, integrations and responses. */
  readonly resources: readonly Resource[];
  readonly authorizers: readonly Authorizer[];
  readonly models: readonly Model[];
  readonly requestValidators: readonly RequestValidator[];
  /** Those that were customised, by type. */
  readonly gatewayResponses: StringMap<GatewayResponse>;
}
