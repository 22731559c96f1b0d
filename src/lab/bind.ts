// The lab on real sockets: each server listens on its own loopback address, UDP and TCP, with its link's delays and its
// faults, so that dig, delv, unbound and others can walk the mini internet.
//   Linux has all of 127.0.0.0/8 at once. macOS has 127.0.0.1 only: `sudo ifconfig lo0 alias 127.53.0.1` for each address.
//   The IPv6 addresses must be given to the machine everywhere: `sudo ip -6 address add fd53::1/128 dev lo`, say.
// An address that the machine does not have is left out and told of; one that is taken is a ListenFault.

import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../base/clock.ts";
import { maxLabConnections, maxLabPackets } from "../base/limits.ts";
import { putU16, u16At } from "../base/octets.ts";
import type { Random } from "../base/random.ts";
import { listenFault } from "../net/listen-fault.ts";
import type { Endpoint } from "../resolver/port.ts";
import { datagramDelays, segmentDelay } from "./link.ts";
import type { Listener } from "./site.ts";

export interface BoundLab {
  /** Addresses that answer, and those that this machine does not have. */
  readonly bound: readonly string[];
  readonly leftOut: readonly string[];
  close(): Promise<void>;
}

interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly port: number;
  /** The open datagram sockets by address: a reply may leave from another one than was asked. */
  readonly datagrams: Map<string, DatagramSocket>;
  readonly connections: Set<Socket>;
  readonly timers: Set<NodeJS.Timeout>;
}

/** Opens all servers of a lab (listenersOf its sites) on one port of their addresses. Throws a ListenFault. */
export async function bindLab(
  listeners: readonly Listener[],
  port: number,
  clock: Clock,
  random: Random,
): Promise<BoundLab> {
  const world: World = { clock, random, port, datagrams: new Map(), connections: new Set(), timers: new Set() };
  const servers: Server[] = [];
  const leftOut: string[] = [];
  const close = async (): Promise<void> => {
    for (const timer of world.timers) clearTimeout(timer);
    for (const socket of world.connections) socket.destroy();
    await Promise.all([...world.datagrams.values()].map((socket) => new Promise<void>((done) => socket.close(done))));
    await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
  };
  try {
    for (const listener of listeners) {
      if (!(await openListener(listener, world, servers))) leftOut.push(listener.address);
    }
  } catch (fault) {
    await close();
    throw fault;
  }
  return { bound: [...new Set([...world.datagrams.keys(), ...servers.map(addressOf)])], leftOut, close };
}

/** What the system says of an address that it does not have, or of a family that it does not speak. */
const missingAddress: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** False when the machine does not have the address. */
async function openListener(listener: Listener, world: World, servers: Server[]): Promise<boolean> {
  const { address } = listener;
  const link = listener.linkFrom("");
  try {
    // Where a link refuses, nothing listens, and the system refuses in our place.
    if (link.udp !== "refused") world.datagrams.set(address, await openDatagrams(listener, world));
    if (link.tcp !== "refused") servers.push(await openStreams(listener, world));
    return true;
  } catch (fault) {
    if (missingAddress.has((fault as NodeJS.ErrnoException).code ?? "")) return false;
    throw listenFault(fault, world.datagrams.has(address) ? "TCP" : "UDP", { address, port: world.port });
  }
}

function openDatagrams(listener: Listener, world: World): Promise<DatagramSocket> {
  const { address } = listener;
  const socket = createSocket({ type: address.includes(":") ? "udp6" : "udp4", ipv6Only: address.includes(":") });
  socket.on("message", (octets, { address: from, port }) => {
    // What listens was decided when it was opened: a link that refuses since then is as silent as one that is blocked.
    const link = listener.linkFrom(from);
    if (link.udp !== "open") return;
    for (const delayMs of datagramDelays(link, world.random, address, octets.length)) {
      after(delayMs, world, () => answerDatagram(listener, world, octets, { address: from, port }));
    }
  });
  return new Promise((resolve, reject) => {
    socket.once("error", (fault) => socket.close(() => reject(fault)));
    socket.bind({ address, port: world.port, exclusive: true }, () => {
      socket.removeAllListeners("error");
      socket.on("error", () => {}); // a reply that the system refused: lost, as replies may be
      resolve(socket);
    });
  });
}

function answerDatagram(listener: Listener, world: World, octets: Uint8Array, client: Endpoint): void {
  const { address } = listener;
  const link = listener.linkFrom(client.address);
  const outcome = ask(listener, world, octets, client, "udp");
  if (typeof outcome === "string") return;
  for (const reply of outcome) {
    for (const lateMs of datagramDelays(link, world.random, address, reply.octets.length)) {
      const send = (): void => {
        const socket = world.datagrams.get(reply.from?.address ?? address);
        socket?.send(reply.octets, client.port, client.address);
      };
      after(reply.delayMs + lateMs, world, send);
    }
  }
}

function openStreams(listener: Listener, world: World): Promise<Server> {
  const server = createServer((socket) => serveStream(listener, world, socket));
  server.maxConnections = maxLabConnections;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: listener.address, port: world.port, ipv6Only: true, exclusive: true }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

/** How long a connection without questions stays open. */
const idleMs = 10_000;
/** Octets of TCP's length prefix (RFC 1035 §4.2.2). */
const prefixOctets = 2;

function serveStream(listener: Listener, world: World, socket: Socket): void {
  let waiting: Buffer = Buffer.alloc(0);
  world.connections.add(socket);
  socket.on("close", () => world.connections.delete(socket));
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    const link = listener.linkFrom(socket.remoteAddress ?? "");
    if (link.tcp === "refused") return void socket.destroy();
    if (link.tcp === "blocked") return;
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= prefixOctets && waiting.length >= prefixOctets + u16At(waiting, 0)) {
      const end = prefixOctets + u16At(waiting, 0);
      const octets = waiting.subarray(prefixOctets, end);
      waiting = waiting.subarray(end);
      // The system shook hands without our link: its time is made up for here.
      const delayMs = segmentDelay(link, world.random) + segmentDelay(link, world.random);
      after(delayMs + segmentDelay(link, world.random), world, () => answerStream(listener, world, octets, socket));
    }
  });
}

function answerStream(listener: Listener, world: World, octets: Uint8Array, socket: Socket): void {
  const client = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
  const link = listener.linkFrom(client.address);
  const outcome = ask(listener, world, octets, client, "tcp");
  if (typeof outcome === "string") return void socket.destroy();
  for (const reply of outcome) {
    const framed = new Uint8Array(prefixOctets + reply.octets.length);
    putU16(framed, 0, reply.octets.length);
    framed.set(reply.octets, prefixOctets);
    after(reply.delayMs + segmentDelay(link, world.random), world, () => {
      if (socket.writable) socket.write(framed);
    });
  }
}

function ask(
  listener: Listener,
  { clock, port }: World,
  octets: Uint8Array,
  client: Endpoint,
  transport: "udp" | "tcp",
): ReturnType<Listener["handler"]> {
  const server = { address: listener.address, port };
  return listener.handler({ exchange: 0, octets, transport, client, server, nowMs: clock.nowMs() });
}

/** Does something after a link's time; not at all when that is never, or when too much waits already. */
function after(delayMs: number, { timers }: World, act: () => void): void {
  if (delayMs === Number.POSITIVE_INFINITY || timers.size >= maxLabPackets) return;
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, delayMs);
  timers.add(timer);
}

function addressOf(server: Server): string {
  const bound = server.address();
  return bound !== null && typeof bound === "object" ? bound.address : "";
}
