// A request of node's HTTP servers as the gateway's engine reads it (../../gateway/engine/messages.ts): HTTP/1 and HTTP/2
// alike, headers in the case and order in which they came, the body untouched until somebody asks.
// What two readers of a request could understand differently is refused before the engine sees it: two hosts (RFC 9112 §3.2),
// a target that names another host than its header, more than the limits. Node's parser, kept strict, refuses the rest.

import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { maxGatewayBodyOctets, maxGatewayHeaderOctets, maxGatewayTargetOctets } from "../../base/limits.ts";
import { headerIn, isNamed } from "../../gateway/engine/flat-headers.ts";
import type { GatewayRequest, RequestBody } from "../../gateway/engine/messages.ts";

export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** What the listener knows of everything that comes through it. */
export interface Doorway {
  readonly scheme: "https" | "http";
  /** The VPC that a client's address lies in; null for none. */
  readonly vpcOf: (address: string) => string | null;
  readonly edge: GatewayRequest["edge"];
  /** How long a body may take, in milliseconds. */
  readonly requestMs: number;
}

/** Why a request is refused before anybody looks at what it wants. */
export interface Refusal {
  readonly status: 400 | 414 | 431;
  readonly message: string;
}

/** `upgrade`: the protocol that the connection is to change to. */
export function readRequest(
  message: NodeRequest,
  doorway: Doorway,
  upgrade: string | null = null,
): GatewayRequest | Refusal {
  const rawHeaders = message.httpVersionMajor === 1 ? message.rawHeaders : http1Headers(message.rawHeaders);
  const given = message.url ?? "/";
  if (given.length > maxGatewayTargetOctets) return { status: 414, message: "Request-URI Too Long" };
  let authority: string | null = null;
  let octets = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    octets += rawHeaders[i].length + rawHeaders[i + 1].length;
    if (!isNamed(rawHeaders[i], "host")) continue;
    if (authority !== null) return { status: 400, message: "Bad Request" };
    authority = rawHeaders[i + 1];
  }
  if (octets > maxGatewayHeaderOctets) return { status: 431, message: "Request Header Fields Too Large" };
  const target = given.startsWith("/") ? given : originForm(given, authority);
  if (target === null || authority === null) return { status: 400, message: "Bad Request" };
  return new IncomingRequest(message, doorway, rawHeaders, { authority, target, upgrade });
}

class IncomingRequest implements GatewayRequest {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly authority: string;
  readonly host: string;
  readonly upgrade: string | null;
  readonly scheme: Doorway["scheme"];
  readonly edge: GatewayRequest["edge"];
  readonly #message: NodeRequest;
  readonly #vpcOf: Doorway["vpcOf"];
  readonly #requestMs: number;

  constructor(
    message: NodeRequest,
    { scheme, edge, vpcOf, requestMs }: Doorway,
    rawHeaders: readonly string[],
    { authority, target, upgrade }: Pick<GatewayRequest, "authority" | "target" | "upgrade">,
  ) {
    this.#message = message;
    this.#vpcOf = vpcOf;
    this.#requestMs = requestMs;
    this.scheme = scheme;
    this.edge = edge;
    this.method = message.method ?? "GET";
    this.target = target;
    this.rawHeaders = rawHeaders;
    this.authority = authority;
    this.upgrade = upgrade;
    this.host = hostOf(authority);
  }

  get protocol(): GatewayRequest["protocol"] {
    return this.#message.httpVersionMajor === 2
      ? "HTTP/2.0"
      : this.#message.httpVersionMinor === 0
        ? "HTTP/1.0"
        : "HTTP/1.1";
  }

  get clientAddress(): string {
    const address = this.#message.socket.remoteAddress ?? "";
    return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  }

  get port(): number {
    return this.#message.socket.localPort ?? 0;
  }

  get vpcId(): string | null {
    return this.#vpcOf(this.clientAddress);
  }

  /** RFC 9112 §6.3: a request has a body when one of these says so; HTTP/2 says it by what follows the headers. */
  get body(): RequestBody | null {
    // Those that ask for another protocol are taken without one (./upgrade.ts).
    if (this.upgrade !== null) return null;
    const message = this.#message;
    const has =
      message.httpVersionMajor === 2
        ? !(message as Http2ServerRequest).stream.endAfterHeaders
        : this.header("content-length") !== undefined || this.header("transfer-encoding") !== undefined;
    if (!has) return null;
    return { octets: () => readOctets(message, Number(this.header("content-length") ?? 0), this.#requestMs) };
  }

  header(name: string): string | undefined {
    return headerIn(this.rawHeaders, name);
  }
}

/** `Example.test:8443` as example.test. */
function hostOf(authority: string): string {
  const colon = authority.lastIndexOf(":");
  const bare = colon === -1 || authority.endsWith("]") ? authority : authority.slice(0, colon);
  return bare.toLowerCase().replace(/\.$/, "");
}

/** RFC 9112 §3.2.2: a proxy's form of the target is taken, if it names the host that the header names. */
function originForm(target: string, authority: string | null): string | null {
  const [, host, rest] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(target) ?? [];
  if (host === undefined || host.toLowerCase() !== authority?.toLowerCase()) return null;
  return rest.startsWith("/") ? rest : `/${rest}`;
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

function readOctets(
  message: NodeRequest,
  announced: number,
  patienceMs: number,
): Promise<Uint8Array | "too large" | "aborted"> {
  if (announced > maxGatewayBodyOctets) return Promise.resolve("too large");
  return new Promise((resolve) => {
    // The server for HTTP/1 has a clock of its own for this, and answers 408.
    const late = message.httpVersionMajor === 1 ? null : setTimeout(() => resolve("aborted"), patienceMs);
    const chunks: Buffer[] = [];
    let octets = 0;
    message.on("data", (chunk: Buffer) => {
      octets += chunk.length;
      if (octets <= maxGatewayBodyOctets) chunks.push(chunk);
      else resolve("too large");
    });
    message.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    message.on("error", () => resolve("aborted"));
    message.on("close", () => {
      if (late !== null) clearTimeout(late);
      resolve("aborted");
    });
  });
}
