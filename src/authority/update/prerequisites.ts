// Whether the prerequisites of an update hold (RFC 2136 §3.2), judged in the order of the message, and then the RRsets that are
// given with their values, each as a whole. Nothing is changed here. Read next: ./updates.ts.

import { Class, Rcode } from "../../dns/codes.ts";
import { rdataKey } from "../../dns/rrset.ts";
import { isMetaType, RRType } from "../../dns/types.ts";
import type { UpdateMessage, UpdateRecord } from "./update-message.ts";
import type { ZoneContents } from "./zone-contents.ts";

/** The values that an RRset must have, no more and no less. */
interface WantedRRset {
  readonly record: UpdateRecord;
  readonly keys: Set<string>;
}

/** NOERROR where all hold, else the RCODE of the first that does not (RFC 2136 §3.2.5). */
export function checkPrerequisites({ prerequisites, zoneClass }: UpdateMessage, zone: ZoneContents): number {
  const wanted = new Map<string, WantedRRset>();
  for (const record of prerequisites) {
    if (record.ttlSeconds !== 0) return Rcode.FORMERR;
    if (!record.name.isWithin(zone.apex)) return Rcode.NOTZONE;
    const rcode = record.class === zoneClass ? note(record, wanted) : checkExistence(record, zone);
    if (rcode !== Rcode.NOERROR) return rcode;
  }
  for (const { record, keys } of wanted.values()) if (!hasExactly(zone, record, keys)) return Rcode.NXRRSET;
  return Rcode.NOERROR;
}

/** RFC 2136 §3.2.3: RRsets are compared when all of their records are known. */
function note(record: UpdateRecord, wanted: Map<string, WantedRRset>): number {
  if (isMetaType(record.type)) return Rcode.FORMERR;
  const place = `${record.type} ${record.name.key}`;
  const known = wanted.get(place) ?? { record, keys: new Set<string>() };
  known.keys.add(rdataKey(record.type, record.rdata));
  wanted.set(place, known);
  return Rcode.NOERROR;
}

/** RFC 2136 §3.2.1 and §3.2.2: whether there is something at all, of a type or of any. */
function checkExistence(record: UpdateRecord, zone: ZoneContents): number {
  const { name, type } = record;
  if ((record.class !== Class.ANY && record.class !== Class.NONE) || record.rdata.length > 0) return Rcode.FORMERR;
  // RFC 2136 §2.4.4: an empty non-terminal is no name in use.
  const sets = zone.at(name);
  const exists = type === RRType.ANY ? sets.length > 0 : sets.some((set) => set.type === type);
  if (record.class === Class.ANY) {
    if (exists) return Rcode.NOERROR;
    return type === RRType.ANY ? Rcode.NXDOMAIN : Rcode.NXRRSET;
  }
  if (!exists) return Rcode.NOERROR;
  return type === RRType.ANY ? Rcode.YXDOMAIN : Rcode.YXRRSET;
}

/** RFC 2136 §3.2.3: the same records, in any order. TTLs do not count. */
function hasExactly(zone: ZoneContents, { name, type }: UpdateRecord, keys: ReadonlySet<string>): boolean {
  const rdatas = zone.at(name).find((set) => set.type === type)?.rdatas ?? null;
  if (rdatas === null) return false;
  const held = new Set(rdatas.map((rdata) => rdataKey(type, rdata)));
  return held.size === keys.size && [...keys].every((key) => held.has(key));
}
