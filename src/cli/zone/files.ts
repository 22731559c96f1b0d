// `signpost zone list` and `zone show NAME` over a directory of zone files, as a server would serve it.
// What is wrong with a zone file goes to stderr as file:line:column, and the exit code is 1.

import { Memory } from "../../base/memory.ts";
import { ZoneDirectory } from "../../disk/zone-directory.ts";
import { compareNames } from "../../dns/name.ts";
import { nameFromText, printName } from "../../dns/text/name-text.ts";
import { nearest } from "../../server/config/nearest.ts";
import type { FileZone } from "../../server/zone-api.ts";
import { printZone, recordsOf, serialOf } from "../../server/zone-text.ts";
import { printFault } from "../../zone/file-fault.ts";
import { Image } from "../../zone/image.ts";
import type { Zone } from "../../zone/zone.ts";
import { configuration, wordFor } from "../configuration.ts";
import { Failure } from "../program.ts";

export interface FileOptions {
  readonly config?: string;
  readonly zones?: string;
  readonly json?: true;
}

export interface HostedFiles {
  readonly directory: string;
  readonly image: Image;
  /** In canonical order. */
  readonly zones: readonly Zone[];
  /** One line for each fault of a file. */
  readonly faults: readonly string[];
}

/** The zones of the directory that the call or the configuration names. */
export function loadFiles(options: FileOptions): HostedFiles {
  const config = configuration(options.config, wordFor("--zones", "zones", options.zones));
  const image = new Image(Memory.create(), 0);
  const report = new ZoneDirectory(config.zones, image).load();
  const zones = [...image.zones.values()].toSorted((a, b) => compareNames(a.apex.wire, b.apex.wire));
  const errors = report.faults.filter(({ severity }) => severity === "error");
  return { directory: config.zones, image, zones, faults: errors.map(printFault) };
}

export function complain({ faults }: HostedFiles): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) throw new Failure(1, "");
}

export function summary(zone: Zone): FileZone {
  return { name: printName(zone.apex.wire), serial: serialOf(zone), records: zone.records, source: "file" };
}

/** One zone of the files, as a master file or as JSON. */
export function showFile(options: FileOptions, word: string): string {
  const zone = find(loadFiles(options), word);
  if (options.json !== true) return printZone(zone);
  return `${JSON.stringify({ ...summary(zone), rrs: recordsOf(zone) })}\n`;
}

/** The zone of this name, or null. */
function findFile({ image }: HostedFiles, word: string): Zone | null {
  const name = nameFromText(word);
  if (typeof name === "string") throw new Failure(2, `${name}.`);
  return image.zones.get(name.key) ?? null;
}

function find(hosted: HostedFiles, word: string): Zone {
  const zone = findFile(hosted, word);
  if (zone !== null) return zone;
  complain(hosted);
  const names = hosted.zones.map(({ apex }) => printName(apex.wire).replace(/(?<=.)\.$/, ""));
  const near = nearest(word, names);
  const hint = near === undefined ? "it has none at all." : `did you mean ${near}?`;
  throw new Failure(1, `${hosted.directory} has no zone ${word}: ${hint}`);
}
