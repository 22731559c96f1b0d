// A zone file of the lab: its text, whose zone it is, and its records one by one, for the checks that look across zones.
// Servers do not read these records: they load the text as in production (./zone-host.ts).

import { OctetWriter } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { Name, nameLength } from "../dns/name.ts";
import { includeAnyFile, readAnyFile, zoneNamedBy } from "../disk/zone-files.ts";
import type { Place } from "../zone/file-fault.ts";
import { readMasterFile } from "../zone/master-file.ts";
import { findOrigin } from "../zone/origin.ts";
import type { MessageRecord } from "./scenario/message.ts";

export interface ZoneFile {
  readonly file: string;
  readonly text: Uint8Array;
  readonly apex: Name;
  readonly origin: Name;
  readonly records: readonly PlacedRecord[];
}

export interface PlacedRecord extends MessageRecord {
  readonly place: Readonly<Place>;
}

/** Reads a zone file, or says in a sentence why not. Faults within the text are told when the zone is loaded. */
export function readZoneFile(file: string): ZoneFile | string {
  const contents = readAnyFile(file);
  if (typeof contents === "string") return contents;
  const found = findOrigin(contents.text, zoneNamedBy(file));
  if (found === null) return "no SOA, $ORIGIN or file name tells which zone it holds";
  return { file, text: contents.text, ...found, records: recordsOf(file, contents.text, found.origin) };
}

/** Records in zone text whose names are absolute, or below `origin`; a text with faults throws. */
export function scanRecords(text: string, origin: Name = Name.root): MessageRecord[] {
  const records: MessageRecord[] = [];
  const faults = readRecords("", new TextEncoder().encode(`${text}\n`), origin, records);
  if (faults !== null) throw new Error(`${faults}: ${text}`);
  return records;
}

function recordsOf(file: string, text: Uint8Array, origin: Name): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  readRecords(file, text, origin, records);
  return records;
}

/** The first fault in words, or null. */
function readRecords(file: string, text: Uint8Array, origin: Name, records: MessageRecord[]): string | null {
  const options = { origin, open: includeAnyFile };
  const faults = readMasterFile(file, text, options, {
    record(owner, _ownerLength, type, ttlSeconds, rdata, rdataLength, { file, line, column }) {
      const name = new Name(owner.slice(0, nameLength(owner, 0, owner.length)));
      const place = { file, line, column };
      const one = { owner: name, type, class: Class.IN, ttlSeconds, rdata: rdata.slice(0, rdataLength), place };
      records.push(one);
    },
  });
  return faults.length === 0 ? null : faults[0].message;
}

/** The domain name at the head of RDATA: of an NS, say. */
export function nameIn(rdata: Uint8Array, offset = 0): Name {
  const out = new OctetWriter(64);
  out.octets(rdata, offset, offset + nameLength(rdata, offset, rdata.length));
  return new Name(out.copy());
}
