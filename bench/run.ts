// One dataset, all its scenarios: start every contender, warm it up, then go round: each contender once a round, so that
// whatever else the machine does meets all of them alike. Medians over the rounds are reported.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import type { Peer, PeerZone } from "../test/peers/peer.ts";
import type { Dataset } from "./data.ts";
import { writeQuestions } from "./data.ts";
import { median, quantile, runDnsperf, type Load, type LoadResult } from "./dnsperf.ts";
import { runFlood } from "./flood.ts";
import { cpuOf, memoryOf, processTree } from "./process-cost.ts";
import type { Scenario } from "./scenarios.ts";
import type { ChangeFigures } from "./changing-server.ts";
import type { FlipFigures } from "./flipping-server.ts";
import { type Contender, figuresOf } from "./servers.ts";

export interface Settings {
  rounds: number;
  seconds: number;
  serverCore: string;
  loadCore: string;
  seed: number;
  /** What makes the load; dnsperf alone takes latencies, and speaks TCP. */
  generator: "dnsperf" | "flood";
  log(line: string): void;
}

export interface Figures {
  scenario: string;
  server: string;
  version: string;
  queriesPerSecond: number;
  userMicroseconds: number;
  systemMicroseconds: number;
  /** At half of the contender's own full rate. */
  p50Microseconds: number;
  p99Microseconds: number;
  lost: number;
  generatorBusy: number;
  rcodes: string;
  rssBytes: number;
  pssBytes: number;
  loadSeconds: number;
  changes: ChangeFigures | null;
  flips: FlipFigures | null;
  /** Every round's queries a second, to see the spread. */
  rounds: number[];
}

interface Sample {
  load: LoadResult;
  user: number;
  system: number;
  p50: number;
  p99: number;
}

/** Ctrl-C ends the run by the way out that stops the servers and removes the files. */
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
});
interrupted.catch(() => undefined);

export async function runDataset(
  data: Dataset,
  list: readonly Scenario[],
  contenders: readonly Contender[],
  settings: Settings,
): Promise<Figures[]> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-bench-"));
  const running: { contender: Contender; peer: Peer }[] = [];
  try {
    mkdirSync(join(folder, "data"));
    const zones = data.write(join(folder, "data"));
    if (zones.length === 1) timeCheckzone(zones[0], settings);
    for (const contender of contenders) {
      if (list.every((scenario) => contender.lacks.includes(scenario.name))) continue;
      try {
        const peer = await contender.start({
          zones,
          core: data.cores?.server ?? settings.serverCore,
          startSeconds: data.startSeconds,
        });
        settings.log(
          `${data.name}: ${contender.name} ${contender.version} answers after ${peer.loadSeconds.toFixed(2)} s`,
        );
        running.push({ contender, peer });
      } catch (error) {
        settings.log(`${data.name}: ${contender.name} left out: ${String(error).slice(0, 600)}`);
      }
    }
    const figures: Figures[] = [];
    for (const scenario of list) {
      figures.push(...(await Promise.race([runScenario(scenario, running, folder, settings), interrupted])));
    }
    return figures;
  } finally {
    await Promise.all(running.map(({ peer }) => peer.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The yardstick for loading: NSD's own parser and checks over the same file. */
function timeCheckzone({ origin, file }: PeerZone, settings: Settings): void {
  const startedAt = performance.now();
  const { status } = spawnSync("taskset", ["-c", settings.serverCore, "nsd-checkzone", origin, file]);
  if (status === 0) settings.log(`nsd-checkzone ${origin}: ${((performance.now() - startedAt) / 1000).toFixed(2)} s`);
}

async function runScenario(
  scenario: Scenario,
  running: readonly { contender: Contender; peer: Peer }[],
  folder: string,
  settings: Settings,
): Promise<Figures[]> {
  const questions = join(folder, `${scenario.name}.questions`);
  writeQuestions(questions, scenario.questions, settings.seed, (random) => scenario.line(random));
  const taking = running.filter(({ contender }) => !contender.lacks.includes(scenario.name));
  const samples = new Map(taking.map(({ contender }) => [contender.name, [] as Sample[]]));
  const { transport, data, secure } = scenario;
  const load = { questions, transport, core: data.cores?.load ?? settings.loadCore, ...(secure && { secure }) };
  for (const { peer } of taking) await runDnsperf({ ...load, port: peer.port, seconds: 1 });
  for (const { contender, peer } of taking) if (contender.changing === true) process.kill(peer.pid, "SIGUSR2");
  for (let round = 1; round <= settings.rounds; round++) {
    for (const { contender, peer } of taking) {
      const sample = await measure(
        peer,
        { ...load, port: peer.port, seconds: settings.seconds },
        settings.generator === "flood" ? null : join(folder, "latencies"),
      );
      samples.get(contender.name)?.push(sample);
      const { queriesPerSecond, rcodes } = sample.load;
      settings.log(
        `${scenario.name} ${round}/${settings.rounds} ${contender.name}: ${Math.round(queriesPerSecond)} q/s, user ${sample.user.toFixed(2)} µs, ${rcodes}`,
      );
    }
  }
  return taking.map(({ contender, peer }) => summarise(scenario, contender, peer, samples.get(contender.name) ?? []));
}

/** A run at full rate for throughput and CPU, then, where latencies have a file, a shorter one at half of that rate for them. */
async function measure(peer: Peer, load: Load, latencies: string | null): Promise<Sample> {
  const pids = processTree(peer.pid);
  const before = cpuOf(pids);
  const full = await (latencies === null ? runFlood(load) : runDnsperf(load));
  const after = cpuOf(pids);
  const atHalf = { ...load, seconds: Math.max(1, load.seconds / 2), rate: full.queriesPerSecond / 2 };
  const half = latencies === null ? full : await runDnsperf({ ...atHalf, latencies });
  return {
    load: full,
    user: (after.user - before.user) / 1000 / full.completed,
    system: (after.system - before.system) / 1000 / full.completed,
    p50: quantile(half.latencies, 0.5),
    p99: quantile(half.latencies, 0.99),
  };
}

function summarise(scenario: Scenario, contender: Contender, peer: Peer, samples: readonly Sample[]): Figures {
  const of = (read: (sample: Sample) => number): number => median(samples.map(read));
  const memory = memoryOf(processTree(peer.pid));
  return {
    scenario: scenario.name,
    server: contender.name,
    version: contender.version ?? "",
    queriesPerSecond: of((sample) => sample.load.queriesPerSecond),
    userMicroseconds: of((sample) => sample.user),
    systemMicroseconds: of((sample) => sample.system),
    p50Microseconds: of((sample) => sample.p50),
    p99Microseconds: of((sample) => sample.p99),
    lost: samples.reduce((sum, sample) => sum + sample.load.lost, 0),
    generatorBusy: of((sample) => sample.load.generatorBusy),
    rcodes: samples.at(-1)?.load.rcodes ?? "",
    rssBytes: memory.rss,
    pssBytes: memory.pss,
    loadSeconds: peer.loadSeconds,
    ...figuresOf(peer),
    rounds: samples.map((sample) => Math.round(sample.load.queriesPerSecond)),
  };
}
