// Carrying out the updates of a message (RFC 2136 §3.4): a scan for what may not stand there, before anything is changed, then each
// record in its order on a draft of the names that it touches. What comes of it is what differs, set by set, and a raised serial
// (RFC 2136 §3.6). What RFC 2136 §3.4.2 says to ignore is ignored without a word: then there is less that differs, or nothing.
// Of an RRset the TTL that was given last holds for all (RFC 2181 §5.2).

import { Class, Rcode } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";
import { serialDistance } from "../../dns/serial.ts";
import { putSoaSerial, soaSerial } from "../../dns/soa.ts";
import { maxTtlSeconds } from "../../dns/text/ttl.ts";
import { isMetaType, RRType, typeRow } from "../../dns/types.ts";
import type { UpdateMessage, UpdateRecord } from "./update-message.ts";
import type { ZoneContents } from "./zone-contents.ts";
import { type DraftName, type DraftSet, type RRsetOutcome, ZoneDraft } from "./zone-draft.ts";

export type UpdateOutcome =
  | { readonly kind: "changes"; readonly changes: readonly RRsetOutcome[] }
  /** A set whose records a question decides was to be changed. */
  | { readonly kind: "closed"; readonly name: Name; readonly type: number };

/** NOERROR, or why none of the updates is carried out (RFC 2136 §3.4.1.3). */
export function prescan({ updates, zoneClass }: UpdateMessage, apex: Name): number {
  for (const record of updates) {
    if (!record.name.isWithin(apex)) return Rcode.NOTZONE;
    if (!isFormed(record, zoneClass)) return Rcode.FORMERR;
  }
  return Rcode.NOERROR;
}

/** RFC 2136 §3.4.1.2: only data is added or deleted by value; types of questions but ANY are nothing to delete either. */
function isFormed({ class: recordClass, type, ttlSeconds, rdata }: UpdateRecord, zoneClass: number): boolean {
  if (recordClass === zoneClass) return !isMetaType(type);
  if (ttlSeconds !== 0) return false;
  if (recordClass === Class.ANY) return rdata.length === 0 && (type === RRType.ANY || !isMetaType(type));
  return recordClass === Class.NONE && !isMetaType(type);
}

/** Carries out updates that the scan let pass. */
export function carryOut({ updates, zoneClass }: UpdateMessage, zone: ZoneContents): UpdateOutcome {
  const draft = new ZoneDraft(zone);
  for (const record of updates) {
    const place = draft.at(record.name);
    const isApex = record.name.equals(zone.apex);
    const closed =
      record.class === zoneClass
        ? add(place, record)
        : record.class === Class.ANY
          ? deleteSets(place, record, isApex)
          : deleteRecord(place, record, isApex);
    if (closed !== null) return { kind: "closed", name: record.name, type: closed.type };
  }
  const changes = draft.changes();
  const raised = changes.length === 0 ? null : raisedSerial(changes, zone);
  return { kind: "changes", changes: raised === null ? changes : [...changes, raised] };
}

/** RFC 2136 §3.4.2.2. Returns the set that may not be changed, or null. */
function add(place: DraftName, record: UpdateRecord): DraftSet | null {
  const { type, rdata, ttlSeconds } = record;
  // A CNAME comes beside nothing, and nothing beside a CNAME.
  if (type === RRType.CNAME ? place.hasOtherThan(RRType.CNAME) : place.has(RRType.CNAME)) return null;
  const set = place.setOf(type);
  if (set.isClosed) return set;
  if (type === RRType.SOA) {
    const [current] = set.rdatas;
    if (current === undefined || serialDistance(soaSerial(current), soaSerial(rdata)) <= 0) return null;
  }
  if (typeRow(type).singleton) set.deleteOthers(rdata);
  else if (type === RRType.WKS) set.deleteWhere((held) => sameService(held, rdata));
  // RFC 2181 §8: a TTL with the highest bit set is zero.
  set.put(rdata, ttlSeconds > maxTtlSeconds ? 0 : ttlSeconds);
  return null;
}

/** RFC 2136 §3.4.2.3: at the apex the SOA and the NS set stay. */
function deleteSets(place: DraftName, { type }: UpdateRecord, isApex: boolean): DraftSet | null {
  const isKept = (one: number): boolean => isApex && (one === RRType.SOA || one === RRType.NS);
  const types = type === RRType.ANY ? place.types : [type];
  for (const one of types) {
    if (isKept(one)) continue;
    const set = place.setOf(one);
    if (set.isClosed) return set;
    set.clear();
  }
  return null;
}

/** RFC 2136 §3.4.2.4: neither the SOA nor the last of the apex's NS. */
function deleteRecord(place: DraftName, { type, rdata }: UpdateRecord, isApex: boolean): DraftSet | null {
  if (type === RRType.SOA) return null;
  const set = place.setOf(type);
  if (set.isClosed) return set;
  if (isApex && type === RRType.NS && set.rdatas.length === 1) return null;
  set.delete(rdata);
  return null;
}

/** RFC 2136 §3.4.2.2: of a host's services by one protocol there is one record (RFC 1035 §3.4.2: address, protocol, ports). */
function sameService(a: Uint8Array, b: Uint8Array): boolean {
  return a.subarray(0, 5).every((octet, i) => octet === b[i]);
}

/** RFC 2136 §3.6: an update that does not bring a serial raises it; §7.11: never to zero. null where it brought one. */
function raisedSerial(changes: readonly RRsetOutcome[], zone: ZoneContents): RRsetOutcome | null {
  if (changes.some(({ type }) => type === RRType.SOA)) return null;
  const before = zone.at(zone.apex).find(({ type }) => type === RRType.SOA);
  const current = before?.rdatas?.[0];
  if (before === undefined || current === undefined) return null;
  const soa = Uint8Array.from(current);
  putSoaSerial(soa, (soaSerial(soa) + 1) >>> 0 || 1);
  const { ttlSeconds } = before;
  return { name: zone.apex, type: RRType.SOA, before, after: { ttlSeconds, rdatas: [soa] } };
}
