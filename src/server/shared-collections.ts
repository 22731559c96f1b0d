// CIDR collections in memory that all workers read, and who uses them: a policy set holds its collection's place, so one
// that changes is laid down anew, its users are packed again, and the old words are given back. One version shows both.
// Blocks and sets are those of the commit that is being shown, which may be behind what is stored (./change-queue.ts).

import { type CidrBlock, packCollection } from "../routing/cidr.ts";
import { scanPrefix } from "../routing/prefix.ts";
import type { CidrBlockSummary } from "../store/cidr-collections.ts";
import type { ResourceRecordSet } from "../store/shapes.ts";
import type { Image } from "../zone/image.ts";
import type { Block } from "../zone/region.ts";

/** A name and type of a hosted zone, with all its sets. */
export interface SetsOfName {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  readonly sets: readonly ResourceRecordSet[];
}

interface SharedCollection {
  block: Block;
  /** Numbers of locations, from 1; kept while the collection is shared. */
  readonly numbers: Map<string, number>;
  /** Whose sets are chosen among by it, as they are served. */
  readonly users: Map<string, SetsOfName>;
}

export interface Renewal {
  /** Who must be packed again. */
  readonly users: readonly SetsOfName[];
  /** To be called when that is published, or when it could not be: exactly one of them. */
  readonly published: () => void;
  readonly withdrawn: () => void;
}

export class SharedCollections {
  readonly #image: Image;
  readonly #shared = new Map<string, SharedCollection>();

  constructor(image: Image) {
    this.#image = image;
  }

  /** Whether somebody has used the collection: its blocks are known from then on. */
  knows(collectionId: string): boolean {
    return this.#shared.has(collectionId);
  }

  /** Where the collection lies, for a policy set that uses it; `blocks` are what is in it, where nobody has used it before. */
  use(collectionId: string, blocks: readonly CidrBlockSummary[], user: SetsOfName): number {
    let shared = this.#shared.get(collectionId);
    if (shared === undefined) {
      const numbers = new Map<string, number>();
      shared = { block: this.#layDown(blocks, numbers), numbers, users: new Map() };
      this.#shared.set(collectionId, shared);
    }
    shared.users.set(`${user.zoneId} ${user.name} ${user.type}`, user);
    return shared.block.at;
  }

  /** The sets of this name are another's to choose among now, until they say that they use a collection. */
  release({ zoneId, name, type }: SetsOfName): void {
    for (const { users } of this.#shared.values()) users.delete(`${zoneId} ${name} ${type}`);
  }

  /** 0 for `*`, the default, and in a collection that nobody uses. */
  locationNumber(collectionId: string, location: string): number {
    const numbers = this.#shared.get(collectionId)?.numbers;
    return location === "*" || numbers === undefined ? 0 : numberIn(numbers, location);
  }

  /** The location of a number in the collection that lies at a place; null where none does, or none has it. */
  locationName(at: number, number: number): string | null {
    const numbers = Array.from(this.#shared.values()).find(({ block }) => block.at === at)?.numbers ?? [];
    return Array.from(numbers).find(([, known]) => known === number)?.[0] ?? null;
  }

  /** Lays the collection down anew, if it is used. */
  renew(collectionId: string, blocks: readonly CidrBlockSummary[]): Renewal {
    const shared = this.#shared.get(collectionId);
    if (shared === undefined) return { users: [], published: () => {}, withdrawn: () => {} };
    const { block: old } = shared;
    const users = [...shared.users];
    const block = this.#layDown(blocks, shared.numbers);
    shared.block = block;
    // Each says that it uses it when it is packed again.
    shared.users.clear();
    return {
      users: users.map(([, user]) => user),
      published: () => this.#image.unshare(old),
      withdrawn: () => {
        this.#image.unshare(block);
        shared.block = old;
        for (const [key, user] of users) shared.users.set(key, user);
      },
    };
  }

  #layDown(summaries: readonly CidrBlockSummary[], numbers: Map<string, number>): Block {
    const blocks = summaries.flatMap(({ LocationName, CidrBlock }): CidrBlock[] => {
      const prefix = scanPrefix(CidrBlock);
      return prefix === null || LocationName === "*" ? [] : [{ prefix, location: numberIn(numbers, LocationName) }];
    });
    return this.#image.share(packCollection(blocks));
  }
}

function numberIn(numbers: Map<string, number>, location: string): number {
  const number = numbers.get(location) ?? numbers.size + 1;
  numbers.set(location, number);
  return number;
}
