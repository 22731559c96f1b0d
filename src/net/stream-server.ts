// Accepts TCP connections, and TLS ones (RFC 7858), and keeps their limits: RFC 7766 §6 (connection reuse, idle time, limits a
// client), §10. One listener a worker with SO_REUSEPORT; the kernel spreads connections over the workers, so limits are a
// worker's (./connections.ts). One sweep a quarter of a second looks at every stream's times. A handshake has as long as a message.

import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { Protocol } from "../authority/client.ts";
import { type Endpoint, parseAddress } from "./address.ts";
import { connectionKey, type Connections, type Idler, type Place } from "./connections.ts";
import type { DatagramHandler } from "./datagram.ts";
import { type Credentials, minVersion, type SecureListening, tlsOptions } from "./secure.ts";
import { listenShared } from "./shared-port.ts";
import { MessageStream } from "./stream.ts";

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

export class StreamServer {
  readonly #handler: DatagramHandler;
  readonly #limits: StreamLimits;
  readonly #servers: Server[] = [];
  readonly #tlsServers: TlsServer[] = [];
  readonly #streams = new Map<MessageStream, Place>();
  /** What TLS connections run over, those whose handshake goes on among them. */
  readonly #carriers = new Set<Socket>();
  readonly #connections: Connections;
  readonly #sweeper: NodeJS.Timeout;
  #idleTimeoutMs: number;

  constructor(handler: DatagramHandler, limits: StreamLimits, connections: Connections) {
    this.#handler = handler;
    this.#limits = limits;
    this.#connections = connections;
    connections.join(() => this.#longestIdle());
    this.#idleTimeoutMs = limits.idleTimeoutMs;
    this.#sweeper = setInterval(() => this.#sweep(performance.now()), sweepEveryMs);
    this.#sweeper.unref();
  }

  /** Starts listening on one more endpoint; returns it with its port. Throws a ListenFault. */
  async listen(endpoint: Endpoint): Promise<Endpoint> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const place = this.#connections.take(socket);
      if (place !== null) this.#serve(socket, Protocol.tcp, place);
    });
    const bound = await listenShared(server, endpoint);
    this.#servers.push(server);
    return bound;
  }

  /** The same for DNS over TLS (RFC 7858 §3.1). A client that names an application protocol names this one, "dot". */
  async listenTls(endpoint: Endpoint, secure: SecureListening): Promise<Endpoint> {
    const options = tlsOptions(secure, this.#limits.messageTimeoutMs);
    /** Connections whose handshake goes on. */
    const handshakes = new Map<string, Place>();
    const server = createTlsServer({ ...options, ALPNProtocols: ["dot"], allowHalfOpen: true }, (socket) => {
      const place = handshakes.get(connectionKey(socket));
      handshakes.delete(connectionKey(socket));
      if (place === undefined) socket.destroy();
      else this.#serve(socket, Protocol.tls, place);
    });
    server.on("connection", (carrier: Socket) => {
      const place = this.#connections.take(carrier);
      if (place === null) return;
      const key = connectionKey(carrier);
      handshakes.set(key, place);
      this.#carriers.add(carrier);
      carrier.once("close", () => {
        if (handshakes.get(key) === place) handshakes.delete(key);
        this.#carriers.delete(carrier);
      });
    });
    server.on("tlsClientError", (_, socket) => socket.destroy());
    const bound = await listenShared(server, endpoint);
    this.#servers.push(server);
    this.#tlsServers.push(server);
    return bound;
  }

  /** What is presented to whoever connects from now on. */
  setCredentials(credentials: Credentials): void {
    for (const server of this.#tlsServers) server.setSecureContext({ ...credentials, minVersion });
  }

  #serve(socket: Socket, protocol: Protocol, place: Place): void {
    const stream = new MessageStream(socket, protocol, place.family, this.#handler, (closed, reason) => {
      this.#streams.delete(closed);
      if (reason !== null) this.#connections.closed(reason);
    });
    stream.client.address.set(place.octets);
    stream.client.local.set(parseAddress(socket.localAddress ?? "")?.octets ?? []);
    this.#streams.set(stream, place);
  }

  /** The idle time from now on; RFC 7828 §3.4 lets a server shorten it under load. */
  setIdleTimeout(idleTimeoutMs: number): void {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Stops accepting, lets streams finish for `drainTimeoutMs`, then closes them. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    const deadline = setTimeout(() => {
      for (const stream of this.#streams.keys()) stream.abort(null);
      for (const carrier of this.#carriers) carrier.destroy();
    }, this.#limits.drainTimeoutMs);
    // A turn first, so that what the system holds already is read and answered.
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    for (const stream of this.#streams.keys()) stream.drain();
    await Promise.all(closed);
    clearTimeout(deadline);
    clearInterval(this.#sweeper);
  }

  #longestIdle(): Idler | null {
    let longest: MessageStream | null = null;
    for (const stream of this.#streams.keys()) {
      if (stream.isQuiet && (longest === null || stream.idleSinceMs < longest.idleSinceMs)) longest = stream;
    }
    if (longest === null) return null;
    const stream = longest;
    return {
      sinceMs: stream.idleSinceMs,
      end: () => {
        this.#streams.get(stream)?.release();
        this.#streams.delete(stream);
        stream.abort("evicted");
      },
    };
  }

  #sweep(nowMs: number): void {
    for (const stream of this.#streams.keys()) {
      if (stream.blockedSinceMs !== null) {
        if (nowMs - stream.blockedSinceMs > this.#limits.writeTimeoutMs) stream.abort("slow_reader");
      } else if (stream.partialSinceMs !== null) {
        if (nowMs - stream.partialSinceMs > this.#limits.messageTimeoutMs) stream.abort("slow_message");
      } else if (!stream.isWaiting && nowMs - stream.idleSinceMs > this.#idleTimeoutMs) stream.abort("idle");
    }
  }
}
