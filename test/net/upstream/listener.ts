// The resolver's side for tests of the driver: what it heard of each exchange, and servers on loopback that behave as told.

import { createSocket, type RemoteInfo, type Socket as DatagramSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import { seededRandom } from "../../../src/base/random.ts";
import { UpstreamDriver } from "../../../src/net/upstream/driver.ts";
import { systemClock } from "../../../src/net/upstream/system-clock.ts";
import type { Endpoint, Transport, UpstreamEvents } from "../../../src/resolver/port.ts";
import { cleanUp } from "../stream-client.ts";

export const seed = 0x5eed;

export class Listener implements UpstreamEvents {
  readonly heard: string[] = [];
  readonly messages = new Map<number, Uint8Array[]>();
  nextWakeMs = Number.POSITIVE_INFINITY;
  woken = 0;
  /** Closes an exchange with its first message, as the resolver does with a good one. */
  driver: UpstreamDriver | null = null;

  received(exchange: number, octets: Uint8Array, from: Endpoint): void {
    this.heard.push(`${exchange} ${Buffer.from(octets).toString("latin1", 2)} from ${from.address}`);
    this.messages.set(exchange, [...(this.messages.get(exchange) ?? []), octets]);
    this.driver?.close(exchange);
  }

  failed(exchange: number, fault: string): void {
    this.heard.push(`${exchange} ${fault}`);
  }

  wake(): void {
    this.woken++;
    this.nextWakeMs = Number.POSITIVE_INFINITY;
  }
}

/** A driver and what it tells. */
export function start(random = seededRandom(seed)) {
  const driver = new UpstreamDriver(systemClock, random);
  const listener = new Listener();
  driver.connect(listener);
  listener.driver = driver;
  cleanUp.push(() => driver.shut());
  let exchanges = 0;
  return {
    driver,
    listener,
    /** Sends `text` behind an id; returns the exchange. */
    ask: (to: Endpoint, text = "question..", transport: Transport = "udp", id = exchanges + 1): number => {
      const octets = Buffer.concat([Buffer.of(id >>> 8, id), Buffer.from(text)]);
      driver.send({ exchange: ++exchanges, to, transport, octets });
      octets.fill(0); // the driver has sent or copied it
      return exchanges;
    },
  };
}

export async function serveDatagrams(
  answer: (message: Buffer, from: RemoteInfo, socket: DatagramSocket) => void,
  address = "127.0.0.1",
): Promise<Endpoint> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", (message, from) => answer(message, from, socket));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  cleanUp.push(() => void socket.close());
  return { address, port: socket.address().port };
}

/** A server that hands over each connection; `connections` counts them. */
export async function serveStreams(accept: (socket: Socket, count: number) => void) {
  let connections = 0;
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on("error", () => {});
    cleanUp.push(() => void socket.destroy());
    accept(socket, ++connections);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp.push(() => void server.close());
  const { port } = server.address() as { port: number };
  return { address: "127.0.0.1", port, count: () => connections };
}

/** Hands over whole messages of a connection. */
export function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
      const size = bytes.readUInt16BE(0);
      take(bytes.subarray(2, 2 + size));
      bytes = bytes.subarray(2 + size);
    }
  });
}
