// Random zones and the questions worth asking about any zone. Few labels, so that names meet: cuts, aliases, wildcards,
// DNAMEs and empty non-terminals come up in most zones. What master files may not hold is left out (`legal`).
// The randomness is fast-check's: a failing case prints its seed and shrinks.

import fc from "fast-check";
import { types, type Labels } from "../peers/wire.ts";
import {
  isAtOrBelow,
  lower,
  nameRdata,
  sameLabels,
  soaRdata,
  wireOctets,
  type PlainRecord,
  type PlainZone,
} from "./plain.ts";
import type { Question } from "./naive.ts";
import { labelsAt } from "./render.ts";

/** Parent, child below it, neighbour: all on one server. */
const origins: readonly Labels[] = [
  ["p", "test"],
  ["a", "p", "test"],
  ["q", "test"],
];
const outside: Labels = ["www", "example", "net"];

const label = fc.constantFrom("a", "a", "b", "b", "c", "D", "*", "x-1", "_t");
const path = fc.array(label, { maxLength: 4 });
const recordTypes = [
  "A",
  "AAAA",
  "MX",
  "TXT",
  "NS",
  "CNAME",
  "CNAME",
  "DNAME",
  "SRV",
  "DS",
  "PTR",
  "TYPE65280",
] as const;

interface Sketch {
  zone: number;
  path: string[];
  type: (typeof recordTypes)[number];
  target: { zone: number; path: string[] };
  value: number;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  zone: fc.integer({ min: 0, max: 2 }),
  path,
  type: fc.constantFrom(...recordTypes),
  target: fc.record({ zone: fc.integer({ min: 0, max: 3 }), path }),
  value: fc.integer({ min: 0, max: 7 }),
});

/** Up to three zones of up to sixty records in all. */
export const randomZones: fc.Arbitrary<PlainZone[]> = fc
  .record({
    sketches: fc.array(sketch, { minLength: 0, maxLength: 60, size: "max" }),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ sketches, count }) =>
    origins.slice(0, count).map((origin, i) => ({
      origin,
      records: legal(origin, origins.slice(0, count), [
        ...apex(origin, i),
        ...sketches.filter((s) => s.zone === i).flatMap((s) => toRecords(s, origin)),
      ]),
    })),
  );

function apex(origin: Labels, serial: number): PlainRecord[] {
  return [
    {
      owner: origin,
      type: types["SOA"],
      ttl: 3600,
      rdata: soaRdata(["ns", ...origin], serial + 1, serial === 1 ? 7200 : 300),
    },
    { owner: origin, type: types["NS"], ttl: ttlOf(origin, types["NS"]), rdata: nameRdata(["ns", ...origin]) },
    {
      owner: ["ns", ...origin],
      type: types["A"],
      ttl: ttlOf(["ns", ...origin], types["A"]),
      rdata: Uint8Array.of(192, 0, 2, 53),
    },
  ];
}

/** One record; for a delegation to a server below the cut its glue too. */
function toRecords(s: Sketch, origin: Labels): PlainRecord[] {
  const owner = [...s.path, ...origin];
  if (s.type === "NS") return delegation(owner, origin, s.value);
  const target = s.target.zone === 3 ? outside : [...s.target.path, ...origins[s.target.zone]];
  const name = nameRdata(target);
  const type = s.type === "TYPE65280" ? 65280 : types[s.type];
  const rdata = {
    A: Uint8Array.of(192, 0, 2, s.value),
    AAAA: Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, s.value),
    MX: Uint8Array.from([0, s.value, ...name]),
    TXT: Uint8Array.of(1, 0x61 + s.value),
    SRV: Uint8Array.from([0, 0, 0, 0, 0, s.value, ...name]),
    DS: Uint8Array.from([0, s.value, 13, 2, ...new Uint8Array(32).fill(s.value)]),
    TYPE65280: Uint8Array.of(s.value),
    CNAME: name,
    DNAME: name,
    PTR: name, // prettier-ignore
  }[s.type];
  return [{ owner, type, ttl: ttlOf(owner, type), rdata }];
}

/** One TTL an RRset (RFC 2181 §5.2), so it follows from owner and type. */
const ttlOf = (owner: Labels, type: number): number => 60 * (1 + ((owner.length * 7 + type) % 50));

/** Servers below the cut with glue, in the zone, in a neighbour on the same server, or elsewhere. */
function delegation(owner: Labels, origin: Labels, value: number): PlainRecord[] {
  const target = [["ns", ...owner], ["ns", ...origin], ["ns", ...origins[2]], outside][value % 4];
  const cut = { owner, type: types["NS"], ttl: ttlOf(owner, types["NS"]), rdata: nameRdata(target) };
  const glue = {
    owner: target,
    type: types["A"],
    ttl: ttlOf(target, types["A"]),
    rdata: Uint8Array.of(192, 0, 2, 60 + value),
  };
  return value % 4 === 0 ? [cut, glue] : [cut];
}

/** Leaves out what a zone may not hold, the earlier record winning. */
export function legal(origin: Labels, served: readonly Labels[], records: readonly PlainRecord[]): PlainRecord[] {
  const kept: PlainRecord[] = [];
  for (const record of records) if (fits(origin, record, kept)) kept.push(record);
  const standing = withoutOccluded(origin, kept);
  // A server in the zone has an address there: BIND refuses the zone otherwise.
  const reachable = standing.filter(
    (r) => r.type !== types["NS"] || hasAddress(labelsAt(r.rdata, 0), origin, standing),
  );
  const children = served.filter((child) => isAtOrBelow(child, origin) && !sameLabels(child, origin));
  return withoutOccluded(
    origin,
    reachable.filter((r) => children.every((child) => isParentsSide(r, child, reachable))),
  );
}

/** What belongs to a child served here stands in the child; the parent holds the cut and glue, where it has the cut. */
function isParentsSide(record: PlainRecord, child: Labels, records: readonly PlainRecord[]): boolean {
  return !isAtOrBelow(record.owner, child) || records.some((r) => r.type === types["NS"] && sameLabels(r.owner, child));
}

function hasAddress(server: Labels, origin: Labels, records: readonly PlainRecord[]): boolean {
  if (!isAtOrBelow(server, origin)) return true;
  return records.some((r) => r.type === types["A"] && sameLabels(r.owner, server));
}

function withoutOccluded(origin: Labels, kept: readonly PlainRecord[]): PlainRecord[] {
  const cuts = kept.filter((r) => r.type === types["NS"] && !sameLabels(r.owner, origin));
  const dnames = kept.filter((r) => r.type === types["DNAME"]);
  const address = (r: PlainRecord): boolean => r.type === types["A"] || r.type === types["AAAA"];
  const atCut = new Set([types["NS"], types["DS"], types["A"], types["AAAA"]]);
  return kept.filter((r) => {
    // Below a DNAME stands nothing (RFC 6672 §2.4); below a cut only addresses; at a cut NS, DS and addresses.
    if (dnames.some((d) => isAtOrBelow(r.owner, d.owner) && !sameLabels(r.owner, d.owner))) return false;
    if (cuts.some((c) => isAtOrBelow(r.owner, c.owner) && !sameLabels(r.owner, c.owner)) && !address(r)) return false;
    if (cuts.some((c) => sameLabels(c.owner, r.owner)) && !atCut.has(r.type)) return false;
    return r.type !== types["DS"] || cuts.some((c) => sameLabels(c.owner, r.owner));
  });
}

function fits(origin: Labels, record: PlainRecord, kept: readonly PlainRecord[]): boolean {
  if (wireOctets(record.owner) > 255) return false;
  const wild = record.owner.some((l) => l === "*");
  // Wildcard NS and DNAME are undefined (RFC 4592 §4.2, §4.4), and at the apex they would be the whole zone.
  if (wild && (record.type === types["NS"] || record.type === types["DNAME"])) return false;
  if (sameLabels(record.owner, origin) && (record.type === types["CNAME"] || record.type === types["DNAME"]))
    return false;
  const here = kept.filter((old) => sameLabels(old.owner, record.owner));
  if (record.type === types["CNAME"] ? here.length > 0 : here.some((old) => old.type === types["CNAME"])) return false;
  const single = record.type === types["DNAME"] || record.type === types["SOA"];
  const same = (old: PlainRecord): boolean => Buffer.compare(old.rdata, record.rdata) === 0 || caseTwins(old, record);
  return !here.some((old) => old.type === record.type && (single || same(old)));
}

/** Name targets that differ only in case are one record (RFC 4343 §3). */
function caseTwins(a: PlainRecord, b: PlainRecord): boolean {
  const prefix = { [types["NS"]]: 0, [types["PTR"]]: 0, [types["MX"]]: 2, [types["SRV"]]: 6 }[a.type];
  if (prefix === undefined || Buffer.compare(a.rdata.subarray(0, prefix), b.rdata.subarray(0, prefix)) !== 0)
    return false;
  return sameLabels(labelsAt(a.rdata, prefix), labelsAt(b.rdata, prefix));
}

// Questions.

const askedTypes = ["A", "AAAA", "NS", "SOA", "MX", "CNAME", "DNAME", "DS", "TXT", "SRV", "PTR", "ANY"]
  .map((t) => types[t])
  .concat(65280);

/** For every name: itself, its parents, a child, a grandchild, a sibling, other case; below a DNAME a name too long. */
export function askedNames(zones: readonly PlainZone[]): Labels[] {
  const names = new Map<string, Labels>();
  const add = (name: Labels): void => {
    if (wireOctets(name) <= 255 && name.every((l) => l.length > 0 && l.length <= 63)) names.set(name.join("\0"), name);
  };
  for (const zone of zones) {
    add(zone.origin.slice(1));
    for (const { owner, type } of zone.records) {
      for (let i = 0; owner.length - i >= zone.origin.length; i++) add(owner.slice(i));
      add(["zz", ...owner]);
      add(["y", "zz", ...owner]);
      add(["zz", ...owner.slice(1)]);
      add(["*", ...owner]);
      add(owner.map(swapCase));
      if (type === types["DNAME"]) add(longestBelow(owner)); // RFC 6672 §2.2: a longer target overflows
    }
  }
  return [...names.values()];
}

/** A name of 255 octets below `owner`. */
function longestBelow(owner: Labels): Labels {
  let name = owner;
  for (let left = 255 - wireOctets(owner); left >= 2; left = 255 - wireOctets(name)) {
    const octets = Math.min(left - 1, 60);
    name = ["l".repeat(left - 1 - octets === 1 ? octets - 1 : octets), ...name];
  }
  return name;
}

const swapCase = (text: string): string => (text === lower(text) ? text.toUpperCase() : lower(text));

/** The usual types for every name, and every type that the name owns. */
export function allQuestions(zones: readonly PlainZone[]): Question[] {
  const owned = new Map<string, Set<number>>();
  for (const { owner, type } of zones.flatMap((zone) => zone.records)) {
    const key = owner.map(lower).join("\0");
    owned.set(key, (owned.get(key) ?? new Set(askedTypes)).add(type));
  }
  return askedNames(zones).flatMap((name) =>
    [...(owned.get(name.map(lower).join("\0")) ?? askedTypes)].map((type) => ({ name, type })),
  );
}
