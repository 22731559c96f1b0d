// `signpost zone`: lists zones, prints them as zone files and reads those into hosted zones, tells the history of a hosted
// zone, compares its versions and leads it back to one. Hosted zones are those of the server that runs, or of its data
// directory when none does (./zone/desks.ts); --zones looks at a directory of zone files instead (./zone/files.ts).
// Zones from other servers: ./zone/secondaries.ts. Signing and what belongs to it work on a zone file alone (./zone/signing.ts).

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Command, Option } from "commander";
import type { ListedZone } from "../server/zone-desk.ts";
import { Failure } from "./program.ts";
import { atDesk, type DeskOptions } from "./zone/desks.ts";
import { complain, loadFiles, showFile, summary } from "./zone/files.ts";
import { changeLine, exportLine, historyLine, importLine, listLine } from "./zone/print.ts";
import { secondaryCommands } from "./zone/secondaries.ts";
import { keygenCommand, signCommand, verifyCommand } from "./zone/signing.ts";

interface Options extends DeskOptions {
  readonly zones?: string;
  readonly json?: true;
}

interface ImportOptions extends Options {
  readonly zone?: string;
  readonly replace?: true;
  readonly apex: "zone" | "file";
  readonly comment?: string;
}

export function zoneCommand(): Command {
  const command = new Command("zone").description("look at zones, move them, and look into their history");
  const part = (words: string, description: string): Command =>
    command
      .command(words)
      .description(description)
      .option("-c, --config <file>", "the configuration (./signpost.yaml where it exists)")
      .option("--api <host:port>", "the API of the server to ask (127.0.0.1:5380, when one runs there)")
      .option("--data <dir>", "the data directory, of a server that does not run (./.signpost)")
      .option("--json", "print JSON, one object a line");
  part("list", "list zones: name, version or serial, records, and which they are")
    .option("--zones <dir>", "only the zones of this directory of zone files")
    .action(list);
  part("show <zone>", "print a zone, by its name or its id, as a zone file")
    .option("--zones <dir>", "a zone of this directory of zone files")
    .action(show);
  part("export <zone> [file]", "write a zone as a zone file, to standard output when no file is named").action(
    exportZone,
  );
  part("import <file>", "read a zone file into the hosted zone of its name, which is made when there is none")
    .option("--zone <zone>", "the hosted zone, by its name or its id (the file's $ORIGIN, or its name)")
    .option("--replace", "delete what the file does not name; otherwise it stays")
    .addOption(new Option("--apex <whose>", "whose NS and SOA records stay").choices(["zone", "file"]).default("zone"))
    .option("--comment <text>", "what the history says of it")
    .action(importZone);
  part("history <zone>", "tell every change of a hosted zone: version, time, who, what").action(history);
  part(
    "diff <zone> [from] [to]",
    "compare two versions of a hosted zone: by default the last one with the one before",
  ).action(difference);
  part("rollback <zone> <version>", "make a hosted zone's records what they were in a version").action(rollBack);
  for (const other of [...secondaryCommands(), keygenCommand(), signCommand(), verifyCommand()])
    command.addCommand(other);
  return command;
}

async function list(options: Options): Promise<void> {
  if (options.zones !== undefined) return listFiles(options);
  const { hosted, files } = await atDesk(options, (desk) => desk.list());
  const rows: (ListedZone | NonNullable<typeof files>[number])[] = [...hosted, ...(files ?? [])];
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  print(rows.map((row) => (options.json === true ? JSON.stringify(row) : listLine(row))));
}

function listFiles(options: Options): void {
  const hosted = loadFiles(options);
  const rows = hosted.zones.map(summary);
  print(rows.map((row) => (options.json === true ? JSON.stringify(row) : listLine({ ...row, id: "" }))));
  complain(hosted);
}

async function show(zone: string, options: Options): Promise<void> {
  if (options.zones !== undefined) return void process.stdout.write(showFile(options, zone));
  const { text, ...shown } = await atDesk(options, (desk) => desk.show(zone));
  process.stdout.write(options.json === true ? `${JSON.stringify(shown)}\n` : text);
}

async function exportZone(zone: string, file: string | undefined, options: Options): Promise<void> {
  const { text, ...shown } = await atDesk(options, (desk) => desk.show(zone));
  if (file === undefined) return void process.stdout.write(text);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(1, `${file} cannot be written: ${(error as Error).message}.`);
  }
  print([
    options.json === true
      ? JSON.stringify({ name: shown.name, ...("id" in shown && { id: shown.id }), records: shown.records, file })
      : exportLine(shown, file),
  ]);
}

async function importZone(file: string, options: ImportOptions): Promise<void> {
  const text = readText(file);
  const zone = options.zone ?? originIn(text) ?? basename(file).replace(/\.zone$/, "");
  const mode = options.replace === true ? "replace" : "merge";
  const comment = options.comment ?? `Import of ${basename(file)}`;
  const report = await atDesk(options, (desk) =>
    desk.importZone({ zone, text, mode, apex: options.apex, comment }),
  ).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(1, placed(error.message, file)) : error;
  });
  print([options.json === true ? JSON.stringify(report) : importLine(report)]);
}

async function history(zone: string, options: Options): Promise<void> {
  const entries = await atDesk(options, (desk) => desk.history(zone));
  print(entries.map((entry) => (options.json === true ? JSON.stringify(entry) : historyLine(entry))));
}

async function difference(
  zone: string,
  from: string | undefined,
  to: string | undefined,
  options: Options,
): Promise<void> {
  const found = await atDesk(options, (desk) => desk.difference(zone, versionOf(from), versionOf(to)));
  print(options.json === true ? found.changes.map((change) => JSON.stringify(change)) : found.lines);
}

async function rollBack(zone: string, word: string, options: Options): Promise<void> {
  const version = versionOf(word) ?? 0;
  const { name, to, changes, lines } = await atDesk(options, (desk) => desk.rollBack(zone, version));
  if (options.json === true) return print([JSON.stringify({ name, version: to, changes })]);
  print([changeLine(name, version, to, changes), ...lines]);
}

/** Faults of the file's lines as file:line:column, everything else as it is. */
function placed(message: string, file: string): string {
  return message.replaceAll(/^(?=\d+:\d+: )/gm, `${file}:`).replaceAll("\n", "\nsignpost: ");
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(1, `${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** The name behind the first $ORIGIN, when it is absolute. */
function originIn(text: string): string | null {
  return /^\$ORIGIN[ \t]+(\S+\.)(?:\s|$)/im.exec(text)?.[1] ?? null;
}

function versionOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  if (!/^\d{1,12}$/.test(word)) throw new Failure(2, `"${word}" is no version: expected a number.`);
  return Number(word);
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
