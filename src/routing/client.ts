// Who asks, as routing sees it: an address of which the first bits are known, from the query's client subnet (RFC 7871
// §7.2.1) or else the resolver's whole address; or, in private zones, the region of the VPC (DG:routing-policy-geo-phz).
// Where that is, is looked up when a policy wants to know it, once a query. One object a worker, rewritten for each query.

import { printIpv4, printIpv6 } from "../dns/fields/addresses.ts";
import { type Place, placeText, unlocated } from "./place.ts";
import { type PlaceTable, Whereabouts } from "./place-table.ts";

/** A place in words, and what tells it. */
export interface FoundPlace {
  readonly place: string;
  readonly by: string;
}

export class RoutingClient {
  family: 4 | 6 = 4;
  /** An IPv4 address in the first four; bits that are not known are zero. */
  readonly octets = new Uint8Array(16);
  /** How many bits of the address are known. */
  known = 0;
  /** The place of the client's VPC; null for clients that come by address. */
  vpc: Place | null = null;
  readonly #whereabouts = new Whereabouts();
  #isLocated = false;

  /** A client with `known` bits of an address: SOURCE PREFIX-LENGTH, or 32 and 128 for a resolver's own address. */
  comesFrom(family: 4 | 6, octets: Uint8Array, known: number): void {
    this.family = family;
    this.known = known;
    this.vpc = null;
    this.#isLocated = false;
    const size = family === 4 ? 4 : 16;
    for (let i = 0; i < size; i++) {
      const kept = known - i * 8;
      this.octets[i] = kept >= 8 ? octets[i] : kept <= 0 ? 0 : octets[i] & (0xff00 >>> kept);
    }
  }

  /** A client in a VPC, whose place is its region's. */
  comesFromVpc(place: Place): void {
    this.vpc = place;
    this.known = 0;
  }

  /** Where the client is; null when no table knows it. */
  locate(table: PlaceTable): Place | null {
    if (this.vpc !== null) return this.vpc;
    if (!this.#isLocated) table.find(this.family, this.octets, this.#whereabouts);
    this.#isLocated = true;
    return this.#whereabouts.place;
  }

  /** Where distances to the client are taken from, known or not. */
  standpoint(table: PlaceTable): Place {
    return this.locate(table) ?? unlocated;
  }

  /** How specific an answer that rests on the place is; 0 before anybody asked for the place, and in a VPC. */
  get placeScope(): number {
    return this.vpc === null && this.#isLocated ? this.#whereabouts.scope : 0;
  }

  /** What a table said of the client's place, and which; null where nobody asked, or no table knows. */
  get found(): FoundPlace | null {
    const { place, by } = this.#whereabouts;
    return this.vpc !== null || !this.#isLocated || place === null ? null : { place: placeText(place), by };
  }

  /** The client as tellings say it. */
  get text(): string {
    const address = this.family === 4 ? printIpv4(this.octets, 0) : printIpv6(this.octets, 0);
    return this.known === (this.family === 4 ? 32 : 128) ? address : `${address}/${this.known}`;
  }
}
