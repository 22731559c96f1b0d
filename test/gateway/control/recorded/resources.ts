// Recorded: the tree of resources, its rules, moving and deleting.

import type { Replay, Scenario } from "./replay.ts";

interface Tree {
  readonly restApiId: string;
  readonly rootId: string;
  readonly create: (parentId: string, pathPart: string) => () => { readonly id: string };
  readonly patch: (resourceId: string, op: string, path: string, value?: string) => () => unknown;
  readonly remove: (resourceId: string) => () => unknown;
  readonly list: () => unknown;
}

function tree(r: Replay): Tree {
  const { id: restApiId, rootResourceId: rootId } = r.client.createRestApi({ name: "tree" });
  return {
    restApiId,
    rootId,
    create: (parentId, pathPart) => () => r.client.createResource({ restApiId, parentId, pathPart }),
    patch: (resourceId, op, path, value) => () =>
      r.client.updateResource({
        restApiId,
        resourceId,
        patchOperations: [{ op, path, ...(value !== undefined && { value }) }],
      }),
    remove: (resourceId) => () => r.client.deleteResource({ restApiId, resourceId }),
    list: () => r.client.getResources({ restApiId }),
  };
}

export const resourceScenarios: readonly Scenario[] = [
  {
    name: "TestApiGatewayApiResource::test_resource_lifecycle",
    play(r) {
      const { restApiId, rootId, create, patch, remove, list } = tree(r);
      r.step("rest-api-root-resource", list);
      const { id } = r.step("create-resource", create(rootId, "pets"));
      r.step("rest-api-resources-after-create", list);
      r.step("create-subresource", create(id, "subpets"));
      r.step("rest-api-resources-after-create-sub", list);
      r.step("update-path-part", patch(id, "replace", "/pathPart", "dogs"));
      r.step("get-resp-after-update-path-part", () => r.client.getResource({ restApiId, resourceId: id }));
      r.step("del-resource", remove(id));
      r.step("rest-api-resources-after-delete", list);
    },
  },
  {
    name: "TestApiGatewayApiResource::test_update_resource_behaviour",
    play(r) {
      const { rootId, create, patch, remove, list } = tree(r);
      const { id } = create(rootId, "pets")();
      r.step("nonexistent-resource", patch("fake-resource", "replace", "/pathPart", "dogs"));
      r.step("invalid-path-part", patch(id, "replace", "/invalid", "dogs"));
      r.step("invalid-parent-id", patch(id, "replace", "/parentId", "fake-parent-id"));
      const sub = r.step("create-subresource", create(id, "subpets"));
      const child = r.step("create-subresource-child", create(sub.id, "pets"));
      r.step("existing-future-sibling-path", patch(child.id, "replace", "/parentId", rootId));
      remove(child.id)();
      r.step("update-parent-id-to-subresource-id", patch(id, "replace", "/parentId", sub.id));
      r.step("update-parent-id-to-root-id", patch(sub.id, "replace", "/parentId", rootId));
      r.step("update-path-already-exists", patch(sub.id, "replace", "/pathPart", "pets"));
      remove(id)();
      r.step("resources-after-deletion", list);
      r.step("remove-unsupported", patch(sub.id, "remove", "/pathPart"));
      r.step("add-unsupported", patch(sub.id, "add", "/pathPart", "added-pets"));
    },
  },
  {
    name: "TestApiGatewayApiResource::test_delete_resource",
    play(r) {
      const { rootId, create, remove, list } = tree(r);
      const { id } = create(rootId, "pets")();
      const sub = create(id, "subpets")();
      r.step("delete-resource", remove(id));
      r.step("get-resources", list);
      r.step("delete-subresource", remove(sub.id));
    },
  },
  {
    name: "TestApiGatewayApiResource::test_create_resource_parent_invalid",
    play(r) {
      const { create } = tree(r);
      r.step("wrong-resource-parent-id", create("fake-resource-id", "subpets"));
    },
  },
  {
    name: "TestApiGatewayApiResource::test_create_proxy_resource",
    play(r) {
      const { rootId, create, remove, list } = tree(r);
      r.step("create-base-proxy-resource", create(rootId, "{proxy+}"));
      const parent = create(rootId, "parent")();
      r.step("create-proxy-sibling-resource", () => parent.id);
      const proxy = r.step("create-proxy-sibling-proxy-child-resource", create(parent.id, "{proxy+}"));
      const child = r.step("create-proxy-sibling-static-child-resource", create(parent.id, "child"));
      r.step("create-static-child-proxy-resource", create(child.id, "{proxy+}"));
      r.step("all-resources", list);
      remove(proxy.id)();
      const dynamic = r.step("create-proxy-sibling-dynamic-child-resource", create(parent.id, "{child}"));
      r.step("create-dynamic-child-proxy-resource", create(dynamic.id, "{proxy+}"));
      r.step("all-resources-2", list);
    },
  },
  {
    name: "TestApiGatewayApiResource::test_create_proxy_resource_validation",
    play(r) {
      const { rootId, create } = tree(r);
      const base = r.step("create-base-proxy-resource", create(rootId, "{proxy+}"));
      r.step("create-proxy-dynamic-sibling-resource", create(rootId, "{dynamic}"));
      r.step("create-proxy-static-child-resource", create(base.id, "child"));
      r.step("create-proxy-dynamic-child-resource", create(base.id, "{child}"));
      const parent = create(rootId, "parent")();
      r.step("create-greedy-child-resource", create(parent.id, "{child+}"));
    },
  },
  {
    name: "TestApiGatewayApiResource::test_update_resource_on_root",
    play(r) {
      const { rootId, patch } = tree(r);
      r.step("update-root-path-part", patch(rootId, "replace", "/pathPart", "pets"));
      r.step("update-root-parent", patch(rootId, "replace", "/parentId", rootId));
    },
  },
];
