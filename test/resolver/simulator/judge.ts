// What a run is held to: answers, and what is in the cache afterwards, against the truth of the zone tree.

import { maxQueriesPerQuestion, maxResolverAliases } from "../../../src/base/limits.ts";
import { codeName, Rcode } from "../../../src/dns/codes.ts";
import { printRdata } from "../../../src/dns/rdata.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { RRType, typeName } from "../../../src/dns/types.ts";
import { anyType, type RecordCache } from "../../../src/resolver/cache/record-cache.ts";
import type { Resolution } from "../../../src/resolver/question.ts";
import { truthOf } from "./oracle.ts";
import { blocks, type World } from "./world.ts";
import { type Host, isBelow, type Zone, zoneOf } from "./zone-tree.ts";

/** What is wrong with an answer, in sentences; nothing is said of failures that somebody is to blame for. */
export function judge(world: World, text: string, type: string, resolution: Resolution, nowMs: number): string[] {
  const truth = truthOf(world.tree, text, type);
  const wrong: string[] = [];
  if (resolution.upstreamQueries > maxQueriesPerQuestion) wrong.push(`it cost ${resolution.upstreamQueries} queries`);
  const rcode = codeName(Rcode, resolution.rcode, "RCODE");
  if (rcode === "SERVFAIL") {
    const why = resolution.extendedErrors.map((one) => one.text).join("; ");
    if (prospects(world, text, type) === "sure") wrong.push(`it failed, and nobody was to blame: ${why}`);
    return wrong;
  }
  if ([...truth.zones].some((zone) => world.tainted.has(zone))) return wrong;
  if (!resolution.stale) wrong.push(...outdated(world, resolution.answer, nowMs));
  wrong.push(...besideComplaints(world, resolution));
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

/** Whether the question can be answered for sure, or at all. */
export function prospects(world: World, text: string, type: string): "sure" | "fair" | "none" {
  const { rcode, aliases, zones } = truthOf(world.tree, text, type);
  if (rcode === "SERVFAIL" || aliases > maxResolverAliases) return "none";
  const all = [...zones];
  if (all.some((zone) => world.tainted.has(zone))) return "none";
  if (all.every((zone) => isReachable(world, zone, "every", new Set(), 0))) return "sure";
  return all.every((zone) => isReachable(world, zone, "some", new Set(), 0)) ? "fair" : "none";
}

/**
 * A zone is reachable when its parents are, and every server of it, or at least some one, answers and can be found
 * without a circle.
 */
function isReachable(
  world: World,
  zone: Zone,
  which: "every" | "some",
  above: ReadonlySet<Zone>,
  depth: number,
): boolean {
  if (above.has(zone) || depth > 3) return false;
  const within = new Set([...above, zone]);
  const serves = (host: Host): boolean => {
    if (world.health.get(host) === "broken") return false;
    if (zone.parent === null || isBelow(host.name, zone.origin)) return true;
    return isReachable(world, zoneOf(world.tree.zones, host.name), which, within, depth + 1);
  };
  if (which === "every" ? !zone.hosts.every(serves) : !zone.hosts.some(serves)) return false;
  return zone.parent === null || isReachable(world, zone.parent, which, above, depth);
}

/** What stands beside an answer is as true as the answer. */
function besideComplaints({ tree, tainted }: World, { authority, additional }: Resolution): string[] {
  const beside = [...authority, ...additional].filter(({ type }) => type !== RRType.SOA);
  return beside.flatMap((set) => {
    const truth = truthOf(tree, printName(set.owner.wire).toLowerCase(), typeName(set.type));
    if ([...truth.zones].some((zone) => tainted.has(zone))) return [];
    return recordsOf(set).flatMap((record) => (truth.records.includes(record) ? [] : [`beside it stands ${record}`]));
  });
}

/** Every entry is held against the truth, expired or not. */
export function cacheComplaints(cache: RecordCache, { tree, tainted }: World): string[] {
  return [...cache.entries()].flatMap(({ name: owner, type, entry }) => {
    if (entry.kind === "failure") return [];
    const text = printName(owner.wire).toLowerCase();
    if (tainted.has(zoneOf(tree.zones, text))) return [];
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
