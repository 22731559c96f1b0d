// Accepts TCP connections and keeps their limits: RFC 7766 §6 (connection reuse, idle time, limits a client), §10.
// One listener a worker with SO_REUSEPORT; the kernel spreads connections over the workers, so limits are a worker's.
// One sweep a quarter of a second looks at every stream's times; at the total limit the longest idle stream makes
// room (RFC 7766 §6.2.3). A client is its IPv4 address or its IPv6 /64.

import { createServer, type Server, type Socket } from "node:net";
import { Protocol } from "../authority/client.ts";
import { type Endpoint, parseAddress } from "./address.ts";
import { Cell } from "./counters.ts";
import type { DatagramHandler } from "./datagram.ts";
import { listenFault } from "./listen-fault.ts";
import { type CloseReason, MessageStream } from "./stream.ts";

export interface StreamLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerClient: number;
  /** Without a whole message for so long, a quiet stream is closed; announced as RFC 7828's timeout. */
  readonly idleTimeoutMs: number;
  /** From a message's first octet to its last. */
  readonly messageTimeoutMs: number;
  /** Replies may wait so long for a client to read them. */
  readonly writeTimeoutMs: number;
  /** How long streams may finish when the server stops. */
  readonly drainTimeoutMs: number;
}

export const defaultStreamLimits: StreamLimits = {
  maxConnections: 4096,
  maxConnectionsPerClient: 256,
  idleTimeoutMs: 10_000,
  messageTimeoutMs: 5_000,
  writeTimeoutMs: 10_000,
  drainTimeoutMs: 1_000,
};

const sweepEveryMs = 250;
const closeReasons: readonly CloseReason[] = ["idle", "slow_message", "slow_reader", "evicted", "bad_length"];

export class StreamServer {
  readonly #handler: DatagramHandler;
  readonly #limits: StreamLimits;
  readonly #counters: Float64Array;
  readonly #servers: Server[] = [];
  readonly #streams = new Set<MessageStream>();
  readonly #perClient = new Map<string, number>();
  readonly #sweeper: NodeJS.Timeout;
  #idleTimeoutMs: number;

  constructor(handler: DatagramHandler, limits: StreamLimits, counters: Float64Array) {
    this.#handler = handler;
    this.#limits = limits;
    this.#counters = counters;
    this.#idleTimeoutMs = limits.idleTimeoutMs;
    this.#sweeper = setInterval(() => this.#sweep(performance.now()), sweepEveryMs);
    this.#sweeper.unref();
  }

  /** Starts listening on one more endpoint; returns it with its port. Throws a ListenFault. */
  listen(endpoint: Endpoint): Promise<Endpoint> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.adopt(socket, Protocol.tcp));
    return new Promise((resolve, reject) => {
      server.once("error", (error) => reject(listenFault(error, "TCP", endpoint)));
      server.listen(
        { host: endpoint.address, port: endpoint.port, ipv6Only: true, reusePort: true, backlog: 4096 },
        () => {
          this.#servers.push(server);
          const bound = server.address();
          resolve({
            address: endpoint.address,
            port: bound !== null && typeof bound === "object" ? bound.port : endpoint.port,
          });
        },
      );
    });
  }

  /** Serves a connection, unless a limit stands against it. */
  adopt(socket: Socket, protocol: Protocol): void {
    const address = parseAddress(socket.remoteAddress ?? "");
    if (address === null) return void socket.destroy(); // gone before we looked
    const client = clientKey(address.octets);
    const held = this.#perClient.get(client) ?? 0;
    if (held >= this.#limits.maxConnectionsPerClient) return this.#refuse(socket, 0);
    if (this.#streams.size >= this.#limits.maxConnections && !this.#evict()) return this.#refuse(socket, 1);
    this.#perClient.set(client, held + 1);
    const stream = new MessageStream(socket, protocol, address.family, this.#handler, (closed, reason) => {
      this.#streams.delete(closed);
      this.#forget(client);
      this.#counters[Cell.tcpConnections]--;
      if (reason !== null) this.#counters[Cell.tcpClosed + closeReasons.indexOf(reason)]++;
    });
    stream.client.address.set(address.octets);
    stream.client.local.set(parseAddress(socket.localAddress ?? "")?.octets ?? []);
    this.#streams.add(stream);
    this.#counters[Cell.tcpConnections]++;
    this.#counters[Cell.tcpAccepted]++;
  }

  /** The idle time from now on; RFC 7828 §3.4 lets a server shorten it under load. */
  setIdleTimeout(idleTimeoutMs: number): void {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Stops accepting, lets streams finish for `drainTimeoutMs`, then closes them. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    const deadline = setTimeout(() => {
      for (const stream of this.#streams) stream.abort(null);
    }, this.#limits.drainTimeoutMs);
    // A turn first, so that what the system holds already is read and answered.
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    for (const stream of this.#streams) stream.drain();
    await Promise.all(closed);
    clearTimeout(deadline);
    clearInterval(this.#sweeper);
  }

  #refuse(socket: Socket, limit: 0 | 1): void {
    this.#counters[Cell.tcpRefused + limit]++;
    socket.on("error", () => socket.destroy());
    socket.destroy();
  }

  #forget(client: string): void {
    const held = this.#perClient.get(client) ?? 1;
    if (held === 1) this.#perClient.delete(client);
    else this.#perClient.set(client, held - 1);
  }

  /** Closes the quiet stream that has been idle longest; false when every stream is at work. */
  #evict(): boolean {
    let longest: MessageStream | null = null;
    for (const stream of this.#streams) {
      if (stream.isQuiet && (longest === null || stream.idleSinceMs < longest.idleSinceMs)) longest = stream;
    }
    if (longest === null) return false;
    this.#streams.delete(longest);
    longest.abort("evicted");
    return true;
  }

  #sweep(nowMs: number): void {
    for (const stream of this.#streams) {
      if (stream.blockedSinceMs !== null) {
        if (nowMs - stream.blockedSinceMs > this.#limits.writeTimeoutMs) stream.abort("slow_reader");
      } else if (stream.partialSinceMs !== null) {
        if (nowMs - stream.partialSinceMs > this.#limits.messageTimeoutMs) stream.abort("slow_message");
      } else if (!stream.isWaiting && nowMs - stream.idleSinceMs > this.#idleTimeoutMs) stream.abort("idle");
    }
  }
}

function clientKey(octets: Uint8Array): string {
  return octets.length === 4 ? octets.join(".") : octets.subarray(0, 8).join(".");
}
