// Zones and answers as plain objects: arrays of labels, lists of records. What the naive oracle walks, the generators
// make, and the differential tests print as master files. Nothing here is fast and nothing comes from src/.

import { nameText, nameWire, typeText, types, type Labels } from "../peers/wire.ts";
import { labelsAt } from "./render.ts";

export interface PlainRecord {
  owner: Labels;
  type: number;
  ttl: number;
  /** Wire form, names uncompressed. */
  rdata: Uint8Array;
}

export interface PlainZone {
  origin: Labels;
  records: readonly PlainRecord[];
}

export const lower = (label: string): string => label.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export function sameLabels(a: Labels, b: Labels): boolean {
  return a.length === b.length && a.every((label, i) => lower(label) === lower(b[i]));
}

/** True for the ancestor itself too. */
export function isAtOrBelow(name: Labels, ancestor: Labels): boolean {
  return name.length >= ancestor.length && sameLabels(name.slice(name.length - ancestor.length), ancestor);
}

export function wireOctets(name: Labels): number {
  return name.reduce((sum, label) => sum + 1 + label.length, 1);
}

// Making RDATA.

export const nameRdata = (name: Labels): Uint8Array => nameWire(name);

export function soaRdata(primary: Labels, serial: number, minimum: number): Uint8Array {
  const numbers = new DataView(new ArrayBuffer(20));
  for (const [i, value] of [serial, 7200, 900, 1209600, minimum].entries()) numbers.setUint32(4 * i, value);
  return Uint8Array.from([...nameWire(primary), ...nameWire(["host", "invalid"]), ...new Uint8Array(numbers.buffer)]);
}

/** The last 32 bits of an SOA: the negative TTL's other half (RFC 2308 §4). */
export function soaMinimum(rdata: Uint8Array): number {
  return new DataView(rdata.buffer, rdata.byteOffset, rdata.byteLength).getUint32(rdata.length - 4);
}

// Printing a zone as a master file that every server reads.

export function zoneText(zone: PlainZone): string {
  const line = (record: PlainRecord): string =>
    `${nameText(record.owner)} ${record.ttl} IN ${typeText(record.type)} ${rdataText(record)}`;
  return `${zone.records.map(line).join("\n")}\n`;
}

function rdataText({ type, rdata }: PlainRecord): string {
  const number = (offset: number): number => (rdata[offset] << 8) | rdata[offset + 1];
  switch (type) {
    case types["A"]:
      return rdata.join(".");
    case types["AAAA"]:
      return Array.from({ length: 8 }, (_, i) => number(2 * i).toString(16)).join(":");
    case types["NS"]:
    case types["CNAME"]:
    case types["DNAME"]:
    case types["PTR"]:
      return nameText(labelsAt(rdata, 0));
    case types["MX"]:
      return `${number(0)} ${nameText(labelsAt(rdata, 2))}`;
    case types["SRV"]:
      return `${number(0)} ${number(2)} ${number(4)} ${nameText(labelsAt(rdata, 6))}`;
    case types["SOA"]: {
      const primary = labelsAt(rdata, 0);
      const mailbox = labelsAt(rdata, wireOctets(primary));
      const view = new DataView(rdata.buffer, rdata.byteOffset + rdata.length - 20);
      const numbers = Array.from({ length: 5 }, (_, i) => view.getUint32(4 * i));
      return `${nameText(primary)} ${nameText(mailbox)} ${numbers.join(" ")}`;
    }
    case types["TXT"]:
      return `"\\${String(rdata[1]).padStart(3, "0")}"`; // the generator's are one character long
    default:
      return `\\# ${rdata.length} ${Buffer.from(rdata).toString("hex")}`; // RFC 3597 §5
  }
}

/** The zone with one TTL an RRset, the lowest (RFC 2181 §5.2). */
export function withOneTtl(zone: PlainZone): PlainZone {
  const same = (a: PlainRecord, b: PlainRecord): boolean => a.type === b.type && sameLabels(a.owner, b.owner);
  const lowest = (record: PlainRecord): number =>
    Math.min(...zone.records.filter((r) => same(r, record)).map((r) => r.ttl));
  return { origin: zone.origin, records: zone.records.map((record) => ({ ...record, ttl: lowest(record) })) };
}
