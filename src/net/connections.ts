// The connections of a worker over all its stream listeners, TCP, TLS and HTTPS: how many a client may have, how many there may
// be, and who makes room (RFC 7766 §6.2.2, §6.2.3). A connection counts from the moment it is accepted, its handshake included.
// A client is its IPv4 address or its IPv6 /64, for whoever has one address of a /64 has them all.
// Invariant: a place is given back once, when the connection is gone, or at once when it has to make room.

import type { Socket } from "node:net";
import { parseAddress } from "./address.ts";
import { Cell, type CloseReason, closeReasons } from "./counters.ts";

export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerClient: number;
}

/** A connection that may be. */
export interface Place {
  readonly family: 4 | 6;
  /** The client's address. */
  readonly octets: Uint8Array;
  /** Gives it back before the connection is gone. */
  release(): void;
}

/** A quiet connection, and how it ends. */
export interface Idler {
  readonly sinceMs: number;
  end(): void;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #counters: Float64Array;
  readonly #perClient = new Map<string, number>();
  readonly #listeners: (() => Idler | null)[] = [];
  #count = 0;

  constructor(limits: ConnectionLimits, counters: Float64Array) {
    this.#limits = limits;
    this.#counters = counters;
  }

  /** A listener that can say which of its connections has been quiet for longest. */
  join(longestIdle: () => Idler | null): void {
    this.#listeners.push(longestIdle);
  }

  /** A place for a connection that was accepted; null when there is none, and then it is closed already. */
  take(socket: Socket): Place | null {
    const address = parseAddress(socket.remoteAddress ?? "");
    if (address === null) {
      socket.destroy(); // gone before we looked
      return null;
    }
    const { family, octets } = address;
    const client = octets.length === 4 ? octets.join(".") : octets.subarray(0, 8).join(".");
    if ((this.#perClient.get(client) ?? 0) >= this.#limits.maxConnectionsPerClient) return this.#refuse(socket, 0);
    if (this.#count >= this.#limits.maxConnections && !this.#makeRoom()) return this.#refuse(socket, 1);
    this.#perClient.set(client, (this.#perClient.get(client) ?? 0) + 1);
    this.#count++;
    this.#counters[Cell.tcpConnections]++;
    this.#counters[Cell.tcpAccepted]++;
    let isHeld = true;
    const release = (): void => {
      if (isHeld) this.#give(client);
      isHeld = false;
    };
    socket.once("close", release);
    return { family, octets, release };
  }

  /** Counts one that we closed. */
  closed(reason: CloseReason): void {
    this.#counters[Cell.tcpClosed + closeReasons.indexOf(reason)]++;
  }

  #give(client: string): void {
    this.#count--;
    this.#counters[Cell.tcpConnections]--;
    const held = this.#perClient.get(client) ?? 1;
    if (held === 1) this.#perClient.delete(client);
    else this.#perClient.set(client, held - 1);
  }

  /** Ends the connection that has been quiet for longest; false when every one is at work. */
  #makeRoom(): boolean {
    let longest: Idler | null = null;
    for (const longestIdle of this.#listeners) {
      const idler = longestIdle();
      if (idler !== null && idler.sinceMs < (longest?.sinceMs ?? Infinity)) longest = idler;
    }
    longest?.end();
    return longest !== null;
  }

  #refuse(socket: Socket, limit: 0 | 1): null {
    this.#counters[Cell.tcpRefused + limit]++;
    socket.on("error", () => socket.destroy());
    socket.destroy();
    return null;
  }
}

/** How a connection and what runs over it are known to be the same. */
export function connectionKey({ remoteAddress, remotePort, localAddress, localPort }: Partial<Socket>): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
