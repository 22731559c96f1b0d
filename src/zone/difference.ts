// What one version of a zone has that another has not, as incremental transfers tell it (RFC 1995 §4), and the way from a zone that
// is served to the next version of it: sets of records as they will be, which the image takes over in one commit.
// Records are compared in canonical form (RFC 4034 §6.2): the case of names in RDATA makes no other record.
// A difference that does not fit what the zone holds is no difference of this zone: its reader asks for the whole zone then.

import { NameCursor } from "../dns/name-cursor.ts";
import { Name } from "../dns/name.ts";
import { rdataKey } from "../dns/rrset.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { keyOf, typeOfKey } from "./entry-keys.ts";
import type { RRsetChange } from "./image.ts";
import { eachRecord } from "./inspection.ts";
import { rrsetTtl } from "./layout.ts";
import { nodeOfName } from "./tree.ts";
import type { Zone } from "./zone.ts";

export interface ZoneRecord {
  /** An absolute name in wire form. */
  readonly owner: Uint8Array;
  readonly type: number;
  readonly ttlSeconds: number;
  /** Valid, uncompressed. */
  readonly rdata: Uint8Array;
}

/** The way from one serial to the next; the SOA of each stands among its records. */
export interface Difference {
  readonly deleted: readonly ZoneRecord[];
  readonly added: readonly ZoneRecord[];
}

/** A set on its way from what the zone holds to what it will hold: RDATA by its canonical form. */
interface Draft {
  readonly owner: Name;
  readonly key: number;
  ttlSeconds: number;
  readonly rdata: Map<string, Uint8Array>;
}

/** The changes that lead over all differences, in order; a sentence where they do not fit the zone. */
export function changesOf(zone: Zone, differences: readonly Difference[]): RRsetChange[] | string {
  const drafts = new Map<string, Draft>();
  for (const { deleted, added } of differences) {
    for (const record of deleted) {
      const draft = draftOf(zone, record, drafts);
      if (draft === null) return `${said(record)} lies outside the zone`;
      if (!draft.rdata.delete(rdataKey(record.type, record.rdata)))
        return `${said(record)} is to go and was never there`;
    }
    for (const record of added) {
      const draft = draftOf(zone, record, drafts);
      if (draft === null) return `${said(record)} lies outside the zone`;
      draft.rdata.set(rdataKey(record.type, record.rdata), record.rdata);
      draft.ttlSeconds = record.ttlSeconds;
    }
  }
  const soa = drafts.get(draftKey(zone.apex, RRType.SOA));
  if (soa === undefined || soa.rdata.size !== 1) return "it leaves the zone without its SOA";
  if (drafts.get(draftKey(zone.apex, RRType.NS))?.rdata.size === 0) return "it leaves the zone without name servers";
  return Array.from(drafts.values(), ({ owner, key, ttlSeconds, rdata }) => {
    return { zone, owner, type: key, ttlSeconds, rdata: [...rdata.values()] };
  });
}

function draftOf(zone: Zone, { owner, type, rdata }: ZoneRecord, drafts: Map<string, Draft>): Draft | null {
  const name = new Name(owner);
  const key = keyOf(type, rdata, 0);
  const place = draftKey(name, key);
  const known = drafts.get(place);
  if (known !== undefined) return known;
  if (!name.isWithin(zone.apex)) return null;
  const draft = heldSet(zone, name, key);
  drafts.set(place, draft);
  return draft;
}

/** What the zone holds there now. */
function heldSet(zone: Zone, owner: Name, key: number): Draft {
  const { memory } = zone.tree.region;
  const cursor = new NameCursor();
  cursor.set(owner.wire, 0);
  const node = nodeOfName(memory, zone.tree.tree, cursor);
  const rrset = node === 0 ? 0 : zone.rrsetAt(node, key);
  const rdata = new Map<string, Uint8Array>();
  if (rrset <= 0) return { owner, key, ttlSeconds: 0, rdata };
  const type = typeOfKey(key);
  eachRecord(memory, rrset, (octets) => {
    const own = octets.slice();
    rdata.set(rdataKey(type, own), own);
  });
  return { owner, key, ttlSeconds: memory.words[rrset + rrsetTtl] >>> 0, rdata };
}

function draftKey({ key }: Name, entry: number): string {
  return `${entry} ${key}`;
}

function said({ owner, type }: ZoneRecord): string {
  return `${printName(owner)} ${typeName(type)}`;
}
