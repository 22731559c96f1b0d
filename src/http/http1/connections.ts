// The connections of HTTP/1.1 that one listener has: who comes in, whom nobody waits for any longer, and how they all end.
// One clock for all of them: it is looked at about once a second, so a request costs no timer and no look at the clock. For that
// whoever is waited for is waited for up to two such looks longer.
// Read next: ./connection.ts.

import type { Socket } from "node:net";
import { type ConnectionHost, Http1Connection } from "./connection.ts";

export class Http1Connections implements ConnectionHost {
  readonly patience: ConnectionHost["patience"];
  readonly serve: ConnectionHost["serve"];
  readonly refusal: ConnectionHost["refusal"];
  readonly failed: ConnectionHost["failed"];
  nowMs: number = performance.now();
  isClosing = false;
  readonly #open = new Set<Http1Connection>();
  readonly #stepMs: number;
  readonly #looking: NodeJS.Timeout;

  constructor({ patience, serve, refusal, failed }: Pick<ConnectionHost, "patience" | "serve" | "refusal" | "failed">) {
    this.patience = patience;
    this.serve = serve;
    this.refusal = refusal;
    this.failed = failed;
    this.#stepMs = Math.min(1_000, patience.headersMs / 2);
    this.#looking = setInterval(() => this.#look(), this.#stepMs).unref();
  }

  get laterMs(): number {
    return this.nowMs + this.#stepMs;
  }

  /** Takes a connection on which nothing was read yet. */
  accept(socket: Socket): void {
    this.#open.add(new Http1Connection(socket, this));
  }

  closed(connection: Http1Connection): void {
    this.#open.delete(connection);
  }

  /** From now on each connection ends with its answer, and those that owe none at once. */
  end(): void {
    this.isClosing = true;
    for (const connection of this.#open) connection.endIdle();
  }

  /** Cuts off what is left. */
  destroy(): void {
    clearInterval(this.#looking);
    for (const connection of this.#open) connection.destroy();
  }

  #look(): void {
    this.nowMs = performance.now();
    for (const connection of this.#open) {
      try {
        connection.look();
      } catch (error) {
        this.failed(error);
        connection.destroy();
      }
    }
  }
}
