// Stands in for servers whose clients cannot be told another address: a client that is given this listener as its proxy asks
// it to CONNECT to such a server, and finds itself talking TLS with us, under a certificate of our own authority,
// which it has been told to trust.
// Invariants: only the names that were given are stood in for, and no connection is made to anybody, so this is no proxy
// for anything else; a connection that does not come to a handshake is closed.

import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer } from "node:https";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";

export interface Interception {
  readonly names: readonly string[];
  /** What a server of this name presents. */
  readonly contextFor: (name: string) => SecureContext;
}

const handshakeTimeoutMs = 10_000;

/** Lets `answer` be asked by what comes through CONNECT to `server`; returns what ends it. */
export function intercept(server: Server, { names, contextFor }: Interception, answer: RequestListener): () => void {
  const secure = createServer(
    {
      handshakeTimeout: handshakeTimeoutMs,
      requestTimeout: server.requestTimeout,
      SNICallback: (name, decide) => {
        if (names.includes(name)) decide(null, contextFor(name));
        else decide(new Error(`${name} is nobody here`));
      },
    },
    answer,
  );
  const sockets = new Set<Duplex>();
  secure.on("tlsClientError", (_, socket) => socket.destroy());
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const name = (request.url ?? "").replace(/:443$/, "").toLowerCase();
    if (!names.includes(name)) {
      const sentence = `This stands in for ${names.join(", ")} only: name other hosts in NO_PROXY.\n`;
      const head = `HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: ${sentence.length}\r\n\r\n`;
      socket.end(head + sentence);
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
  };
}
