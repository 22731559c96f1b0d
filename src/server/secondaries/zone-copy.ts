// A secondary zone read back from its copy (../../disk/zone-copies.ts): it was taken as its primary gave it, so it is not checked as
// zone files are, but must be whole.

import { OutOfMemory } from "../../base/memory.ts";
import type { Name } from "../../dns/name.ts";
import type { StoredCopy, ZoneCopies } from "../../disk/zone-copies.ts";
import type { Image } from "../../zone/image.ts";
import { readMasterFile } from "../../zone/master-file.ts";
import type { Zone } from "../../zone/zone.ts";
import { ZoneBuilder } from "../../zone/zone-builder.ts";
import { soaOf } from "../zone-text.ts";
import { expiresAtMs, soaTimes } from "./secondary-times.ts";

/** A copy's zone, laid down and not published. */
export interface ReadCopy {
  readonly zone: Zone;
  readonly currentAtMs: number;
}

/** The copy of a zone that has not expired since: laid down, not published. null: there is none. A sentence: it is no good. */
export function currentCopy(image: Image, copies: ZoneCopies, apex: Name, nowMs: number): ReadCopy | string | null {
  const copy = copies.read(apex);
  const read = copy === null || typeof copy === "string" ? copy : readCopy(image, apex, copy);
  if (read === null || typeof read === "string") return read;
  const soa = soaOf(read.zone);
  const currentAtMs = Math.min(read.currentAtMs, nowMs);
  if (soa !== null && nowMs < expiresAtMs(soaTimes(soa.rdata), currentAtMs)) return { zone: read.zone, currentAtMs };
  image.abandon(read.zone);
  return null;
}

/** A sentence where the copy is none. */
function readCopy(image: Image, apex: Name, { file, text, currentAtMs }: StoredCopy): ReadCopy | string {
  const zone = image.newZone(apex);
  try {
    const builder = new ZoneBuilder(zone, () => {});
    const open = (): string => "a copy includes nothing";
    const faults = readMasterFile(
      file,
      text,
      { origin: apex, open },
      {
        record: (owner, _, type, ttlSeconds, rdata, rdataLength) =>
          builder.record(owner, type, ttlSeconds, rdata, rdataLength),
      },
    );
    builder.finish();
    if (faults.length === 0 && soaOf(zone) !== null) return { zone, currentAtMs };
    image.abandon(zone);
    return `${file} is no whole copy of the zone`;
  } catch (fault) {
    image.abandon(zone);
    if (fault instanceof OutOfMemory) return fault.message;
    throw fault;
  }
}
