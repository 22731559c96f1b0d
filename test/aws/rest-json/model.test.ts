// The tables of API Gateway's and Lambda's APIs: that they are what the script makes of the models, and that they read as they
// should.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelFile, tables } from "../../../scripts/aws-model.ts";
import { apiGateway } from "../../../src/aws/apigateway/service.ts";
import { lambda } from "../../../src/aws/lambda/service.ts";
import { readModel } from "../../../src/aws/model-text.ts";
import { type Member, bodyMembers } from "../../../src/aws/model.ts";
import type { RestJsonService } from "../../../src/aws/rest-json/service.ts";

const folder = new URL("../../../../shared/data/aws-models/", import.meta.url);

test.skipIf(!existsSync(folder)).each(Object.values(tables))("$file is what the script makes of $source", (table) => {
  const written = readFileSync(new URL(`../../../src/aws/${table.file}`, import.meta.url), "utf8");
  expect(modelFile(table, readFileSync(new URL(table.source, folder), "utf8"))).toBe(written);
});

test.each([
  [apiGateway, 124],
  [lambda, 30],
])("all operations are there, each error declared: $name", ({ model }, count) => {
  expect(model.operations.size).toBe(count);
  const declared = [...model.operations.values()].flatMap(({ errors }) => errors);
  expect(declared.filter((code) => !model.errors.has(code))).toEqual([]);
});

function operationOf({ model }: RestJsonService, name: string): NonNullable<ReturnType<typeof model.operations.get>> {
  return model.operations.get(name) ?? expect.fail(`There is no ${name}.`);
}

test.each([
  [apiGateway, "CreateRestApi", "POST", "/restapis", 201],
  [apiGateway, "ImportRestApi", "POST", "/restapis?mode=import", 201],
  [
    apiGateway,
    "UpdateMethodResponse",
    "PATCH",
    "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}",
    201,
  ],
  [apiGateway, "GetExport", "GET", "/restapis/{restapi_id}/stages/{stage_name}/exports/{export_type}", 200],
  [
    apiGateway,
    "DeleteIntegration",
    "DELETE",
    "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration",
    204,
  ],
  [apiGateway, "DeleteStage", "DELETE", "/restapis/{restapi_id}/stages/{stage_name}", 202],
  [lambda, "Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations", 200],
  [lambda, "PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", 200],
])("$0.name %s", (service, name, method, path, status) => {
  expect(operationOf(service, name)).toMatchObject({ name, method, path, status });
});

const travels = ({ name, place, wireName, isRequired }: Member): string =>
  [name + (isRequired ? "!" : ""), place, wireName].join(" ");

test("members stand where they travel", () => {
  const membersOf = (service: RestJsonService, name: string): string[] =>
    operationOf(service, name).input.members.map(travels);
  expect(membersOf(apiGateway, "PutRestApi")).toEqual([
    "restApiId! uri restapi_id",
    "mode query mode",
    "failOnWarnings query failonwarnings",
    "parameters query *",
    "body! payload body",
  ]);
  expect(membersOf(lambda, "Invoke")).toContain("InvocationType header X-Amz-Invocation-Type");
  expect(membersOf(lambda, "Invoke")).toContain("Payload payload Payload");
  expect(operationOf(lambda, "Invoke").output.members.map(travels)).toContain("StatusCode status StatusCode");
  expect(bodyMembers(operationOf(apiGateway, "GetRestApis").output).map(travels)).toEqual([
    "position body position",
    "items body item",
  ]);
  expect(operationOf(apiGateway, "DeleteRestApi").output.members).toEqual([]);
});

test("faults say what their bodies hold, where services differ", () => {
  expect(apiGateway.model.errors.get("NotFoundException")).toEqual({ status: 404, members: ["message"] });
  expect(lambda.model.errors.get("ResourceNotFoundException")).toEqual({ status: 404, members: ["Type", "Message"] });
  expect(lambda.model.errors.get("ResourceConflictException")).toEqual({ status: 409, members: ["Type", "message"] });
});

test("maps, octets, secrets and names of the wire", () => {
  const { input, output } = operationOf(
    {
      ...lambda,
      model: readModel(`
error Lost 404 Type Message
operation Try PUT /try/{Id}?mode=all 200 takes Tried gives nothing Lost
structure Tried Id: Text! uri Id, All: Tags query *, Bytes: Bytes payload, Code: Word as code, Vars: Vars
map Tags Text to Word 1..50
map Vars secret Text to Text
blob Bytes
string Text
string Word secret 1..3 one of a b
`),
    },
    "Try",
  );
  expect(output.members).toEqual([]);
  expect(input.members.map(travels)).toEqual([
    "Id! uri Id",
    "All query *",
    "Bytes payload Bytes",
    "Code body code",
    "Vars body Vars",
  ]);
  expect(input.members.map(({ shape }) => shape)).toMatchObject([
    { kind: "string", isSecret: false },
    { kind: "map", least: 1, most: 50, isSecret: false, key: { name: "Text" }, value: { name: "Word" } },
    { kind: "blob" },
    { kind: "string", least: 1, most: 3, words: ["a", "b"], isSecret: true },
    { kind: "map", least: null, isSecret: true },
  ]);
});

test.each(["map A Number to Text", "map A Text Text", "operation Try PUT /try 200 takes"])(
  "a table that cannot be read is no table: %s",
  (line) => {
    const table = `${line}\nlong Number\nstring Text\noperation B GET / 200 takes C gives nothing\nstructure C A: A`;
    expect(() => readModel(table)).toThrow("cannot be read");
  },
);
