// What is learned from a response: RRsets, denials, delegations, the root's servers. All that goes into the caches goes
// through here, after ./classify.ts put aside what its sender has no say over, with the trust that RFC 2181 §5.4.1 gives it.

import type { RRset } from "../dns/rrset.ts";
import type { Verdict } from "./classify.ts";
import type { Delegation, NameServer } from "./delegations.ts";
import type { Response } from "./response.ts";
import type { Task } from "./task.ts";
import type { World } from "./world.ts";
import { maxAddressesPerServer, maxServersPerDelegation } from "../base/limits.ts";
import { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { addressText } from "./addresses.ts";
import { isBelow, isSynthesised } from "./alias.ts";
import { isExpanded } from "./classify.ts";
import type { CacheEntry } from "./cache/record-cache.ts";
import { anyType, Rank } from "./cache/record-cache.ts";
import { cappedTtl, negativeTtl } from "./world.ts";
import { visitOf, zoneOf } from "./task.ts";

/** One response and who gave it. */
export interface Received {
  readonly task: Task;
  readonly world: World;
  readonly response: Response;
  readonly server: string;
  readonly rtt: number;
  /** The octets as they came, where somebody looks on. */
  readonly message: Uint8Array | undefined;
}

/**
 * A referral: the parent's word on who serves a zone, kept for as long as the parent says (RFC 1034 §5.3.3 step 4b), but not
 * longer than the parent itself is known: a revoked zone must not live on by delegating ever further down (Phoenix domains,
 * NDSS 2023; CVE-2022-30699).
 */
export function learnDelegation(received: Received, set: RRset): Delegation {
  const { task, world, server, response } = received;
  const named = set.rdatas.map((rdata) => new Name(rdata));
  const kept = named.slice(0, maxServersPerDelegation);
  if (kept.length < named.length) {
    task.trace?.note("servers.cut", { zone: set.owner, count: named.length, kept: kept.length });
  }
  const nowMs = world.clock.nowMs();
  const through = visitOf(task).delegation;
  const latestMs = through.kind === "referral" ? through.expiresMs : Number.POSITIVE_INFINITY;
  const delegation: Delegation = {
    zone: set.owner,
    servers: kept.map((name) => ({ name, glue: glueOf(received, name) })),
    kind: "referral",
    signed: response.authority.filter((one) => speaksOfDs(one, set.owner, through.zone)),
    storedMs: nowMs,
    expiresMs: Math.min(latestMs, nowMs + cappedTtl(world.settings, set.ttlSeconds) * 1000),
    origin: { server, zone: through.zone },
  };
  world.delegations.store(delegation);
  return delegation;
}

/** What a referral carries of the chain of trust (RFC 4035 §3.1.4); whether it holds is validation's to find out. */
function speaksOfDs({ type, owner, signatures }: RRset, cut: Name, zone: Name): boolean {
  if (signatures.length === 0) return false;
  if (type === RRType.DS) return owner.equals(cut);
  return (type === RRType.NSEC || type === RRType.NSEC3) && owner.isWithin(zone);
}

/** Addresses beside a referral, where the sender has a say over the server's name (RFC 9471 §2, RFC 2181 §5.4.1). */
function glueOf({ task, world, response, server }: Received, ns: Name): NameServer["glue"] {
  const zone = zoneOf(task);
  const sets = response.additional.filter(
    ({ type, owner }) => (type === RRType.A || type === RRType.AAAA) && owner.equals(ns),
  );
  if (sets.length > 0 && world.settings.hardenGlue && !ns.isWithin(zone)) {
    task.trace?.note("glue.rejected", { ns, server, zone });
    world.statistics.rejectedRecords += sets.length;
    return [];
  }
  return sets
    .flatMap(({ rdatas }) => rdatas.map((rdata) => ({ address: addressText(rdata), port: world.settings.serverPort })))
    .slice(0, maxAddressesPerServer);
}

/** RFC 9609 §4: the priming response replaces the hints; letters that came without an address keep the hint's. */
export function learnRoot(received: Received, set: RRset): void {
  const { task, world, response, server } = received;
  const nowMs = world.clock.nowMs();
  const { serverPort, rootHints } = world.settings;
  const servers = set.rdatas.slice(0, maxServersPerDelegation).map((rdata): NameServer => {
    const name = new Name(rdata);
    const glue = response.additional
      .filter(({ type, owner }) => (type === RRType.A || type === RRType.AAAA) && owner.equals(name))
      .flatMap(({ rdatas }) => rdatas.map((one) => ({ address: addressText(one), port: serverPort })));
    if (glue.length > 0) return { name, glue: glue.slice(0, maxAddressesPerServer) };
    const hint = rootHints.find((one) => one.name.equals(name));
    return { name, glue: (hint?.addresses ?? []).map((address) => ({ address, port: serverPort })) };
  });
  const expiresMs = nowMs + cappedTtl(world.settings, set.ttlSeconds) * 1000;
  const origin = { server, zone: Name.root };
  world.delegations.store({
    zone: Name.root,
    servers,
    kind: "referral",
    signed: [],
    storedMs: nowMs,
    expiresMs,
    origin,
  });
  task.trace?.note("root.primed", { count: servers.length, server });
}

/** Stores a chain of aliases; a CNAME made from the DNAME before it is not stored, the DNAME is. */
export function learnChain(received: Received, chain: readonly RRset[], proofs: readonly RRset[]): RRset[] {
  return chain.map((set, i) => {
    if (!isSynthesised(chain, i)) return learnSets(received, [set], proofs)[0];
    received.task.trace?.note("alias.synthesised", {
      owner: chain.find(({ type, owner }) => type === RRType.DNAME && isBelow(set.owner, owner))!.owner,
      name: set.owner,
      target: new Name(set.rdatas[0]),
    });
    return { ...set, ttlSeconds: cappedTtl(received.world.settings, set.ttlSeconds) };
  });
}

/** `proofs`: what came along for those of them that a wildcard made. */
export function learnSets(
  { task, world, response, server }: Received,
  sets: readonly RRset[],
  proofs: readonly RRset[],
): RRset[] {
  const nowMs = world.clock.nowMs();
  // The answer to ANY may be a part of what there is (RFC 8482): each set is believed less.
  const isWhole = response.authoritative && task.sought.type !== RRType.ANY;
  const rank = isWhole ? Rank.answerAA : Rank.answer;
  return sets.map((set) => {
    const ttlSeconds = cappedTtl(world.settings, set.ttlSeconds);
    const rrset = { ...set, ttlSeconds };
    if (ttlSeconds > 0) {
      const origin = { server, zone: zoneOf(task) };
      const expiresMs = nowMs + ttlSeconds * 1000;
      const life = { storedMs: nowMs, expiresMs, origin, security: "unchecked" } as const;
      const entry: CacheEntry = { ...life, kind: "data", rank, rrset, proofs: isExpanded(set) ? proofs : [] };
      const { owner: name, type } = set;
      if (world.cache.store(name, type, entry)) {
        const words = rank === Rank.answerAA ? "an authoritative answer" : "an answer";
        task.trace?.note("cache.stored", { name, type, ttl: ttlSeconds, rank: words });
      }
    }
    return rrset;
  });
}

/** RFC 2308 §5: a denial is kept for as long as its SOA says; one without SOA is not kept. Returns the seconds. */
export function learnDenial(
  { task, world, response, server }: Received,
  { kind, name, authority }: Extract<Verdict, { kind: "nodata" | "nxdomain" }>,
  type: number,
): number {
  const [soa] = authority;
  if (soa === undefined) {
    task.trace?.note("response.no-soa", { server });
    return 0;
  }
  const ttlSeconds = negativeTtl(world.settings, soa);
  if (ttlSeconds === 0) return 0;
  const nowMs = world.clock.nowMs();
  const stored = world.cache.store(name, kind === "nxdomain" ? anyType : type, {
    kind,
    rank: response.authoritative ? Rank.answerAA : Rank.answer,
    authority,
    storedMs: nowMs,
    expiresMs: nowMs + ttlSeconds * 1000,
    origin: { server, zone: zoneOf(task) },
    security: "unchecked",
  });
  if (stored) task.trace?.note("cache.stored", { name, type, ttl: ttlSeconds, rank: "a denial" });
  return ttlSeconds;
}
