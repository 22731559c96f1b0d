// One query over UDP from a socket of its own: bound to a port that the crypto generator draws (RFC 5452 §9.2), connected to
// the server, so that the kernel drops what comes from elsewhere and an ICMP refusal comes back as an error.
// Addresses are numeric, so `lookup` answers at once, and the query leaves in the same turn of the loop.

import { createSocket, type Socket } from "node:dgram";
import { maxPortAttempts } from "../../base/limits.ts";
import type { Random } from "../../base/random.ts";
import type { Endpoint } from "../../resolver/port.ts";

const firstPort = 1024; // ports below are for servers, and mostly forbidden
const ports = 65_536 - firstPort;

export interface DatagramEnds {
  received(octets: Uint8Array): void;
  failed(error: unknown): void;
}

export class DatagramExchange {
  readonly #socket: Socket;
  #open = true;

  /** Sends a copy of `octets`. Both ends are called later only, `failed` at most once, none after `close`. */
  constructor(to: Endpoint, octets: Uint8Array, random: Random, ends: DatagramEnds) {
    const family = to.address.includes(":") ? 6 : 4;
    this.#socket = createSocket({
      type: family === 4 ? "udp4" : "udp6",
      ipv6Only: family === 6,
      lookup: (address, _options, found) => found(null, address, family),
    });
    const socket = this.#socket;
    const fail = (error: unknown): void => {
      if (!this.#open) return;
      this.close();
      ends.failed(error);
    };
    const bindFault = bindRandomPort(socket, random);
    if (bindFault !== null) {
      setImmediate(fail, bindFault);
      return;
    }
    socket.on("error", fail);
    socket.on("message", (message) => {
      if (this.#open) ends.received(message);
    });
    const copy = Uint8Array.from(octets);
    socket.connect(to.port, to.address, (error?: unknown) => {
      if (!this.#open) return; // given up in the same turn
      if (error !== undefined && error !== null) return fail(error);
      socket.send(copy, (fault) => {
        if (fault !== null) fail(fault);
      });
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.close();
  }
}

/** Binds to a port drawn until one is free; null, or why none was. */
function bindRandomPort(socket: Socket, random: Random): unknown {
  let fault: unknown = null;
  const refused = (error: unknown): void => {
    fault = error;
  };
  socket.on("error", refused);
  for (let attempt = 0; attempt < maxPortAttempts; attempt++) {
    fault = null;
    socket.bind({ port: firstPort + random.below(ports), exclusive: true });
    if ((fault as NodeJS.ErrnoException | null)?.code !== "EADDRINUSE") break;
  }
  socket.off("error", refused);
  return fault;
}
