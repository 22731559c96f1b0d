// Recorded: gateway responses.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import type { Replay, Scenario } from "./replay.ts";

const parameters = {
  "gatewayresponse.header.x-request-path": "method.request.path.petId",
  "gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'",
  "gatewayresponse.header.x-request-query": "method.request.querystring.q",
  "gatewayresponse.header.x-request-header": "method.request.header.Accept",
};

const oneParameter = { "gatewayresponse.header.x-request-header": "method.request.header.Accept" };

const templates = {
  "application/json":
    '{\n     "message": $context.error.messageString,\n     "type":  "$context.error.responseType",\n     "stage":  "$context.stage",\n     "resourcePath":  "$context.resourcePath",\n     "stageVariables.a":  "$stageVariables.a",\n     "statusCode": "\'404\'"\n}',
};

function newApi(r: Replay): string {
  return r.client.createRestApi({ name: "gateway-responses" }).id;
}

const origin = "/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin";

export const gatewayResponseScenarios: readonly Scenario[] = [
  {
    name: "TestApiGatewayGatewayResponse::test_gateway_response_crud",
    play(r) {
      const at = { restApiId: newApi(r), responseType: "MISSING_AUTHENTICATION_TOKEN" };
      r.step("get-gateway-response-default", () => r.client.getGatewayResponse(at));
      r.step("put-gateway-response", () =>
        r.client.putGatewayResponse({
          ...at,
          statusCode: "404",
          responseParameters: parameters,
          responseTemplates: templates,
        }),
      );
      r.step("get-gateway-responses", () => r.client.getGatewayResponses(at));
      r.step("get-gateway-response", () => r.client.getGatewayResponse(at));
      r.step("delete-gateway-response", () => r.client.deleteGatewayResponse(at));
      r.step("get-deleted-gw-response", () => r.client.getGatewayResponse(at));
    },
  },
  {
    name: "TestApiGatewayGatewayResponse::test_gateway_response_put",
    play(r) {
      const restApiId = newApi(r);
      const put = (responseType: string, given: object) => () =>
        r.client.putGatewayResponse({ restApiId, responseType, ...given });
      const token = "MISSING_AUTHENTICATION_TOKEN";
      const all = { statusCode: "404", responseParameters: parameters, responseTemplates: templates };
      r.step("put-gateway-response-all-value", put(token, all));
      r.step("put-gateway-response-status-only", put(token, { statusCode: "404" }));
      r.step("put-gateway-response-response-parameters-only", put(token, { responseParameters: oneParameter }));
      r.step("put-gateway-response-response-templates-only", put(token, { responseTemplates: templates }));
      r.step(
        "put-gateway-response-default-5xx",
        put("DEFAULT_5XX", { statusCode: "599", responseParameters: oneParameter, responseTemplates: templates }),
      );
      r.step(
        "put-gateway-response-default-ignored",
        put("AUTHORIZER_FAILURE", { responseParameters: { "gatewayresponse.header.foo": "'bar'" } }),
      );
      r.step("get-gateway-responses", () => r.client.getGatewayResponses({ restApiId }));
    },
  },
  {
    name: "TestApiGatewayGatewayResponse::test_gateway_response_validation",
    play(r) {
      const restApiId = newApi(r);
      const fake = { restApiId: "fake-api-id", responseType: "DEFAULT_4XX" };
      const wrong = { restApiId, responseType: "FAKE_RESPONSE_TYPE" };
      r.step("get-gateway-responses-no-api", () => r.client.getGatewayResponses(fake));
      r.step("get-gateway-response-no-api", () => r.client.getGatewayResponse(fake));
      r.step("delete-gateway-response-no-api", () => r.client.deleteGatewayResponse(fake));
      r.step("update-gateway-response-no-api", () => r.client.updateGatewayResponse({ ...fake, patchOperations: [] }));
      r.step("delete-gateway-response-not-set", () => r.client.deleteGatewayResponse({ ...fake, restApiId }));
      r.step("get-gateway-response-wrong-response-type", () => r.client.getGatewayResponse(wrong));
      r.step("delete-gateway-response-wrong-response-type", () => r.client.deleteGatewayResponse(wrong));
      r.step("update-gateway-response-wrong-response-type", () =>
        r.client.updateGatewayResponse({ ...wrong, patchOperations: [] }),
      );
      r.step("put-gateway-response-wrong-response-type", () =>
        r.client.putGatewayResponse({ ...wrong, statusCode: "404" }),
      );
    },
  },
  {
    name: "TestApiGatewayGatewayResponse::test_update_gateway_response",
    play(r) {
      const at = { restApiId: newApi(r), responseType: "DEFAULT_4XX" };
      const update =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateGatewayResponse({ ...at, patchOperations });
      r.step("update-gateway-response-not-set", update({ op: "replace", path: "/statusCode", value: "444" }));
      r.step("default-get-gateway-response", () => r.client.getGatewayResponse(at));
      r.step("put-gateway-response", () =>
        r.client.putGatewayResponse({
          ...at,
          statusCode: "404",
          responseParameters: parameters,
          responseTemplates: {
            "application/json": JSON.stringify({ "application/json": '{"message":$context.error.messageString}' }),
          },
        }),
      );
      r.step(
        "update-gateway-response",
        update(
          { op: "replace", path: "/statusCode", value: "444" },
          { op: "replace", path: origin, value: "'example.com'" },
          {
            op: "add",
            path: "/responseTemplates/application~1xml",
            value:
              "<gatewayResponse><message>$context.error.messageString</message><type>$context.error.responseType</type></gatewayResponse>",
          },
        ),
      );
      r.step("get-gateway-response", () => r.client.getGatewayResponse(at));
      r.step("update-gateway-add-status-code", update({ op: "add", path: "/statusCode", value: "444" }));
      r.step("update-gateway-remove-status-code", update({ op: "remove", path: "/statusCode" }));
      r.step("update-gateway-replace-invalid-parameter", () =>
        r.client.updateGatewayResponse({
          ...at,
          responseType: "DEFAULT_5XX",
          patchOperations: [{ op: "replace", path: origin, value: "'example.com'" }],
        }),
      );
      r.step("update-gateway-no-path", update({ op: "add", value: "'example.com'" }));
      r.step("update-gateway-wrong-op", update({ op: "wrong-op", path: "/statusCode", value: "'example.com'" }));
      r.step("update-gateway-wrong-path", update({ op: "add", path: "/wrongPath", value: "'example.com'" }));
      const name = "update-gateway-replace-invalid-parameter";
      r.step(`${name}-0-none`, update({ op: "replace", path: "/responseTemplates/application~1xml", value: null }));
      r.step(`${name}-1-none`, update({ op: "replace", path: origin, value: null }));
    },
  },
];
