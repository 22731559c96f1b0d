// A change of protocol (RFC 9110 §7.8; WebSocket is one) passed through to the server behind an HTTP_PROXY integration: its
// answer goes back as it came, and from 101 on octets flow both ways unread.
// Invariants: each side's end, and each side's fault, ends the other; a server that does not answer in time ends both.

import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import type { GatewayRequest } from "../../gateway/engine/messages.ts";

export interface UpgradeTarget {
  /** http or https. */
  readonly url: string;
  /** Flat; without those of the connection, which are the client's own. */
  readonly headers: readonly string[];
  readonly timeoutMs: number;
}

export function passUpgrade(request: GatewayRequest, target: UpgradeTarget, client: Duplex, head: Buffer): void {
  const send = target.url.startsWith("https:") ? httpsRequest : httpRequest;
  const behind = send(target.url, {
    method: request.method,
    headers: [...target.headers, "Connection", "Upgrade", "Upgrade", request.header("upgrade") ?? "websocket"],
    timeout: target.timeoutMs,
  });
  behind.on("upgrade", (answer, server, rest) => {
    client.write(answerHead(answer));
    if (rest.length > 0) client.write(rest);
    if (head.length > 0) server.write(head);
    join(client, server);
  });
  behind.on("response", (answer) => {
    client.write(answerHead(answer, "Connection: close"));
    answer.pipe(client);
  });
  behind.on("timeout", () => behind.destroy());
  behind.on("error", () => {
    if (client.writable) client.end("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  client.once("close", () => behind.destroy());
  behind.end();
}

function answerHead({ statusCode = 502, statusMessage = "", rawHeaders }: IncomingMessage, ...more: string[]): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (more.length > 0 && /^(connection|transfer-encoding|keep-alive)$/i.test(rawHeaders[i])) continue;
    lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  return `${[...lines, ...more].join("\r\n")}\r\n\r\n`;
}

function join(client: Duplex, server: Duplex): void {
  client.pipe(server).pipe(client);
  for (const [one, other] of [
    [client, server],
    [server, client],
  ]) {
    one.on("error", () => other.destroy());
    one.once("close", () => other.destroy());
  }
}
