// A client that asks to change the protocol (RFC 9110 §7.8; WebSocket is one): the request goes to the engine like any other,
// and what comes back is either a tunnel, which the connection is joined to, or an answer, after which the connection ends, for
// what its client sent ahead may be of the other protocol. Whoever asks for what no server behind could be for stays with HTTP and
// is answered in it, as the RFC allows (../http1/request-head.ts). Read next: ../upstream/upgrade-request.ts.

import type { GatewayReply, Tunnel } from "../../gateway/engine/messages.ts";
import { isToken, isValue } from "../http1/syntax.ts";
import type { Http1Connection } from "../http1/connection.ts";

export function joinTunnel(connection: Http1Connection, { headers }: GatewayReply, tunnel: Tunnel): void {
  const joined = isSendable(headers) ? connection.join() : null;
  if (joined === null) {
    tunnel.close();
    if (!isSendable(headers)) throw new TypeError("No client can be sent these headers.");
    return;
  }
  const { socket, ahead } = joined;
  const lines = ["HTTP/1.1 101 Switching Protocols", "Connection: Upgrade"];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  if (ahead !== null) socket.unshift(ahead);
  tunnel.join(socket);
}

function isSendable(headers: readonly string[]): boolean {
  return headers.every((text, i) => (i % 2 === 0 ? isToken(text) : isValue(text)));
}
