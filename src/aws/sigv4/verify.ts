// Signatures of the control APIs' requests: base/sigv4/ reads and judges them, here stand AWS's statuses for what is wrong
// and Node's hashes.

import { createHash, createHmac } from "node:crypto";
import {
  type Claim,
  type SignatureCode,
  SignatureFault,
  type SignedRequest,
  readClaim as readClaimOf,
} from "../../base/sigv4/claim.ts";
import { type Hashes, type Verification as Judgement, judge } from "../../base/sigv4/signature.ts";
import { WireFault } from "../fault.ts";

export type Verification = Omit<Judgement, "hashes">;

const hashes: Hashes = {
  sha256: (octets) => createHash("sha256").update(octets).digest(),
  hmacSha256: (key, octets) => createHmac("sha256", key).update(octets).digest(),
};

const statuses: Readonly<Record<SignatureCode, number>> = {
  IncompleteSignature: 400,
  MissingAuthenticationToken: 403,
  InvalidClientTokenId: 403,
  SignatureDoesNotMatch: 403,
};

/** The claim, or null when the request makes none; throws when it cannot be read. */
export function readClaim(request: SignedRequest): Claim | null {
  const claim = readClaimOf(request);
  if (claim instanceof SignatureFault) throw wireFault(claim);
  return claim;
}

/** Throws the fault when the request is not signed, or not rightly. */
export function verify(request: SignedRequest, claim: Claim | null, verification: Verification, nowMs: number): void {
  const fault = judge(request, claim, { ...verification, hashes }, nowMs);
  if (fault !== null) throw wireFault(fault);
}

function wireFault({ code, message }: SignatureFault): WireFault {
  return new WireFault(code, message, statuses[code]);
}
