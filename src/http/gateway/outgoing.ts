// The engine's answer on its way: whole where the body is there, piece by piece where it is streamed, and then no faster than
// the client reads. HTTP/1's answers are written by ../http1/connection.ts, HTTP/2's by ./http2.ts.
// A client that left costs what is under way and nothing more: what would have been streamed is closed at its source.

import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GatewayReply } from "../../gateway/engine/messages.ts";

/** Where an answer goes: a connection of HTTP/1 in its turn, a stream of HTTP/2. Both throw at headers that nobody can send. */
export interface Outlet {
  /** Whether the answer is waited for, and nothing of it was said. */
  readonly isOwed: boolean;
  sendWhole(reply: GatewayReply): void;
  /** The same, and nothing that comes behind on a connection of HTTP/1 is read any more. */
  sendLast(reply: GatewayReply): void;
  openStream(reply: GatewayReply): Writable;
  destroy(): void;
}

export function write(outlet: Outlet, reply: GatewayReply): void {
  const { body } = reply;
  if (typeof body !== "object" || body === null || body instanceof Uint8Array) {
    outlet.sendWhole(reply);
    return;
  }
  const source = Readable.from(body);
  if (!outlet.isOwed) {
    source.destroy();
    return;
  }
  try {
    // The client went away, or whoever wrote the answer did: a connection cut short is how HTTP/1 says so (RFC 9112 §8).
    pipeline(source, outlet.openStream(reply)).catch(() => {});
  } catch (error) {
    source.destroy();
    throw error;
  }
}
