// A document read, given ids, and made a snapshot: what the store does with a draft, as short as a test needs it.

import type { ApiDraft, MethodDraft } from "../../../src/gateway/openapi/draft.ts";
import { readOpenApi } from "../../../src/gateway/openapi/read.ts";
import { storedSchema } from "../../../src/gateway/openapi/schemas.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";
import type { Method } from "../../../src/gateway/model/shapes.ts";

export function draftOf(document: unknown): ApiDraft {
  const draft = readOpenApi(document, "ignore");
  if ("fault" in draft) throw new Error(draft.fault);
  return draft;
}

export function snapshotOf(draft: ApiDraft): ApiSnapshot {
  return {
    apiId: "abcdefghij",
    name: draft.name,
    account: "000000000000",
    region: "us-east-1",
    apiKeySource: draft.apiKeySource ?? "HEADER",
    binaryMediaTypes: draft.binaryMediaTypes ?? [],
    minimumCompressionSize: draft.minimumCompressionSize ?? null,
    endpointConfiguration: { types: ["EDGE"], vpcEndpointIds: draft.vpcEndpointIds ?? [] },
    policy: draft.policy ?? null,
    disableExecuteApiEndpoint: draft.disableExecuteApiEndpoint ?? false,
    resources: draft.resources.map(({ path, methods }) => ({
      id: path,
      path,
      resourceMethods: Object.fromEntries(methods.map((one) => [one.httpMethod, methodOf(one)])),
    })),
    authorizers: draft.authorizers.map((one) => ({ ...one, id: one.name })),
    models: draft.models.map(({ schema, ...one }) => ({
      ...one,
      id: one.name,
      schema: storedSchema(schema, "abcdefghij"),
    })),
    requestValidators: draft.requestValidators.map((one) => ({ ...one, id: one.name })),
    gatewayResponses: Object.fromEntries(draft.gatewayResponses.map((one) => [one.responseType, one])),
  };
}

function methodOf({ authorizerName, validatorName, ...method }: MethodDraft): Method {
  return {
    ...method,
    ...(authorizerName !== undefined && { authorizerId: authorizerName }),
    ...(validatorName !== undefined && { requestValidatorId: validatorName }),
  };
}
