// Lambda's API as the AWS SDK's client meets it, over HTTP: create, invoke, permit, publish, alias, list, delete, and the faults
// by the classes that the client throws.

import * as lambda from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { seededRandom } from "../../src/base/random.ts";
import { MemoryCode } from "../../src/gateway/functions/code.ts";
import { type HttpListener, listenHttp } from "../../src/http/listener.ts";
import { ApiCalls } from "../../src/server/api-calls.ts";
import { loadConfig } from "../../src/server/config.ts";
import { lambdaOperations } from "../../src/server/lambda-api.ts";
import type { Log } from "../../src/server/log.ts";
import { type OpenFunctions, openFunctions } from "../../src/server/open-functions.ts";
import { restJsonRoutes } from "../../src/server/rest-json-api.ts";
import { zipOf } from "../http/functions/zip-file.ts";

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, flush: () => {} };
const random = seededRandom(3);

let open: OpenFunctions;
let listener: HttpListener;
let client: lambda.LambdaClient;

beforeAll(async () => {
  open = openFunctions(
    {},
    {
      tables: new MemoryTables(),
      code: new MemoryCode(),
      folder: null,
      random,
      nowMs: Date.now,
      endpointUrl: () => null,
      log,
    },
  );
  const operations = lambdaOperations({ ...open, random });
  const parts = { apiGateway: () => null, lambda: operations, nowMs: Date.now, calls: new ApiCalls(), log };
  const routes = restJsonRoutes(loadConfig(null, [], {}).config, parts);
  listener = await listenHttp({ address: "127.0.0.1", port: 0 }, new Map(routes));
  client = new lambda.LambdaClient({
    endpoint: `http://127.0.0.1:${listener.endpoint.port}`,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    region: "eu-west-1",
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await listener.close();
  await open.functions.close();
});

const FunctionName = "users";
const arn = "arn:aws:lambda:eu-west-1:000000000000:function:users";

function invoke(more: Partial<lambda.InvokeCommandInput> = {}): Promise<lambda.InvokeCommandOutput> {
  return client.send(new lambda.InvokeCommand({ FunctionName, ...more }));
}

function code(body: string): Uint8Array {
  return zipOf({ "index.mjs": `export const handler = async (event, context) => { ${body} };` });
}

/** Makes a function of a zip. */
function create(name: string, ZipFile: Uint8Array): Promise<unknown> {
  return client.send(
    new lambda.CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/any",
      Code: { ZipFile },
    }),
  );
}

test("a function lives its life", async () => {
  const created = await client.send(
    new lambda.CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/any",
      Code: { ZipFile: code('console.log("seen"); return { event, client: context.clientContext };') },
      Environment: { Variables: { STAGE: "one" } },
      Tags: { team: "a" },
    }),
  );
  expect(created).toMatchObject({ FunctionArn: arn, State: "Active", Timeout: 3, Version: "$LATEST" });
  await lambda.waitUntilFunctionActiveV2({ client, maxWaitTime: 5 }, { FunctionName });

  const ClientContext = Buffer.from('{"a":1}').toString("base64");
  const answer = await invoke({ Payload: Buffer.from('{"x":[1]}'), LogType: "Tail", ClientContext });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.Payload?.transformToString()).toBe('{"event":{"x":[1]},"client":{"a":1}}');
  expect(Buffer.from(answer.LogResult ?? "", "base64").toString()).toMatch(/\tINFO\tseen\nEND RequestId/);

  await client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: code('throw new Error("boom");') }));
  await lambda.waitUntilFunctionUpdatedV2({ client, maxWaitTime: 5 }, { FunctionName });
  const failed = await invoke();
  expect(failed.FunctionError).toBe("Unhandled");
  expect(JSON.parse(failed.Payload?.transformToString() ?? "")).toMatchObject({
    errorType: "Error",
    errorMessage: "boom",
  });

  const { Version } = await client.send(new lambda.PublishVersionCommand({ FunctionName }));
  await client.send(new lambda.CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: Version }));
  expect((await invoke({ Qualifier: "live" })).ExecutedVersion).toBe("1");
  const { Versions } = await client.send(new lambda.ListVersionsByFunctionCommand({ FunctionName }));
  expect(Versions?.map((one) => one.Version)).toEqual(["$LATEST", "1"]);

  await client.send(
    new lambda.AddPermissionCommand({
      FunctionName,
      StatementId: "gw",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: "arn:aws:execute-api:eu-west-1:000000000000:abc/*/GET/users",
    }),
  );
  const { Policy } = await client.send(new lambda.GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy ?? "")).toMatchObject({ Statement: [{ Sid: "gw", Resource: arn }] });
  await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId: "gw" }));

  expect(await client.send(new lambda.ListTagsCommand({ Resource: arn }))).toMatchObject({ Tags: { team: "a" } });
  await client.send(new lambda.UntagResourceCommand({ Resource: arn, TagKeys: ["team"] }));
  const seen = await client.send(new lambda.GetFunctionCommand({ FunctionName }));
  expect(seen.Tags).toBeUndefined();
  expect((await invoke({ InvocationType: "Event" })).StatusCode).toBe(202);
  expect((await invoke({ InvocationType: "DryRun" })).StatusCode).toBe(204);
  await client.send(new lambda.DeleteFunctionCommand({ FunctionName }));
  expect((await client.send(new lambda.ListFunctionsCommand({}))).Functions).toEqual([]);
});

test.each<[what: string, ask: () => Promise<unknown>, fault: new (...given: never[]) => Error, message: RegExp]>([
  ["nothing there", () => invoke(), lambda.ResourceNotFoundException, /^Function not found: arn:aws:lambda:/],
  [
    "no policy",
    () => client.send(new lambda.GetPolicyCommand({ FunctionName })),
    lambda.ResourceNotFoundException,
    /^Function not found: /,
  ],
  [
    "a zip that is none",
    () => create(FunctionName, Buffer.from("text")),
    lambda.InvalidParameterValueException,
    /^Could not unzip uploaded file/,
  ],
  [
    "a zip without a file",
    () => create(FunctionName, zipOf({})),
    lambda.InvalidParameterValueException,
    /^Uploaded file must be a non-empty zip$/,
  ],
])("%s is the client's own exception", async (_what, ask, fault, message) => {
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(fault);
  expect((error as Error).message).toMatch(message);
});

interface Streamed {
  readonly type: string | undefined;
  readonly version: string | undefined;
  readonly pieces: readonly string[];
  readonly ending: lambda.InvokeWithResponseStreamCompleteEvent | undefined;
}

async function stream(
  name: string,
  more: Partial<lambda.InvokeWithResponseStreamCommandInput> = {},
): Promise<Streamed> {
  const asked = new lambda.InvokeWithResponseStreamCommand({ FunctionName: name, ...more });
  const { EventStream, ExecutedVersion, ResponseStreamContentType } = await client.send(asked);
  const pieces: string[] = [];
  let ending: Streamed["ending"];
  for await (const event of EventStream ?? []) {
    if (event.PayloadChunk !== undefined) pieces.push(Buffer.from(event.PayloadChunk.Payload ?? []).toString());
    else ending = event.InvokeComplete;
  }
  return { type: ResponseStreamContentType, version: ExecutedVersion, pieces, ending };
}

test("a streamed answer comes piece by piece, and says how it ended", async () => {
  const streaming = (body: string): Uint8Array =>
    zipOf({
      "index.mjs": `export const handler = awslambda.streamifyResponse(async (event, stream) => { ${body} });`,
    });
  const pause = "await new Promise((resolve) => setTimeout(resolve, 30));";
  await create(
    "drip",
    streaming(`console.log("seen"); stream.write("one " + event.n); ${pause} stream.write("two"); stream.end();`),
  );
  await create("broken", streaming(`stream.write("one"); ${pause} throw new TypeError("no more");`));
  await create(
    "headed",
    streaming(`const s = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); s.write("body"); s.end();`),
  );
  await create("whole", code("return { n: event.n };"));
  const Payload = Buffer.from('{"n":7}');
  const drip = await stream("drip", { Payload, LogType: "Tail" });
  expect(drip).toMatchObject({
    type: "application/vnd.amazon.eventstream",
    version: "$LATEST",
    pieces: ["one 7", "two"],
  });
  expect(Buffer.from(drip.ending?.LogResult ?? "", "base64").toString()).toContain("seen");
  expect(drip.ending?.ErrorCode).toBeUndefined();
  const broken = await stream("broken");
  expect([broken.pieces, broken.ending?.ErrorCode]).toEqual([["one"], "TypeError"]);
  expect(broken.ending?.ErrorDetails).toContain("no more");
  // As at AWS, what goes ahead of the body is JSON and eight zeros.
  expect((await stream("headed")).pieces.join("")).toBe(`{"statusCode":201}${"\0".repeat(8)}body`);
  expect(await stream("whole", { Payload })).toMatchObject({ pieces: ['{"n":7}'], ending: {} });
  const dry = await client.send(
    new lambda.InvokeWithResponseStreamCommand({ FunctionName: "whole", InvocationType: "DryRun" }),
  );
  expect(dry.StatusCode).toBe(204);
  await expect(stream("nobody")).rejects.toBeInstanceOf(lambda.ResourceNotFoundException);
});
