// `npm run bench`: Signpost beside NSD, Knot, BIND, PowerDNS and dns2, in one interleaved run on this machine.
// The server under load has one core, dnsperf another. Prints a table a scenario and writes bench/results/latest.json.
// Figures of two machines, or of two runs, do not compare; those of one run do.

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { programVersion } from "../test/peers/nsd.ts";
import { missingSigners } from "../test/peers/signers.ts";
import { runDataset, type Figures, type Settings } from "./run.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { contenders } from "./servers.ts";
import { changesText, table } from "./table.ts";

interface Flags {
  scenario: string[];
  peers: string[];
  rounds: number;
  seconds: number;
  serverCore: string;
  loadCore: string;
  seed: number;
  generator: "dnsperf" | "flood";
  json: string;
  quiet?: boolean;
}

const results = fileURLToPath(new URL("results/latest.json", import.meta.url));
const words = (text: string): string[] => text.split(",");

const command = new Command("bench")
  // Wrong words end it with 2, as they do every command; what is not installed, with 1.
  .exitOverride(({ code, exitCode }) => process.exit(exitCode === 0 ? 0 : code === "commander.error" ? 1 : 2))
  .option(
    "--scenario <names>",
    `of ${scenarios.map((s) => s.name).join(", ")}`,
    words,
    scenarios.map((s) => s.name),
  )
  .option(
    "--peers <names>",
    `of ${contenders.map((c) => c.name).join(", ")}`,
    words,
    contenders.map((c) => c.name),
  )
  .option("--rounds <n>", "times round all servers", wholeNumber, 5)
  .option("--seconds <n>", "of full load a round and server", wholeNumber, 3)
  .option("--server-core <n>", "core for the servers", "0")
  .option("--load-core <n>", "core for the load", "1")
  .addOption(
    new Option(
      "--generator <name>",
      "what makes the load; flood sends many questions a system call, UDP only, no latencies",
    )
      .choices(["dnsperf", "flood"])
      .default("dnsperf"),
  )
  .option("--seed <n>", "for the questions", wholeNumber, 1)
  .option("--json <file>", "where the figures go", results)
  .option("--quiet", "only the tables");

await bench(command.parse().opts<Flags>()).catch((error: unknown) => command.error(`error: ${String(error)}`));

async function bench(flags: Flags): Promise<void> {
  const groups = scenarios.flatMap((s) => s.group ?? []);
  refuseUnknown(flags.scenario, [...scenarios.map((s) => s.name), ...new Set(groups)], "scenario");
  refuseUnknown(flags.peers, contenders.map((c) => c.name), "server"); // prettier-ignore
  if (programVersion("dnsperf", ["-h"], /(\S+)/) === null)
    command.error("error: dnsperf is not installed (Debian: apt-get install dnsperf)");
  if (availableParallelism() < 2)
    console.error("One core only: server and load generator share it, the figures say little.");
  const taking = contenders.filter((c) => flags.peers.includes(c.name) && c.version !== null);
  for (const c of contenders) if (c.version === null) console.error(`${c.name} is not installed: left out.`);
  const settings: Settings = { ...flags, log: (line) => (flags.quiet ? undefined : console.error(line)) };
  const figures: Figures[] = [];
  const asked = scenarios.filter((s) => flags.scenario.includes(s.name) || flags.scenario.includes(s.group ?? ""));
  const chosen = asked.filter((s) => lackedBy(s, flags) === null);
  for (const s of asked.filter((s) => !chosen.includes(s)))
    console.error(`${s.name}: left out, it needs ${lackedBy(s, flags)}.`);
  for (const data of new Set(chosen.map((s) => s.data))) {
    const list = chosen.filter((s) => s.data === data);
    const found = await runDataset(data, list, taking, settings);
    figures.push(...found);
    for (const f of found) if (f.changes !== null) console.log(changesText(f.changes));
    for (const s of list) console.log(table(`${s.name}: ${s.title}`, found.filter((f) => f.scenario === s.name))); // prettier-ignore
    writeResults(flags, figures);
  }
}

/** What a scenario needs and this run has not, or null. */
function lackedBy(s: Scenario, { generator }: Flags): string | null {
  if (generator !== "dnsperf" && (s.transport !== "udp" || s.secure === true)) return "dnsperf";
  if (s.workers === true && availableParallelism() < 4) return "four cores: two for servers, two for dnsperf";
  return s.secure === true && missingSigners().includes("dnssec-signzone") ? "dnssec-signzone" : null;
}

function writeResults(flags: Flags, figures: readonly Figures[]): void {
  const { rounds, seconds, seed, generator } = flags;
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  mkdirSync(fileURLToPath(new URL("results/", import.meta.url)), { recursive: true });
  writeFileSync(
    flags.json,
    `${JSON.stringify({ machine, settings: { rounds, seconds, seed, generator }, figures }, null, 2)}\n`,
  );
}

function refuseUnknown(given: readonly string[], known: readonly string[], what: string): void {
  for (const name of given)
    if (!known.includes(name)) {
      const message = `error: no ${what} is called ${name}; there are ${known.join(", ")}`;
      command.error(message, { code: "commander.invalidArgument" });
    }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("Not a whole number.");
  return value;
}
