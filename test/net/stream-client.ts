// A stream server in process over the echo responder, and a client that reads framed replies: for tests of RFC 7766.

import { connect, type Socket } from "node:net";
import { afterEach } from "vitest";
import { Connections } from "../../src/net/connections.ts";
import { counterRow, createCounters } from "../../src/net/counters.ts";
import { Deferrals } from "../../src/net/deferrals.ts";
import { Exchange } from "../../src/net/exchange.ts";
import { defaultStreamLimits, type StreamLimits, StreamServer } from "../../src/net/stream-server.ts";
import { createResponder } from "./echo-responder.ts";

export const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

/** The echo responder behind limits, counters and log, as a worker has it. */
export function echoing() {
  const counters = counterRow(createCounters(1), 0);
  const deferrals = new Deferrals();
  const exchange = new Exchange({
    responder: createResponder(0, { row: 0, deferrals }),
    counters, deferrals, allowQuery: null, rateLimiter: null, rateExempt: null, queryLog: null, report: () => {},
  }); // prettier-ignore
  return { counters, deferrals, exchange };
}

export async function serve(limits: Partial<StreamLimits>, address = "127.0.0.1") {
  const { counters, deferrals, exchange } = echoing();
  const all = { ...defaultStreamLimits, drainTimeoutMs: 0, ...limits };
  const server = new StreamServer(exchange, all, new Connections(all, counters));
  const { port } = await server.listen({ address, port: 0 });
  cleanUp.push(() => server.close());
  return { server, port, counters, deferrals };
}

export async function dial(port: number, address = "127.0.0.1") {
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

export function message(text: string, id: number): Buffer {
  const bytes = Buffer.alloc(12 + text.length);
  bytes.writeUInt16BE(id, 0);
  bytes.write(text, 12, "latin1");
  return bytes;
}

export function reply(query: Buffer): Buffer {
  const bytes = Buffer.from(query);
  bytes[2] |= 0x80;
  return bytes;
}

export function framed(bytes: Buffer): Buffer {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(bytes.length);
  return Buffer.concat([prefix, bytes]);
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

export async function until(condition: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 4000; !condition();) {
    if (performance.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
