// The delegation store: which servers a parent named for a zone. It is kept apart from the answers on purpose: a referral
// says where to ask, it is never an answer (RFC 2181 §5.4.1), and a child cannot lengthen the life that its parent gave it
// (ghost domains, CVE-2022-30698): only referrals are stored, with the parent's TTL.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { Reach } from "./cache/record-cache.ts";
import type { Endpoint } from "./port.ts";
import type { Origin } from "./question.ts";
import { maxDelegations } from "../base/limits.ts";
import { BoundedMap } from "../base/bounded-map.ts";

export interface NameServer {
  readonly name: Name;
  /** Addresses that came with the delegation: glue (RFC 9471), root hints, configuration. */
  readonly glue: readonly Endpoint[];
}

export interface Delegation {
  readonly zone: Name;
  readonly servers: readonly NameServer[];
  /** A hint serves to prime (RFC 9609); stub and forward zones are configured. */
  readonly kind: "hint" | "referral" | "stub" | "forward";
  /** What the parent said of the zone's DS beside the referral: the DS set, or NSEC and NSEC3 sets that there is none (RFC 4035 §3.1.4). */
  readonly signed: readonly RRset[];
  readonly storedMs: number;
  readonly expiresMs: number;
  readonly origin: Origin;
}

export class DelegationStore {
  readonly #store = new BoundedMap<Delegation>(maxDelegations);
  readonly #configured = new Map<string, Delegation>();

  get count(): number {
    return this.#store.size;
  }

  /** A zone whose servers the operator named: nothing learned stands against it. */
  configure(delegation: Delegation): void {
    this.#configured.set(delegation.zone.key, delegation);
  }

  /** The operator's word on the servers for this name, or null. */
  configuredAt(name: Name): Delegation | null {
    if (this.#configured.size === 0) return null;
    for (let at = name; ; at = at.parent) {
      const found = this.#configured.get(at.key);
      if (found !== undefined) return found;
      if (at.isRoot) return null;
    }
  }

  /** What the referral to exactly this zone said of its DS, as old as it is now; nothing when that is over; null without a referral. */
  signedAt(zone: Name, nowMs: number): readonly RRset[] | null {
    const found = this.#store.peek(zone.key);
    if (found === undefined || found.expiresMs <= nowMs) return null;
    const ageSeconds = Math.ceil((nowMs - found.storedMs) / 1000);
    const left = found.signed.map((set) => ({ ...set, ttlSeconds: set.ttlSeconds - ageSeconds }));
    return left.every(({ ttlSeconds }) => ttlSeconds > 0) ? left : [];
  }

  store(delegation: Delegation): void {
    this.#store.set(delegation.zone.key, delegation);
  }

  /** The deepest delegation at or above a name that still holds; null when not even the root's does. */
  closest(name: Name, nowMs: number): Delegation | null {
    for (let at = name; ; at = at.parent) {
      const found = this.#configured.get(at.key) ?? this.#store.touch(at.key);
      if (found !== undefined && found.expiresMs > nowMs) return found;
      if (at.isRoot) return null;
    }
  }

  /** Forgets what was learned of a name, and below it for "subtree". Returns how many delegations went. */
  flush(name: Name, reach: Reach): number {
    if (reach === "name") return this.#store.delete(name.key) ? 1 : 0;
    const doomed = [...this.#store.entries()].filter(([, { zone }]) => zone.isWithin(name));
    for (const [key] of doomed) this.#store.delete(key);
    return doomed.length;
  }

  /** Forgets the referrals that lead to a zone, as far as they were stored before `beforeMs`. */
  forgetWay(zone: Name, beforeMs: number): void {
    for (let at = zone; ; at = at.parent) {
      const found = this.#store.peek(at.key);
      if (found !== undefined && found.storedMs <= beforeMs) this.#store.delete(at.key);
      if (at.isRoot) return;
    }
  }

  /** All that were learned, least recently used first. */
  *all(): IterableIterator<Delegation> {
    for (const [, delegation] of this.#store.entries()) yield delegation;
  }
}
