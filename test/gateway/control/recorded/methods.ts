// Recorded: methods and method responses.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import type { Replay, Scenario } from "./replay.ts";

interface Place {
  readonly restApiId: string;
  readonly resourceId: string;
}

function place(r: Replay): Place {
  const { id, rootResourceId } = r.client.createRestApi({ name: "methods" });
  return { restApiId: id, resourceId: rootResourceId };
}

const authorizerUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:myApiAuthorizer/invocations";
const optional = "/requestParameters/method.request.querystring.optional";
const jsonModel = "/requestModels/application~1json";
const header = "/responseParameters/method.response.header.my-header";
const responseModel = "/responseModels/application~1json";

/** A method GET with a mock behind it, and a response 200. */
function answering(r: Replay, response: object): Place & { httpMethod: string; statusCode: string } {
  const at = { ...place(r), httpMethod: "GET" };
  r.client.putMethod({ ...at, authorizationType: "NONE" });
  r.client.putIntegration({ ...at, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
  r.client.putMethodResponse({ ...at, statusCode: "200", ...response });
  return { ...at, statusCode: "200" };
}

const oneOfEach = {
  responseParameters: { "method.response.header.my-header": false },
  responseModels: { "application/json": "Empty" },
};

export const methodScenarios: readonly Scenario[] = [
  {
    name: "TestApiGatewayApiMethod::test_method_lifecycle",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY" };
      r.step("put-base-method-response", () => r.client.putMethod({ ...at, authorizationType: "NONE" }));
      r.step("get-base-method-response", () => r.client.getMethod(at));
      r.step("del-base-method-response", () => r.client.deleteMethod(at));
      r.step("get-deleted-method-response", () => r.client.getMethod(at));
      r.step("delete-deleted-method-response", () => r.client.deleteMethod(at));
    },
  },
  {
    name: "TestApiGatewayApiMethod::test_method_request_parameters",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY" };
      r.step("put-method-request-params-response", () =>
        r.client.putMethod({
          ...at,
          authorizationType: "NONE",
          requestParameters: {
            "method.request.querystring.q_optional": false,
            "method.request.querystring.q_required": true,
            "method.request.header.h_optional": false,
            "method.request.header.h_required": true,
          },
        }),
      );
      r.step("get-method-request-params-response", () => r.client.getMethod(at));
      r.step("req-params-same-name", () =>
        r.client.putMethod({
          ...at,
          httpMethod: "GET",
          authorizationType: "NONE",
          requestParameters: {
            "method.request.querystring.optional": false,
            "method.request.header.optional": false,
          },
        }),
      );
    },
  },
  {
    name: "TestApiGatewayApiMethod::test_put_method_model",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY" };
      const { restApiId } = at;
      const create = (name: string) => () =>
        r.client.createModel({
          restApiId,
          name,
          contentType: "application/json",
          description: "",
          schema: JSON.stringify({ title: name, type: "object" }),
        });
      const remove = (modelName: string) => () => r.client.deleteModel({ restApiId, modelName });
      r.step("create-model", create("MySchema"));
      r.step("create-model-2", create("MySchemaTwo"));
      const put = (target: Place, name: string) => () =>
        r.client.putMethod({
          ...target,
          httpMethod: "ANY",
          authorizationType: "NONE",
          requestModels: { "application/json": name },
        });
      r.step("put-method-request-models", put(at, "MySchema"));
      r.step("delete-model-used", remove("MySchema"));
      r.step("update-method-model", () =>
        r.client.updateMethod({ ...at, patchOperations: [{ op: "replace", path: jsonModel, value: "MySchemaTwo" }] }),
      );
      r.step("delete-model-unused", remove("MySchema"));
      r.step("delete-model-used-2", remove("MySchemaTwo"));
      const { id } = r.client.createResource({ restApiId, parentId: at.resourceId, pathPart: "test" });
      const second = { ...at, resourceId: id };
      r.step("put-method-2-request-models", put(second, "MySchemaTwo"));
      r.step("delete-model-used-by-2-method", remove("MySchemaTwo"));
      r.step("update-method-model-2", () =>
        r.client.updateMethod({
          ...second,
          patchOperations: [{ op: "remove", path: jsonModel, value: "MySchemaTwo" }],
        }),
      );
      r.step("delete-model-used-by-method-1", remove("MySchemaTwo"));
      r.step("delete-method-using-model-2", () => r.client.deleteMethod(at));
      r.step("delete-model-unused-2", remove("MySchemaTwo"));
    },
  },
  {
    name: "TestApiGatewayApiMethod::test_put_method_validation",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY", authorizationType: "NONE" };
      r.step("wrong-api", () => r.client.putMethod({ ...at, restApiId: "fake-api", httpMethod: "WRONG" }));
      r.step("wrong-resource", () => r.client.putMethod({ ...at, resourceId: "fake-resource", httpMethod: "WRONG" }));
      r.step("wrong-method", () => r.client.putMethod({ ...at, httpMethod: "WRONG" }));
      r.step("missing-authorizer-id", () => r.client.putMethod({ ...at, authorizationType: "CUSTOM" }));
      r.step("invalid-request-validator", () => r.client.putMethod({ ...at, requestValidatorId: "fake-validator" }));
      r.step("invalid-model-name", () =>
        r.client.putMethod({ ...at, requestModels: { "application/json": "petModel" } }),
      );
    },
  },
  {
    name: "TestApiGatewayApiMethod::test_update_method",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY" };
      const update =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateMethod({ ...at, patchOperations });
      r.step("put-method-response", () => r.client.putMethod({ ...at, authorizationType: "NONE" }));
      r.step(
        "update-method-add",
        update({ op: "add", path: optional, value: "true" }, { op: "add", path: jsonModel, value: "Empty" }),
      );
      r.step(
        "update-method-replace",
        update(
          { op: "replace", path: "/operationName", value: "ReplacedOperationName" },
          { op: "replace", path: "/apiKeyRequired", value: "true" },
          { op: "replace", path: "/authorizationType", value: "AWS_IAM" },
          { op: "replace", path: optional, value: "false" },
        ),
      );
      const { id } = r.client.createAuthorizer({
        restApiId: at.restApiId,
        name: "authorizer-test",
        type: "TOKEN",
        authorizerUri,
        identitySource: "method.request.header.Authorization",
      });
      r.step(
        "update-method-replace-authorizer",
        update(
          { op: "replace", path: "/authorizerId", value: id },
          { op: "replace", path: "/authorizationType", value: "CUSTOM" },
        ),
      );
      r.step(
        "update-method-remove",
        update({ op: "remove", path: optional, value: "true" }, { op: "remove", path: jsonModel, value: "Empty" }),
      );
    },
  },
  {
    name: "TestApiGatewayApiMethod::test_update_method_validation",
    play(r) {
      const at = { ...place(r), httpMethod: "ANY" };
      const update =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateMethod({ ...at, patchOperations });
      r.step("wrong-rest-api", () => r.client.updateMethod({ ...at, restApiId: "fake-api", patchOperations: [] }));
      r.step("wrong-resource-id", () => r.client.updateMethod({ ...at, resourceId: "fake-id", patchOperations: [] }));
      r.step("method-does-not-exist", () => r.client.updateMethod({ ...at, httpMethod: "GET", patchOperations: [] }));
      r.step("put-method-response", () =>
        r.client.putMethod({ ...at, authorizationType: "NONE", apiKeyRequired: true }),
      );
      r.step("unsupported-operation", update({ op: "add", path: "/operationName", value: "operationName" }));
      r.step("unsupported-operation-2", update({ op: "add", path: "/requestValidatorId", value: "wrong-id" }));
      r.step("unsupported-path", update({ op: "add", path: "/httpMethod", value: "PUT" }));
      r.step("wrong-path-request-parameters", update({ op: "replace", path: "/requestParameters", value: "a=false" }));
      r.step(
        "wrong-path-request-models",
        update({ op: "add", path: "/requestModels/application/json", value: "Empty" }),
      );
      r.step("wrong-value-type", update({ op: "replace", path: "/apiKeyRequired", value: "whatever" }));
      r.step("wrong-auth-type", update({ op: "replace", path: "/authorizationType", value: "CUSTOM" }));
      r.step("skip-auth-id-with-wrong-type", update({ op: "replace", path: "/authorizerId", value: "abc123" }));
      r.step(
        "wrong-auth-id",
        update(
          { op: "replace", path: "/authorizationType", value: "CUSTOM" },
          { op: "replace", path: "/authorizerId", value: "abc123" },
        ),
      );
      r.step("wrong-req-validator-id", update({ op: "replace", path: "/requestValidatorId", value: "fake-id" }));
    },
  },
  {
    name: "TestApiGatewayApiAuthorizer::test_authorizer_crud_no_api",
    play(r) {
      const restApiId = "test-fake-rest-id";
      r.step("wrong-rest-api-id-create-authorizer", () =>
        r.client.createAuthorizer({
          restApiId,
          name: "fake-auth-name",
          type: "TOKEN",
          authorizerUri,
          identitySource: "method.request.header.Authorization",
        }),
      );
      r.step("wrong-rest-api-id-get-authorizers", () => r.client.getAuthorizers({ restApiId }));
    },
  },
  {
    name: "TestAPIGateway::test_apigateway_with_custom_authorization_method",
    play(r) {
      const at = place(r);
      r.step("api-id", () => ({ api_id: at.restApiId }));
      const { id } = r.step("authorizer", () =>
        r.client.createAuthorizer({
          restApiId: at.restApiId,
          name: "lambda_authorizer",
          type: "TOKEN",
          authorizerUri,
          identitySource: "method.request.header.Auth",
        }),
      );
      r.step("put-method-response", () =>
        r.client.putMethod({
          ...at,
          httpMethod: "GET",
          authorizationType: "CUSTOM",
          authorizerId: id,
          apiKeyRequired: true,
        }),
      );
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_lifecycle_method_response",
    play(r) {
      const at = { ...place(r), httpMethod: "GET" };
      r.client.putMethod({ ...at, authorizationType: "NONE" });
      r.client.putIntegration({ ...at, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
      const response = { ...at, statusCode: "200" };
      const update = (op: string) => () =>
        r.client.updateMethodResponse({
          ...response,
          patchOperations: [
            { op, path: header, value: "true" },
            { op, path: responseModel, value: "Empty" },
          ],
        });
      r.step("put-method-response", () =>
        r.client.putMethodResponse({ ...response, responseParameters: {}, responseModels: {} }),
      );
      r.step("get-integration-response", () => r.client.getMethodResponse(response));
      r.step("add-method-responses", update("add"));
      r.step("update-method-responses", update("replace"));
      r.step("get-method", () => r.client.getMethod(at));
      r.step("delete-method-response", () => r.client.deleteMethodResponse(response));
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_update_method_response",
    play(r) {
      const at = answering(r, oneOfEach);
      const update = (op: string) => () =>
        r.client.updateMethodResponse({
          ...at,
          patchOperations: [
            { op, path: header, value: "true" },
            { op, path: responseModel, value: "Empty" },
          ],
        });
      r.step("remove-update-method-response", update("remove"));
      r.step("add-update-method-response", update("add"));
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_update_method_response_wrong_operations",
    play(r) {
      const at = answering(r, oneOfEach);
      const parameter = { op: "wrong_op", path: header, value: "true" };
      const model = { op: "wrong_op", path: responseModel, value: "Empty" };
      const update =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateMethodResponse({ ...at, patchOperations });
      const name = "update-method-response-wrong-operation";
      r.step(`${name}-1`, update(parameter));
      r.step(`${name}-2`, update(model));
      r.step(`${name}-3`, update(parameter, model));
      r.step(`${name}-4`, update(parameter, model, parameter, model));
      r.step(`${name}-5`, update(parameter, { ...model, op: "remove" }, model));
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_update_method_response_negative_tests",
    play(r) {
      const at = answering(r, oneOfEach);
      const replace = { op: "replace", path: header, value: "true" };
      const update =
        (given: object, operation: PatchOperation = replace) =>
        () =>
          r.client.updateMethodResponse({ ...at, ...given, patchOperations: [operation] });
      const name = "update-method-response";
      r.step(`${name}-wrong-statuscode`, update({ statusCode: "201" }));
      r.step(`${name}-invalid-statuscode`, update({ statusCode: "wrong" }));
      r.step(
        `${name}-invalid-statuscode-and-wrong-op`,
        update({ statusCode: "wrong" }, { ...replace, op: "wrong_op" }),
      );
      r.step(`${name}-wrong-resource`, update({ resourceId: "wrong" }));
      r.step(`${name}-wrong-method`, update({ httpMethod: "POST" }));
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_update_method_lack_response_parameters_and_models",
    play(r) {
      const at = answering(r, { responseParameters: {}, responseModels: {} });
      const remove = (path: string) => () =>
        r.client.updateMethodResponse({ ...at, patchOperations: [{ op: "remove", path }] });
      const name = "update-method-response-operation";
      r.step(`${name}-without-response-parameters`, remove(header));
      r.step(`${name}-without-response-models`, remove(responseModel));
      r.step(`${name}-with-wrong-path`, remove("/wrong/method.response.header.my-header"));
    },
  },
  {
    name: "TestApigatewayMethodResponse::test_update_method_wrong_param_names",
    play(r) {
      const at = answering(r, oneOfEach);
      const update = (op: string, path: string) => () =>
        r.client.updateMethodResponse({ ...at, patchOperations: [{ op, path, value: "true" }] });
      const name = "update-method-response-operation-with-wrong-param-name";
      r.step(`${name}-1`, update("replace", "/responseParameters/wrong"));
      r.step(`${name}-2`, update("remove", "/responseParameters/wrong"));
      r.step(`${name}-3`, update("replace", "/responseModels/wrong"));
      r.step(`${name}-4`, update("remove", "/responseModels/wrong"));
    },
  },
];
