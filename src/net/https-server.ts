// DNS over HTTPS: RFC 8484, over HTTP/2 and HTTP/1.1 on one port, at /dns-query. A message comes as the body of a POST or in the
// `dns` of a GET, and goes through the same limits, counters and log as any other; whatever its RCODE, a reply is a 200.
// Only what is no message at all is HTTP's business.
// Invariants: bodies, headers, streams of a connection, connections and every wait are bounded; a reply that comes later finds
// its request, or nobody any more.

import { maxMessageOctets } from "../dns/message-view.ts";
import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { Protocol } from "../authority/client.ts";
import { maxPipelinedQuestions } from "../base/limits.ts";
import { type Endpoint, parseAddress } from "./address.ts";
import { createClient } from "./client.ts";
import { connectionKey, type Connections, type Idler, type Place } from "./connections.ts";
import type { DatagramHandler } from "./datagram.ts";
import { freshnessSeconds } from "./freshness.ts";
import { plainOctets } from "./plain-octets.ts";
import { type Credentials, minVersion, type SecureListening, tlsOptions } from "./secure.ts";
import { listenShared } from "./shared-port.ts";
import type { StreamLimits } from "./stream-server.ts";

type Request = IncomingMessage | Http2ServerRequest;

/** What the answers of both versions have in common. */
interface Response {
  statusCode: number;
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  setHeader(name: string, value: string | number): unknown;
  once(event: "close", ended: () => void): unknown;
  end(body: string | Uint8Array): unknown;
  destroy(): unknown;
  /** Of HTTP/2. */
  readonly stream?: ServerHttp2Stream;
}

/** RFC 8484 §4.1: the path of the examples, which clients take for granted. */
const path = "/dns-query";
const mediaType = "application/dns-message";
const minMessage = 12;
const checkEveryMs = 1_000;
const sweepEveryMs = 250;
/** How long a connection that is asked to end may take over it. */
const endingMs = 1_000;
const maxHeaderOctets = 16_384;
/** Requests at a time of one connection (RFC 9113 §5.1.2). */
const maxStreams = 100;
/** Megabytes that a connection may make us hold; new streams wait beyond. */
const maxSessionMemory = 4;

/** A reply is written here and copied out: one event's, shared by all requests of the thread. */
const tx = new Uint8Array(maxMessageOctets);

/** A connection, from its acceptance on. */
interface Connection {
  readonly carrier: Socket;
  readonly place: Place;
  /** Of HTTP/2, once it has begun. */
  session: ServerHttp2Session | null;
  /** Requests that are not over. */
  requests: number;
  /** Questions of them whose answers come later. */
  held: number;
  /** Since when there is no request. */
  idleSinceMs: number;
  /** Since when it is asked to end. */
  endingSinceMs: number | null;
}

export class HttpsServer {
  readonly #handler: DatagramHandler;
  readonly #limits: StreamLimits;
  readonly #places: Connections;
  readonly #servers: Http2SecureServer[] = [];
  readonly #connections = new Map<string, Connection>();
  readonly #sweeper: NodeJS.Timeout;
  #idleTimeoutMs: number;
  #isClosing = false;

  constructor(handler: DatagramHandler, limits: StreamLimits, places: Connections) {
    this.#handler = handler;
    this.#limits = limits;
    this.#places = places;
    this.#idleTimeoutMs = limits.idleTimeoutMs;
    places.join(() => this.#longestIdle());
    this.#sweeper = setInterval(() => this.#sweep(performance.now()), sweepEveryMs).unref();
  }

  /** Starts listening on one more endpoint; returns it with its port. Throws a ListenFault. */
  async listen(endpoint: Endpoint, secure: SecureListening): Promise<Endpoint> {
    const { messageTimeoutMs } = this.#limits;
    // What node's own types leave out: how HTTP/1.1 is bounded on such a server.
    const http1Bounds = {
      requestTimeout: messageTimeoutMs,
      headersTimeout: messageTimeoutMs,
      keepAliveTimeout: this.#idleTimeoutMs,
      connectionsCheckingInterval: checkEveryMs,
    };
    const server = createSecureServer(
      {
        ...tlsOptions(secure, messageTimeoutMs),
        allowHTTP1: true,
        maxSessionMemory,
        settings: { maxConcurrentStreams: maxStreams, maxHeaderListSize: maxHeaderOctets, enablePush: false },
        ...http1Bounds,
      },
      (request, response) => this.#begin(request, response),
    );
    server.on("connection", (socket: Socket) => this.#admit(socket));
    server.on("session", (session) => {
      const connection = this.#connections.get(connectionKey(session.socket));
      if (connection !== undefined) connection.session = session;
    });
    server.on("tlsClientError", (_, socket) => socket.destroy());
    server.on("sessionError", () => {}); // the session ends by itself
    const bound = await listenShared(server, endpoint);
    this.#servers.push(server);
    return bound;
  }

  /** What is presented to whoever connects from now on. */
  setCredentials(credentials: Credentials): void {
    for (const server of this.#servers) server.setSecureContext({ ...credentials, minVersion });
  }

  /** The idle time from now on. */
  setIdleTimeout(idleTimeoutMs: number): void {
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Stops accepting, lets requests finish for `drainTimeoutMs`, then closes them. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    const deadline = setTimeout(() => {
      for (const { carrier } of this.#connections.values()) carrier.destroy();
    }, this.#limits.drainTimeoutMs);
    for (const { session } of this.#connections.values()) session?.close();
    await Promise.all(closed);
    clearTimeout(deadline);
    clearInterval(this.#sweeper);
  }

  #admit(carrier: Socket): void {
    const place = this.#places.take(carrier);
    if (place === null) return;
    const key = connectionKey(carrier);
    const connection: Connection = {
      carrier,
      place,
      session: null,
      requests: 0,
      held: 0,
      idleSinceMs: performance.now(),
      endingSinceMs: null,
    };
    this.#connections.set(key, connection);
    carrier.setNoDelay(true);
    carrier.once("close", () => {
      if (this.#connections.get(key) === connection) this.#connections.delete(key);
    });
  }

  /** Quiet for too long, it is asked to end, and ended when it does not. */
  #sweep(nowMs: number): void {
    for (const connection of this.#connections.values()) {
      const { carrier, session, requests, idleSinceMs, endingSinceMs } = connection;
      if (endingSinceMs !== null) {
        if (nowMs - endingSinceMs > endingMs) carrier.destroy();
      } else if (requests === 0 && nowMs - idleSinceMs > this.#idleTimeoutMs) {
        connection.endingSinceMs = nowMs;
        this.#places.closed("idle");
        session?.close();
      }
    }
  }

  #longestIdle(): Idler | null {
    let longest: Connection | null = null;
    for (const connection of this.#connections.values()) {
      const isQuiet = connection.requests === 0 && connection.endingSinceMs === null;
      if (isQuiet && connection.idleSinceMs < (longest?.idleSinceMs ?? Infinity)) longest = connection;
    }
    if (longest === null) return null;
    const idler = longest;
    const { carrier, session, place } = idler;
    return {
      sinceMs: idler.idleSinceMs,
      end: () => {
        idler.endingSinceMs = performance.now();
        this.#places.closed("evicted");
        place.release();
        if (session === null) carrier.destroy();
        else session.close();
      },
    };
  }

  #begin(request: Request, response: Response & EventEmitter): void {
    const connection = this.#connections.get(connectionKey(request.socket));
    if (connection === undefined) {
      response.destroy();
      return;
    }
    connection.requests++;
    response.once("close", () => {
      connection.requests--;
      connection.idleSinceMs = performance.now();
    });
    response.on("error", () => response.destroy());
    this.#answer(request, response, connection).catch(() => response.destroy());
  }

  async #answer(request: Request, response: Response, connection: Connection): Promise<void> {
    const message = await messageOf(request, this.#limits.messageTimeoutMs);
    if (!(message instanceof Uint8Array)) {
      this.#refuse(response, message);
      return;
    }
    if (connection.held >= maxPipelinedQuestions) {
      this.#refuse(response, tooMany);
      return;
    }
    const { carrier, place } = connection;
    let [isHeld, isAsking] = [false, true];
    const client = createClient(Protocol.https, place.family, () => {
      isHeld = true;
      connection.held++;
      return {
        send: (octets) => {
          connection.held--;
          return this.#reply(response, octets.slice());
        },
        abandon: () => {
          connection.held--;
          // What was held and then answered in place has its answer below.
          if (isAsking) isHeld = false;
          else this.#refuse(response, noAnswer);
        },
      };
    });
    client.address.set(place.octets);
    client.port = carrier.remotePort ?? 0;
    client.local.set(parseAddress(carrier.localAddress ?? "")?.octets ?? []);
    this.#handler.enter();
    const length = this.#handler.respond(message, 0, message.length, tx, 0, maxMessageOctets, client);
    this.#handler.leave();
    isAsking = false;
    if (length > 0) this.#reply(response, tx.slice(0, length));
    else if (!isHeld) this.#refuse(response, noQuery);
  }

  #reply(response: Response, octets: Uint8Array): boolean {
    const headers = { "content-type": mediaType, "cache-control": `max-age=${freshnessSeconds(octets)}` };
    // HTTP/1.1 is told that a connection ends; HTTP/2 has a frame for it.
    const closing = this.#isClosing && response.stream === undefined ? { connection: "close" } : {};
    return this.#end(response, 200, { ...headers, ...closing }, octets);
  }

  #refuse(response: Response, { status, sentence, headers = {} }: Refusal): void {
    const described = { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
    this.#end(response, status, described, Buffer.from(`${sentence}\n`));
  }

  /** Sends an answer, which its client has some time to take, however little at a time. False when it has gone, or has one. */
  #end(response: Response, status: number, headers: { readonly [name: string]: string }, body: Uint8Array): boolean {
    if (!end(response, status, headers, body)) return false;
    const late = setTimeout(() => response.destroy(), this.#limits.writeTimeoutMs).unref();
    response.once("close", () => clearTimeout(late));
    return true;
  }
}

/** Why there is no message, as HTTP says it. */
interface Refusal {
  readonly status: number;
  readonly sentence: string;
  readonly headers?: { readonly [name: string]: string };
}

const nowhere: Refusal = { status: 404, sentence: `DNS over HTTPS is answered at ${path}.` };
const otherMethod: Refusal = {
  status: 405,
  sentence: "A DNS message comes by GET or POST.",
  headers: { allow: "GET, POST" },
};
const otherType: Refusal = { status: 415, sentence: `A body is ${mediaType}.`, headers: { accept: mediaType } };
const tooLong: Refusal = { status: 413, sentence: `A DNS message has at most ${maxMessageOctets} octets.` };
const noMessage: Refusal = { status: 400, sentence: "This is no DNS message." };
const noQuery: Refusal = { status: 400, sentence: "This is a message that nobody answers." };
const noParameter: Refusal = {
  status: 400,
  sentence: `Which message? GET ${path}?dns= has one in base64url without padding.`,
};
const tooMany: Refusal = { status: 503, sentence: "Too many questions of this connection wait for their answers." };
const noAnswer: Refusal = { status: 504, sentence: "There is no answer in time." };

/** False when the client has gone, or has its answer. */
function end(
  response: Response,
  status: number,
  headers: { readonly [name: string]: string },
  body: Uint8Array,
): boolean {
  const described = { ...headers, "content-length": body.length };
  const { stream } = response;
  if (stream === undefined) {
    if (response.headersSent || response.destroyed) return false;
    response.statusCode = status;
    for (const [name, value] of Object.entries(described)) response.setHeader(name, value);
    response.end(body);
    return true;
  }
  // By the stream itself, an answer is one frame of headers and one of data, which ends it.
  if (stream.headersSent || stream.closed || stream.destroyed) return false;
  stream.respond({ ":status": status, ...described });
  // Whose request is not read to its end has nothing to send any more (RFC 9113 §8.1).
  stream.end(body, () => stream.close(constants.NGHTTP2_NO_ERROR));
  return true;
}

/** RFC 8484 §4.1. */
async function messageOf(request: Request, timeoutMs: number): Promise<Uint8Array | Refusal> {
  const url = URL.parse(request.url ?? "/", "https://localhost");
  if (url?.pathname !== path) return nowhere;
  if (request.method === "GET") return fromParameter(url.searchParams.get("dns"));
  if (request.method !== "POST") return otherMethod;
  const type = request.headers["content-type"]?.split(";", 1)[0].trim().toLowerCase();
  if (type !== mediaType) return otherType;
  const octets = await bodyOf(request, timeoutMs);
  if (octets === null) return tooLong;
  return octets.length < minMessage ? noMessage : octets;
}

function fromParameter(text: string | null): Uint8Array | Refusal {
  if (text === null) return noParameter;
  try {
    const octets = Uint8Array.fromBase64(text, { alphabet: "base64url", lastChunkHandling: "loose" });
    if (octets.length > maxMessageOctets) return tooLong;
    return octets.length < minMessage ? noMessage : octets;
  } catch {
    return noParameter;
  }
}

/** The body; null when it is too long. Throws where it does not come in time. */
async function bodyOf(request: Request, timeoutMs: number): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > maxMessageOctets) return null;
  const late = setTimeout(() => request.destroy(new Error("The body is late.")), timeoutMs);
  try {
    return await wholeBody(request);
  } finally {
    clearTimeout(late);
  }
}

async function wholeBody(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    octets += chunk.length;
    if (octets > maxMessageOctets) return null;
    chunks.push(chunk);
  }
  return plainOctets(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
}
