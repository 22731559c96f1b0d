// Connections of HTTP/2 whose client keeps us waiting: each is looked at once it has been silent for as long as anybody is waited
// for (../patience.ts). How long a body may take there is ./http2.ts's to know.
// Invariants: nobody is cut off for an answer that we are late with; nothing is paid for a connection that moves.

import type { Http2SecureServer, Http2ServerRequest, Http2ServerResponse, Http2Session } from "node:http2";
import type { Patience } from "../patience.ts";

/** Cuts off connections of HTTP/2 on which nothing moves, unless it is our turn. */
export function cutOffSilent(server: Http2SecureServer, { idleMs }: Patience): void {
  const live = new WeakMap<Http2Session, Set<Http2ServerResponse>>();
  server.on("request", ({ stream: { session } }: Http2ServerRequest, response: Http2ServerResponse) => {
    if (session !== undefined) keep(live, session, response);
  });
  server.setTimeout(idleMs);
  server.on("timeout", (session: Http2Session) => {
    if (!isAwaited(live.get(session) ?? [])) session.destroy();
  });
}

function keep(
  live: WeakMap<Http2Session, Set<Http2ServerResponse>>,
  session: Http2Session,
  response: Http2ServerResponse,
): void {
  const known = live.get(session) ?? new Set();
  live.set(session, known.add(response));
  response.once("close", () => known.delete(response));
}

/** Whether the client waits for us on this connection, and not we for it. */
function isAwaited(live: Iterable<Http2ServerResponse>): boolean {
  for (const { writableEnded, writableLength } of live) if (!writableEnded && writableLength === 0) return true;
  return false;
}
