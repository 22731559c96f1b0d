// How Amazon API Gateway's control API speaks. Messages name members of a body below the operation's input
// (createRestApiInput.endpointConfiguration.types), times are whole seconds, and every answer has a second id, as the service
// stands behind a gateway itself. Read next: ../rest-json/api.ts.

import { WireFault } from "../fault.ts";
import { readModel } from "../model-text.ts";
import { serializationFault } from "../rest-json/content.ts";
import type { RestJsonService } from "../rest-json/service.ts";
import { methodName } from "../service-api.ts";
import { apiGatewayModel } from "./model.ts";

export const apiGateway: RestJsonService = {
  name: "apigateway",
  model: readModel(apiGatewayModel),
  bodyPath: ({ name }) => `${methodName(name)}Input.`,
  malformed: (why) => serializationFault(`The body is no JSON: ${why}`),
  internalCode: "InternalFailure",
  times: { given: "seconds", stepMs: 1000 },
  rateExceeded: () => new WireFault("TooManyRequestsException", "Too Many Requests", 429, { retryAfterSeconds: 1 }),
  headers: (requestId) => ({ "x-amz-apigw-id": gatewayId(requestId) }),
};

/** Fifteen characters of Base64 and a padding. */
function gatewayId(requestId: string): string {
  return Buffer.from(requestId.replaceAll("-", "")).subarray(0, 11).toString("base64");
}
