// WebSocket through the whole gateway: a standard client, an HTTP_PROXY integration, a server behind it that speaks frames; and
// every step that stands before it for ordinary requests.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type Server, type Socket, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sayPlainly } from "../http/tls-client.ts";
import { GatewayServer } from "./gateway-server.ts";
import { Folder } from "./running-server.ts";

const folder = new Folder();
const heads: string[] = [];
let open = 0;
let behind: Server;
let gateway: GatewayServer;
let api: string;

/** Echoes text frames in capitals, closes as it is told; at /refuse it says what it thinks instead. */
function speak(socket: Socket, head: string): void {
  if (head.startsWith("GET /refuse")) {
    socket.end("HTTP/1.1 426 Upgrade Required\r\nX-Why: version\r\nContent-Length: 2\r\n\r\nno");
    return;
  }
  const [, key] = /sec-websocket-key: (.*)\r\n/i.exec(head) ?? [];
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("data", (frame: Buffer) => {
    const size = frame[1] & 0x7f;
    const mask = frame.subarray(2, 6);
    const said = frame.subarray(6, 6 + size).map((octet, i) => octet ^ mask[i % 4]);
    const isClose = (frame[0] & 15) === 8;
    const answer = isClose ? said : Buffer.from(said.toString().toUpperCase());
    socket.write(Buffer.concat([Uint8Array.of(frame[0], answer.length), answer]));
    if (isClose) socket.end();
  });
}

beforeAll(async () => {
  behind = createServer((socket) => {
    open += 1;
    socket.on("error", () => {});
    socket.on("close", () => (open -= 1));
    socket.once("data", (chunk: Buffer) => {
      heads.push(chunk.toString());
      speak(socket, chunk.toString());
    });
  });
  behind.listen(0, "127.0.0.1");
  await once(behind, "listening");
  const { port } = behind.address() as { port: number };
  const proxy = (path: string): object => ({
    get: {
      responses: {},
      "x-amazon-apigateway-integration": {
        type: "http_proxy",
        httpMethod: "GET",
        uri: `http://127.0.0.1:${port}${path}`,
      },
    },
  });
  const mock = {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": "plain" } } },
  };
  const document = {
    openapi: "3.0.1",
    info: { title: "chat", version: "1" },
    paths: {
      "/chat": proxy("/chat?room=1"),
      "/refuse": proxy("/refuse"),
      "/once": proxy("/once"),
      "/keyed": { get: { ...(proxy("/keyed") as { get: object }).get, security: [{ api_key: [] }] } },
      "/mock": { get: { responses: { "200": {} }, "x-amazon-apigateway-integration": mock } },
    },
    components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } },
  };
  folder.write("apis/chat.json", JSON.stringify(document));
  gateway = await GatewayServer.start(folder);
  api = await gateway.apiId("chat");
  await gateway.patchStage(api, {
    "/accessLogSettings/destinationArn": "arn:aws:logs:us-east-1:000000000000:log-group:chat",
    "/accessLogSettings/format": "$context.resourcePath $context.status $context.requestId",
    "/~1once/GET/throttling/rateLimit": "0.001",
    "/~1once/GET/throttling/burstLimit": "1",
  });
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  behind.close();
  folder.remove();
});

function connect(path: string): WebSocket {
  return new WebSocket(`ws://${gateway.http}${GatewayServer.pathOf(api, path)}`);
}

/** What a client hears that asks to change the protocol and is not let. */
async function refusal(path: string): Promise<string> {
  const [address, port] = gateway.http.split(":");
  const lines = [`GET ${GatewayServer.pathOf(api, path)} HTTP/1.1`, "Host: a.test", "Connection: Upgrade"];
  const head = [...lines, "Upgrade: websocket", "Sec-WebSocket-Key: x", "", ""].join("\r\n");
  return sayPlainly({ address, port: Number(port) }, head);
}

test("frames go both ways through HTTP_PROXY, and either side's end ends the other", async () => {
  const socket = connect("/chat?user=jo");
  await once(socket, "open");
  socket.send("hello");
  const [{ data }] = (await once(socket, "message")) as [MessageEvent];
  expect(data).toBe("HELLO");
  expect(heads[0]).toMatch(/^GET \/chat\?room=1&user=jo HTTP\/1\.1\r\n/);
  expect(heads[0]).toMatch(/\r\nX-Forwarded-For: 127\.0\.0\.1\r\n/);
  expect(heads[0]).toMatch(/\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n/);
  expect(open).toBe(1);
  socket.close(1000);
  await once(socket, "close");
  await vi.waitFor(() => expect(open).toBe(0));
});

test.each([
  ["a server that will not", "/refuse", /^HTTP\/1\.1 426 Upgrade Required\r\n.*X-Why: version\r\n.*\r\n\r\nno$/s],
  ["a key that is missing", "/keyed", /^HTTP\/1\.1 403 Forbidden\r\n.*\r\n\r\n\{"message":"Forbidden"\}$/s],
  ["another integration", "/mock", /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nplain$/s],
  ["nothing of the kind", "/nowhere", /^HTTP\/1\.1 403 .*Missing Authentication Token/s],
])("%s answers as ever", async (_, path, wanted) => {
  expect(await refusal(path)).toMatch(wanted);
});

test("a connection counts against the limits, in the figures and in the access log", async () => {
  const first = connect("/once");
  await once(first, "open");
  expect(await refusal("/once")).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
  first.close();
  const { body } = await gateway.server.page("/metrics");
  expect(body).toMatch(/signpost_gateway_requests_total\{.*\} [1-9]/);
  const log = join(folder.path, "data/access-logs", api, "prod.log");
  await vi.waitFor(() => expect(readFileSync(log, "utf8")).toMatch(/^\/once 101 .*\n\/once 429 /m), 5_000);
  expect(readFileSync(log, "utf8")).toMatch(/^\/chat 101 /m);
});
