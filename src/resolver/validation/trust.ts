// What is known of a zone's place in the chain of trust, by name: signed with these keys, or below where the chain ended, or
// broken. Kept for as long as the records that showed it, so that one walk down the chain serves all names below
// (RFC 4035 §4.3 has the four words). Nothing here asks or checks: ./chain.ts does.

import type { Name } from "../../dns/name.ts";
import type { DnsKey } from "../../dnssec/dnskey.ts";
import type { DelegationSigner } from "../../dnssec/ds.ts";
import type { ExtendedErrorNote } from "../question.ts";
import type { Reach } from "../cache/record-cache.ts";
import { BoundedMap } from "../../base/bounded-map.ts";
import { maxTrustedNames } from "../../base/limits.ts";

/** Where a chain begins: a zone whose keys, or digests of them, the operator vouches for (RFC 4033 §2). */
export interface TrustAnchor {
  readonly zone: Name;
  readonly signers: readonly DelegationSigner[];
  readonly keys: readonly DnsKey[];
}

/** The name lies in a signed zone, and these keys sign it. */
export interface SecureTrust {
  readonly kind: "secure";
  readonly name: Name;
  /** The name itself, or the zone above that it belongs to. */
  readonly zone: Name;
  readonly keys: readonly DnsKey[];
  /** When the zone's keys were heard. */
  readonly heardMs: number;
  readonly expiresMs: number;
}

/** Nothing is signed from `at` down, or nothing that could be checked; and that is proven, or configured. */
export interface InsecureTrust {
  readonly kind: "insecure";
  readonly name: Name;
  /** What the answer says of it, where it is not simply unsigned. */
  readonly note: ExtendedErrorNote | null;
  readonly expiresMs: number;
}

/** The chain is broken: what it should show cannot be checked. */
export interface BogusTrust {
  readonly kind: "bogus";
  readonly name: Name;
  readonly note: ExtendedErrorNote;
  /** "unreachable": what it needs could not be got, which says nothing about signatures. */
  readonly why: "bogus" | "unreachable";
  readonly expiresMs: number;
}

/** No anchor is at or above the name (RFC 4035 §4.3). */
export interface NoTrust {
  readonly kind: "indeterminate";
}

export type Trust = SecureTrust | InsecureTrust | BogusTrust | NoTrust;
export type KnownTrust = Exclude<Trust, NoTrust>;

export class TrustStore {
  readonly #names = new BoundedMap<KnownTrust>(maxTrustedNames);
  #anchors: readonly TrustAnchor[];

  constructor(anchors: readonly TrustAnchor[] = []) {
    this.#anchors = anchors;
  }

  get anchors(): readonly TrustAnchor[] {
    return this.#anchors;
  }

  /** A zone's anchor is another one now, or none (null); what was known below it is found out anew. */
  replaceAnchor(zone: Name, anchor: TrustAnchor | null): void {
    const others = this.#anchors.filter((one) => !one.zone.equals(zone));
    this.#anchors = anchor === null ? others : [...others, anchor];
    this.flush(zone, "subtree");
  }

  get count(): number {
    return this.#names.size;
  }

  find(name: Name, nowMs: number): KnownTrust | null {
    const found = this.#names.touch(name.key);
    return found === undefined || found.expiresMs <= nowMs ? null : found;
  }

  store(trust: KnownTrust): void {
    this.#names.set(trust.name.key, trust);
  }

  /** Forgets a name, and what is below it. Returns how many names went. */
  flush(name: Name, reach: Reach): number {
    if (reach === "name") return this.#names.delete(name.key) ? 1 : 0;
    const doomed = [...this.#names.entries()].filter(([, trust]) => trust.name.isWithin(name));
    for (const [key] of doomed) this.#names.delete(key);
    return doomed.length;
  }

  /** All that is known, least recently used first. */
  *all(): IterableIterator<KnownTrust> {
    for (const [, trust] of this.#names.entries()) yield trust;
  }
}
