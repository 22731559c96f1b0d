// Documents in and out of the control API: JSON and YAML, merging and overwriting, base paths, what is refused and how.

import { parse as parseYaml } from "yaml";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/base/random.ts";
import type { RestApi } from "../../../src/gateway/model/shapes.ts";
import { documentOperations } from "../../../src/server/gateway/api-documents.ts";
import { type World, newWorld } from "../../gateway/control/fixture.ts";

const mock = { "x-amazon-apigateway-integration": { type: "mock" } };
const shop = {
  openapi: "3.0.1",
  info: { title: "shop", version: "1.0", description: "Things." },
  servers: [{ url: "https://x.test/{basePath}", variables: { basePath: { default: "/base" } } }],
  paths: { "/items": { get: mock } },
};
const yaml =
  "swagger: '2.0'\ninfo: {title: shop, version: 2.0}\nbasePath: /base\npaths: {/more: {put: {x-amazon-apigateway-integration: {type: mock}}}}\n";

interface Desk extends World {
  readonly operations: ReturnType<typeof documentOperations>;
  readonly importIt: (document: unknown, more?: object) => RestApi;
  readonly paths: (apiId: string) => string[];
}

function newDesk(): Desk {
  const world = newWorld();
  const operations = documentOperations(world.store, seededRandom(3));
  return {
    ...world,
    operations,
    importIt: (document, more = {}) => operations.importRestApi({ body: bytes(document), ...more }, world.context),
    paths: (apiId) => (world.store.workingSnapshot(apiId)?.resources ?? []).map(({ path }) => path).toSorted(),
  };
}

function bytes(document: unknown): Uint8Array {
  return Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
}

/** Status and message of a refusal. */
function refusal(work: () => unknown): [status: number, message: string] {
  try {
    work();
  } catch (error) {
    const { status, message } = error as { status: number; message: string };
    return [status, message];
  }
  throw new Error("nothing was refused");
}

describe("import", () => {
  test.each([
    ["JSON", shop, "1.0"],
    ["JSON behind white space", `\n  ${JSON.stringify(shop)}`, "1.0"],
    ["YAML", yaml, "2"],
  ])("%s", (_, document, version) => {
    const { importIt } = newDesk();
    expect(importIt(document)).toMatchObject({ name: "shop", version, endpointConfiguration: { types: ["EDGE"] } });
  });

  test.each([
    [{}, ["/", "/items"]],
    [{ basepath: "ignore" }, ["/", "/items"]],
    [{ basepath: "prepend" }, ["/", "/base", "/base/items"]],
    [{ basepath: "split" }, ["/", "/items"]],
  ])("base path %j", (parameters, paths) => {
    const desk = newDesk();
    expect(desk.paths(desk.importIt(shop, { parameters }).id)).toEqual(paths);
  });

  test("the endpoint may be said beside the document", () => {
    const { importIt } = newDesk();
    const parameters = { endpointConfigurationTypes: "REGIONAL" };
    expect(importIt(shop, { parameters }).endpointConfiguration.types).toEqual(["REGIONAL"]);
  });

  test("a second import merges unless it overwrites", () => {
    const desk = newDesk();
    const { id: restApiId } = desk.importIt(shop);
    const put = (mode?: "merge" | "overwrite"): unknown =>
      desk.operations.putRestApi({ restApiId, body: bytes(yaml), ...(mode !== undefined && { mode }) }, desk.context);
    put();
    expect(desk.paths(restApiId)).toEqual(["/", "/items", "/more"]);
    put("merge");
    expect(desk.paths(restApiId)).toEqual(["/", "/items", "/more"]);
    put("overwrite");
    expect(desk.paths(restApiId)).toEqual(["/", "/more"]);
  });

  test("warnings are told, or refuse the whole when they must", () => {
    const desk = newDesk();
    const odd = { ...shop, paths: { "/items": { get: { ...mock, parameters: [{ name: "a", in: "cookie" }] } } } };
    const { warnings = [] } = desk.importIt(odd);
    expect(warnings).toHaveLength(1);
    const [status, message] = refusal(() => desk.importIt(odd, { failOnWarnings: true }));
    expect([status, message]).toEqual([400, `Warnings found during import:\n\t${warnings[0]}`]);
    expect([...desk.store.apis()]).toHaveLength(1);
    expect(desk.importIt(shop, { failOnWarnings: true }).warnings).toBeUndefined();
  });

  test.each([
    ["{", 400],
    ["a: [", 400],
    ["a: 1\na: 2", 400],
    ["just words", 400],
    ["", 400],
    ["[]", 400],
    [JSON.stringify({ openapi: "3.0.1" }), 400],
  ])("%j is refused", (document, status) => {
    const desk = newDesk();
    expect(refusal(() => desk.importIt(document))).toEqual([status, expect.stringMatching(/\S/)]);
    expect([...desk.store.apis()]).toEqual([]);
  });

  test("a base path that is no rule, an API that is not there", () => {
    const desk = newDesk();
    expect(refusal(() => desk.importIt(shop, { parameters: { basepath: "x" } }))).toEqual([
      400,
      "Invalid base path mode: x",
    ]);
    const putElsewhere = (): unknown =>
      desk.operations.putRestApi({ restApiId: "none", body: bytes(shop) }, desk.context);
    expect(refusal(putElsewhere)[0]).toBe(404);
  });

  test("models that name each other do so after the import", () => {
    const desk = newDesk();
    const schemas = {
      Pair: { type: "object", required: ["left"], properties: { left: { $ref: "#/components/schemas/Item" } } },
      Item: { type: "object", required: ["id"] },
    };
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Pair" } } };
    const { id: restApiId } = desk.importIt({
      ...shop,
      paths: { "/": { post: { ...mock, requestBody: { content } } } },
      components: { schemas },
    });
    const { schema } = desk.client.getModel({ restApiId, modelName: "Pair" });
    expect(JSON.parse(schema ?? "{}")).toMatchObject({
      properties: { left: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Item` } },
    });
  });
});

describe("export", () => {
  function deployed(): { desk: Desk; restApiId: string } {
    const desk = newDesk();
    const { id: restApiId } = desk.importIt(shop);
    desk.client.createDeployment({ restApiId, stageName: "dev" });
    return { desk, restApiId };
  }

  type Exported = ReturnType<Desk["operations"]["getExport"]>;

  function exported(more: object): Exported & { readonly document: Record<string, never> } {
    const { desk, restApiId } = deployed();
    const input = { restApiId, stageName: "dev", exportType: "oas30", ...more };
    const answer = desk.operations.getExport(input, desk.context);
    return { ...answer, document: parseYaml(Buffer.from(answer.body).toString("utf8")) as Record<string, never> };
  }

  test.each([
    ["oas30", "", { openapi: "3.0.1" }, "oas30_1.0.json"],
    ["oas30", "application/yaml", { openapi: "3.0.1" }, "oas30_1.0.yaml"],
    ["swagger", "application/json", { swagger: "2.0", basePath: "/dev" }, "swagger_1.0.json"],
    ["swagger", "application/yaml", { swagger: "2.0" }, "swagger_1.0.yaml"],
  ])("%s as %j", (exportType, accepts, wanted, name) => {
    const { document, contentDisposition, contentType, body } = exported({ exportType, accepts });
    expect(document).toMatchObject({ ...wanted, info: { title: "shop", version: "1.0" } });
    expect(contentDisposition).toBe(`attachment; filename="${name}"`);
    expect(contentType).toBe("application/octet-stream");
    expect(Buffer.from(body).toString("utf8").startsWith("{")).toBe(name.endsWith("json"));
  });

  test.each([
    [{}, false],
    [{ extensions: "integrations" }, true],
    [{ extensions: "apigateway" }, true],
    [{ extensions: "authorizers, integrations" }, true],
    [{ extensions: "authorizers" }, false],
  ])("extensions %j", (parameters, isThere) => {
    const { document } = exported({ parameters });
    expect(JSON.stringify(document).includes("x-amazon-apigateway-integration")).toBe(isThere);
  });

  test("what is exported is what the stage serves, and can be imported again", () => {
    const { desk, restApiId } = deployed();
    desk.operations.putRestApi({ restApiId, mode: "overwrite", body: bytes(yaml) }, desk.context);
    const input = { restApiId, stageName: "dev", exportType: "oas30", parameters: { extensions: "apigateway" } };
    const { body } = desk.operations.getExport(input, desk.context);
    const { id } = desk.operations.importRestApi({ body }, desk.context);
    expect([desk.paths(restApiId), desk.paths(id)]).toEqual([
      ["/", "/more"],
      ["/", "/items"],
    ]);
  });

  test.each([
    [{ exportType: "raml" }, 400, "No API exporter for type 'raml'"],
    [{ stageName: "none" }, 404, "Invalid stage identifier specified"],
    [{ restApiId: "none" }, 404, /^Invalid API identifier specified/],
  ])("%j is refused", (more, status, message) => {
    const found = refusal(() => exported(more));
    expect(found[0]).toBe(status);
    expect(found[1]).toMatch(message);
  });

  test("nobody exports the API of somebody else", () => {
    const { desk, restApiId } = deployed();
    const input = { restApiId, stageName: "dev", exportType: "oas30" };
    const ofAnother = { ...desk.context, account: "222222222222" };
    expect(refusal(() => desk.operations.getExport(input, ofAnother))[0]).toBe(404);
  });
});
