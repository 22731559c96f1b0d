// A small HTTP and HTTPS listener over node's for the service's own pages: paths, the methods that each takes, short bodies in,
// short or streamed ones out. A path that ends in "/" takes what is just below it, "/first/**" everything below.
// Invariants: a body is read for methods that have one, and never beyond what its route allows; a slow or idle client is cut off by
// node's own timeouts, set here; answers are never cached and never sniffed for another type; a browser on another site
// changes nothing here (./same-site.ts).

import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  createServer,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { maxBodyOctets } from "../base/limits.ts";
import { intercept } from "./interception.ts";
import { isForeign } from "./same-site.ts";
import { type StandIn, clientBounds, createTlsServer } from "./tls-server.ts";

export interface HttpReply {
  readonly status: number;
  /** The media type, its charset included. */
  readonly type: string;
  /** Pieces are written as they come, no faster than the client reads. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Further headers, names in lower case. */
  readonly headers?: { readonly [name: string]: string };
}

export interface HttpRequest {
  readonly method: string;
  /** As it came, percent signs and all. */
  readonly path: string;
  readonly queryText: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** What stands behind the question mark. */
  readonly query: URLSearchParams;
  /** What follows a path that takes everything below it. */
  readonly rest: string;
  /** Empty but for POST, PUT and PATCH. */
  readonly body: string;
  /** The same before it became text. */
  readonly octets: Uint8Array;
}

export type Handler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

/** What is known of a request before its body. */
export type RequestHead = Pick<HttpRequest, "method" | "path" | "queryText">;

/** Bodies that are not of the usual length. */
export interface Bodies {
  readonly mostOctets: (head: RequestHead) => number;
  /** Says so of a longer one. */
  readonly tooLong: (head: RequestHead, mostOctets: number) => HttpReply;
}

/** Who answers which method at a path; GET answers HEAD, too, and ANY whatever nobody else does. */
export type Resource = { readonly [Method in "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "ANY"]?: Handler } & {
  readonly bodies?: Bodies;
};
export type Routes = ReadonlyMap<string, Resource>;

export interface HttpEndpoint {
  readonly address: string;
  readonly port: number;
}

export interface HttpListener {
  /** Where it listens; the port is never 0. */
  readonly endpoint: HttpEndpoint;
  close(): Promise<void>;
}

export const plainText = "text/plain; charset=utf-8";
const json = "application/json; charset=utf-8";

/** A sentence for people. */
export function textReply(status: number, sentence: string): HttpReply {
  return { status, type: plainText, body: `${sentence}\n` };
}

/** What JSON.stringify makes of a value. */
export function jsonReply(value: unknown): HttpReply {
  return { status: 200, type: json, body: `${JSON.stringify(value)}\n` };
}

/** Connections at a time: scrapers and people, never a crowd. */
const maxConnections = 256;
const usualTimeoutMs = 10_000;
/** A client may take nothing of an answer that is there for so many times as long as over its request. */
const patienceOfAnswers = 3;

const usualBodies: Bodies = {
  mostOctets: () => maxBodyOctets,
  tooLong: (_, mostOctets) => textReply(413, `A body may have at most ${mostOctets} octets.`),
};
const methodsWithBody: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

export interface HttpListenerOptions {
  /** Hears of faults of ours. */
  readonly failed?: (error: unknown) => void;
  /** Names that clients know this machine by. */
  readonly ownNames?: readonly string[];
  /** Servers that we stand in for, to clients whose proxy we are. */
  readonly interception?: StandIn | null;
  /** How long a client may take over its request. */
  readonly requestTimeoutMs?: number;
}

/** Listens at `endpoint`; rejects with node's error when it cannot. */
export async function listenHttp(
  endpoint: HttpEndpoint,
  routes: Routes,
  options: HttpListenerOptions = {},
): Promise<HttpListener> {
  const { interception = null, requestTimeoutMs = usualTimeoutMs } = options;
  const listener = answering(routes, options);
  const bounds = clientBounds(requestTimeoutMs);
  const server = createServer(bounds, listener);
  const endInterception = interception === null ? () => {} : intercept(server, interception, listener, bounds);
  return listenWith(server, endpoint, endInterception);
}

/** The same over TLS, as every server that `standIn` names. */
export async function listenHttps(
  endpoint: HttpEndpoint,
  routes: Routes,
  standIn: StandIn,
  options: HttpListenerOptions = {},
): Promise<HttpListener> {
  const bounds = clientBounds(options.requestTimeoutMs ?? usualTimeoutMs);
  return listenWith(createTlsServer(standIn, answering(routes, options), bounds), endpoint, () => {});
}

function answering(routes: Routes, options: HttpListenerOptions): RequestListener {
  const { failed = () => {}, ownNames = [], requestTimeoutMs = usualTimeoutMs } = options;
  return (request, response) =>
    void answer(routes, ownNames, requestTimeoutMs * patienceOfAnswers, request, response).catch((error: unknown) => {
      response.destroy();
      failed(error);
    });
}

async function listenWith(server: Server, endpoint: HttpEndpoint, closing: () => void): Promise<HttpListener> {
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: endpoint.address, port: endpoint.port, exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      closing();
    });
  return { endpoint: { address: endpoint.address, port }, close };
}

async function answer(
  routes: Routes,
  ownNames: readonly string[],
  silenceMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { reply, allow } = await replyTo(routes, ownNames, request);
  const { status, type, body, headers = {} } = reply;
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    "content-type": type,
    // RFC 9110 §8.6: an answer without content has no length either.
    ...(isWhole(body) && status !== 204 ? { "content-length": Buffer.byteLength(body) } : {}),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(allow === "" ? {} : { allow }),
    ...(status === 413 ? { connection: "close" } : {}),
  });
  if (request.method === "HEAD" || isWhole(body)) {
    response.setTimeout(silenceMs, () => response.destroy());
    response.end(request.method === "HEAD" ? undefined : body);
    return;
  }
  cutOffUnread(response, silenceMs);
  await pipeline(Readable.from(body), response).catch(() => {}); // the client went away: nobody is left to tell
}

/** A stream may be silent for as long as it likes, a client that does not take what is there may not. */
function cutOffUnread(response: ServerResponse, silenceMs: number): void {
  response.setTimeout(silenceMs, () => {
    if (response.writableNeedDrain) response.destroy();
    else response.setTimeout(silenceMs);
  });
}

function isWhole(body: HttpReply["body"]): body is string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array;
}

async function replyTo(
  routes: Routes,
  ownNames: readonly string[],
  request: IncomingMessage,
): Promise<{ reply: HttpReply; allow: string }> {
  // RFC 9112 §3.2: with two, each reader of the request could believe another.
  if ((request.headersDistinct["host"]?.length ?? 0) > 1)
    return { reply: textReply(400, "A request names one host."), allow: "" };
  const { path, queryText } = splitTarget(request.url ?? "/");
  const found = find(routes, path);
  if (found === null) return { reply: textReply(404, "There is nothing at this path."), allow: "" };
  const { resource, rest } = found;
  const method = request.method ?? "";
  const handler = handlerOf(resource, method === "HEAD" ? "GET" : method);
  if (handler === undefined) {
    const methods = Object.keys(resource)
      .filter((one) => one !== "bodies")
      .flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one]));
    const said = methods.length === 1 ? methods[0] : `${methods.slice(0, -1).join(", ")} and ${methods.at(-1)}`;
    const reply = textReply(405, `Only ${said} ${methods.length === 1 ? "is" : "are"} answered here.`);
    return { reply, allow: methods.join(", ") };
  }
  if (isForeign(path, request.headers, ownNames))
    return { reply: textReply(403, "This is not answered to pages of other sites."), allow: "" };
  const head = { method, path, queryText };
  const { mostOctets, tooLong } = resource.bodies ?? usualBodies;
  const most = mostOctets(head);
  const octets = methodsWithBody.has(method) ? await readBody(request, most) : Buffer.alloc(0);
  if (octets === null) return { reply: tooLong(head, most), allow: "" };
  const { headers } = request;
  const query = new URLSearchParams(queryText);
  const asked: HttpRequest = {
    ...head,
    headers,
    query,
    rest,
    get body() {
      return octets.toString("utf8");
    },
    octets,
  };
  return { reply: await handler(asked), allow: "" };
}

function splitTarget(url: string): { path: string; queryText: string } {
  const mark = url.indexOf("?");
  return mark === -1 ? { path: url, queryText: "" } : { path: url.slice(0, mark), queryText: url.slice(mark + 1) };
}

function find(routes: Routes, path: string): { resource: Resource; rest: string } | null {
  const exact = path.length > 1 && path.endsWith("/") ? undefined : routes.get(path);
  if (exact !== undefined) return { resource: exact, rest: "" };
  const slash = path.lastIndexOf("/") + 1;
  const below = slash > 1 && slash < path.length ? routes.get(path.slice(0, slash)) : undefined;
  if (below !== undefined) return { resource: below, rest: path.slice(slash) };
  const first = path.indexOf("/", 1);
  const everything = first === -1 ? undefined : routes.get(`${path.slice(0, first)}/**`);
  return everything === undefined ? null : { resource: everything, rest: path.slice(first + 1) };
}

function handlerOf(resource: Resource, method: string): Handler | undefined {
  return (Object.hasOwn(resource, method) ? resource[method as "GET"] : undefined) ?? resource.ANY;
}

/** The body; null when it is too long. */
async function readBody(request: IncomingMessage, mostOctets: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > mostOctets) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
