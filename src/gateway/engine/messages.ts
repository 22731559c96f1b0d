// What goes into the engine and what comes out of it, as octets and texts: no socket stands behind these names, so a test
// hands over a request as plain values. Headers are flat lists, name, value, name, value, in the order and the case of the
// wire, because proxies must pass both on (AWS guide: api-gateway-known-issues; gateway events hold every value).
// Invariant: whatever a request does not need is never made: a body is read, a query parsed, only when somebody asks.

/** A request's body, once it is asked for, which may be once. */
export interface RequestBody {
  /** All octets; "too large" beyond the limit of base/limits.ts, "aborted" when the client left. */
  octets(): Promise<Uint8Array | "too large" | "aborted">;
}

export interface GatewayRequest {
  readonly method: string;
  /** The request target in origin form, as it came: percent signs and all. */
  readonly target: string;
  readonly rawHeaders: readonly string[];
  /** The first value of a header, its name in lower case; undefined when it is not there. */
  header(name: string): string | undefined;
  /** The host asked for, in lower case, without a port. */
  readonly host: string;
  /** The host header as it came. */
  readonly authority: string;
  readonly scheme: "https" | "http";
  readonly protocol: "HTTP/1.0" | "HTTP/1.1" | "HTTP/2.0";
  /** Whom the request is from, as text. */
  readonly clientAddress: string;
  /** The port it came to. */
  readonly port: number;
  /** Set where an edge location passed the request on: whom it is really from, and where the edge is. */
  readonly edge: { readonly location: string; readonly region: string } | null;
  /** The VPC the client is in; null for none. Private APIs answer there alone. */
  readonly vpcId: string | null;
  /** The protocol that the client asks to change to (RFC 9110 §7.8), as it wrote it; null: it stays with HTTP. */
  readonly upgrade: string | null;
  /** null: the request has none. */
  readonly body: RequestBody | null;
}

/**
 * The connection to a server that has agreed to change the protocol. Octets flow through it unread: whoever listens joins the
 * client's connection to it, and whoever cannot closes it.
 */
export interface Tunnel {
  /** Passes octets both ways until either side ends; `client` is the connection as its listener has it. */
  join(client: object): void;
  close(): void;
}

export interface GatewayReply {
  readonly status: number;
  /** Flat: name, value, name, value. No content-length, date or connection: who sends it knows these. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | string | AsyncIterable<Uint8Array> | null;
  /** Of an answer with status 101: what the client's connection goes on with. Its headers are those of the server behind. */
  readonly tunnel?: Tunnel;
}

/** A reply, at once where nothing has to be waited for. */
export type Eventual<Value> = Value | Promise<Value>;
