// A zone of the image as a master file (RFC 1035 §5): $ORIGIN, then its records, the SOA first, names in canonical
// order (RFC 4034 §6.1), types in numeric order within a name, records in canonical order (RFC 4034 §6.3).
// What is printed reads back as the same zone, and two versions of a zone can be compared line by line.

import { u32At } from "../base/octets.ts";
import { compareNames, maxNameOctets } from "../dns/name.ts";
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
  const nodes = nodesOf(zone).map((node) => ({ name: nameAt(zone, node), node }));
  nodes.sort((a, b) => compareNames(a.name, b.name));
  return nodes.flatMap(({ name, node }) => recordsAt(zone, printName(name), node));
}

/** The serial of the zone's SOA; 0 for a zone that has none. */
export function serialOf(zone: Zone): number {
  const soa = packedSoa(zone);
  return soa === null ? 0 : soaSerial(soa);
}

export function printZone(zone: Zone): string {
  const records = recordsOf(zone);
  const width = records.reduce((most, { name }) => Math.min(Math.max(most, name.length), 40), 0);
  const lines = records.map(({ name, ttlSeconds, type, data }) => {
    return `${name.padEnd(width)} ${String(ttlSeconds).padEnd(6)} IN ${type.padEnd(6)} ${data}`.trimEnd();
  });
  return `$ORIGIN ${printName(zone.apex.wire)}\n${lines.join("\n")}\n`;
}

/** The zone's SOA as a packed record; null for a zone that has none. */
export function packedSoa(zone: Zone): Uint8Array | null {
  const { words, bytes } = zone.tree.region.memory;
  const rrset = zone.rrsetAt(words[zone.tree.tree + treeRoot], RRType.SOA);
  if (rrset <= 0) return null;
  const start = (rrset + rrsetRecords) * 4;
  return bytes.slice(start, nextRecord(bytes, start));
}

/** The same as it is compared and told to others. */
export function soaOf(zone: Zone): StoredRecord | null {
  const soa = packedSoa(zone);
  if (soa === null) return null;
  return { owner: zone.apex.wire, type: RRType.SOA, ttlSeconds: u32At(soa, 6), rdata: soa.subarray(recordHead) };
}

/**
 * A zone's newest version as lines of a master file, the SOA first, names in no order: made as they are taken, so that a large zone
 * need not be sorted and held as text. The zone must not change meanwhile.
 */
export function* linesOf(zone: Zone): Generator<string> {
  const nodes = nodesOf(zone);
  nodes.sort((a, b) => Number(b.node === zone.tree.root) - Number(a.node === zone.tree.root));
  for (const node of nodes) {
    const owner = nameAt(zone, node);
    for (const record of storedAt(zone, node)) yield lineOf({ owner, ...record });
  }
}

/** A record as a line of a master file. */
export function lineOf({ owner, type, ttlSeconds, rdata }: StoredRecord): string {
  return `${printName(owner)} ${ttlSeconds} IN ${typeName(type)} ${printRdata(type, rdata)}`.trimEnd() + "\n";
}

/** The records of a zone's newest version as they are stored, in no order of names. The zone must not change meanwhile. */
export function* storedRecords(zone: Zone): Generator<StoredRecord> {
  for (const { owner, records } of storedNames(zone)) for (const record of records()) yield { owner, ...record };
}

/** The names of a zone with what they hold, which is read when it is asked for. */
export function* storedNames(zone: Zone): Generator<{
  readonly owner: Uint8Array;
  readonly records: () => readonly Omit<StoredRecord, "owner">[];
}> {
  for (const node of nodesOf(zone)) yield { owner: nameAt(zone, node), records: () => storedAt(zone, node) };
}

/** A name of a zone, with the newest version of what it has. */
interface NodeVersion {
  readonly node: number;
  readonly version: number;
}

function nodesOf(zone: Zone): NodeVersion[] {
  const nodes: NodeVersion[] = [];
  zone.eachNode((node, version) => void nodes.push({ node, version }));
  return nodes;
}

const room = new Uint8Array(maxNameOctets);

function nameAt({ tree: { region, tree } }: Zone, { node }: NodeVersion): Uint8Array {
  return room.slice(0, nameOfNode(region.memory, tree, node, room));
}

function recordsAt(zone: Zone, name: string, node: NodeVersion): ZoneRecord[] {
  return storedAt(zone, node).map(({ type, ttlSeconds, rdata }) => {
    return { name, ttlSeconds, type: typeName(type), data: printRdata(type, rdata) };
  });
}

/** The records of a name, by type, the SOA first; those of a type in canonical order. */
function storedAt(zone: Zone, { version }: NodeVersion): Omit<StoredRecord, "owner">[] {
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
