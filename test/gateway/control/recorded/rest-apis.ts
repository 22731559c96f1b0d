// Recorded: APIs, their creation, listing and patching.

import type { Replay, Scenario } from "./replay.ts";

function patch(replay: Replay, restApiId: string, op: string, path: string, value?: string): () => unknown {
  return () =>
    replay.client.updateRestApi({ restApiId, patchOperations: [{ op, path, ...(value !== undefined && { value }) }] });
}

export const restApiScenarios: readonly Scenario[] = [
  {
    name: "TestApiGatewayApiRestApi::test_list_and_delete_apis",
    play(r) {
      const first = r.step("create-rest-api-1", () =>
        r.client.createRestApi({ name: "list-1", description: "this is my api" }),
      );
      r.step("create-rest-api-2", () => r.client.createRestApi({ name: "list-2", description: "this is my api2" }));
      r.step("get-rest-api-before-delete", () => r.client.getRestApis({}));
      r.step("delete-rest-api", () => r.client.deleteRestApi({ restApiId: first.id }));
      r.step("get-rest-api-after-delete", () => r.client.getRestApis({}));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_with_optional_params",
    play(r) {
      r.step("create-only-name", () => r.client.createRestApi({ name: "only-name" }));
      r.step("create-empty-desc", () => r.client.createRestApi({ name: "empty", description: "" }));
      r.step("create-with-version", () => r.client.createRestApi({ name: "version", version: "v1" }));
      r.step("create-with-empty-binary-media", () => r.client.createRestApi({ name: "media", binaryMediaTypes: [] }));
      r.step("string-compression-size", () => r.client.createRestApi({ name: "size", minimumCompressionSize: -1 }));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_with_binary_media_types",
    play(r) {
      r.step("create-with-binary-media", () => r.client.createRestApi({ name: "a", binaryMediaTypes: ["image/png"] }));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_with_tags",
    play(r) {
      const { id } = r.step("create-rest-api-w-tags", () =>
        r.client.createRestApi({ name: "tags", description: "this is my api", tags: { MY_TAG1: "MY_VALUE1" } }),
      );
      r.step("get-rest-api-w-tags", () => r.client.getRestApi({ restApiId: id }));
      r.step("get-rest-apis-w-tags", () => r.client.getRestApis({}));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_operation_add_remove",
    play(r) {
      const { id: restApiId } = r.client.createRestApi({ name: "patches", description: "this is my api" });
      r.step("update-rest-api-add", () =>
        r.client.updateRestApi({
          restApiId,
          patchOperations: [
            { op: "add", path: "/binaryMediaTypes/image~1png" },
            { op: "add", path: "/binaryMediaTypes/image~1jpeg" },
          ],
        }),
      );
      r.step("update-rest-api-replace", patch(r, restApiId, "replace", "/binaryMediaTypes/image~1png", "image/gif"));
      r.step("update-rest-api-remove", () =>
        r.client.updateRestApi({
          restApiId,
          patchOperations: [
            { op: "remove", path: "/binaryMediaTypes/image~1gif" },
            { op: "remove", path: "/description" },
          ],
        }),
      );
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_compression",
    play(r) {
      const { id } = r.client.createRestApi({ name: "compression", description: "this is my api" });
      const path = "/minimumCompressionSize";
      r.step("enable-compression", patch(r, id, "replace", path, "10"));
      r.step("disable-compression", patch(r, id, "replace", path, ""));
      r.step("set-compression-zero", patch(r, id, "replace", path, "0"));
      r.step("set-negative-compression", patch(r, id, "replace", path, "-1"));
      r.step("set-string-compression", patch(r, id, "replace", path, "test"));
      r.step("unsupported-operation", patch(r, id, "add", path, "10"));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_behaviour",
    play(r) {
      const { id } = r.client.createRestApi({ name: "behaviour", description: "this is my api" });
      r.step("update-rest-api-array", patch(r, id, "add", "/binaryMediaTypes/-", "image/png"));
      r.step("update-rest-api-add-base-path", patch(r, id, "add", "/binaryMediaTypes", "image/gif"));
      r.step("update-rest-api-replace-base-path", patch(r, id, "replace", "/binaryMediaTypes", "image/gif"));
      r.step("update-rest-api-remove-base-path", patch(r, id, "remove", "/binaryMediaTypes"));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_invalid_api_id",
    play(r) {
      r.step("not-found-update-rest-api", patch(r, "api_id", "replace", "/apiKeySource", "AUTHORIZER"));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_with_endpoint_configuration",
    play(r) {
      const create =
        (endpointConfiguration: object, more: object = {}) =>
        () =>
          r.client.createRestApi({ name: "endpoints", endpointConfiguration, ...more });
      r.step("create-with-empty-types", create({ types: [] }));
      r.step("create-with-invalid-ip-address-type", create({ types: ["EDGE"], ipAddressType: "wrong" }));
      r.step("create-with-invalid-types", create({ types: ["wrong"] }));
      r.step("create-with-invalid-ip-address-type-and-types", create({ ipAddressType: "wrong", types: ["wrong"] }));
      r.step("create-with-invalid-types-and-ip-address-type", create({ types: ["wrong"], ipAddressType: "wrong" }));
      r.step(
        "create-with-multiple-errors-1",
        create({ types: ["wrong"], ipAddressType: "wrong" }, { description: "" }),
      );
      r.step("create-with-multiple-errors-2", create({ types: ["EDGE", "REGIONAL"] }, { description: "" }));
      r.step("create-with-two-types", create({ types: ["EDGE", "REGIONAL"] }));
      r.step("create-with-endpoint-config-dualstack", create({ types: ["EDGE"], ipAddressType: "dualstack" }));
      r.step("create-with-endpoint-config-regional", create({ types: ["REGIONAL"], ipAddressType: "ipv4" }));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_private_type",
    play(r) {
      const create =
        (ipAddressType: string, more: object = {}) =>
        () =>
          r.client.createRestApi({ name: "p", endpointConfiguration: { types: ["PRIVATE"], ipAddressType }, ...more });
      r.step("create-with-private-type-and-ipv4-ip-address-type", create("ipv4"));
      r.step("create-with-private-type-and-wrong-ip-address-type", create("wrong"));
      r.step(
        "create-with-private-type-and-ipv4-ip-address-type-and-empty-description",
        create("ipv4", { description: "" }),
      );
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_create_rest_api_verify_defaults",
    play(r) {
      const create = (endpointConfiguration: object) => () =>
        r.client.createRestApi({ name: "defaults", endpointConfiguration });
      r.step("create-with-edge-default", create({ types: ["EDGE"] }));
      r.step("create-with-regional-default", create({ types: ["REGIONAL"] }));
      r.step("create-with-private-default", create({ types: ["PRIVATE"] }));
      r.step("create-with-empty-default", create({}));
      r.step("create-with-empty-ip-address-type-and-wrong-type", create({ ipAddressType: "", types: ["wrong"] }));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_ip_address_type",
    play(r) {
      const { id } = r.client.createRestApi({ name: "family" });
      const type = "/endpointConfiguration/types/EDGE";
      const family = "/endpointConfiguration/ipAddressType";
      r.step("update-rest-api-replace-type", patch(r, id, "replace", type, "PRIVATE"));
      r.step("update-rest-api-replace-to-ipv4-within-private-type", patch(r, id, "replace", family, "ipv4"));
      r.step("update-rest-api-wrong-ipAddressType", patch(r, id, "replace", family, "wrong"));
      r.step("update-rest-api-wrong-type", patch(r, id, "replace", type, "wrong"));
      r.step("update-rest-api-invalid-operation-on-ipAddressType", patch(r, id, "add", family, "dualstack"));
      r.step("update-rest-api-invalid-operation-on-type", patch(r, id, "test", type, "dualstack"));
      r.step("update-rest-api-replace-ip-address-type", patch(r, id, "replace", family, "dualstack"));
    },
  },
  {
    name: "TestApiGatewayApiRestApi::test_update_rest_api_concatenation_of_errors",
    play(r) {
      const { id: restApiId } = r.client.createRestApi({ name: "errors" });
      const type = { op: "wrong", path: "/endpointConfiguration/types/EDGE", value: "REGIONAL" };
      const family = { op: "wrong", path: "/endpointConfiguration/ipAddressType", value: "ipv4" };
      const update =
        (...patchOperations: readonly object[]) =>
        () =>
          r.client.updateRestApi({ restApiId, patchOperations });
      r.step("update-rest-api-wrong-operations-on-ipAddressType", update(family, family));
      r.step("update-rest-api-wrong-operations-on-type", update(type, type));
      r.step("update-rest-api-wrong-operations-on-type-and-on-ip-address-type", update(type, family, type));
    },
  },
];
