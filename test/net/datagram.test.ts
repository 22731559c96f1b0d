// The promises of DatagramTransport, held by both transports, over both bindings, on both families.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import type { Client } from "../../src/authority/client.ts";
import { type Endpoint, printAddress } from "../../src/net/address.ts";
import {
  type DatagramHandler,
  type DatagramKind,
  type DatagramOptions,
  type DatagramTransport,
  openDatagram,
} from "../../src/net/datagram.ts";
import { ListenFault } from "../../src/net/listen-fault.ts";
import { loadSystem } from "../../src/net/socket-calls.ts";
import { mmsgUnavailable, openMmsg } from "../../src/net/udp-mmsg.ts";

type Transport = DatagramKind | "mmsg over node:ffi";

const ffi = loadSystem("ffi"); // a string where this Node has none
const kinds: Transport[] = [
  ...(mmsgUnavailable() === null ? (["mmsg"] as const) : []),
  ...(typeof ffi === "string" ? [] : (["mmsg over node:ffi"] as const)),
  "dgram",
];

const families = [4, 6] as const;
const loopback = { 4: "127.0.0.1", 6: "::1" } as const;
const wildcard = { 4: "0.0.0.0", 6: "::" } as const;
const options: DatagramOptions = { replyRoom: 65_536, receiveBufferOctets: 4 << 20 };

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

describe.each(kinds.flatMap((kind) => families.map((family) => ({ kind, family }))))(
  "$kind over IPv$family",
  ({ kind, family }) => {
    const here = { address: loopback[family], port: 0 };

    test("a datagram is answered, and the client is who sent it", async () => {
      const seen: Pick<Client, "family" | "port" | "protocol">[] = [];
      let address = "";
      let local = "";
      const server = await open(kind, here, {
        respond(rx, start, end, tx, txStart, room, client) {
          seen.push({ family: client.family, port: client.port, protocol: client.protocol });
          address = client.address.join(".");
          local = client.local.join(".");
          return echo(rx, start, end, tx, txStart, room);
        },
      });
      const client = await openClient(family);
      expect(await client.ask("hello", server)).toBe("hello");
      expect(seen).toEqual([{ family, port: client.port, protocol: 0 }]);
      expect(address).toBe(family === 4 ? "127.0.0.1.0.0.0.0.0.0.0.0.0.0.0.0" : "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1");
      expect(server.kind).toBe(kind === "dgram" ? "dgram" : "mmsg");
      expect(local).toBe(address);
      expect(server.endpoint).toEqual({ address: here.address, port: expect.any(Number) });
    });

    test("an empty datagram is a message of no octets", async () => {
      const lengths: number[] = [];
      const server = await open(kind, here, {
        respond: (rx, start, end, tx, at, room) => (lengths.push(end - start), echo(rx, start, end, tx, at, room)),
      });
      const client = await openClient(family);
      client.send("", server);
      expect(await client.ask("after", server)).toBe("after");
      expect(lengths).toEqual([0, 5]);
    });

    test("the largest datagram comes and goes whole", async () => {
      const largest = Buffer.alloc(family === 4 ? 65_507 : 65_487, "x"); // IPv6 loopback: MTU 65536 less 48
      const server = await open(kind, here, {});
      const client = await openClient(family);
      expect((await client.ask(largest, server)).length).toBe(largest.length);
      expect(await client.ask("small", server)).toBe("small");
    });

    test("in a burst, every reply goes to its asker, and the silent ones to nobody", async () => {
      const server = await open(kind, here, {
        respond: (rx, start, end, tx, at, room) => (rx[end - 1] === 0x6d ? 0 : echo(rx, start, end, tx, at, room)),
      });
      const clients = await Promise.all(Array.from({ length: 5 }, () => openClient(family)));
      for (let i = 0; i < 60; i++)
        for (const [n, client] of clients.entries()) client.send(`${n}:${i}${(i + n) % 3 === 0 ? "m" : "a"}`, server);
      await Promise.all(clients.map((client) => client.until(() => client.received.length >= 40)));
      for (const [n, client] of clients.entries()) {
        const expected = Array.from({ length: 60 }, (_, i) => i).filter((i) => (i + n) % 3 !== 0);
        expect(client.received.map(({ text }) => text)).toEqual(expected.map((i) => `${n}:${i}a`));
      }
    });

    test("RFC 2181 §4.1: on a wildcard, the reply comes from the address that was asked", async () => {
      const asked: string[] = [];
      const server = await open(
        kind,
        { address: wildcard[family], port: 0 },
        {
          respond(rx, start, end, tx, txStart, room, { local }) {
            asked.push(printAddress(family, local.slice(0, family === 4 ? 4 : 16)));
            return echo(rx, start, end, tx, txStart, room);
          },
        },
      );
      const addresses = ownAddresses(family);
      if (kind !== "dgram" && family === 4) addresses.push("127.0.0.2", "127.1.2.3");
      expect(addresses).toContain(loopback[family]);
      const client = await openClient(family);
      for (const address of addresses) {
        await client.ask(`to ${address}`, { endpoint: { address, port: server.endpoint.port } });
        expect(client.received.at(-1)).toMatchObject({
          text: `to ${address}`,
          from: { address, port: server.endpoint.port },
        });
        expect(asked.at(-1)).toBe(address.replace(/%.*/, ""));
      }
    });

    test("a port in use is named", async () => {
      const taken = await openClient(family);
      const opened = openAny(kind, { address: here.address, port: taken.port }, handler({}));
      const shown = family === 4 ? `127.0.0.1:${taken.port}` : `[::1]:${taken.port}`;
      await expect(opened).rejects.toThrow(
        `Cannot listen on UDP ${shown}: another program already uses this address and port`,
      );
      await expect(opened).rejects.toBeInstanceOf(ListenFault);
    });

    test("an address of another machine is named", async () => {
      const far = { address: family === 4 ? "203.0.113.77" : "2001:db8::77", port: 0 };
      await expect(openAny(kind, far, handler({}))).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
    });

    test("a socket closes amid traffic, and its port is free again", async () => {
      const server = await open(kind, here, {});
      const client = await openClient(family);
      const traffic = setInterval(() => client.send("x", server), 1);
      cleanUp.push(() => clearInterval(traffic));
      await client.until(() => client.received.length > 3);
      await server.close();
      await server.close(); // closing twice does nothing more
      const again = await open(kind, server.endpoint, {});
      const before = client.received.length;
      await client.until(() => client.received.length > before + 3);
      expect(again.endpoint).toEqual(server.endpoint);
    });

    test("closing answers what came already", async () => {
      const server = await open(kind, here, {});
      const client = await openClient(family);
      await client.ask("warm", server);
      await Promise.all(Array.from({ length: 20 }, (_, i) => client.sent(`last ${i}`, server)));
      await server.close();
      await client.until(() => client.received.length === 21);
    });

    test("two sockets share a port, and both get traffic", async () => {
      const served = [0, 0];
      const first = await open(kind, here, {
        respond: (rx, start, end, tx, at, room) => (served[0]++, echo(rx, start, end, tx, at, room)),
      });
      await open(kind, first.endpoint, {
        respond: (rx, start, end, tx, at, room) => (served[1]++, echo(rx, start, end, tx, at, room)),
      });
      for (let i = 0; i < 40; i++) await (await openClient(family)).ask(`${i}`, first);
      expect(served[0] + served[1]).toBe(40);
      expect(Math.min(...served)).toBeGreaterThan(4);
    });

    test("traffic goes on after the garbage collector ran", async () => {
      const server = await open(kind, here, {});
      const client = await openClient(family);
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc") as () => void;
      for (let i = 0; i < 5; i++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(await client.ask(`round ${i}`, server)).toBe(`round ${i}`);
      }
    });

    test("a client that is gone before its reply does no harm", async () => {
      const server = await open(kind, here, {});
      const gone = await openClient(family);
      await gone.sent("bye", server);
      await gone.close();
      const client = await openClient(family);
      for (let i = 0; i < 3; i++) expect(await client.ask(`still ${i}`, server)).toBe(`still ${i}`);
    });

    test("batches are entered and left around their messages", async () => {
      const calls: string[] = [];
      const server = await open(kind, here, {
        enter: () => void calls.push("enter"),
        leave: () => void calls.push("leave"),
        respond: (rx, start, end, tx, at, room) => (calls.push("respond"), echo(rx, start, end, tx, at, room)),
      });
      const client = await openClient(family);
      await client.ask("1", server);
      await client.ask("2", server);
      expect(calls.join(" ")).toMatch(/^(enter( respond)+ leave ?)+$/);
    });
  },
);

function echo(rx: Uint8Array, start: number, end: number, tx: Uint8Array, txStart: number, room: number): number {
  if (end - start > room || rx.constructor !== Uint8Array) return 0; // of a Buffer no slice is a copy
  tx.set(rx.subarray(start, end), txStart);
  return end - start;
}

function handler(part: Partial<DatagramHandler>): DatagramHandler {
  return { enter() {}, leave() {}, dropped() {}, respond: echo, ...part };
}

function openAny(kind: Transport, at: Endpoint, answers: DatagramHandler): Promise<DatagramTransport> {
  return kind === "mmsg over node:ffi" ? openMmsg(at, answers, options, ffi) : openDatagram(kind, at, answers, options);
}

async function open(
  kind: Transport,
  endpoint: { address: string; port: number },
  part: Partial<DatagramHandler>,
): Promise<DatagramTransport> {
  const transport = await openAny(kind, endpoint, handler(part));
  cleanUp.push(() => transport.close());
  return transport;
}

interface Target {
  readonly endpoint: { readonly address: string; readonly port: number };
}

class TestClient {
  readonly received: { text: string; from: RemoteInfo }[] = [];
  readonly #socket: Socket;
  #open = true;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("message", (message, from) => this.received.push({ text: message.toString("latin1"), from }));
  }

  get port(): number {
    return this.#socket.address().port;
  }

  send(message: string | Buffer, { endpoint }: Target): void {
    if (this.#open) this.#socket.send(message, endpoint.port, endpoint.address);
  }

  sent(message: string, { endpoint }: Target): Promise<void> {
    return new Promise((resolve) => this.#socket.send(message, endpoint.port, endpoint.address, () => resolve()));
  }

  async ask(message: string | Buffer, target: Target): Promise<string> {
    const before = this.received.length;
    this.send(message, target);
    await this.until(() => this.received.length > before);
    return this.received.at(-1)!.text;
  }

  async until(condition: () => boolean): Promise<void> {
    for (let waited = 0; !condition(); waited += 2) {
      if (waited > 3000) throw new Error(`nothing came in time; ${this.received.length} replies so far`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}

async function openClient(family: 4 | 6): Promise<TestClient> {
  const socket = createSocket({
    type: family === 4 ? "udp4" : "udp6",
    recvBufferSize: 4 << 20,
    sendBufferSize: 1 << 20,
  });
  await new Promise<void>((resolve) => socket.bind(0, loopback[family] === "::1" ? "::" : "0.0.0.0", resolve));
  const client = new TestClient(socket);
  cleanUp.push(() => client.close());
  return client;
}

function ownAddresses(family: 4 | 6): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === `IPv${family}` && !entry.address.startsWith("fe80"))
    .map((entry) => entry.address);
}
