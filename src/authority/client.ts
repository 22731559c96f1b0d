// Who asks, as the transport knows it. One mutable object a socket: the transport sets it before each message.

/** By which transport a message came. Over UDP a reply has a size limit and a source address can be forged. */
export const Protocol = { udp: 0, tcp: 1, tls: 2, https: 3 } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

export interface Client {
  protocol: Protocol;
  family: 4 | 6;
  /** 16 octets; an IPv4 address in the first four. */
  readonly address: Uint8Array;
  port: number;
}
