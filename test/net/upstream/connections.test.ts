// Queries over TCP to real servers on loopback, honest and hostile: RFC 7766 as a client keeps it.

import { createServer } from "node:net";
import { expect, test } from "vitest";
import { maxConnectionsPerServer, maxQueriesPerConnection } from "../../../src/base/limits.ts";
import { framed, until } from "../stream-client.ts";
import { eachMessage, serveStreams, start } from "./listener.ts";

test("RFC 7766 §6.2.1: several queries use one connection", async () => {
  const server = await serveStreams((socket) => eachMessage(socket, (message) => socket.write(framed(message))));
  const { ask, listener, driver } = start();
  for (let i = 0; i < 3; i++) {
    ask(server, `question ${i}`, "tcp");
    await until(() => listener.heard.length === i + 1);
  }
  expect(listener.heard).toEqual(["1 question 0 from 127.0.0.1", "2 question 1 from 127.0.0.1", "3 question 2 from 127.0.0.1"]); // prettier-ignore
  expect([server.count(), driver.openConnections, driver.counts.connectionsOpened]).toEqual([1, 1, 1]);
});

test("RFC 7766 §7: answers may come in any order, cut anywhere", async () => {
  const server = await serveStreams((socket) => {
    const waiting: Buffer[] = [];
    eachMessage(socket, (message) => {
      waiting.push(Buffer.from(message));
      if (waiting.length < 5) return;
      const all = Buffer.concat(waiting.toReversed().map(framed));
      for (const octet of all) socket.write(Buffer.of(octet));
    });
  });
  const { ask, listener } = start();
  for (let i = 1; i <= 5; i++) ask(server, `question ${i}`, "tcp");
  await until(() => listener.heard.length === 5);
  expect(listener.heard.map((line) => line[0]).join("")).toBe("54321");
  expect(server.count()).toBe(1);
});

test("two queries with one id use two connections", async () => {
  const server = await serveStreams((socket) => eachMessage(socket, (message) => socket.write(framed(message))));
  const { ask, listener } = start();
  ask(server, "same id, a", "tcp", 7);
  ask(server, "same id, b", "tcp", 7);
  await until(() => listener.heard.length === 2);
  expect(listener.heard.toSorted()).toEqual(["1 same id, a from 127.0.0.1", "2 same id, b from 127.0.0.1"]);
  expect(server.count()).toBe(2);
});

test("RFC 7766 §6.2.4: a connection that the server closed under a query is tried once more, a new one not", async () => {
  const server = await serveStreams((socket, count) => {
    let messages = 0;
    eachMessage(socket, (message) => {
      if (count === 1 && ++messages === 2) socket.destroy();
      else socket.write(framed(message));
    });
  });
  const { ask, listener } = start();
  ask(server, "question 1", "tcp");
  await until(() => listener.heard.length === 1);
  ask(server, "question 2", "tcp");
  await until(() => listener.heard.length === 2);
  expect(listener.heard[1]).toBe("2 question 2 from 127.0.0.1");
  expect(server.count()).toBe(2);

  const rude = await serveStreams((socket) => socket.destroy());
  ask(rude, "question 3", "tcp");
  await until(() => listener.heard.length === 3);
  expect(listener.heard[2]).toBe("3 closed");
  expect(rude.count()).toBe(1);
});

test("where nobody listens, the exchange is refused", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as { port: number };
  await new Promise((resolve) => gone.close(resolve));
  const { ask, listener } = start();
  ask({ address: "127.0.0.1", port }, "question 1", "tcp");
  expect(listener.heard).toEqual([]);
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 refused"]);
});

test.each([
  ["a length that no message has", Buffer.of(0, 3, 1, 2, 3)],
  ["no length at all", Buffer.of(0, 0)],
  ["messages without end that answer nothing", Buffer.concat(Array.from({ length: 20 }, () => framed(Buffer.alloc(12, 0xee))))],
])("%s ends the connection", async (_, rubbish) => {
  const server = await serveStreams((socket) => eachMessage(socket, () => socket.write(rubbish)));
  const { ask, listener, driver } = start();
  ask(server, "question 1", "tcp");
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 closed"]);
  await until(() => driver.openConnections === 0);
}); // prettier-ignore

test.each([
  ["half a length prefix", Buffer.of(0)],
  ["half a message", Buffer.from([0, 200, 0, 1, 2, 3])],
])("%s and then silence holds nothing once the resolver gives up", async (_, half) => {
  const server = await serveStreams((socket) => eachMessage(socket, () => socket.write(half)));
  const { ask, listener, driver } = start();
  const exchange = ask(server, "question 1", "tcp");
  await until(() => driver.openConnections === 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(listener.heard).toEqual([]);
  driver.close(exchange);
  await until(() => driver.openConnections === 0);
});

test("a slow drip is a message in the end, and costs no more room than came", async () => {
  const server = await serveStreams((socket) => {
    eachMessage(socket, (message) => {
      const bytes = framed(Buffer.concat([message, Buffer.alloc(100, "z")]));
      let at = 0;
      const drip = setInterval(() => {
        if (at === bytes.length || socket.destroyed) clearInterval(drip);
        else socket.write(bytes.subarray(at, ++at));
      }, 1);
    });
  });
  const { ask, listener } = start();
  ask(server, "question 1", "tcp");
  await until(() => listener.heard.length === 1);
  expect(listener.messages.get(1)![0]).toHaveLength(112);
});

test("a server that never answers takes only so many queries and connections", async () => {
  const server = await serveStreams(() => {});
  const { ask, listener, driver } = start();
  const most = maxConnectionsPerServer * maxQueriesPerConnection;
  for (let i = 0; i < most + 10; i++) ask(server, "question..", "tcp");
  await until(() => listener.heard.length === 10);
  expect(new Set(listener.heard.map((line) => line.split(" ")[1]))).toEqual(new Set(["closed"]));
  expect(driver.openConnections).toBe(maxConnectionsPerServer);
  for (let exchange = 1; exchange <= most; exchange++) driver.close(exchange);
  await until(() => driver.openConnections === 0 || driver.openConnections === maxConnectionsPerServer);
});

test("the largest message comes whole", async () => {
  const server = await serveStreams((socket) =>
    eachMessage(socket, (message) =>
      socket.write(framed(Buffer.concat([message, Buffer.alloc(65_535 - message.length)]))),
    ),
  );
  const { ask, listener } = start();
  ask(server, "question 1", "tcp");
  await until(() => listener.heard.length === 1);
  expect(listener.messages.get(1)![0]).toHaveLength(65_535);
});
