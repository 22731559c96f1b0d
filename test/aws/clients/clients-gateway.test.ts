// Unmodified clients against a running gateway that checks their signatures: boto3 and the AWS CLI make a function and an API,
// ask it, go wrong and clean up. Where a client is not installed, its tests are skipped and say so.

import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zipOf } from "../../http/functions/zip-file.ts";
import { Boto3, findBoto3, hasAwsCli, type Output, runAwsCli } from "./boto3.ts";
import { type GatewayServer, startGatewayServer } from "./gateway-server.ts";

const python = findBoto3();
const account = "111122223333";
/** Where both clients are told to be. */
const region = "us-east-1";
const credentials = { key: "AKIAEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const { key, secret } = credentials;
const zip = zipOf({ "index.mjs": "export const handler = async ({ name }) => ({ greeting: `hello ${name}` });" });
const role = `arn:aws:iam::${account}:role/any`;

let server: GatewayServer;

beforeAll(async () => {
  server = await startGatewayServer(
    { accessKeyId: key, secretAccessKey: secret },
    `api: { listen: "127.0.0.1:0", verifySignatures: true }
accounts: [{ id: "${account}", accessKeys: [${key}], secretKeys: { ${key}: "${secret}" } }]
`,
  );
});
afterAll(() => server.stop());

/** An API whose GET / greets whom the query names, by the function of that name. */
function greeter(functionName: string): object {
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:${functionName}/invocations`;
  const integration = {
    type: "aws",
    httpMethod: "POST",
    uri,
    requestTemplates: { "application/json": `{"name": "$input.params('name')"}` },
    responses: { default: { statusCode: "200" } },
  };
  const responses = { "200": { description: "A greeting" } };
  return {
    swagger: "2.0",
    info: { title: functionName, version: "1" },
    paths: { "/": { get: { responses, "x-amazon-apigateway-integration": integration } } },
  };
}

describe.skipIf(python === null)(`boto3${python === null ? " (python3-boto3 is not installed)" : ""}`, () => {
  const clients: Record<string, Boto3> = {};
  let restApiId = "";

  beforeAll(() => {
    for (const service of ["apigateway", "lambda", "sts"])
      clients[service] = new Boto3(python ?? "", server.endpoint, credentials, {}, service);
  });
  afterAll(() => Object.values(clients).forEach((client) => client.close()));

  test("knows whose account it is in", async () => {
    const { Account, Arn } = await clients["sts"].call("get_caller_identity");
    expect([Account, Arn]).toEqual([account, `arn:aws:iam::${account}:root`]);
  });

  test("makes a function, waits for it and invokes it", async () => {
    const { lambda } = clients;
    const made = await lambda.call("create_function", {
      FunctionName: "boto",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: role,
      Code: { ZipFile: { base64: Buffer.from(zip).toString("base64") } },
    });
    expect(made).toMatchObject({ FunctionArn: `arn:aws:lambda:${region}:${account}:function:boto`, State: "Active" });
    await lambda.wait("function_active_v2", { FunctionName: "boto" });
    const { Payload } = await lambda.call("invoke", { FunctionName: "boto", Payload: '{"name":"Ada"}' });
    expect(Payload).toBe('{"greeting":"hello Ada"}');
    await lambda.call("add_permission", {
      FunctionName: "boto",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    });
    expect(await lambda.try("get_function", { FunctionName: "none" })).toEqual({
      status: 404,
      code: "ResourceNotFoundException",
      message: `Function not found: arn:aws:lambda:${region}:${account}:function:none`,
    });
  });

  test("makes an API of a document, deploys it, and its times are times", async () => {
    const { apigateway } = clients;
    const made = await apigateway.call("import_rest_api", { body: JSON.stringify(greeter("boto")) });
    restApiId = made.id;
    expect(made.createdDate).toMatch(/^20\d\d-\d\d-\d\d /);
    await apigateway.call("create_deployment", { restApiId, stageName: "v1" });
    const host = `${restApiId}.execute-api.${region}.amazonaws.com`;
    expect(await server.visitor.told(`${host}/v1?name=Bob`)).toEqual([200, { greeting: "hello Bob" }]);
    const exported = await apigateway.call("get_export", { restApiId, stageName: "v1", exportType: "swagger" });
    expect(JSON.parse(exported.body)).toMatchObject({ swagger: "2.0", basePath: "/v1", paths: { "/": { get: {} } } });
  });

  test("is told what is wrong, and cleans up", async () => {
    const { apigateway, lambda } = clients;
    expect(await apigateway.try("create_resource", { restApiId, parentId: "none", pathPart: "a" })).toEqual({
      status: 404,
      code: "NotFoundException",
      message: "Invalid Resource identifier specified",
    });
    await apigateway.call("delete_rest_api", { restApiId });
    await lambda.call("delete_function", { FunctionName: "boto" });
    expect((await apigateway.call("get_rest_apis")).items).toEqual([]);
  });
});

describe.skipIf(!hasAwsCli())(`the AWS CLI${hasAwsCli() ? "" : " (awscli is not installed)"}`, () => {
  const aws = (service: string, ...words: string[]): Promise<Output> =>
    runAwsCli(server.endpoint, credentials, words, service);

  // A call costs a second of a processor, of which there may be none to spare.
  test("makes a function and an API, asks it, and deletes", { timeout: 120_000 }, async () => {
    const path = (name: string): string => join(server.folder.path, name);
    writeFileSync(path("cli.zip"), zip);
    writeFileSync(path("api.json"), JSON.stringify(greeter("cli")));
    const own = ["--function-name", "cli"];
    const code = ["--runtime", "nodejs22.x", "--handler", "index.handler", "--zip-file", `fileb://${path("cli.zip")}`];
    const made = await aws("lambda", "create-function", ...own, "--role", role, ...code);
    expect(made).toMatchObject({ State: "Active", CodeSize: zip.length });
    const permission = ["--statement-id", "api", "--action", "lambda:InvokeFunction"];
    await aws("lambda", "add-permission", ...own, ...permission, "--principal", "apigateway.amazonaws.com");
    const { id } = await aws("apigateway", "import-rest-api", "--body", `fileb://${path("api.json")}`);
    const api = ["--rest-api-id", id];
    await aws("apigateway", "create-deployment", ...api, "--stage-name", "v1");
    const host = `${id}.execute-api.${region}.amazonaws.com`;
    expect(await server.visitor.told(`${host}/v1?name=Eve`)).toEqual([200, { greeting: "hello Eve" }]);
    const patch = "op=replace,path=/*/*/throttling/rateLimit,value=10.5";
    const stage = await aws("apigateway", "update-stage", ...api, "--stage-name", "v1", "--patch-operations", patch);
    expect(stage.methodSettings["*/*"]).toMatchObject({ throttlingRateLimit: 10.5 });
    expect(await aws("apigateway", "get-stage", ...api, "--stage-name", "v2")).toContain(
      "An error occurred (NotFoundException) when calling the GetStage operation: Invalid stage identifier specified",
    );
    expect(await aws("apigateway", "delete-rest-api", ...api)).toBeNull();
  });
});
