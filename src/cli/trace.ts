// `signpost trace`: resolves a name and tells every step of it, as text or as JSON (docs/trace.md).
// Our own zones first, as the server does; what they leave to others is resolved in this process, over the real network
// or the mini internet. With --api a running server is asked instead. Exit code 1 when there is no answer.
// Read next: trace/own-zones.ts, trace/walk.ts, trace/running-server.ts; ../trace/tell.ts for the telling.

import { readFileSync } from "node:fs";
import { Command } from "commander";
import { maxQueriesPerQuestion } from "../base/limits.ts";
import { holdsTables } from "../disk/sqlite-tables.ts";
import { codeName, Rcode } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName } from "../dns/types.ts";
import { loopbackOf, printEndpoint } from "../net/address.ts";
import type { Question } from "../resolver/question.ts";
import type { Config } from "../server/config.ts";
import { nearest } from "../server/config/nearest.ts";
import { resolverSettings } from "../server/resolver-settings.ts";
import { composeTrace, type FinishedTrace, tracedAnswer, type TracedAnswer, traceOf } from "../trace/ending.ts";
import { Recorder } from "../trace/recorder.ts";
import { paintAnsi, paintPlain, tell } from "../trace/tell.ts";
import type { ShownRecord } from "./dig/reply.ts";
import { configuration, wordFor } from "./configuration.ts";
import { printOctets } from "./octets.ts";
import { Failure } from "./program.ts";
import { nameOf, reverseNameOf, typeOf } from "./question-words.ts";
import { askOwnZones, openOwnZones, type OwnAnswer } from "./trace/own-zones.ts";
import { type AskedAs, askRunningServer } from "./trace/running-server.ts";
import { type Ground, miniInternet, realNetwork } from "./trace/walk.ts";

/** How a trace is told as text. */
export interface Telling {
  readonly width?: number;
  readonly octets?: true;
}

interface Options extends Telling {
  readonly config?: string;
  readonly lab?: true;
  readonly api?: string;
  readonly client?: string;
  readonly subnet?: string;
  readonly server?: string;
  readonly json?: true;
  readonly reverse?: string;
  readonly read?: string;
}

/** Wide enough for most sentences in one row, on a terminal that says nothing of its width. */
const usualColumns = 100;
const fewestColumns = 60;
/** Beyond this nobody reads a line to its end. */
const mostColumns = 500;

export const widthOption = [
  "--width <columns>",
  `break lines there, from ${fewestColumns} on (the terminal's width)`,
  columnsOf,
] as const;

export const octetsOption = [
  "--octets",
  "show every message octet by octet, below the step at which it went out or came in",
] as const;

export function traceCommand(): Command {
  return new Command("trace")
    .description("resolve a name and tell every step of it")
    .argument("[name]", "the name")
    .argument("[type]", "the record type", "A")
    .option("-c, --config <file>", "the configuration (./signpost.yaml where it exists)")
    .option("--lab", "walk the mini internet instead of the real one")
    .option("--api <host:port>", "ask a running server, by the address of its API")
    .option("--client <address>", "with --api: who asks")
    .option("--subnet <prefix>", "with --api: for whom a resolver asks (EDNS Client Subnet)")
    .option("--server <address>", "with --api: which of the server's addresses is asked (strict delegation sets)")
    .option("-x, --reverse <address>", "in place of a name: ask for the name of an address (PTR)")
    .option("--read <file>", "in place of a name: tell a trace that was kept as JSON")
    .option(...widthOption)
    .option(...octetsOption)
    .option("--json", "print one event a line")
    .action(async (name: string | undefined, type: string, options: Options) => {
      checkWords(options);
      if (options.read !== undefined) {
        if (name !== undefined) throw new Failure(2, `--read tells what stands in a file: without "${name}".`);
        tellTrace(readTrace(options.read), options);
        return;
      }
      const question = questionOf(name, type, options.reverse);
      const config = options.api === undefined ? configOf(options) : null;
      const trace =
        config === null
          ? await askRunningServer(options.api!, question, askedAs(options))
          : await traceHere(question, config);
      if (config !== null && options.json === undefined) process.stderr.write(noteOfUnseen(config));
      tellTrace(trace, options);
    });
}

/** Prints it; a question without an answer is a failure. */
function tellTrace(trace: FinishedTrace, options: Options): void {
  process.stdout.write(options.json === true ? composeTrace(trace) : told(trace, options));
  const { rcode } = trace.ending.answer;
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") throw new Failure(1, "");
}

function readTrace(file: string): FinishedTrace {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new Failure(1, `${file} cannot be read: ${(error as Error).message}.`);
  }
  const trace = traceOf(text);
  if (typeof trace === "string") throw new Failure(1, `${file} is no trace: ${trace}.`);
  return trace;
}

/** What would be passed over in silence is refused: who wrote it believes that it counts. */
function checkWords(options: Options): void {
  if (options.api === undefined && Object.keys(askedAs(options)).length > 0)
    throw new Failure(2, "--client, --subnet and --server are for a running server: --api says where.");
  if (options.read !== undefined && (options.api ?? options.config ?? options.lab ?? options.reverse) !== undefined)
    throw new Failure(2, "--read tells what stands in a file: without --api, --config, --lab and -x.");
  if (options.api !== undefined && (options.lab === true || options.config !== undefined))
    throw new Failure(2, "--api asks a server that runs, which has its own configuration: without --lab and --config.");
  checkTelling(options);
}

/** What is only for text is refused beside --json. */
export function checkTelling({ json, width, octets }: Telling & { readonly json?: true }): void {
  if (json === true && width !== undefined)
    throw new Failure(2, "--json is for programs, and breaks no lines: without --width.");
  if (json === true && octets === true)
    throw new Failure(2, "--json has every message, in base64, already: without --octets.");
}

function questionOf(name: string | undefined, type: string, reverse: string | undefined): Question {
  if (name === undefined && reverse === undefined) throw new Failure(2, "missing required argument 'name'.");
  if (reverse === undefined) return { name: nameOf(name!), type: typeNamed(type) };
  if (name !== undefined) throw new Failure(2, `-x asks for the name of ${reverse}: without "${name}".`);
  return { name: reverseNameOf(reverse), type: RRType.PTR };
}

function columnsOf(word: string): number {
  const columns = /^\d{1,4}$/.test(word) ? Number(word) : NaN;
  if (columns >= fewestColumns && columns <= mostColumns) return columns;
  throw new Failure(2, `--width is "${word}": expected a whole number from ${fewestColumns} to ${mostColumns}.`);
}

/** Of our own zones from files, all are answered to everybody alike. */
function askedAs({ client, subnet, server }: Options): AskedAs {
  return {
    ...(client !== undefined && { client }),
    ...(subnet !== undefined && { subnet }),
    ...(server !== undefined && { server }),
  };
}

async function traceHere(question: Question, config: Config): Promise<FinishedTrace> {
  const ground = groundOf(config);
  const zones = openOwnZones(config.zones);
  const recorder = new Recorder(ground.clock, ground.random); // from here on the time counts
  const own = askOwnZones(zones, question, recorder, config.resolver.enabled ? "resolved" : "refused");
  if (own.rest === null) return recorder.finish(ownAnswer(question, own, recorder));
  const resolution = await ground.resolve(own.rest, recorder);
  return recorder.finish(joined(question, own, tracedAnswer(resolution)));
}

/** Hosted zones are a running server's to answer; who has some and does not see them should know why. */
function noteOfUnseen({ data, api, lab }: Config): string {
  if (data === null || lab.enabled || !holdsTables(data)) return "";
  return `Zone files alone were looked at, not the hosted zones in ${data}: --api ${printEndpoint(loopbackOf(api.listen))} asks the server that answers them.\n`;
}

function groundOf(config: Config): Ground {
  const { settings, faults } = resolverSettings(config.resolver);
  if (faults.length > 0) throw new Failure(1, faults.join("\nsignpost: "));
  return config.lab.enabled ? miniInternet(config.lab, settings) : realNetwork(settings);
}

function ownAnswer({ name, type }: Question, { reply }: OwnAnswer, { events }: Recorder): TracedAnswer {
  const ttls = (reply.answer.length > 0 ? reply.answer : reply.authority).map(({ ttlSeconds }) => ttlSeconds);
  return {
    name: printName(name.wire),
    type: typeName(type),
    rcode: codeName(Rcode, reply.rcode, "RCODE"),
    answer: reply.answer.map(recordText),
    authority: reply.authority.map(recordText),
    additional: reply.additional.map(recordText),
    security: "unchecked",
    stale: false,
    ttlSeconds: ttls.length === 0 ? 0 : Math.min(...ttls),
    upstreamQueries: 0,
    queryLimit: maxQueriesPerQuestion,
    extendedErrors: events.flatMap(({ ede, sentence }) => (ede === undefined ? [] : [{ code: ede, text: sentence }])),
  };
}

/** The aliases of ours, then what they lead to. */
function joined({ name, type }: Question, { reply }: OwnAnswer, rest: TracedAnswer): TracedAnswer {
  const chain = reply.answer.map(recordText);
  return { ...rest, name: printName(name.wire), type: typeName(type), answer: [...chain, ...rest.answer] };
}

function recordText({ name, ttlSeconds, class: rrClass, type, data }: ShownRecord): string {
  return `${name} ${ttlSeconds} ${rrClass} ${type} ${data}`.trimEnd();
}

/** In colour on a terminal, unless NO_COLOR says otherwise (https://no-color.org). */
export function told({ events, ending }: FinishedTrace, options: Telling = {}): string {
  const { stdout } = process;
  const coloured = stdout.isTTY && stdout.hasColors() && !process.env["NO_COLOR"];
  const width = options.width ?? Math.max(fewestColumns, Math.min(stdout.columns ?? usualColumns, usualColumns));
  const message = (base64: string): string[] => printOctets(Buffer.from(base64, "base64"));
  const style = { width, paint: coloured ? paintAnsi : paintPlain };
  return tell(events, ending, options.octets === true ? { ...style, message } : style);
}

function configOf({ config, lab }: Options): Config {
  return configuration(config, wordFor("--lab", "lab.enabled", lab === true ? "true" : undefined));
}

function typeNamed(word: string): number {
  const type = typeOf(word);
  if (type !== undefined) return type;
  const near = nearest(word.toUpperCase(), Object.keys(RRType));
  throw new Failure(2, `"${word}" is no record type; the nearest is ${near}.`);
}
