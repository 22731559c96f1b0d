// What NSEC3 records prove (RFC 5155 §8). Names are hashed, so a name's closest encloser must be found by trying: the longest
// ancestor whose hash an NSEC3 matches, while one covers the hash of the next name down (the next closer name).
// Each hash costs; a message gets so many and no more (CVE-2023-50868), and zones with many iterations count as insecure
// (RFC 9276 §3.2). Records of other parameters than the first one's are put aside (RFC 5155 §8.2).

import type { Name } from "../dns/name.ts";
import type { Nsec3 } from "./nsec3.ts";
import type { Finding, NoDs, Reason } from "./proof.ts";
import { maxValidatedIterations } from "../base/limits.ts";
import { RRType } from "../dns/types.ts";
import { hasType } from "./nsec.ts";
import { hashName, isHashedAlike, isOptOut, nsec3Covers, nsec3Matches } from "./nsec3.ts";
import { delegationWithoutDs, deniesType, isCut, unproven, wildcardBelow } from "./proof.ts";

/** What a question may still cost. */
export interface HashWork {
  hashesLeft: number;
}

export class HashedProofs {
  readonly zone: Name;
  readonly #records: readonly Nsec3[];
  readonly #work: HashWork;
  readonly #hashes = new Map<string, Uint8Array | null>();

  /** `records` must have the same parameters. */
  private constructor(zone: Name, records: readonly Nsec3[], work: HashWork) {
    this.zone = zone;
    this.#records = records;
    this.#work = work;
  }

  /** Those records of a zone that can be used together; null when there are none. */
  static of(zone: Name, records: readonly Nsec3[], work: HashWork): HashedProofs | null {
    const [first] = records;
    if (first === undefined) return null;
    return new HashedProofs(
      zone,
      records.filter((one) => isHashedAlike(one, first)),
      work,
    );
  }

  /** More iterations than we compute. */
  get isTooCostly(): boolean {
    return this.#records[0].iterations > maxValidatedIterations;
  }

  matching(name: Name): Nsec3 | null {
    const hash = this.#hash(name);
    return hash === null ? null : (this.#records.find((one) => nsec3Matches(one, hash)) ?? null);
  }

  covering(name: Name): Nsec3 | null {
    const hash = this.#hash(name);
    return hash === null ? null : (this.#records.find((one) => nsec3Covers(one, hash)) ?? null);
  }

  #hash(name: Name): Uint8Array | null {
    const { key } = name;
    let hash = this.#hashes.get(key);
    if (hash === undefined) {
      const [{ salt, iterations }] = this.#records;
      hash = this.#work.hashesLeft-- > 0 ? hashName(name, salt, iterations) : null;
      this.#hashes.set(key, hash);
    }
    return hash;
  }
}

const tooCostly: Finding = { proof: "iterations", reasons: [] };

/** RFC 5155 §8.4. */
export function hashedNxdomain(hashed: HashedProofs, name: Name): Finding {
  if (hashed.isTooCostly) return tooCostly;
  const found = closestEncloser(hashed, name);
  if (found === null || found.cover === null) return unproven;
  const wildcard = wildcardBelow(found.encloser);
  const second = wildcard === null ? found.cover : hashed.covering(wildcard);
  if (second === null) return unproven;
  const reasons = enclosed(found);
  if (wildcard !== null) reasons.push({ by: second.owner, says: "no wildcard stands in", about: wildcard });
  return { proof: isOptOut(found.cover) ? "opt-out" : "proven", reasons };
}

/** RFC 5155 §8.5 to §8.7. */
export function hashedNodata(hashed: HashedProofs, name: Name, type: number): Finding {
  if (hashed.isTooCostly) return tooCostly;
  const match = hashed.matching(name);
  if (match !== null) {
    if (!deniesType(match, name, type)) return unproven;
    return { proof: "proven", reasons: [{ by: match.owner, says: "the type does not exist", about: name }] };
  }
  const found = closestEncloser(hashed, name);
  if (found === null || found.cover === null) return unproven;
  const { cover, encloser } = found;
  const wildcard = wildcardBelow(encloser);
  const source = wildcard === null ? null : hashed.matching(wildcard);
  if (wildcard !== null && source !== null && deniesType(source, wildcard, type)) {
    const reasons: Reason[] = [
      ...enclosed(found),
      { by: source.owner, says: "the type does not exist", about: wildcard },
    ];
    return { proof: isOptOut(cover) ? "opt-out" : "proven", reasons };
  }
  // §8.6: an unsigned delegation may be left out, and with it the empty names above it (RFC 5155 erratum 3441).
  return isOptOut(cover) && source === null ? { proof: "opt-out", reasons: enclosed(found) } : unproven;
}

/** RFC 5155 §8.8: the wildcard itself tells the closest encloser; that nothing is closer must be shown. */
export function hashedExpansion(hashed: HashedProofs, name: Name, source: Name): Finding {
  if (hashed.isTooCostly) return tooCostly;
  const nextCloser = ancestor(name, source.labelCount);
  const cover = hashed.covering(nextCloser);
  if (cover === null) return unproven;
  const reasons: Reason[] = [{ by: cover.owner, says: "the name does not exist", about: nextCloser }];
  return { proof: isOptOut(cover) ? "opt-out" : "proven", reasons };
}

/** RFC 5155 §8.6, §8.9. */
export function hashedNoDs(hashed: HashedProofs, name: Name): NoDs {
  if (hashed.isTooCostly) return { ...tooCostly, means: "unsigned delegation" };
  const match = hashed.matching(name);
  if (match !== null) {
    const means = delegationWithoutDs(match.rdata, match.bitmapAt);
    if (means === null) return { ...unproven, means: "no delegation" };
    return { proof: "proven", means, reasons: [{ by: match.owner, says: "the type does not exist", about: name }] };
  }
  const found = closestEncloser(hashed, name);
  if (found === null || found.cover === null) return { ...unproven, means: "no delegation" };
  const isOut = isOptOut(found.cover);
  return {
    proof: isOut ? "opt-out" : "proven",
    means: isOut ? "unsigned delegation" : "no delegation",
    reasons: enclosed(found),
  };
}

interface Enclosed {
  readonly encloser: Name;
  readonly match: Nsec3;
  readonly nextCloser: Name;
  readonly cover: Nsec3 | null;
}

/** RFC 5155 §8.3: the longest ancestor that exists; null when none is shown, or one that has no say below itself. */
function closestEncloser(hashed: HashedProofs, name: Name): Enclosed | null {
  let nextCloser = name;
  while (nextCloser.labelCount > hashed.zone.labelCount) {
    const encloser = nextCloser.parent;
    const match = hashed.matching(encloser);
    if (match !== null) {
      const { rdata, bitmapAt } = match;
      if (isCut(rdata, bitmapAt) || hasType(rdata, bitmapAt, RRType.DNAME)) return null;
      return { encloser, match, nextCloser, cover: hashed.covering(nextCloser) };
    }
    nextCloser = encloser;
  }
  return null;
}

function enclosed({ match, encloser, cover, nextCloser }: Enclosed): Reason[] {
  const reasons: Reason[] = [{ by: match.owner, says: "closest encloser", about: encloser }];
  if (cover === null) return reasons;
  // RFC 5155 §6: an opt-out record passes over unsigned delegations, so the name may exist as one.
  const says = isOptOut(cover) ? "no more than an unsigned delegation may be there" : "the name does not exist";
  reasons.push({ by: cover.owner, says, about: nextCloser });
  return reasons;
}

/** The ancestor of `name` that has so many labels. */
function ancestor(name: Name, labels: number): Name {
  let at = name;
  for (let left = name.labelCount - labels; left > 0; left--) at = at.parent;
  return at;
}
