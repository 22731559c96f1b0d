// One run: a world and a crowd of clients from a seed, played in virtual time; what went wrong, in sentences.
//
// Held: every question is answered once, by its deadline; no answer is wrong, whoever lied; where all servers that a
// question needs answer, it does not fail; no question costs more than its budget; nothing false is in the cache; nothing
// is left in flight; the same seed takes the same way.

import { VirtualClock } from "../../../src/base/clock.ts";
import { maxQueriesPerQuestion, maxResolutionMs, maxResolverAliases } from "../../../src/base/limits.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { codeName, Rcode } from "../../../src/dns/codes.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { type Mnemonic, RRType, typeName } from "../../../src/dns/types.ts";
import { printRdata } from "../../../src/dns/rdata.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import { SimulatedNetwork } from "../../../src/lab/simulated-network.ts";
import { runUntilIdle } from "../../../src/lab/virtual-time.ts";
import { PackedCache } from "../../../src/resolver/cache/packed-cache.ts";
import type { RecordCache } from "../../../src/resolver/cache/record-cache.ts";
import { anyType } from "../../../src/resolver/cache/record-cache.ts";
import type { Resolution } from "../../../src/resolver/question.ts";
import { Resolver } from "../../../src/resolver/resolver.ts";
import { defaultSettings } from "../../../src/resolver/settings.ts";
import { name } from "../internet.ts";
import { MapCache } from "../map-cache.ts";
import { type Truth, truthOf } from "./oracle.ts";
import { blocks, buildWorld, type World } from "./world.ts";
import { chance, isBelow, pick, type Tree, type Zone, zoneOf } from "./zone-tree.ts";

export interface Report {
  readonly complaints: readonly string[];
  readonly questions: number;
  readonly failures: number;
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
  const cache: RecordCache = chance(random, 50)
    ? new MapCache(clock)
    : new PackedCache(clock, 1 << 18, [random.below(2 ** 32), random.below(2 ** 32)]);
  const resolver = new Resolver(settingsFor(world.tree, random), { clock, random, port: network, cache });
  network.connect(resolver);
  const complaints: string[] = [];
  let questions = 0;
  let failures = 0;
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
      if (resolution.rcode === Rcode.SERVFAIL) failures++;
      const elapsedMs = clock.nowMs() - askedMs;
      if (elapsedMs > maxResolutionMs) complaints.push(`${text} ${type} took ${elapsedMs} ms`);
      complaints.push(
        ...judge(world, text, type, resolution, clock.nowMs()).map(
          (what) => `${text} ${type} at ${askedMs} ms: ${what}`,
        ),
      );
    };
    resolver.resolve({ name: name(text), type: RRType[type] }, { trace: null, purpose: "answer" }, done);
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
  complaints.push(...cacheComplaints(cache, world.tree));
  const course = network.log.exchanges.map(({ sentMs, to, name, type }) => `${sentMs} ${to.address} ${name} ${type}`);
  return { complaints, questions, failures, queries: network.log.queries, course: course.join("\n") };
}

/** What the world of a seed looks like, for who looks into a failure. */
export function describe(seed: number): string {
  const random = seededRandom(seed);
  const clock = new VirtualClock();
  return buildWorld(random, clock, new SimulatedNetwork(clock, random)).description.join("\n");
}

function settingsFor({ zones }: Tree, random: { below(limit: number): number }): typeof defaultSettings {
  return {
    ...defaultSettings,
    ipv6: chance(random, 30),
    qnameMinimisation: chance(random, 80),
    caseRandomisation: chance(random, 80),
    prefetch: chance(random, 80),
    serveStale: chance(random, 60),
    rootHints: zones[0].hosts.map((host) => ({ name: name(host.name), addresses: [host.address] })),
    allowPrivateUpstreams: true,
  };
}

function drawName({ names }: Tree, random: { below(limit: number): number }): string {
  const known = pick(random, names);
  return chance(random, 15) && known !== "." ? `${pick(random, ["q", "r.s"])}.${known}` : known;
}

function judge(world: World, text: string, type: string, resolution: Resolution, nowMs: number): string[] {
  const truth = truthOf(world.tree, text, type);
  const wrong: string[] = [];
  if (resolution.upstreamQueries > maxQueriesPerQuestion) wrong.push(`it cost ${resolution.upstreamQueries} queries`);
  const rcode = codeName(Rcode, resolution.rcode, "RCODE");
  if (rcode === "SERVFAIL") {
    const why = resolution.extendedErrors.map((one) => one.text).join("; ");
    if (mustSucceed(world, truth)) wrong.push(`it failed, and nobody was to blame: ${why}`);
    return wrong;
  }
  if (!resolution.stale) wrong.push(...outdated(world, resolution.answer, nowMs));
  const records = resolution.answer.flatMap(recordsOf).toSorted();
  if (rcode !== truth.rcode) wrong.push(`${rcode} instead of ${truth.rcode}`);
  if (records.join("\n") !== truth.records.join("\n")) {
    wrong.push(`[${records.join(", ")}] instead of [${truth.records.join(", ")}]`);
  }
  return wrong;
}

/** "name type rdata", of which the oracle knows the lower-case form of before the change. */
function recordsOf({ owner, type, rdatas }: RRset): string[] {
  const head = `${printName(owner.wire).toLowerCase()} ${typeName(type)}`;
  const texts = rdatas.map((rdata) => printRdata(type, rdata).toLowerCase().replace(blocks.after, blocks.before));
  return texts.map((text) => `${head} ${text}`);
}

/** Time on the way, of a reply that left before the change. */
const onTheWayMs = 30_000;

/** Addresses of before the change that should have been forgotten, TTLs that grew. */
function outdated({ tree, changeMs }: World, answer: readonly RRset[], nowMs: number): string[] {
  return answer.flatMap(({ owner, type, ttlSeconds, rdatas }) => {
    const text = printName(owner.wire).toLowerCase();
    const { sets } = zoneOf(tree.zones, text);
    const set =
      sets.get(`${text} ${typeName(type)}`) ?? sets.get(`*.${text.slice(text.indexOf(".") + 1)} ${typeName(type)}`);
    if (set === undefined) return [];
    const old = rdatas.map((rdata) => printRdata(type, rdata)).filter((address) => address.startsWith(blocks.before));
    const isLate = old.length > 0 && nowMs > changeMs + set.ttl * 1000 + onTheWayMs;
    const late = isLate
      ? [`${text} ${old[0]} is ${Math.round((nowMs - changeMs) / 1000)} s old, its TTL is ${set.ttl}`]
      : [];
    return ttlSeconds > set.ttl ? [...late, `${text} is given ${ttlSeconds} s instead of ${set.ttl}`] : late;
  });
}

/** Whether every server that the question can need answers in the end. */
function mustSucceed(world: World, { rcode, aliases, zones }: Truth): boolean {
  if (rcode === "SERVFAIL" || aliases > maxResolverAliases) return false;
  return [...zones].every((zone) => isReachable(world, zone, new Set(), 0));
}

/** A zone is reachable when its parents are, all its servers answer, and their addresses can be found without a circle. */
function isReachable(world: World, zone: Zone, above: ReadonlySet<Zone>, depth: number): boolean {
  if (above.has(zone) || depth > 3) return false;
  if (zone.hosts.some((host) => world.health.get(host) === "broken")) return false;
  if (zone.parent === null) return true;
  const within = new Set([...above, zone]);
  const needsNoLookup = (host: string): boolean => isBelow(host, zone.origin);
  const found = zone.hosts.every(
    (host) => needsNoLookup(host.name) || isReachable(world, zoneOf(world.tree.zones, host.name), within, depth + 1),
  );
  return found && isReachable(world, zone.parent, above, depth);
}

/** Every entry is held against the truth, expired or not. */
function cacheComplaints(cache: RecordCache, tree: Tree): string[] {
  return [...cache.entries()].flatMap(({ name: owner, type, entry }) => {
    if (entry.kind === "failure") return [];
    const text = printName(owner.wire).toLowerCase();
    if (entry.kind === "nxdomain") {
      const exists = type === anyType && truthOf(tree, text, "A").rcode !== "NXDOMAIN";
      return exists ? [`the cache denies ${text}`] : [];
    }
    const truth = truthOf(tree, text, typeName(type));
    if (entry.kind === "nodata")
      return truth.records.length === 0 ? [] : [`the cache denies ${text} ${typeName(type)}`];
    return entry.kind !== "data"
      ? []
      : recordsOf(entry.rrset)
          .filter((record) => !truth.records.includes(record) && !record.includes(" DNAME "))
          .map((record) => `the cache holds ${record}`);
  });
}
