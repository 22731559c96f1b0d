// What a datagram socket is to the rest of the server: datagrams come in batches, each is answered in place, and the
// replies leave from the address that was asked (RFC 2181 §4.1). Two transports keep this promise and pass the
// same tests: udp-mmsg.ts (Linux, system calls for whole batches) and udp-dgram.ts (node:dgram, everywhere).
// Invariant: handlers are synchronous, never throw, and keep no reference to the octets or to the client; who answers
// later keeps the return path (client.ts).

import type { Endpoint } from "./address.ts";
import type { Sender } from "./client.ts";
import { openDgram } from "./udp-dgram.ts";
import { mmsgUnavailable, openMmsg } from "./udp-mmsg.ts";

export interface DatagramHandler {
  /** Before the first message of a batch. */
  enter(): void;
  /**
   * Answers rx[start, end) into tx[txStart, txStart + room). Returns the reply's octets; 0 to say nothing, or to reply
   * later by the sender's return path.
   */
  respond(
    rx: Uint8Array,
    start: number,
    end: number,
    tx: Uint8Array,
    txStart: number,
    room: number,
    client: Sender,
  ): number;
  /** After the last message of a batch, its replies sent. */
  leave(): void;
  /** Replies that the system did not take, or that found no room. */
  dropped(replies: number): void;
}

export interface DatagramOptions {
  /** Octets a reply may have. */
  readonly replyRoom: number;
  /** Octets of the system's receive buffer to ask for; the system caps it. */
  readonly receiveBufferOctets: number;
}

export type DatagramKind = "mmsg" | "dgram";

export interface DatagramTransport {
  readonly kind: DatagramKind;
  /** Where it listens; the port is never 0. */
  readonly endpoint: Endpoint;
  /** Answers what the system holds already, then closes. Afterwards the thread may end. */
  close(): Promise<void>;
}

export const defaultDatagramOptions: DatagramOptions = { replyRoom: 4096, receiveBufferOctets: 4 << 20 };

/** Opens a socket of the kind asked for: "auto" takes mmsg where the platform has it. Throws a ListenFault. */
export function openDatagram(
  kind: DatagramKind | "auto",
  endpoint: Endpoint,
  handler: DatagramHandler,
  options: DatagramOptions = defaultDatagramOptions,
): Promise<DatagramTransport> {
  if (kind === "dgram") return openDgram(endpoint, handler, options);
  if (kind === "mmsg" || mmsgUnavailable() === null) return openMmsg(endpoint, handler, options);
  return openDgram(endpoint, handler, options);
}
