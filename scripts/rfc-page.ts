// Writes docs/rfc.md: the tables of steps (src/trace/steps/), read RFC by RFC and clause by clause. Run it after changing
// a step or adding a folder of tests; test/house/steps.test.ts holds that the page is what the tables say.

import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { codeName, ExtendedError } from "../src/dns/codes.ts";
import type { Step } from "../src/trace/step.ts";
import { allSteps, stepTables } from "../src/trace/steps.ts";

const root = new URL("../", import.meta.url);

const opening = `# What is decided, clause by clause

<!-- Written by scripts/rfc-page.ts from src/trace/steps/: change it there. -->

Every decision that Signpost takes about a question is a step with a name, the clause that it obeys and a sentence. They
are what [a trace](trace.md) tells, and what tests ask for; a step that no test reaches fails the tests. Here they stand
in the order of the RFCs. What a step is noted with is set in *italics*.
`;

/** As the RFC index has them, shortened. */
const titles: Readonly<Record<number, string>> = {
  1034: "Domain names: concepts and facilities",
  1035: "Domain names: implementation and specification",
  1912: "Common DNS operational and configuration errors",
  1995: "Incremental zone transfer (IXFR)",
  1996: "NOTIFY",
  2136: "UPDATE",
  2181: "Clarifications to the DNS specification",
  2308: "Negative caching",
  3597: "Unknown record types",
  4033: "DNSSEC: introduction and requirements",
  4034: "DNSSEC: resource records",
  4035: "DNSSEC: protocol modifications",
  4592: "Wildcards",
  4892: "Identifying a name server",
  5155: "DNSSEC: hashed denial of existence (NSEC3)",
  5452: "Resilience against forged answers",
  5936: "Zone transfer (AXFR)",
  6147: "DNS64",
  6303: "Locally served zones",
  6604: "RCODE and status bits of alias chains",
  6672: "DNAME",
  6761: "Special-use names",
  6840: "DNSSEC: clarifications",
  6890: "Special-purpose addresses",
  6891: "EDNS(0)",
  7646: "Negative trust anchors",
  7766: "DNS over TCP",
  7871: "Client subnet in queries",
  7873: "Cookies",
  8020: "NXDOMAIN: there really is nothing underneath",
  8198: "Aggressive use of cached proofs",
  8482: "Minimal answers to ANY",
  8484: "DNS over HTTPS",
  8509: "Root key sentinels",
  8767: "Serving stale data",
  8914: "Extended DNS Errors",
  8945: "TSIG",
  9018: "Interoperable server cookies",
  9156: "Query name minimisation",
  9276: "Parameters of NSEC3",
  9471: "Glue in referrals",
  9520: "Caching of resolution failures",
  9609: "Priming",
  9824: "Compact denial of existence",
};

/** What Route 53 does is cited by a page of its guide, as "Route 53 routing-policy-geo". */
const guidePage = /^Route 53 ([\w-]+)$/;
const guide = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/";

interface Row {
  readonly clause: string;
  readonly id: string;
  readonly step: Step;
}

export function rfcPage(): string {
  const byRfc = new Map<number, Row[]>();
  const route53: Row[] = [];
  const own: Row[] = [];
  for (const [id, step] of Object.entries<Step>(allSteps)) {
    if (step.rfc === "") own.push({ clause: "", id, step });
    for (const citation of step.rfc.split(", ").filter((text) => text !== "")) {
      const [, page] = guidePage.exec(citation) ?? [];
      if (page !== undefined) {
        route53.push({ clause: `[${page}](${guide}${page}.html)`, id, step });
        continue;
      }
      const [, number, clause] = /^RFC (\d+) ?(.*)$/.exec(citation) ?? [];
      const rows = byRfc.get(Number(number)) ?? [];
      rows.push({ clause: clause ?? "", id, step });
      byRfc.set(Number(number), rows);
    }
  }
  const sections = [...byRfc].toSorted(([a], [b]) => a - b).map(([number, rows]) => rfcSection(number, rows));
  const aws = `## The Route 53 Developer Guide\n\n${clauseTable(route53)}`;
  const ours = `## Asked for by no RFC\n\n${clauseTable(own)}`;
  return [opening, ...sections, aws, ours, operandSection()].join("\n");
}

/** Citations that the page has no title for, or that are written neither "RFC 1034 §4.3.2" nor as a page of the guide. */
export function citationFaults(): string[] {
  const citations = Object.values<Step>(allSteps).flatMap(({ rfc }) => (rfc === "" ? [] : rfc.split(", ")));
  const rfcs = citations.filter((text) => !guidePage.test(text));
  return rfcs.filter((text) => titles[Number(/^RFC (\d+) §[\d.]+( step \w+)?$/.exec(text)?.[1])] === undefined);
}

function rfcSection(number: number, rows: readonly Row[]): string {
  const folder = `test/rfc/${number}`;
  const tests = existsSync(fileURLToPath(new URL(folder, root))) ? `\nTests: [${folder}/](../${folder}/).\n` : "";
  return `## RFC ${number}: ${titles[number]}\n${tests}\n${clauseTable(rows)}`;
}

function clauseTable(rows: readonly Row[]): string {
  const order = rows.toSorted((a, b) => compareClauses(a.clause, b.clause));
  const lines = order.map(({ clause, id, step }) => `| ${clause} | \`${id}\` | ${sentenceOf(step)} |`);
  return `| clause | step | says |\n|---|---|---|\n${lines.join("\n")}\n`;
}

/** §4.3.2 before §4.3.10; what stands in the same clause keeps the tables' order. */
function compareClauses(a: string, b: string): number {
  const [left, right] = [a, b].map((clause) => clause.match(/\d+/g)?.map(Number) ?? []);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}

function sentenceOf(step: Step): string {
  return step.sentence
    .replaceAll(/\{(\w+)\|[^|}]*\|([^|}]*)\}/g, "*$1* $2")
    .replaceAll(/\{(\w+)\}/g, "*$1*")
    .replaceAll("|", "\\|");
}

/** For who reads the JSON: each step's operands with their kinds. */
function operandSection(): string {
  const tables = Object.entries<Readonly<Record<string, Step>>>(stepTables).map(([name, table]) => {
    const lines = Object.entries(table).map(([id, step]) => {
      const operands = Object.entries(step.operands).map(([key, kind]) => (key === kind ? key : `${key}: ${kind}`));
      const error = step.extendedError === undefined ? "" : errorText(step.extendedError);
      return `| \`${id}\` | ${step.act ?? "decide"} | ${operands.join(", ")} | ${error} |`;
    });
    return `### ${name}\n\n| step | act | operands | EDE |\n|---|---|---|---|\n${lines.join("\n")}\n`;
  });
  const lead =
    "For who reads [the JSON](trace.md#as-json): the operands with their kinds, where the name does not say it.";
  return `## Steps and operands\n\n${lead}\n\n${tables.join("\n")}`;
}

function errorText(code: number): string {
  return `${code} ${codeName(ExtendedError, code, "")}`;
}

if (import.meta.main) writeFileSync(new URL("docs/rfc.md", root), rfcPage());
