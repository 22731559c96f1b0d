// A request to change the protocol (RFC 9110 §7.8; WebSocket is one) to a server behind the gateway, on a connection of its
// own: a server that agrees gives a tunnel, from one that does not the answer is as good as any other.
// Invariants: it never rejects; a server that does not answer in time ends it; in a tunnel each side's end, and each side's
// fault, ends the other, and one that nobody uses for long ends as well. Read next: ./upstream-client.ts.

import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { Duplex } from "node:stream";
import { gatewayTunnelIdleMs, maxGatewayBodyOctets } from "../../base/limits.ts";
import { hasHeader } from "../../gateway/engine/flat-headers.ts";
import type { Tunnel } from "../../gateway/engine/messages.ts";
import type { UpstreamFault, UpstreamReply, UpstreamRequest } from "../../gateway/engine/ports.ts";

export interface UpgradeConnection {
  /** Where the connection goes instead of the URL's own host, as http://HOST:PORT; null: there. */
  readonly origin: string | null;
  readonly lookup?: LookupFunction;
  readonly ca?: readonly string[];
  readonly rejectUnauthorized: boolean;
}

type Answer = UpstreamReply | UpstreamFault;

export function sendUpgrade(
  { method, url, headers, upgrade, timeoutMs }: UpstreamRequest,
  { origin, ...connection }: UpgradeConnection,
): Promise<Answer> {
  return new Promise((settle) => {
    const place = new URL(origin ?? url);
    const send = place.protocol === "https:" ? httpsRequest : httpRequest;
    const behind = send({
      ...connection,
      ca: connection.ca === undefined ? undefined : [...connection.ca],
      agent: false,
      host: place.hostname.replace(/^\[|\]$/g, ""),
      port: place.port,
      path: pathOf(url),
      method,
      headers: [...withHost(headers, url), "Connection", "Upgrade", "Upgrade", upgrade ?? ""],
    });
    const end = (fault: UpstreamFault["fault"], why: string): void => {
      settle({ fault, why });
      behind.destroy();
    };
    const timer = setTimeout(() => end("timeout", "no answer in time"), timeoutMs);
    behind.on("upgrade", (answer, server, rest) => {
      clearTimeout(timer);
      if (rest.length > 0) server.unshift(rest);
      settle({ status: 101, headers: lasting(answer), body: new Uint8Array(0), tunnel: new SocketTunnel(server) });
    });
    behind.on("response", (answer) => {
      readWhole(answer)
        .then(
          (reply) => settle(reply),
          (error: Error) => settle({ fault: "unreachable", why: error.message }),
        )
        .finally(() => {
          clearTimeout(timer);
          behind.destroy();
        });
    });
    behind.on("error", (error) => {
      clearTimeout(timer);
      end("unreachable", error.message);
    });
    behind.end();
  });
}

/** A connection to a server, as long as a client's is joined to it. */
class SocketTunnel implements Tunnel {
  readonly #server: Duplex;

  constructor(server: Duplex) {
    this.#server = server;
    server.on("error", () => server.destroy());
  }

  join(client: object): void {
    if (!(client instanceof Duplex)) throw new TypeError("A tunnel joins connections.");
    const server = this.#server;
    client.pipe(server).pipe(client);
    client.on("error", () => server.destroy());
    client.once("close", () => server.destroy());
    server.once("close", () => client.destroy());
    // All that flows, either way, flows through the client's connection.
    if ("setTimeout" in client && typeof client.setTimeout === "function")
      client.setTimeout(gatewayTunnelIdleMs, () => client.destroy());
    if (client.destroyed || server.destroyed) this.close();
  }

  close(): void {
    this.#server.destroy();
  }
}

/** From the path on, as the client sent it. */
function pathOf(url: string): string {
  const [, rest = ""] = /^https?:\/\/[^/?]*(.*)$/i.exec(url) ?? [];
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function withHost(headers: readonly string[], url: string): readonly string[] {
  return hasHeader(headers, "host") ? headers : ["Host", new URL(url).host, ...headers];
}

/** The answer's headers without those that were for this connection alone. */
function lasting({ rawHeaders }: IncomingMessage): readonly string[] {
  const flat: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(?:connection|keep-alive|transfer-encoding|content-length)$/i.test(rawHeaders[i]))
      flat.push(rawHeaders[i], rawHeaders[i + 1]);
  }
  return flat;
}

async function readWhole(answer: IncomingMessage): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    octets += chunk.length;
    if (octets > maxGatewayBodyOctets)
      return { fault: "too large", why: `the answer has more than ${maxGatewayBodyOctets} octets` };
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: Buffer.concat(chunks) };
}
