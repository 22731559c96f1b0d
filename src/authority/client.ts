// Who asks, as the transport knows it: by which transport, from which address and port, and at which address of ours.
// A transport owns one Client a socket and rewrites it for every message, so nobody keeps a reference to it.

/** Transports by number, as counters carry them. Over UDP replies have a size limit and addresses can be forged. */
export const Protocol = { udp: 0, tcp: 1, tls: 2, https: 3 } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

export interface Client {
  protocol: Protocol;
  family: 4 | 6;
  /** 16 octets; an IPv4 address in the first four. */
  readonly address: Uint8Array;
  port: number;
  /** The address that the message was sent to, of the same family and in the same room; zeros where nobody knows it. */
  readonly local: Uint8Array;
}

/** The local address where there is no socket. */
export const nowhere: Uint8Array = new Uint8Array(16);
