// The engine's answer on a connection: one write where the body is there, piece by piece where it is streamed, and then no
// faster than the client reads. Headers go out as they are, in their case and order; HTTP/2 wants them in lower case and
// without those of a connection (RFC 9113 §8.2). A client that left costs what is under way and nothing more.

import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GatewayReply } from "../../gateway/engine/messages.ts";

export type NodeResponse = ServerResponse | Http2ServerResponse;

/** After these the rest of the request's body is not read: the connection ends (HTTP/1), the stream does (HTTP/2). */
const endingStatuses: ReadonlySet<number> = new Set([400, 413, 414, 431]);

export async function writeStream(response: NodeResponse, reply: GatewayReply): Promise<void> {
  head(response, reply, null);
  if (typeof reply.body !== "object" || reply.body === null || reply.body instanceof Uint8Array) {
    response.end();
    return;
  }
  // The client went away, or whoever wrote the answer did: a connection cut short is how HTTP/1 says so (RFC 9112 §8).
  await pipeline(Readable.from(reply.body), response as ServerResponse).catch(() => {});
}

/** An answer whose body is there. */
export function writeWhole(response: NodeResponse, reply: GatewayReply): void {
  const { body, status } = reply;
  const whole = typeof body === "string" || body instanceof Uint8Array ? body : "";
  // RFC 9110 §8.6: neither has a body, nor says how long it would be.
  const isBodiless = status === 204 || status === 304 || status < 200;
  head(response, reply, isBodiless ? null : Buffer.byteLength(whole));
  if (isBodiless || whole.length === 0) response.end();
  else if (typeof whole === "string" || whole.length > maxJoinedOctets || "stream" in response)
    (response as ServerResponse).end(whole);
  // As text of one octet a character, which node writes together with the head; octets would be a buffer of their own.
  else response.end(Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString("latin1"), "latin1");
}

/** Above this a copy costs more than a second buffer. */
const maxJoinedOctets = 16 * 1024;

export function isStreamed({ body }: GatewayReply): boolean {
  return typeof body === "object" && body !== null && !(body instanceof Uint8Array);
}

function head(response: NodeResponse, { status, headers }: GatewayReply, length: number | null): void {
  if ("stream" in response) {
    response.writeHead(status, http2Headers(headers, length));
    return;
  }
  const all = length === null ? [...headers] : [...headers, "Content-Length", String(length)];
  // Said here, as Node would add how long it waits for more (Keep-Alive), which AWS never tells.
  all.push("Connection", endsAfter(response, status, length) ? "close" : "keep-alive");
  response.writeHead(status, all);
}

function endsAfter(response: ServerResponse, status: number, length: number | null): boolean {
  const { req, shouldKeepAlive } = response;
  if (!shouldKeepAlive || (endingStatuses.has(status) && !req.complete)) return true;
  // RFC 9112 §6.3: a stream to a client of HTTP/1.0 ends where the connection does.
  return length === null && req.httpVersionMinor === 0;
}

function http2Headers(headers: readonly string[], length: number | null): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i].toLowerCase();
    if (connectionHeaders.has(name)) continue;
    const before = out[name];
    if (before === undefined) out[name] = headers[i + 1];
    else out[name] = Array.isArray(before) ? [...before, headers[i + 1]] : [before, headers[i + 1]];
  }
  if (length !== null) out["content-length"] = String(length);
  return out;
}

const connectionHeaders: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);
