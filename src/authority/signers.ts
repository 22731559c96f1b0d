// The port to the keys that sign answers as they are given: zones whose answers are chosen anew for every question cannot be
// signed beforehand (RFC 9824 §1). The image says of a zone which number its keys have (../zone/signer.ts); whoever
// fills the port has them. Read next: ./online-signatures.ts.

import type { SigningKey } from "../dnssec/sign.ts";

export interface ZoneKeys {
  /** Those that the parent's DS may name: they sign the DNSKEY set. */
  readonly entry: readonly SigningKey[];
  /** Signs all else. */
  readonly zone: SigningKey;
}

export interface Signers {
  /** The keys of a number; null where they are missing, which is a fault of ours. */
  find(signer: number): ZoneKeys | null;
  /** Seconds since 1970. */
  nowSeconds(): number;
  /** 16 octets that strangers do not know: signatures are found again by a hash under them. */
  readonly secret: Uint8Array;
  /** So many signatures were made, or an answer was withheld because there were too many. */
  count(what: "made" | "withheld"): void;
}
