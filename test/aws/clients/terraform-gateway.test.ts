// Terraform, with every resource of API Gateway that its provider for AWS has, functions, and an alias record: the configuration
// in ./terraform/gateway is applied, changed in place, found to be as it says, and destroyed; between that, a visitor goes
// from the name to the handler: DNS, TLS, custom domain, stage, function. Terraform waits 15 seconds for the record alone.

import * as gateway from "@aws-sdk/client-api-gateway";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CreateHostedZoneCommand, ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zipOf } from "../../http/functions/zip-file.ts";
import { type GatewayServer, startGatewayServer } from "./gateway-server.ts";
import type { Visit } from "./gateway-visitor.ts";
import { doneIn, findTerraform, outputsOf, Terraform } from "./terraform.ts";

const { mirror, missing } = findTerraform();
const configuration = join(import.meta.dirname, "terraform/gateway");
/** A minute on a machine that has time; many times that on one that has none. */
const patience = 300_000;
const key = "a-key-of-at-least-twenty-letters";

let server: GatewayServer;
let zoneId = "";
let terraform: Terraform;

async function startAll(): Promise<void> {
  server = await startGatewayServer({ accessKeyId: "any", secretAccessKey: "any" });
  const made = await server.names.send(new CreateHostedZoneCommand({ Name: "shop.test", CallerReference: "1" }));
  zoneId = made.HostedZone?.Id ?? "";
  const work = join(server.folder.path, "terraform");
  terraform = new Terraform(work, configuration, { endpoint: server.endpoint });
  const handler = readFileSync(join(configuration, "handler.mjs"), "utf8");
  writeFileSync(join(work, "handler.zip"), zipOf({ "handler.mjs": handler }));
  await terraform.init(mirror);
}

/** Of how many things the APIs tell, and of record sets beside NS and SOA. */
async function leftOver(): Promise<Record<string, number | undefined>> {
  const { apis, functions, names } = server;
  const [records, listed, account, ...lists] = await Promise.all([
    names.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId })),
    functions.send(new ListFunctionsCommand({})),
    apis.send(new gateway.GetAccountCommand({})),
    apis.send(new gateway.GetRestApisCommand({})),
    apis.send(new gateway.GetApiKeysCommand({})),
    apis.send(new gateway.GetUsagePlansCommand({})),
    apis.send(new gateway.GetDomainNamesCommand({})),
    apis.send(new gateway.GetDomainNameAccessAssociationsCommand({})),
    apis.send(new gateway.GetVpcLinksCommand({})),
    apis.send(new gateway.GetClientCertificatesCommand({})),
  ]);
  return {
    records: (records.ResourceRecordSets?.length ?? 0) - 2,
    functions: listed.Functions?.length,
    roles: (account.cloudwatchRoleArn ?? "") === "" ? 0 : 1,
    others: lists.reduce((sum, { items = [] }) => sum + items.length, 0),
  };
}

const json = { "content-type": "application/json" };
const ada = JSON.stringify({ name: "Ada" });

/** What a handler tells of a request. */
function handled(httpMethod: string, path: string, more: object): object {
  return { httpMethod, path, query: null, body: null, ...more };
}

type Case = readonly [target: string, answer: readonly [status: number, body: unknown], visit?: Visit];

/** What the first revision declares. */
const declared: readonly Case[] = [
  [
    "v1/users?user_name=jacob",
    [200, handled("GET", "/v1/users", { query: { user_name: "jacob" }, shelf: "lower", edition: "first" })],
  ],
  [
    "v1/users",
    [200, handled("POST", "/v1/users", { body: ada, shelf: "lower", edition: "first" })],
    { method: "POST", headers: json, body: ada },
  ],
  ["v1/users", [400, { message: "Invalid request body" }], { method: "POST", headers: json, body: "{}" }],
  ["v1/users", [401, { message: "Unauthorized" }], { method: "DELETE" }],
  [
    "v1/users",
    [403, { Message: "User is not authorized to access this resource with an explicit deny" }],
    { method: "DELETE", headers: { authorization: "Bearer stranger" } },
  ],
  [
    "v1/users",
    [200, handled("DELETE", "/v1/users", { shelf: "lower", edition: "first" })],
    { method: "DELETE", headers: { authorization: "Bearer staff" } },
  ],
  ["v1/users", [204, ""], { method: "OPTIONS" }],
  ["v1/books", [403, { message: "Forbidden" }]],
  ["v1/books", [200, { shelf: "lower" }], { headers: { "x-api-key": key } }],
  ["v1", [404, { unknown: "Missing Authentication Token" }]],
  ["books/978-3", [200, { isbn: "978-3" }]],
  ["v2/users", [403, { message: "Missing Authentication Token" }]],
];

/** What is otherwise in the second. */
const changed: readonly Case[] = [
  ["v1/users", [403, { message: "Missing Authentication Token" }]],
  ["v2/users", [400, { message: "Missing required request parameters: [user_name]" }]],
  [
    "v2/users?user_name=jacob",
    [200, handled("GET", "/v2/users", { query: { user_name: "jacob" }, shelf: "upper", edition: "second" })],
  ],
  ["v2/users", [400, { message: "Invalid request body" }], { method: "POST", headers: json, body: ada }],
  ["v2/books", [403, { message: "Forbidden" }], { headers: { "x-api-key": key } }],
  ["v2", [404, { gone: "Missing Authentication Token" }]],
];

/** Kinds of which the second revision changes something, without another being made. */
const updated: readonly string[] = [
  "aws_api_gateway_api_key",
  "aws_api_gateway_authorizer",
  "aws_api_gateway_base_path_mapping",
  "aws_api_gateway_client_certificate",
  "aws_api_gateway_documentation_part",
  "aws_api_gateway_documentation_version",
  "aws_api_gateway_gateway_response",
  "aws_api_gateway_integration",
  "aws_api_gateway_integration_response",
  "aws_api_gateway_method",
  "aws_api_gateway_method_response",
  "aws_api_gateway_method_settings",
  "aws_api_gateway_model",
  "aws_api_gateway_request_validator",
  "aws_api_gateway_rest_api",
  "aws_api_gateway_rest_api_policy",
  "aws_api_gateway_stage",
  "aws_api_gateway_usage_plan",
  "aws_api_gateway_vpc_link",
  "aws_lambda_alias",
  "aws_lambda_function",
];

describe.skipIf(missing !== null)(`Terraform${missing === null ? "" : ` (${missing})`}`, () => {
  beforeAll(startAll, patience);
  afterAll(() => server.stop());

  test("everything is made", { timeout: patience }, async () => {
    expect(outputsOf(await terraform.run("apply", 1))).toEqual({
      authorizers: ["other", "staff"],
      edge: [expect.stringMatching(/^d[0-9a-z]{13}\.cloudfront\.net$/), "Z2FDTNDATAQYW2"],
      exported: ["/books/{isbn}"],
      found: [true, true, true, true, true],
      functions: ["shop"],
      invoked: "first",
      keys: ["drawn 40", "given 32"],
      regional: [
        expect.stringMatching(/^d-[0-9a-z]{10}\.execute-api\.eu-central-1\.amazonaws\.com$/),
        "Z1U9ULNL0V5AJ3",
      ],
    });
    expect(await server.visitor.addresses("api.shop.test")).toEqual(["127.0.0.1"]);
  });

  test.for(declared)("it is answered: %s %j", async ([target, answer, visit]) => {
    expect(await server.visitor.told(`api.shop.test/${target}`, visit)).toEqual(answer);
  });

  test("everything that can be is changed in place", { timeout: patience }, async () => {
    const { update, ...others } = doneIn(await terraform.run("apply", 2));
    expect([...new Set(update.map((address) => address.split(".")[0]))]).toEqual(updated);
    // These are never changed: there is another.
    const replaced = ["aws_api_gateway_deployment.books", "aws_api_gateway_deployment.shop"];
    expect(others).toEqual({ replace: [...replaced, "aws_api_gateway_rest_api_put.put"] });
  });

  test.for(changed)("it is answered from then on: %s %j", async ([target, answer, visit]) => {
    expect(await server.visitor.told(`api.shop.test/${target}`, visit)).toEqual(answer);
  });

  test("nothing is left to do", { timeout: patience }, async () => {
    expect(doneIn(await terraform.run("plan", 2))).toEqual({});
  });

  test("everything is destroyed", { timeout: patience }, async () => {
    await terraform.run("destroy", 2);
    expect(await leftOver()).toEqual({ records: 0, functions: 0, roles: 0, others: 0 });
    expect(await server.visitor.addresses("api.shop.test")).toEqual([]);
  });
});
