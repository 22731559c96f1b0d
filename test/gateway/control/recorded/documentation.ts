// Recorded: documentation parts and versions, VPC links.

import type { PatchOperation } from "../../../../src/gateway/control/patch.ts";
import type { Replay, Scenario } from "./replay.ts";

const parts = "TestApiGatewayApiDocumentationPart";
const sample = { location: { type: "API" }, properties: '{ "description": "Sample API description" }' };

function newApi(r: Replay): string {
  return r.client.createRestApi({ name: "documented", description: "this is my api" }).id;
}

function replaced(path: string): readonly PatchOperation[] {
  return [{ op: "replace", path, value: '{ "description": "Updated Sample API description" }' }];
}

/** The parts of the document that was imported. */
const imported = {
  openapi: "3.0.0",
  info: { title: "documented", version: "3" },
  "x-amazon-apigateway-documentation": {
    version: "1.0.3",
    documentationParts: [
      {
        location: { type: "API" },
        properties: {
          description: "API description",
          info: { description: "API info description 4", version: "API info version 3" },
        },
      },
      { location: { type: "METHOD", path: "/", method: "GET" }, properties: { description: "Method description." } },
      { location: { type: "MODEL", name: "Empty" }, properties: { title: "Empty Schema" } },
      {
        location: { type: "RESPONSE", path: "/", method: "GET", statusCode: "200" },
        properties: { description: "200 response" },
      },
    ],
  },
};

export const documentationScenarios: readonly Scenario[] = [
  {
    name: `${parts}::test_doc_parts_crud_no_api`,
    play(r) {
      const restApiId = "test-fake-rest-id";
      r.step("wrong-rest-api-id-create-doc-part", () => r.client.createDocumentationPart({ restApiId, ...sample }));
      r.step("wrong-rest-api-id-get-doc-parts", () => r.client.getDocumentationParts({ restApiId }));
    },
  },
  {
    name: `${parts}::test_documentation_part_lifecycle`,
    play(r) {
      const restApiId = newApi(r);
      const { id } = r.step("create-documentation-part", () =>
        r.client.createDocumentationPart({ restApiId, ...sample }),
      );
      const at = { restApiId, documentationPartId: id };
      r.step("get-documentation-part", () => r.client.getDocumentationPart(at));
      r.step("get-documentation-parts", () => r.client.getDocumentationParts({ restApiId }));
      r.step("update-documentation-part", () =>
        r.client.updateDocumentationPart({ ...at, patchOperations: replaced("/properties") }),
      );
      r.step("get-documentation-part-after-update", () => r.client.getDocumentationPart(at));
      r.step("delete_documentation_part", () => r.client.deleteDocumentationPart(at));
    },
  },
  {
    name: `${parts}::test_invalid_get_documentation_part`,
    play(r) {
      const restApiId = newApi(r);
      const { id } = r.client.createDocumentationPart({ restApiId, ...sample });
      r.step("get-documentation-part-invalid-api-id", () =>
        r.client.getDocumentationPart({ restApiId: "api_id", documentationPartId: id }),
      );
      r.step("get-documentation-part-invalid-doc-id", () =>
        r.client.getDocumentationPart({ restApiId, documentationPartId: "documentation_part_id" }),
      );
    },
  },
  {
    name: `${parts}::test_invalid_get_documentation_parts`,
    play(r) {
      r.step("get-inavlid-documentation-parts", () => r.client.getDocumentationParts({ restApiId: "api_id" }));
    },
  },
  {
    name: `${parts}::test_invalid_update_documentation_part`,
    play(r) {
      const restApiId = newApi(r);
      const { id } = r.client.createDocumentationPart({ restApiId, ...sample });
      const update = (given: object, patchOperations: readonly PatchOperation[]) => () =>
        r.client.updateDocumentationPart({ restApiId, documentationPartId: id, ...given, patchOperations });
      const name = "update-documentation-part-invalid";
      r.step(`${name}-api-id`, update({ restApiId: "api_id" }, replaced("/properties")));
      r.step(`${name}-add-operation`, update({}, [{ ...replaced("/properties")[0], op: "add" }]));
      r.step(`${name}-path`, update({}, replaced("/invalidPath")));
    },
  },
  {
    name: `${parts}::test_invalid_create_documentation_part_operations`,
    play(r) {
      const restApiId = newApi(r);
      r.step("create_documentation_part_invalid_api_id", () =>
        r.client.createDocumentationPart({ ...sample, restApiId: "api_id" }),
      );
      r.step("create_documentation_part_invalid_location_type", () =>
        r.client.createDocumentationPart({ ...sample, restApiId, location: { type: "INVALID" } }),
      );
    },
  },
  {
    name: `${parts}::test_invalid_delete_documentation_part`,
    play(r) {
      const restApiId = newApi(r);
      const { id: documentationPartId } = r.client.createDocumentationPart({ restApiId, ...sample });
      const remove = (api: string) => () => r.client.deleteDocumentationPart({ restApiId: api, documentationPartId });
      r.step("delete_documentation_part_wrong_api_id", remove("api_id"));
      r.step("delete_documentation_part", remove(restApiId));
      r.step("delete_already_deleted_documentation_part", remove(restApiId));
    },
  },
  {
    name: `${parts}::test_import_documentation_parts`,
    play(r) {
      const restApiId = newApi(r);
      const get = () => r.client.getDocumentationParts({ restApiId });
      const load = () =>
        r.client.importDocumentationParts({ restApiId, mode: "overwrite", body: JSON.stringify(imported) });
      load();
      r.step("get-documentations-parts-after-api-imports", get);
      r.step("import-documentation-parts", load);
      r.step("get-documentations-parts-after-import", get);
    },
  },
  {
    name: `${parts}::test_import_documentation_parts_bad_file`,
    play(r) {
      const restApiId = newApi(r);
      for (const [name, body] of [
        ["yaml", "openapi: {}{}"],
        ["json", '{"a": 1}'],
      ])
        r.step(`import-documentation-parts-bad-${name}-file`, () =>
          r.client.importDocumentationParts({ restApiId, body }),
        );
    },
  },
  {
    name: "TestDocumentations::test_documentation_parts_and_versions",
    play(r) {
      const restApiId = newApi(r);
      const at = { restApiId, documentationVersion: "v123" };
      r.step("create-part-response", () =>
        r.client.createDocumentationPart({ restApiId, location: { type: "API" }, properties: '{"foo":"bar"}' }),
      );
      r.step("get-parts-response", () => r.client.getDocumentationParts({ restApiId }));
      r.step("create-version-response", () => r.client.createDocumentationVersion(at));
      r.step("update-version-response", () =>
        r.client.updateDocumentationVersion({
          ...at,
          patchOperations: [{ op: "replace", path: "/description", value: "doc version new" }],
        }),
      );
      r.step("get-version-response", () => r.client.getDocumentationVersion(at));
    },
  },
  {
    name: "TestApiGatewayVpcLink::test_vpc_link_lifecycle",
    play(r) {
      const arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/nlb/0123";
      r.step("nlb-arn", () => arn);
      const { id } = r.step("create_vpc_link", () => r.client.createVpcLink({ name: "link", targetArns: [arn] }));
      const at = { vpcLinkId: id };
      r.step("get_vpc_link", () => r.client.getVpcLink(at));
      r.step("get_vpc_links", () => r.client.getVpcLinks({}));
      r.step("update_vpc_link", () =>
        r.client.updateVpcLink({ ...at, patchOperations: [{ op: "replace", path: "/name", value: "link-updated" }] }),
      );
      r.step("delete_vpc_link", () => r.client.deleteVpcLink(at));
    },
  },
  {
    name: "TestApiGatewayVpcLink::test_create_vpc_link_invalid_parameters",
    play(r) {
      const arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/nlb/0123";
      r.step("create_vpc_link_invalid_target_arn", () =>
        r.client.createVpcLink({ name: "link", targetArns: ["invalid-arn"] }),
      );
      r.step("create_vpc_link_empty_name", () => r.client.createVpcLink({ name: "", targetArns: [arn] }));
    },
  },
  {
    name: "TestApiGatewayVpcLink::test_get_vpc_link_invalid_id",
    play: (r) => void r.step("get_vpc_link_invalid_id", () => r.client.getVpcLink({ vpcLinkId: "invalid-id" })),
  },
  {
    name: "TestApiGatewayVpcLink::test_delete_vpc_link_invalid_id",
    play: (r) => void r.step("delete_vpc_link_invalid_id", () => r.client.deleteVpcLink({ vpcLinkId: "invalid-id" })),
  },
  {
    name: "TestApiGatewayVpcLink::test_update_vpc_link_invalid_id",
    play: (r) =>
      void r.step("update_vpc_link_invalid_id", () =>
        r.client.updateVpcLink({
          vpcLinkId: "invalid-id",
          patchOperations: [{ op: "replace", path: "/name", value: "updated" }],
        }),
      ),
  },
];
