// `signpost lab`: the servers of a running mini internet, broken and mended by hand, by its API (../server/lab-api.ts).
// Text for people, --json for programs. Exit code 1 when the server cannot be asked or says no.

import { Command } from "commander";
import type { Link } from "../lab/link.ts";
import type { ShownFault, ShownServer } from "../lab/workbench.ts";
import { askApi, type ApiOptions } from "./api-client.ts";
import { Failure } from "./program.ts";

interface Options extends ApiOptions {
  readonly json?: true;
  readonly link?: string;
  readonly all?: true;
}

interface Page {
  readonly servers: readonly ShownServer[];
  readonly faults: readonly ShownFault[];
}

const path = "/_signpost/lab";

/** A mended server is still held for dead by who met it dead. */
const hint = "What the resolver met before it remembers for a while: signpost cache flush --all forgets it.\n";

export function labCommand(): Command {
  const command = new Command("lab").description("break servers of a running mini internet, and mend them");
  const part = (words: string, description: string): Command =>
    command
      .command(words)
      .description(description)
      .option("--api <host:port>", "the server's API", "127.0.0.1:5380")
      .option("--json", "print JSON");
  part("show [server]", "print who serves what, and what is wrong with it").action(show);
  part("faults", "print what can be wrong with a server").action(faults);
  part("break <server> [fault...]", "give a server faults, such as drops or 'slow: { delayMs: 900 }'")
    .option("--link <values>", "what the wire to it is like, such as 'lossPercent: 30, rttMs: 400'")
    .action(breakServer);
  part("mend [server]", "make a server what it was declared to be").option("--all", "every server").action(mend);
  return command;
}

async function show(server: string | undefined, options: Options): Promise<void> {
  const { servers } = await pageOf(options);
  const shown = server === undefined ? servers : servers.filter(({ name }) => name === server);
  if (shown.length === 0) throw new Failure(1, `There is no server ${server} in the lab.`);
  print(options, shown, shown.map(printServer).join(""));
}

async function faults(options: Options): Promise<void> {
  const { faults: known } = await pageOf(options);
  const width = Math.max(...known.map(({ word }) => word.length));
  const line = ({ word, about, parameters }: ShownFault): string => {
    const names = Object.keys(parameters);
    return `${word.padEnd(width)}  ${about}${names.length === 0 ? "" : ` (${names.join(", ")})`}\n`;
  };
  print(options, known, known.map(line).join(""));
}

async function breakServer(server: string, words: readonly string[], options: Options): Promise<void> {
  const { link } = options;
  if (words.length === 0 && link === undefined)
    throw new Failure(2, "What is broken? Say a fault (signpost lab faults), or --link.");
  const said = [
    ...(words.length === 0 ? [] : [`"faults": [${words.map(faultText).join(", ")}]`]),
    ...(link === undefined ? [] : [`"link": {${link}}`]),
  ];
  const changed = await serversOf(askApi(options.api, "PUT", pathOf(server), {}, `{${said.join(", ")}}`));
  print(options, changed, changed.map(printServer).join("") + hint);
}

async function mend(server: string | undefined, options: Options): Promise<void> {
  if ((server === undefined) === (options.all !== true)) throw new Failure(2, "Which server? All are mended by --all.");
  if (server !== undefined) {
    const mended = await serversOf(askApi(options.api, "DELETE", pathOf(server), {}));
    print(options, mended, mended.map(printServer).join("") + hint);
    return;
  }
  const { mended } = (await (await askApi(options.api, "DELETE", path, {})).json()) as { mended: string[] };
  print(options, mended, mended.length === 0 ? "Nothing was broken.\n" : `Mended: ${mended.join(", ")}.\n${hint}`);
}

/** A word, or a word with its parameters, as a list in YAML has it. */
function faultText(words: string): string {
  return /^[\w-]+$/.test(words) ? words : `{${words}}`;
}

function pathOf(server: string): string {
  return `${path}/${encodeURIComponent(server)}`;
}

async function pageOf({ api }: Options): Promise<Page> {
  return (await (await askApi(api, "GET", path, {})).json()) as Page;
}

async function serversOf(response: Promise<Response>): Promise<readonly ShownServer[]> {
  return (await (await response).json()) as readonly ShownServer[];
}

/** Who it is, then what it serves, then what is wrong with it. */
function printServer({ name, about, addresses, zones, link, faults: wrong, state }: ShownServer): string {
  const lines = [
    `${name}${about === "" ? "" : `, ${about}`}`,
    `    ${addresses.join(" ")}`,
    `    ${zones.join(" ")}`,
    `    ${linkText(link)}`,
    ...wrong.map((fault) => `    fault: ${fault}`),
    ...(state === "changed" ? ["    changed by hand: signpost lab mend makes it what it was"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a wire does, without what it does not. */
function linkText({
  rttMs,
  jitterMs,
  lossPercent,
  duplicatePercent,
  reorderPercent,
  mtuOctets,
  udp,
  tcp,
}: Link): string {
  const said = [
    `${rttMs} ms away`,
    ...(jitterMs > 0 ? [`up to ${jitterMs} ms more each way`] : []),
    ...(lossPercent > 0 ? [`${lossPercent} % lost`] : []),
    ...(duplicatePercent > 0 ? [`${duplicatePercent} % twice`] : []),
    ...(reorderPercent > 0 ? [`${reorderPercent} % held back`] : []),
    ...(mtuOctets === 1500 ? [] : [`packets of up to ${mtuOctets} octets`]),
    ...(udp === "open" ? [] : [`UDP ${udp}`]),
    ...(tcp === "open" ? [] : [`TCP ${tcp}`]),
  ];
  return said.join(", ");
}

function print({ json }: Options, value: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : text);
}
