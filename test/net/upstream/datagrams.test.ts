// Queries over UDP to real sockets on loopback: ports, refusals, strangers.

import { createSocket } from "node:dgram";
import { expect, test } from "vitest";
import { cryptoRandom } from "../../../src/net/upstream/crypto-random.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import { cleanUp, until } from "../stream-client.ts";
import { serveDatagrams, start } from "./listener.ts";

test.each(["127.0.0.1", "::1"])("a query goes out and its reply comes back, from %s", async (address) => {
  const server = await serveDatagrams(
    (message, from, socket) => socket.send(message, from.port, from.address),
    address,
  );
  const { ask, listener, driver } = start();
  ask(server, "hello");
  expect(listener.heard).toEqual([]);
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual([`1 hello from ${address}`]);
  expect([driver.openSockets, driver.counts.octetsSent, driver.counts.octetsReceived]).toEqual([0, 7, 7]);
});

test("RFC 5452 §9.2: each query comes from a port of its own, drawn from the whole range", async () => {
  const ports: number[] = [];
  const server = await serveDatagrams((message, from, socket) => {
    ports.push(from.port);
    socket.send(message, from.port, from.address);
  });
  const { ask, listener } = start(cryptoRandom);
  for (let i = 0; i < 200; i++) ask(server);
  await until(() => listener.heard.length === 200);
  expect(new Set(ports).size).toBeGreaterThan(195);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(1024);
  expect(Math.min(...ports)).toBeLessThan(8000); // 200 draws all above: one chance in two billion
  expect(Math.max(...ports)).toBeGreaterThan(58_000);
});

test("a port that is taken is drawn again", async () => {
  const server = await serveDatagrams((message, from, socket) => socket.send(message, from.port, from.address));
  const other = createSocket("udp4");
  await new Promise<void>((resolve) => other.bind(0, resolve));
  cleanUp.push(() => void other.close());
  const draws = [other.address().port - 1024, other.address().port - 1024];
  const { ask, listener } = start({ below: (limit) => draws.pop() ?? cryptoRandom.below(limit) });
  ask(server, "third");
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 third from 127.0.0.1"]);
  expect(draws).toEqual([]);
});

test("when no port is free the exchange fails, later", async () => {
  const other = createSocket("udp4");
  await new Promise<void>((resolve) => other.bind(0, resolve));
  cleanUp.push(() => void other.close());
  const { ask, listener } = start({ below: () => other.address().port - 1024 });
  ask({ address: "127.0.0.1", port: 53 });
  expect(listener.heard).toEqual([]);
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 closed"]);
});

test("RFC 1122 §4.1.3.3: where nobody listens, the refusal comes back", async () => {
  const gone = createSocket("udp4");
  await new Promise<void>((resolve) => gone.bind(0, "127.0.0.1", resolve));
  const { port } = gone.address();
  await new Promise<void>((resolve) => gone.close(() => resolve()));
  const { ask, listener, driver } = start();
  ask({ address: "127.0.0.1", port });
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 refused"]);
  expect([driver.counts.faults.refused, driver.openSockets]).toEqual([1, 0]);
});

test("a packet from another address or port never arrives, though it hits the port", async () => {
  const stranger = createSocket("udp4");
  await new Promise<void>((resolve) => stranger.bind(0, "127.0.0.3", resolve));
  cleanUp.push(() => void stranger.close());
  const server = await serveDatagrams((message, from, socket) => {
    const forged = Buffer.from(message);
    forged.write("forged", 2);
    stranger.send(forged, from.port, from.address, () => {
      setTimeout(() => socket.send(message, from.port, from.address), 20);
    });
  });
  const { ask, listener } = start();
  ask(server, "honest");
  await until(() => listener.heard.length === 1);
  expect(listener.heard).toEqual(["1 honest from 127.0.0.1"]);
});

test("what comes after the end is nobody's", async () => {
  let release = (): void => {};
  const server = await serveDatagrams((message, from, socket) => {
    release = () => socket.send(message, from.port, from.address);
    socket.send(message, from.port, from.address);
    socket.send(message, from.port, from.address);
  });
  const { ask, listener, driver } = start();
  ask(server);
  await until(() => listener.heard.length === 1);
  const second = ask(server);
  driver.close(second);
  driver.close(second); // twice is once
  release();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(listener.heard).toHaveLength(1);
  expect(driver.openSockets).toBe(0);
});

test("garbage is handed over as it came: what belongs is the resolver's to judge", async () => {
  const server = await serveDatagrams((message, from, socket) => {
    for (const octets of [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(60_000, "x"), message])
      socket.send(octets, from.port, from.address);
  });
  const { ask, listener } = start();
  listener.driver = null; // goes on waiting
  ask(server);
  await until(() => listener.heard.length === 4);
  expect(listener.messages.get(1)!.map((octets) => octets.length)).toEqual([0, 1, 60_000, 12]);
});

test("the timer wakes the resolver when it asked to be woken, and not before", async () => {
  const { driver, listener } = start();
  listener.nextWakeMs = systemClock.nowMs() + 40;
  driver.settle();
  const wantedMs = (listener.nextWakeMs += 20); // it changed its mind: an early call would do no harm, but none comes
  await until(() => listener.woken === 1);
  expect(systemClock.nowMs()).toBeGreaterThanOrEqual(wantedMs);
});
