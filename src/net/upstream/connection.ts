// One TCP connection to a server, for as many queries as it takes: RFC 7766 §6.2.1. Queries leave at once, without waiting
// for earlier answers (§6.2.1.1), and answers are told apart by their ids, whatever their order (§7).
// What a hostile server can make of it is bounded: one incomplete message, a few messages that answer nothing, and time.
// Invariant: `ends` hears of each query at most once after it was asked, never within the call, and never after `forget`.

import { connect, type Socket } from "node:net";
import { maxQueriesPerConnection, maxStrayMessages } from "../../base/limits.ts";
import type { Endpoint } from "../../resolver/port.ts";

const prefixOctets = 2;
const minMessage = 12; // a header: RFC 1035 §4.1.1
const connectTimeoutMs = 3_000;
const idleTimeoutMs = 5_000; // less than most servers', so that they seldom close under a query (RFC 7766 §6.2.3)
const nothing = new Uint8Array(0);

/** A query on its way: whoever it belongs to, and its octets for another try. */
export interface StreamQuery {
  readonly exchange: number;
  readonly octets: Uint8Array;
  /** It was sent before, on a connection that the server closed. */
  readonly retried: boolean;
}

export interface ConnectionEnds {
  received(exchange: number, octets: Uint8Array): void;
  /** The connection is gone, and with it these. `reused`: it had answered before. */
  closed(connection: Connection, lost: readonly StreamQuery[], error: unknown, reused: boolean): void;
}

export class Connection {
  readonly to: Endpoint;
  readonly #socket: Socket;
  readonly #ends: ConnectionEnds;
  /** Queries that wait, by id. */
  readonly #waiting = new Map<number, StreamQuery>();
  readonly #idOf = new Map<number, number>();
  /** What came and is no whole message yet. */
  #partial: Uint8Array = nothing;
  #partialLength = 0;
  #answered = false;
  #strays = 0;
  #error: unknown = null;

  constructor(to: Endpoint, ends: ConnectionEnds) {
    this.to = to;
    this.#ends = ends;
    const socket = connect({ host: to.address, port: to.port, noDelay: true });
    this.#socket = socket;
    socket.setTimeout(connectTimeoutMs, () => this.#end(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    socket.on("connect", () => this.#rest());
    socket.on("data", (chunk: Uint8Array) => this.#take(chunk));
    socket.on("error", (error) => (this.#error ??= error));
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      const lost = [...this.#waiting.values()];
      this.#waiting.clear();
      this.#ends.closed(this, lost, this.#error, this.#answered);
    });
  }

  /** Whether it would take this query: not with an id that waits already, and not too many. */
  takes(octets: Uint8Array): boolean {
    return !this.#socket.destroyed && this.#waiting.size < maxQueriesPerConnection && !this.#waiting.has(idOf(octets));
  }

  /** Whether nothing waits on it. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  ask(query: StreamQuery): void {
    const { octets, exchange } = query;
    const id = idOf(octets);
    this.#waiting.set(id, query);
    this.#idOf.set(exchange, id);
    const framed = new Uint8Array(prefixOctets + octets.length); // one write, so one segment: RFC 7766 §8
    framed[0] = octets.length >>> 8;
    framed[1] = octets.length;
    framed.set(octets, prefixOctets);
    this.#socket.write(framed);
    if (!this.#socket.connecting) this.#socket.setTimeout(0);
  }

  /** Nobody waits for this query any more. A connection that is stuck in the middle of something closes with its last one. */
  forget(exchange: number): void {
    const id = this.#idOf.get(exchange);
    if (id === undefined) return;
    this.#idOf.delete(exchange);
    this.#waiting.delete(id);
    if (this.isIdle && (this.#socket.connecting || this.#partialLength > 0)) this.#socket.destroy();
    else this.#rest();
  }

  close(): void {
    this.#socket.destroy();
  }

  #end(error: unknown): void {
    this.#error ??= error;
    this.#socket.destroy();
  }

  /** Connected and with nothing to wait for, it stays for a while. While queries wait, the resolver's timers decide. */
  #rest(): void {
    this.#socket.setTimeout(this.isIdle ? idleTimeoutMs : 0);
  }

  #take(chunk: Uint8Array): void {
    if (this.isIdle && ++this.#strays > maxStrayMessages) return this.#end(null);
    this.#keep(chunk);
    const length = this.#partialLength;
    const bytes = this.#partial;
    let at = 0;
    while (length - at >= prefixOctets) {
      const size = (bytes[at] << 8) | bytes[at + 1];
      if (size < minMessage) return this.#end(null); // no message is that short; nothing behind it can be read
      if (length - at - prefixOctets < size) break;
      at += prefixOctets + size;
      this.#partialLength = length - at; // what is told now may close us, and asks whether we are amid a message
      this.#answer(bytes.slice(at - size, at));
      if (this.#socket.destroyed) return;
    }
    bytes.copyWithin(0, at, length);
    if (this.#partialLength === 0) this.#partial = nothing;
  }

  /** Appends to the incomplete message. Room grows with what came, not with what the length promises. */
  #keep(chunk: Uint8Array): void {
    const octets = this.#partialLength + chunk.length;
    if (octets > this.#partial.length) {
      const grown = new Uint8Array(Math.max(octets, this.#partial.length * 2));
      grown.set(this.#partial.subarray(0, this.#partialLength));
      this.#partial = grown;
    }
    this.#partial.set(chunk, this.#partialLength);
    this.#partialLength = octets;
  }

  #answer(octets: Uint8Array): void {
    const query = this.#waiting.get(idOf(octets));
    if (query === undefined) {
      if (++this.#strays > maxStrayMessages) this.#end(null);
      return;
    }
    this.#answered = true;
    this.#ends.received(query.exchange, octets);
  }
}

function idOf(message: Uint8Array): number {
  return (message[0] << 8) | message[1];
}
