// The delegation store: which servers a parent named for a zone. It is kept apart from the answers on purpose: a referral
// says where to ask, it is never an answer (RFC 2181 §5.4.1), and a child cannot lengthen the life that its parent gave it
// (ghost domains, CVE-2022-30698): only referrals are stored, with the parent's TTL.

import type { Name } from "../dns/name.ts";
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

  /** Whether the operator named the servers for this name. */
  isConfigured(name: Name): boolean {
    if (this.#configured.size === 0) return false;
    for (let at = name; ; at = at.parent) {
      if (this.#configured.has(at.key)) return true;
      if (at.wire[0] === 0) return false;
    }
  }

  store(delegation: Delegation): void {
    this.#store.set(delegation.zone.key, delegation);
  }

  /** The deepest delegation at or above a name that still holds; null when not even the root's does. */
  closest(name: Name, nowMs: number): Delegation | null {
    for (let at = name; ; at = at.parent) {
      const found = this.#configured.get(at.key) ?? this.#store.touch(at.key);
      if (found !== undefined && found.expiresMs > nowMs) return found;
      if (at.wire[0] === 0) return null;
    }
  }

  /** Forgets what was learned of a name, and below it for "subtree". Returns how many delegations went. */
  flush(name: Name, reach: "name" | "subtree"): number {
    if (reach === "name") return this.#store.delete(name.key) ? 1 : 0;
    const doomed = [...this.#store.entries()].filter(([, { zone }]) => zone.isWithin(name));
    for (const [key] of doomed) this.#store.delete(key);
    return doomed.length;
  }

  /** All that were learned, least recently used first. */
  *all(): IterableIterator<Delegation> {
    for (const [, delegation] of this.#store.entries()) yield delegation;
  }
}
