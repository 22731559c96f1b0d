// `npm run bench:gateway`: the gateway beside a bare node server, a bare proxy, fastify and nginx, in one interleaved run. The
// server under load has one core; wrk and the origin share the other. Prints requests a second, CPU a request and latency, and
// the ratios that the targets speak of; figures of two runs do not compare.

import { Command } from "commander";
import { programVersion } from "../test/peers/nsd.ts";
import { median } from "./dnsperf.ts";
import { contenders, type Running, startOrigin } from "./gateway/contenders.ts";
import { type GatewayScenario, scenarios, type Yardstick, yardsticks } from "./gateway/scenarios.ts";
import { runWrk } from "./gateway/wrk.ts";
import { cpuOf, processTree } from "./process-cost.ts";

interface Flags {
  readonly scenario: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly serverCore: string;
  readonly loadCore: string;
}

interface Figures {
  readonly rate: number[];
  readonly user: number[];
  readonly system: number[];
  readonly p50: number[];
  readonly p99: number[];
}

const command = new Command("bench:gateway")
  .option(
    "--scenario <names>",
    `of ${scenarios.map(({ name }) => name).join(", ")}`,
    (text) => text.split(","),
    scenarios.map(({ name }) => name),
  ) // prettier-ignore
  .option("--rounds <n>", "times round all servers", Number, 5)
  .option("--seconds <n>", "of full load a round and server", Number, 3)
  .option("--connections <n>", "kept connections", Number, 64)
  .option("--server-core <n>", "core for the servers", "0")
  .option("--load-core <n>", "core for wrk and the origin", "1");

await bench(command.parse().opts<Flags>()).catch((error: unknown) => command.error(`error: ${String(error)}`));

async function bench(flags: Flags): Promise<void> {
  if (programVersion("wrk", ["-v"], /wrk (\S+)/) === null)
    command.error("error: wrk is not installed (Debian: apt-get install wrk)");
  const chosen = scenarios.filter(({ name }) => flags.scenario.includes(name));
  const names = new Set(["signpost", ...chosen.flatMap(({ peers }) => peers.map((peer) => yardsticks[peer].server))]);
  const running = new Map<string, Running>();
  const origin = await startOrigin(flags.loadCore);
  try {
    for (const contender of contenders) {
      const { name, version } = contender;
      if (!names.has(name)) continue;
      if (version === null) console.error(`${name} is not installed: left out.`);
      else running.set(name, await contender.start(flags.serverCore, origin.url("")));
    }
    for (const scenario of chosen) console.log(await runScenario(scenario, running, flags));
  } finally {
    await Promise.all([...running.values(), origin].map((one) => one.stop()));
  }
}

async function runScenario(
  scenario: GatewayScenario,
  running: ReadonlyMap<string, Running>,
  flags: Flags,
): Promise<string> {
  const taking = ["signpost", ...scenario.peers].filter((name) => running.has(askedOf(name, scenario).server));
  const figures = new Map<string, Figures>(
    taking.map((name) => [name, { rate: [], user: [], system: [], p50: [], p99: [] }]),
  );
  for (let round = 0; round <= flags.rounds; round++) {
    for (const name of taking) {
      const { server, path } = askedOf(name, scenario);
      const seconds = round === 0 ? 1 : flags.seconds;
      const status = name === "signpost" ? scenario.status : 200;
      const found = await measure(running.get(server)!, path, status, { ...flags, seconds });
      // The first round warms up.
      if (round === 0) continue;
      const all = figures.get(name)!;
      for (const key of ["rate", "user", "system", "p50", "p99"] as const) all[key].push(found[key]);
    }
  }
  return table(scenario, figures);
}

function askedOf(name: string, { path }: GatewayScenario): Yardstick {
  return name === "signpost" ? { server: name, path } : yardsticks[name];
}

async function measure(
  server: Running,
  path: string,
  status: GatewayScenario["status"],
  { seconds, connections, loadCore }: Flags,
): Promise<Record<keyof Figures, number>> {
  const pids = processTree(server.pid);
  const url = server.url(path);
  const before = cpuOf(pids);
  const load = await runWrk({ url, headers: server.headers, seconds, connections, core: loadCore });
  const after = cpuOf(pids);
  const wrong = status === 200 ? load.errors : load.requests - load.errors;
  // A throttled method lets one request a second through.
  if (wrong > seconds + 2) throw new Error(`${wrong} of ${load.requests} requests to ${url} were answered otherwise`);
  return {
    rate: load.requestsPerSecond,
    user: (after.user - before.user) / 1000 / load.requests,
    system: (after.system - before.system) / 1000 / load.requests,
    p50: load.p50Microseconds,
    p99: load.p99Microseconds,
  };
}

function table(scenario: GatewayScenario, figures: ReadonlyMap<string, Figures>): string {
  const rows = Array.from(figures, ([name, { rate, user, system, p50, p99 }]) => {
    const cells = [median(rate).toFixed(0), ...[user, system, p50, p99].map((all) => median(all).toFixed(1))];
    return [name.padEnd(15), ...cells.map((cell) => cell.padStart(10))].join("");
  });
  const head = ["server".padEnd(15), ...["requests/s", "user µs", "system µs", "p50 µs", "p99 µs"].map((one) => one.padStart(10))].join(""); // prettier-ignore
  const ours = figures.get("signpost")!;
  const ratios = scenario.peers
    .filter((peer) => figures.has(peer))
    .map((peer) => {
      const theirs = figures.get(peer)!;
      const [rate, cpu] = [ratio(ours.rate, theirs.rate), ratio(costs(ours), costs(theirs))];
      const targets = scenario.targets.filter((target) => target.peer === peer);
      const verdicts = targets.map(({ of, bound }) =>
        of === "cpu"
          ? `CPU at most ${bound}: ${cpu <= bound ? "met" : "missed"}`
          : `rate at least ${bound}: ${rate >= bound ? "met" : "missed"}`,
      );
      return `to ${peer}: ${rate.toFixed(2)} of its requests/s, ${cpu.toFixed(2)} of its CPU a request; ${verdicts.join("; ")}`;
    });
  return [`${scenario.name}: ${scenario.title}`, head, ...rows, ...ratios, ""].join("\n");
}

function costs({ user, system }: Figures): number[] {
  return user.map((value, round) => value + system[round]);
}

function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / theirs[round]));
}
