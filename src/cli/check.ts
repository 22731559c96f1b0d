// `signpost check`: reads and checks zone files as `serve` would, and says where they are wrong.
// Findings go to stdout as `file:line:column: message`, warnings marked, then one line a zone. Exit 1 when one has errors.
// The work is done by ../zone/load.ts, in an image that nobody is served from.

import { Command } from "commander";
import { Memory } from "../base/memory.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { fileFault, includeAnyFile, readAnyFile, zoneNamedBy } from "../disk/zone-files.ts";
import { printFault } from "../zone/file-fault.ts";
import type { FileFault } from "../zone/file-fault.ts";
import { Image } from "../zone/image.ts";
import { loadZone } from "../zone/load.ts";
import { findOrigin } from "../zone/origin.ts";
import { counted } from "./count-words.ts";
import { Failure } from "./program.ts";

interface CheckOptions {
  readonly origin?: string;
}

export function checkCommand(): Command {
  return new Command("check")
    .description("check zone files, and say where they are wrong")
    .argument("<zonefile...>", "master files, each holding one zone")
    .option("--origin <name>", "the zone's name, where neither its SOA, $ORIGIN nor the file's name tells it")
    .action((files: string[], options: CheckOptions) => checkFiles(files, options));
}

function checkFiles(files: readonly string[], { origin }: CheckOptions): void {
  const named = origin === undefined ? null : nameFromText(origin);
  if (typeof named === "string") throw new Failure(2, `--origin: ${named}`);
  const image = new Image(Memory.create(), 0);
  let wrong = 0;
  for (const file of files) {
    const { faults, summary } = checkFile(image, file, named);
    for (const fault of faults) process.stdout.write(`${printFault(fault)}\n`);
    process.stdout.write(`${summary}\n`);
    if (faults.some(({ severity }) => severity === "error")) wrong++;
  }
  if (wrong > 0) throw new Failure(1, "");
}

interface Checked {
  readonly faults: readonly FileFault[];
  readonly summary: string;
}

/** `named`: the zone's name from the command line, which then nothing in the file overrules. */
function checkFile(image: Image, file: string, named: Name | null): Checked {
  const contents = readAnyFile(file);
  if (typeof contents === "string") return { faults: [fileFault(file, contents)], summary: `${file}: not read` };
  const { text } = contents;
  const found = named === null ? findOrigin(text, zoneNamedBy(file)) : { apex: named, origin: named };
  if (found === null) {
    const message = "which zone is this? No SOA, $ORIGIN or file name tells: give --origin";
    return { faults: [fileFault(file, message)], summary: `${file}: not checked` };
  }
  const source = { file, text, ...found, open: includeAnyFile, nowSeconds: Math.floor(Date.now() / 1000) };
  const { zone, faults, records } = loadZone(image, source);
  if (zone !== null) image.abandon(zone);
  return { faults, summary: summaryOf(found.apex, records, faults) };
}

/** `zone example.test: 12 records, ok` */
function summaryOf(apex: Name, records: number, faults: readonly FileFault[]): string {
  const errors = faults.filter(({ severity }) => severity === "error").length;
  const warnings = faults.length - errors;
  const name = apex.isRoot ? "." : printName(apex.wire, 0).slice(0, -1);
  const parts = [counted(records, "record")];
  if (errors > 0) parts.push(counted(errors, "error"));
  if (warnings > 0) parts.push(counted(warnings, "warning"));
  if (errors === 0) parts.push("ok");
  return `zone ${name}: ${parts.join(", ")}`;
}
