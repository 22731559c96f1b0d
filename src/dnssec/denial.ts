// What the NSEC or NSEC3 records beside a denial prove (RFC 4035 §5.4, RFC 5155 §8): that a name does not exist, that it has
// no such type, that a wildcard was right to stand in, that a delegation has no DS. The records come here verified; what
// they prove is arithmetic.
// Invariants: a record from above a cut or a DNAME proves nothing below it (RFC 6840 §4.1, §4.4); a child's record proves nothing
// about its parent's DS; what cannot be proven is "unproven", whatever the reason. The proofs by NSEC3 are in ./denial-nsec3.ts.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { Nsec3 } from "./nsec3.ts";
import type { Finding, NoDs, Reason } from "./proof.ts";
import { RRType } from "../dns/types.ts";
import {
  HashedProofs,
  hashedExpansion,
  hashedNodata,
  hashedNoDs,
  hashedNxdomain,
  type HashWork,
} from "./denial-nsec3.ts";
import { hasType, type Nsec, nsecCovers, readNsec } from "./nsec.ts";
import { readNsec3 } from "./nsec3.ts";
import { delegationWithoutDs, deniesType, isCut, unproven, wildcardBelow } from "./proof.ts";

/** The verified records that came with a denial of one zone. */
export interface Proofs {
  readonly zone: Name;
  readonly nsecs: readonly Nsec[];
  /** Null when no NSEC3 came that can be used. */
  readonly hashed: HashedProofs | null;
}

/** What NSEC and NSEC3 sets of a zone may prove together; they are verified, and `work` is what hashing may cost. */
export function proofsIn(zone: Name, sets: readonly RRset[], work: HashWork): Proofs {
  const nsecs: Nsec[] = [];
  const nsec3s: Nsec3[] = [];
  for (const { owner, type, rdatas } of sets) {
    for (const rdata of rdatas) {
      if (type === RRType.NSEC) nsecs.push(readNsec(owner, rdata));
      const hashed = type === RRType.NSEC3 ? readNsec3(owner, zone, rdata) : null;
      if (hashed !== null) nsec3s.push(hashed);
    }
  }
  return { zone, nsecs, hashed: HashedProofs.of(zone, nsec3s, work) };
}

/** That a name does not exist, nor a wildcard that would stand in for it (RFC 4035 §5.4, RFC 5155 §8.4). */
export function proveNxdomain(proofs: Proofs, name: Name): Finding {
  const plain = plainNxdomain(proofs, name);
  return plain.proof !== "unproven" || proofs.hashed === null ? plain : hashedNxdomain(proofs.hashed, name);
}

/** That a name has no records of a type, itself or by a wildcard (RFC 4035 §5.4, RFC 5155 §8.5 to §8.7). */
export function proveNodata(proofs: Proofs, name: Name, type: number): Finding {
  const plain = plainNodata(proofs, name, type);
  return plain.proof !== "unproven" || proofs.hashed === null ? plain : hashedNodata(proofs.hashed, name, type);
}

/** That the wildcard `source` was right to stand in for `name`: nothing closer exists (RFC 4035 §5.3.4, RFC 5155 §8.8). */
export function proveExpansion(proofs: Proofs, name: Name, source: Name): Finding {
  const plain = plainExpansion(proofs, name, source);
  return plain.proof !== "unproven" || proofs.hashed === null ? plain : hashedExpansion(proofs.hashed, name, source);
}

export function proveNoDs(proofs: Proofs, name: Name): NoDs {
  const plain = plainNoDs(proofs, name);
  return plain.proof !== "unproven" || proofs.hashed === null ? plain : hashedNoDs(proofs.hashed, name);
}

function plainNxdomain({ nsecs, zone }: Proofs, name: Name): Finding {
  const cover = nsecs.find((one) => denies(one, name, zone));
  if (cover === undefined) return unproven;
  const wildcard = wildcardBelow(closestEncloser(cover, name));
  const second = wildcard === null ? cover : nsecs.find((one) => denies(one, wildcard, zone));
  if (second === undefined) return unproven;
  const reasons: Reason[] = [{ by: cover.owner, says: "the name does not exist", about: name }];
  if (wildcard !== null) reasons.push({ by: second.owner, says: "no wildcard stands in", about: wildcard });
  return { proof: "proven", reasons };
}

function plainNodata({ nsecs, zone }: Proofs, name: Name, type: number): Finding {
  const match = nsecs.find(({ owner }) => owner.equals(name));
  if (match !== undefined) {
    if (!deniesType(match, name, type)) return unproven;
    // A compact denial says of a name that it is none by a type of its own (RFC 9824 §3.1).
    const isNone = hasType(match.rdata, match.bitmapAt, RRType.NXNAME);
    const says = isNone ? "the name does not exist" : "the type does not exist";
    return { proof: "proven", reasons: [{ by: match.owner, says, about: name }] };
  }
  const above = nsecs.find((one) => nsecCovers(one, name, zone) && !isFromAbove(one, name));
  if (above === undefined) return unproven;
  if (isEmptyBelow(above, name)) {
    return { proof: "proven", reasons: [{ by: above.owner, says: "only names below exist", about: name }] };
  }
  const wildcard = wildcardBelow(closestEncloser(above, name));
  const source = wildcard === null ? undefined : nsecs.find(({ owner }) => owner.equals(wildcard));
  if (wildcard === null || source === undefined || !deniesType(source, wildcard, type)) return unproven;
  const reasons: Reason[] = [
    { by: above.owner, says: "the name does not exist", about: name },
    { by: source.owner, says: "the type does not exist", about: wildcard },
  ];
  return { proof: "proven", reasons };
}

function plainExpansion({ nsecs, zone }: Proofs, name: Name, source: Name): Finding {
  const encloser = source.parent;
  const cover = nsecs.find((one) => denies(one, name, zone) && closestEncloser(one, name).equals(encloser));
  if (cover === undefined) return unproven;
  return { proof: "proven", reasons: [{ by: cover.owner, says: "the name does not exist", about: name }] };
}

function plainNoDs({ nsecs, zone }: Proofs, name: Name): NoDs {
  const match = nsecs.find(({ owner }) => owner.equals(name));
  if (match !== undefined) {
    const means = delegationWithoutDs(match.rdata, match.bitmapAt);
    if (means === null) return { ...unproven, means: "no delegation" };
    return { proof: "proven", means, reasons: [{ by: match.owner, says: "the type does not exist", about: name }] };
  }
  const cover = nsecs.find((one) => nsecCovers(one, name, zone) && !isFromAbove(one, name));
  if (cover === undefined) return { ...unproven, means: "no delegation" };
  const says = isEmptyBelow(cover, name) ? "only names below exist" : "the name does not exist";
  return { proof: "proven", means: "no delegation", reasons: [{ by: cover.owner, says, about: name }] };
}

/** Whether an NSEC says that nothing is at the name, nor below it. */
function denies(nsec: Nsec, name: Name, zone: Name): boolean {
  return nsecCovers(nsec, name, zone) && !isFromAbove(nsec, name) && !isEmptyBelow(nsec, name);
}

/** RFC 6840 §4.1, §4.4: below a cut or a DNAME the record has no say. */
function isFromAbove({ owner, rdata, bitmapAt }: Nsec, name: Name): boolean {
  if (!name.isWithin(owner) || name.equals(owner)) return false;
  return isCut(rdata, bitmapAt) || hasType(rdata, bitmapAt, RRType.DNAME);
}

/** The next name lies below this one: it is an empty non-terminal, and exists (RFC 4592 §2.2.2). */
function isEmptyBelow({ next }: Nsec, name: Name): boolean {
  return next.isWithin(name);
}

/** The deepest name above `name` that the ends of a covering NSEC show to exist. */
function closestEncloser({ owner, next }: Nsec, name: Name): Name {
  const above = commonAncestor(name, owner);
  const below = commonAncestor(name, next);
  return above.labelCount > below.labelCount ? above : below;
}

function commonAncestor(name: Name, other: Name): Name {
  let at = name;
  while (!other.isWithin(at)) at = at.parent;
  return at;
}
