// How long a client is waited for, and what becomes of one that keeps us waiting: while it says its headers, while it sends a
// request, while it says nothing, and while it does not take the answer that it asked for. Node's HTTP/1 servers know the
// first three; HTTP/2's, and whoever reads too slowly, are looked at here, once a connection has been silent for that long; how long a body
// may take over HTTP/2 is ./incoming.ts's to know.
// Invariants: nobody is cut off for an answer that we are late with; nothing is paid for a connection that moves.

import type { Server as HttpServer } from "node:http";
import type { Http2SecureServer, Http2Session } from "node:http2";
import type { Socket } from "node:net";
import { gatewayHeadersTimeoutMs, gatewayIdleTimeoutMs, gatewayRequestTimeoutMs } from "../../base/limits.ts";
import type { NodeRequest } from "./incoming.ts";
import type { NodeResponse } from "./outgoing.ts";

/** In milliseconds. */
export interface Patience {
  /** Over the headers of a request, and over a TLS handshake. */
  readonly headersMs: number;
  /** Over a whole request. */
  readonly requestMs: number;
  /** Over nothing at all, also over an answer that nobody takes. */
  readonly idleMs: number;
}

export const usualPatience: Patience = {
  headersMs: gatewayHeadersTimeoutMs,
  requestMs: gatewayRequestTimeoutMs,
  idleMs: gatewayIdleTimeoutMs,
};

/** The answers under way: of an HTTP/1 connection the last that was begun, of an HTTP/2 connection all. */
export class LiveAnswers {
  readonly #bySocket = new WeakMap<Socket, NodeResponse>();
  readonly #bySession = new WeakMap<Http2Session, Set<NodeResponse>>();

  add(message: NodeRequest, response: NodeResponse): void {
    if (!("stream" in message)) this.#bySocket.set(message.socket, response);
    else if (message.stream.session !== undefined) this.#addTo(message.stream.session, response);
  }

  /** Whether a connection of HTTP/1 has a request that is not answered to its end; answers keep their order. */
  isAnswering(socket: Socket): boolean {
    const last = this.#bySocket.get(socket);
    return last !== undefined && !last.writableFinished && !last.destroyed;
  }

  /** Whether somebody waits for us on this connection of HTTP/2, and not we for him. */
  isAwaited(session: Http2Session): boolean {
    for (const { writableEnded, writableLength } of this.#bySession.get(session) ?? [])
      if (!writableEnded && writableLength === 0) return true;
    return false;
  }

  #addTo(session: Http2Session, response: NodeResponse): void {
    let live = this.#bySession.get(session);
    if (live === undefined) {
      live = new Set();
      this.#bySession.set(session, live);
    }
    const known = live.add(response);
    response.once("close", () => known.delete(response));
  }
}

/** Cuts off connections on which nothing moves, unless it is our turn. */
export function cutOffSilent(server: HttpServer | Http2SecureServer, live: LiveAnswers, { idleMs }: Patience): void {
  server.setTimeout(idleMs);
  server.on("timeout", (connection: Socket | Http2Session) => {
    if (isSession(connection)) {
      if (!live.isAwaited(connection)) connection.destroy();
    } else if (connection.writableLength > 0 || !live.isAnswering(connection)) connection.destroy();
  });
}

function isSession(connection: Socket | Http2Session): connection is Http2Session {
  return "alpnProtocol" in connection && "goaway" in connection;
}
