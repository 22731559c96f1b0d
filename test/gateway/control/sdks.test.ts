// The generated client: its archive can be read, and it calls an API with every parameter in its place, signed where it has a key.

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readClaim, verify } from "../../../src/aws/sigv4/verify.ts";
import { storedArchive } from "../../../src/gateway/control/stored-archives.ts";
import { expectFault } from "./check.ts";
import { addMock, newWorld } from "./fixture.ts";

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const asked: Asked[] = [];
let server: Server;
let invokeUrl = "";

beforeAll(async () => {
  server = createServer((request, reply) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      const isThere = request.url?.includes("gone") === false;
      reply.writeHead(isThere ? 200 : 404, { "content-type": "application/json" }).end('{"a":1}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  invokeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`;
});

afterAll(() => new Promise((done) => server.close(done)));

/** The files of an archive, read by its central directory. */
function filesOf(archive: Uint8Array): Map<string, string> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const files = new Map<string, string>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < view.getUint16(end + 10, true); i++) {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const nameSize = view.getUint16(at + 28, true);
    const size = view.getUint32(at + 24, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameSize));
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const start = local + 30 + view.getUint16(local + 26, true);
    const data = archive.subarray(start, start + size);
    expect(crc32(data)).toBe(view.getUint32(at + 16, true));
    files.set(name, new TextDecoder().decode(data));
    at += 46 + nameSize;
  }
  expect(at).toBe(end);
  return files;
}

test.each([
  [[]],
  [[{ name: "a.txt", text: "hällo" }]],
  [
    [
      { name: "a", text: "" },
      { name: "b/ü", text: "x".repeat(70_000) },
    ],
  ],
])("an archive of %j gives its files back", (files: readonly { name: string; text: string }[]) => {
  expect([...filesOf(storedArchive(files))]).toEqual(files.map(({ name, text }) => [name, text]));
});

interface ApiClient {
  readonly [method: string]: (
    params?: object,
    body?: unknown,
    more?: object,
  ) => Promise<{ status: number; data: unknown }>;
}

/** The client of an API with a few methods, run as a script of its own. */
function generatedClient(config: object): ApiClient {
  const { client } = newWorld();
  const { id: restApiId, rootResourceId } = client.createRestApi({ name: "pets" });
  const create = (parentId: string, pathPart: string) => client.createResource({ restApiId, parentId, pathPart }).id;
  const pets = create(rootResourceId, "pets");
  const pet = create(pets, "{petId}");
  const files = create(rootResourceId, "{path+}");
  addMock(client, { restApiId, resourceId: rootResourceId, httpMethod: "GET" });
  addMock(client, { restApiId, resourceId: files, httpMethod: "ANY" });
  addMock(client, { restApiId, resourceId: pets, httpMethod: "POST" });
  const method = { restApiId, resourceId: pet, httpMethod: "GET" };
  client.putMethod({
    ...method,
    authorizationType: "NONE",
    requestParameters: {
      "method.request.path.petId": true,
      "method.request.querystring.kind": true,
      "method.request.header.X-Trace": false,
    },
  });
  client.putIntegration({ ...method, type: "MOCK" });
  client.createDeployment({ restApiId, stageName: "dev" });
  const { body, contentDisposition } = client.getSdk({ restApiId, stageName: "dev", sdkType: "javascript" });
  expect(contentDisposition).toBe(`attachment; filename="javascript_${restApiId}-dev.zip"`);
  const module = { exports: {} as { newClient: (config: object) => ApiClient } };
  const script = filesOf(body).get("apiGateway-js-sdk/apigClient.js") ?? "";
  runInNewContext(script, { module, fetch, URL, TextEncoder, crypto });
  return module.exports.newClient({ invokeUrl, ...config });
}

test("parameters go to the path, the query and the headers, and the body is JSON", async () => {
  const client = generatedClient({ apiKey: "key" });
  await client["petsPetIdGet"]({ petId: "a/b c", kind: "ö&x", "X-Trace": "t" });
  expect(asked.at(-1)).toMatchObject({
    method: "GET",
    url: "/dev/pets/a%2Fb%20c?kind=%C3%B6%26x",
    headers: { "x-trace": "t", "x-api-key": "key", accept: "application/json" },
  });
  const answer = await client["petsPost"]({}, { name: "Rex" }, { queryParams: { dry: 1 }, headers: { "X-A": "b" } });
  expect(answer).toMatchObject({ status: 200, data: { a: 1 } });
  expect(asked.at(-1)).toMatchObject({
    method: "POST",
    url: "/dev/pets?dry=1",
    headers: { "content-type": "application/json", "x-a": "b" },
    body: '{"name":"Rex"}',
  });
  await client["pathAny"]({ path: "a/b" }, "text", { method: "PUT" });
  expect(asked.at(-1)).toMatchObject({ method: "PUT", url: "/dev/a/b", body: "text" });
  await client["rootGet"]();
  expect(asked.at(-1)?.url).toBe("/dev/");
});

test("what is missing is said, and an answer that is no success is thrown", async () => {
  const client = generatedClient({});
  await expect(client["petsPetIdGet"]({ petId: "1" })).rejects.toThrow("The parameter kind is missing.");
  await expect(client["petsPetIdGet"]({ kind: "1" })).rejects.toThrow("The parameter petId is missing.");
  await expect(client["petsPetIdGet"]({ petId: "gone", kind: "1" })).rejects.toMatchObject({
    response: { status: 404 },
  });
});

test("with an access key requests are signed for execute-api", async () => {
  const client = generatedClient({ accessKey: "AKIATEST", secretKey: "secret", sessionToken: "token" });
  await client["petsPetIdGet"]({ petId: "a b", kind: "x y", "X-Trace": " two  blanks " });
  const { method, url, headers, body } = asked.at(-1) as Asked;
  const [path, query = ""] = url.split("?");
  const request = { method, path, query, headers, body: new TextEncoder().encode(body) };
  const claim = readClaim(request);
  expect(claim).toMatchObject({ accessKey: "AKIATEST", service: "execute-api", region: "us-east-1" });
  verify(request, claim, { service: "execute-api", secretOf: () => "secret" }, Date.now());
  expect(headers["x-amz-security-token"]).toBe("token");
});

test("languages are listed, and only one is generated", () => {
  const { client } = newWorld();
  const { id: restApiId } = client.createRestApi({ name: "a" });
  expect(client.getSdkTypes({}).items.map(({ id }) => id)).toEqual([
    "android",
    "java",
    "javascript",
    "objectivec",
    "ruby",
    "swift",
  ]);
  const page = client.getSdkTypes({ limit: 2, position: "javascript" });
  expect([page.items.map(({ id }) => id), page.position]).toEqual([["javascript", "objectivec"], "ruby"]);
  expect(client.getSdkType({ id: "ruby" })).toMatchObject({ friendlyName: "Ruby" });
  expectFault(() => client.getSdkType({ id: "cobol" }), "404");
  const get = (sdkType: string) => () => client.getSdk({ restApiId, stageName: "dev", sdkType });
  expectFault(get("javascript"), "Invalid stage identifier specified");
  addMock(client, { restApiId, resourceId: client.getRestApi({ restApiId }).rootResourceId, httpMethod: "GET" });
  client.createDeployment({ restApiId, stageName: "dev" });
  expectFault(get("java"), "SDKs of type java cannot be generated here");
});
