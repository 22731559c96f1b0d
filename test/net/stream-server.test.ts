// DNS over TCP beyond the letter of RFC 7766 (test/rfc/7766): hostile framing, limits of time and memory, shutdown.

import { createServer } from "node:net";
import { expect, test } from "vitest";
import { Cell } from "../../src/net/counters.ts";
import { cleanUp, dial, framed, message, reply, serve, turn, until } from "./stream-client.ts";

test("a message that comes octet by octet is one message", async () => {
  const { port } = await serve({});
  const client = await dial(port);
  for (const octet of framed(message("slowly", 1))) {
    client.socket.write(Buffer.of(octet));
    await turn();
  }
  expect(await client.next()).toEqual(reply(message("slowly", 1)));
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
  client.socket.write(
    Buffer.concat([framed(message("good", 1)), Buffer.of(0, 3, 1, 2, 3), framed(message("late", 2))]),
  );
  expect(await client.next()).toEqual(reply(message("good", 1)));
  await client.closed;
  expect(client.received).toBe(2 + 16);
  await until(() => counters[Cell.tcpClosed + 4] === 1);
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

test("a client that does not read a reply which our buffers take is closed when it is idle", async () => {
  const { port, counters } = await serve({ idleTimeoutMs: 300, writeTimeoutMs: 300 });
  const answered = (): number => counters[Cell.responses + 25];
  /** Asks without reading, until nothing more is answered or it was asked so often. */
  const fill = async (times: number): Promise<number> => {
    const { socket } = await dial(port);
    socket.pause();
    for (let asked = 0; asked < times; asked++) {
      const before = answered();
      socket.write(framed(message("long\x1f\x40", 1)));
      const startMs = performance.now();
      while (answered() === before && performance.now() - startMs < 200) await turn();
      if (answered() === before) return asked;
    }
    return times;
  };
  const most = await fill(5_000);
  await until(() => counters[Cell.tcpConnections] === 0);
  // A few replies less, and what waits is less than stops us from reading: the client is neither blocked nor quiet.
  for (let less = 1; less < 5; less++) await fill(most - less);
  await until(() => counters[Cell.tcpConnections] === 0);
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
  await expect(server.listen({ address: "127.0.0.1", port })).rejects.toThrow(
    /Cannot listen on TCP 127\.0\.0\.1:\d+: another program/,
  );
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
