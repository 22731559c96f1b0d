// The pool of data-plane threads: starting, serving, dying, stopping; on both transports.

import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { counterRow, createCounters, requestCell } from "../../src/net/counters.ts";
import { defaultDatagramOptions } from "../../src/net/datagram.ts";
import { type PoolFact, type PoolOptions, WorkerPool } from "../../src/net/pool.ts";
import { createQueryLogRing, drainQueryLog, type QueryLogEntry } from "../../src/net/query-log.ts";
import { defaultRateLimit } from "../../src/net/rate-limit.ts";
import { nothingSecure } from "../../src/net/secure.ts";
import { defaultStreamLimits } from "../../src/net/stream-server.ts";
import { mmsgUnavailable } from "../../src/net/udp-mmsg.ts";

const transports = mmsgUnavailable() === null ? (["mmsg", "dgram"] as const) : (["dgram"] as const);
const pools: WorkerPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.stop();
});

test.each(transports)("two workers serve both families over UDP and TCP (%s)", async (transport) => {
  const { pool, counters } = await start({
    transport,
    workers: 2,
    listen: [
      { address: "127.0.0.1", port: 0 },
      { address: "::1", port: 0 },
    ],
  });
  expect(pool.bound.map(({ address, transport: kind }) => [address, kind])).toEqual([["127.0.0.1", transport], ["::1", transport]]); // prettier-ignore
  const rows = new Set<number>();
  for (const { address, port } of pool.bound) {
    for (let i = 0; i < 20; i++) rows.add((await ask("row", address, port))![12]);
    expect(await askTcp("stream", address, port)).toBe("stream");
  }
  expect([...rows].toSorted((a, b) => a - b)).toEqual([0, 1]);
  const both = [0, 1].map((row) => counterRow(counters, row)[requestCell(0, 4, -1)]);
  expect(both[0] + both[1]).toBe(20);
});

test.each(transports)(
  "a worker that dies is replaced on the same port, and the others serve on (%s)",
  async (transport) => {
    const { pool, facts } = await start({ transport, workers: 2 });
    const { port } = pool.bound[0];
    await ask("crash", "127.0.0.1", port);
    await until(() => facts.some(({ kind }) => kind === "restarted"));
    expect(facts.map(({ kind }) => kind)).toEqual(["fault", "died", "restarted"]);
    expect(facts[0]).toMatchObject({ text: expect.stringContaining("crash as asked") });
    await ask("exit", "127.0.0.1", port);
    await until(() => facts.filter(({ kind }) => kind === "restarted").length === 2);
    expect(facts.at(-2)).toMatchObject({ kind: "died", exitCode: 7 });
    for (let i = 0; i < 20; i++) expect(await ask("alive", "127.0.0.1", port)).not.toBeNull();
  },
);

test("a fault while answering costs SERVFAIL, not the worker", async () => {
  const { pool, facts, counters } = await start({ workers: 1 });
  const { port } = pool.bound[0];
  expect((await ask("panic", "127.0.0.1", port))![3] & 15).toBe(2);
  expect((await ask("panic", "127.0.0.1", port))![3] & 15).toBe(2);
  expect(await ask("alive", "127.0.0.1", port)).not.toBeNull();
  await until(() => facts.length > 0);
  expect(facts.map(({ kind }) => kind)).toEqual(["fault"]); // at most one line a second
  expect(counterRow(counters, 0)[requestCell(0, 4, -1)]).toBe(3);
});

test("stopping loses no reply, frees the port, and takes milliseconds", async () => {
  const { pool } = await start({ workers: 2 });
  const { port } = pool.bound[0];
  await ask("warm", "127.0.0.1", port);
  const before = performance.now();
  await pool.stop();
  expect(performance.now() - before).toBeLessThan(1500);
  const again = await start({ workers: 1, listen: [{ address: "127.0.0.1", port }] });
  expect(again.pool.bound[0].port).toBe(port);
  expect(await ask("again", "127.0.0.1", port)).not.toBeNull();
});

test("a second server on the same port is refused, though workers share ports", async () => {
  const { pool } = await start({ workers: 1 });
  const { port } = pool.bound[0];
  await expect(start({ workers: 1, listen: [{ address: "127.0.0.1", port }] })).rejects.toThrow(
    `Cannot listen on UDP 127.0.0.1:${port}: another program already uses this address and port`,
  );
});

test("an address that cannot be bound fails the start and leaves nothing open", async () => {
  const start2 = start({ workers: 2, listen: [{ address: "127.0.0.1", port: 0 }, { address: "203.0.113.77", port: 0 }] }); // prettier-ignore
  await expect(start2).rejects.toThrow(
    "Cannot listen on UDP 203.0.113.77:0: no interface of this machine has that address.",
  );
});

test("the access list changes in every worker, and replacements keep it", async () => {
  const { pool, facts } = await start({ workers: 1, allowQuery: ["127.0.0.0/8"] });
  const { port } = pool.bound[0];
  expect((await ask("open", "127.0.0.1", port))![3] & 15).toBe(0);
  pool.setAllowQuery(["192.0.2.0/24"]);
  await settle();
  expect((await ask("shut", "127.0.0.1", port))![3] & 15).toBe(5);
  pool.setAllowQuery(null);
  await settle();
  await ask("exit", "127.0.0.1", port);
  await until(() => facts.some(({ kind }) => kind === "restarted"));
  expect((await ask("open", "127.0.0.1", port))![3] & 15).toBe(0);
});

test("responders get their data, and messages of their own", async () => {
  const { pool } = await start({ workers: 1, responderData: () => 5 });
  const { port } = pool.bound[0];
  expect((await ask("mark", "127.0.0.1", port))![12]).toBe(5);
  pool.tellResponders(6);
  await settle();
  expect((await ask("mark", "127.0.0.1", port))![12]).toBe(6);
});

test("rate limiting and the query log work through the whole way", async () => {
  const ring = createQueryLogRing();
  const rateLimit = { ...defaultRateLimit, nodataPerSecond: 2, slip: 1, exempt: ["::1"], seed: 1 };
  const listen = [{ address: "127.0.0.1", port: 0 }, { address: "::1", port: 0 }]; // prettier-ignore
  const { pool } = await start({ workers: 1, listen, rateLimit, queryLog: { rings: [ring], every: 1 } });
  const truncated: number[] = [];
  for (const { address, port } of pool.bound) {
    let count = 0;
    for (let i = 0; i < 5; i++) count += ((await ask("q", address, port))![2] & 2) === 2 ? 1 : 0;
    truncated.push(count);
  }
  expect(truncated).toEqual([3, 0]);
  const entries: QueryLogEntry[] = [];
  drainQueryLog(ring, (entry) => entries.push(entry));
  expect(entries.map(({ client }) => client)).toEqual([...Array(5).fill("127.0.0.1"), ...Array(5).fill("::1")]);
});

async function start(options: Partial<PoolOptions>) {
  const facts: PoolFact[] = [];
  const counters = createCounters(options.workers ?? 1);
  const pool = new WorkerPool({
    workers: 1, counters, listen: [{ address: "127.0.0.1", port: 0 }], transport: "auto",
    datagrams: defaultDatagramOptions, streams: { ...defaultStreamLimits, drainTimeoutMs: 200 }, secure: nothingSecure,
    responderModule: new URL("./echo-responder.ts", import.meta.url).href, responderData: () => 0,
    allowQuery: null, rateLimit: null, queryLog: null, onFact: (fact) => facts.push(fact), ...options,
  }); // prettier-ignore
  pools.push(pool);
  await pool.start();
  return { pool, facts, counters };
}

function message(text: string): Buffer {
  return Buffer.concat([Buffer.alloc(12), Buffer.from(text)]);
}

/** One question from a port of its own; null when nothing came back. */
function ask(text: string, address: string, port: number): Promise<Buffer | null> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const done = (reply: Buffer | null): void => {
      clearTimeout(late);
      socket.close(() => resolve(reply));
    };
    const late = setTimeout(done, 3000, null);
    socket.on("message", done);
    socket.send(message(text), port, address);
  });
}

function askTcp(text: string, address: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () =>
      socket.end(Buffer.concat([Buffer.of(0, 12 + text.length), message(text)])),
    );
    let received = "";
    socket.on("data", (chunk) => (received += chunk.toString("latin1")));
    socket.on("error", reject);
    socket.on("close", () => resolve(received.slice(14)));
  });
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 4000; !condition();) {
    if (performance.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
