// DNS over TLS and over HTTPS beyond the letter of their RFCs: hostile and slow clients, limits, shutdown, new certificates.

import { connect as connectHttp2 } from "node:http2";
import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import { Connections } from "../../src/net/connections.ts";
import { Cell } from "../../src/net/counters.ts";
import { HttpsServer } from "../../src/net/https-server.ts";
import { defaultStreamLimits } from "../../src/net/stream-server.ts";
import {
  authority,
  credentials,
  dialHttp2,
  dialTls,
  mediaType,
  nextMessage,
  overHttp1,
  overHttp2,
  serveSecure,
} from "./secure-servers.ts";
import { cleanUp, echoing, framed, message, reply, until } from "./stream-client.ts";

const listeners = ["tlsPort", "httpsPort"] as const;

async function closed(socket: {
  once(event: "close", heard: () => void): unknown;
  readonly destroyed: boolean;
}): Promise<void> {
  if (!socket.destroyed) await new Promise<void>((resolve) => socket.once("close", resolve));
}

describe.each(listeners)("%s", (which) => {
  test("who never says hello is cut off", async () => {
    const servers = await serveSecure({ messageTimeoutMs: 200 });
    const socket = connectPlain(servers[which], "127.0.0.1");
    socket.resume();
    await closed(socket);
    expect((await dialTls(servers[which])).authorized).toBe(true);
  });

  test("what is no TLS harms nobody", async () => {
    const servers = await serveSecure();
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005hello", "\u0000".repeat(4096)]) {
      const socket = connectPlain(servers[which], "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      socket.end(bytes, "latin1");
      await closed(socket);
    }
    expect((await dialTls(servers[which])).authorized).toBe(true);
    await until(() => servers.counters[Cell.tcpConnections] <= 1);
  });

  test("a renewed certificate is presented to who connects from then on", async () => {
    const servers = await serveSecure();
    const renewed = credentials("renewed.test", "127.0.0.1");
    (which === "tlsPort" ? servers.streams : servers.https).setCredentials(renewed);
    const socket = await dialTls(servers[which], { servername: "renewed.test" });
    expect(socket.authorized).toBe(true);
  });
});

test("a client has so many connections, whichever listeners it takes", async () => {
  const { tlsPort, httpsPort, counters } = await serveSecure({ maxConnectionsPerClient: 2 });
  await dialTls(tlsPort);
  const session = dialHttp2(httpsPort);
  expect((await overHttp2(session, { body: message("x", 1) })).status).toBe(200);
  await expect(overHttp1(httpsPort, { body: message("x", 1) })).rejects.toThrow(/ECONNRESET|socket/);
  await expect(dialTls(tlsPort)).rejects.toThrow(/closed|disconnected|ECONNRESET/);
  expect(counters[Cell.tcpRefused]).toBe(2);
  session.destroy();
  await until(() => counters[Cell.tcpConnections] === 1);
  const again = await dialTls(tlsPort);
  again.write(framed(message("again", 1)));
  expect(await nextMessage(again)).toEqual(reply(message("again", 1)));
});

test("a body that drips over HTTP/1.1 is cut off, and one that is announced too long is not waited for", async () => {
  const { httpsPort } = await serveSecure({ messageTimeoutMs: 300 });
  const head = `POST /dns-query HTTP/1.1\r\nHost: x\r\nContent-Type: ${mediaType}\r\n`;
  const slow = await dialTls(httpsPort, { ALPNProtocols: ["http/1.1"] });
  slow.resume();
  slow.write(`${head}Content-Length: 100\r\n\r\nx`);
  await closed(slow);
  const long = await dialTls(httpsPort, { ALPNProtocols: ["http/1.1"] });
  long.write(`${head}Content-Length: 100000000\r\n\r\n`);
  const chunk = await new Promise<Buffer>((resolve) => long.once("data", resolve));
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 413 /);
});

test("a body that drips over HTTP/2 ends its stream, and no other", async () => {
  const { httpsPort } = await serveSecure({ messageTimeoutMs: 300 });
  const session = dialHttp2(httpsPort);
  const slow = session.request({ ":method": "POST", ":path": "/dns-query", "content-type": mediaType });
  slow.on("error", () => {});
  const dripping = setInterval(() => slow.write("x"), 50);
  await new Promise((resolve) => slow.once("close", resolve));
  clearInterval(dripping);
  expect((await overHttp2(session, { body: message("x", 1) })).status).toBe(200);
});

test("an idle HTTP/2 connection is closed", async () => {
  const { httpsPort, counters } = await serveSecure({ idleTimeoutMs: 200 });
  const session = dialHttp2(httpsPort);
  await overHttp2(session, { body: message("x", 1) });
  await new Promise((resolve) => session.once("close", resolve));
  await until(() => counters[Cell.tcpConnections] === 0);
});

test("requests that are reset at once cost nothing that stays", async () => {
  const { httpsPort } = await serveSecure();
  const session = dialHttp2(httpsPort);
  for (let i = 0; i < 300; i++) {
    const stream = session.request({ ":method": "POST", ":path": "/dns-query", "content-type": mediaType });
    stream.on("error", () => {});
    stream.write(message("late1", i));
    stream.close(8);
  }
  const other = dialHttp2(httpsPort);
  expect((await overHttp2(other, { body: message("x", 1) })).status).toBe(200);
});

test("whoever goes away before the answer comes is missed by nobody", async () => {
  const { httpsPort, tlsPort, counters } = await serveSecure();
  const session = dialHttp2(httpsPort);
  overHttp2(session, { body: message("late2", 1) }).catch(() => {});
  const socket = await dialTls(tlsPort);
  socket.write(framed(message("late2", 1)));
  await until(() => counters[Cell.deferred] === 2);
  session.destroy();
  socket.destroy();
  await until(() => counters[Cell.deferred] === 0);
  expect((await overHttp1(httpsPort, { body: message("x", 1) })).status).toBe(200);
});

test("on closing, what was asked is answered, and no connection is left", async () => {
  const { streams, https, tlsPort, httpsPort, counters } = await serveSecure({ drainTimeoutMs: 2000 });
  cleanUp.pop(); // it is closed here
  const session = dialHttp2(httpsPort);
  const late = overHttp2(session, { body: message("late3", 1) });
  const socket = await dialTls(tlsPort);
  socket.write(framed(message("late3", 2)));
  await until(() => counters[Cell.deferred] === 2);
  const closing = Promise.all([streams.close(), https.close()]);
  expect((await late).status).toBe(200);
  expect(await nextMessage(socket)).toEqual(reply(message("late3", 2)));
  await closing;
  await until(() => counters[Cell.tcpConnections] === 0);
  await expect(dialTls(tlsPort)).rejects.toThrow("ECONNREFUSED");
});

test("a handshake has a place like any connection, for as long as a message may take", async () => {
  const { tlsPort, counters } = await serveSecure({ maxConnectionsPerClient: 3, messageTimeoutMs: 300 });
  const bare = Array.from({ length: 3 }, () => connectPlain(tlsPort, "127.0.0.1"));
  await until(() => counters[Cell.tcpConnections] === 3);
  await expect(dialTls(tlsPort)).rejects.toThrow(/closed|disconnected|ECONNRESET/);
  expect(counters[Cell.tcpRefused]).toBe(1);
  for (const socket of bare) socket.end();
  await until(() => counters[Cell.tcpConnections] === 0);
  expect((await dialTls(tlsPort)).authorized).toBe(true);
});

test("at the limit of all connections the one that is idle for longest makes room, whatever it speaks", async () => {
  const { tlsPort, httpsPort, counters } = await serveSecure({ maxConnections: 3 });
  const session = dialHttp2(httpsPort);
  await overHttp2(session, { body: message("first", 1) });
  const streams = [await dialTls(tlsPort), await dialTls(tlsPort)];
  for (const socket of streams) {
    socket.write(framed(message("x", 1)));
    await new Promise((resolve) => socket.once("data", resolve));
  }
  expect((await overHttp1(httpsPort, { body: message("new", 1) })).status).toBe(200);
  await until(() => session.destroyed);
  expect([counters[Cell.tcpClosed + 3], counters[Cell.tcpRefused + 1]]).toEqual([1, 0]);
});

test("an idle HTTP/2 connection that will not end is ended, pings or not", async () => {
  const { httpsPort, counters } = await serveSecure({ idleTimeoutMs: 200 });
  const socket = await dialTls(httpsPort, { ALPNProtocols: ["h2"] });
  socket.pause(); // it never reads that it should go
  socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", "latin1");
  const ping = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const pinging = setInterval(() => socket.write(ping), 50);
  await until(() => counters[Cell.tcpConnections] === 1);
  await until(() => counters[Cell.tcpConnections] === 0);
  clearInterval(pinging);
  expect(counters[Cell.tcpClosed]).toBe(1);
});

test("a body that is too long, unannounced, ends its stream and no other", async () => {
  const { httpsPort } = await serveSecure();
  const session = dialHttp2(httpsPort);
  const stream = session.request({ ":method": "POST", ":path": "/dns-query", "content-type": mediaType });
  stream.on("error", () => {});
  stream.resume();
  stream.write(Buffer.alloc(300_000));
  await new Promise((resolve) => stream.once("close", resolve));
  expect((await overHttp2(session, { body: message("x", 1) })).status).toBe(200);
});

test("so many questions of one connection may wait for their answers, and no more", async () => {
  const { httpsPort, counters } = await serveSecure();
  const socket = await dialTls(httpsPort, { ALPNProtocols: ["http/1.1"] });
  socket.resume();
  const query = Buffer.from(message("never", 1)).toString("base64url");
  socket.write(`GET /dns-query?dns=${query} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(300));
  await until(() => counters[Cell.deferred] >= 100);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(counters[Cell.deferred]).toBeLessThanOrEqual(128);
});

test("an idle TLS connection is told that it ends (RFC 8446 §6.1)", async () => {
  const { tlsPort } = await serveSecure({ idleTimeoutMs: 100 });
  const socket = await dialTls(tlsPort);
  const said: string[] = [];
  for (const event of ["end", "error", "close"]) socket.on(event, () => said.push(event));
  socket.resume();
  await closed(socket);
  expect(said).toEqual(["end", "close"]);
});

test.each(["/nowhere", "/dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlBHRlc3QAAAEAAQ"])(
  "an answer to %s that nobody takes gives its place back",
  async (path) => {
    const limits = { idleTimeoutMs: 200, writeTimeoutMs: 200, messageTimeoutMs: 200 };
    const { httpsPort, counters } = await serveSecure(limits);
    const settings = { initialWindowSize: 0 };
    const session = connectHttp2(`https://127.0.0.1:${httpsPort}`, { ca: authority.certificate, settings });
    session.on("error", () => {});
    cleanUp.push(() => session.destroy());
    await new Promise((resolve) => session.once("connect", resolve));
    const stream = session.request({ ":path": path });
    stream.on("error", () => {}).end();
    await new Promise((resolve) => stream.once("response", resolve));
    await until(() => counters[Cell.tcpConnections] === 0);
  },
);

test("a client's connections from one port to two addresses of ours are two", async () => {
  const { counters, exchange } = echoing();
  const limits = { ...defaultStreamLimits, drainTimeoutMs: 0, idleTimeoutMs: 300 };
  const https = new HttpsServer(exchange, limits, new Connections(limits, counters));
  const secure = { listen: [], credentials: credentials("localhost"), ticketKeys: new Uint8Array(48) };
  const { port } = await https.listen({ address: "0.0.0.0", port: 0 }, secure);
  cleanUp.push(() => https.close());
  let localPort = 0;
  for (const host of ["127.0.0.1", "127.0.0.2"]) {
    const socket = connectPlain({ port, host, localAddress: "127.0.0.1", ...(localPort > 0 && { localPort }) });
    cleanUp.push(() => void socket.destroy());
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    localPort = socket.localPort ?? 0;
    const tls = connectTls({ socket, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
    await new Promise((resolve) => tls.once("secureConnect", resolve));
    const session = connectHttp2("https://localhost", { createConnection: () => tls });
    session.on("error", () => {});
  }
  await until(() => counters[Cell.tcpConnections] === 2);
  await until(() => counters[Cell.tcpConnections] === 0);
});
