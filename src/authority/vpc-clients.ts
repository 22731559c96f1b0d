// Which VPC a question comes from, by the client's address: it decides which private zones are seen
// (AWS guide: hosted-zone-private-considerations) and where the client is taken to be (DG:routing-policy-geo-phz).
// The longest prefix that holds the address counts. A client subnet plays no part: a VPC is where the packet came from.

import { compilePrefixes } from "../routing/compile-prefixes.ts";
import { type Place, placeOfRegion } from "../routing/place.ts";
import type { Prefix } from "../routing/prefix.ts";
import { findPrefix, Found } from "../routing/prefix-table.ts";
import type { Client } from "./client.ts";

export interface Vpc {
  /** The view of its private zones. */
  readonly view: number;
  readonly region: string;
  readonly clients: readonly Prefix[];
}

/** A VPC as a question's origin. */
export interface VpcOrigin {
  readonly view: number;
  /** null for a region that nobody knows. */
  readonly place: Place | null;
}

export class VpcClients {
  readonly #table: Int32Array;
  readonly #origins: readonly (VpcOrigin | null)[];
  readonly #found = new Found();

  constructor(vpcs: readonly Vpc[]) {
    this.#origins = [null, ...vpcs.map(({ view, region }) => ({ view, place: placeOfRegion(region) }))];
    this.#table = compilePrefixes(
      vpcs.flatMap(({ clients }, index) => clients.map((prefix) => ({ prefix, value: index + 1 }))),
    );
  }

  /** null for a client that is in none. */
  originOf({ family, address }: Client): VpcOrigin | null {
    findPrefix(this.#table, 0, family, address, this.#found);
    return this.#origins[this.#found.value];
  }
}
