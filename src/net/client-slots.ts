// How many connections each client may have, over all stream listeners of a worker (RFC 7766 §6.2.2). A client is its IPv4
// address or its IPv6 /64, for whoever has one address of a /64 has them all.

export class ClientSlots {
  readonly #most: number;
  readonly #held = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** A place for one more connection of the client: what gives it back; null when it has as many as it may. */
  take(address: Uint8Array): (() => void) | null {
    const client = address.length === 4 ? address.join(".") : address.subarray(0, 8).join(".");
    const held = this.#held.get(client) ?? 0;
    if (held >= this.#most) return null;
    this.#held.set(client, held + 1);
    return () => this.#give(client);
  }

  #give(client: string): void {
    const held = this.#held.get(client) ?? 1;
    if (held === 1) this.#held.delete(client);
    else this.#held.set(client, held - 1);
  }
}
