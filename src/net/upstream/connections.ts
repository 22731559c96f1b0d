// The connections to servers: a query goes over one that is open and takes it, else over a new one, within the limits.
// A server may close an idle connection just as we use it: what was lost by that is asked once more on a new one
// (RFC 7766 §6.2.4); what is lost otherwise has failed.

import { maxConnectionsPerServer, maxUpstreamConnections } from "../../base/limits.ts";
import type { Endpoint, Outgoing, TransportFault } from "../../resolver/port.ts";
import { Connection, type StreamQuery } from "./connection.ts";
import { faultOf } from "./fault.ts";

export interface ExchangeEnds {
  received(exchange: number, octets: Uint8Array): void;
  failed(exchange: number, fault: TransportFault): void;
}

export class Connections {
  /** Opened since the beginning. */
  opened = 0;
  readonly #ends: ExchangeEnds;
  readonly #byServer = new Map<string, Connection[]>();
  readonly #byExchange = new Map<number, Connection>();
  #open = 0;

  constructor(ends: ExchangeEnds) {
    this.#ends = ends;
  }

  get count(): number {
    return this.#open;
  }

  send({ exchange, to, octets }: Outgoing): void {
    this.#ask(to, { exchange, octets: Uint8Array.from(octets), retried: false });
  }

  /** Forgets an exchange; false when it is none of ours. */
  close(exchange: number): boolean {
    const connection = this.#byExchange.get(exchange);
    this.#byExchange.delete(exchange);
    connection?.forget(exchange);
    return connection !== undefined;
  }

  closeAll(): void {
    this.#byExchange.clear();
    for (const connection of [...this.#byServer.values()].flat()) connection.close();
  }

  #ask(to: Endpoint, query: StreamQuery): void {
    const key = `${to.address} ${to.port}`;
    const ours = this.#byServer.get(key) ?? [];
    let connection = query.retried ? undefined : ours.find((one) => one.takes(query.octets));
    if (connection === undefined) {
      if (ours.length >= maxConnectionsPerServer || (this.#open >= maxUpstreamConnections && !this.#closeIdle())) {
        return void setImmediate(() => this.#ends.failed(query.exchange, "closed"));
      }
      connection = this.#connect(to, key);
    }
    this.#byExchange.set(query.exchange, connection);
    connection.ask(query);
  }

  #connect(to: Endpoint, key: string): Connection {
    const connection = new Connection(to, {
      received: (exchange, octets) => this.#ends.received(exchange, octets),
      closed: (one, lost, error, reused) => {
        this.#remove(one, key);
        for (const query of lost) this.#lost(to, query, error, reused);
      },
    });
    this.#open++;
    this.opened++;
    this.#byServer.set(key, [...(this.#byServer.get(key) ?? []), connection]);
    return connection;
  }

  #remove(connection: Connection, key: string): void {
    const others = (this.#byServer.get(key) ?? []).filter((one) => one !== connection);
    if (others.length === 0) this.#byServer.delete(key);
    else this.#byServer.set(key, others);
    this.#open--;
  }

  #lost(to: Endpoint, query: StreamQuery, error: unknown, reused: boolean): void {
    if (!this.#byExchange.delete(query.exchange)) return;
    if (reused && !query.retried) this.#ask(to, { ...query, retried: true });
    else this.#ends.failed(query.exchange, faultOf(error));
  }

  /** At the limit, a connection on which nothing waits makes room; false when there is none. */
  #closeIdle(): boolean {
    for (const connections of this.#byServer.values()) {
      const idle = connections.find((one) => one.isIdle);
      if (idle === undefined) continue;
      idle.close();
      return true;
    }
    return false;
  }
}
