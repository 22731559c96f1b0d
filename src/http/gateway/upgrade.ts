// A client that asks to change the protocol (RFC 9110 §7.8; WebSocket is one): the request goes to the engine like any other,
// and what comes back is either a tunnel, which the connection is joined to, or an answer, after which the connection ends, for
// its parser is gone. Who asks for what no server behind could be for stays with HTTP and is answered in it, as the RFC allows.
// Read next: ../upstream/upgrade-request.ts.

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { GatewayReply, Tunnel } from "../../gateway/engine/messages.ts";
import type { LiveAnswers } from "./patience.ts";

/** HTTP/2 in clear and TLS are the listener's own to speak (RFC 9113 §3.1: h2c is deprecated). */
const ownProtocols = /^(?:h2c?|http\/|tls\/)/i;

/**
 * Whether a request may become another protocol. One with a body stays, for the parser that reads it would be gone, and one
 * that came while another is not answered, whose answer goes first.
 */
export function mayUpgrade({ headers, socket }: IncomingMessage, live: LiveAnswers): boolean {
  const { upgrade = "" } = headers;
  const length = headers["content-length"];
  const hasBody = headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
  return upgrade !== "" && !hasBody && !ownProtocols.test(upgrade) && !live.isAnswering(socket);
}

/**
 * A response on a connection that its server has let go: written as any other, and the connection's last. null: what came
 * before is being answered by node itself, which asks nobody about an expectation that it does not know or a missing host.
 */
export function lastResponse(message: IncomingMessage, socket: Socket): ServerResponse | null {
  const response = new ServerResponse(message);
  response.shouldKeepAlive = false;
  try {
    response.assignSocket(socket);
  } catch {
    return null;
  }
  response.once("finish", () => {
    response.detachSocket(socket);
    // Not only its own end: nobody reads the client's, so it would never be heard.
    socket.destroySoon();
  });
  return response;
}

export function joinTunnel(socket: Socket, { headers }: GatewayReply, tunnel: Tunnel, head: Buffer): void {
  if (!socket.writable) {
    tunnel.close();
    return;
  }
  const lines = ["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade"];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  if (head.length > 0) socket.unshift(head);
  tunnel.join(socket);
}
