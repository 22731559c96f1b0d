// DNS over TCP: framing across any segments, pipelining, limits of time, number and memory.

import { connect, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Cell, counterRow, createCounters } from "../../src/net/counters.ts";
import { Exchange } from "../../src/net/exchange.ts";
import { defaultStreamLimits, type StreamLimits, StreamServer } from "../../src/net/stream-server.ts";
import { createResponder } from "./echo-responder.ts";

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

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

test("a message that comes octet by octet is one message", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  for (const octet of framed(message("slowly", 1))) {
    client.socket.write(Buffer.of(octet));
    await turn();
  }
  expect(await client.next()).toEqual(reply(message("slowly", 1)));
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

test("pipelined queries cut at odd places are all answered", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  const all = Buffer.concat(Array.from({ length: 200 }, (_, id) => framed(message("x".repeat(id), id))));
  for (let at = 0, size = 1; at < all.length; at += size, size = (size * 7) % 113) {
    client.socket.write(all.subarray(at, at + size));
    await turn();
  }
  for (let id = 0; id < 200; id++) expect((await client.next()).length).toBe(12 + id);
});

test("RFC 1035 §4.2.2: the largest message comes and goes whole", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  const largest = message("L".repeat(65_535 - 12), 9);
  client.socket.write(framed(largest));
  expect(await client.next()).toEqual(reply(largest));
});

test("a message without a reply does not hold up the next", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  client.socket.write(Buffer.concat([framed(message("mute", 1)), framed(message("said", 2))]));
  expect(await client.next()).toEqual(reply(message("said", 2)));
});

test("a length shorter than a header closes the stream behind the replies before it", async () => {
  const { port, counters } = await serve({});
  const client = await dial(port);
  client.socket.write(Buffer.concat([framed(message("good", 1)), Buffer.of(0, 3, 1, 2, 3), framed(message("late", 2))]));
  expect(await client.next()).toEqual(reply(message("good", 1)));
  await client.closed;
  expect(client.received).toBe(2 + 16);
  await until(() => counters[Cell.tcpClosed + 4] === 1);
});

test("RFC 7766 §6.2.4: a client that closes its side still gets its answers", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  client.socket.end(Buffer.concat([framed(message("one", 1)), framed(message("two", 2))]));
  expect(await client.next()).toEqual(reply(message("one", 1)));
  expect(await client.next()).toEqual(reply(message("two", 2)));
  await client.closed;
});

test("a client that does not read is no longer read from, and closed in the end", async () => {
  const { port, counters } = await serve({ writeTimeoutMs: 300 });
  const client = await dial(port);
  client.socket.pause();
  const large = framed(message("long\xff\xff", 1)); // each asks for 65,535 octets
  for (let i = 0; i < 2000; i++) client.socket.write(large);
  await until(() => counters[Cell.tcpClosed + 2] === 1);
  const answered = counters[Cell.responses + 25]; // what the system's and our buffers took, of 131 MB
  expect(answered).toBeGreaterThan(1);
  expect(answered).toBeLessThan(400);
});

test("a client that reads slowly gets everything, in order", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  for (let id = 0; id < 300; id++) client.socket.write(framed(message("long\x80\x00", id)));
  client.socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 100));
  client.socket.resume();
  for (let id = 0; id < 300; id++) {
    const answer = await client.next();
    expect([answer.length, answer.readUInt16BE(0)]).toEqual([0x8000, id]);
  }
});

test("a message that does not end in time closes its stream, however busily it trickles", async () => {
  const { port, counters } = await serve({ messageTimeoutMs: 200 });
  const client = await dial(port);
  client.socket.write(Buffer.of(1, 0));
  const trickle = setInterval(() => client.socket.write(Buffer.of(0)), 20);
  cleanUp.push(() => clearInterval(trickle));
  await client.closed;
  await until(() => counters[Cell.tcpClosed + 1] === 1);
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

test("RFC 7828 §3.4: a shorter idle time holds for streams already open", async () => {
  const { port, server } = await serve({ idleTimeoutMs: 60_000 });
  const client = await dial(port);
  server.setIdleTimeout(50);
  await client.closed;
});

test("RFC 7766 §6.2.2: one client has only so many streams", async () => {
  const { port, counters } = await serve({ maxConnectionsPerClient: 3 });
  const clients = [await dial(port), await dial(port), await dial(port)];
  const fourth = await dial(port);
  await fourth.closed;
  expect(counters[Cell.tcpRefused]).toBe(1);
  clients[0]!.socket.destroy();
  await until(() => counters[Cell.tcpConnections] === 2);
  const fifth = await dial(port);
  fifth.socket.write(framed(message("in", 1)));
  expect(await fifth.next()).toEqual(reply(message("in", 1)));
});

test("at the total limit the stream that was idle longest makes room", async () => {
  const { port, counters } = await serve({ maxConnections: 2 });
  const first = await dial(port);
  const second = await dial(port);
  first.socket.write(framed(message("late", 1)));
  await first.next();
  await turn();
  second.socket.write(Buffer.of(0)); // half a length: at work, so not evicted though idle longer
  await turn();
  const third = await dial(port);
  third.socket.write(framed(message("new", 1)));
  expect(await third.next()).toEqual(reply(message("new", 1)));
  await first.closed;
  await until(() => counters[Cell.tcpClosed + 3] === 1);
});

test("a port in use is named", async () => {
  const { server } = await serve({});
  const other = createServer();
  await new Promise<void>((resolve) => other.listen({ host: "127.0.0.1", port: 0 }, resolve));
  cleanUp.push(() => void other.close());
  const { port } = other.address() as { port: number };
  await expect(server.listen({ address: "127.0.0.1", port })).rejects.toThrow(/Cannot listen on TCP 127\.0\.0\.1:\d+: another program/);
});

test("closing answers what came already, and ends what hangs after the drain time", async () => {
  const { port, server } = await serve({ drainTimeoutMs: 200 });
  const quick = await dial(port);
  const hanging = await dial(port);
  hanging.socket.write(Buffer.of(0, 50, 1));
  quick.socket.write(framed(message("last", 1)));
  await new Promise((resolve) => quick.socket.write("", () => resolve(null)));
  const closing = server.close();
  expect(await quick.next()).toEqual(reply(message("last", 1)));
  await closing;
  await hanging.closed;
});

async function serve(limits: Partial<StreamLimits>, address = "127.0.0.1") {
  const counters = counterRow(createCounters(1), 0);
  const exchange = new Exchange({
    responder: await createResponder(0, { row: 0 }),
    counters, allowQuery: null, rateLimiter: null, rateExempt: null, queryLog: null, report: () => {},
  }); // prettier-ignore
  const server = new StreamServer(exchange, { ...defaultStreamLimits, drainTimeoutMs: 0, ...limits }, counters);
  const { port } = await server.listen({ address, port: 0 });
  cleanUp.push(() => server.close());
  return { server, port, counters };
}

async function dial(port: number, address = "127.0.0.1") {
  const socket: Socket = connect({ port, host: address, allowHalfOpen: true, noDelay: true });
  socket.on("error", () => {});
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  cleanUp.push(() => void socket.destroy());
  let bytes = Buffer.alloc(0);
  const client = {
    socket,
    received: 0,
    closed: new Promise<void>((resolve) => {
      socket.once("end", resolve);
      socket.once("close", () => resolve());
    }),
    async next(): Promise<Buffer> {
      await until(() => bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0));
      const size = bytes.readUInt16BE(0);
      const whole = bytes.subarray(2, 2 + size);
      bytes = bytes.subarray(2 + size);
      return whole;
    },
  };
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    client.received += chunk.length;
  });
  return client;
}

function message(text: string, id: number): Buffer {
  const bytes = Buffer.alloc(12 + text.length);
  bytes.writeUInt16BE(id, 0);
  bytes.write(text, 12, "latin1");
  return bytes;
}

function reply(query: Buffer): Buffer {
  const bytes = Buffer.from(query);
  bytes[2] |= 0x80;
  return bytes;
}

function framed(bytes: Buffer): Buffer {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(bytes.length);
  return Buffer.concat([prefix, bytes]);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 4000; !condition(); ) {
    if (performance.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
