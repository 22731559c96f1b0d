// Who may have which zone transferred: dns.allowTransfer by address, and the rules of dns.transfers, each for a key, for addresses or
// for both at once, of one zone or of all. One that allows it is enough; nothing is forbidden again. Keys of dns.transferKeys have
// every zone, which the answering thread sees by their scope (../../authority/transferring.ts).
// Rules go to each worker as they stand in the configuration, and are made ready there.

import type { Client } from "../../authority/client.ts";
import type { TsigKey } from "../../authority/tsig-keys.ts";
import { type Name, sameName } from "../../dns/name.ts";
import { AccessList } from "../../net/access.ts";
import type { Config } from "../config.ts";
import { isSame, nameOf } from "../configured-keys.ts";

export type TransferRule = Config["dns"]["transfers"][number];

/** Whom the configuration lets have zones by more than the scope of a key. */
export function transferRules({ allowTransfer, transfers }: Config["dns"]): readonly TransferRule[] {
  return allowTransfer.length === 0 ? transfers : [{ zone: null, key: null, from: allowTransfer }, ...transfers];
}

/** Sentences about rules that are for nobody, or for an unknown key. */
export function transferFaults({ tsigKeys, transfers }: Pick<Config["dns"], "tsigKeys" | "transfers">): string[] {
  return transfers.flatMap(({ key, from }, index) => {
    if (key === null && from.length === 0)
      return [`dns.transfers[${index}] says neither key nor from: a rule is for somebody.`];
    const isKnown = key === null || tsigKeys.some(({ name }) => isSame(name, key));
    return isKnown ? [] : [`dns.transfers names ${key}, and dns.tsigKeys has no such key.`];
  });
}

interface ReadyRule {
  readonly zone: Name | null;
  readonly key: Uint8Array | null;
  readonly from: AccessList | null;
}

export class TransferPolicy {
  readonly #rules: readonly ReadyRule[];

  constructor(rules: readonly TransferRule[]) {
    this.#rules = rules.map(({ zone, key, from }) => ({
      zone: zone === null ? null : nameOf(zone),
      key: key === null ? null : nameOf(key).wire,
      from: from.length === 0 ? null : new AccessList(from),
    }));
  }

  /** `key` is what the query is signed with. */
  allows(client: Client, key: TsigKey | null, zone: Name): boolean {
    return this.#rules.some(
      (rule) =>
        (rule.zone?.equals(zone) ?? true) &&
        (rule.key === null || (key !== null && sameName(rule.key, 0, key.wire, 0))) &&
        (rule.from?.allows(client.family, client.address) ?? true),
    );
  }
}
