// Who may have which zone transferred: dns.allowTransfer by address, and the rules of dns.transfers, each for a key, for addresses or
// for both at once, of one zone or of all. One that allows it is enough; nothing is forbidden again. Keys of dns.transferKeys have
// every zone, which the answering thread sees by their scope (../../authority/transferring.ts).
// Rules go to each worker as they stand in the configuration, and are made ready there.

import type { Client } from "../../authority/client.ts";
import type { TsigKey } from "../../authority/tsig-keys.ts";
import type { Name } from "../../dns/name.ts";
import { forNobody, type Holder, holderOf, isFor } from "../client-rules.ts";
import type { Config } from "../config.ts";
import { missingKey } from "../configured-keys.ts";

export type TransferRule = Config["dns"]["transfers"][number];

/** Whom the configuration lets have zones by more than the scope of a key. */
export function transferRules({ allowTransfer, transfers }: Config["dns"]): readonly TransferRule[] {
  return allowTransfer.length === 0 ? transfers : [{ zone: null, key: null, from: allowTransfer }, ...transfers];
}

/** Sentences about rules that are for nobody, or for an unknown key. */
export function transferFaults({ tsigKeys, transfers }: Pick<Config["dns"], "tsigKeys" | "transfers">): string[] {
  return transfers.flatMap((rule, index) => {
    const faults = [forNobody(`dns.transfers[${index}]`, rule), missingKey("dns.transfers", rule.key, tsigKeys)];
    return faults.find((kind) => kind.length > 0) ?? [];
  });
}

export class TransferPolicy {
  readonly #holders: readonly Holder[];

  constructor(rules: readonly TransferRule[]) {
    this.#holders = rules.map(holderOf);
  }

  /** `key` is what the query is signed with. */
  allows(client: Client, key: TsigKey | null, zone: Name): boolean {
    return this.#holders.some((holder) => isFor(holder, client, key, zone));
  }
}
