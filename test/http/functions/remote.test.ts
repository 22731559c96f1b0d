// Runtimes elsewhere: what is sent to them, and what their answers and their failures become (AWS API: Invoke).

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newRuntime, plan, type Running, told } from "./running.ts";

const asked: { headers: IncomingMessage["headers"]; body: string; socket: unknown }[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    asked.push({ headers: request.headers, body, socket: request.socket });
    answer(request.url ?? "", response);
  });
});

function answer(url: string, response: ServerResponse): void {
  if (url === "/echo") response.end(JSON.stringify({ statusCode: 200, body: "hello" }));
  else if (url === "/header")
    response.setHeader("X-Amz-Function-Error", "Unhandled").end('{"errorType":"E","errorMessage":"m"}');
  else if (url === "/emulator") response.end('{"errorType":"E","errorMessage":"m"}');
  else if (url === "/broken") response.writeHead(500).end("oh no");
  else if (url === "/cut") response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy());
  else if (url === "/large") response.end("x".repeat(7_000_000));
}

let running: Running;
let address = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  running = newRuntime();
});

afterAll(async () => {
  await running.runtime.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function remote(path: string, url = address + path): ReturnType<typeof plan> {
  return plan("good", path, { source: { kind: "url", url }, timeoutMs: path === "/silent" ? 500 : 10_000, name: path });
}

test.each<[path: string, answer: unknown]>([
  ["/echo", { statusCode: 200, body: "hello" }],
  ["/header", "E: m"],
  ["/emulator", "E: m"],
  ["/broken", "Runtime.Unavailable: The runtime answered with status 500: oh no"],
  ["/cut", expect.stringMatching(/^Runtime\.Unavailable: /)],
  ["/large", expect.stringMatching(/^Function\.ResponseSizeTooLarge: /)],
  ["/silent", expect.stringMatching(/^Sandbox\.Timedout: .*0\.50 seconds$/)],
])("%s answers", async (path, seen) => {
  expect(told(await running.run(remote(path)))).toEqual(seen);
});

test("a runtime that nobody listens as is the call's failure", async () => {
  expect(told(await running.run(remote("/none", "http://127.0.0.1:1/")))).toMatch(
    /^Runtime\.Unavailable: .*ECONNREFUSED/,
  );
});

test("the event, the request's id and the client's context are passed on, over one connection", async () => {
  asked.length = 0;
  for (let i = 0; i < 3; i++) {
    const more = { requestId: `00000000-0000-4000-8000-00000000000${i}`, clientContext: "e30=", traceId: "Root=1" };
    await running.run(remote("/echo"), { i }, more);
  }
  expect(asked.map(({ body }) => body)).toEqual(['{"i":0}', '{"i":1}', '{"i":2}']);
  expect(asked[2].headers).toMatchObject({
    "x-amzn-requestid": "00000000-0000-4000-8000-000000000002",
    "x-amz-client-context": "e30=",
    "x-amzn-trace-id": "Root=1",
    "x-amz-invocation-type": "RequestResponse",
  });
  expect(new Set(asked.map(({ socket }) => socket)).size).toBe(1);
});
