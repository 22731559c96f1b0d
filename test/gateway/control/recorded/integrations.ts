// Recorded: integrations and integration responses.

import type { Replay, Scenario } from "./replay.ts";

function place(r: Replay, httpMethod = "GET"): { restApiId: string; resourceId: string; httpMethod: string } {
  const { id, rootResourceId } = r.client.createRestApi({ name: "integrations" });
  return { restApiId: id, resourceId: rootResourceId, httpMethod };
}

const templates = { requestTemplates: { "application/json": '{"statusCode": 200}' } };

/** A method with a mock behind it. */
function mocked(r: Replay): { restApiId: string; resourceId: string; httpMethod: string } {
  const at = place(r);
  r.client.putMethod({ ...at, authorizationType: "NONE" });
  r.client.putIntegration({ ...at, type: "MOCK", ...templates });
  return at;
}

const account = "111111111111";
const lambda = `arn:aws:lambda:us-east-1:${account}:function:MyLambda`;
const lambdaUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${lambda}/invocations`;

export const integrationScenarios: readonly Scenario[] = [
  {
    name: "TestApigatewayIntegration::test_put_integration_wrong_type",
    play(r) {
      const at = place(r);
      r.step("put-integration-wrong-type", () => r.client.putIntegration({ ...at, type: "HTTPS_PROXY" }));
    },
  },
  {
    name: "TestApigatewayIntegration::test_put_integration_response_validation",
    play(r) {
      const at = place(r, "POST");
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      const mock = { type: "MOCK", integrationHttpMethod: "GET", ...templates };
      const response = { statusCode: "200", selectionPattern: "", responseTemplates: { "application/json": "{}" } };
      const get = { ...at, httpMethod: "GET" };
      const bad = { ...get, resourceId: "badresource" };
      r.step("put-integration-wrong-method", () => r.client.putIntegration({ ...get, ...mock }));
      r.step("put-integration-wrong-resource", () => r.client.putIntegration({ ...bad, ...mock }));
      r.client.putIntegration({ ...at, ...mock });
      r.step("put-integration-response-wrong-method", () => r.client.putIntegrationResponse({ ...get, ...response }));
      r.step("put-integration-response-wrong-resource", () => r.client.putIntegrationResponse({ ...bad, ...response }));
    },
  },
  {
    name: "TestApigatewayIntegration::test_create_integration_with_vpc_link",
    play(r) {
      const at = place(r);
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      r.step("put-integration-vpc-link", () =>
        r.client.putIntegration({
          ...at,
          type: "HTTP_PROXY",
          integrationHttpMethod: "GET",
          uri: "http://my-vpclink-test-nlb-1234567890abcdef.us-east-1.amazonaws.com",
          connectionType: "VPC_LINK",
          connectionId: "${stageVariables.vpcLinkId}",
        }),
      );
      r.step("get-integration-vpc-link", () => r.client.getIntegration(at));
      r.step("update-integration-vpc-link", () =>
        r.client.updateIntegration({
          ...at,
          patchOperations: [{ op: "replace", path: "/connectionId", value: "${stageVariables.vpcLinkIdBeta}" }],
        }),
      );
      r.step("get-integration-update-vpc-link", () => r.client.getIntegration(at));
    },
  },
  {
    name: "TestApigatewayIntegration::test_get_integration_non_existent",
    play(r) {
      const at = place(r);
      r.step("get-integration-no-api", () => r.client.getIntegration({ ...at, restApiId: "fake" }));
      r.step("get-integration-no-resource", () => r.client.getIntegration({ ...at, resourceId: "fake" }));
      r.step("get-integration-no-method", () => r.client.getIntegration(at));
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      r.step("get-integration-no-integration", () => r.client.getIntegration(at));
    },
  },
  {
    name: "TestApigatewayIntegration::test_put_integration_response_templates",
    play(r) {
      const at = { ...mocked(r), statusCode: "200", selectionPattern: "" };
      const put = (template: string | null) => () =>
        r.client.putIntegrationResponse({ ...at, responseTemplates: { "application/json": template } });
      r.step("put-integration-response-template-none", put(null));
      r.step("put-integration-response-template-empty", put(""));
      r.step("put-integration-no-response-template", () => r.client.putIntegrationResponse(at));
    },
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_wrong_api",
    play: (r) => putAndGet(r, "wrong-api", { restApiId: "wrong-api", resourceId: "dummy-value" }),
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_wrong_resource",
    play: (r) => putAndGet(r, "wrong-resource", { resourceId: "wrong-resource" }),
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_wrong_method",
    play: (r) => putAndGet(r, "wrong-method", { httpMethod: "wrong-method" }),
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_invalid_statuscode",
    play: (r) => putAndGet(r, "invalid-statusCode", { statusCode: "wrong" }),
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_invalid_integration",
    play(r) {
      const at = place(r);
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      r.step("get-integration-response-without-integration", () =>
        r.client.getIntegrationResponse({ ...at, statusCode: "200" }),
      );
    },
  },
  {
    name: "TestApigatewayIntegrationResponse::test_integration_response_wrong_status_code",
    play(r) {
      const at = mocked(r);
      r.step("get-integration-response-wrong-status-code", () =>
        r.client.getIntegrationResponse({ ...at, statusCode: "201" }),
      );
    },
  },
  {
    name: "TestApigatewayIntegrationResponse::test_lifecycle_integration_response",
    play(r) {
      const method = mocked(r);
      const at = { ...method, statusCode: "200" };
      const put = (template: string, selectionPattern: string) => () =>
        r.client.putIntegrationResponse({
          ...at,
          selectionPattern,
          responseTemplates: { "application/json": template },
        });
      r.step("put-integration-response", put('"created"', ""));
      r.step("get-integration-response", () => r.client.getIntegrationResponse(at));
      r.step("update-integration-response", () =>
        r.client.updateIntegrationResponse({
          ...at,
          patchOperations: [{ op: "replace", path: "/selectionPattern", value: "updated-pattern" }],
        }),
      );
      r.step("overwrite-integration-response", put("overwrite", "overwrite-pattern"));
      r.step("get-method", () => r.client.getMethod(method));
      r.step("delete-integration-response", () => r.client.deleteIntegrationResponse(at));
    },
  },
  {
    name: "TestApigatewayIntegrationResponse::test_delete_integration_response_errors",
    play(r) {
      const at = { ...mocked(r), statusCode: "200" };
      const remove = (given: object) => () => r.client.deleteIntegrationResponse({ ...at, ...given });
      r.step("put-integration-response", () =>
        r.client.putIntegrationResponse({
          ...at,
          selectionPattern: "",
          responseTemplates: { "application/json": '"created"' },
        }),
      );
      r.step("non-existent-resource", remove({ resourceId: "fake" }));
      r.step("non-existent-api-id", remove({ restApiId: "fake" }));
      r.step("non-existent-method", remove({ httpMethod: "POST" }));
      r.step("non-existent-status-code", remove({ statusCode: "201" }));
      r.step("bad-method", remove({ httpMethod: "BAD" }));
    },
  },
  {
    name: "test_put_integration_responses",
    play(r) {
      const get = place(r);
      const put = { ...get, httpMethod: "PUT" };
      const http = { type: "HTTP", uri: "http://httpbin.example/robots.txt", integrationHttpMethod: "POST" };
      const response = { statusCode: "200", selectionPattern: String.raw`2\d{2}` };
      r.step("put-method-get", () => r.client.putMethod({ ...get, authorizationType: "NONE" }));
      r.step("put-method-response-get", () => r.client.putMethodResponse({ ...get, statusCode: "200" }));
      r.step("put-integration-get", () => r.client.putIntegration({ ...get, ...http }));
      r.step("put-integration-response-get", () =>
        r.client.putIntegrationResponse({ ...get, ...response, responseTemplates: {} }),
      );
      r.step("get-integration-response-get", () => r.client.getIntegrationResponse({ ...get, statusCode: "200" }));
      r.step("get-method-get", () => r.client.getMethod(get));
      r.step("deploy", () => r.client.createDeployment({ restApiId: get.restApiId, stageName: "local" }));
      r.step("delete-integration-response-get", () =>
        r.client.deleteIntegrationResponse({ ...get, statusCode: "200" }),
      );
      r.step("get-method-get-after-int-resp-delete", () => r.client.getMethod(get));
      r.step("put-method-put", () => r.client.putMethod({ ...put, authorizationType: "NONE" }));
      r.step("put-method-response-put", () => r.client.putMethodResponse({ ...put, statusCode: "200" }));
      r.step("put-integration-put", () => r.client.putIntegration({ ...put, ...http }));
      r.step("put-integration-response-put", () =>
        r.client.putIntegrationResponse({ ...put, ...response, contentHandling: "CONVERT_TO_BINARY" }),
      );
      r.step("get-integration-response-put", () => r.client.getIntegrationResponse({ ...put, statusCode: "200" }));
    },
  },
  {
    name: "test_put_integration_response_with_response_template",
    play(r) {
      const at = { ...mocked(r), statusCode: "200" };
      r.client.putIntegrationResponse({
        ...at,
        selectionPattern: "foobar",
        responseTemplates: { "application/json": '{"data":"test"}' },
      });
      r.step("get-integration-response", () => r.client.getIntegrationResponse(at));
    },
  },
  {
    name: "test_put_integration_validation",
    play(r) {
      const at = place(r);
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      const put =
        (type: string, uri?: string, more: object = {}) =>
        () =>
          r.client.putIntegration({ ...at, type, ...(uri !== undefined && { uri }), ...more });
      const post = { integrationHttpMethod: "POST" };
      for (const type of ["HTTP", "HTTP_PROXY", "AWS"])
        r.step(`required-integration-method-${type}`, put(type, "http://example.com"));
      r.step("not-required-integration-method-MOCK", put("MOCK"));
      for (const type of ["HTTP", "HTTP_PROXY"]) r.step(`http-method-${type}`, put(type, "http://example.com", post));
      const s3 = "arn:aws:apigateway:us-east-1:s3:path/b/k";
      const credentials = `arn:aws:iam::${account}:role/service-role/testfunction-role-oe783psq`;
      r.step("aws-integration-AWS", put("AWS", s3, { ...post, credentials }));
      r.step("aws-integration-type-AWS", put("AWS", lambdaUri, post));
      r.step("aws-integration-type-AWS_PROXY", put("AWS_PROXY", lambdaUri, post));
      r.step("no-s3-support-AWS_PROXY", put("AWS_PROXY", s3, { ...post, credentials }));
      for (const type of ["HTTP", "HTTP_PROXY"]) r.step(`invalid-uri-${type}`, put(type, "non-valid-http", post));
      r.step("invalid-uri-not-an-arn", put("AWS", "non-valid-arn", post));
      r.step("invalid-uri-invalid-arn", put("AWS", "arn:aws:iam::0000000000:role/service-role/asdf", post));
    },
  },
  {
    name: "test_put_integration_aws_proxy_uri",
    play(r) {
      const at = place(r);
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      const put = (uri: string) => () =>
        r.client.putIntegration({ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
      const gateway = "arn:aws:apigateway:us-east-1";
      r.step("put-integration-lambda-uri", put(lambda));
      r.step("put-integration-wrong-arn", put(`${gateway}:lambda`));
      r.step("put-integration-wrong-type", put(`${gateway}:firehose:bad/PutRecord`));
      r.step("put-integration-wrong-firehose", put(`${gateway}:firehose:path/DescribeDeliveryStream`));
      r.step("put-integration-bad-lambda-arn", put(`${gateway}:lambda:path/2015-03-31/functions/bad/invocations`));
    },
  },
];

/** Both operations on a response are refused alike. */
function putAndGet(r: Replay, name: string, given: object): void {
  const at = { ...place(r), statusCode: "200", ...given };
  r.step(`put-integration-response-${name}`, () => r.client.putIntegrationResponse(at));
  r.step(`get-integration-response-${name}`, () => r.client.getIntegrationResponse(at));
}
