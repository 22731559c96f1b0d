// Recorded: models and request validators.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import type { Replay, Scenario } from "./replay.ts";

const calcOutput = {
  title: "Calc output",
  type: "object",
  properties: {
    a: { type: "number" },
    b: { type: "number" },
    op: { description: "operation of +, -, * or /", type: "string" },
    c: { type: "number" },
  },
  required: ["a", "b", "op"],
};

function newApi(r: Replay): string {
  return r.client.createRestApi({ name: "models", description: "my api" }).id;
}

function titled(title: string): string {
  return JSON.stringify({ title, type: "object" });
}

function updater(r: Replay, restApiId: string, requestValidatorId: string) {
  return (op: string, path: string, value?: string) => () =>
    r.client.updateRequestValidator({
      restApiId,
      requestValidatorId,
      patchOperations: [{ op, path, ...(value !== undefined && { value }) }],
    });
}

export const modelScenarios: readonly Scenario[] = [
  {
    name: "TestApiGatewayApiModels::test_model_lifecycle",
    play(r) {
      const restApiId = newApi(r);
      const at = { restApiId, modelName: "CalcOutput" };
      r.step("create-model", () =>
        r.client.createModel({
          restApiId,
          name: "CalcOutput",
          contentType: "application/json",
          description: "Calc output model",
          schema: JSON.stringify(calcOutput, null, "\t"),
        }),
      );
      r.step("get-models", () => r.client.getModels({ restApiId }));
      r.step("get-model", () => r.client.getModel(at));
      r.step("del-model", () => r.client.deleteModel(at));
    },
  },
  {
    name: "TestApiGatewayApiModels::test_model_validation",
    play(r) {
      const restApiId = newApi(r);
      const wrong = { restApiId: "abcde0", modelName: "MySchema" };
      const create = (given: object) => () =>
        r.client.createModel({
          restApiId,
          name: "MySchema",
          contentType: "application/json",
          description: "",
          schema: titled("MySchema"),
          ...given,
        });
      r.step("create-model-wrong-id", create({ restApiId: "abcde0" }));
      r.step("get-models-wrong-id", () => r.client.getModels(wrong));
      r.step("get-model-wrong-id", () => r.client.getModel(wrong));
      r.step("del-model-wrong-id", () => r.client.deleteModel(wrong));
      create({})();
      r.step("create-model-already-exists", create({}));
      r.step("create-model-empty-name", create({ name: "" }));
      r.step("create-model-empty-schema", create({ name: "MyEmptySchema", schema: "" }));
      r.step("create-model-no-schema-json", create({ name: "MyEmptySchema", schema: undefined }));
      r.step(
        "create-model-no-schema-xml",
        create({ name: "MyEmptySchemaXml", contentType: "application/xml", schema: undefined }),
      );
    },
  },
  {
    name: "TestApiGatewayApiModels::test_update_model",
    play(r) {
      const restApiId = newApi(r);
      const update =
        (given: object, ...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateModel({ restApiId, modelName: "MySchema", ...given, patchOperations });
      const operations: readonly PatchOperation[] = [
        { op: "replace", path: "/schema", value: titled("Updated schema") },
        { op: "replace", path: "/description", value: "" },
      ];
      r.step("update-model-wrong-id", update({ restApiId: "abcde0", modelName: "mySchema" }, ...operations));
      r.step("create-model", () =>
        r.client.createModel({
          restApiId,
          name: "MySchema",
          contentType: "application/json",
          description: "",
          schema: titled("MySchema"),
        }),
      );
      r.step("update-model", update({}, ...operations));
      r.step("update-model-invalid-op", update({}, { op: "add", path: "/wrong-path", value: "not supported op" }));
      r.step("update-model-invalid-path", update({}, { op: "replace", path: "/name", value: "invalid" }));
      r.step("update-model-empty-schema", update({}, { op: "replace", path: "/schema", value: "" }));
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_validators_crud_no_api",
    play(r) {
      const restApiId = "test-fake-rest-id";
      r.step("wrong-rest-api-id-create-validator", () =>
        r.client.createRequestValidator({ restApiId, name: "test-validator", validateRequestBody: true }),
      );
      r.step("wrong-rest-api-id-get-validators", () => r.client.getRequestValidators({ restApiId }));
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_request_validator_lifecycle",
    play(r) {
      const { id: restApiId } = r.step("create-rest-api", () =>
        r.client.createRestApi({ name: "validators", description: "my api" }),
      );
      const { id } = r.step("create-request-validator", () =>
        r.client.createRequestValidator({ restApiId, name: "test-validator" }),
      );
      const at = { restApiId, requestValidatorId: id };
      const update = updater(r, restApiId, id);
      r.step("get-request-validator", () => r.client.getRequestValidator(at));
      r.step("get-request-validators", () => r.client.getRequestValidators(at));
      r.step("update-request-validator-with-value", update("replace", "/validateRequestBody", "true"));
      r.step("update-request-validator-without-value", update("replace", "/validateRequestBody"));
      r.step("get-request-validators-after-update-operation", () => r.client.getRequestValidator(at));
      r.step("delete-request-validator", () => r.client.deleteRequestValidator(at));
      r.step("get-deleted-request-validator", () => r.client.getRequestValidator(at));
      r.step("get-request-validators-after-delete", () => r.client.getRequestValidators(at));
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_invalid_get_request_validator",
    play(r) {
      const restApiId = newApi(r);
      const { id: requestValidatorId } = r.client.createRequestValidator({ restApiId, name: "a" });
      r.step("get-request-validators-invalid-api-id", () =>
        r.client.getRequestValidator({ restApiId: "api_id", requestValidatorId }),
      );
      r.step("get-request-validators-invalid-validator-id", () =>
        r.client.getRequestValidator({ restApiId, requestValidatorId: "validator_id" }),
      );
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_invalid_get_request_validators",
    play(r) {
      r.step("get-invalid-request-validators", () => r.client.getRequestValidators({ restApiId: "api_id" }));
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_invalid_delete_request_validator",
    play(r) {
      const restApiId = newApi(r);
      const { id: requestValidatorId } = r.client.createRequestValidator({ restApiId, name: "a" });
      r.step("delete-request-validator-invalid-api-id", () =>
        r.client.deleteRequestValidator({ restApiId: "api_id", requestValidatorId }),
      );
      r.step("delete-request-validator-invalid-validator-id", () =>
        r.client.deleteRequestValidator({ restApiId, requestValidatorId: "validator_id" }),
      );
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_create_request_validator_invalid_api_id",
    play(r) {
      r.step("invalid-create-request-validator", () =>
        r.client.createRequestValidator({ restApiId: "api_id", name: "test-validator" }),
      );
    },
  },
  {
    name: "TestApiGatewayApiRequestValidator::test_invalid_update_request_validator_operations",
    play(r) {
      const { id: restApiId } = r.step("create-rest-api", () =>
        r.client.createRestApi({ name: "validators", description: "my api" }),
      );
      const { id } = r.step("create-request-validator", () =>
        r.client.createRequestValidator({ restApiId, name: "test-validator" }),
      );
      const update = updater(r, restApiId, id);
      const name = "update-request-validator";
      r.step(`${name}-invalid-add-operation`, update("add", "/validateRequestBody", "true"));
      r.step(`${name}-invalid-remove-operation`, update("remove", "/validateRequestBody", "true"));
      r.step(`${name}-invalid-path`, update("replace", "/invalidPath", "true"));
      r.step(`${name}-empty-name-value`, update("replace", "/name"));
    },
  },
];
