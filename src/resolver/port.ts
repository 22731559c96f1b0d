// What the resolver needs from the world: a network, told in effects and events. The driver on floor 6 owns sockets and
// timers; the mini internet, the scenario player and the simulator fill the same port with virtual time.
// One exchange is one query message sent to one server and whatever comes back for it. A packet that does not belong
// (wrong id, question or address) is no event of the exchange's end: the resolver ignores it, counts it, and goes on waiting.

export type Transport = "udp" | "tcp";

/** Where a server listens. The address is canonical text: "192.0.2.1", "2001:db8::1". */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One query to send. */
export interface Outgoing {
  /** The resolver's number for the exchange; never used twice. */
  readonly exchange: number;
  readonly to: Endpoint;
  readonly transport: Transport;
  /** A whole message without TCP's length prefix; the driver must send or copy it before it returns. */
  readonly octets: Uint8Array;
}

/** Why nothing will come back. */
export type TransportFault = "refused" | "unreachable" | "closed";

/** What the resolver calls. */
export interface UpstreamPort {
  /** Sends a query; over UDP from a port that cannot be guessed (RFC 5452 §9.2). Never answers before it returns. */
  send(outgoing: Outgoing): void;
  /** Nobody waits for this exchange any more: its port can close, later packets are nobody's. */
  close(exchange: number): void;
}

/** What the world calls; resolver.ts keeps it. Times are those of the Clock that the resolver was given. */
export interface UpstreamEvents {
  /** A packet came for an exchange that is not closed; its octets are the resolver's from now on. `from` is where it says it comes from. */
  received(exchange: number, octets: Uint8Array, from: Endpoint): void;
  failed(exchange: number, fault: TransportFault): void;
  /** When `wake` wants to be called, in the clock's milliseconds; Infinity when nothing waits. Look again after every call. */
  readonly nextWakeMs: number;
  /** Does what is due. Early calls do no harm. */
  wake(): void;
}
