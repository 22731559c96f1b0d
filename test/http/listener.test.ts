import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maxBodyOctets } from "../../src/base/limits.ts";
import {
  type HttpListener,
  type HttpReply,
  type Resource,
  type Routes,
  listenHttp,
  plainText,
} from "../../src/http/listener.ts";

const routes: Routes = new Map<string, Resource>([
  ["/page", { GET: ({ query }) => ({ status: 200, type: plainText, body: `page ${query.get("of") ?? "?"} ü\n` }) }],
  ["/below/", { GET: ({ rest }) => ({ status: 200, type: plainText, body: `below: ${rest}\n` }) }],
  [
    "/_signpost/thing",
    {
      PUT: ({ body }) => ({ status: 200, type: plainText, body: `${body.length}\n` }),
      DELETE: () => ({ status: 200, type: plainText, body: "gone\n" }),
    },
  ],
  [
    "/2013-04-01/**",
    {
      ANY: ({ method, path, queryText, headers, rest, octets }) =>
        whole(`${method} ${path} ${queryText} ${headers.host === undefined} ${rest} ${octets.join(",")}`),
    },
  ],
  ["/metrics", { GET: () => ({ status: 200, type: plainText, body: "1\n" }) }],
  ["/restapis", { PATCH: nothing }],
  ["/restapis/**", { PATCH: nothing }],
  [
    "/long",
    {
      PATCH: ({ octets }) => ({ status: 200, type: "application/octet-stream", body: octets }),
      bodies: {
        mostOctets: ({ queryText }) => Number(queryText),
        tooLong: ({ method, path }, most) => ({ status: 413, type: plainText, body: `${method} ${path} ${most}` }),
      },
    },
  ],
  ["/streamed", { GET: () => ({ status: 200, type: plainText, body: pieces() }) }],
]);

function nothing(): HttpReply {
  return { status: 204, type: "application/json", body: "" };
}

function whole(body: string): HttpReply {
  return { status: 201, type: "text/xml", body, headers: { location: "https://there/" } };
}

async function* pieces(): AsyncGenerator<string> {
  for (let i = 0; i < 1000; i++) yield `${"x".repeat(1000)}\n`;
}

let listener: HttpListener;

beforeAll(async () => {
  listener = await listenHttp({ address: "127.0.0.1", port: 0 }, routes, { ownNames: ["signpost.internal"] });
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
  ["GET", "/below/one%20", 200, "below: one%20\n"],
  ["GET", "/below/", 404, "There is nothing at this path.\n"],
  ["GET", "/below/one/two", 404, "There is nothing at this path.\n"],
  ["GET", "/_signpost/thing", 405, "Only PUT and DELETE are answered here.\n"],
  ["DELETE", "/_signpost/thing", 200, "gone\n"],
  ["GET", "/long?1", 405, "Only PATCH is answered here.\n"],
])("%s %s is answered %i", async (method, path, status, body) => {
  const response = await get(path, method);
  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test.each([
  ["PATCH", "/2013-04-01/a//b%2F?x=\\052&y", "PATCH /2013-04-01/a//b%2F x=\\052&y false a//b%2F "],
  ["POST", "/2013-04-01/", "POST /2013-04-01/  false  195,188,255"],
  ["DELETE", "/2013-04-01/a?b?c", "DELETE /2013-04-01/a b?c false a "],
])("%s %s comes as it was sent", async (method, path, body) => {
  const sent = method === "POST" ? Buffer.from([0xc3, 0xbc, 0xff]) : null;
  expect(await raw(method, path, {}, sent)).toEqual({ status: 201, location: "https://there/", body });
});

test("a port in use is node's own error, for the caller to word", async () => {
  await expect(listenHttp(listener.endpoint, routes)).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("a body is taken up to its limit", async () => {
  const put = (octets: number): Promise<Response> =>
    fetch(`http://127.0.0.1:${listener.endpoint.port}/_signpost/thing`, { method: "PUT", body: "x".repeat(octets) });
  expect(await (await put(maxBodyOctets)).text()).toBe(`${maxBodyOctets}\n`);
  const refused = await put(maxBodyOctets + 1).then(
    ({ status }) => status,
    () => "cut off",
  );
  expect([413, "cut off"]).toContain(refused); // a client that still sends may not get to read
  expect((await get("/page")).status).toBe(200);
});

test("a route says how long its bodies may be, and what is said of longer ones; octets go out as they are", async () => {
  const octets = Buffer.from([0, 255, 128]);
  expect(await raw("PATCH", "/long?2", {}, octets)).toMatchObject({ status: 413, body: "PATCH /long 2" });
  const url = `http://127.0.0.1:${listener.endpoint.port}/long?3`;
  const response = await fetch(url, { method: "PATCH", body: octets });
  expect([response.status, ...(await response.bytes())]).toEqual([200, 0, 255, 128]);
  expect(response.headers.get("content-length")).toBe("3");
});

test("RFC 9110 §8.6: an answer without content has no length", async () => {
  const response = await get("/restapis", "PATCH");
  expect([response.status, response.headers.get("content-length")]).toEqual([204, null]);
});

test("a body of DELETE is passed over", async () => {
  const { body } = await raw("DELETE", "/2013-04-01/a", { "content-length": "4" }, Buffer.from("body"));
  expect(body).toBe("DELETE /2013-04-01/a  false a ");
});

test("a streamed body comes whole, and a client that leaves does no harm", async () => {
  expect((await (await get("/streamed")).text()).length).toBe(1_001_000);
  const leaving = await get("/streamed");
  await leaving.body?.cancel();
  expect((await get("/page")).status).toBe(200);
});

test.each([
  [{ origin: "http://evil.example" }, 403],
  [{ origin: "null" }, 403],
  [{ host: "rebound.evil.example" }, 403],
  [{ host: "rebound.evil.example", origin: "http://rebound.evil.example" }, 403],
  [{ host: "127.0.0.1.evil.example" }, 403],
  [{ host: "route53.amazonaws.com.evil.example" }, 403],
  [{ host: "notamazonaws.com" }, 403],
  [{ host: "localhost:1" }, 200],
  [{ host: "[::1]:5380" }, 200],
  [{ host: "route53.amazonaws.com" }, 200],
  [{ host: "Signpost.internal:5380" }, 200],
  [{ host: "localhost:1", origin: "http://localhost:1" }, 200],
  [{ host: "localhost:1", origin: "https://localhost:1" }, 200],
] as const)("Fetch §3.2: a page of another site changes nothing: %o is answered %i", async (headers, status) => {
  expect((await raw("DELETE", "/_signpost/thing", headers)).status).toBe(status);
  expect((await raw("DELETE", "/2013-04-01/a", headers)).status).toBe(status === 200 ? 201 : status);
  expect((await raw("PATCH", "/restapis", headers)).status).toBe(status === 200 ? 204 : status);
  expect((await raw("PATCH", "/restapis/x", headers)).status).toBe(status === 200 ? 204 : status);
  expect((await raw("GET", "/metrics", headers)).status).toBe(200); // what only tells numbers is everybody's
});

interface RawReply {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

function raw(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer | null = null,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const { address, port } = listener.endpoint;
    const sent = request({ host: address, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, location: headers.location, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("a client that takes nothing of its answers is cut off", async () => {
  const big = "x".repeat(200_000);
  const page: Routes = new Map([["/big", { GET: () => ({ status: 200, type: plainText, body: big }) }]]);
  const slow = await listenHttp({ address: "127.0.0.1", port: 0 }, page, { requestTimeoutMs: 200 });
  const socket = connect(slow.endpoint.port, "127.0.0.1").pause();
  const closed = new Promise((resolve) => socket.once("close", resolve).on("error", () => {}));
  socket.write("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  socket.resume();
  await closed;
  expect(socket.bytesRead).toBeLessThan(100 * big.length);
  await slow.close();
});

test("the same of a stream; one that is silent itself may be, and its client waits", async () => {
  async function* big(): AsyncGenerator<string> {
    for (let i = 0; i < 400; i++) yield "x".repeat(200_000);
    await Promise.resolve();
  }
  async function* late(): AsyncGenerator<string> {
    yield "first ";
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    yield "last";
  }
  const stream = (body: () => AsyncGenerator<string>): Resource => ({
    GET: () => ({ status: 200, type: plainText, body: body() }),
  });
  const pages: Routes = new Map([["/big", stream(big)], ["/late", stream(late)]]); // prettier-ignore
  const slow = await listenHttp({ address: "127.0.0.1", port: 0 }, pages, { requestTimeoutMs: 200 });
  const waiting = fetch(`http://127.0.0.1:${slow.endpoint.port}/late`).then((response) => response.text());
  const socket = connect(slow.endpoint.port, "127.0.0.1").pause();
  const closed = new Promise((resolve) => socket.once("close", resolve).on("error", () => {}));
  socket.write("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(await waiting).toBe("first last");
  socket.resume();
  await closed;
  expect(socket.bytesRead).toBeLessThan(400 * 200_000);
  await slow.close();
});
