// Where the gateway is reached: HTTPS by default, HTTP/2 and HTTP/1.1 on one port, under a certificate of the local CA for
// whatever name of ours the client asks for (SNI); plain HTTP where it is wanted. Node's servers parse, this
// file bounds them, and the engine behind `answer` decides everything else.
// Invariants: a fault of ours is 500 to one request and nothing to the others; what no parser can read is answered once and
// the connection closed; slow and idle clients are cut off. Read next: ./incoming.ts, ./outgoing.ts, ./upgrade.ts.

import { type IncomingMessage, type Server as HttpServer, type ServerOptions, createServer } from "node:http";
import { type Http2SecureServer, type SecureServerOptions, createSecureServer } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import {
  maxGatewayConnections,
  maxGatewayHeaderOctets,
  maxGatewayStreams,
  maxGatewayTargetOctets,
} from "../../base/limits.ts";
import type { Eventual, GatewayReply, GatewayRequest } from "../../gateway/engine/messages.ts";
import type { LocalAuthority } from "../certificates/local-authority.ts";
import type { HttpEndpoint } from "../listener.ts";
import { type Doorway, type NodeRequest, type Refusal, readRequest } from "./incoming.ts";
import { type NodeResponse, isStreamed, writeStream, writeWhole } from "./outgoing.ts";
import { cutOffSilent, LiveAnswers, type Patience, usualPatience } from "./patience.ts";
import { joinTunnel, lastResponse, mayUpgrade } from "./upgrade.ts";

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

type Server = HttpServer | Http2SecureServer;

const minVersion = "TLSv1.2";
const usualGraceMs = 5_000;
const closingStepMs = 50;

function boundsOf({ headersMs, requestMs, idleMs }: Patience): ServerOptions {
  return {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.min(1_000, headersMs / 2),
    maxHeaderSize: maxGatewayHeaderOctets + maxGatewayTargetOctets,
    insecureHTTPParser: false,
    // An answer goes out in one write, so nothing is gained by waiting for more.
    noDelay: true,
  };
}

/** Listens; rejects with node's error when it cannot. */
export async function listenGateway(options: GatewayListenerOptions): Promise<GatewayListener> {
  const { endpoint, tls, isShared = false, patience = usualPatience } = options;
  const server = tls === null ? createServer(boundsOf(patience)) : createTls(tls, patience);
  const doorway = doorwayOf(options);
  const live = new LiveAnswers();
  cutOffSilent(server, live, patience);
  server.on("request", (request: NodeRequest, response: NodeResponse) => {
    live.add(request, response);
    serve(options, doorway, request, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    try {
      serveUpgrade(options, doorway, { message: request, socket, head });
    } catch (error) {
      options.failed(error);
      socket.destroy();
    }
  });
  // Of the server for TLS node reads it where it stands, though not from its options.
  Object.assign(server, { shouldUpgradeCallback: (request: IncomingMessage) => mayUpgrade(request, live) });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => refuseUnread(error, socket));
  server.maxConnections = maxGatewayConnections;
  const sockets = new Set<Socket>();
  server.on(tls === null ? "connection" : "secureConnection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: endpoint.address, port: endpoint.port, exclusive: true, reusePort: isShared }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: { address: endpoint.address, port },
    close: (graceMs = usualGraceMs) => close(server, sockets, graceMs),
  };
}

function createTls({ authority, isOurs, ownNames }: GatewayTls, patience: Patience): Http2SecureServer {
  let presented = authority.credentialsFor(...ownNames);
  const options: SecureServerOptions & ServerOptions = {
    ...boundsOf(patience),
    ...presented,
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

function serve(options: GatewayListenerOptions, doorway: Doorway, message: NodeRequest, response: NodeResponse): void {
  const request = readRequest(message, doorway);
  if ("rawHeaders" in request) answerWith(options, request, response, (reply) => write(response, reply));
  else writeWhole(response, refusalReply(request));
}

/** What node hands over with a request for another protocol. */
interface Upgrading {
  readonly message: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
}

function serveUpgrade(options: GatewayListenerOptions, doorway: Doorway, { message, socket, head }: Upgrading): void {
  socket.on("error", () => socket.destroy());
  const request = readRequest(message, doorway, message.headers.upgrade ?? null);
  const response = lastResponse(message, socket);
  if (response === null) {
    socket.destroySoon();
    return;
  }
  if (!("rawHeaders" in request)) {
    writeWhole(response, refusalReply(request));
    return;
  }
  answerWith(options, request, response, (reply) => {
    if (reply.tunnel === undefined) {
      write(response, reply);
      return;
    }
    response.detachSocket(socket);
    joinTunnel(socket, reply, reply.tunnel, head);
  });
}

function answerWith(
  options: GatewayListenerOptions,
  request: GatewayRequest,
  response: NodeResponse,
  deliver: (reply: GatewayReply) => void,
): void {
  try {
    const reply = options.answer(request);
    if (reply instanceof Promise) {
      reply.then(deliver).catch((error: unknown) => fail(options, response, error));
    } else deliver(reply);
  } catch (error) {
    fail(options, response, error);
  }
}

function doorwayOf({ tls, vpcOf, edge, patience = usualPatience }: GatewayListenerOptions): Doorway {
  return { scheme: tls === null ? "http" : "https", vpcOf, edge, requestMs: patience.requestMs };
}

function write(response: NodeResponse, reply: GatewayReply): void {
  if (response.destroyed) return;
  if (isStreamed(reply)) void writeStream(response, reply);
  else writeWhole(response, reply);
}

/** A broken invariant of ours, told to one client as AWS tells its own. */
function fail({ failed }: GatewayListenerOptions, response: NodeResponse, error: unknown): void {
  failed(error);
  if (response.headersSent) response.destroy();
  else writeWhole(response, jsonReply(500, "Internal server error"));
}

/** What the parser could not read: too much, too slow, or no HTTP. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  if (error.code === "HPE_HEADER_OVERFLOW") endRaw(socket, jsonReply(431, "Request Header Fields Too Large"));
  else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") endRaw(socket, jsonReply(408, "Request Timeout"));
  else endRaw(socket, jsonReply(400, "Bad Request"));
}

function endRaw(socket: Duplex, { status, headers, body }: GatewayReply): void {
  const text = typeof body === "string" || body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0);
  const lines = [`HTTP/1.1 ${status} ${reasons[status] ?? ""}`];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  lines.push(`Content-Length: ${text.length}`, "Connection: close", "", "");
  socket.end(Buffer.concat([Buffer.from(lines.join("\r\n"), "latin1"), text]));
}

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

function refusalReply({ status, message }: Refusal): GatewayReply {
  return jsonReply(status, message);
}

function jsonReply(status: number, message: string): GatewayReply {
  return { status, headers: ["Content-Type", "application/json"], body: JSON.stringify({ message }) };
}

async function close(server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closeIdle = (): void => void ("closeIdleConnections" in server && server.closeIdleConnections());
  closeIdle();
  // Connections that were answering then are idle one after the other, and would be kept for their next request.
  const idling = setInterval(closeIdle, closingStepMs);
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  clearInterval(idling);
  clearTimeout(cut);
}
