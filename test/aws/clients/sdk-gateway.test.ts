// The AWS SDK for JavaScript v3, unmodified, makes an API, and visitors use it: an OpenAPI file is imported, a function made of
// a zip and permitted, deployed, and answered over HTTPS with the local CA; then keys and quotas, the stage's cache, a canary,
// an export, a test invocation and a custom domain behind an alias record. Each test goes on where the one before it ended.

import * as gateway from "@aws-sdk/client-api-gateway";
import * as lambda from "@aws-sdk/client-lambda";
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { zipOf } from "../../http/functions/zip-file.ts";
import { type GatewayServer, region, startGatewayServer } from "./gateway-server.ts";
import type { Visit } from "./gateway-visitor.ts";

const account = "111122223333";
const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const functionArn = `arn:aws:lambda:${region}:${account}:function:users`;

const handler = `let calls = 0;
export const handler = async ({ httpMethod, queryStringParameters, body, stageVariables }) => {
  calls++;
  const told = { httpMethod, query: queryStringParameters, body, colour: stageVariables?.colour ?? null, calls };
  return { statusCode: httpMethod === "POST" ? 201 : 200, body: JSON.stringify(told) };
};
`;

const proxy = {
  type: "aws_proxy",
  httpMethod: "POST",
  uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
};
const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: {
    default: { statusCode: "200", responseTemplates: { "application/json": '{"path":"$context.resourcePath"}' } },
  },
};
const responses = { "200": { description: "It is so" } };
const shop = {
  openapi: "3.0.1",
  info: { title: "shop", version: "1" },
  paths: {
    "/users": {
      get: {
        parameters: [{ name: "user_name", in: "query", required: true, schema: { type: "string" } }],
        "x-amazon-apigateway-request-validator": "parameters",
        "x-amazon-apigateway-integration": { ...proxy, cacheKeyParameters: ["method.request.querystring.user_name"] },
        responses,
      },
      post: { "x-amazon-apigateway-integration": proxy, responses },
    },
    "/books": {
      get: {
        security: [{ key: [] }],
        "x-amazon-apigateway-integration": mock,
        responses,
      },
    },
  },
  "x-amazon-apigateway-request-validators": {
    parameters: { validateRequestBody: false, validateRequestParameters: true },
  },
  components: { securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } } },
};

let server: GatewayServer;
let apis: gateway.APIGatewayClient;
let restApiId = "";
const stageName = "v1";

beforeAll(async () => {
  const keys = `accessKeys: [${credentials.accessKeyId}], secretKeys: { ${credentials.accessKeyId}: "${credentials.secretAccessKey}" }`;
  server = await startGatewayServer(
    credentials,
    `api: { listen: "127.0.0.1:0", verifySignatures: true }\naccounts: [{ id: "${account}", ${keys} }]\n`,
  );
  apis = server.apis;
});
afterAll(() => server.stop());

/** At the stage's own name. */
function told(path: string, visit: Visit = {}): ReturnType<GatewayServer["visitor"]["told"]> {
  return server.visitor.told(`${restApiId}.execute-api.${region}.amazonaws.com/${stageName}${path}`, visit);
}

async function deploy(more: object = {}): Promise<string> {
  const { id = "" } = await apis.send(new gateway.CreateDeploymentCommand({ restApiId, ...more }));
  return id;
}

function replace(path: string, value: string): gateway.PatchOperation {
  return { op: "replace", path, value };
}

function updateStage(...patchOperations: gateway.PatchOperation[]): Promise<gateway.Stage> {
  return apis.send(new gateway.UpdateStageCommand({ restApiId, stageName, patchOperations }));
}

test("an OpenAPI file and a zip become an API that is answered over HTTPS", async () => {
  const body = new TextEncoder().encode(JSON.stringify(shop));
  const made = await apis.send(new gateway.ImportRestApiCommand({ body, failOnWarnings: true }));
  restApiId = made.id ?? "";
  expect(made).toMatchObject({ name: "shop", version: "1", apiKeySource: "HEADER" });
  await deploy({ stageName, variables: { colour: "blue" } });
  expect(await told("/users?user_name=jacob")).toEqual([500, { message: "Internal server error" }]);

  const { Version, State } = await server.functions.send(
    new lambda.CreateFunctionCommand({
      FunctionName: "users",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${account}:role/any`,
      Code: { ZipFile: zipOf({ "index.mjs": handler }) },
      Publish: true,
    }),
  );
  expect([Version, State]).toEqual(["1", "Active"]);
  expect(await told("/users?user_name=jacob")).toEqual([500, { message: "Internal server error" }]);

  const permission = await server.functions.send(
    new lambda.AddPermissionCommand({
      FunctionName: "users",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:${region}:${account}:${restApiId}/*/*/users`,
    }),
  );
  expect(JSON.parse(permission.Statement ?? "")).toMatchObject({ Effect: "Allow", Sid: "api" });
  expect(await told("/users?user_name=jacob")).toEqual([
    200,
    { httpMethod: "GET", query: { user_name: "jacob" }, body: null, colour: "blue", calls: 1 },
  ]);
  expect(await told("/users", { method: "POST", body: "{}" })).toEqual([
    201,
    { httpMethod: "POST", query: null, body: "{}", colour: "blue", calls: 2 },
  ]);
  expect(await told("/users")).toEqual([400, { message: "Missing required request parameters: [user_name]" }]);
});

test("a key opens what wants one, until its quota is used up, and GetUsage tells how much", async () => {
  const stage = { apiId: restApiId, stage: stageName };
  const plan = await apis.send(
    new gateway.CreateUsagePlanCommand({ name: "two", apiStages: [stage], quota: { limit: 2, period: "DAY" } }),
  );
  const usagePlanId = plan.id ?? "";
  const { id: keyId = "", value = "" } = await apis.send(new gateway.CreateApiKeyCommand({ name: "k", enabled: true }));
  const withKey = { headers: { "x-api-key": value } };
  expect(await told("/books")).toEqual([403, { message: "Forbidden" }]);
  expect(await told("/books", withKey)).toEqual([403, { message: "Forbidden" }]);
  await apis.send(new gateway.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const day = new Date().toISOString().slice(0, 10);
  const usage = async (): Promise<unknown> => {
    const asked = { usagePlanId, keyId, startDate: day, endDate: day };
    return (await apis.send(new gateway.GetUsageCommand(asked))).items;
  };
  expect(await told("/books", withKey)).toEqual([200, { path: "/books" }]);
  expect(await usage()).toEqual({ [keyId]: [[1, 1]] });
  expect(await told("/books", withKey)).toEqual([200, { path: "/books" }]);
  expect(await told("/books", withKey)).toEqual([429, { message: "Limit Exceeded" }]);
  expect(await usage()).toEqual({ [keyId]: [[2, 0]] });
  const patchOperations = [replace("/remaining", "1")];
  await apis.send(new gateway.UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
  expect(await told("/books", withKey)).toEqual([200, { path: "/books" }]);
  expect(await told("/books", withKey)).toEqual([429, { message: "Limit Exceeded" }]);
});

test("a stage remembers answers, until it is told to forget them", async () => {
  const calls = async (name: string): Promise<number> => {
    const [, body] = await told(`/users?user_name=${name}`);
    return (body as { calls: number }).calls;
  };
  const before = await calls("ada");
  await updateStage(replace("/cacheClusterEnabled", "true"), replace("/cacheClusterSize", "0.5"));
  await updateStage(replace("/~1users/GET/caching/enabled", "true"));
  expect([await calls("ada"), await calls("ada"), await calls("bob"), await calls("ada")]).toEqual([
    before + 1,
    before + 1,
    before + 2,
    before + 1,
  ]);
  await apis.send(new gateway.FlushStageCacheCommand({ restApiId, stageName }));
  expect(await calls("ada")).toBe(before + 3);
  await updateStage(replace("/cacheClusterEnabled", "false"));
  expect(await calls("ada")).toBe(before + 4);
});

test("a canary takes its share, and becomes the stage", async () => {
  const colour = async (): Promise<unknown> => (await told("/users", { method: "POST" }))[1];
  const stageBefore = await apis.send(new gateway.GetStageCommand({ restApiId, stageName }));
  const canarySettings = { percentTraffic: 100, stageVariableOverrides: { colour: "green" } };
  const deploymentId = await deploy({ stageName, canarySettings });
  expect(await colour()).toMatchObject({ colour: "green" });
  await updateStage(replace("/canarySettings/percentTraffic", "0"));
  expect(await colour()).toMatchObject({ colour: "blue" });
  const copy = (from: string, path: string): gateway.PatchOperation => ({ op: "copy", from, path });
  const promoted = await updateStage(
    copy("/canarySettings/stageVariableOverrides", "/variables"),
    copy("/canarySettings/deploymentId", "/deploymentId"),
    { op: "remove", path: "/canarySettings" },
  );
  expect(promoted.deploymentId).toBe(deploymentId);
  expect(promoted.deploymentId).not.toBe(stageBefore.deploymentId);
  expect([promoted.variables, promoted.canarySettings]).toEqual([{ colour: "green" }, undefined]);
  expect(await colour()).toMatchObject({ colour: "green" });
});

test("a server behind the gateway is shown the stage's client certificate", async () => {
  const made = await apis.send(new gateway.GenerateClientCertificateCommand({ description: "ours" }));
  const { cert, key } = LocalAuthority.create(systemClock).credentialsFor("127.0.0.1");
  const ca = made.pemEncodedCertificate;
  const behind = createServer({ cert, key, ca, requestCert: true }, (request, response) =>
    response.end(JSON.stringify({ id: (request.socket as TLSSocket).getPeerCertificate().subject.CN })),
  );
  behind.on("tlsClientError", () => {}).listen(0, "127.0.0.1");
  await once(behind, "listening");
  const uri = `https://127.0.0.1:${(behind.address() as AddressInfo).port}/`;
  const integration = { type: "http_proxy", httpMethod: "GET", uri, tlsConfig: { insecureSkipVerification: true } };
  const paths = { "/behind": { get: { "x-amazon-apigateway-integration": integration, responses } } };
  const body = new TextEncoder().encode(JSON.stringify({ ...shop, paths }));
  await apis.send(new gateway.PutRestApiCommand({ restApiId, mode: "merge", body }));
  await deploy({ stageName });
  expect(await told("/behind")).toEqual([504, { message: "Network error communicating with endpoint" }]);
  await updateStage(replace("/clientCertificateId", made.clientCertificateId ?? ""));
  expect(await told("/behind")).toEqual([200, { id: `Signpost gateway ${made.clientCertificateId}` }]);
  behind.close();
  behind.closeAllConnections();
});

test("what is exported is imported as the same", async () => {
  const exported = async (id: string): Promise<Record<string, unknown>> => {
    const exportOf = { restApiId: id, stageName, exportType: "oas30", parameters: { extensions: "apigateway" } };
    const answer = await apis.send(new gateway.GetExportCommand({ ...exportOf, accepts: "application/json" }));
    return JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>;
  };
  const first = await exported(restApiId);
  expect(Object.keys(first["paths"] as object)).toEqual(["/behind", "/books", "/users"]);
  const body = new TextEncoder().encode(JSON.stringify(first));
  const { id = "" } = await apis.send(new gateway.ImportRestApiCommand({ body, failOnWarnings: true }));
  await apis.send(new gateway.CreateDeploymentCommand({ restApiId: id, stageName }));
  const second = await exported(id);
  expect({ ...second, servers: null }).toEqual({ ...first, servers: null });
  await apis.send(new gateway.DeleteRestApiCommand({ restApiId: id }));
});

test("a method is tried without a deployment, and its log says how it went", async () => {
  const { items = [] } = await apis.send(new gateway.GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ path }) => path === "/users")?.id ?? "";
  const tried = { restApiId, resourceId, httpMethod: "GET", pathWithQueryString: "/users?user_name=eve" };
  const answer = await apis.send(new gateway.TestInvokeMethodCommand(tried));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body ?? "")).toMatchObject({ query: { user_name: "eve" } });
  expect(answer.log).toMatch(/^Execution log for request /);
  expect(answer.log).toContain("Method completed with status: 200");
});

test("a name in a hosted zone leads through a custom domain to the stage", async () => {
  const certificateArn = `arn:aws:acm:${region}:${account}:certificate/first`;
  const domainName = "api.shop.test";
  const domain = await apis.send(
    new gateway.CreateDomainNameCommand({
      domainName,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ["REGIONAL"] },
    }),
  );
  const basePathMapping = { domainName, basePath: "shop", restApiId, stage: stageName };
  await apis.send(new gateway.CreateBasePathMappingCommand(basePathMapping));
  const zone = await server.names.send(new CreateHostedZoneCommand({ Name: "shop.test", CallerReference: "1" }));
  const AliasTarget = {
    DNSName: domain.regionalDomainName ?? "",
    HostedZoneId: domain.regionalHostedZoneId ?? "",
    EvaluateTargetHealth: false,
  };
  const ResourceRecordSet = { Name: domainName, Type: "A" as const, AliasTarget };
  const Changes = [{ Action: "CREATE" as const, ResourceRecordSet }];
  await server.names.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.HostedZone?.Id, ChangeBatch: { Changes } }),
  );
  const visited = await server.visitor.told(`${domainName}/shop/users?user_name=jacob`);
  expect(visited).toEqual([200, expect.objectContaining({ query: { user_name: "jacob" }, colour: "green" })]);
  expect(await server.visitor.told(`${domainName}/other`)).toEqual([403, { message: "Forbidden" }]);

  const patchOperations = [replace("/regionalCertificateArn", certificateArn.replace("first", "second"))];
  const updated = await apis.send(new gateway.UpdateDomainNameCommand({ domainName, patchOperations }));
  expect([updated.regionalCertificateArn, updated.domainNameStatus]).toEqual([patchOperations[0].value, "AVAILABLE"]);
  const closed = [replace("/disableExecuteApiEndpoint", "true")];
  await apis.send(new gateway.UpdateRestApiCommand({ restApiId, patchOperations: closed }));
  await deploy({ stageName });
  expect(await told("/users?user_name=jacob")).toEqual([403, { message: "Forbidden" }]);
  expect((await server.visitor.told(`${domainName}/shop/users?user_name=jacob`))[0]).toBe(200);
});

test("what is deleted is answered no more, and what is in use is not deleted", async () => {
  const mapped = { domainName: "api.shop.test", basePath: "shop" };
  const { deploymentId = "" } = await apis.send(new gateway.GetStageCommand({ restApiId, stageName }));
  await expect(apis.send(new gateway.DeleteDeploymentCommand({ restApiId, deploymentId }))).rejects.toMatchObject({
    name: "BadRequestException",
    message: "Active stages pointing to this deployment must be moved or deleted",
  });
  await apis.send(new gateway.DeleteBasePathMappingCommand(mapped));
  expect(await server.visitor.told("api.shop.test/shop/users")).toEqual([403, { message: "Forbidden" }]);
  await apis.send(new gateway.DeleteDomainNameCommand({ domainName: "api.shop.test" }));
  expect(await server.visitor.addresses("api.shop.test")).toEqual([]);
  const { items: plans = [] } = await apis.send(new gateway.GetUsagePlansCommand({}));
  const [{ id: usagePlanId }] = plans;
  const leave: gateway.PatchOperation = { op: "remove", path: "/apiStages", value: `${restApiId}:${stageName}` };
  await apis.send(new gateway.UpdateUsagePlanCommand({ usagePlanId, patchOperations: [leave] }));
  await apis.send(new gateway.DeleteRestApiCommand({ restApiId }));
  expect(await server.visitor.addresses(`${restApiId}.execute-api.${region}.amazonaws.com`)).toEqual([]);
});
