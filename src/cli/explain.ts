// `signpost explain`: asks a running server why it answers a name as it does (../server/explain-api.ts), and prints the tree
// of the choice: each set with what its policy sees in it, how likely it is, and why it is left out where it is; then what
// answers in the end. In colour on a terminal, unless NO_COLOR says otherwise.

import { Command } from "commander";
import { printName } from "../dns/text/name-text.ts";
import type { ExplainedEnd } from "../routing/explain.ts";
import type { ExplainedPage, ToldGroup, ToldSet } from "../server/explain-api.ts";
import { paintAnsi, paintPlain, type Style } from "../trace/tell.ts";
import { askApi, type ApiOptions } from "./api-client.ts";
import { Failure } from "./program.ts";
import { nameOf, typeOf } from "./question-words.ts";

interface Options extends ApiOptions {
  readonly client?: string;
  readonly subnet?: string;
  readonly server?: string;
  readonly json?: true;
}

type Paint = Style["paint"];

/** Columns of a bar that stands for certainty. */
const barColumns = 20;

export function explainCommand(): Command {
  return new Command("explain")
    .description("tell why a hosted zone answers as it does, and how likely each answer is")
    .argument("<name>", "the name that is asked for")
    .argument("[type]", "its type", "A")
    .option("--client <address>", "who asks: a resolver, or a client in a VPC")
    .option("--subnet <prefix>", "for whom a resolver asks (EDNS Client Subnet)")
    .option("--server <address>", "which of our addresses is asked, where that matters (strict delegation sets)")
    .option("--api <host:port>", "the server's API", "127.0.0.1:5380")
    .option("--json", "print JSON")
    .action(explain);
}

async function explain(name: string, type: string, { api, client, subnet, server, json }: Options): Promise<void> {
  if (typeOf(type) === undefined) throw new Failure(2, `"${type}" is no record type.`);
  const response = await askApi(api, "GET", "/_signpost/explain", {
    name: printName(nameOf(name).wire),
    type,
    ...(client !== undefined && { client }),
    ...(subnet !== undefined && { subnet }),
    ...(server !== undefined && { server }),
  });
  const text = await response.text();
  const { stdout } = process;
  const coloured = stdout.isTTY && stdout.hasColors() && !process.env["NO_COLOR"];
  const page = (): string => printPage(JSON.parse(text) as ExplainedPage, coloured ? paintAnsi : paintPlain);
  stdout.write(json === true ? text : page());
}

/** The page for a person. */
export function printPage(page: ExplainedPage, paint: Paint): string {
  const { name, asked, zone, view, found, type, client, where, choice, answers, noAnswer } = page;
  if (zone === null) return `No zone of this server answers ${name}\n`;
  const from = where === null ? client : `${client} (${where.place}, by ${where.by})`;
  const lines = [`${paint("bold", `${name} ${asked}`)}, asked from ${from}: the ${view} zone ${paint("name", zone)}`];
  if (found === "wildcard") lines.push("The name is there by a wildcard.");
  if (found === "missing") lines.push("There is no such name: NXDOMAIN.");
  else if (type === null) lines.push("It is not there: no answer (NOERROR without data), or a referral.");
  else {
    if (type !== asked) lines.push(`It is an alias (${type}), which is followed.`);
    lines.push("", ...printGroup(choice, "", paint), "");
    const told = answers.toSorted((a, b) => b.chance - a.chance);
    for (const { values, ttlSeconds, chance } of told)
      lines.push(`${likely(chance, paint)} ${values.join(", ")} ${paint("dim", `TTL ${ttlSeconds}`)}`);
    if (noAnswer > 0) lines.push(`${likely(noAnswer, paint)} no answer (NOERROR without data)`);
  }
  return `${lines.join("\n")}\n`;
}

function likely(chance: number, paint: Paint): string {
  const full = Math.max(1, Math.round(chance * barColumns));
  return `${share(chance)} ${paint("answer", "█".repeat(full))}${" ".repeat(barColumns - full)}`;
}

const ends: Readonly<Record<ExplainedEnd, string>> = {
  plain: "plain records, nothing is chosen",
  missing: "nothing is there",
  untold: "too much to tell",
};

function printGroup(group: ToldGroup | ExplainedEnd, indent: string, paint: Paint): string[] {
  if (typeof group === "string") return [`${indent}${paint("dim", ends[group])}`];
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const identifiers = widest(group.sets.map(({ identifier }) => identifier));
  const regards = widest(group.sets.map(({ regard }) => regard));
  return [
    `${indent}${paint("server", group.policy)}`,
    ...group.sets.flatMap((set, index) => {
      const isLast = index === group.sets.length - 1;
      const { identifier, regard, target } = set;
      const facts = [identifier.padEnd(identifiers), ...(regards === 0 ? [] : [regard.padEnd(regards)])].join("  ");
      const [ink, sign, verdict] = judge(group, set);
      const line = `${indent}${isLast ? "└─" : "├─"} ${paint(ink, `${sign} ${facts}`)} ${share(set.chance)}  ${verdict}`;
      if (target === null) return [line];
      const below = `${indent}${isLast ? "   " : "│  "}   `;
      return [line, `${below}alias of ${paint("name", target.name)}`, ...printGroup(target.group, below, paint)];
    }),
  ];
}

/** How a set fares, and why. */
function judge(
  group: ToldGroup,
  { chance, health, healthCheck }: ToldSet,
): [ink: "answer" | "fail" | "dim", ...string[]] {
  const check = healthCheck === null ? "" : ` (${healthCheck})`;
  if (chance > 0 && health === "healthy") return ["answer", "✓", "healthy"];
  if (chance > 0)
    return ["fail", "✗", `${health}${check}; so it is with all that could answer, and all count as healthy`];
  if (health === "nothing healthy behind it") return ["fail", "✗", "backed out of: nothing healthy behind it"];
  if (health === "check fails") return ["fail", "✗", `left out: its health check fails${check}`];
  return ["dim", "·", passedOver[group.policy] ?? "healthy, not chosen"];
}

/** Why a healthy set is not chosen, by what the engine calls the policies. */
const passedOver: Readonly<Record<string, string>> = {
  Weighted: "healthy, of weight 0: for when all others are unhealthy",
  "Latency-based": "healthy, another is faster",
  Failover: "healthy, another goes first",
  Geolocation: "healthy, not for this client or less exact",
  Geoproximity: "healthy, another is nearer",
  "IP-based": "healthy, another location holds the client",
};

/** Six columns. */
function share(chance: number): string {
  const percent = chance * 100;
  return `${percent.toFixed(Math.abs(percent - Math.round(percent)) < 0.05 ? 0 : 1).padStart(4)} %`;
}
