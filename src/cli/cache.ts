// `signpost cache`: looks into the cache of a running server, and changes it, by its API (../server/resolver-api.ts).
// Text for people, --json for programs. Exit code 1 when the server cannot be asked or says no.

import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import type { EntryView } from "../resolver/cache/inspection.ts";
import type { ResolverState } from "../server/resolver-requests.ts";
import { askApi, type ApiOptions } from "./api-client.ts";
import { Failure } from "./program.ts";

interface Options extends ApiOptions {
  readonly json?: true;
  readonly subtree?: true;
  readonly all?: true;
  readonly limit?: string;
  readonly offset?: string;
}

/** Octets of one request that loads: well below what the server takes. */
const loadOctets = 1_000_000;

export function cacheCommand(): Command {
  const command = new Command("cache").description("look into the resolver's cache of a running server, or change it");
  const part = (words: string, description: string): Command =>
    command.command(words).description(description).option("--api <host:port>", "the server's API", "127.0.0.1:5380");
  part("show [name] [type]", "print what is remembered, with who said it and how long it stays")
    .option("--subtree", "names below the name, too")
    .option("--limit <n>", "entries on a page", "100")
    .option("--offset <n>", "entries to pass over", "0")
    .option("--json", "print JSON")
    .action(show);
  part("flush [name] [type]", "forget a name, all types of it or one")
    .option("--subtree", "names below the name, too")
    .option("--all", "forget everything")
    .option("--json", "print JSON")
    .action(flush);
  part("dump [file]", "write all entries as lines of JSON, to standard output when no file is named").action(dump);
  part("load <file>", "take the entries of a dump").option("--json", "print JSON").action(load);
  part("stats", "print the resolver's numbers").option("--json", "print JSON").action(stats);
  return command;
}

async function show(name: string | undefined, type: string | undefined, options: Options): Promise<void> {
  const { limit = "100", offset = "0" } = options;
  const response = await askApi(options.api, "GET", "/_signpost/cache", {
    ...selection(name, type, options),
    limit,
    offset,
  });
  const text = await response.text();
  if (options.json === true) return print(text);
  const { entries, next } = JSON.parse(text) as { entries: EntryView[]; next: number | null };
  if (entries.length === 0) return print("Nothing of that is remembered.\n");
  print(entries.map(printEntry).join(""));
  if (next !== null) print(`… more by --offset ${next}\n`);
}

async function flush(name: string | undefined, type: string | undefined, options: Options): Promise<void> {
  if (name === undefined && options.all !== true) throw new Failure(2, "Which name? Everything is forgotten by --all.");
  if (name !== undefined && options.all === true)
    throw new Failure(2, "--all forgets everything, and a name only what is there: one of both.");
  const words = { ...selection(name, type, options), ...(options.all === true ? { all: "" } : {}) };
  const text = await (await askApi(options.api, "DELETE", "/_signpost/cache", words)).text();
  if (options.json === true) return print(text);
  const { removed } = JSON.parse(text) as { removed: number };
  print(`${removed} ${removed === 1 ? "entry" : "entries"} removed.\n`);
}

async function dump(file: string | undefined, options: Options): Promise<void> {
  const { body } = await askApi(options.api, "GET", "/_signpost/cache/dump", {});
  const lines = body === null ? Readable.from([]) : Readable.fromWeb(body);
  if (file === undefined) await pipeline(lines, process.stdout, { end: false });
  else
    await pipeline(lines, createWriteStream(file)).catch((error: NodeJS.ErrnoException) => {
      throw new Failure(1, `${file} cannot be written: ${error.message}.`);
    });
}

async function load(file: string, options: Options): Promise<void> {
  let taken = 0;
  const faults: string[] = [];
  const send = async (lines: readonly string[], first: number): Promise<void> => {
    const response = await askApi(options.api, "PUT", "/_signpost/cache/load", {}, lines.join("\n"));
    const reply = (await response.json()) as { taken: number; faults: string[] };
    taken += reply.taken;
    faults.push(
      ...reply.faults.map((fault) => fault.replace(/^line (\d+)/, (_, line) => `${file}:${first + Number(line)}`)),
    );
  };
  let waiting: string[] = [];
  let octets = 0;
  let sent = 0;
  for await (const line of linesOf(file)) {
    if (octets + line.length > loadOctets && waiting.length > 0) {
      await send(waiting, sent);
      sent += waiting.length;
      waiting = [];
      octets = 0;
    }
    waiting.push(line);
    octets += Buffer.byteLength(line) + 1;
  }
  if (waiting.length > 0) await send(waiting, sent);
  if (options.json === true) print(`${JSON.stringify({ taken, faults })}\n`);
  else print(`${taken} ${taken === 1 ? "entry" : "entries"} taken.\n`);
  if (faults.length > 0) throw new Failure(1, faults.join("\nsignpost: "));
}

async function stats(options: Options): Promise<void> {
  const text = await (await askApi(options.api, "GET", "/_signpost/resolver", {})).text();
  print(options.json === true ? text : printState(JSON.parse(text) as ResolverState));
}

function selection(name: string | undefined, type: string | undefined, { subtree }: Options): Record<string, string> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(subtree === true ? { subtree: "" } : {}),
  };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw new Failure(1, `${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** An entry as people read it: what, how long, then the records, then who said it. */
function printEntry({ name, type, kind, ttl, rank, server, zone, age, records, notes }: EntryView): string {
  const what =
    kind === "data"
      ? type
      : kind === "nodata"
        ? `no ${type}`
        : kind === "nxdomain"
          ? "no such name"
          : `failed: ${type}`;
  const left = ttl >= 0 ? `${ttl} s left` : `stale since ${-ttl} s`;
  const lines = records.flatMap((set) => set.data.map((data) => `    ${set.name} ${set.ttl} ${set.type} ${data}\n`));
  const said = server === "" ? "made here" : `said by ${server}, asked for ${zone}`;
  const reasons = notes.map(({ text }) => `    ${text}\n`).join("");
  return `${name} ${what}, ${left}\n${lines.join("")}${reasons}    ${said}, ${age} s ago${rank === null ? "" : `, rank ${rank}`}\n`;
}

function printState(state: ResolverState): string {
  const share = state.questions === 0 ? "" : ` (${Math.round((state.hits / state.questions) * 100)} % without a query)`;
  const mean = state.responses === 0 ? "–" : `${(state.rttSumMs / state.responses).toFixed(1)} ms`;
  const rows: [string, string][] = [
    ["cache", `${state.cacheEntries} entries, ${megabytes(state.cacheOctets)}`],
    ["ready answers", `${state.answerEntries} entries, ${megabytes(state.answerOctets)}`],
    ["questions", `${state.questions}${share}`],
    ["merged", `${state.merged}`],
    ["prefetches", `${state.prefetches}`],
    ["stale answers", `${state.stale}`],
    ["failures", `${state.failures}`],
    ["queries", `${state.udpQueries} over UDP, ${state.tcpQueries} over TCP`],
    ["responses", `${state.responses}, ${mean} on average`],
    ["timeouts", `${state.timeouts}`],
    ["in flight", `${state.tasks} tasks, ${state.waiting} questions of clients`],
  ];
  const asked = state.servers.filter(({ queries }) => queries > 0);
  const servers = asked.map(({ server, rttMs, queries, answers, timeouts, isDead }) => {
    const rtt = rttMs === null ? "not heard of" : `${rttMs} ms`;
    const health = isDead ? ", held for dead" : timeouts > 0 ? `, ${timeouts} timeouts in a row` : "";
    return `    ${server}  ${answers} of ${queries} answered, ${rtt}${health}\n`;
  });
  const table = rows.map(([key, value]) => `${key.padEnd(14)} ${value}\n`).join("");
  return servers.length === 0 ? table : `${table}servers, the most asked first\n${servers.join("")}`;
}

function megabytes(octets: number): string {
  return `${(octets / 2 ** 20).toFixed(1)} MiB`;
}

function print(text: string): void {
  process.stdout.write(text);
}
