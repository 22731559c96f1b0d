// RFC 7858: DNS over TLS. Messages are framed as over TCP, and everything that holds for TCP holds here.

import { expect, test } from "vitest";
import { Cell, requestCell } from "../../../src/net/counters.ts";
import { Protocol } from "../../../src/authority/client.ts";
import { dialTls, nextMessage, serveSecure } from "../../net/secure-servers.ts";
import { framed, message, reply, until } from "../../net/stream-client.ts";

test("RFC 7858 §3.3: messages stand behind two octets of length, and are pipelined", async () => {
  const { tlsPort, counters } = await serveSecure();
  const socket = await dialTls(tlsPort);
  socket.write(Buffer.concat([framed(message("one", 1)), framed(message("two", 2))]));
  expect(await nextMessage(socket)).toEqual(reply(message("one", 1)));
  expect(counters[requestCell(Protocol.tls, 4, -1)]).toBe(2);
  expect(counters[Cell.tcpConnections]).toBe(1);
});

test("RFC 7858 §3.2: a client is believed, and the server proves who it is, by name and by address", async () => {
  const { tlsPort } = await serveSecure();
  const byName = await dialTls(tlsPort, { servername: "localhost" });
  expect(byName.authorized).toBe(true);
  const byAddress = await dialTls(tlsPort);
  expect(byAddress.authorized).toBe(true);
  await expect(dialTls(tlsPort, { servername: "elsewhere.test" })).rejects.toThrow("does not match certificate");
});

test('a client that names an application protocol names "dot", another ends the handshake', async () => {
  const { tlsPort } = await serveSecure();
  const socket = await dialTls(tlsPort, { ALPNProtocols: ["dot"] });
  expect(socket.alpnProtocol).toBe("dot");
  await expect(dialTls(tlsPort, { ALPNProtocols: ["h2"] })).rejects.toThrow(/no application protocol|closed/);
});

test("RFC 7858 §3.4: a client that ends its side gets its answers first", async () => {
  const { tlsPort } = await serveSecure();
  const socket = await dialTls(tlsPort);
  socket.end(framed(message("late1", 1)));
  expect(await nextMessage(socket)).toEqual(reply(message("late1", 1)));
});

test("RFC 7858 §3.4: an idle connection is closed", async () => {
  const { tlsPort, counters } = await serveSecure({ idleTimeoutMs: 100 });
  const socket = await dialTls(tlsPort);
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
  await until(() => counters[Cell.tcpClosed] === 1 && counters[Cell.tcpConnections] === 0);
});
