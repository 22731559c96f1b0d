// What a check of a zone found, before anyone knows on which line it stands: about an owner, a type of it, one record.
// Places are looked up afterwards, by reading the file again (./locate.ts): a zone without faults pays nothing for them.

import { maxFileFaults } from "../base/limits.ts";
import type { Severity } from "./file-fault.ts";

export interface Finding {
  readonly severity: Severity;
  readonly message: string;
  /** The owner's wire form; null: about the zone as a whole. */
  readonly owner: Uint8Array | null;
  /** A type of the owner, or null: the owner and all below it. */
  readonly type: number | null;
  /** The one record of that type that is meant, or null: the first. */
  readonly rdata: Uint8Array | null;
  /** "absence": something is missing; no news where records could not be read. */
  readonly kind: "presence" | "absence";
}

/** Findings, a bounded number of errors and of warnings; the counts count on. */
export class FindingList {
  readonly findings: Finding[] = [];
  readonly #counts = { error: 0, warning: 0 };

  add(finding: Pick<Finding, "severity" | "message"> & Partial<Finding>): void {
    if (++this.#counts[finding.severity] > maxFileFaults) return;
    this.findings.push({ owner: null, type: null, rdata: null, kind: "presence", ...finding });
  }
}
