// Whom a rule of the configuration is for (dns.transfers, dns.updates): who signs with a key (TSIG, RFC 8945), who asks from some addresses,
// or who does both, for one zone or for all. What the rule then allows is its own room's business (./transfers/transfer-policy.ts,
// ./updates/update-policy.ts). Rules are lists of doors: one that opens is enough, nothing is forbidden again.

import type { Client } from "../authority/client.ts";
import type { TsigKey } from "../authority/tsig-keys.ts";
import { type Name, sameName } from "../dns/name.ts";
import { AccessList } from "../net/access.ts";
import { nameOf } from "./configured-keys.ts";

export interface ConfiguredHolder {
  readonly key: string | null;
  readonly from: readonly string[];
  readonly zone: string | null;
}

/** The same, ready to be asked. */
export interface Holder {
  readonly key: Uint8Array | null;
  readonly from: AccessList | null;
  readonly zone: Name | null;
}

/** A sentence about a rule that is for nobody; none where it is for somebody. */
export function forNobody(place: string, { key, from }: ConfiguredHolder): string[] {
  return key === null && from.length === 0 ? [`${place} says neither key nor from: a rule is for somebody.`] : [];
}

export function holderOf({ key, from, zone }: ConfiguredHolder): Holder {
  return {
    key: key === null ? null : nameOf(key).wire,
    from: from.length === 0 ? null : new AccessList(from),
    zone: zone === null ? null : nameOf(zone),
  };
}

/** Whether the rule is for this client and zone; `key` is what the message is signed with. */
export function isFor(
  rule: Holder,
  client: Pick<Client, "family" | "address">,
  key: TsigKey | null,
  zone: Name,
): boolean {
  return (
    (rule.key === null || (key !== null && sameName(rule.key, 0, key.wire, 0))) &&
    (rule.from?.allows(client.family, client.address) ?? true) &&
    (rule.zone?.equals(zone) ?? true)
  );
}
