// The zone file that a signing command works on: which zone it holds, and its sets. Faults of the file go to stderr as
// file:line:column, and the command ends.

import { Memory } from "../../base/memory.ts";
import type { Name } from "../../dns/name.ts";
import { nameFromText } from "../../dns/text/name-text.ts";
import { includeAnyFile, readAnyFile, zoneNamedBy } from "../../disk/zone-files.ts";
import { type FileFault, printFault } from "../../zone/file-fault.ts";
import { Image } from "../../zone/image.ts";
import { loadZone, type ZoneSource } from "../../zone/load.ts";
import { findOrigin } from "../../zone/origin.ts";
import { readRecordSets, type RecordSets } from "../../zone/record-sets.ts";
import { Failure } from "../program.ts";

export interface ZoneSets extends RecordSets {
  readonly apex: Name;
}

/** A zone that could be served: it must have no errors, signing would only hide them. */
export function readSound(file: string, origin: string | undefined): ZoneSets {
  const source = sourceOf(file, origin);
  const image = new Image(Memory.create(), 0);
  const { faults } = loadZone(image, source);
  complain(faults.filter(({ severity }) => severity === "error"));
  return { apex: source.apex, ...readRecordSets(source) };
}

/** A zone as it is written, whatever it holds. */
export function readSigned(file: string, origin: string | undefined): ZoneSets {
  const source = sourceOf(file, origin);
  const read = readRecordSets(source);
  complain(read.faults);
  return { apex: source.apex, ...read };
}

function sourceOf(file: string, origin: string | undefined): ZoneSource {
  const contents = readAnyFile(file);
  if (typeof contents === "string") throw new Failure(1, `${file}: ${contents}.`);
  const named = origin === undefined ? null : nameFromText(origin);
  if (typeof named === "string") throw new Failure(2, `--origin: ${named}.`);
  const found = named === null ? findOrigin(contents.text, zoneNamedBy(file)) : { apex: named, origin: named };
  if (found === null)
    throw new Failure(2, `${file}: no SOA, $ORIGIN or file name tells which zone it is: give --origin.`);
  return { file, text: contents.text, ...found, open: includeAnyFile };
}

function complain(faults: readonly FileFault[]): void {
  for (const fault of faults) process.stderr.write(`${printFault(fault)}\n`);
  if (faults.length > 0) throw new Failure(1, "");
}
