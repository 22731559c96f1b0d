// Other validators beside ours: unbound and knot-resolver over a lab that is bound to its addresses in a network namespace.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import type { Lab } from "../../src/lab/lab.ts";
import { labResolver } from "./support.ts";

const missing = ["unshare", "dig", "unbound", "ip"].filter(
  (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0,
);
export const hasValidators: boolean =
  missing.length === 0 && spawnSync("unshare", ["-rnmp", "--fork", "true"]).status === 0;
/** For a test's title: why it is skipped. */
export const whyNot: string = hasValidators
  ? ""
  : ` (skipped: ${missing.length > 0 ? `no ${missing.join(", ")} here` : "this user may make no namespaces"})`;

/** The same of our own. */
export function ourVerdict(lab: Lab, question: string): string {
  const [name, type] = question.split(" ");
  const { rcode, security } = labResolver({ lab }).resolve(name.endsWith(".") ? name : `${name}.`, type);
  return `${codeName(Rcode, rcode, "RCODE")}${security === "secure" ? " AD" : ""}`;
}

/**
 * Where a validator judges otherwise, twice: what one of them makes of a question may hang on what it was asked before, and on
 * how busy the machine is.
 */
export function disagreements(
  lab: Lab,
  questions: readonly string[],
  except: ReadonlySet<string> = new Set(),
): string[] {
  const first = new Set(compare(lab, questions, except).map(({ question }) => question));
  return first.size === 0 ? [] : compare(lab, [...first], except).map(({ said }) => said);
}

interface Disagreement {
  readonly question: string;
  /** "unbound: www.example A: SERVFAIL, and we say NOERROR AD". */
  readonly said: string;
}

function compare(lab: Lab, questions: readonly string[], except: ReadonlySet<string>): Disagreement[] {
  return [...askValidators(lab, questions)].flatMap(([validator, verdicts]) =>
    [...new Set(questions)].flatMap((question) => {
      const theirs = verdicts.get(question.toLowerCase()) ?? "no answer";
      const ours = ourVerdict(lab, question);
      const key = `${validator}: ${question}`;
      return theirs === ours || except.has(key) ? [] : [{ question, said: `${key}: ${theirs}, and we say ${ours}` }];
    }),
  );
}

/** What each validator of this machine makes of the questions, over a lab: a response code, and AD where it says so. */
function askValidators(lab: Lab, questions: readonly string[]): Map<string, Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-validators-"));
  const anchor = lab.resolverSettings.trustAnchors.flatMap(({ zone, signers }) =>
    signers.map(({ rdata }) => `${printName(zone.wire)} IN DS ${printRdata(RRType.DS, rdata)}`),
  );
  const [{ name: root, addresses }] = lab.resolverSettings.rootHints;
  const hints = [`. 3600 NS ${printName(root.wire)}`, `${printName(root.wire)} 3600 A ${addresses[0]}`];
  // With its dot a name is never taken for a type.
  const asked = questions.map((question) => question.replace(/\.? /, ". "));
  writeFileSync(join(folder, "questions"), `${asked.join("\n")}\n`);
  writeFileSync(join(folder, "anchor"), `${anchor.join("\n")}\n`);
  writeFileSync(join(folder, "hints"), `${hints.join("\n")}\n`);
  writeFileSync(join(folder, "unbound.conf"), unboundConf(folder));
  writeFileSync(join(folder, "kresd.conf"), kresdConf(folder, anchor));
  const script = new URL("validators.sh", import.meta.url).pathname;
  const program = new URL("bound-lab.ts", import.meta.url).pathname;
  const six = new Set(lab.servers.flatMap(({ addresses }) => addresses.filter((one) => one.includes(":"))));
  const words = [
    "-rnmp",
    "--fork",
    "--kill-child",
    "--mount-proc",
    "sh",
    script,
    process.execPath,
    program,
    folder,
    lab.directory,
  ];
  const { stdout } = spawnSync("unshare", [...words, [...six].join(" ")], {
    encoding: "utf8",
    timeout: 110_000,
    killSignal: "SIGKILL",
  });
  rmSync(folder, { recursive: true });
  return new Map(
    stdout
      .split("== ")
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), verdictsIn(part)]),
  );
}

/** The response codes and AD bits of dig's comments, by question. */
function verdictsIn(text: string): Map<string, string> {
  const heads = text.matchAll(/status: (\w+),[^\n]*\n;; flags: ([a-z ]*);[^]*?QUESTION SECTION:\n;(\S+)\s+IN\s+(\w+)/g);
  return new Map(
    Array.from(heads, ([, rcode, flags, name, type]) => {
      const bare = name === "." ? name : name.slice(0, -1);
      return [`${bare} ${type}`.toLowerCase(), `${rcode}${/\bad\b/.test(flags) ? " AD" : ""}`];
    }),
  );
}

function unboundConf(folder: string): string {
  return `server:
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  interface: 127.0.0.1
  root-hints: "${folder}/hints"
  trust-anchor-file: "${folder}/anchor"
  do-not-query-localhost: no
  local-zone: "test." nodefault
  local-zone: "2.0.192.in-addr.arpa." nodefault
  module-config: "validator iterator"
remote-control:
  control-enable: no
`;
}

function kresdConf(folder: string, anchor: readonly string[]): string {
  return `net.listen('127.0.0.2', 53, { kind = 'dns' })
modules.load('hints')
hints.root_file('${folder}/hints')
trust_anchors.remove('.')
${anchor.map((line) => `trust_anchors.add('${line}')`).join("\n")}
option('ALLOW_LOCAL', true)
modules.unload('policy')
cache.open(10 * MB, 'lmdb://${folder}/cache')
`;
}
