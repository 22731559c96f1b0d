// Recorded: API keys, usage plans and which key is in which plan.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import { newStage } from "../fixture.ts";
import type { Replay, Scenario } from "./replay.ts";

const keys = "TestApigatewayApiKeysCrud";

function lister(r: Replay) {
  return (input: object = {}) =>
    () =>
      r.client.getApiKeys(input);
}

export const apiKeyScenarios: readonly Scenario[] = [
  {
    name: `${keys}::test_get_api_keys`,
    play(r) {
      const list = lister(r);
      r.step("get-api-keys", list());
      r.step("create-api-key", () => r.client.createApiKey({ name: "test-key-1" }));
      r.step("get-api-keys-after-create-1", list());
      r.step("get-api-keys-wrong-name-query", list({ nameQuery: "nothing" }));
      r.step("get-api-keys-prefix-name-query", list({ nameQuery: "test-key" }));
      r.step("get-api-keys-prefix-name-query-cased", list({ nameQuery: "TEST-key" }));
      r.step("get-api-keys-postfix-name-query", list({ nameQuery: "key-1" }));
      r.step("get-api-keys-infix-name-query", list({ nameQuery: "key" }));
      const second = r.step("create-api-key-2", () => r.client.createApiKey({ name: "test-key-2" }));
      r.step("get-api-keys-after-create-2", list());
      r.step("get-api-keys-name-query", list({ nameQuery: "test-key-2" }));
      r.step("get-api-keys-prefix-name-query-2", list({ nameQuery: "test-key" }));
      // Which of the two comes first is chance; it was the second.
      const pages = [r.client.getApiKeys({ limit: 1 })];
      pages.push(r.client.getApiKeys({ limit: 1, position: pages[0].position }));
      const isTurned = pages[0].items[0].id !== second.id;
      const [early, late] = pages;
      const { position = "" } = early;
      r.step("get-apis-keys-pagination", () => ({ items: isTurned ? late.items : early.items, position }));
      r.step("get-apis-keys-pagination-2", () => ({ items: isTurned ? early.items : late.items }));
    },
  },
  {
    name: `${keys}::test_get_usage_plan_api_keys`,
    play(r) {
      r.step("get-api-keys", lister(r)());
      const first = r.step("create-api-key", () => r.client.createApiKey({ name: "test-key-1" }));
      const second = r.step("create-api-key-2", () => r.client.createApiKey({ name: "test-key-2" }));
      r.step("get-api-keys-after-create-1", lister(r)());
      const plan = r.step("create-usage-plan", () => r.client.createUsagePlan({ name: "plan" }));
      const list =
        (given: object = {}) =>
        () =>
          r.client.getUsagePlanKeys({ usagePlanId: plan.id, ...given });
      const add = (keyId: string) => () =>
        r.client.createUsagePlanKey({ usagePlanId: plan.id, keyId, keyType: "API_KEY" });
      r.step("get-up-keys-before-create", list());
      r.step("create-up-key", add(first.id));
      r.step("create-up-key-2", add(second.id));
      r.step("get-up-keys", list());
      r.step("get-up-keys-name-query", list({ nameQuery: "test-key" }));
      r.step("get-up-keys-name-query-cased", list({ nameQuery: "TEST-key" }));
      r.step("get-up-keys-name-query-key-name", list({ nameQuery: "test-key-1" }));
      r.step("get-up-keys-bad-query", list({ nameQuery: "nothing" }));
      r.client.deleteApiKey({ apiKey: first.id });
      r.client.deleteApiKey({ apiKey: second.id });
      r.step("get-up-keys-after-delete", list());
      r.step("get-up-keys-bad-usage-plan", list({ usagePlanId: "bad-id" }));
    },
  },
  {
    name: `${keys}::test_negative_get_usage_plan_api_keys`,
    play(r) {
      r.step("get-api-keys-invalid-limit", lister(r)({ limit: 0 }));
      const { id } = r.step("create-api-key", () => r.client.createApiKey({ name: "test-key-1" }));
      r.step("update-api-key-name", () =>
        r.client.updateApiKey({ apiKey: id, patchOperations: [{ op: "replace", path: "/name", value: "second" }] }),
      );
    },
  },
  {
    name: `${keys}::test_create_api_key_with_invalid_name`,
    play(r) {
      r.step("create-api-key-name-too-long", () => r.client.createApiKey({ name: "x".repeat(1025) }));
      r.step("create-api-key-empty-name", () => r.client.createApiKey({ name: "" }));
      r.step("create-api-key-no-name", () => r.client.createApiKey({}));
    },
  },
  {
    name: `${keys}::test_create_api_key_with_invalid_value`,
    play(r) {
      r.step("create-api-key-short-value", () => r.client.createApiKey({ value: "x".repeat(19) }));
      r.step("create-api-key-invalid-value-too-long", () => r.client.createApiKey({ value: "x".repeat(129) }));
      r.step("create-api-key-empty-value", () => r.client.createApiKey({ value: "" }));
    },
  },
  {
    name: `${keys}::test_update_api_key_invalid_description_length`,
    play(r) {
      const description = "x".repeat(125_001);
      r.step("create-api-key-description-too-long", () => r.client.createApiKey({ description }));
      const { id } = r.client.createApiKey({});
      r.step("update-api-key-description-too-long", () =>
        r.client.updateApiKey({
          apiKey: id,
          patchOperations: [{ op: "replace", path: "/description", value: description }],
        }),
      );
    },
  },
  {
    name: `${keys}::test_update_api_key_invalid_enabled_type`,
    play(r) {
      const { id } = r.client.createApiKey({});
      r.step("update-api-key-invalid-enabled-type", () =>
        r.client.updateApiKey({ apiKey: id, patchOperations: [{ op: "replace", path: "/enabled", value: "invalid" }] }),
      );
    },
  },
  {
    name: `${keys}::test_update_api_key_immutable_field`,
    play(r) {
      const { id } = r.client.createApiKey({});
      r.step("update-api-key-immutable-field", () =>
        r.client.updateApiKey({ apiKey: id, patchOperations: [{ op: "replace", path: "/id", value: "another" }] }),
      );
    },
  },
  {
    name: `${keys}::test_create_usage_plan_with_throttle`,
    play(r) {
      r.step("create-usage-plan-burst-gt-rate", () =>
        r.client.createUsagePlan({ name: "plan", throttle: { burstLimit: 20, rateLimit: 10 } }),
      );
    },
  },
  {
    name: "TestUsagePlans::test_usage_plan_crud",
    play(r) {
      const { apiId } = newStage(r.world);
      const { id: usagePlanId } = r.step("create-usage-plan", () =>
        r.client.createUsagePlan({ name: "plan", description: "a plan", apiStages: [{ apiId, stage: "dev" }] }),
      );
      const update =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateUsagePlan({ usagePlanId, patchOperations });
      r.step("get-usage-plan", () => r.client.getUsagePlan({ usagePlanId }));
      r.step("get-usage-plans", () => r.client.getUsagePlans({}));
      const replace = (path: string, value: string): PatchOperation => ({ op: "replace", path, value });
      r.step(
        "update-usage-plan",
        update(
          replace("/throttle/burstLimit", "100"),
          replace("/throttle/rateLimit", "200"),
          replace("/quota/limit", "5000"),
          replace("/quota/period", "MONTH"),
        ),
      );
      r.step("update-wrong-id", () =>
        r.client.updateUsagePlan({ usagePlanId: "wrong", patchOperations: [replace("/name", "other")] }),
      );
      const add = (value?: string) => update({ op: "add", path: "/apiStages", ...(value !== undefined && { value }) });
      r.step("update-wrong-api-stages-no-value", add());
      r.step("update-wrong-api-stages-wrong-api", add(`${apiId}b:dev`));
      r.step("update-wrong-api-stages-wrong-stage", add(`${apiId}:fakestagename`));
      r.step("update-wrong-api-stages-wrong-value", add("fakevalue"));
      r.step("get-usage-plan-after-update", () => r.client.getUsagePlan({ usagePlanId }));
      r.step("get-usage-plans-after-update", () => r.client.getUsagePlans({}));
    },
  },
];
