// HTTP/2 as node speaks it, on the gateway's side: a request as HTTP/1 would say it (RFC 9113 §8.3.1), its body within the
// limits and in its time, and an answer with names in lower case and without the headers of a connection (§8.2).
// Read next: ./incoming.ts, ./outgoing.ts.

import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Writable } from "node:stream";
import { maxGatewayBodyOctets } from "../../base/limits.ts";
import { headerIn, isNamed } from "../../gateway/engine/flat-headers.ts";
import type { GatewayReply, RequestBody } from "../../gateway/engine/messages.ts";
import { clientAddressOf } from "../client-address.ts";
import type { Carrier, IncomingHead } from "./incoming.ts";
import { isBodiless } from "../http1/syntax.ts";
import type { Outlet } from "./outgoing.ts";

/** null: it has no host, or two. */
export function saidOf({ method, url, rawHeaders: given }: Http2ServerRequest): IncomingHead | null {
  const rawHeaders = http1Headers(given);
  let authority: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!isNamed(rawHeaders[i], "host")) continue;
    if (authority !== null) return null;
    authority = rawHeaders[i + 1];
  }
  return authority === null ? null : { method, target: url, protocol: "HTTP/2.0", rawHeaders, authority };
}

export function carrierOf(request: Http2ServerRequest): Carrier {
  return {
    get clientAddress() {
      return clientAddressOf(request.socket);
    },
    get port() {
      return request.socket.localPort ?? 0;
    },
    upgrade: null,
  };
}

/** HTTP/2 says that a request has a body by what follows the headers. */
export function bodyOf(request: Http2ServerRequest, requestMs: number): RequestBody | null {
  return request.stream.endAfterHeaders ? null : { octets: () => readOctets(request, requestMs) };
}

export class Http2Outlet implements Outlet {
  readonly #response: Http2ServerResponse;

  constructor(response: Http2ServerResponse) {
    this.#response = response;
  }

  get isOwed(): boolean {
    return !this.#response.destroyed && !this.#response.headersSent;
  }

  sendWhole({ status, headers, body }: GatewayReply): void {
    if (!this.isOwed) return;
    const whole = typeof body === "string" || body instanceof Uint8Array ? body : "";
    const hasBody = !isBodiless(status);
    this.#response.writeHead(status, http2Headers(headers, hasBody ? Buffer.byteLength(whole) : null));
    if (!hasBody || whole.length === 0) this.#response.end();
    else this.#response.end(whole);
  }

  /** Other streams of the connection go on. */
  sendLast(reply: GatewayReply): void {
    this.sendWhole(reply);
  }

  openStream({ status, headers }: GatewayReply): Writable {
    this.#response.writeHead(status, http2Headers(headers, null));
    return this.#response;
  }

  destroy(): void {
    this.#response.destroy();
  }
}

/** HTTP/2's headers without its pseudo-headers, the authority as host (RFC 9113 §8.3.1), cookies joined again (§8.2.3). */
function http1Headers(given: readonly string[]): readonly string[] {
  const headers: string[] = [];
  let authority: string | null = null;
  let cookieAt = -1;
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i];
    if (name === ":authority") authority = given[i + 1];
    if (name.startsWith(":")) continue;
    if (name === "host" && authority !== null) continue;
    if (name === "cookie" && cookieAt !== -1) headers[cookieAt] += `; ${given[i + 1]}`;
    else {
      if (name === "cookie") cookieAt = headers.length + 1;
      headers.push(name, given[i + 1]);
    }
  }
  if (authority !== null) headers.unshift("host", authority);
  return headers;
}

function readOctets(request: Http2ServerRequest, patienceMs: number): ReturnType<RequestBody["octets"]> {
  if (Number(headerIn(request.rawHeaders, "content-length") ?? 0) > maxGatewayBodyOctets)
    return Promise.resolve("too large");
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve("aborted"), patienceMs);
    const chunks: Buffer[] = [];
    let octets = 0;
    request.on("data", (chunk: Buffer) => {
      octets += chunk.length;
      if (octets <= maxGatewayBodyOctets) chunks.push(chunk);
      else resolve("too large");
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve("aborted"));
    request.on("close", () => {
      clearTimeout(late);
      resolve("aborted");
    });
  });
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
