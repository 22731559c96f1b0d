// Clients that make the listener wait: over a handshake, headers, a body, nothing, and an answer that they do not take, over
// HTTP/1.1 in clear and over TLS, and over HTTP/2. Each is cut off in its time, and nobody for an answer that is late.

import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { type Socket, connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayReply, GatewayRequest } from "../../../src/gateway/engine/messages.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { type GatewayListener, listenGateway } from "../../../src/http/gateway/gateway-listener.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { heard, shakeHands } from "../tls-client.ts";

const authority = LocalAuthority.create(systemClock);
const ca = authority.certificate;
const patience = { headersMs: 250, requestMs: 500, idleMs: 400 };
/** Beyond what the kernel holds for a client that does not read. */
const large = Buffer.alloc(64 * 2 ** 20);
let plain: GatewayListener;
let secure: GatewayListener;

async function answer(request: GatewayRequest): Promise<GatewayReply> {
  if (request.target === "/late") await new Promise((resolve) => setTimeout(resolve, 2 * patience.idleMs));
  if (request.target === "/large") return { status: 200, headers: [], body: large };
  if (request.target === "/large-stream") return { status: 200, headers: [], body: endless() };
  if (request.target === "/slow-stream") return { status: 200, headers: [], body: slow() };
  const body = request.body === null ? "none" : await request.body.octets();
  return { status: 200, headers: [], body: typeof body === "string" ? body : `${body.length} octets` };
}

/** A server behind that takes longer than anybody may be silent. */
async function* slow(): AsyncIterable<Uint8Array> {
  yield Buffer.from("one ");
  await new Promise((resolve) => setTimeout(resolve, 2 * patience.idleMs));
  yield Buffer.from("two");
}

let ended = 0;
async function* endless(): AsyncIterable<Uint8Array> {
  try {
    for (;;) yield await Promise.resolve(large.subarray(0, 65_536));
  } finally {
    ended += 1;
  }
}

beforeAll(async () => {
  const common = {
    endpoint: { address: "127.0.0.1", port: 0 },
    answer,
    vpcOf: () => null,
    edge: null,
    failed: (error: unknown) => {
      throw error;
    },
    patience,
  };
  plain = await listenGateway({ ...common, tls: null });
  secure = await listenGateway({ ...common, tls: { authority, isOurs: () => false, ownNames: ["localhost"] } });
});
afterAll(() => Promise.all([plain.close(0), secure.close(0)]));

type Way = readonly [title: string, connect: () => Promise<Socket>];
const overTcp: Way = ["in clear", () => Promise.resolve(connectTcp(plain.endpoint.port, "127.0.0.1"))];
const overTls: Way = [
  "over TLS",
  () => shakeHands({ port: secure.endpoint.port, servername: "localhost", ca, ALPNProtocols: ["http/1.1"] }),
];

/** What is heard when `text` is said, and then an octet at a time for as long as anybody listens, and how long that is. */
async function drip(socket: Socket, text: string, drop: string): Promise<{ text: string; ms: number }> {
  const began = performance.now();
  socket.write(text);
  const dripping = setInterval(() => drop !== "" && socket.writable && socket.write(drop), 50);
  const said = await heard(socket);
  clearInterval(dripping);
  return { text: said, ms: performance.now() - began };
}

const head = "POST / HTTP/1.1\r\nHost: a.test\r\n";

describe.each([overTcp, overTls])("HTTP/1.1 %s", (_, connect) => {
  test.each([
    ["nothing at all", "", "", patience.headersMs, /^HTTP\/1\.1 408 /],
    ["headers without an end", head, "X-A: 1\r\n", patience.headersMs, /^HTTP\/1\.1 408 /],
    ["a body that drips", `${head}Content-Length: 1000\r\n\r\n`, "a", patience.requestMs, /^HTTP\/1\.1 408 /],
    [
      "chunks that drip",
      `${head}Transfer-Encoding: chunked\r\n\r\n`,
      "1\r\na\r\n",
      patience.requestMs,
      /^HTTP\/1\.1 408 /,
    ],
    ["no second request", "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "", patience.idleMs, /^HTTP\/1\.1 200 .*none$/s],
  ])("%s is cut off", async (_title, said, drop, atLeastMs, wanted) => {
    const { text, ms } = await drip(await connect(), said, drop);
    expect(text).toMatch(wanted);
    expect(ms).toBeGreaterThan(atLeastMs - 50);
    expect(ms).toBeLessThan(atLeastMs + 2_500);
  });

  test.each(["/large", "/large-stream"])("who does not read the answer of %s is cut off", async (path) => {
    const before = ended;
    const socket = await connect();
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a.test\r\n\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 3 * patience.idleMs));
    const told = once(socket, "close");
    socket.on("error", () => {});
    let octets = 0;
    socket.on("data", (chunk: Buffer) => (octets += chunk.length));
    socket.resume();
    await told;
    expect(octets).toBeLessThan(large.length);
    expect(ended - before).toBe(path === "/large-stream" ? 1 : 0);
  });

  test.each([
    ["/late", "none"],
    ["/slow-stream", "two"],
  ])("nobody is cut off for an answer that is late: %s", async (path, wanted) => {
    const socket = await connect();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`);
    expect(await heard(socket)).toContain(wanted);
  });
});

test("a handshake that does not come is cut off", async () => {
  const { ms } = await drip(connectTcp(secure.endpoint.port, "127.0.0.1"), "", "");
  expect(ms).toBeLessThan(patience.headersMs + 2_500);
});

describe("HTTP/2", () => {
  const open = (settings: object = {}): ClientHttp2Session => {
    const session = connectHttp2(`https://localhost:${secure.endpoint.port}`, { ca, settings });
    session.on("error", () => {});
    return session;
  };
  const request = (session: ClientHttp2Session, path: string, method = "GET"): ReturnType<typeof session.request> => {
    const stream = session.request({ ":path": path, ":method": method, ":authority": "localhost" });
    stream.on("error", () => {});
    return stream;
  };

  test.each([
    ["no request", null],
    ["no second request", "/"],
    ["an answer that is not read", "/large"],
    ["a stream that is not read", "/large-stream"],
  ])("%s: the connection is cut off", async (_, path) => {
    const began = performance.now();
    const session = open();
    if (path !== null) {
      const stream = request(session, path);
      if (path === "/") stream.resume();
    }
    await once(session, "close");
    expect(performance.now() - began).toBeGreaterThan(patience.idleMs - 50);
    expect(performance.now() - began).toBeLessThan(patience.idleMs + 2_500);
  });

  test("a body that drips is answered without its end", async () => {
    const session = open();
    const stream = request(session, "/", "POST");
    const dripping = setInterval(() => stream.writable && stream.write("a"), 50);
    const began = performance.now();
    let text = "";
    for await (const chunk of stream as AsyncIterable<Buffer>) text += chunk.toString();
    clearInterval(dripping);
    expect(text).toBe("aborted");
    expect(performance.now() - began).toBeLessThan(patience.requestMs + 1_000);
    await once(session, "close");
  });

  test.each([
    ["/late", "none"],
    ["/slow-stream", "one two"],
  ])("nobody is cut off for an answer that is late: %s", async (path, wanted) => {
    const session = open();
    let text = "";
    for await (const chunk of request(session, path) as AsyncIterable<Buffer>) text += chunk.toString();
    expect(text).toBe(wanted);
    session.close();
  });
});
