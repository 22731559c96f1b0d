// What an update sees of a zone: the RRsets at a name, from wherever they are kept; and records compared as names are.
// A set whose records are chosen for each question (an alias, a routing policy) is there, and is nothing that an update may change:
// it has no records to compare (`rdatas` is null).

import { latin1, OctetWriter } from "../../base/octets.ts";
import type { Name } from "../../dns/name.ts";
import { canonicalRdata } from "../../dns/rdata.ts";

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

/** RDATA as a text that equal records share: canonical form, so the case of names in it does not count (RFC 4034 §6.2). */
export function recordKey(type: number, rdata: Uint8Array): string {
  const out = new OctetWriter(rdata.length);
  canonicalRdata(type, rdata, 0, rdata.length, out);
  return latin1(out.bytes, 0, out.length);
}
