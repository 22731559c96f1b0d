// `signpost dig`: one question to one server, and its answer as dig prints it.
// The words stand in any order: @HOST[:PORT] is the server, a type or class is one where another word is the name.
// Read next: dig/query.ts, dig/exchange.ts, dig/reply.ts, dig/print.ts.

import { Command } from "commander";
import { Class } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { parseAddress } from "../net/address.ts";
import { nearest } from "../server/config/nearest.ts";
import { readTrust } from "./dig/encrypted.ts";
import { type Asked as AskedServer, exchange, type Transport } from "./dig/exchange.ts";
import { printJson, printRecords, printShort, printText, printTransfer, printWords } from "./dig/print.ts";
import type { Query, Subnet } from "./dig/query.ts";
import type { Reply } from "./dig/reply.ts";
import { findServer } from "./dig/server.ts";
import { keyOf, transfer } from "./dig/transfer.ts";
import { Failure } from "./program.ts";
import { nameOf, reverseNameOf, typeOf } from "./question-words.ts";

interface Options {
  readonly tcp?: true;
  readonly tls?: true;
  readonly https?: true;
  readonly ca?: string;
  readonly dnssec?: true;
  readonly subnet?: string;
  readonly reverse?: string;
  readonly key?: string;
  readonly octets?: true;
  readonly short?: true;
  readonly json?: true;
  readonly cd?: true;
  readonly recurse: boolean;
}

interface Asked {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  /** IXFR=SERIAL. */
  readonly since: number | null;
}

const usualServer = "127.0.0.1:5300";
const usualPorts: Readonly<Record<Transport, number>> = { UDP: 53, TCP: 53, TLS: 853, HTTPS: 443 };

export function digCommand(): Command {
  return new Command("dig")
    .description("ask a name server one question")
    .usage("[options] NAME [TYPE] [@HOST[:PORT]]")
    .argument("[words...]", `the name, a type (A unless said), the server (@${usualServer} unless said)`)
    .option("--tcp", "ask over TCP")
    .option("--tls", "ask over TLS, at port 853 unless said")
    .option("--https", "ask over HTTPS, at port 443 unless said")
    .option(
      "--ca <file>",
      "over TLS and HTTPS, believe servers that this CA knows, in PEM form; without it any is believed",
    )
    .option("--dnssec", "ask for DNSSEC records too")
    .option("--no-recurse", "ask for what this server knows by itself")
    .option("--cd", "ask a resolver not to validate (checking disabled)")
    .option("--subnet <prefix>", "ask on behalf of this client subnet, such as 192.0.2.0/24")
    .option("-x, --reverse <address>", "ask for the name of an address (PTR)")
    .option(
      "--key <name:algorithm:secret>",
      "with AXFR and IXFR: sign the request with this TSIG key, and want signed answers",
    )
    .option("--short", "print the data of the answer alone")
    .option("--octets", "show the query and the reply octet by octet as well, and what each octet says")
    .option("--json", "print one JSON object (with AXFR and IXFR one a message)")
    .action(async (words: string[], options: Options) => {
      const servers = words.filter((word) => word.startsWith("@"));
      const asked =
        options.reverse === undefined
          ? askedBy(words.filter((word) => !word.startsWith("@")))
          : { name: reverseNameOf(options.reverse), type: RRType.PTR, class: Class.IN, since: null };
      checkTelling(options);
      const query: Omit<Query, "cookie"> = {
        ...asked,
        dnssec: options.dnssec === true,
        recursion: options.recurse ? "desired" : "not desired",
        checking: options.cd === true ? "disabled" : "enabled",
        subnet: options.subnet === undefined ? null : subnetOf(options.subnet),
      };
      const transport = transportOf(options);
      const usual = transport === "UDP" || transport === "TCP" ? usualServer : "127.0.0.1";
      const named = servers.length === 0 ? usual : servers[servers.length - 1].slice(1);
      const server = await findServer(named, usualPorts[transport]);
      const trust = options.ca === undefined ? null : readTrust(options.ca);
      if (query.type === RRType.AXFR || query.type === RRType.IXFR)
        return askForZone({ ...server, trust }, query, transport, options);
      if (options.key !== undefined)
        throw new Failure(2, "--key is for AXFR and IXFR: other questions are not signed.");
      const exchanged = await exchange({ ...server, trust }, query, transport);
      const octets = options.octets === true ? exchanged.octets : null;
      const shown = { ...exchanged, octets, server, words: process.argv.slice(3).join(" ") };
      if (options.short === true) process.stdout.write(printShort(shown.reply));
      else process.stdout.write(`${options.json === true ? printJson(shown) : printText(shown)}\n`);
    });
}

/** A zone is transferred over TCP where nothing else is said (RFC 5936 §4.2). */
async function askForZone(
  server: AskedServer,
  query: Parameters<typeof transfer>[1],
  transport: Transport,
  { key, json, octets, short }: Options,
): Promise<void> {
  if (transport === "HTTPS") throw new Failure(2, "Zones are not transferred over HTTPS: say --tcp or --tls.");
  if (octets === true) throw new Failure(2, "--octets is for one reply: a zone is many messages.");
  if (short === true) throw new Failure(2, "--short is for one reply: a zone is records of many names.");
  const way = transport === "TLS" ? "TLS" : "TCP";
  const words = process.argv
    .slice(3)
    .map((word, i, all) => (all[i - 1] === "--key" ? "KEY" : word.replace(/^--key=.*/s, "--key=KEY")));
  const shown = { server, transport: way, notes: [], octets: null, words: words.join(" ") } as const;
  let isFirst = true;
  const print = (reply: Reply): void => {
    if (isFirst && json !== true) process.stdout.write(`${printWords(shown.words)}\n`);
    isFirst = false;
    const line = json === true ? printJson({ ...shown, reply, milliseconds: 0 }) : printRecords(reply);
    process.stdout.write(`${line}\n`);
  };
  const done = await transfer(server, query, { transport: way, key: key === undefined ? null : keyOf(key) }, print);
  const { refusal: reply, milliseconds } = done;
  if (reply === null) {
    if (json !== true) process.stdout.write(`${printTransfer(done, server, way)}\n`);
    return;
  }
  const refused = { ...shown, reply, milliseconds };
  process.stdout.write(`${json === true ? printJson(refused) : printText(refused)}\n`);
}

/** Ways to tell the same of which only one can be meant. */
function checkTelling({ json, octets, short }: Options): void {
  if (short === true && (json === true || octets === true))
    throw new Failure(2, "--short prints the data of the answer alone: without --json and --octets.");
}

/** How to ask, by the options. */
function transportOf({ tcp, tls, https, ca }: Options): Transport {
  if (tls === true && https === true) throw new Failure(2, "--tls and --https are two ways: say one of them.");
  if (ca !== undefined && tls !== true && https !== true) throw new Failure(2, "--ca wants --tls or --https with it.");
  if (https === true) return "HTTPS";
  if (tls === true) return "TLS";
  return tcp === true ? "TCP" : "UDP";
}

/** The question in the words: no word asks for the root's servers, one is a name whatever it looks like. */
function askedBy(words: readonly string[]): Asked {
  if (words.length === 0) return { name: Name.root, type: RRType.NS, class: Class.IN, since: null };
  const rest = [...words];
  const nameAt =
    words.length === 1
      ? 0
      : Math.max(
          0,
          words.findIndex(
            (word) => typeOf(word) === undefined && classOf(word) === undefined && serialOf(word) === undefined,
          ),
        );
  const [nameWord] = rest.splice(nameAt, 1);
  let type: number | undefined;
  let klass: number | undefined;
  let since: number | null = null;
  for (const word of rest) {
    const serial = serialOf(word);
    if (type === undefined && serial !== undefined) [type, since] = [RRType.IXFR, serial];
    else if (type === undefined && typeOf(word) !== undefined) type = typeOf(word);
    else if (klass === undefined && classOf(word) !== undefined) klass = classOf(word);
    else
      throw new Failure(
        2,
        `"${word}" is no record type; the nearest is ${nearest(word.toUpperCase(), Object.keys(RRType))}.`,
      );
  }
  if (type === RRType.IXFR && since === null)
    throw new Failure(2, "IXFR asks for what has changed since a version: IXFR=SERIAL says which.");
  return { name: nameOf(nameWord), type: type ?? RRType.A, class: klass ?? Class.IN, since };
}

/** The serial in IXFR=SERIAL, as dig has it. */
function serialOf(word: string): number | undefined {
  const digits = /^IXFR=(\d{1,10})$/i.exec(word)?.[1];
  return digits === undefined || Number(digits) > 0xffff_ffff ? undefined : Number(digits);
}

function classOf(word: string): number | undefined {
  const upper = word.toUpperCase();
  return Object.hasOwn(Class, upper) ? Class[upper as keyof typeof Class] : undefined;
}

function subnetOf(text: string): Subnet {
  const [host, digits, surplus] = text.split("/");
  const address = parseAddress(host);
  const whole = address?.family === 4 ? 32 : 128;
  const length = digits === undefined ? whole : /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  if (address === null || surplus !== undefined || length > whole) {
    throw new Failure(
      2,
      `"${text}" is no address prefix: --subnet expects one, such as 192.0.2.0/24 or 2001:db8::/32.`,
    );
  }
  return { family: address.family, octets: address.octets, length };
}
