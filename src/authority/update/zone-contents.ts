// What an update sees of a zone: the RRsets at a name, from wherever they are kept.
// A set whose records are chosen for each question (an alias, a routing policy) is there, and is nothing that an update may change:
// it has no records to compare (`rdatas` is null).

import type { Name } from "../../dns/name.ts";

export interface HeldRRset {
  readonly type: number;
  readonly ttlSeconds: number;
  /** Uncompressed, case kept, each valid; null where a question decides. */
  readonly rdatas: readonly Uint8Array[] | null;
}

export interface ZoneContents {
  readonly apex: Name;
  /** Every RRset at a name of the zone, none of them empty. */
  at(name: Name): readonly HeldRRset[];
}
