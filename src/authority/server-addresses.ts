// Which name server of a delegation set a message was sent to, by its destination address: with strict delegation sets, a
// hosted zone is answered at the addresses of its own four (AWS guide: hosted-zone-public-considerations), so two
// zones of one name are answered side by side. An address that is no name server's is nobody's. Configured and turned into
// addresses by ../server/name-servers.ts; the views: ../zone/views.ts.

import { compilePrefixes } from "../routing/compile-prefixes.ts";
import type { Prefix } from "../routing/prefix.ts";
import { findPrefix, Found } from "../routing/prefix-table.ts";
import type { Client } from "./client.ts";

export interface NameServer {
  /** The view of the zones that it serves. */
  readonly view: number;
  /** Its addresses, as prefixes of full length. */
  readonly addresses: readonly Prefix[];
}

export class ServerAddresses {
  readonly #table: Int32Array;
  readonly #found = new Found();

  constructor(servers: readonly NameServer[]) {
    this.#table = compilePrefixes(
      servers.flatMap(({ view, addresses }) => addresses.map((prefix) => ({ prefix, value: view }))),
    );
  }

  /** The view of the name server that was asked; 0 for an address that is none's. */
  viewOf({ family, local }: Client): number {
    findPrefix(this.#table, 0, family, local, this.#found);
    return this.#found.value;
  }
}
