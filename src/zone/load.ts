// From a zone file's octets to a zone in the packed image: read, build, check. Nothing of it is visible until the caller
// publishes the zone (./image.ts), and a zone with errors is given back, so what was served before goes on being served.
// RFC 2181 §5 and §5.2: a record given twice is there once, and records of an RRset that differ in TTL get the lowest.
// Read next: ./master-file.ts, ./zone-builder.ts, ./check.ts.

import { maxRecordsPerRRset, maxSetsPerName } from "../base/limits.ts";
import type { Name } from "../dns/name.ts";
import { checkZone, isChecked } from "./check.ts";
import { FaultList } from "./file-fault.ts";
import type { FileFault, Severity } from "./file-fault.ts";
import type { Image } from "./image.ts";
import { locate } from "./locate.ts";
import type { RecordNote } from "./locate.ts";
import { readMasterFile } from "./master-file.ts";
import type { IncludedFile, OpenInclude } from "./master-file.ts";
import type { Zone } from "./zone.ts";
import { ZoneBuilder } from "./zone-builder.ts";
import type { BuildNote } from "./zone-builder.ts";

/** A zone file: its octets, whose zone it is (see ./origin.ts), and the way to what it includes. */
export interface ZoneSource {
  readonly file: string;
  readonly text: Uint8Array;
  readonly apex: Name;
  readonly origin: Name;
  readonly open: OpenInclude;
  /** Seconds since 1970, for the age of signatures; where it is not told, none is too old. */
  readonly nowSeconds?: number;
}

export interface LoadedZone {
  /** The zone, ready to be published; null when there were errors. */
  readonly zone: Zone | null;
  /** Errors and warnings in the order of the text, a bounded number of each. */
  readonly faults: readonly FileFault[];
  /** Records in the zone (a repeated one once). */
  readonly records: number;
}

/** Loads a zone into `image` without serving it. Lets OutOfMemory pass, with the image as it was. */
export function loadZone(image: Image, source: ZoneSource): LoadedZone {
  const zone = image.newZone(source.apex);
  const faults = new FaultList();
  let isGood = false;
  try {
    fill(zone, source, faults);
    isGood = faults.errorCount === 0;
    return { zone: isGood ? zone : null, faults: faults.faults, records: zone.records };
  } finally {
    if (!isGood) image.abandon(zone);
  }
}

function fill(zone: Zone, source: ZoneSource, faults: FaultList): void {
  const notes: RecordNote[] = [];
  const checked = new Set<number>();
  const note = (what: BuildNote, ordinal: number): void => {
    const [severity, message] = noteText[what];
    if (notes.length < maxNotes) notes.push({ severity, message, ordinal });
  };
  const builder = new ZoneBuilder(zone, note, (node, type) => {
    if (isChecked(type)) checked.add(node);
  });
  const opened = remembering(source.open);
  const options = { origin: source.origin, open: opened };
  const read = readMasterFile(source.file, source.text, options, {
    record: (owner, _ownerLength, type, ttlSeconds, rdata, rdataLength) => {
      builder.record(owner, type, ttlSeconds, rdata, rdataLength);
    },
  });
  builder.finish();
  // Where records are missing because they could not be read, what is found missing is no news.
  const findings = checkZone(zone, checked, source.nowSeconds).findings.filter(
    ({ kind }) => read.length === 0 || kind === "presence",
  );
  const found = notes.length + findings.length === 0 ? [] : locate(source, options, notes, findings);
  for (const fault of inTextOrder(source.file, [...read, ...found])) faults.add(fault);
}

/** Notes kept until their places are known: more than are ever told. */
const maxNotes = 10_000;

const noteText: Readonly<Record<BuildNote, readonly [Severity, string]>> = {
  "out-of-zone": ["warning", "lies outside the zone: ignored"],
  duplicate: ["warning", "given twice: the record counts once (RFC 2181 §5)"],
  "ttl-differs": ["warning", "differs in TTL from its RRset: the lowest TTL is used for all of it (RFC 2181 §5.2)"],
  "too-many-records": ["error", `is one of more than ${maxRecordsPerRRset} records of this type at one name`],
  "too-many-types": ["error", `is of one of more than ${maxSetsPerName} types at one name`],
  "rrset-too-large": ["error", "makes its RRset larger than a message can carry"],
};

/** Included files may change while we look; both readings shall see the same. */
function remembering(open: OpenInclude): OpenInclude {
  const files = new Map<string, IncludedFile | string>();
  return (path, from) => {
    const key = `${from}\0${path}`;
    const file = files.get(key) ?? open(path, from);
    files.set(key, file);
    return file;
  };
}

/** By line within a file; the zone's own file first, then the others as they came up. */
function inTextOrder(file: string, faults: readonly FileFault[]): FileFault[] {
  const rank = new Map([[file, 0]]);
  for (const fault of faults) if (!rank.has(fault.file)) rank.set(fault.file, rank.size);
  return faults.toSorted((a, b) => rank.get(a.file)! - rank.get(b.file)! || a.line - b.line || a.column - b.column);
}
