// What clients send as bodies, to a whole server: packed ones are unpacked, and one that makes a model's pattern slow keeps
// nobody waiting; by the main thread, and by a thread of the gateway's own.

import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { GatewayServer } from "./gateway-server.ts";
import { Folder } from "./running-server.ts";

const document = `openapi: 3.0.1
info: { title: bodies, version: "1" }
x-signpost: { stage: prod }
x-amazon-apigateway-request-validators: { body: { validateRequestBody: true } }
x-amazon-apigateway-request-validator: body
paths:
  /echo:
    post:
      x-signpost-handler: ./echo.mjs
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Words" } } }
      responses: { "200": { description: The body. } }
components:
  schemas:
    Words: { type: object, properties: { words: { type: string, pattern: '^(\\w+\\s?)*$' } } }
`;
const folders: Folder[] = [];
const servers: GatewayServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) folder.remove();
});

async function start(workers: number): Promise<GatewayServer> {
  const folder = new Folder();
  folders.push(folder);
  folder.write("apis/bodies.yaml", document);
  folder.write("apis/echo.mjs", "export const handler = async ({ body }) => ({ statusCode: 200, body });\n");
  const server = await GatewayServer.start(folder, workers === 0 ? {} : { gateway: { workers } });
  servers.push(server);
  return server;
}

test.each([0, 1])("with %d threads of the gateway's own", async (workers) => {
  const server = await start(workers);
  const id = await server.apiId("bodies");
  const post = (body: string | Buffer, coding = "identity"): ReturnType<GatewayServer["ask"]> =>
    server.ask(id, "/echo", {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "content-encoding": coding },
    });
  const words = '{"words":"one two"}';
  expect(await post(words)).toMatchObject({ status: 200, text: words });
  expect(await post(gzipSync(words), "gzip")).toMatchObject({ status: 200, text: words });
  expect(await post(words, "gzip")).toMatchObject({ status: 415, text: '{"message":"Unsupported Media Type"}' });
  const slow = post(`{"words":"${"a".repeat(60)}!"}`);
  expect(await post(words)).toMatchObject({ status: 200 });
  expect(await slow).toMatchObject({ status: 400, text: '{"message":"Invalid request body"}' });
});
