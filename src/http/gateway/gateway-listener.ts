// Where the gateway is reached: HTTPS by default, HTTP/2 and HTTP/1.1 on one port, under a certificate of the local CA for
// whatever name of ours the client asks for (SNI); plain HTTP where it is wanted. ../http1/ speaks HTTP/1.1 and node HTTP/2, this
// file bounds them, and the engine behind `answer` decides everything else.
// Invariants: a fault of ours is 500 to one request and nothing to the others; what no parser can read is answered once and
// the connection closed; slow and idle clients are cut off. Read next: ../http1/connection.ts, ./http2.ts, ./incoming.ts, ./outgoing.ts.

import {
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type SecureServerOptions,
  createSecureServer,
} from "node:http2";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import type { TLSSocket } from "node:tls";
import { maxGatewayConnections, maxGatewayHeaderOctets, maxGatewayStreams } from "../../base/limits.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../../gateway/engine/messages.ts";
import type { LocalAuthority } from "../certificates/local-authority.ts";
import type { RefusedStatus } from "../http1/connection.ts";
import { Http1Connections } from "../http1/connections.ts";
import type { HttpEndpoint } from "../listener.ts";
import { bodyOf, carrierOf, Http2Outlet, saidOf } from "./http2.ts";
import { type Doorway, type Refusal, readRequest } from "./incoming.ts";
import { type Outlet, write } from "./outgoing.ts";
import { type Patience, usualPatience } from "../patience.ts";
import { cutOffSilent } from "./silent-sessions.ts";
import { joinTunnel } from "./upgrade.ts";

export interface GatewayListenerOptions {
  readonly endpoint: HttpEndpoint;
  readonly answer: (request: GatewayRequest) => Eventual<GatewayReply>;
  /** null: plain HTTP. */
  readonly tls: GatewayTls | null;
  readonly vpcOf: Doorway["vpcOf"];
  readonly edge: Doorway["edge"];
  /** Hears of faults of ours. */
  readonly failed: (error: unknown) => void;
  /** Whether other threads listen at the same endpoint, and the system shares the connections out (SO_REUSEPORT). */
  readonly isShared?: boolean;
  readonly patience?: Patience;
}

export interface GatewayTls {
  readonly authority: Pick<LocalAuthority, "contextFor" | "credentialsFor">;
  /** Whether a name, in lower case, is one that we answer for. */
  readonly isOurs: (name: string) => boolean;
  /** What a client that names nobody is shown. */
  readonly ownNames: readonly string[];
}

export interface GatewayListener {
  /** Where it listens; the port is never 0. */
  readonly endpoint: HttpEndpoint;
  /** Takes no more connections, lets what is under way end, and cuts off what is not done in time. */
  close(graceMs?: number): Promise<void>;
}

const minVersion = "TLSv1.2";
const usualGraceMs = 5_000;

/** Listens; rejects with node's error when it cannot. */
export async function listenGateway(options: GatewayListenerOptions): Promise<GatewayListener> {
  const { endpoint, tls, isShared = false } = options;
  const http1 = http1Of(options);
  const http2 = new Set<Socket>();
  const server = tls === null ? listenPlainly(http1) : listenSecurely(options, tls, http1, http2);
  server.maxConnections = maxGatewayConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: endpoint.address, port: endpoint.port, exclusive: true, reusePort: isShared }, resolve);
  }).catch((error: unknown) => {
    http1.destroy();
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: { address: endpoint.address, port },
    close: (graceMs = usualGraceMs) => close(server, http1, http2, graceMs),
  };
}

/** An answer goes out in one write, so nothing is gained by waiting for more (noDelay). */
function listenPlainly(http1: Http1Connections): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (socket) => http1.accept(socket));
}

/** Leaves to node's server the connections that speak HTTP/2, which are kept in `http2`. */
function listenSecurely(
  options: GatewayListenerOptions,
  tls: GatewayTls,
  http1: Http1Connections,
  http2: Set<Socket>,
): Server {
  const server = http2Of(options, tls);
  const own = server.listeners("secureConnection") as ((socket: TLSSocket) => void)[];
  server.removeAllListeners("secureConnection");
  server.on("secureConnection", (socket: TLSSocket) => {
    if (socket.alpnProtocol !== "h2") {
      http1.accept(socket);
      return;
    }
    http2.add(socket);
    socket.once("close", () => http2.delete(socket));
    for (const listener of own) listener.call(server, socket);
  });
  return server;
}

function http1Of(options: GatewayListenerOptions): Http1Connections {
  const { failed, patience = usualPatience } = options;
  const doorway = doorwayOf(options);
  return new Http1Connections({
    patience,
    failed,
    refusal: (status) => jsonReply(status, refusals[status]),
    serve: (head, body, connection) =>
      serve(options, connection, readRequest(head, connection, body, doorway), (reply) => {
        if (reply.tunnel === undefined) write(connection, reply);
        else joinTunnel(connection, reply, reply.tunnel);
      }),
  });
}

function http2Of(options: GatewayListenerOptions, tls: GatewayTls): Http2SecureServer {
  const { patience = usualPatience } = options;
  const doorway = doorwayOf(options);
  const server = createTls(tls, patience);
  cutOffSilent(server, patience);
  server.on("request", (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const outlet = new Http2Outlet(response);
    const said = saidOf(request);
    const body = bodyOf(request, patience.requestMs);
    const read = said === null ? badRequest : readRequest(said, carrierOf(request), body, doorway);
    serve(options, outlet, read, (reply) => write(outlet, reply));
  });
  return server;
}

function createTls({ authority, isOurs, ownNames }: GatewayTls, patience: Patience): Http2SecureServer {
  let presented = authority.credentialsFor(...ownNames);
  const options: SecureServerOptions = {
    ...presented,
    noDelay: true,
    minVersion,
    allowHTTP1: true,
    handshakeTimeout: patience.headersMs,
    settings: { maxConcurrentStreams: maxGatewayStreams, maxHeaderListSize: maxGatewayHeaderOctets * 2 },
    SNICallback: (named, decide) => {
      const name = named.toLowerCase();
      if (isOurs(name)) decide(null, authority.contextFor(name));
      else if (ownNames.includes(name)) decide(null, authority.contextFor(...ownNames));
      else decide(new Error(`Nobody here is called ${name}.`));
    },
  };
  const server = createSecureServer(options);
  server.on("tlsClientError", (_: Error, socket: TLSSocket) => socket.destroy());
  // A client that names no host gets the certificate that the server holds, which must be renewed as well.
  server.prependListener("connection", () => {
    const now = authority.credentialsFor(...ownNames);
    if (now === presented) return;
    presented = now;
    server.setSecureContext({ ...presented, minVersion });
  });
  return server;
}

function serve(
  options: GatewayListenerOptions,
  outlet: Outlet,
  request: GatewayRequest | Refusal,
  deliver: (reply: GatewayReply) => void,
): void {
  const failing = (error: unknown): void => fail(options, outlet, error);
  const hear = (reply: GatewayReply): void => {
    try {
      deliver(reply);
    } catch (error) {
      failing(error);
    }
  };
  try {
    if (!("rawHeaders" in request)) {
      outlet.sendLast(jsonReply(request.status, request.message));
      return;
    }
    const reply = options.answer(request);
    if (reply instanceof Promise) reply.then(hear, failing);
    else deliver(reply);
  } catch (error) {
    failing(error);
  }
}

function doorwayOf({ tls, vpcOf, edge }: GatewayListenerOptions): Doorway {
  return { scheme: tls === null ? "http" : "https", vpcOf, edge };
}

/** A broken invariant of ours, told to one client as AWS tells its own. */
function fail({ failed }: GatewayListenerOptions, outlet: Outlet, error: unknown): void {
  failed(error);
  if (outlet.isOwed) outlet.sendWhole(jsonReply(500, "Internal server error"));
  else outlet.destroy();
}

/** What the parser could not read: too much, too slow, or no HTTP. */
const refusals: Readonly<Record<RefusedStatus, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  417: "Expectation Failed",
  431: "Request Header Fields Too Large",
};

const badRequest: Refusal = { status: 400, message: refusals[400] };

function jsonReply(status: number, message: string): GatewayReply {
  return { status, headers: ["Content-Type", "application/json"], body: JSON.stringify({ message }) };
}

async function close(
  server: Server,
  http1: Http1Connections,
  http2: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  http1.end();
  const cut = setTimeout(() => {
    http1.destroy();
    for (const socket of http2) socket.destroy();
  }, graceMs);
  await closed;
  clearTimeout(cut);
  http1.destroy();
}
