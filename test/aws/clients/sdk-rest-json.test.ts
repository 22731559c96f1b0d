// The AWS SDK for JavaScript v3, unmodified, against API Gateway's and Lambda's wire protocols: what operations are given is what
// was asked for, and what they give is what the SDK hands out.

import {
  CreateRestApiCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetTagsCommand,
  ImportRestApiCommand,
  LimitExceededException,
  NotFoundException,
  PutIntegrationCommand,
  PutRestApiCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
  paginateGetRestApis,
} from "@aws-sdk/client-api-gateway";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListTagsCommand,
  ResourceNotFoundException,
  TagResourceCommand as TagFunctionCommand,
  TooManyRequestsException,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ServiceFault } from "../../../src/base/service-fault.ts";
import { maxPayloadOctets } from "../../../src/base/limits.ts";
import { type EchoServer, type Heard, startEchoServer } from "./echo-server.ts";

let server: EchoServer;

beforeAll(async () => {
  server = await startEchoServer();
});
afterAll(() => server.stop());

function lastHeard(): Heard {
  return server.heard.at(-1) ?? expect.fail("No operation was asked.");
}

test("CreateRestApi: a body in, times and maps out", async () => {
  const createdDate = Date.UTC(2026, 10, 22, 12) / 1000;
  server.willGive((input: object) => ({ ...input, id: "abc", createdDate, tags: { a: "b" }, binaryMediaTypes: [] }));
  const asked = { name: "n", endpointConfiguration: { types: ["REGIONAL" as const] }, tags: { a: "b" } };
  const made = await server.apiGateway.send(new CreateRestApiCommand(asked));
  expect(lastHeard()).toMatchObject({
    operation: "createRestApi",
    input: asked,
    caller: { account: "111122223333", accessKey: "AKIAEXAMPLE", region: "eu-central-1" },
  });
  expect(made).toMatchObject({ ...asked, id: "abc", createdDate: new Date(createdDate * 1000), binaryMediaTypes: [] });
  expect(made.$metadata).toMatchObject({ httpStatusCode: 201, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test("UpdateStage: patch operations", async () => {
  server.willGive(() => ({ stageName: "v1" }));
  const patchOperations = [
    { op: "replace" as const, path: "/~1pets/GET/throttling/rateLimit", value: "10.5" },
    { op: "remove" as const, path: "/variables/a" },
  ];
  const asked = { restApiId: "a", stageName: "v1", patchOperations };
  expect(await server.apiGateway.send(new UpdateStageCommand(asked))).toMatchObject({ stageName: "v1" });
  expect(lastHeard()).toMatchObject({ operation: "updateStage", input: asked });
});

test("ImportRestApi and PutRestApi: a definition as it is, beside parameters", async () => {
  server.willGive(() => ({ id: "a" }));
  const body = Uint8Array.of(0, 255, 123, 10);
  const parameters = { basepath: "split", endpointConfigurationTypes: "REGIONAL,EDGE" };
  await server.apiGateway.send(new ImportRestApiCommand({ failOnWarnings: true, parameters, body }));
  const octets = Buffer.from(body);
  expect(lastHeard()).toMatchObject({ operation: "importRestApi", input: { failOnWarnings: true, parameters } });
  expect((lastHeard().input as { body: Buffer }).body).toEqual(octets);
  await server.apiGateway.send(new PutRestApiCommand({ restApiId: "a", mode: "overwrite", body: '{"swagger":"2.0"}' }));
  expect(lastHeard()).toMatchObject({ operation: "putRestApi", input: { restApiId: "a", mode: "overwrite" } });
  expect(String((lastHeard().input as { body: Buffer }).body)).toBe('{"swagger":"2.0"}');
});

test("GetExport: octets under their own type", async () => {
  const body = Uint8Array.of(0, 255, 10);
  server.willGive(() => ({ contentType: "application/yaml", contentDisposition: "attachment; filename=a.yaml", body }));
  const asked = { restApiId: "a", stageName: "v1", exportType: "oas30", accepts: "application/yaml" };
  const parameters = { extensions: "integrations,authorizers" };
  const told = await server.apiGateway.send(new GetExportCommand({ ...asked, parameters }));
  expect(lastHeard()).toMatchObject({ operation: "getExport", input: { ...asked, parameters } });
  expect(told).toMatchObject({ contentType: "application/yaml", contentDisposition: "attachment; filename=a.yaml" });
  expect([...(told.body ?? [])]).toEqual([0, 255, 10]);
});

test("PutIntegration: a member of another name on the wire", async () => {
  server.willGive(() => ({ httpMethod: "POST", type: "HTTP_PROXY" }));
  const uri = "http://a.test/{x}";
  const asked = { restApiId: "a", resourceId: "r", httpMethod: "ANY", integrationHttpMethod: "POST", uri };
  const made = await server.apiGateway.send(new PutIntegrationCommand({ ...asked, type: "HTTP_PROXY" }));
  expect(lastHeard()).toMatchObject({ operation: "putIntegration", input: { ...asked, type: "HTTP_PROXY" } });
  expect(made).toMatchObject({ httpMethod: "POST", type: "HTTP_PROXY" });
});

test("lists come by pages, lists go in the query", async () => {
  server.willGive(({ position = "0" }: { position?: string }) => ({
    items: [{ id: `api-${position}` }],
    ...(position === "0" && { position: "1" }),
  }));
  const ids: (string | undefined)[] = [];
  for await (const page of paginateGetRestApis({ client: server.apiGateway, pageSize: 1 }, {}))
    ids.push(...(page.items ?? []).map(({ id }) => id));
  expect(ids).toEqual(["api-0", "api-1"]);
  expect(lastHeard().input).toEqual({ position: "1", limit: 1 });
  server.willGive(() => ({ items: [] }));
  await server.apiGateway.send(new GetResourcesCommand({ restApiId: "a", embed: ["methods"] }));
  expect(lastHeard().input).toEqual({ restApiId: "a", embed: ["methods"] });
  expect((await server.apiGateway.send(new GetRestApisCommand({}))).items).toEqual([]);
});

test("tags: an ARN with slashes in the path", async () => {
  const resourceArn = "arn:aws:apigateway:eu-central-1::/restapis/abc/stages/v1";
  server.willGive(() => ({ tags: { a: "b" } }));
  expect((await server.apiGateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ a: "b" });
  expect(lastHeard().input).toEqual({ resourceArn });
  await server.apiGateway.send(new TagResourceCommand({ resourceArn, tags: { "é b": "" } }));
  expect(lastHeard().input).toEqual({ resourceArn, tags: { "é b": "" } });
  const untagged = await server.apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "é b"] }));
  expect(lastHeard().input).toEqual({ resourceArn, tagKeys: ["a", "é b"] });
  expect(untagged.$metadata.httpStatusCode).toBe(204);
});

test("API Gateway's faults are of their classes", async () => {
  server.willGive(() => {
    throw new ServiceFault("NotFoundException", 404, "Invalid API identifier specified 111122223333:a");
  });
  const missing = server.apiGateway.send(new GetRestApisCommand({}));
  await expect(missing).rejects.toBeInstanceOf(NotFoundException);
  await expect(missing).rejects.toMatchObject({ message: "Invalid API identifier specified 111122223333:a" });
  server.willGive(() => {
    throw new ServiceFault("LimitExceededException", 429, "Too many", { retryAfterSeconds: 7 });
  });
  const limited = server.apiGateway.send(new GetRestApisCommand({}));
  await expect(limited).rejects.toBeInstanceOf(LimitExceededException);
  await expect(limited).rejects.toMatchObject({ retryAfterSeconds: "7", message: "Too many" });
  const wrong = server.apiGateway.send(new CreateRestApiCommand({ name: undefined }));
  await expect(wrong).rejects.toMatchObject({ name: "ValidationException" });
});

test("Lambda: CreateFunction with a ZIP file, GetFunction, DeleteFunction", async () => {
  const ZipFile = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251);
  const asked = {
    FunctionName: "f",
    Role: "arn:aws:iam::111122223333:role/r",
    Runtime: "nodejs22.x" as const,
    Handler: "index.handler",
    Environment: { Variables: { NAME: "value" } },
  };
  server.willGive(() => ({ FunctionName: "f", CodeSize: ZipFile.length, State: "Active" }));
  const made = await server.lambda.send(new CreateFunctionCommand({ ...asked, Code: { ZipFile } }));
  expect(made).toMatchObject({ FunctionName: "f", CodeSize: 3_000_000, State: "Active" });
  const { Code, ...rest } = lastHeard().input as { Code: { ZipFile: Uint8Array } };
  expect(rest).toEqual(asked);
  expect(Buffer.compare(Code.ZipFile, ZipFile)).toBe(0);
  server.willGive(() => ({ Configuration: { FunctionName: "f" }, Tags: { a: "b" } }));
  const got = await server.lambda.send(new GetFunctionCommand({ FunctionName: "f", Qualifier: "$LATEST" }));
  expect(got).toMatchObject({ Configuration: { FunctionName: "f" }, Tags: { a: "b" } });
  expect(lastHeard().input).toEqual({ FunctionName: "f", Qualifier: "$LATEST" });
  server.willGive(() => ({ StatusCode: 204 }));
  const deleted = await server.lambda.send(new DeleteFunctionCommand({ FunctionName: "f" }));
  expect(deleted.StatusCode).toBe(204);
});

test("Lambda: Invoke with payload and headers", async () => {
  const FunctionName = "arn:aws:lambda:eu-central-1:111122223333:function:f";
  server.willGive(({ Payload }: { Payload: Uint8Array }) => ({
    StatusCode: 200,
    FunctionError: "Unhandled",
    LogResult: "TG9n",
    ExecutedVersion: "3",
    Payload,
  }));
  const asked = { FunctionName, InvocationType: "RequestResponse", LogType: "Tail", Qualifier: "live" } as const;
  const told = await server.lambda.send(new InvokeCommand({ ...asked, Payload: '{"a":"ü"}' }));
  expect(lastHeard()).toMatchObject({ operation: "invoke", input: asked });
  expect(told).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled", LogResult: "TG9n", ExecutedVersion: "3" });
  expect(told.Payload?.transformToString()).toBe('{"a":"ü"}');
  server.willGive(() => ({ StatusCode: 202 }));
  const event = await server.lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
  expect([event.StatusCode, event.Payload?.transformToString()]).toEqual([202, undefined]);
});

test("Lambda: a payload that is too long is refused by the operation's name", async () => {
  const Payload = Buffer.alloc(maxPayloadOctets + 1, " ");
  const refused = await server.lambda.send(new InvokeCommand({ FunctionName: "f", Payload })).then(
    () => "answered",
    ({ name, message }: Error) => (name === "RequestEntityTooLargeException" ? message : "cut off"),
  );
  // A client that still sends may not get to read.
  const words = "Request must be smaller than 6291456 bytes for the InvokeFunction operation";
  expect([words, "cut off"]).toContain(refused);
});

test("Lambda: numbers in maps, tags and faults", async () => {
  server.willGive((input: object) => ({ ...input, AliasArn: "arn" }));
  const RoutingConfig = { AdditionalVersionWeights: { "2": 0.25 } };
  const alias = await server.lambda.send(new UpdateAliasCommand({ FunctionName: "f", Name: "live", RoutingConfig }));
  expect(alias).toMatchObject({ Name: "live", RoutingConfig });
  const Resource = "arn:aws:lambda:eu-central-1:111122223333:function:f";
  server.willGive(() => ({ Tags: { a: "b" } }));
  await server.lambda.send(new TagFunctionCommand({ Resource, Tags: { a: "b" } }));
  expect(lastHeard().input).toEqual({ Resource, Tags: { a: "b" } });
  expect((await server.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ a: "b" });
  server.willGive(() => {
    throw new ServiceFault("ResourceNotFoundException", 404, "Function not found: f");
  });
  const missing = server.lambda.send(new ListTagsCommand({ Resource }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(missing).rejects.toMatchObject({ message: "Function not found: f", Type: "User" });
  server.willGive(() => {
    const members = { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" };
    throw new ServiceFault("TooManyRequestsException", 429, "Rate Exceeded.", { members });
  });
  const limited = server.lambda.send(new ListTagsCommand({ Resource }));
  await expect(limited).rejects.toBeInstanceOf(TooManyRequestsException);
  await expect(limited).rejects.toMatchObject({ Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" });
});

test("a page of another site reaches neither service", async () => {
  for (const path of ["/restapis", "/tags/a", "/2015-03-31/functions", "/2017-03-31/tags/a"]) {
    const response = await fetch(server.endpoint + path, { headers: { origin: "https://evil.example" } });
    expect([path, response.status]).toEqual([path, 403]);
  }
});
