// Recorded refusals of the control API that only a client over HTTP gets to see, and one answer that has another member since.

import { Building } from "./building.ts";
import { role } from "./stack.ts";
import type { StackScenario } from "./stack-replay.ts";

/** What no typed client would send. */
const anything = (value: unknown): never => value as never;

const booleans: StackScenario = {
  file: "api",
  name: "TestApigatewayIntegration::test_put_integration_request_parameter_bool_type",
  async play(r) {
    const built = await Building.start(r.api);
    const at = await built.at("GET", "/");
    const parameters = { "method.request.path.testPath": true };
    const none = { ...at, authorizationType: "NONE" };
    await r.call("bool-method", r.api.putMethod({ ...none, requestParameters: parameters }));
    const odd = { ...none, httpMethod: "POST", requestParameters: { ...parameters, true: true } };
    await r.call("put-method-request-param-wrong-type", r.api.putMethod(odd));
    const proxy = { ...at, type: "HTTP_PROXY" } as const;
    const wrong = r.api.putIntegration({ ...proxy, requestParameters: anything({ true: true }) });
    await r.call("put-integration-request-param-wrong-type", wrong);
    const requestParameters = anything({ "integration.request.path.testPath": true });
    const value = r.api.putIntegration({ ...proxy, requestParameters });
    await r.call("put-integration-request-param-bool-value", value);
  },
};

const numbers: StackScenario = {
  file: "api",
  name: "TestApigatewayIntegrationResponse::test_integration_response_invalid_responsetemplates",
  async play(r) {
    const built = await Building.start(r.api);
    await built.method("GET", "/", { integration: { type: "MOCK" } });
    const at = { ...(await built.at("GET", "/")), statusCode: "200", selectionPattern: "" };
    const step = "put-integration-response-invalid-responseTemplates";
    const value = { ...at, responseTemplates: anything({ "application/json": 123 }) };
    await r.call(`${step}-1`, r.api.putIntegrationResponse(value));
    const type = { ...at, responseTemplates: { 123: '{"statusCode": 200}' } };
    await r.call(`${step}-2`, r.api.putIntegrationResponse(type));
  },
};

const letters: StackScenario = {
  file: "api",
  name: "TestApiGatewayApiRestApi::test_get_api_case_insensitive",
  excuses: [
    {
      what: /^create-rest-api: \.endpointConfiguration\.ipAddressType is too much/,
      why: "recorded in 2024, before an API told its IP family; every later record has it",
    },
  ],
  async play(r) {
    const made = r.api.createRestApi({ name: "lower", description: "lower case api" });
    const { id = "" } = await r.call("create-rest-api", made);
    await r.call("get-api-upper-case", r.api.getRestApi({ restApiId: id.toUpperCase() }));
  },
};

const noProxy: StackScenario = {
  file: "dynamodb",
  name: "test_error_aws_proxy_not_supported",
  async play(r) {
    const built = await Building.start(r.api);
    const at = await built.at("POST", "/test");
    await r.api.putMethod({ ...at, authorizationType: "NONE" });
    const uri = "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem";
    const integration = { ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri, credentials: role } as const;
    await r.call("create-integration-error", r.api.putIntegration(integration));
  },
};

export const wireScenarios: readonly StackScenario[] = [booleans, numbers, letters, noProxy];
