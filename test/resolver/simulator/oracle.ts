// What is true: a question answered from the zone tree itself, without servers, packets or caches (RFC 1034 §4.3.2, RFC 4592,
// RFC 6672). Nothing of src/ is used. Data never changes during a run, so this holds for cached and stale answers as well.

import { isBelow, type Tree, type Zone, zoneOf } from "./zone-tree.ts";

export interface Truth {
  readonly rcode: "NOERROR" | "NXDOMAIN" | "YXDOMAIN" | "SERVFAIL";
  /** "name type rdata", the chain and the data, sorted. */
  readonly records: readonly string[];
  /** Aliases on the way. */
  readonly aliases: number;
  /** Zones that had to be asked. */
  readonly zones: ReadonlySet<Zone>;
}

export function truthOf({ zones }: Tree, question: string, type: string): Truth {
  const records: string[] = [];
  const visited = new Set<Zone>();
  const met = new Set<string>();
  let name = question;
  for (let aliases = 0; ; aliases++) {
    const end = (rcode: Truth["rcode"]): Truth => ({ rcode, records: records.toSorted(), aliases, zones: visited });
    if (met.has(name)) return end("SERVFAIL"); // a circle
    met.add(name);
    const zone = zoneOf(zones, name);
    visited.add(zone);
    const found = lookUp(zone, name, type);
    if (found.kind === "data") {
      for (const rdata of found.rdatas) records.push(`${name} ${type} ${rdata}`);
      return end("NOERROR");
    }
    if (found.kind !== "alias") return end(found.kind === "nodata" ? "NOERROR" : "NXDOMAIN");
    if (found.owner !== name) records.push(`${found.owner} DNAME ${found.rdata}`);
    if (wireLength(found.target) > 255) return end("YXDOMAIN");
    records.push(`${name} CNAME ${found.target}`);
    if (type === "CNAME") return end("NOERROR"); // what a DNAME implies answers as well as what stands there
    name = found.target;
  }
}

type Found =
  | { readonly kind: "data"; readonly rdatas: readonly string[] }
  | { readonly kind: "alias"; readonly owner: string; readonly rdata: string; readonly target: string }
  | { readonly kind: "nodata" | "nxdomain" };

/** What a zone says of a name that lies in it. */
function lookUp(zone: Zone, name: string, type: string): Found {
  for (const [key, { rdatas }] of zone.sets) {
    const [owner, other] = key.split(" ");
    if (other !== "DNAME" || owner === name || !isBelow(name, owner)) continue;
    const target = name.slice(0, name.length - owner.length) + rdatas[0];
    return { kind: "alias", owner, rdata: rdatas[0], target };
  }
  if (existsIn(zone, name)) return at(zone, name, name, type);
  for (let encloser = parentOf(name); ; encloser = parentOf(encloser)) {
    if (!existsIn(zone, encloser)) continue;
    const wildcard = `*.${encloser}`;
    return existsIn(zone, wildcard) ? at(zone, wildcard, name, type) : { kind: "nxdomain" };
  }
}

function at(zone: Zone, owner: string, name: string, type: string): Found {
  if (type === "NS" && owner === zone.origin) return { kind: "data", rdatas: zone.hosts.map((host) => host.name) };
  const set = zone.sets.get(`${owner} ${type}`);
  if (set !== undefined) return { kind: "data", rdatas: set.rdatas };
  const cname = zone.sets.get(`${owner} CNAME`);
  if (cname !== undefined) return { kind: "alias", owner: name, rdata: cname.rdatas[0], target: cname.rdatas[0] };
  return { kind: "nodata" };
}

/** A name exists when it, or anything below it, has data; in the parent, a zone below counts as data. */
export function existsIn(zone: Zone, name: string): boolean {
  if (isBelow(zone.origin, name)) return true;
  for (const key of zone.sets.keys()) if (isBelow(key.split(" ")[0], name)) return true;
  return zone.children.some(({ origin }) => isBelow(origin, name));
}

function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot === name.length - 1 ? "." : name.slice(dot + 1);
}

function wireLength(name: string): number {
  return name.length + 1;
}
