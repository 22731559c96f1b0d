// Clients that mean harm, at the whole program: each gets a clear answer or a closed connection, what it said reaches nobody
// behind, and a neighbour who does nothing wrong gets right answers all the while. What the listener does about slow ones in
// all their kinds is in test/http/gateway/patience.test.ts.

import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { type Socket, connect as connectTcp } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { maxGatewayBodyOctets } from "../../../src/base/limits.ts";
import { heard, sayPlainly } from "../../http/tls-client.ts";
import { Ground, largeOctets } from "./ground.ts";
import { Neighbour } from "./neighbour.ts";
import { endHeaders, endStream, frame, literals, RawHttp2 } from "./raw-http2.ts";

const ground = new Ground();
let neighbour: Neighbour;

beforeAll(() => ground.start(), 30_000);
afterAll(() => ground.stop());
beforeEach(() => {
  neighbour = new Neighbour(ground.gateway, ground.apiId, ground.ca);
});
afterEach(async () => {
  const complaints = [...(await neighbour.complaints()), ...ground.faults()];
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
});

function say(text: string): Promise<string> {
  return sayPlainly({ address: "127.0.0.1", port: ground.port }, text);
}

function connect(): Socket {
  const socket = connectTcp(ground.port, "127.0.0.1");
  socket.on("error", () => {});
  return socket;
}

const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1] ?? 0);

describe("two readers could understand it differently: one answer, and nothing of it goes on", () => {
  const smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const chunked = `0\r\n\r\n${smuggled}`;
  test.each([
    ["a length and chunks", ["Content-Length: 6", "Transfer-Encoding: chunked"], chunked],
    ["chunks and a length", ["Transfer-Encoding: chunked", "Content-Length: 6"], chunked],
    ["two lengths", ["Content-Length: 0", `Content-Length: ${smuggled.length}`], smuggled],
    ["two lengths in one", [`Content-Length: 0, ${smuggled.length}`], smuggled],
    ["a length with a sign", [`Content-Length: +${smuggled.length}`], smuggled],
    ["a negative length", ["Content-Length: -1"], smuggled],
    ["a length in hex", ["Content-Length: 0x10"], smuggled],
    ["a length beyond all numbers", ["Content-Length: 18446744073709551616"], smuggled],
    ["another coding than chunks", ["Transfer-Encoding: xchunked"], chunked],
    ["chunks not last", ["Transfer-Encoding: chunked, identity"], chunked],
    ["chunks twice", ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], chunked],
    ["a blank before the colon", ["Transfer-Encoding : chunked"], chunked],
    ["a folded coding", ["Transfer-Encoding:", " chunked"], chunked],
    ["a tab of its own kind", ["Transfer-Encoding: \x0bchunked"], chunked],
    ["a carriage return alone", ["X-A: 1\rTransfer-Encoding: chunked"], chunked],
    ["a line feed alone", ["X-A: 1\nTransfer-Encoding: chunked"], chunked],
    ["a chunk's size in words", ["Transfer-Encoding: chunked"], `zero\r\n\r\n${smuggled}`],
    ["a chunk's size with a sign", ["Transfer-Encoding: chunked"], `+0\r\n\r\n${smuggled}`],
    ["a chunk's size beyond all numbers", ["Transfer-Encoding: chunked"], `10000000000000000\r\n${smuggled}`],
    ["a line feed in a chunk's extension", ["Transfer-Encoding: chunked"], `0;a=\nb\r\n\r\n${smuggled}`],
    ["a chunk without its end", ["Transfer-Encoding: chunked"], `1\r\naX\r\n0\r\n\r\n${smuggled}`],
    ["a second host", ["Host: b"], smuggled],
    ["a NUL in a name", ["X\0A: 1"], smuggled],
  ])("%s", async (_, lines, body) => {
    const from = ground.reached.length;
    const head = [`POST ${ground.path("/echo?own")} HTTP/1.1`, "Host: a", ...lines, "", ""].join("\r\n");
    const text = await say(head + body);
    expect(statusOf(text)).toBe(400);
    expect(text).toContain("Connection: close\r\n");
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(ground.reached.slice(from).filter((one) => /smuggled|own/.test(one))).toEqual([]);
  });

  test.each([
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400],
    ["HTTP/0.9", "GET /\r\n\r\n", 400],
    ["HTTP/2 in clear", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["a target with a blank", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["another host in the target", "GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a target of no kind", "GET x:y HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a target too long", `GET /${"a".repeat(12_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 414],
    ["headers too long", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(12_000)}\r\nConnection: close\r\n\r\n`, 431],
    ["headers without end", `GET / HTTP/1.1\r\n${"X: y\r\n".repeat(20_000)}`, 431],
    ["one name without end", `GET / HTTP/1.1\r\n${"x".repeat(1_000_000)}`, 431],
    ["a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ])("%s", async (_, text, status) => {
    expect(statusOf(await say(text))).toBe(status);
  });

  test("CONNECT is not for gateways", async () => {
    expect([0, 400, 403, 405]).toContain(statusOf(await say("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n")));
  });
});

describe("large bodies", () => {
  const more = maxGatewayBodyOctets + 1;
  test.each([
    ["announced", [`Content-Length: ${more}`], ""],
    ["in chunks", ["Transfer-Encoding: chunked"], `${more.toString(16)}\r\n${"a".repeat(more)}\r\n0\r\n\r\n`],
  ])("%s: 413, and the server behind hears nothing", async (_, lines, body) => {
    const from = ground.reached.length;
    const text = await say([`POST ${ground.path("/sink")} HTTP/1.1`, "Host: a", ...lines, "", body].join("\r\n"));
    expect(statusOf(text)).toBe(413);
    expect(ground.reached.slice(from).filter((one) => one.includes("/sink"))).toEqual([]);
  });

  test("over HTTP/2: 413, and the stream ends", async () => {
    const session = connectHttp2(`https://localhost:${ground.tlsPort}`, { ca: ground.ca });
    session.on("error", () => {});
    const stream = session.request({ ":path": ground.path("/sink"), ":method": "POST" });
    stream.on("error", () => {});
    const response = once(stream, "response") as Promise<[Record<string, unknown>]>;
    stream.end(Buffer.alloc(more));
    const [headers] = await response;
    expect(headers[":status"]).toBe(413);
    stream.resume();
    await once(stream, "close");
    session.destroy();
  });
});

test("headers that drip in on many connections are cut off, each with its answer", { timeout: 40_000 }, async () => {
  const sockets = Array.from({ length: 200 }, connect);
  const answers = Promise.all(sockets.map(heard));
  for (const socket of sockets) socket.write(`GET ${ground.path("/echo")} HTTP/1.1\r\nHost: a\r\n`);
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write("X-A: 1\r\n");
  }, 500);
  const statuses = new Set((await answers).map(statusOf));
  clearInterval(dripping);
  expect([...statuses]).toEqual([408]);
});

test("thousands of connections that say nothing cost little", async () => {
  const before = ground.residentOctets();
  const sockets = Array.from({ length: 2_000 }, connect);
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  expect(await neighbour.complaints(50)).toEqual([]);
  const perConnection = (ground.residentOctets() - before) / sockets.length;
  for (const socket of sockets) socket.destroy();
  expect(perConnection).toBeLessThan(30_000);
});

test("who leaves in the middle of an upload, before and in its body, reaches nobody", async () => {
  const from = ground.reached.length;
  for (let i = 0; i < 200; i++) {
    const socket = connect();
    const body = i % 2 === 0 ? "" : "a".repeat(10_000);
    const head = [`POST ${ground.path("/sink")} HTTP/1.1`, "Host: a", "Content-Length: 1000000", "", body];
    socket.write(head.join("\r\n"), () => (i % 3 === 0 ? socket.resetAndDestroy() : socket.destroy()));
    await once(socket, "close");
  }
  const session = connectHttp2(`https://localhost:${ground.tlsPort}`, { ca: ground.ca });
  for (let i = 0; i < 50; i++) {
    const stream = session.request({ ":path": ground.path("/sink"), ":method": "POST" });
    stream.on("error", () => {});
    stream.write("a".repeat(1_000));
    setTimeout(() => stream.close(8), i % 5);
  }
  session.close();
  await once(session, "close");
  expect(ground.reached.slice(from).filter((one) => one.includes("/sink"))).toEqual([]);
});

test("who leaves in the middle of a download stops it at its source", async () => {
  for (let i = 0; i < 40; i++) {
    const socket = connect();
    socket.write(`GET ${ground.path("/large")} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await once(socket, "data");
    if (i % 2 === 0) socket.resetAndDestroy();
    else socket.destroy();
  }
  const session = connectHttp2(`https://localhost:${ground.tlsPort}`, { ca: ground.ca });
  for (let i = 0; i < 20; i++) {
    const stream = session.request({ ":path": ground.path("/large") });
    stream.on("error", () => {});
    await once(stream, "data");
    stream.close(8);
  }
  session.close();
  await vi.waitFor(() => expect(ground.streaming).toBe(0), 10_000);
});

test("a download nobody reads waits at its source, and one that is read comes whole", async () => {
  const before = ground.residentOctets();
  const unread = Array.from({ length: 10 }, connect);
  for (const socket of unread) {
    socket.pause();
    socket.write(`GET ${ground.path("/large")} HTTP/1.1\r\nHost: a\r\n\r\n`);
  }
  const { text } = await ground.gateway.ask(ground.apiId, "/large");
  expect(text).toHaveLength(largeOctets);
  expect(ground.residentOctets() - before).toBeLessThan(200e6);
  for (const socket of unread) socket.destroy();
  await vi.waitFor(() => expect(ground.streaming).toBe(0), 10_000);
});

test("a server behind that hangs keeps nobody who asks for something else", async () => {
  const waiting = Array.from({ length: 300 }, () => ground.gateway.ask(ground.apiId, "/stall").catch(String));
  const statuses = (await Promise.all(waiting)).map((seen) => (typeof seen === "string" ? seen : seen.status));
  expect(new Set(statuses)).toEqual(new Set([504]));
});

describe("HTTP/2 by hand", () => {
  const usual = (): [string, string][] => [
    [":method", "POST"],
    [":scheme", "https"],
    [":path", ground.path("/echo?own")],
    [":authority", "localhost"],
  ];
  const one = endHeaders + endStream;

  test.each<[string, (fields: [string, string][]) => [string, string][]]>([
    ["a line end in the path", (fields) => [...fields.slice(0, 2), [":path", "/ HTTP/1.1\r\nX: y"], fields[3]]],
    ["a name in capitals", (fields) => [...fields, ["X-A", "1"]]],
    ["chunks", (fields) => [...fields, ["transfer-encoding", "chunked"]]],
    ["a connection's header", (fields) => [...fields, ["connection", "keep-alive"]]],
    ["a length that is not its own", (fields) => [...fields, ["content-length", "5"]]],
    ["two paths", (fields) => [...fields, [":path", "/other"]]],
    ["a pseudo-header behind others", (fields) => [["x-a", "1"], ...fields]],
    ["no path", (fields) => fields.filter(([name]) => name !== ":path")],
  ])("%s reaches nobody", async (_, bend) => {
    const from = ground.reached.length;
    const client = await RawHttp2.connect(ground.tlsPort, ground.ca);
    await client.send(frame.headers, one, 1, literals(bend(usual())));
    await Promise.race([client.until(frame.reset, 2_000), client.until(frame.goaway, 2_000), client.until(1, 2_000)]);
    const refused = client.heard.has(frame.reset) || client.heard.has(frame.goaway) || client.isClosed;
    client.socket.destroy();
    expect(refused).toBe(true);
    expect(ground.reached.slice(from).filter((line) => line.includes("own"))).toEqual([]);
  });

  test.each([
    ["a value", "x-odd", "1\r\nX-Smuggled: 2"],
    ["a name", "x-odd: 1\r\nx-smuggled", "2"],
  ])("a line end in %s goes no further", async (_, name, value) => {
    const client = await RawHttp2.connect(ground.tlsPort, ground.ca);
    const marked = `/echo?${name.length}`;
    const fields = usual().map(([one, said]): [string, string] => [one, one === ":path" ? ground.path(marked) : said]);
    await client.send(frame.headers, one, 1, literals([...fields, [name, value]]));
    await Promise.race([client.until(frame.reset, 2_000), client.until(frame.headers, 2_000)]);
    client.socket.destroy();
    expect(ground.headers.get(`POST ${marked}`)?.join("\n").toLowerCase() ?? "").not.toMatch(/odd|smuggled/);
    expect(client.heard.size).toBeGreaterThan(0);
  });

  test("streams that are reset as soon as they are opened end their connection (CVE-2023-44487)", async () => {
    const client = await RawHttp2.connect(ground.tlsPort, ground.ca);
    const headers = literals(usual());
    const cancel = Buffer.of(0, 0, 0, 8);
    for (let i = 0; i < 20_000 && !client.isClosed; i++) {
      await client.send(frame.headers, one, 2 * i + 1, headers);
      await client.send(frame.reset, 0, 2 * i + 1, cancel);
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await client.closed;
    expect(client.isClosed).toBe(true);
  });

  test.each<[string, (client: RawHttp2, i: number) => Promise<void>]>([
    ["pings", (client) => client.send(frame.ping, 0, 0, Buffer.alloc(8))],
    ["settings", (client) => client.send(frame.settings, 0, 0, Buffer.alloc(0))],
    ["resets of nothing", (client, i) => client.send(frame.reset, 0, 2 * i + 1, Buffer.alloc(4))],
    ["window updates", (client) => client.send(frame.windowUpdate, 0, 0, Buffer.of(0, 0, 0, 1))],
    ["empty data (CVE-2019-9518)", (client) => client.send(frame.data, 0, 1, Buffer.alloc(0))],
    ["headers without end (CVE-2024-27316)", (client) => client.send(frame.continuation, 0, 1, literals([["x", "y"]]))],
  ])("a flood of %s harms nobody", async (title, send) => {
    const before = ground.residentOctets();
    const client = await RawHttp2.connect(ground.tlsPort, ground.ca);
    if (title.startsWith("empty")) await client.send(frame.headers, endHeaders, 1, literals(usual()));
    if (title.startsWith("headers")) await client.send(frame.headers, 0, 1, literals(usual()));
    for (let i = 0; i < 20_000 && !client.isClosed; i++) {
      await send(client, i);
      if (i % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await neighbour.complaints()).toEqual([]);
    client.socket.destroy();
    expect(ground.residentOctets() - before).toBeLessThan(100e6);
  });
});
