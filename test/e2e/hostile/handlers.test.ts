// Functions that misbehave, behind the whole gateway: each client gets what AWS answers for such a function, and a neighbour
// who asks for something else, and other calls of a sound function, get right answers all the while.

import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import * as lambda from "@aws-sdk/client-lambda";
import { CreateDeploymentCommand, ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { zipOf } from "../../http/functions/zip-file.ts";
import { heard } from "../../http/tls-client.ts";
import { type Answered, GatewayServer } from "../gateway-server.ts";
import { Ground } from "./ground.ts";
import { Neighbour } from "./neighbour.ts";

const ground = new Ground();
let neighbour: Neighbour;
let client: lambda.LambdaClient;
let api: string;

const code = `
const ok = { statusCode: 200, body: "ok" };
const { HttpResponseStream, streamifyResponse } = awslambda;
const head = { statusCode: 200, headers: { "Content-Type": "text/plain" } };
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const sound = async () => ok;
export const throws = () => { throw new Error("secret"); };
export const rejects = async () => { throw Object.assign(new Error("secret"), { name: "Odd" }); };
export const throwsNull = () => { throw null; };
export const throwsGetter = () => { throw { get message() { throw 1; }, get stack() { throw 2; } }; };
export const throwsLater = async () => { setTimeout(() => { throw new Error("later"); }, 10); await wait(500); return ok; };
export const rejectsLater = async () => { Promise.reject(new Error("nobody")); await wait(500); return ok; };
export const throwsAfter = async () => { setTimeout(() => { throw new Error("after"); }, 30); return ok; };
export const hangs = () => new Promise(() => { setInterval(() => {}, 1000); });
export const spins = () => { for (;;); };
export const spinsLater = async () => { await wait(10); for (;;); };
export const microtasks = async () => { for (;;) await null; };
export const sleeps = () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); };
export const ends = async () => { process.exit(0); };
export const exits = async () => { process.exit(3); };
export const aborts = async () => { process.abort(); };
export const killsItself = async () => { process.kill(process.pid, "SIGTERM"); await wait(300); return ok; };
export const killsHard = async () => { process.kill(process.pid, "SIGKILL"); await wait(300); return ok; };
export const changesFolder = async () => { process.chdir("/"); return ok; };
export const closesOutput = async () => { process.stdout.destroy(); process.stderr.end(); return ok; };
export const allocates = () => { const kept = []; for (;;) kept.push(new Array(10000).fill(kept.length)); };
export const allocatesOctets = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(1e7, 1)); await null; } };
export const allocatesText = () => { let text = "ab"; for (;;) text += text; };
export const recurses = () => { const again = (n) => again(n + 1) + 1; return again(0); };
export const nothing = async () => {};
export const aText = async () => "ok";
export const aNumber = async () => 7;
export const aList = async () => [ok];
export const aCircle = async () => { const it = { statusCode: 200 }; it.it = it; return it; };
export const aBigInt = async () => ({ statusCode: 200, body: 1n });
export const badStatus = async () => ({ statusCode: "many" });
export const badHeaders = async () => ({ statusCode: 200, headers: "X: y" });
export const badBody = async () => ({ statusCode: 200, body: { a: 1 } });
export const badName = async () => ({ statusCode: 200, headers: { "X Y": "1" }, body: "x" });
export const splitsHeaders = async () => ({ statusCode: 200, headers: { "X-A": "1\\r\\nX-B: 2" }, body: "x" });
export const throwsInJson = async () => ({ toJSON() { throw new Error("no"); } });
export const large = async () => ({ statusCode: 200, body: "x".repeat(7e6) });
export const interim = async () => ({ statusCode: 101, body: "" });
export const forEver = streamifyResponse(async (_, out) => {
  out = HttpResponseStream.from(out, head);
  for (;;) { if (!out.write("x".repeat(1000))) await new Promise((resolve) => out.once("drain", resolve)); await wait(5); }
});
export const breaksOff = streamifyResponse(async (_, out) => {
  out = HttpResponseStream.from(out, head);
  out.write("half");
  await wait(50);
  throw new Error("secret");
});
export const streamsNoHead = streamifyResponse(async (_, out) => { out.write("x".repeat(100)); out.end(); });
export const streamThrows = streamifyResponse(async () => { throw new Error("secret"); });
`;

const streamed = new Set(["forEver", "breaksOff", "streamsNoHead", "streamThrows"]);
const names = [...code.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);

function create(name: string, text: string, handler: string): Promise<unknown> {
  return client.send(
    new lambda.CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: `index.${handler}`,
      Role: "arn:aws:iam::000000000000:role/any",
      Timeout: 1,
      MemorySize: 128,
      Code: { ZipFile: zipOf({ "index.mjs": text }) },
    }),
  );
}

function integrationOf(name: string): object {
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const path = streamed.has(name)
    ? `2021-11-15/functions/${arn}/response-streaming-invocations`
    : `2015-03-31/functions/${arn}/invocations`;
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:us-east-1:lambda:path/${path}`,
    credentials: "arn:aws:iam::000000000000:role/any",
    ...(streamed.has(name) && { responseTransferMode: "STREAM" }),
    ...(name === "impatient" && { timeoutInMillis: 200 }),
  };
}

beforeAll(async () => {
  await ground.start();
  const { control, ready } = ground.gateway;
  client = new lambda.LambdaClient({
    endpoint: `http://${ready.api}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  for (const name of names) await create(name, code, name);
  await create("impatient", code, "hangs");
  await create("notLoaded", "throw new Error('secret');", "handler");
  await create("notThere", "export const other = 1;", "handler");
  await create("greedyModule", "const kept = []; for (;;) kept.push(new Array(10000).fill(1));", "handler");
  await create("noCode", "export const handler = (", "handler");
  const all = [...names, "impatient", "notLoaded", "notThere", "greedyModule", "noCode", "nobody"];
  const paths = Object.fromEntries(
    all.map((name) => [`/${name}`, { get: { responses: {}, "x-amazon-apigateway-integration": integrationOf(name) } }]),
  );
  const body = Buffer.from(JSON.stringify({ openapi: "3.0.1", info: { title: "harm", version: "1" }, paths }));
  const { id = "" } = await control.send(new ImportRestApiCommand({ body }));
  await control.send(new CreateDeploymentCommand({ restApiId: id, stageName: "prod" }));
  api = id;
}, 60_000);
afterAll(async () => {
  client.destroy();
  await ground.stop();
});
beforeEach(() => {
  neighbour = new Neighbour(ground.gateway, ground.apiId, ground.ca);
});
afterEach(async () => {
  const complaints = [...(await neighbour.complaints()), ...ground.faults()];
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
});

const failed = [502, "Internal server error"] as const;

test.each<readonly [name: string, status: number, message: string | null]>([
  ["sound", 200, null],
  ["throws", ...failed],
  ["rejects", ...failed],
  ["throwsNull", ...failed],
  ["throwsGetter", ...failed],
  ["throwsLater", ...failed],
  ["rejectsLater", ...failed],
  ["throwsAfter", 200, null],
  ["hangs", ...failed],
  ["impatient", 504, "Endpoint request timed out"],
  ["spins", ...failed],
  ["spinsLater", ...failed],
  ["microtasks", ...failed],
  ["sleeps", ...failed],
  ["ends", ...failed],
  ["exits", ...failed],
  ["aborts", ...failed],
  ["killsItself", ...failed],
  ["killsHard", ...failed],
  ["changesFolder", ...failed],
  ["closesOutput", 200, null],
  ["allocates", ...failed],
  ["allocatesOctets", ...failed],
  ["allocatesText", ...failed],
  ["recurses", ...failed],
  ["nothing", ...failed],
  ["aText", ...failed],
  ["aNumber", ...failed],
  ["aList", ...failed],
  ["aCircle", ...failed],
  ["aBigInt", ...failed],
  ["badStatus", ...failed],
  ["badHeaders", ...failed],
  ["badBody", ...failed],
  ["badName", ...failed],
  ["splitsHeaders", ...failed],
  ["throwsInJson", ...failed],
  ["large", ...failed],
  ["interim", ...failed],
  ["streamsNoHead", ...failed],
  ["streamThrows", ...failed],
  ["notLoaded", ...failed],
  ["notThere", ...failed],
  ["greedyModule", ...failed],
  ["noCode", ...failed],
  ["nobody", 500, "Internal server error"],
])("%s: %i, and others are not harmed", async (name, status, message) => {
  const sound: Promise<Answered>[] = [];
  const asking = ground.gateway.ask(api, `/${name}`);
  for (let i = 0; i < 5; i++) {
    sound.push(ground.gateway.ask(api, "/sound"));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const seen = await asking;
  for (const other of await Promise.all(sound)) expect(other).toMatchObject({ status: 200, text: "ok" });
  expect([seen.status, message === null ? null : JSON.parse(seen.text)]).toEqual([
    status,
    message === null ? null : { message },
  ]);
  expect(seen.text).not.toContain("secret");
  expect(await ground.gateway.ask(api, "/sound")).toMatchObject({ status: 200 });
});

test.each([
  ["breaksOff", /^4\r\nhalf\r\n$/],
  ["forEver", /^(3e8\r\nx{1000}\r\n|[\da-f]+\r\nx+\r\n)+$/],
])("a stream that does not come to its end is cut short: %s", async (name, wanted) => {
  const socket = connectTcp(ground.port, "127.0.0.1");
  socket.write(`GET ${GatewayServer.pathOf(api, `/${name}`)} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const text = await heard(socket);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text.slice(text.indexOf("\r\n\r\n") + 4)).toMatch(wanted);
});

test("a stream without end that nobody reads any more harms nobody", async () => {
  const sockets = Array.from({ length: 5 }, () => connectTcp(ground.port, "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(`GET ${GatewayServer.pathOf(api, "/forEver")} HTTP/1.1\r\nHost: a\r\n\r\n`);
  }
  await Promise.all(sockets.map((socket) => once(socket, "data")));
  for (const socket of sockets) socket.destroy();
  for (let i = 0; i < 20; i++) expect(await ground.gateway.ask(api, "/sound")).toMatchObject({ status: 200 });
});
