// Stands in for servers whose clients cannot be told another address: a client that is given this listener as its proxy asks
// it to CONNECT to such a server (RFC 9110 §9.3.6), and finds itself talking TLS with us, under a certificate of our own
// authority, which it has been told to trust.
// Invariants: only the names that were given are stood in for, and no connection is made to anybody, so this is no proxy
// for anything else; a connection that does not come to a handshake is closed. Read next: ./tls-server.ts.

import type { IncomingMessage, RequestListener, Server, ServerOptions } from "node:http";
import type { Duplex } from "node:stream";
import { type StandIn, createTlsServer, isHostOf } from "./tls-server.ts";

/** Lets `answer` be asked by what comes through CONNECT to `server`; returns what ends it. */
export function intercept(
  server: Server,
  standIn: StandIn,
  answer: RequestListener,
  bounds: ServerOptions,
): () => void {
  const secure = createTlsServer(standIn, answer, bounds);
  // It never listens by itself, and node watches over slow clients only from this event on.
  secure.emit("listening");
  const sockets = new Set<Duplex>();
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const [, name] = /^([^:]+):443$/.exec((request.url ?? "").toLowerCase()) ?? [];
    if (name === undefined || !isHostOf(standIn.hosts, name)) {
      socket.end(refusal(standIn.hosts));
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    secure.emit("connection", socket);
  });
  return () => {
    for (const socket of sockets) socket.destroy();
    secure.closeAllConnections();
    secure.close();
  };
}

function refusal(hosts: readonly string[]): string {
  const sentence = `This stands in for ${hosts.join(", ")} at port 443 only: name other hosts in NO_PROXY.\n`;
  const fields = `connection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(sentence)}`;
  return `HTTP/1.1 403 Forbidden\r\n${fields}\r\n\r\n${sentence}`;
}
