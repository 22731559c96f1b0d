// A request as the gateway's engine reads it (../../gateway/engine/messages.ts): HTTP/1 and HTTP/2 alike, headers in the case
// and order in which they came, the body untouched until somebody asks.
// What two readers of a request could understand differently is refused before the engine sees it: a target that names
// another host than its header (RFC 9112 §3.2.2), more than the limits. ../http1/request-head.ts and node's HTTP/2 refuse the rest.

import { plainHost } from "../../base/host-name.ts";
import { maxGatewayHeaderOctets, maxGatewayTargetOctets } from "../../base/limits.ts";
import { headerIn } from "../../gateway/engine/flat-headers.ts";
import type { GatewayRequest, RequestBody } from "../../gateway/engine/messages.ts";

/** What the listener knows of everything that comes through it. */
export interface Doorway {
  readonly scheme: "https" | "http";
  /** The VPC that a client's address lies in; null for none. */
  readonly vpcOf: (address: string) => string | null;
  readonly edge: GatewayRequest["edge"];
}

/** What a request says before its body; its target is as it came. */
export type IncomingHead = Pick<GatewayRequest, "method" | "target" | "protocol" | "rawHeaders" | "authority">;

/** What a request came on. */
export type Carrier = Pick<GatewayRequest, "clientAddress" | "port" | "upgrade">;

/** Why a request is refused before anybody looks at what it wants. */
export interface Refusal {
  readonly status: 400 | 414 | 431;
  readonly message: string;
}

export function readRequest(
  said: IncomingHead,
  carrier: Carrier,
  body: RequestBody | null,
  doorway: Doorway,
): GatewayRequest | Refusal {
  const { rawHeaders, target } = said;
  if (target.length > maxGatewayTargetOctets) return { status: 414, message: "Request-URI Too Long" };
  let octets = 0;
  for (let i = 0; i < rawHeaders.length; i++) octets += rawHeaders[i].length;
  if (octets > maxGatewayHeaderOctets) return { status: 431, message: "Request Header Fields Too Large" };
  const path = target.startsWith("/") ? target : originForm(target, said.authority);
  if (path === null) return { status: 400, message: "Bad Request" };
  return new IncomingRequest(said, path, carrier, body, doorway);
}

class IncomingRequest implements GatewayRequest {
  readonly method: string;
  readonly target: string;
  readonly protocol: GatewayRequest["protocol"];
  readonly rawHeaders: readonly string[];
  readonly authority: string;
  readonly host: string;
  readonly upgrade: string | null;
  readonly body: RequestBody | null;
  readonly #carrier: Carrier;
  readonly #doorway: Doorway;

  constructor(said: IncomingHead, target: string, carrier: Carrier, body: RequestBody | null, doorway: Doorway) {
    this.method = said.method;
    this.target = target;
    this.protocol = said.protocol;
    this.rawHeaders = said.rawHeaders;
    this.authority = said.authority;
    this.host = hostOf(said.authority);
    this.upgrade = carrier.upgrade;
    this.body = body;
    this.#carrier = carrier;
    this.#doorway = doorway;
  }

  get scheme(): GatewayRequest["scheme"] {
    return this.#doorway.scheme;
  }

  get edge(): GatewayRequest["edge"] {
    return this.#doorway.edge;
  }

  get clientAddress(): string {
    return this.#carrier.clientAddress;
  }

  get port(): number {
    return this.#carrier.port;
  }

  get vpcId(): string | null {
    return this.#doorway.vpcOf(this.#carrier.clientAddress);
  }

  header(name: string): string | undefined {
    return headerIn(this.rawHeaders, name);
  }
}

let lastAuthority = "";
let lastHost = "";

/** `Example.test:8443` as example.test. Clients ask for one host over and over. */
function hostOf(authority: string): string {
  if (authority === lastAuthority) return lastHost;
  const colon = authority.lastIndexOf(":");
  const bare = colon === -1 || authority.endsWith("]") ? authority : authority.slice(0, colon);
  lastAuthority = authority;
  lastHost = plainHost(bare);
  return lastHost;
}

/** RFC 9112 §3.2.2: a proxy's form of the target is taken, if it names the host that the header names. */
function originForm(target: string, authority: string): string | null {
  const [, host, rest] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(target) ?? [];
  if (host === undefined || host.toLowerCase() !== authority.toLowerCase()) return null;
  return rest.startsWith("/") ? rest : `/${rest}`;
}
