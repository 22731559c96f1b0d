// Algorithms of signatures and of DS digests, each one table: which there are, whose words they obey, and who still
// believes them. Names are the registry's, kept in ../dns/codes.ts.
// "current" is what a validator believes today; "legacy" adds what RFC 9905 §2 and the registry have retired, for zones of
// old scenarios. An algorithm that is not believed makes a zone insecure, not bogus (RFC 4035 §5.2).

import { codeName, DnssecAlgorithm } from "../dns/codes.ts";
import type { DigestName } from "./crypto.ts";

export type Leniency = "current" | "legacy";

interface Algorithm {
  readonly number: number;
  readonly rfc: string;
  readonly kind: "RSA" | "DSA" | "ECDSA" | "EdDSA";
  /** The strictest leniency that believes it. */
  readonly believed: Leniency;
}

const algorithms: readonly Algorithm[] = [
  { number: DnssecAlgorithm.DSA, rfc: "RFC 2536 §2", kind: "DSA", believed: "legacy" },
  { number: DnssecAlgorithm.RSASHA1, rfc: "RFC 3110 §3", kind: "RSA", believed: "legacy" },
  { number: DnssecAlgorithm.NSEC3DSA, rfc: "RFC 5155 §2", kind: "DSA", believed: "legacy" },
  { number: DnssecAlgorithm.NSEC3RSASHA1, rfc: "RFC 5155 §2", kind: "RSA", believed: "legacy" },
  { number: DnssecAlgorithm.RSASHA256, rfc: "RFC 5702 §3.1", kind: "RSA", believed: "current" },
  { number: DnssecAlgorithm.RSASHA512, rfc: "RFC 5702 §3.2", kind: "RSA", believed: "current" },
  { number: DnssecAlgorithm.ECDSAP256SHA256, rfc: "RFC 6605 §4", kind: "ECDSA", believed: "current" },
  { number: DnssecAlgorithm.ECDSAP384SHA384, rfc: "RFC 6605 §4", kind: "ECDSA", believed: "current" },
  { number: DnssecAlgorithm.ED25519, rfc: "RFC 8080 §4", kind: "EdDSA", believed: "current" },
  { number: DnssecAlgorithm.ED448, rfc: "RFC 8080 §4", kind: "EdDSA", believed: "current" },
];

interface DigestType {
  readonly number: number;
  readonly rfc: string;
  readonly name: DigestName;
  readonly believed: Leniency;
}

/** The digest types that are made. */
export const digestNames = { 1: "SHA-1", 2: "SHA-256", 4: "SHA-384" } as const;

/** SHA-1 is no longer made, and still believed: who has only that DS would lose all protection. */
const digestTypes: readonly DigestType[] = [
  { number: 1, rfc: "RFC 4034 §5.1.4", name: digestNames[1], believed: "current" },
  { number: 2, rfc: "RFC 4509 §2.1", name: digestNames[2], believed: "current" },
  { number: 4, rfc: "RFC 6605 §2", name: digestNames[4], believed: "current" },
];

/** The algorithm's mnemonic, or ALGnnn. */
export function algorithmName(algorithm: number): string {
  return codeName(DnssecAlgorithm, algorithm, "ALG");
}

/** Whether signatures of the algorithm are believed. */
export function isSupportedAlgorithm(algorithm: number, leniency: Leniency): boolean {
  return algorithms.some(({ number, believed }) => number === algorithm && isBelieved(believed, leniency));
}

/** The digest of a DS record's digest type; null for one that is not believed. */
export function digestNameOf(digestType: number, leniency: Leniency): DigestName | null {
  const row = digestTypes.find(({ number }) => number === digestType);
  return row !== undefined && isBelieved(row.believed, leniency) ? row.name : null;
}

function isBelieved(believed: Leniency, leniency: Leniency): boolean {
  return believed === "current" || leniency === "legacy";
}
