// A dynamic update as a value (RFC 2136 §2): the zone, what must be so (prerequisites), and what is to be done (updates), in the
// order of the message, RDATA uncompressed. Records of the additional section are passed over (RFC 2136 §2.6: glue for whoever wants it).
// What is read here can be read; what a record may say in its section is judged later, record by record, as the RFC does:
// ./prerequisites.ts and ./updates.ts. Bounded by the message's size and maxUpdateRecords, which MessageView looks at.

import { OctetWriter, u16At, u32At } from "../../base/octets.ts";
import { Class } from "../../dns/codes.ts";
import { headerOctets, type MessageView } from "../../dns/message-view.ts";
import { Name } from "../../dns/name.ts";
import { parseName, parseRdata } from "../../dns/rdata.ts";
import { isMetaType, RRType } from "../../dns/types.ts";

export interface UpdateRecord {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  readonly ttlSeconds: number;
  readonly rdata: Uint8Array;
}

export interface UpdateMessage {
  readonly zone: Name;
  readonly zoneClass: number;
  readonly prerequisites: readonly UpdateRecord[];
  readonly updates: readonly UpdateRecord[];
}

/** Octets of a record behind its owner and before its RDATA (RFC 1035 §4.1.3). */
const headOctets = 10;

/** The update that a message holds which was parsed without a fault; null where it is none: FORMERR. */
export function readUpdate(message: MessageView): UpdateMessage | null {
  const { counts, qtype, qclass } = message;
  // RFC 2136 §3.1.1: exactly one zone, and its type is SOA.
  if (counts[0] !== 1 || qtype !== RRType.SOA) return null;
  const bytes = message.bytes.subarray(message.start, message.end);
  const zoneEnd = message.questionEnd - message.start;
  const section = { bytes, at: zoneEnd, zoneClass: qclass };
  const prerequisites = readSection(section, counts[1], "prerequisites");
  const updates = prerequisites === null ? null : readSection(section, counts[2], "updates");
  if (prerequisites === null || updates === null) return null;
  return { zone: new Name(bytes.slice(headerOctets, zoneEnd - 4)), zoneClass: qclass, prerequisites, updates };
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly zoneClass: number;
  at: number;
}

type Section = "prerequisites" | "updates";

function readSection(reading: Reading, count: number, section: Section): UpdateRecord[] | null {
  const records: UpdateRecord[] = [];
  for (let i = 0; i < count; i++) {
    const record = readRecord(reading, section);
    if (record === null) return null;
    records.push(record);
  }
  return records;
}

function readRecord(reading: Reading, section: Section): UpdateRecord | null {
  const { bytes } = reading;
  const owner = new OctetWriter(64);
  const head = parseName(bytes, reading.at, bytes.length, owner);
  if (head < 0 || head + headOctets > bytes.length) return null;
  const type = u16At(bytes, head);
  const recordClass = u16At(bytes, head + 2);
  const start = head + headOctets;
  const end = start + u16At(bytes, head + 8);
  if (end > bytes.length) return null;
  reading.at = end;
  // Class NONE is a record to delete among the updates, and the absence of any among the prerequisites (RFC 2136 §2.4, §2.5).
  const holdsData = recordClass === reading.zoneClass || (recordClass === Class.NONE && section === "updates");
  const rdata = holdsData && !isMetaType(type) ? readRdata(bytes, type, start, end) : bytes.slice(start, end);
  if (rdata === null) return null;
  return { name: new Name(owner.copy()), type, class: recordClass, ttlSeconds: u32At(bytes, head + 4), rdata };
}

/** Data is valid for its type. Where none may stand only its length will be asked for, so it is not read. */
function readRdata(bytes: Uint8Array, type: number, start: number, end: number): Uint8Array | null {
  const out = new OctetWriter(end - start);
  return parseRdata(type, bytes, start, end, out) ? out.copy() : null;
}
