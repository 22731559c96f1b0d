// Who asks: the transport, the address and the port of one message.
// A transport owns one Client a socket and rewrites it for every message, so nobody keeps a reference to it.

/** Transports by number, as counters and clients carry them. */
export const Protocol = { udp: 0, tcp: 1, tls: 2, https: 3 } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

export interface Client {
  readonly protocol: Protocol;
  readonly family: 4 | 6;
  /** 16 octets; for IPv4 the first 4 count. */
  readonly address: Uint8Array;
  readonly port: number;
}

/** A Client that its owner rewrites. */
export interface MutableClient extends Client {
  protocol: Protocol;
  family: 4 | 6;
  port: number;
}

export function createClient(protocol: Protocol, family: 4 | 6): MutableClient {
  return { protocol, family, address: new Uint8Array(16), port: 0 };
}
