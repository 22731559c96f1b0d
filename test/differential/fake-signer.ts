// Signs plain zones without a key: chains of NSEC (RFC 4034 §4) or NSEC3 (RFC 5155 §7.1) as a signer lays them, and RRSIGs
// whose signatures are eight octets of no meaning. A server looks at none of that; so tests may sign what they like, fast
// and the same each time. Nothing here comes from src/ but the reader of zone text.

import { createHash } from "node:crypto";
import { nameFromText } from "../../src/dns/text/name-text.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import { labelsOf, nameWire, types, type Labels } from "../peers/wire.ts";
import { isAtOrBelow, lower, sameLabels, soaMinimum, zoneText, type PlainRecord, type PlainZone } from "./plain.ts";
import { labelsAt } from "./render.ts";

export type FakeDenial =
  | { readonly kind: "nsec" }
  | { readonly kind: "nsec3"; readonly iterations: number; readonly salt: string; readonly span: "all" | "opt-out" };

const keyTag = 4242;

/** Zone text, signed. */
export function fakeSigned(apex: string, text: string, denial: FakeDenial): string {
  const origin = nameFromText(apex);
  if (typeof origin === "string") throw new Error(origin);
  const records: PlainRecord[] = [];
  const faults = readMasterFile(
    apex,
    new TextEncoder().encode(text),
    { origin, open: () => "no files here" },
    {
      record(owner, _ownerLength, type, ttl, rdata, length) {
        records.push({ owner: labelsAt(owner, 0), type, ttl, rdata: rdata.slice(0, length) });
      },
    },
  );
  if (faults.length > 0) throw new Error(faults[0].message);
  return zoneText(fakeSign({ origin: labelsOf(apex), records }, denial));
}

export function fakeSign(zone: PlainZone, denial: FakeDenial): PlainZone {
  const soa = zone.records.find((record) => record.type === types["SOA"])!;
  const ttl = Math.min(soa.ttl, soaMinimum(soa.rdata));
  const key = { owner: zone.origin, type: types["DNSKEY"], ttl: 3600, rdata: keyRdata() };
  const records = [...zone.records, key];
  if (denial.kind === "nsec3") {
    const rdata = Uint8Array.from([1, 0, 0, denial.iterations, ...counted(saltOf(denial))]);
    records.push({ owner: zone.origin, type: types["NSEC3PARAM"], ttl: 0, rdata });
  }
  const plain = { origin: zone.origin, records };
  const chain = denial.kind === "nsec" ? nsecChain(plain, ttl) : nsec3Chain(plain, ttl, denial);
  const all = [...records, ...chain];
  return { origin: zone.origin, records: [...all, ...signatures({ origin: zone.origin, records: all })] };
}

function keyRdata(): Uint8Array {
  const rdata = Uint8Array.from([1, 0, 3, 13, ...new Uint8Array(64)]);
  // RFC 4034 Appendix B: the last octets are what makes the tag.
  const sum = 0x0100 + 0x030d;
  rdata[66] = (keyTag - sum) >>> 8;
  rdata[67] = (keyTag - sum) & 0xff;
  return rdata;
}

/** Whether a set is the zone's own to sign (RFC 4035 §2.2): not glue, and of a cut only DS, NSEC and NSEC3. */
export function isOwn(zone: PlainZone, owner: Labels, type: number): boolean {
  const cut = cutAbove(zone, owner);
  if (cut === undefined) return true;
  return sameLabels(cut, owner) && (type === types["DS"] || type === types["NSEC"]);
}

function cutAbove(zone: PlainZone, name: Labels): Labels | undefined {
  return zone.records.find(
    (r) => r.type === types["NS"] && !sameLabels(r.owner, zone.origin) && isAtOrBelow(name, r.owner),
  )?.owner;
}

function signatures(zone: PlainZone): PlainRecord[] {
  const sets = new Map<string, PlainRecord>();
  for (const record of zone.records) sets.set(`${nameKey(record.owner)} ${record.type}`, record);
  return [...sets.values()].filter((set) => isOwn(zone, set.owner, set.type)).map((set) => signatureOf(zone, set));
}

function signatureOf({ origin }: PlainZone, { owner, type, ttl }: PlainRecord): PlainRecord {
  const head = new DataView(new ArrayBuffer(18));
  head.setUint16(0, type);
  head.setUint8(2, 13);
  head.setUint8(3, owner.length - (owner[0] === "*" ? 1 : 0)); // RFC 4034 §3.1.3
  head.setUint32(4, ttl);
  head.setUint32(8, 2_398_377_600);
  head.setUint32(12, 1_767_225_600);
  head.setUint16(16, keyTag);
  const what = createHash("sha1")
    .update(`${nameKey(owner)} ${type}`)
    .digest()
    .subarray(0, 8);
  return {
    owner,
    type: types["RRSIG"],
    ttl,
    rdata: Uint8Array.from([...octetsOf(head), ...nameWire(origin), ...what]),
  };
}

/** RFC 4035 §2.3: one at each name that owns data of the zone or a delegation. */
function nsecChain(zone: PlainZone, ttl: number): PlainRecord[] {
  const names = ownersOf(zone).toSorted(canonicalOrder);
  return names.map((owner, i) => {
    const next = names[(i + 1) % names.length];
    const present = [...typesAt(zone, owner), types["RRSIG"], types["NSEC"]];
    return { owner, type: types["NSEC"], ttl, rdata: Uint8Array.from([...nameWire(next), ...bitmap(present)]) };
  });
}

/** RFC 5155 §7.1: one for each such name and each empty non-terminal; insecure delegations may be left out. */
function nsec3Chain(zone: PlainZone, ttl: number, denial: FakeDenial & { kind: "nsec3" }): PlainRecord[] {
  const isLeftOut = (name: Labels): boolean => denial.span === "opt-out" && isInsecureCut(zone, name);
  const names = new Map<string, Labels>();
  for (const owner of ownersOf(zone).filter((name) => !isLeftOut(name))) {
    for (let i = 0; owner.length - i >= zone.origin.length; i++) names.set(nameKey(owner.slice(i)), owner.slice(i));
  }
  const salt = saltOf(denial);
  const rows = [...names.values()].map((name) => ({ name, hash: hashName(name, salt, denial.iterations) }));
  rows.sort((a, b) => Buffer.compare(a.hash, b.hash));
  return rows.map(({ name, hash }, i) => {
    const own = typesAt(zone, name);
    const isSigned = own.some((type) => isOwn(zone, name, type));
    const present = isSigned ? [...own, types["RRSIG"]] : own;
    const head = [1, denial.span === "opt-out" ? 1 : 0, 0, denial.iterations, ...counted(salt)];
    const next = rows[(i + 1) % rows.length].hash;
    const rdata = Uint8Array.from([...head, ...counted(next), ...bitmap(present)]);
    return { owner: [base32hex(hash), ...zone.origin], type: types["NSEC3"], ttl, rdata };
  });
}

/** Names that own data of the zone, and cuts. */
function ownersOf(zone: PlainZone): Labels[] {
  const names = new Map<string, Labels>();
  for (const { owner } of zone.records) {
    const cut = cutAbove(zone, owner);
    if (cut === undefined || sameLabels(cut, owner)) names.set(nameKey(owner), owner);
  }
  return [...names.values()];
}

function typesAt(zone: PlainZone, name: Labels): number[] {
  const isCut = cutAbove(zone, name) !== undefined;
  const here = zone.records.filter((record) => sameLabels(record.owner, name)).map((record) => record.type);
  return [...new Set(here)].filter((type) => !isCut || type === types["NS"] || type === types["DS"]);
}

function isInsecureCut(zone: PlainZone, name: Labels): boolean {
  const here = typesAt(zone, name);
  return !sameLabels(name, zone.origin) && here.includes(types["NS"]) && !here.includes(types["DS"]);
}

/** RFC 4034 §4.1.2. */
function bitmap(present: readonly number[]): number[] {
  const windows = new Map<number, number[]>();
  for (const type of present) {
    const octets = windows.get(type >>> 8) ?? [];
    const at = (type & 0xff) >>> 3;
    while (octets.length <= at) octets.push(0);
    octets[at] |= 0x80 >>> (type & 7);
    windows.set(type >>> 8, octets);
  }
  return [...windows].toSorted(([a], [b]) => a - b).flatMap(([window, octets]) => [window, octets.length, ...octets]);
}

/** RFC 4034 §6.1: label by label from the right, lower-cased, as octets. */
export function canonicalOrder(a: Labels, b: Labels): number {
  for (let i = 1; i <= Math.min(a.length, b.length); i++) {
    const [left, right] = [a, b].map((name) => Buffer.from(lower(name[name.length - i]), "latin1"));
    const order = Buffer.compare(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** RFC 5155 §5. */
export function hashName(name: Labels, salt: Uint8Array, iterations: number): Buffer {
  let hash = createHash("sha1")
    .update(nameWire(name.map(lower)))
    .update(salt)
    .digest();
  for (let i = 0; i < iterations; i++) hash = createHash("sha1").update(hash).update(salt).digest();
  return hash;
}

/** RFC 4648 §7, without padding. */
export function base32hex(octets: Uint8Array): string {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, "0")).join("");
  return bits.replaceAll(/.{5}/g, (five) => Number.parseInt(five, 2).toString(32));
}

const saltOf = ({ salt }: { salt: string }): Uint8Array => Buffer.from(salt, "hex");
const counted = (octets: Uint8Array): number[] => [octets.length, ...octets];
const octetsOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer);
const nameKey = (name: Labels): string => name.map(lower).join("\0");
