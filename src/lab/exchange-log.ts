// What went over the simulated network: each query with its question and each reply with its size and time. Tests
// count with it (queries, octets, time), lessons show it. The latest exchanges are kept; the sums are of all.

import { MessageFault, MessageView } from "../dns/message-view.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import type { Endpoint, Outgoing, Transport, TransportFault } from "../resolver/port.ts";

export interface LoggedExchange {
  readonly exchange: number;
  readonly to: Endpoint;
  readonly transport: Transport;
  readonly sentMs: number;
  /** The query. */
  readonly octets: Uint8Array;
  /** The question as text: "www.example.com." with the case that was sent, "A"; both empty when it cannot be read. */
  readonly name: string;
  readonly type: string;
  /** The port that the query seems to come from. */
  readonly clientPort: number;
  /** What came back, forged packets included, in the order of arrival. */
  readonly replies: { readonly atMs: number; readonly octets: Uint8Array }[];
  fault: TransportFault | null;
}

/** Octets of TCP's length prefix (RFC 1035 §4.2.2). */
const prefixOctets = { udp: 0, tcp: 2 } as const;

export class ExchangeLog {
  /** The latest exchanges, oldest first. */
  readonly exchanges: LoggedExchange[] = [];
  /** Sums since the beginning, DNS messages only: no IP, UDP or TCP headers. */
  queries = 0;
  octetsSent = 0;
  octetsReceived = 0;
  readonly #kept: number;
  readonly #view = new MessageView();

  constructor(kept: number) {
    this.#kept = kept;
  }

  sent(query: Outgoing & { readonly sentMs: number }): LoggedExchange {
    const { exchange, to, transport, octets, sentMs } = query;
    const view = this.#view;
    const fault = view.parse(octets, 0, octets.length);
    const isReadable = (fault === MessageFault.none || fault === MessageFault.body) && view.counts[0] > 0;
    const logged: LoggedExchange = {
      exchange,
      to,
      transport,
      sentMs,
      octets,
      name: isReadable ? printName(octets, view.qname.start) : "",
      type: isReadable ? typeName(view.qtype) : "",
      clientPort: firstPort + (exchange % ports),
      replies: [],
      fault: null,
    };
    this.queries++;
    this.octetsSent += octets.length + prefixOctets[transport];
    this.exchanges.push(logged);
    if (this.exchanges.length > this.#kept) this.exchanges.shift();
    return logged;
  }

  received(logged: LoggedExchange, octets: Uint8Array, atMs: number): void {
    logged.replies.push({ atMs, octets });
    this.octetsReceived += octets.length + prefixOctets[logged.transport];
  }

  /** One line an exchange, for people: `127.53.0.1 udp com. NS`. */
  lines(): string[] {
    return this.exchanges.map(({ to, transport, name, type }) => `${to.address} ${transport} ${name} ${type}`);
  }

  /** Forgets the exchanges and the sums. */
  clear(): void {
    this.exchanges.length = 0;
    this.queries = this.octetsSent = this.octetsReceived = 0;
  }
}

const firstPort = 1024;
const ports = 65_536 - firstPort;
