// `npm run bench:cold`: cold answers over the mini internet, beside Unbound, PowerDNS Recursor, BIND and Knot Resolver.
// In a network namespace of its own the lab's servers listen on port 53, with their delays; each resolver starts with an
// empty cache and is asked the same questions in the same order, one after another. Counted at the servers: the queries
// that came, from start to end. All take turns in every round; each round has an order of its own.

import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { seededRandom, type Random } from "../src/base/random.ts";
import { printName } from "../src/dns/text/name-text.ts";
import { RRType, typeName } from "../src/dns/types.ts";
import { bindLab } from "../src/lab/bind.ts";
import { type Listener, listenersOf } from "../src/lab/site.ts";
import { openLab, type Lab } from "../src/lab/lab.ts";
import { askUdp, flags } from "../test/peers/wire.ts";
import { median, quantile } from "./dnsperf.ts";
import { coldResolvers, type ColdResolver } from "./cold-resolvers.ts";

interface Question {
  readonly name: string;
  readonly type: string;
}

interface Sample {
  readonly latencies: number[];
  readonly queries: number;
  readonly failures: number;
}

const inside = process.argv.includes("--inside");
const rounds = Number(process.argv.find((word) => word.startsWith("--rounds="))?.slice(9) ?? 5);
const only =
  process.argv
    .find((word) => word.startsWith("--peers="))
    ?.slice(8)
    .split(",") ?? null;
const lab = openTheLab();

if (inside) await measure();
else enterNamespace();

function openTheLab(): Lab {
  const { lab: opened } = openLab(fileURLToPath(new URL("../zones/lab", import.meta.url)));
  if (opened === null) throw new Error("The lab has faults: npx signpost trace --lab tells them.");
  return opened;
}

/** Runs this program again where port 53 of every address is free: needs root or user namespaces, and iproute2. */
function enterNamespace(): void {
  const six = lab.servers.flatMap(({ addresses }) => addresses.filter((address) => address.includes(":")));
  const commands = [
    "ip link set lo up",
    ...[...new Set(six)].map((address) => `ip -6 address add ${address}/128 dev lo nodad`),
    `exec "$@"`,
  ];
  const self = fileURLToPath(import.meta.url);
  const words = ["-rn", "sh", "-c", commands.join(" && "), "sh", process.execPath, self, "--inside"];
  const { status, error } = spawnSync("unshare", [...words, ...process.argv.slice(2)], { stdio: "inherit" });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}

async function measure(): Promise<void> {
  let queries = 0;
  const clock = { nowMs: () => performance.now(), wallSeconds: () => Math.floor(Date.now() / 1000) };
  const random = seededRandom(1);
  const counting = listenersOf(lab.sites(clock, random)).map((listener): Listener => ({
    ...listener,
    handler: (asked) => {
      queries++;
      return listener.handler(asked);
    },
  }));
  const bound = await bindLab(counting, 53, clock, random);
  const taking = coldResolvers(hintsOf(lab)).filter(
    ({ name, version }) => version !== null && (only === null || only.includes(name)),
  );
  const samples = new Map(taking.map(({ name }) => [name, [] as Sample[]]));
  const questions = questionsOf(lab);
  console.log(`${questions.length} questions, ${rounds} rounds`);
  for (let round = 1; round <= rounds; round++) {
    const order = shuffled(questions, seededRandom(round));
    for (const resolver of taking) {
      const before = queries;
      const sample = await askAll(resolver, order, () => queries - before);
      if (sample === null) continue;
      samples.get(resolver.name)!.push(sample);
      const { latencies, failures } = sample;
      console.error(
        `${round}/${rounds} ${resolver.name}: ${sample.queries} queries, p50 ${median(latencies).toFixed(1)} ms, ${failures} failures`,
      );
    }
  }
  for (const { name, version } of taking) report(name, version ?? "", samples.get(name)!, questions.length);
  await bound.close();
}

async function askAll(
  resolver: ColdResolver,
  questions: readonly Question[],
  count: () => number,
): Promise<Sample | null> {
  const peer = await resolver.start().catch((fault: unknown) => {
    console.error(`${resolver.name} is left out: ${String(fault).slice(0, 300)}`);
    return null;
  });
  if (peer === null) return null;
  const latencies: number[] = [];
  let failures = 0;
  for (const { name, type } of questions) {
    const sentMs = performance.now();
    const reply = await askUdp(peer.port, name, type, { timeoutMs: 5_000, flags: flags.rd });
    latencies.push(performance.now() - sentMs);
    if (reply === null || (reply[3] & 0x0f) === 2) {
      failures++;
      console.error(`  ${resolver.name}: ${name} ${type} ${reply === null ? "no answer" : "SERVFAIL"}`);
    }
  }
  await sleep(300); // what it still fetches on the side is its own, too
  const queries = count();
  await peer.stop();
  return { latencies, queries, failures };
}

function report(name: string, version: string, samples: readonly Sample[], questions: number): void {
  if (samples.length === 0) return;
  const of = (read: (sample: Sample) => number): string => median(samples.map(read)).toFixed(2);
  const latencies = samples.flatMap((sample) => sample.latencies).sort((a, b) => a - b);
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(latencies, share).toFixed(1));
  const sum = of((sample) => sample.latencies.reduce((total, one) => total + one, 0) / questions);
  console.log(
    `${name.padEnd(14)} ${version.split("-")[0].padEnd(10)} ${of((sample) => sample.queries / questions)} queries a question, ` +
      `p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms, mean ${sum} ms, ${of((sample) => sample.failures)} failures`,
  );
}

/** Every name and type of the good internet's zones that somebody would ask for, and one name a zone that is not there. */
function questionsOf({ zones }: Lab): Question[] {
  const wanted: ReadonlySet<number> = new Set([RRType.A, RRType.AAAA, RRType.CNAME, RRType.MX, RRType.TXT]);
  const questions = new Map<string, Question>();
  for (const [file, zone] of zones) {
    if (file.includes("/gallery/") || zone.apex.labelCount < 2) continue;
    const add = (name: string, type: string): void => void questions.set(`${name} ${type}`, { name, type });
    add(`nowhere.${printName(zone.apex.wire)}`, "A");
    for (const { owner, type } of zone.records) {
      const name = printName(owner.wire);
      if (!wanted.has(type) || name.includes("*") || name.includes("\\")) continue;
      add(name, type === RRType.CNAME ? "A" : typeName(type));
    }
  }
  return [...questions.values()];
}

function hintsOf({ resolverSettings }: Lab): string {
  return resolverSettings.rootHints
    .flatMap(({ name, addresses }) => [
      `. 518400 NS ${printName(name.wire)}`,
      ...addresses.map(
        (address) => `${printName(name.wire)} 518400 ${address.includes(":") ? "AAAA" : "A"} ${address}`,
      ),
    ])
    .join("\n")
    .concat("\n");
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [left[i], left[j]] = [left[j], left[i]];
  }
  return left;
}
