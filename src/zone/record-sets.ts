// A zone file as RRsets, for whoever works on a zone as a whole (signing it, verifying it) and serves nobody from it: plain
// values, not the packed image. Signatures lie with the set that they cover (RFC 4034 §3.1.1), and those of nothing apart.
// The way in for serving is ./load.ts, which also tells what is wrong with the zone.

import { Class } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { makeRRset, type RRset, setKey } from "../dns/rrset.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { u16At } from "../base/octets.ts";
import type { FileFault } from "./file-fault.ts";
import type { ZoneSource } from "./load.ts";
import { readMasterFile } from "./master-file.ts";

export interface RecordSets {
  readonly sets: readonly RRset[];
  /** RRSIG sets of what is not there. */
  readonly stray: readonly RRset[];
  readonly faults: readonly FileFault[];
}

interface Gathered {
  readonly owner: Name;
  readonly type: number;
  ttlSeconds: number;
  readonly rdatas: Uint8Array[];
  readonly signatures: Uint8Array[];
}

/** Reads a zone file; records outside the zone are left out, of TTLs that differ the lowest counts (RFC 2181 §5.2). */
export function readRecordSets(source: ZoneSource): RecordSets {
  const gathered = new Map<string, Gathered>();
  const options = { origin: source.origin, open: source.open };
  const faults = readMasterFile(source.file, source.text, options, {
    record(owner, ownerLength, type, ttlSeconds, rdata, rdataLength) {
      const name = new Name(owner.slice(0, ownerLength));
      if (!name.isWithin(source.apex)) return;
      const octets = rdata.slice(0, rdataLength);
      const isSignature = type === RRType.RRSIG;
      const covered = isSignature ? u16At(octets, 0) : type;
      const key = setKey({ owner: name, type: covered });
      const set = gathered.get(key) ?? { owner: name, type: covered, ttlSeconds, rdatas: [], signatures: [] };
      gathered.set(key, set);
      if (isSignature) return void set.signatures.push(octets);
      set.ttlSeconds = set.rdatas.length === 0 ? ttlSeconds : Math.min(set.ttlSeconds, ttlSeconds);
      set.rdatas.push(octets);
    },
  });
  const sets: RRset[] = [];
  const stray: RRset[] = [];
  for (const { owner, type, ttlSeconds, rdatas, signatures } of gathered.values()) {
    if (rdatas.length > 0) sets.push(makeRRset(owner, type, Class.IN, ttlSeconds, rdatas, signatures));
    else stray.push(makeRRset(owner, RRType.RRSIG, Class.IN, ttlSeconds, signatures));
  }
  return { sets, stray, faults };
}

/** The sets as a master file in their order, each with its signatures behind it; the SOA comes first (RFC 1035 §5.2). */
export function printRecordSets(apex: Name, sets: readonly RRset[]): string {
  const isSoa = ({ type }: RRset): boolean => type === RRType.SOA;
  const ordered = [...sets.filter(isSoa), ...sets.filter((set) => !isSoa(set))];
  return `$ORIGIN ${printName(apex.wire)}\n${ordered.map(printSet).join("")}`;
}

function printSet({ owner, type, ttlSeconds, rdatas, signatures }: RRset): string {
  const name = printName(owner.wire);
  const line = (of: number, rdata: Uint8Array): string =>
    `${name} ${ttlSeconds} IN ${typeName(of)} ${printRdata(of, rdata)}`.trimEnd();
  const lines = [...rdatas.map((rdata) => line(type, rdata)), ...signatures.map((rdata) => line(RRType.RRSIG, rdata))];
  return lines.map((each) => `${each}\n`).join("");
}
