// A zone of the image as a master file (RFC 1035 §5): $ORIGIN, then its records, the SOA first, names in canonical
// order (RFC 4034 §6.1), types in numeric order within a name, records in canonical order (RFC 4034 §6.3).
// What is printed reads back as the same zone, and two versions of a zone can be compared line by line.

import { compareNames } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { canonicalOrder } from "../dns/rrset.ts";
import { soaSerial } from "../dns/soa.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { denialKey, typeOfKey } from "../zone/entry-keys.ts";
import {
  entryCount,
  nextRecord,
  recordCount,
  recordHead,
  rrsetRecords,
  rrsetTtl,
  treeRoot,
  versionEntries,
} from "../zone/layout.ts";
import { nameOfNode } from "../zone/tree.ts";
import type { ZoneRecord as StoredRecord } from "../zone/difference.ts";
import type { Zone } from "../zone/zone.ts";

export interface ZoneRecord {
  readonly name: string;
  readonly ttlSeconds: number;
  readonly type: string;
  readonly data: string;
}

/** The records of a zone's newest version, in the order of a master file. */
export function recordsOf(zone: Zone): ZoneRecord[] {
  const { memory } = zone.tree.region;
  const nodes: { name: Uint8Array; version: number }[] = [];
  const room = new Uint8Array(256);
  zone.eachNode((node, version) => {
    nodes.push({ name: room.slice(0, nameOfNode(memory, zone.tree.tree, node, room)), version });
  });
  nodes.sort((a, b) => compareNames(a.name, b.name));
  return nodes.flatMap(({ name, version }) => recordsAt(zone, printName(name), version));
}

/** The serial of the zone's SOA. */
export function serialOf(zone: Zone): number {
  const { memory } = zone.tree.region;
  const soa = zone.rrsetAt(memory.words[zone.tree.tree + treeRoot], RRType.SOA);
  if (soa === 0) return 0;
  const start = (soa + rrsetRecords) * 4;
  return soaSerial(memory.bytes, nextRecord(memory.bytes, start));
}

export function printZone(zone: Zone): string {
  const records = recordsOf(zone);
  const width = Math.min(Math.max(...records.map(({ name }) => name.length)), 40);
  const lines = records.map(({ name, ttlSeconds, type, data }) => {
    return `${name.padEnd(width)} ${String(ttlSeconds).padEnd(6)} IN ${type.padEnd(6)} ${data}`.trimEnd();
  });
  return `$ORIGIN ${printName(zone.apex.wire)}\n${lines.join("\n")}\n`;
}

/** The SOA of a zone as a record; null for a zone that has none. */
export function soaOf(zone: Zone): StoredRecord | null {
  const { memory } = zone.tree.region;
  const rrset = zone.rrsetAt(memory.words[zone.tree.tree + treeRoot], RRType.SOA);
  if (rrset <= 0) return null;
  const start = (rrset + rrsetRecords) * 4;
  const rdata = memory.bytes.slice(start + recordHead, nextRecord(memory.bytes, start));
  return { owner: zone.apex.wire, type: RRType.SOA, ttlSeconds: memory.words[rrset + rrsetTtl] >>> 0, rdata };
}

/**
 * A zone's newest version as lines of a master file, the SOA first, names in no order: made as they are taken, so that a large zone
 * need not be sorted and held as text. The zone must not change meanwhile.
 */
export function* linesOf(zone: Zone): Generator<string> {
  const { memory } = zone.tree.region;
  const nodes: { readonly node: number; readonly version: number }[] = [];
  zone.eachNode((node, version) => void nodes.push({ node, version }));
  nodes.sort((a, b) => Number(b.node === zone.tree.root) - Number(a.node === zone.tree.root));
  const room = new Uint8Array(256);
  for (const { node, version } of nodes) {
    const name = printName(room.slice(0, nameOfNode(memory, zone.tree.tree, node, room)));
    for (const record of recordsAt(zone, name, version)) {
      yield `${record.name} ${record.ttlSeconds} IN ${record.type} ${record.data}`.trimEnd() + "\n";
    }
  }
}

/** The records of a zone's newest version as they are stored, in no order of names. The zone must not change meanwhile. */
export function* storedRecords(zone: Zone): Generator<StoredRecord> {
  const { memory } = zone.tree.region;
  const nodes: { readonly node: number; readonly version: number }[] = [];
  zone.eachNode((node, version) => void nodes.push({ node, version }));
  const room = new Uint8Array(256);
  for (const { node, version } of nodes) {
    const owner = room.slice(0, nameOfNode(memory, zone.tree.tree, node, room));
    for (const { type, ttlSeconds, rdata } of storedAt(zone, version)) yield { owner, type, ttlSeconds, rdata };
  }
}

function recordsAt(zone: Zone, name: string, version: number): ZoneRecord[] {
  return storedAt(zone, version).map(({ type, ttlSeconds, rdata }) => {
    return { name, ttlSeconds, type: typeName(type), data: printRdata(type, rdata) };
  });
}

/** The records of a name, by type, the SOA first; those of a type in canonical order. */
function storedAt(zone: Zone, version: number): Omit<StoredRecord, "owner">[] {
  const { memory } = zone.tree.region;
  const { words, bytes } = memory;
  const rrsets = Array.from({ length: entryCount(memory, version) }, (_, i) => {
    const at = version + versionEntries + i * 2;
    return { key: words[at], type: typeOfKey(words[at]), rrset: words[at + 1] };
  }).filter(({ key }) => key < denialKey);
  rrsets.sort(
    (a, b) => Number(b.type === RRType.SOA) - Number(a.type === RRType.SOA) || a.type - b.type || a.key - b.key,
  );
  return rrsets.flatMap(({ type, rrset }) => {
    const ttlSeconds = words[rrset + rrsetTtl] >>> 0;
    let at = (rrset + rrsetRecords) * 4;
    const rdatas = Array.from({ length: recordCount(memory, rrset) }, () => {
      const start = at + recordHead;
      at = nextRecord(bytes, at);
      return bytes.slice(start, at);
    });
    return canonicalOrder(type, rdatas).map((rdata) => ({ type, ttlSeconds, rdata }));
  });
}
