// Checks of a signed zone's signatures: that every RRset of its own has one (RFC 4035 §2.2), by a key that it shows, in the
// zone's name, and of today. All are warnings: a server hands out what it was given, and who believes what is for
// validators to say. Whether a signature is true is not looked at: that takes cryptography, and time.
// Chains of denials: ./check-denials.ts. Who calls: ./check.ts.

import { readDnsKey } from "../dnssec/dnskey.ts";
import { readRrsig } from "../dnssec/rrsig.ts";
import { serialDistance } from "../dns/serial.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { isSigned } from "./denial-index.ts";
import { denialKey, signatureKey } from "./entry-keys.ts";
import { cutAbove, eachRecord, report, rrsetOf } from "./inspection.ts";
import type { Inspection } from "./inspection.ts";
import { entryCount, versionEntries } from "./layout.ts";

/** `nowSeconds`: seconds since 1970, for the age of signatures; null looks at none. */
export function checkSignatures(inspection: Inspection, nowSeconds: number | null): void {
  const { zone, memory } = inspection;
  const { words } = memory;
  if (!isSigned(memory, zone.tree.root)) return;
  const keys = keysOf(inspection);
  zone.eachNode((node, version) => {
    const cut = cutAbove(memory, node);
    for (let i = 0, count = entryCount(memory, version); i < count; i++) {
      const key = words[version + versionEntries + i * 2];
      const rrset = words[version + versionEntries + i * 2 + 1];
      if (key >= denialKey) continue;
      if (key >= signatureKey) checkSet(inspection, node, key - signatureKey, rrset, { keys, nowSeconds });
      else if (isOwn(key, cut, node) && rrsetOf(memory, node, signatureKey | key) === 0) {
        const say = (owner: string): string => `${owner} ${typeName(key)} has no signature (RFC 4035 §2.2)`;
        report(inspection, "warning", node, { type: key }, say);
      }
    }
  });
}

/** RFC 4035 §2.2: what lies below a cut is not the zone's to sign; of what stands at it, DS and NSEC are. */
function isOwn(type: number, cut: number, node: number): boolean {
  return cut === 0 || (cut === node && (type === RRType.DS || type === RRType.NSEC));
}

/** Algorithms and tags of the zone's keys, as one number each. */
function keysOf({ zone, memory }: Inspection): Set<number> {
  const keys = new Set<number>();
  eachRecord(memory, rrsetOf(memory, zone.tree.root, RRType.DNSKEY), (rdata) => {
    const { algorithm, tag } = readDnsKey(rdata);
    keys.add((algorithm << 16) | tag);
  });
  return keys;
}

interface Expected {
  readonly keys: ReadonlySet<number>;
  readonly nowSeconds: number | null;
}

/** The signatures of one RRset, or of none. */
function checkSet(inspection: Inspection, node: number, covered: number, rrset: number, expected: Expected): void {
  const { memory } = inspection;
  const isOrphan = rrsetOf(memory, node, covered) === 0;
  eachRecord(memory, rrset, (rdata) => {
    const complaint = isOrphan ? "signs no record here" : complaintAbout(inspection, rdata, expected);
    if (complaint === null) return;
    const say = (owner: string): string => `${owner} RRSIG of ${typeName(covered)} ${complaint}`;
    report(inspection, "warning", node, { type: RRType.RRSIG, rdata }, say);
  });
}

function complaintAbout({ zone }: Inspection, rdata: Uint8Array, { keys, nowSeconds }: Expected): string | null {
  const { algorithm, keyTag, signer, inception, expiration } = readRrsig(rdata);
  if (!signer.equals(zone.apex)) return `is by ${printName(signer.wire, 0)}, not by the zone (RFC 4035 §2.2)`;
  if (!keys.has((algorithm << 16) | keyTag)) return `is by a key that the zone does not show: tag ${keyTag}`;
  if (nowSeconds === null) return null;
  if (serialDistance(nowSeconds, expiration) < 0) return "has expired (RFC 4034 §3.1.5)";
  return serialDistance(inception, nowSeconds) < 0 ? "is not valid yet (RFC 4034 §3.1.5)" : null;
}
