// CIDR collections in memory that all workers read, and who uses them: a policy set holds its collection's place, so one
// that changes is laid down anew, its users are packed again, and the old words are given back. One version shows both.

import { type CidrBlock, packCollection } from "../routing/cidr.ts";
import { scanPrefix } from "../routing/prefix.ts";
import { blocksOf } from "../store/cidr-collections.ts";
import type { Tables } from "../base/tables.ts";
import type { Image } from "../zone/image.ts";
import type { Block } from "../zone/region.ts";

/** A name and type of a hosted zone whose sets are chosen among by address. */
export interface CollectionUser {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
}

interface SharedCollection {
  block: Block;
  /** Numbers of locations, from 1; kept while the collection is shared. */
  readonly numbers: Map<string, number>;
  readonly users: Map<string, CollectionUser>;
}

export class SharedCollections {
  readonly #image: Image;
  readonly #tables: Tables;
  readonly #shared = new Map<string, SharedCollection>();

  constructor(image: Image, tables: Tables) {
    this.#image = image;
    this.#tables = tables;
  }

  /** Where the collection lies, for a policy set that uses it. */
  use(collectionId: string, user: CollectionUser): number {
    const shared = this.#share(collectionId);
    shared.users.set(`${user.zoneId} ${user.name} ${user.type}`, user);
    return shared.block.at;
  }

  /** 0 for `*`, the default. */
  locationNumber(collectionId: string, location: string): number {
    return location === "*" ? 0 : numberIn(this.#share(collectionId).numbers, location);
  }

  /** Lays the collection down anew, if it is used; returns who must be packed again, and what to do when that is published. */
  renew(collectionId: string): { readonly users: readonly CollectionUser[]; readonly published: () => void } {
    const shared = this.#shared.get(collectionId);
    if (shared === undefined) return { users: [], published: () => {} };
    const { block: old } = shared;
    const users = [...shared.users.values()];
    shared.block = this.#layDown(collectionId, shared.numbers);
    // Who still uses it says so when it is packed again.
    shared.users.clear();
    const published = (): void => this.#image.unshare(old);
    return { users, published };
  }

  #share(collectionId: string): SharedCollection {
    const known = this.#shared.get(collectionId);
    if (known !== undefined) return known;
    const numbers = new Map<string, number>();
    const shared = { block: this.#layDown(collectionId, numbers), numbers, users: new Map<string, CollectionUser>() };
    this.#shared.set(collectionId, shared);
    return shared;
  }

  #layDown(collectionId: string, numbers: Map<string, number>): Block {
    const blocks = Array.from(blocksOf(this.#tables, collectionId)).flatMap(
      ({ LocationName, CidrBlock }): CidrBlock[] => {
        const prefix = scanPrefix(CidrBlock);
        return prefix === null || LocationName === "*" ? [] : [{ prefix, location: numberIn(numbers, LocationName) }];
      },
    );
    return this.#image.share(packCollection(blocks));
  }
}

function numberIn(numbers: Map<string, number>, location: string): number {
  const number = numbers.get(location) ?? numbers.size + 1;
  numbers.set(location, number);
  return number;
}
