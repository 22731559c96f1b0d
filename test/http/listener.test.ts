import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpListener, type Route, listenHttp, plainText } from "../../src/http/listener.ts";

const routes = new Map<string, Route>([
  ["/page", (query) => ({ status: 200, type: plainText, body: `page ${query.get("of") ?? "?"} ü\n` })],
]);
let listener: HttpListener;

beforeAll(async () => {
  listener = await listenHttp({ address: "127.0.0.1", port: 0 }, routes);
});
afterAll(() => listener.close());

function get(path: string, method = "GET"): Promise<Response> {
  return fetch(`http://127.0.0.1:${listener.endpoint.port}${path}`, { method });
}

test.each([
  ["GET", "/page?of=1", 200, "page 1 ü\n"],
  ["GET", "/page", 200, "page ? ü\n"],
  ["HEAD", "/page", 200, ""],
  ["GET", "/nowhere", 404, "There is nothing at this path.\n"],
  ["GET", "/page/", 404, "There is nothing at this path.\n"],
  ["POST", "/page", 405, "Only GET and HEAD are answered here.\n"],
])("%s %s is answered %i", async (method, path, status, body) => {
  const response = await get(path, method);
  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("a port in use is node's own error, for the caller to word", async () => {
  await expect(listenHttp(listener.endpoint, routes)).rejects.toMatchObject({ code: "EADDRINUSE" });
});
