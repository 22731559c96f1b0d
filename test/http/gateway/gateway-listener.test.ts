// The gateway's listener over real sockets: what the engine gets to see of a request, what a client gets of an answer, and
// what becomes of clients that are slow, large, malformed or smuggling (RFC 9112 §11.2).

import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { type Server, type Socket, createServer as createTcpServer, connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { maxGatewayBodyOctets } from "../../../src/base/limits.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../../../src/gateway/engine/messages.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";
import { type GatewayListener, listenGateway } from "../../../src/http/gateway/gateway-listener.ts";
import { UpstreamClient } from "../../../src/http/upstream/upstream-client.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { handshakeFault, heard, sayPlainly, shakeHands } from "../tls-client.ts";

const upstream = new UpstreamClient();
const authority = LocalAuthority.create(systemClock);
const ca = authority.certificate;
const faults: unknown[] = [];
let plain: GatewayListener;
let secure: GatewayListener;
let behind: Server;

/** Says of a request what the engine could see of it. */
function answer(request: GatewayRequest): Eventual<GatewayReply> {
  const path = request.target.split("?")[0];
  if (path === "/throw") throw new Error("broken");
  if (path === "/reject") return Promise.reject(new Error("broken later"));
  if (path === "/empty") return { status: 204, headers: ["X-One", "1"], body: null };
  if (path === "/twice") return { status: 200, headers: ["Set-Cookie", "a=1", "Set-Cookie", "b=2"], body: "x" };
  if (path === "/stream") return { status: 200, headers: [], body: pieces() };
  if (path === "/split") return { status: 200, headers: ["X-One", "1\r\nX-Two: 2"], body: "x" };
  if (path === "/split-stream") return { status: 200, headers: ["X-One", "1\r\nX-Two: 2"], body: pieces() };
  if (path === "/unicode") return { status: 200, headers: ["X-One", "caf\xe9"], body: "\u{20ac}" };
  if (path === "/broken-stream") return { status: 200, headers: [], body: brokenPieces() };
  if (path === "/body") return sayBody(request);
  if (request.upgrade !== null) return changeProtocol(request, request.upgrade);
  const { method, target, host, authority: said, protocol, clientAddress, scheme, vpcId } = request;
  const seen = { method, target, host, said, protocol, clientAddress, scheme, vpcId, headers: request.rawHeaders };
  return { status: 200, headers: ["Content-Type", "application/json"], body: JSON.stringify(seen) };
}

/** Asks the server behind, but at /no. */
async function changeProtocol({ method, target }: GatewayRequest, upgrade: string): Promise<GatewayReply> {
  if (target === "/no") return { status: 403, headers: [], body: '{"message":"Forbidden"}' };
  if (target === "/broken") throw new Error("broken upgrade");
  const { port } = behind.address() as { port: number };
  const url = `http://127.0.0.1:${port}${target}`;
  const how = { body: null, timeoutMs: 1_000, certificate: "verified", answer: "whole" } as const;
  const reply = await upstream.send({ method, url, headers: [], upgrade, ...how });
  return "fault" in reply ? { status: 504, headers: [], body: reply.fault } : reply;
}

async function sayBody(request: GatewayRequest): Promise<GatewayReply> {
  const body = request.body === null ? "none" : await request.body.octets();
  if (body === "too large") return { status: 413, headers: [], body: "too large" };
  return { status: 200, headers: [], body: typeof body === "string" ? body : `${body.length} octets` };
}

async function* pieces(): AsyncIterable<Uint8Array> {
  yield Buffer.from("one ");
  await new Promise((resolve) => setTimeout(resolve, 5));
  yield Buffer.from("two");
}

async function* brokenPieces(): AsyncIterable<Uint8Array> {
  yield Buffer.from("one ");
  throw new Error("the server behind went away");
}

beforeAll(async () => {
  behind = createTcpServer((socket) => {
    socket.once("data", (chunk) => {
      const head = chunk.toString();
      if (head.startsWith("GET /silent")) return;
      if (head.startsWith("GET /gone")) return void socket.destroy();
      if (!head.startsWith("GET /ws") || !head.includes("Upgrade: websocket")) {
        socket.end("HTTP/1.1 400 Bad Request\r\nX-Why: so\r\nContent-Length: 2\r\n\r\nno");
        return;
      }
      socket.write("HTTP/1.1 101 Sure\r\nupgrade: websocket\r\nConnection: Upgrade\r\nX-Key: 1\r\n\r\n");
      if (head.startsWith("GET /ws-hello")) socket.write("hello ");
      socket.on("data", (more) => socket.write(more.toString().toUpperCase()));
    });
    socket.on("error", () => {});
  });
  behind.listen(0, "127.0.0.1");
  await once(behind, "listening");
  const common = {
    endpoint: { address: "127.0.0.1", port: 0 },
    answer,
    vpcOf: (address: string) => (address === "127.0.0.1" ? "vpc-1" : null),
    edge: null,
    failed: (error: unknown) => void faults.push(error),
  };
  plain = await listenGateway({ ...common, tls: null });
  const isOurs = (name: string): boolean => name.endsWith(".example.test");
  secure = await listenGateway({ ...common, tls: { authority, isOurs, ownNames: ["localhost"] } });
});
afterAll(async () => {
  behind.close();
  await upstream.close();
  await Promise.all([plain.close(0), secure.close(0)]);
});

async function ask(lines: readonly string[], body = ""): Promise<{ status: number; text: string; body: string }> {
  const text = await sayPlainly(plain.endpoint, `${lines.join("\r\n")}\r\n\r\n${body}`);
  const [, status = "0"] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  return { status: Number(status), text, body: text.slice(text.indexOf("\r\n\r\n") + 4) };
}

const closing = "Connection: close";

/** The head of an answer, on a connection that nobody closes before it is there. */
async function headOf(lines: readonly string[]): Promise<string> {
  const socket = connectTcp(plain.endpoint.port, "127.0.0.1");
  socket.write([...lines, "", ""].join("\r\n"));
  let text = "";
  while (!text.includes("\r\n\r\n")) text += String((await once(socket, "data"))[0]);
  socket.destroy();
  return text.slice(0, text.indexOf("\r\n\r\n") + 2);
}

describe("what the engine sees", () => {
  test("headers in their case and order, duplicates and all", async () => {
    const { body } = await ask(["GET /a%2Fb?x=%20 HTTP/1.1", "hOsT: A.Example.test:80", "X-b: 1", "x-B: 2", closing]);
    expect(JSON.parse(body)).toEqual({
      method: "GET",
      target: "/a%2Fb?x=%20",
      host: "a.example.test",
      said: "A.Example.test:80",
      protocol: "HTTP/1.1",
      clientAddress: "127.0.0.1",
      scheme: "http",
      vpcId: "vpc-1",
      headers: ["hOsT", "A.Example.test:80", "X-b", "1", "x-B", "2", "Connection", "close"],
    });
  });

  test("the target of a proxy's request, if its host is the header's (RFC 9112 §3.2.2)", async () => {
    const { body } = await ask(["GET http://a.test/x?y HTTP/1.1", "Host: a.test", closing]);
    expect(JSON.parse(body)).toMatchObject({ target: "/x?y" });
    expect((await ask(["GET http://b.test/x HTTP/1.1", "Host: a.test", closing])).status).toBe(400);
  });

  test("HTTP/2's pseudo-headers as HTTP/1 says them, cookies joined (RFC 9113 §8.2.3, §8.3.1)", async () => {
    const session = http2("api.example.test");
    const cookies = { cookie: ["a=1", "b=2"] };
    const { body } = await askHttp2(session, { ":path": "/p?q", ":authority": "api.example.test:5443", ...cookies });
    session.close();
    expect(JSON.parse(body)).toMatchObject({
      target: "/p?q",
      host: "api.example.test",
      protocol: "HTTP/2.0",
      scheme: "https",
      headers: ["host", "api.example.test:5443", "cookie", "a=1; b=2"],
    });
  });

  test.each([
    ["none", ["POST /body HTTP/1.1"], ""],
    ["3 octets", ["POST /body HTTP/1.1", "Content-Length: 3"], "abc"],
    ["4 octets", ["POST /body HTTP/1.1", "Transfer-Encoding: chunked"], "4\r\nabcd\r\n0\r\n\r\n"],
  ])("a body: %s", async (said, lines, body) => {
    expect((await ask([...lines, "Host: a.test", closing], body)).body).toBe(said);
  });
});

describe("what a client gets", () => {
  test.each([
    ["/empty", 204, "X-One: 1", ""],
    ["/twice", 200, "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 1", "x"],
    ["/stream", 200, "Transfer-Encoding: chunked", "4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"],
    ["/throw", 500, "Content-Type: application/json", '{"message":"Internal server error"}'],
    ["/reject", 500, "Content-Type: application/json", '{"message":"Internal server error"}'],
    // RFC 9112 §11.1: a header that would become two is none.
    ["/split", 500, "Content-Type: application/json", '{"message":"Internal server error"}'],
    ["/split-stream", 500, "Content-Type: application/json", '{"message":"Internal server error"}'],
    ["/unicode", 200, "Content-Length: 3", "\u{20ac}"],
  ])("%s: %i", async (path, status, header, body) => {
    const heardOf = await ask([`GET ${path} HTTP/1.1`, "Host: a.test", closing]);
    expect(heardOf).toMatchObject({ status, body });
    expect(heardOf.text).toContain(header);
  });

  test.each([
    ["/twice", "1.1", [], "keep-alive"],
    ["/twice", "1.1", [closing], "close"],
    ["/twice", "1.0", [], "close"],
    ["/twice", "1.0", ["Connection: keep-alive"], "keep-alive"],
    // RFC 9112 §6.3: a stream to a client of HTTP/1.0 ends where the connection does.
    ["/stream", "1.0", ["Connection: keep-alive"], "close"],
  ])("%s by HTTP/%s with %j: whether more may follow, and not for how long", async (path, version, more, said) => {
    const text = await headOf([`GET ${path} HTTP/${version}`, "Host: a.test", ...more]);
    expect(text).toContain(`\r\nConnection: ${said}\r\n`);
    expect(text).not.toContain("Keep-Alive:");
  });

  test.each([
    ["in clear", () => Promise.resolve(connectTcp(plain.endpoint.port, "127.0.0.1"))],
    [
      "over TLS",
      () => shakeHands({ port: secure.endpoint.port, servername: "localhost", ca, ALPNProtocols: ["http/1.1"] }),
    ],
  ])("an answer, though its side is closed already, %s (RFC 9112 §9.6)", async (_, connect: () => Promise<Socket>) => {
    const socket = await connect();
    socket.allowHalfOpen = true;
    socket.end("GET /stream HTTP/1.1\r\nHost: a.test\r\n\r\n");
    expect(await heard(socket)).toMatch(/4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n$/);
  });

  test("no body to HEAD, but its length", async () => {
    const { text, body } = await ask(["HEAD /twice HTTP/1.1", "Host: a.test", closing]);
    expect(text).toContain("Content-Length: 1\r\n");
    expect(body).toBe("");
  });

  test("a stream that breaks ends without its last chunk", async () => {
    const { body } = await ask(["GET /broken-stream HTTP/1.1", "Host: a.test", closing]);
    expect(body).toBe("4\r\none \r\n");
  });

  test("faults of ours are told to whoever runs the server", () => {
    expect(faults.splice(2).map(String)).toEqual(Array(2).fill(expect.stringContaining("X-One")));
    expect(faults.map(String)).toEqual(["Error: broken", "Error: broken later"]);
  });

  test("HTTP/2 answers with several values of a header, and streams", async () => {
    const session = http2("api.example.test");
    const twice = await askHttp2(session, { ":path": "/twice", ":authority": "api.example.test" });
    const stream = await askHttp2(session, { ":path": "/stream", ":authority": "api.example.test" });
    session.close();
    expect(twice.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(stream.body).toBe("one two");
  });
});

describe("names", () => {
  test.each(["api.example.test", "localhost"])("%s has a certificate of the local CA", async (servername) => {
    const socket = await shakeHands({ port: secure.endpoint.port, servername, ca, ALPNProtocols: ["h2"] });
    expect([socket.authorized, socket.alpnProtocol]).toEqual([true, "h2"]);
    socket.destroy();
  });

  test("a name that is not ours ends the handshake", async () => {
    expect(await handshakeFault({ port: secure.endpoint.port, servername: "other.test", ca })).not.toBe("none");
  });

  test("TLS 1.1 is not spoken", async () => {
    const options = { port: secure.endpoint.port, servername: "localhost", ca, maxVersion: "TLSv1.1" } as const;
    expect(await handshakeFault(options)).not.toBe("none");
  });
});

describe("a request that two readers could understand differently is refused", () => {
  test.each([
    ["two hosts", ["GET / HTTP/1.1", "Host: a.test", "Host: b.test"], 400],
    ["no host", ["GET / HTTP/1.1"], 400],
    ["a length and chunks", ["POST / HTTP/1.1", "Host: a", "Content-Length: 3", "Transfer-Encoding: chunked"], 400],
    ["two lengths", ["POST / HTTP/1.1", "Host: a", "Content-Length: 3", "Content-Length: 4"], 400],
    ["chunked not last", ["POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked, identity"], 400],
    ["a blank before the colon", ["GET / HTTP/1.1", "Host: a", "X-A : 1"], 400],
    ["a folded header", ["GET / HTTP/1.1", "Host: a", "X-A: 1", " 2"], 400],
    ["a NUL in a header", ["GET / HTTP/1.1", "Host: a", "X-A: 1\0"], 400],
    ["another protocol", ["GET / HTTP/9.9", "Host: a"], 400],
    ["no HTTP at all", ["\x16\x03\x01"], 400],
    ["a long target", [`GET /${"a".repeat(10_240)} HTTP/1.1`, "Host: a"], 414],
    ["long headers", ["GET / HTTP/1.1", "Host: a", `X-A: ${"a".repeat(10_240)}`], 431],
    ["headers beyond the parser", ["GET / HTTP/1.1", "Host: a", `X-A: ${"a".repeat(30_000)}`], 431],
  ])("%s", async (_, lines, status) => {
    expect((await ask([...lines, closing], "0\r\n\r\n")).status).toBe(status);
  });
});

describe("large and slow clients", () => {
  test.each([
    ["announced", [`Content-Length: ${maxGatewayBodyOctets + 1}`], ""],
    [
      "in chunks",
      ["Transfer-Encoding: chunked"],
      `${(maxGatewayBodyOctets + 1).toString(16)}\r\n${"a".repeat(maxGatewayBodyOctets + 1)}`,
    ],
  ])("a body that is too large, %s, is refused and the connection ended", async (_, lines, body) => {
    const { status, text } = await ask(["POST /body HTTP/1.1", "Host: a.test", ...lines], body);
    expect(status).toBe(413);
    expect(text).toContain("Connection: close");
  });

  test("a body of just the limit is taken", async () => {
    const body = "a".repeat(maxGatewayBodyOctets);
    const lines = ["POST /body HTTP/1.1", "Host: a.test", `Content-Length: ${body.length}`, closing];
    expect((await ask(lines, body)).body).toBe(`${maxGatewayBodyOctets} octets`);
  });

  test("who leaves in the middle of a body harms nobody", async () => {
    const socket = connectTcp(plain.endpoint.port, "127.0.0.1");
    socket.write("POST /body HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100\r\n\r\nabc");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect((await ask(["GET /empty HTTP/1.1", "Host: a.test", closing])).status).toBe(204);
  });

  test("requests sent one behind the other are answered in order", async () => {
    const one = "GET /twice HTTP/1.1\r\nHost: a.test\r\n\r\n";
    const last = `GET /empty HTTP/1.1\r\nHost: a.test\r\n${closing}\r\n\r\n`;
    const text = await sayPlainly(plain.endpoint, one + one + last);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 204"]);
  });
});

describe("a change of protocol (RFC 9110 §7.8)", () => {
  const lines = (path: string, protocol = "websocket"): string =>
    `GET ${path} HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
  const secureSocket = async (): Promise<Socket> =>
    shakeHands({ port: secure.endpoint.port, servername: "localhost", ca, ALPNProtocols: ["http/1.1"] });
  const plainSocket = (): Promise<Socket> => Promise.resolve(connectTcp(plain.endpoint.port, "127.0.0.1"));

  test.each([
    ["over HTTP", plainSocket],
    ["over TLS", secureSocket],
  ])("is passed on, %s, and then octets both ways, those that came early too", async (_, connect) => {
    const socket = await connect();
    socket.write(`${lines("/ws-hello")}early`);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await vi.waitFor(() => expect(text).toMatch(/EARLY$/));
    expect(text).toBe(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nupgrade: websocket\r\nX-Key: 1\r\n\r\nhello EARLY",
    );
    socket.write("late");
    await vi.waitFor(() => expect(text).toMatch(/LATE$/));
    socket.end();
    await once(socket, "close");
  });

  test.each([
    ["/no", 403, '{"message":"Forbidden"}'],
    ["/broken", 500, '{"message":"Internal server error"}'],
    ["/refused-behind", 400, "no"],
    ["/gone", 504, "unreachable"],
    ["/silent", 504, "timeout"],
    ["/stream", 200, "4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"],
  ])("is not served at %s: %i, and the connection ends", async (path, status, body) => {
    const socket = await plainSocket();
    socket.write(lines(path));
    const text = await heard(socket);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\r\nConnection: close\r\n`, "s"));
    expect(text.slice(text.indexOf("\r\n\r\n") + 4)).toBe(body);
    expect(faults.splice(2).map(String)).toEqual(path === "/broken" ? ["Error: broken upgrade"] : []);
  });

  test.each([
    ["HTTP/2 in clear, as browsers' kin offer it", lines("/ws", "h2c")],
    ["with a body", lines("/ws").replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\nab")],
  ])("is passed over, %s, and the request answered in HTTP", async (_, text) => {
    for (const connect of [plainSocket, secureSocket]) {
      const socket = await connect();
      socket.write(text.replace("Connection: Upgrade", "Connection: Upgrade, close"));
      expect(await heard(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*"target":"\/ws"/s);
    }
  });

  test("behind a request that is not answered yet is answered in HTTP, in its turn", async () => {
    const socket = await plainSocket();
    const ahead = "GET /stream HTTP/1.1\r\nHost: a.test\r\n\r\n";
    socket.write(ahead + lines("/ws").replace("Connection: Upgrade", "Connection: Upgrade, close"));
    expect((await heard(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
  });

  test("behind an expectation that nobody meets is not read (RFC 9110 §10.1.1)", async () => {
    const socket = await plainSocket();
    socket.write(`GET /a HTTP/1.1\r\nHost: a.test\r\nExpect: miracles\r\n\r\n${lines("/ws")}`);
    expect((await heard(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 417"]);
    expect(faults.slice(2)).toEqual([]);
  });

  test("whose client leaves while the server behind thinks about it leaves nothing open", async () => {
    const socket = await plainSocket();
    const connected = once(behind, "connection") as Promise<[Socket]>;
    socket.write(lines("/ws"));
    const [asked] = await connected;
    socket.destroy();
    await once(asked, "close");
    expect(asked.destroyed).toBe(true);
  });
});

test.each([
  ["in clear", null],
  ["over TLS", { authority, isOurs: () => false, ownNames: ["localhost"] }],
])("closing lets what is under way end, and waits for nothing else: %s", async (_, tls) => {
  let release: (reply: GatewayReply) => void = () => {};
  const slow = await listenGateway({
    endpoint: { address: "127.0.0.1", port: 0 },
    answer: () => new Promise<GatewayReply>((resolve) => (release = resolve)),
    tls,
    vpcOf: () => null,
    edge: null,
    failed: () => {},
  });
  const { port } = slow.endpoint;
  const socket: Socket =
    tls === null
      ? connectTcp(port, "127.0.0.1")
      : await shakeHands({ port, servername: "localhost", ca, ALPNProtocols: ["http/1.1"] });
  socket.write("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  const closed = slow.close(10_000);
  release({ status: 200, headers: [], body: "done" });
  expect(await heard(socket)).toMatch(/done$/);
  await closed;
  expect(performance.now() - began).toBeLessThan(5_000);
});

function http2(servername: string): ClientHttp2Session {
  return connectHttp2(`https://127.0.0.1:${secure.endpoint.port}`, { ca, servername });
}

async function askHttp2(
  session: ClientHttp2Session,
  headers: Record<string, string | string[]>,
): Promise<{ headers: Record<string, unknown>; body: string }> {
  const stream = session.request(headers);
  const [given] = (await once(stream, "response")) as [Record<string, unknown>];
  let body = "";
  for await (const chunk of stream as AsyncIterable<Buffer>) body += chunk.toString();
  return { headers: given, body };
}
