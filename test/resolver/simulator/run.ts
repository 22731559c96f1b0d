// One run: a world and a crowd of clients from a seed, played in virtual time; what went wrong, in sentences.
//
// Held: every question is answered once, by its deadline; no answer is wrong, whoever lied; where all servers that a
// question needs answer, it does not fail; no question costs more than its budget; nothing false is in the cache; nothing
// is left in flight; the same seed takes the same way.

import { VirtualClock } from "../../../src/base/clock.ts";
import { maxResolutionMs } from "../../../src/base/limits.ts";
import { type Random, seededRandom } from "../../../src/base/random.ts";
import { Rcode } from "../../../src/dns/codes.ts";
import { type Mnemonic, RRType } from "../../../src/dns/types.ts";
import { SimulatedNetwork } from "../../../src/lab/simulated-network.ts";
import { runUntilIdle } from "../../../src/lab/virtual-time.ts";
import { PackedCache } from "../../../src/resolver/cache/packed-cache.ts";
import type { RecordCache } from "../../../src/resolver/cache/record-cache.ts";
import type { Resolution } from "../../../src/resolver/question.ts";
import { Resolver } from "../../../src/resolver/resolver.ts";
import { defaultSettings, type ResolverSettings } from "../../../src/resolver/settings.ts";
import { Recorder } from "../../../src/trace/recorder.ts";
import { name } from "../internet.ts";
import { MapCache } from "../map-cache.ts";
import { cacheComplaints, judge, prospects } from "./judge.ts";
import { buildWorld } from "./world.ts";
import { chance, pick, type Tree, under } from "./zone-tree.ts";

export interface Report {
  readonly complaints: readonly string[];
  readonly questions: number;
  readonly failures: number;
  /** Failures of questions that some sound server could have answered, had there been time. */
  readonly unlucky: number;
  readonly queries: number;
  /** Every query with its time: equal for equal seeds. */
  readonly course: string;
}

const types: readonly Mnemonic[] = ["A", "A", "A", "AAAA", "TXT", "MX", "NS", "CNAME"];

export function simulate(seed: number): Report {
  const random = seededRandom(seed);
  const clock = new VirtualClock();
  const network = new SimulatedNetwork(clock, random);
  const world = buildWorld(random, clock, network);
  const cache = drawCache(clock, random);
  const resolver = new Resolver(settingsFor(world.tree, random), { clock, random, port: network, cache });
  network.connect(resolver);
  const complaints: string[] = [];
  let questions = 0;
  let failures = 0;
  let unlucky = 0;
  let open = 0;
  const ask = (): void => {
    const text = drawName(world.tree, random);
    const type = pick(random, types);
    const askedMs = clock.nowMs();
    let answers = 0;
    questions++;
    open++;
    const done = (resolution: Resolution): void => {
      open--;
      if (++answers > 1) complaints.push(`${text} ${type} was answered twice`);
      if (resolution.rcode === Rcode.SERVFAIL) {
        failures++;
        if (prospects(world, text, type) !== "none") unlucky++;
      }
      const elapsedMs = clock.nowMs() - askedMs;
      if (elapsedMs > maxResolutionMs) complaints.push(`${text} ${type} took ${elapsedMs} ms`);
      complaints.push(
        ...judge(world, text, type, resolution, clock.nowMs()).map(
          (what) => `${text} ${type} at ${askedMs} ms: ${what}`,
        ),
      );
    };
    const trace = chance(random, 10) ? new Recorder(clock, random) : null;
    resolver.resolve({ name: name(text), type: RRType[type] }, { trace, purpose: "answer" }, done);
  };
  for (let crowd = 4 + random.below(8); crowd > 0; crowd--) {
    for (let clients = 1 + random.below(5); clients > 0; clients--) ask();
    const pauseMs = pick(random, [0, 5, 100, 3000, 60_000, 4_000_000]);
    runUntilIdle(clock, network, resolver, clock.nowMs() + pauseMs);
  }
  runUntilIdle(clock, network, resolver);
  if (open !== 0) complaints.push(`${open} questions were never answered`);
  if (resolver.tasksInFlight !== 0) complaints.push(`${resolver.tasksInFlight} tasks are left`);
  if (network.openExchanges !== 0) complaints.push(`${network.openExchanges} exchanges are left`);
  complaints.push(...cacheComplaints(cache, world));
  const course = network.log.exchanges.map(({ sentMs, to, name, type }) => `${sentMs} ${to.address} ${name} ${type}`);
  return { complaints, questions, failures, unlucky, queries: network.log.queries, course: course.join("\n") };
}

/** What the world of a seed looks like, for whoever looks into a failure. */
export function describe(seed: number): string {
  const random = seededRandom(seed);
  const clock = new VirtualClock();
  return buildWorld(random, clock, new SimulatedNetwork(clock, random)).description.join("\n");
}

/** A plain one, a packed one, or a packed one that is so small that entries push each other out. */
function drawCache(clock: VirtualClock, random: Random): RecordCache {
  if (chance(random, 40)) return new MapCache(clock);
  const octets = 1 << pick(random, [13, 18]);
  return new PackedCache(clock, octets, [random.below(2 ** 32), random.below(2 ** 32)]);
}

function settingsFor({ zones }: Tree, random: Random): ResolverSettings {
  const stub = pick(random, zones.slice(1));
  const stubServers = stub.hosts.map(({ address }) => ({ address, port: 53 }));
  return {
    ...defaultSettings,
    ipv6: chance(random, 30),
    qnameMinimisation: chance(random, 80),
    caseRandomisation: chance(random, 80),
    prefetch: chance(random, 80),
    serveStale: chance(random, 60),
    minimalResponses: chance(random, 50),
    stubZones: chance(random, 20) ? [{ zone: name(stub.origin), servers: stubServers }] : [],
    rootHints: zones[0].hosts.map((host) => ({ name: name(host.name), addresses: [host.address] })),
    allowPrivateUpstreams: true,
  };
}

function drawName({ names }: Tree, random: Random): string {
  const known = pick(random, names);
  return chance(random, 15) && known !== "." ? under(pick(random, ["q", "r.s"]), known) : known;
}
