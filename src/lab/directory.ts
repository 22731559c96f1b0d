// All zones of a lab seen from above: which servers a zone has, by its own word, and which addresses a name has. Nobody
// who resolves sees this; it is for checking a lab and for its root hints.

import type { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { printAddress } from "../net/address.ts";
import { nameIn, type PlacedRecord, type ZoneFile } from "./zone-file.ts";

export interface KnownAddress {
  readonly address: string;
  readonly record: PlacedRecord;
}

export interface KnownServer {
  readonly name: Name;
  readonly addresses: readonly KnownAddress[];
}

export class Directory {
  readonly #addresses = new Map<string, KnownAddress[]>();
  readonly #servers = new Map<string, Name[]>();

  constructor(zones: Iterable<ZoneFile>) {
    for (const { apex, records } of zones) {
      for (const record of records) {
        if (record.type === RRType.A || record.type === RRType.AAAA) this.#addAddress(record);
        else if (record.type === RRType.NS && record.owner.equals(apex)) this.#addServer(record);
      }
    }
  }

  /** The name servers at the apex of a zone, and their addresses wherever they stand. */
  serversOf(zone: Name): KnownServer[] {
    return (this.#servers.get(zone.key) ?? []).map((name) => ({ name, addresses: this.addressesOf(name) }));
  }

  addressesOf(name: Name): readonly KnownAddress[] {
    return this.#addresses.get(name.key) ?? [];
  }

  #addAddress(record: PlacedRecord): void {
    const address = printAddress(record.type === RRType.A ? 4 : 6, record.rdata);
    const known = this.#addresses.get(record.owner.key) ?? [];
    if (!known.some((one) => one.address === address)) known.push({ address, record });
    this.#addresses.set(record.owner.key, known);
  }

  #addServer(record: PlacedRecord): void {
    const names = this.#servers.get(record.owner.key) ?? [];
    const name = nameIn(record.rdata);
    if (!names.some((one) => one.equals(name))) names.push(name);
    this.#servers.set(record.owner.key, names);
  }
}
