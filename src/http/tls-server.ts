// The TLS side of the HTTP listeners: a server that speaks as each of the hosts it stands in for, under a certificate of the
// local CA that is made when a client first names the host (SNI), and under this machine's own names as well.
// Invariants: TLS 1.2 or later, HTTP/1.1 only; a handshake that names another host ends there, and a request for another
// host within a connection is misdirected (RFC 9110 §7.4); a slow client is cut off, however its connection came to us.
// Read next: ./interception.ts for connections that come by CONNECT.

import type { IncomingMessage, RequestListener, ServerOptions, ServerResponse } from "node:http";
import { type Server, createServer } from "node:https";
import { isIP } from "node:net";
import type { LocalAuthority } from "./certificates/local-authority.ts";

export interface StandIn {
  /** Hosts we stand in for; "*.amazonaws.com" is all below amazonaws.com, a "*" further on is one label. In lower case. */
  readonly hosts: readonly string[];
  /** Names and addresses of this machine. */
  readonly ownNames: readonly string[];
  readonly authority: LocalAuthority;
}

/** Octets of a request's line and headers: more is answered 431. */
const maxHeaderOctets = 16_384;
const minVersion = "TLSv1.2";

/** How node's HTTP servers bound a client; the parser stays strict whatever the environment says (RFC 9112 §11.2). */
export function clientBounds(requestTimeoutMs: number): ServerOptions {
  return {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 10),
    maxHeaderSize: maxHeaderOctets,
    insecureHTTPParser: false,
  };
}

/** Whether `name`, in lower case, is one of these hosts. Whatever a client names below a "*" gets a certificate, so it must be a name. */
export function isHostOf(hosts: readonly string[], name: string): boolean {
  return hosts.some((host) => {
    if (!host.includes("*")) return host === name;
    if (!/^[\w-]+(\.[\w-]+)+$/.test(name)) return false;
    if (host.startsWith("*.")) return name.endsWith(host.slice(1));
    const labels = name.split(".");
    const wanted = host.split(".");
    return wanted.length === labels.length && wanted.every((label, at) => label === "*" || label === labels[at]);
  });
}

/** A server that answers as all these; who listens, or hands connections to it, is the caller's. */
export function createTlsServer(standIn: StandIn, answer: RequestListener, bounds: ServerOptions): Server {
  const { hosts, ownNames, authority } = standIn;
  const own = (): ReturnType<LocalAuthority["credentialsFor"]> => authority.credentialsFor(...ownNames);
  let presented = own();
  const server = createServer(
    {
      ...bounds,
      ...presented,
      minVersion,
      ALPNProtocols: ["http/1.1"],
      handshakeTimeout: bounds.requestTimeout,
      SNICallback: (named, decide) => {
        const name = named.toLowerCase();
        if (isHostOf(hosts, name)) decide(null, authority.contextFor(name));
        else if (ownNames.includes(name)) decide(null, authority.contextFor(...ownNames));
        else decide(new Error(`Nobody here is called ${name}.`));
      },
    },
    (request, response) => {
      if (isServed(standIn, request)) answer(request, response);
      else misdirected(response);
    },
  );
  server.on("tlsClientError", (_, socket) => socket.destroy());
  // A client that names no host gets the certificate that the server holds, which must be renewed as well.
  server.prependListener("connection", () => {
    if (own() === presented) return;
    presented = own();
    server.setSecureContext({ ...presented, minVersion });
  });
  return server;
}

function isServed({ hosts, ownNames }: StandIn, { headers }: IncomingMessage): boolean {
  const name = (headers.host ?? "").toLowerCase().replace(/:\d+$/, "");
  return isHostOf(hosts, name) || ownNames.includes(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function misdirected(response: ServerResponse): void {
  response.writeHead(421, { "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end("This server does not answer for that host.\n");
}
