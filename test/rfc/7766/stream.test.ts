// DNS over TCP: framing across any segments, pipelining, idle time, limits a client.

import { expect, test } from "vitest";
import { Cell } from "../../../src/net/counters.ts";
import { cleanUp, dial, framed, message, reply, serve, turn, until } from "../../../test/net/stream-client.ts";

test.each(["127.0.0.1", "::1"])("RFC 7766 §8: a message split at every octet is one message (%s)", async (address) => {
  const { port } = await serve({}, address);
  const client = await dial(port, address);
  const query = framed(message("split here", 7));
  for (let cut = 1; cut < query.length; cut++) {
    client.socket.write(query.subarray(0, cut));
    await turn();
    client.socket.write(query.subarray(cut));
    expect(await client.next()).toEqual(reply(message("split here", 7)));
  }
});

test("RFC 7766 §6.2.1.1: a thousand pipelined queries are answered in order, many in one write", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  let segments = 0;
  client.socket.on("data", () => segments++);
  client.socket.write(Buffer.concat(Array.from({ length: 1000 }, (_, id) => framed(message(`query ${id}`, id)))));
  for (let id = 0; id < 1000; id++) expect(await client.next()).toEqual(reply(message(`query ${id}`, id)));
  expect(segments).toBeLessThan(50);
});

test("RFC 7766 §6.2.4: a client that closes its side still gets its answers", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  client.socket.end(Buffer.concat([framed(message("one", 1)), framed(message("two", 2))]));
  expect(await client.next()).toEqual(reply(message("one", 1)));
  expect(await client.next()).toEqual(reply(message("two", 2)));
  await client.closed;
});

test("RFC 7766 §6.2.3: an idle stream is closed, a busy one is not", async () => {
  const { port, counters } = await serve({ idleTimeoutMs: 400 });
  const idle = await dial(port);
  const busy = await dial(port);
  const traffic = setInterval(() => busy.socket.write(framed(message("busy", 1))), 50);
  cleanUp.push(() => clearInterval(traffic));
  await idle.closed;
  await until(() => counters[Cell.tcpClosed] === 1);
  expect(await busy.next()).toEqual(reply(message("busy", 1)));
  expect(counters[Cell.tcpConnections]).toBe(1);
});

test("RFC 7766 §6.2.2: one client has only so many streams", async () => {
  const { port, counters } = await serve({ maxConnectionsPerClient: 3 });
  const clients = [await dial(port), await dial(port), await dial(port)];
  const fourth = await dial(port);
  await fourth.closed;
  expect(counters[Cell.tcpRefused]).toBe(1);
  clients[0].socket.destroy();
  await until(() => counters[Cell.tcpConnections] === 2);
  const fifth = await dial(port);
  fifth.socket.write(framed(message("in", 1)));
  expect(await fifth.next()).toEqual(reply(message("in", 1)));
});
