// CNAME and DNAME: the name that an alias leads to (RFC 1034 §3.6.2, RFC 6672 §2.2), and the CNAME that a DNAME implies.
// Invariant: an alias is one record; a set of several leads nowhere (RFC 2181 §10.1).

import type { RRset } from "../dns/rrset.ts";
import { makeRRset } from "../dns/rrset.ts";
import { maxNameOctets, Name } from "../dns/name.ts";
import { Class } from "../dns/codes.ts";
import { RRType } from "../dns/types.ts";

/** Where a CNAME or DNAME set leads; null when it is no single record, and so leads nowhere (RFC 2181 §10.1). */
export function aliasTarget(set: RRset): Name | null {
  return set.rdatas.length === 1 ? new Name(set.rdatas[0]) : null;
}

/** A name below a DNAME's owner with the owner's labels replaced by the target's; null when it is longer than a name may be (YXDOMAIN). */
export function substitute(name: Name, owner: Name, target: Name): Name | null {
  const kept = name.wire.length - owner.wire.length;
  if (kept + target.wire.length > maxNameOctets) return null;
  const wire = new Uint8Array(kept + target.wire.length);
  wire.set(name.wire.subarray(0, kept));
  wire.set(target.wire, kept);
  return new Name(wire);
}

/** Whether a link of a chain was made here, from a DNAME before it (RFC 6672 §3.2): it has no signature and is no data. */
export function isSynthesised(chain: readonly RRset[], link: number): boolean {
  const { type, owner } = chain[link];
  if (type !== RRType.CNAME) return false;
  return chain.slice(0, link).some((set) => set.type === RRType.DNAME && isBelow(owner, set.owner));
}

/** What a DNAME redirects: the names below its owner, not the owner (RFC 6672 §2.3). */
export function isBelow(name: Name, owner: Name): boolean {
  return name.isWithin(owner) && !name.equals(owner);
}

/** The CNAME that a DNAME implies for one name below it, with the DNAME's TTL (RFC 6672 §3.1). */
export function synthesiseCname(name: Name, target: Name, ttlSeconds: number): RRset {
  return makeRRset(name, RRType.CNAME, Class.IN, ttlSeconds, [target.wire]);
}
