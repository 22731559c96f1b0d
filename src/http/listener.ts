// A small HTTP listener over node:http for the service's own pages: exact paths, GET and HEAD, short bodies.
// Invariants: a request's body is never read; a slow or idle client is cut off by node's own timeouts, set here;
// answers are never cached and never sniffed for another type.

import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpReply {
  readonly status: number;
  /** The media type, its charset included. */
  readonly type: string;
  readonly body: string;
}

/** Answers a path; `query` is what stands behind the question mark. */
export type Route = (query: URLSearchParams) => HttpReply;

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

/** Connections at a time: scrapers and people, never a crowd. */
const maxConnections = 256;
const requestTimeoutMs = 10_000;

/** Listens at `endpoint`; rejects with node's error when it cannot. */
export async function listenHttp(endpoint: HttpEndpoint, routes: ReadonlyMap<string, Route>): Promise<HttpListener> {
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs },
    (request, response) => answer(routes, request, response),
  );
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
    });
  return { endpoint: { address: endpoint.address, port }, close };
}

function answer(routes: ReadonlyMap<string, Route>, request: IncomingMessage, response: ServerResponse): void {
  const [path, query = ""] = (request.url ?? "/").split("?", 2);
  const reply = replyTo(routes, request.method ?? "", path, query);
  response.writeHead(reply.status, {
    "content-type": reply.type,
    "content-length": Buffer.byteLength(reply.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(reply.status === 405 ? { allow: "GET, HEAD" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : reply.body);
}

function replyTo(routes: ReadonlyMap<string, Route>, method: string, path: string, query: string): HttpReply {
  const route = routes.get(path);
  if (route === undefined) return { status: 404, type: plainText, body: `There is nothing at this path.\n` };
  if (method !== "GET" && method !== "HEAD")
    return { status: 405, type: plainText, body: "Only GET and HEAD are answered here.\n" };
  return route(new URLSearchParams(query));
}
