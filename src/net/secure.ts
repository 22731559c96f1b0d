// What encrypted listeners have in common: what a server presents, which versions of TLS it speaks, and how a client comes
// back to another worker without a whole handshake (RFC 7858 §3.4, RFC 8446 §2.2: tickets).

import type { TlsOptions } from "node:tls";
import type { Endpoint } from "./address.ts";

/** The listeners that speak TLS. */
export type SecureProtocol = "tls" | "https";

/** A certificate chain and its private key, as PEM text. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

export interface SecureListening {
  readonly listen: readonly Endpoint[];
  readonly credentials: Credentials;
  /** 48 octets that all workers share: each takes the tickets that another gave. */
  readonly ticketKeys: Uint8Array;
}

export type SecureListenings = { readonly [Protocol in SecureProtocol]: SecureListening | null };

export const nothingSecure: SecureListenings = { tls: null, https: null };

/** Where they listen, ports bound. */
export type SecureBound = { readonly [Protocol in SecureProtocol]: readonly Endpoint[] };

/** RFC 9325 §3.1.1: nothing older, nothing that can be talked down. */
export const minVersion = "TLSv1.2";

export function tlsOptions({ credentials, ticketKeys }: SecureListening, handshakeTimeoutMs: number): TlsOptions {
  return { ...credentials, minVersion, ticketKeys: Buffer.from(ticketKeys), handshakeTimeout: handshakeTimeoutMs };
}
