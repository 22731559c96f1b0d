// A reply in many messages over one stream: as fast as the client takes it, others' replies between its pieces, and its end told
// to whoever writes it, however that comes.

import { expect, test } from "vitest";
import type { ReplyFlow } from "../../src/net/client.ts";
import { Cell } from "../../src/net/counters.ts";
import { dial, framed, message, reply, serve, turn, until } from "./stream-client.ts";

/** A server, a client, and the flow of the client's one question, its first message sent. */
async function flowing(limits: Parameters<typeof serve>[0] = {}) {
  const served = await serve({ drainTimeoutMs: 50, ...limits });
  const { port, deferrals } = served;
  const client = await dial(port);
  client.socket.write(framed(message("later", 1)));
  await until(() => deferrals.count === 1);
  const [token] = [deferrals.newest];
  let closed = 0;
  const flow = deferrals.find(token)?.path.openFlow?.(() => closed++) as ReplyFlow;
  deferrals.reply(token, message("first", 1));
  expect(await client.next()).toEqual(message("first", 1));
  return { ...served, client, flow, closedTimes: () => closed };
}

test("messages come one after the other, other replies between them, and the stream stays open", async () => {
  const { client, flow, closedTimes } = await flowing({ idleTimeoutMs: 1000 });
  flow.write(Buffer.concat([framed(message("a", 1)), framed(message("b", 1))]), () => {});
  client.socket.write(framed(message("other", 2)));
  expect([await client.next(), await client.next()]).toEqual([message("a", 1), message("b", 1)]);
  expect(await client.next()).toEqual(reply(message("other", 2)));
  flow.write(framed(message("c", 1)), () => flow.end());
  expect(await client.next()).toEqual(message("c", 1));
  client.socket.destroy();
  await turn();
  expect(closedTimes()).toBe(0);
});

test("a half-closed client gets everything, and then the end", async () => {
  const { client, flow } = await flowing();
  client.socket.end();
  await turn();
  flow.write(framed(message("a", 1)), () => flow.end());
  expect(await client.next()).toEqual(message("a", 1));
  await client.closed;
});

test("a client that reads slowly is waited for, one that does not read is not", async () => {
  const { client, flow, counters, closedTimes } = await flowing({ writeTimeoutMs: 700, idleTimeoutMs: 300 });
  const piece = framed(message("x".repeat(60_000), 1));
  let taken = 0;
  const more = (): void => flow.write(piece, () => (++taken, more()));
  client.socket.removeAllListeners("data").on("data", () => {});
  more();
  more();
  client.socket.pause();
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    client.socket.resume();
    await new Promise((resolve) => setTimeout(resolve, 30));
    client.socket.pause();
  }
  expect(closedTimes()).toBe(0);
  await until(() => closedTimes() === 1);
  expect(taken).toBeGreaterThan(0);
  await until(() => counters[Cell.tcpClosed + 2] === 1);
});

test("a flow that is cut takes the connection with it; one whose client went is told so once", async () => {
  const cut = await flowing();
  cut.flow.cut();
  await cut.client.closed;
  await turn();
  expect(cut.closedTimes()).toBe(0);
  const left = await flowing();
  left.client.socket.destroy(); // which looks like a half-closed client until something is written
  await turn();
  for (let i = 0; i < 3; i++) left.flow.write(framed(message("late", 1)), () => {});
  await until(() => left.closedTimes() === 1);
  left.flow.write(framed(message("late", 1)), () => expect.fail("nobody took it"));
  left.flow.end();
  await turn();
  expect(left.closedTimes()).toBe(1);
});
