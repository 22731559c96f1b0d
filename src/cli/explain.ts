// `signpost explain`: asks a running server why it answers a name as it does (../server/explain-api.ts), and prints the tree
// of the choice: each set with its health, what its policy sees in it and how likely it is, and what answers in the end.

import { Command } from "commander";
import type { ExplainedEnd, ExplainedGroup, ExplainedSet } from "../routing/explain.ts";
import type { ExplainedPage } from "../server/explain-api.ts";
import { askApi, type ApiOptions } from "./api-client.ts";
import { Failure } from "./program.ts";
import { nameOf, typeOf } from "./question-words.ts";
import { printName } from "../dns/text/name-text.ts";

interface Options extends ApiOptions {
  readonly client?: string;
  readonly subnet?: string;
  readonly json?: true;
}

export function explainCommand(): Command {
  return new Command("explain")
    .description("tell why a hosted zone answers as it does, and how likely each answer is")
    .argument("<name>", "the name that is asked for")
    .argument("[type]", "its type", "A")
    .option("--client <address>", "who asks: a resolver, or a client in a VPC")
    .option("--subnet <prefix>", "for whom a resolver asks (EDNS Client Subnet)")
    .option("--api <host:port>", "the server's API", "127.0.0.1:5380")
    .option("--json", "print JSON")
    .action(explain);
}

async function explain(name: string, type: string, { api, client, subnet, json }: Options): Promise<void> {
  if (typeOf(type) === undefined) throw new Failure(2, `"${type}" is no record type.`);
  const response = await askApi(api, "GET", "/_signpost/explain", {
    name: printName(nameOf(name).wire),
    type,
    ...(client !== undefined && { client }),
    ...(subnet !== undefined && { subnet }),
  });
  const text = await response.text();
  process.stdout.write(json === true ? text : print(JSON.parse(text) as ExplainedPage));
}

function print({ name, asked, zone, view, found, type, client, choice, answers, noAnswer }: ExplainedPage): string {
  if (zone === null) return `No zone of this server answers ${name}\n`;
  const lines = [`${name} ${asked}, asked from ${client}: the ${view} zone ${zone}`];
  if (found === "wildcard") lines.push("The name is there by a wildcard.");
  if (found === "missing") lines.push("There is no such name: NXDOMAIN.");
  else if (type === null) lines.push("It is not there: no answer (NOERROR without data), or a referral.");
  else {
    if (type !== asked) lines.push(`It is an alias (${type}), which is followed.`);
    lines.push(...printGroup(choice, "  "));
    for (const { values, ttlSeconds, chance } of answers)
      lines.push(`${share(chance)}  ${values.join(", ")} (TTL ${ttlSeconds})`);
    if (noAnswer > 0) lines.push(`${share(noAnswer)}  no answer (NOERROR without data)`);
  }
  return `${lines.join("\n")}\n`;
}

const ends: Readonly<Record<ExplainedEnd, string>> = {
  plain: "plain records, nothing is chosen",
  missing: "nothing is there",
  untold: "too much to tell",
};

function printGroup(group: ExplainedGroup | ExplainedEnd, indent: string): string[] {
  if (typeof group === "string") return [`${indent}${ends[group]}`];
  return [`${indent}${group.policy}`, ...group.sets.flatMap((set) => printSet(set, `${indent}  `))];
}

function printSet({ identifier, health, regard, chance, target }: ExplainedSet, indent: string): string[] {
  const facts = [identifier, regard, health, share(chance)].filter((fact) => fact !== "");
  const line = `${indent}${facts.join(" · ")}`;
  return target === null ? [line] : [`${line} -> ${target.name}`, ...printGroup(target.group, `${indent}  `)];
}

function share(chance: number): string {
  return `${(chance * 100).toFixed(chance * 100 === Math.round(chance * 100) ? 0 : 1)} %`;
}
