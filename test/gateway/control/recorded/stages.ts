// Recorded: deployments, stages, canaries.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import { newApi } from "../fixture.ts";
import type { Replay, Scenario } from "./replay.ts";

interface Deployed {
  readonly restApiId: string;
  /** Makes a deployment. */
  readonly deploy: (given?: object) => () => { readonly id: string };
  readonly stage: (stageName: string, deploymentId: string, given?: object) => () => unknown;
  readonly get: (stageName?: string) => () => unknown;
  readonly update: (...patchOperations: readonly PatchOperation[]) => () => unknown;
  readonly stages: (deploymentId?: string) => () => unknown;
}

/** Of an API that can be deployed; patches go to `patchedStage`. */
function deployed(r: Replay, patchedStage = "dev"): Deployed {
  const { apiId: restApiId } = newApi(r.world);
  return {
    restApiId,
    deploy:
      (given = {}) =>
      () =>
        r.client.createDeployment({ restApiId, ...given }),
    stage:
      (stageName, deploymentId, given = {}) =>
      () =>
        r.client.createStage({ restApiId, stageName, deploymentId, ...given }),
    get:
      (stageName = patchedStage) =>
      () =>
        r.client.getStage({ restApiId, stageName }),
    update:
      (...patchOperations) =>
      () =>
        r.client.updateStage({ restApiId, stageName: patchedStage, patchOperations }),
    stages: (deploymentId) => () => r.client.getStages({ restApiId, deploymentId }),
  };
}

function replace(path: string, value: string): PatchOperation {
  return { op: "replace", path, value };
}

const described = { description: "dev stage", variables: { testVar: "default" } };

function canary(percentTraffic: number, testVar: string, given: object = {}): object {
  return { canarySettings: { percentTraffic, stageVariableOverrides: { testVar }, ...given } };
}

const copies: readonly PatchOperation[] = [
  { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
  { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
];

function createsAndDeletes(r: Replay, isMadeByHand: "by hand" | "with the deployment"): void {
  const { restApiId, deploy, stage, stages } = deployed(r, "s1");
  let { id } = deploy(isMadeByHand === "by hand" ? {} : { stageName: "s1" })();
  if (isMadeByHand === "by hand") stage("s1", id)();
  const remove = (deploymentId: string) => () => r.client.deleteDeployment({ restApiId, deploymentId });
  r.step("get-deployment", () => r.client.getDeployment({ restApiId, deploymentId: id }));
  r.step("get-stages", stages());
  for (let i = 0; i < 3; i++) {
    const before = id;
    ({ id } = deploy({ stageName: "s1" })());
    remove(before)();
    const after = id;
    r.step(`delete-deployment-error-${i}`, remove(after));
    r.step(`get-deployments-${i}`, () => r.client.getDeployments({ restApiId }));
    r.step(`get-stages-${i}`, stages());
  }
}

const documented = { description: "my stage", documentationVersion: "v123" };

function document(r: Replay, restApiId: string): void {
  r.client.createDocumentationPart({ restApiId, location: { type: "API" }, properties: '{"foo":"bar"}' });
  r.client.createDocumentationVersion({ restApiId, documentationVersion: "v123" });
}

export const stageScenarios: readonly Scenario[] = [
  {
    name: "TestStages::test_create_update_stages",
    play(r) {
      const { restApiId, deploy, stage, get, update } = deployed(r, "s1");
      const { id } = deploy()();
      document(r, restApiId);
      r.step("create-stage", stage("s1", id, documented));
      r.step("error-update-doc-version", update(replace("/documentation_version", "123")));
      r.step("error-update-tags", update(replace("/tags/tag1", "value1")));
      r.step(
        "update-stage",
        update(
          replace("/description", "stage new"),
          replace("/variables/var1", "test"),
          replace("/variables/var2", "test2"),
          replace("/*/*/throttling/burstLimit", "123"),
          replace("/*/*/caching/enabled", "true"),
          replace("/tracingEnabled", "true"),
          replace("/test/GET/throttling/burstLimit", "124"),
        ),
      );
      r.step("get-stage", get());
      r.step("update-stage-override", update(replace("/*/*/throttling/burstLimit", "100")));
    },
  },
  {
    name: "TestStages::test_update_stage_remove_wildcard",
    play(r) {
      const { restApiId, deploy, stage, get, update } = deployed(r, "s1");
      const { id } = deploy()();
      document(r, restApiId);
      r.step("create-stage", stage("s1", id, documented));
      r.step("get-stage", get());
      r.step("delete-error", update({ op: "remove", path: "/*/*" }));
      r.step("update-stage", update(replace("/*/*/caching/enabled", "true")));
      r.step("update-stage-reset", update({ op: "remove", path: "/*/*" }));
      r.step("get-stage-after-reset", get());
    },
  },
  {
    name: "TestAPIGateway::test_update_rest_api_deployment",
    play(r) {
      const { restApiId, deploy } = deployed(r);
      const { id: deploymentId } = deploy({ description: "my deployment" })();
      r.step("after-update", () =>
        r.client.updateDeployment({
          restApiId,
          deploymentId,
          patchOperations: [replace("/description", "new-description")],
        }),
      );
    },
  },
  {
    name: "TestDeployments::test_create_delete_deployments[True]",
    play: (r) => createsAndDeletes(r, "by hand"),
  },
  {
    name: "TestDeployments::test_create_delete_deployments[False]",
    play: (r) => createsAndDeletes(r, "with the deployment"),
  },
  {
    name: "TestDeployments::test_create_update_deployments",
    play(r) {
      const { restApiId, deploy, update, stages } = deployed(r, "s1");
      const first = deploy({ stageName: "s1" })();
      const get = (deploymentId: string) => () => r.client.getDeployment({ restApiId, deploymentId });
      const remove = (deploymentId: string) => () => r.client.deleteDeployment({ restApiId, deploymentId });
      r.step("get-deployment-1", get(first.id));
      r.step("get-stages", stages());
      r.step("delete-deployment-error", remove(first.id));
      const second = deploy()();
      update(replace("/deploymentId", second.id))();
      r.step("get-deployment-1-after-update", get(first.id));
      r.step("get-deployment-2", get(second.id));
      r.step("get-stages-after-update", stages());
      r.step("delete-deployment-1", remove(first.id));
      r.step("delete-deployment-2-error", remove(second.id));
    },
  },
  {
    name: "TestApiGatewayStage::test_get_stages_filters_by_deployment_id",
    play(r) {
      const { deploy, stages } = deployed(r);
      const first = deploy({ stageName: "stage1" })();
      const second = deploy({ stageName: "stage2" })();
      r.step("all-stages", stages());
      r.step("stages-deploy1", stages(first.id));
      r.step("stages-deploy2", stages(second.id));
    },
  },
  {
    name: "TestApiGatewayStage::test_stage_access_log_settings",
    play(r) {
      const { deploy, stage, update } = deployed(r);
      const arn = "arn:aws:logs:us-east-1:111111111111:log-group:access";
      const destination = "/accessLogSettings/destinationArn";
      const format = "$context.requestId $context.identity.sourceIp";
      const { id } = r.step("create-deployment", deploy());
      r.step("create-stage", stage("dev", id, { description: "dev stage" }));
      r.step("update-stage-access-log-dest-add", update({ op: "add", path: destination, value: arn }));
      r.step("update-stage-access-log-dest-replace", update(replace(destination, `${arn}a`)));
      r.step(
        "update-stage-access-log-format-add",
        update({ op: "add", path: "/accessLogSettings/format", value: format }),
      );
      r.step("update-stage-access-log-remove-all", update({ op: "remove", path: "/accessLogSettings" }));
    },
  },
  {
    name: "TestApiGatewayStage::test_stage_access_log_settings_validation",
    play(r) {
      const { deploy, stage, update } = deployed(r);
      const root = "/accessLogSettings";
      const change = (op: string, path: string, value = "x") => update({ op, path, value });
      const { id } = r.step("create-deployment", deploy());
      r.step("create-stage", stage("dev", id, { description: "dev stage" }));
      for (const op of ["add", "remove", "replace"]) r.step(`invalid-path-${op}`, change(op, `${root}/randomValue`));
      for (const op of ["add", "remove", "replace"]) r.step(`star-and-${op}`, change(op, `${root}/*`));
      for (const op of ["add", "replace"]) r.step(`root-and-${op}`, change(op, root));
      const destination = `${root}/destinationArn`;
      r.step("update-stage-access-log-dest-add", change("add", destination, "arn:aws:logs:us-east-1:1:log-group:a"));
      r.step("update-stage-access-log-destinationArn-empty", change("replace", destination, ""));
      r.step("update-stage-access-log-format-empty", change("replace", `${root}/format`, ""));
      r.step("update-stage-access-log-dest-remove", change("remove", destination));
    },
  },
  {
    name: "TestStageCrudCanary::test_create_update_stages",
    play(r) {
      const { deploy, stage, get, update } = deployed(r);
      const first = r.step("create-deployment-1", deploy());
      const second = r.step("create-deployment-2", deploy());
      const settings = { ...described, ...canary(50, "canary", { deploymentId: second.id }) };
      r.step("create-stage", stage("dev", first.id, settings));
      r.step("get-stage", get());
      r.step(
        "update-stage-canary-settings-overrides",
        update(replace("/canarySettings/stageVariableOverrides/testVar", "updated")),
      );
      r.step("update-stage-remove-canary-settings", update({ op: "remove", path: "/canarySettings" }));
      r.step("get-stage-after-remove", get());
    },
  },
  {
    name: "TestStageCrudCanary::test_create_canary_deployment_with_stage",
    play(r) {
      const { deploy, stage, get } = deployed(r);
      const { id } = r.step("create-deployment", deploy());
      r.step("create-stage", stage("dev", id, described));
      r.step("create-canary-deployment", deploy({ stageName: "dev", ...canary(50, "canary") }));
      r.step("get-stage", get());
    },
  },
  {
    name: "TestStageCrudCanary::test_create_canary_deployment",
    play(r) {
      const { deploy, stage, get } = deployed(r);
      const { id } = r.step("create-deployment", deploy());
      r.step("create-stage", stage("dev1", id, { ...described, ...canary(40, "canary1", { deploymentId: id }) }));
      const second = r.step("create-canary-deployment", deploy({ stageName: "dev1", ...canary(50, "canary2") }));
      r.step("get-stage-1", get("dev1"));
      const overridden = canary(60, "canary-overridden", { deploymentId: second.id });
      r.step("create-stage-2", stage("dev2", id, { ...described, ...overridden }));
      r.step("bad-canary-deployment-id", stage("dev3", id, { canarySettings: { deploymentId: "deploy" } }));
    },
  },
  {
    name: "TestStageCrudCanary::test_create_canary_deployment_by_stage_update",
    play(r) {
      const { deploy, stage, get, update } = deployed(r);
      const { id } = r.step("create-deployment", deploy());
      const second = r.step("create-deployment-2", deploy());
      r.step("create-stage", stage("dev", id, described));
      r.step("update-stage-with-deployment", update(replace("/canarySettings/deploymentId", second.id)));
      r.step("remove-stage-canary", update({ op: "remove", path: "/canarySettings" }));
      r.step("update-stage-with-percent", update(replace("/canarySettings/percentTraffic", "50")));
      r.step("get-stage", get());
    },
  },
  {
    name: "TestStageCrudCanary::test_create_canary_deployment_validation",
    play(r) {
      const { deploy } = deployed(r);
      const settings = canary(50, "canary");
      r.step("create-canary-deployment-no-stage", deploy(settings));
      r.step("create-canary-deployment-empty-stage", deploy({ stageName: "", ...settings }));
      r.step("create-canary-deployment-non-existing-stage", deploy({ stageName: "non-existing", ...settings }));
    },
  },
  {
    name: "TestStageCrudCanary::test_update_stage_canary_deployment_validation",
    play(r) {
      const { restApiId, deploy, get, update } = deployed(r);
      deploy({ stageName: "dev" })();
      r.step("get-stage", get());
      deploy({ stageName: "dev", ...canary(50, "canary") })();
      const settings = "/canarySettings";
      const name = "update-stage-canary-settings";
      r.step(`${name}-remove-overrides`, update({ op: "remove", path: `${settings}/stageVariableOverrides` }));
      r.step(`${name}-bad-path`, update({ op: "remove", path: `${settings}/badPath` }));
      r.step(`${name}-bad-path-2`, update(replace(settings, "test")));
      r.step(`${name}-replace-bad-path`, update(replace(`${settings}/badPath`, "badPath")));
      const { id } = deploy({ stageName: "dev2" })();
      const second =
        (...patchOperations: readonly PatchOperation[]) =>
        () =>
          r.client.updateStage({ restApiId, stageName: "dev2", patchOperations });
      r.step("update-stage-add-deployment", second({ op: "add", path: `${settings}/deploymentId`, value: id }));
      r.step("update-stage-no-deployment", second(replace(`${settings}/deploymentId`, "deploy")));
    },
  },
  {
    name: "TestStageCrudCanary::test_update_stage_with_copy_ops",
    play(r) {
      const { deploy, get, update } = deployed(r);
      r.step("deployment-1", deploy({ stageName: "dev", variables: { testVar: "test", testVar2: "test2" } }));
      r.step(
        "copy-with-bad-statement",
        update(
          { op: "copy", path: "/canarySettings/stageVariableOverrides", from: "/variables" },
          { op: "copy", path: "/canarySettings/deploymentId", from: "/deploymentId" },
        ),
      );
      r.step("copy-with-no-replace", update(...copies.toReversed()));
      const promote = update(replace("/canarySettings/percentTraffic", "0.0"), ...copies);
      r.step("update-stage-with-copy", promote);
      r.step("deployment-canary", deploy({ stageName: "dev", ...canary(50, "override") }));
      r.step("get-stage", get());
      r.step("update-stage-with-copy-2", promote);
    },
  },
];
