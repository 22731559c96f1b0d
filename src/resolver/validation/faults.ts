// What is wrong with signatures and proofs, as the trace tells it and as the answer's Extended DNS Error does (RFC 8914 §4.2 to
// §4.13, and two codes of its registry that came later). Nothing is judged here.

import type { Name } from "../../dns/name.ts";
import type { Rrsig } from "../../dnssec/rrsig.ts";
import type { SignatureFault } from "../../dnssec/verify.ts";
import type { Trace } from "../../trace/steps.ts";
import type { ExtendedErrorNote } from "../question.ts";
import { algorithmName } from "../../dnssec/algorithms.ts";
import { ExtendedError } from "../../dns/codes.ts";
import { dateText } from "../../dns/fields/times.ts";
import { printName } from "../../dns/text/name-text.ts";
import { typeName } from "../../dns/types.ts";

/** What may be wrong with a set or a denial: a signature's fault, or a proof that is lacking. */
export type Fault =
  | { readonly why: SignatureFault; readonly rrsig: Rrsig | null }
  | { readonly why: "no proof"; readonly rrsig: null };

/** What is judged: an RRset, or a name and type that are denied. */
export interface Subject {
  readonly name: Name;
  readonly type: number;
}

const codes: Readonly<Record<Fault["why"], number>> = {
  missing: ExtendedError["RRSIGs Missing"],
  "not the zone's": ExtendedError["DNSSEC Bogus"],
  labels: ExtendedError["DNSSEC Bogus"],
  unsupported: ExtendedError["Unsupported DNSKEY Algorithm"],
  "no key": ExtendedError["DNSKEY Missing"],
  "no zone key": ExtendedError["No Zone Key Bit Set"],
  expired: ExtendedError["Signature Expired"],
  "not yet valid": ExtendedError["Signature Not Yet Valid"],
  "expires before it begins": ExtendedError["Signature Expired before Valid"],
  invalid: ExtendedError["DNSSEC Bogus"],
  "too much work": ExtendedError["DNSSEC Bogus"],
  "no proof": ExtendedError["NSEC Missing"],
};

const words: Readonly<Record<Fault["why"], string>> = {
  missing: "it is not signed",
  "not the zone's": "its signature is not the zone's",
  labels: "its signature is for another name",
  unsupported: "its signature's algorithm is not known here",
  "no key": "the zone has no such key as signed it",
  "no zone key": "the key that signed it is no zone key",
  expired: "its signature has expired",
  "not yet valid": "its signature is not valid yet",
  "expires before it begins": "its signature expires before it begins",
  invalid: "its signature is wrong",
  "too much work": "its signatures would cost too much to check",
  "no proof": "nothing proves the denial",
};

/** Tells the fault, and makes what the client is told of it. */
export function tellFault(fault: Fault, { name, type }: Subject, zone: Name, trace: Trace | null): ExtendedErrorNote {
  noteFault(fault, { name, type }, zone, trace);
  const text = `${printName(name.wire)} ${typeName(type)}: ${words[fault.why]}`;
  return { code: codes[fault.why], text };
}

/** A zone hashes its names too often: not computed, and so not secure (RFC 9276 §3.2). */
export function tellIterations(zone: Name, trace: Trace | null): ExtendedErrorNote {
  trace?.note("validate.iterations", { zone });
  return { code: ExtendedError["Unsupported NSEC3 Iterations Value"], text: printName(zone.wire) };
}

function noteFault({ why, rrsig }: Fault, { name, type }: Subject, zone: Name, trace: Trace | null): void {
  if (trace === null) return;
  const tag = String(rrsig?.keyTag ?? 0);
  switch (why) {
    case "missing":
      return trace.note("validate.unsigned", { name, type, zone });
    case "not the zone's":
      return trace.note("validate.stranger", { name, type, zone, signer: rrsig?.signer ?? zone });
    case "labels":
      return trace.note("validate.labels", { name, type, tag, zone, count: rrsig?.labels ?? 0 });
    case "unsupported":
      return trace.note("validate.unknown-algorithm", {
        name,
        type,
        zone,
        algorithm: algorithmName(rrsig?.algorithm ?? 0),
      });
    case "no key":
      return trace.note("validate.no-key", { name, type, tag, zone });
    case "no zone key":
      return trace.note("validate.no-zone-key", { name, type, tag, zone });
    case "expired":
      return trace.note("validate.expired", { name, type, tag, zone, date: dateText(rrsig?.expiration ?? 0) });
    case "not yet valid":
      return trace.note("validate.early", { name, type, tag, zone, date: dateText(rrsig?.inception ?? 0) });
    case "expires before it begins":
      return trace.note("validate.backwards", { name, type, tag, zone });
    case "invalid":
      return trace.note("validate.wrong", { name, type, tag, zone });
    case "too much work":
      return trace.note("validate.costly", { name, type, zone });
    case "no proof":
      return trace.note("validate.unproven", { name, type, zone });
  }
}
