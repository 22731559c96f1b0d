// `signpost zone list` and `zone show NAME`: the hosted zones, as a server would serve them: those of the zones directory.
// What is wrong with a zone file goes to stderr as file:line:column, and the exit code is 1.

import { Command } from "commander";
import { Memory } from "../base/memory.ts";
import { ZoneDirectory } from "../disk/zone-directory.ts";
import { compareNames } from "../dns/name.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { loadConfig } from "../server/config.ts";
import { nearest } from "../server/config/nearest.ts";
import { printZone, recordsOf, serialOf } from "../server/zone-text.ts";
import { printFault } from "../zone/file-fault.ts";
import { Image } from "../zone/image.ts";
import type { Zone } from "../zone/zone.ts";
import { Failure } from "./program.ts";

interface Options {
  readonly config?: string;
  readonly zones?: string;
  readonly json?: true;
}

interface Hosted {
  readonly directory: string;
  readonly image: Image;
  /** In canonical order. */
  readonly zones: readonly Zone[];
  /** One line for each fault of a file. */
  readonly faults: readonly string[];
}

export function zoneCommand(): Command {
  const list = withSources(new Command("list").description("list the hosted zones: name, serial, records")).action(
    (options: Options) => {
      const hosted = load(options);
      for (const zone of hosted.zones) process.stdout.write(`${options.json === true ? jsonOf(zone) : lineOf(zone)}\n`);
      complain(hosted);
    },
  );
  const show = withSources(
    new Command("show").description("print a hosted zone as a master file").argument("<name>", "the zone's name"),
  );
  show.action((word: string, options: Options) => {
    const hosted = load(options);
    const zone = find(hosted, word);
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ ...summary(zone), rrs: recordsOf(zone) })}\n` : printZone(zone),
    );
  });
  return new Command("zone").description("look at the hosted zones").addCommand(list).addCommand(show);
}

function withSources(command: Command): Command {
  return command
    .option("-c, --config <file>", "the configuration (./signpost.yaml where it exists)")
    .option("--zones <dir>", "the zones directory (./zones)")
    .option("--json", "print JSON, one object a line");
}

function load(options: Options): Hosted {
  const words = options.zones === undefined ? [] : [{ place: "--zones", path: "zones", words: [options.zones] }];
  const { config, faults } = loadConfig(options.config ?? null, words, process.env);
  if (faults.length > 0)
    throw new Failure(1, faults.map(({ place, message }) => `${place}: ${message}.`).join("\nsignpost: "));
  const image = new Image(Memory.create(), 0);
  const report = new ZoneDirectory(config.zones, image).load();
  const zones = [...image.zones.values()].toSorted((a, b) => compareNames(a.apex.wire, b.apex.wire));
  const errors = report.faults.filter(({ severity }) => severity === "error");
  return { directory: config.zones, image, zones, faults: errors.map(printFault) };
}

function complain({ faults }: Hosted): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) throw new Failure(1, "");
}

function find(hosted: Hosted, word: string): Zone {
  const name = nameFromText(word);
  if (typeof name === "string") throw new Failure(2, `${name}.`);
  const zone = hosted.image.zones.get(name.key);
  if (zone !== undefined) return zone;
  complain(hosted);
  const names = hosted.zones.map(({ apex }) => printName(apex.wire).replace(/(?<=.)\.$/, ""));
  const near = nearest(word, names);
  const hint = near === undefined ? "it has none at all." : `did you mean ${near}?`;
  throw new Failure(1, `${hosted.directory} has no zone ${word}: ${hint}`);
}

function summary(zone: Zone): { name: string; serial: number; records: number } {
  return { name: printName(zone.apex.wire), serial: serialOf(zone), records: zone.records };
}

function jsonOf(zone: Zone): string {
  return JSON.stringify(summary(zone));
}

function lineOf(zone: Zone): string {
  const { name, serial, records } = summary(zone);
  return `${name.padEnd(32)} ${String(serial).padStart(10)} ${String(records).padStart(8)}`;
}
