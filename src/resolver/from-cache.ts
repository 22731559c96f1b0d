// What the record cache knows about a question, in the order of the search: the data itself, an alias at the name, a DNAME
// above it, a denial of the name or of one above it (RFC 8020). Parent-side data and additional data are not answers.
// What was said from above a zone whose servers the operator named is no answer in it: there the zone may not exist.
// TTLs given out are what is left (RFC 1035 §3.2.1); expired data is given only for "stale", with 30 seconds (RFC 8767 §4).

import { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { CacheEntry, DataEntry, NegativeEntry } from "./cache/record-cache.ts";
import type { Origin, Question } from "./question.ts";
import type { World } from "./world.ts";
import { RRType } from "../dns/types.ts";
import { aliasTarget, substitute, synthesiseCname } from "./alias.ts";
import { anyType, Rank } from "./cache/record-cache.ts";

export const staleTtlSeconds = 30;

export type Found =
  | { readonly kind: "answer"; readonly set: RRset; readonly proofs: readonly RRset[]; readonly entry: DataEntry }
  /** The alias first, and what follows from it. `target` is null when the alias makes the name too long. */
  | {
      readonly kind: "alias";
      readonly sets: readonly [RRset, ...RRset[]];
      readonly proofs: readonly RRset[];
      readonly target: Name | null;
      readonly entry: DataEntry;
    }
  | { readonly kind: "denial"; readonly entry: NegativeEntry; readonly authority: readonly RRset[]; readonly at: Name };

export type Freshness = "fresh" | "stale";

type Caches = Pick<World, "cache" | "clock" | "delegations">;

export function findInCache(
  { cache, clock, delegations }: Caches,
  question: Question,
  freshness: Freshness,
): Found | null {
  const { name, type } = question;
  if (type === RRType.ANY) return null;
  const nowMs = clock.nowMs();
  // A zone's DS is its parent's (RFC 4035 §3.1.4.1).
  const configured = delegations.configuredAt(type === RRType.DS ? name.parent : name)?.zone ?? Name.root;
  const find = (at: Name, of: number): AnswerEntry | null => {
    const entry = usable(cache.find(at, of), nowMs, freshness);
    return entry !== null && entry.origin.zone.isWithin(configured) ? entry : null;
  };
  const exact = find(name, type);
  if (exact?.kind === "data") {
    return { kind: "answer", set: aged(exact.rrset, exact, nowMs), proofs: proofs(exact, nowMs), entry: exact };
  }
  if (exact?.kind === "nodata") return denial(exact, name, nowMs);
  if (type !== RRType.CNAME) {
    const cname = find(name, RRType.CNAME);
    if (cname?.kind === "data") return alias(cname, aliasTarget(cname.rrset), [], nowMs);
  }
  const own = find(name, anyType);
  if (own?.kind === "nxdomain") return denial(own, name, nowMs);
  return findAbove(find, name, nowMs);
}

/** Where in the cache the answer to a question lies, and who gave it: an alias or a denial may stand at another name. */
export function sourceInCache(caches: Caches, question: Question): Source | null {
  const found = findInCache(caches, question, "fresh");
  if (found === null) return null;
  const { origin } = found.entry;
  if (found.kind === "answer") return { ...question, origin };
  if (found.kind === "alias") return { name: found.sets[0].owner, type: found.sets[0].type, origin };
  return { name: found.at, type: found.entry.kind === "nxdomain" ? anyType : question.type, origin };
}

export interface Source extends Question {
  readonly origin: Origin;
}

function findAbove(find: (at: Name, of: number) => AnswerEntry | null, name: Name, nowMs: number): Found | null {
  for (let at = name; at.wire[0] !== 0;) {
    at = at.parent;
    const dname = find(at, RRType.DNAME);
    if (dname?.kind === "data") {
      const below = aliasTarget(dname.rrset);
      const target = below === null ? null : substitute(name, at, below);
      const left = secondsLeft(dname, nowMs);
      return alias(dname, target, target === null ? [] : [synthesiseCname(name, target, left)], nowMs);
    }
    // RFC 8020 §2: nothing exists below a name that does not.
    const denied = find(at, anyType);
    if (denied?.kind === "nxdomain" && denied.rank === Rank.answerAA) return denial(denied, at, nowMs);
  }
  return null;
}

type AnswerEntry = DataEntry | NegativeEntry;

/** An entry that may be given as an answer now. */
function usable(entry: CacheEntry | null, nowMs: number, freshness: Freshness): AnswerEntry | null {
  if (entry === null || (freshness === "fresh" && entry.expiresMs <= nowMs)) return null;
  return entry.kind === "failure" || entry.rank < Rank.answer ? null : entry;
}

function alias(entry: DataEntry, target: Name | null, more: readonly RRset[], nowMs: number): Found {
  return {
    kind: "alias",
    sets: [aged(entry.rrset, entry, nowMs), ...more],
    proofs: proofs(entry, nowMs),
    target,
    entry,
  };
}

function proofs(entry: DataEntry, nowMs: number): RRset[] {
  return entry.proofs.map((set) => aged(set, entry, nowMs));
}

function denial(entry: NegativeEntry, at: Name, nowMs: number): Found {
  return { kind: "denial", entry, at, authority: entry.authority.map((set) => aged(set, entry, nowMs)) };
}

/** Seconds until an entry expires, begun ones counted; of expired data the 30 seconds that stale data is given. */
export function secondsLeft(entry: CacheEntry, nowMs: number): number {
  return entry.expiresMs > nowMs ? Math.ceil((entry.expiresMs - nowMs) / 1000) : staleTtlSeconds;
}

function aged(set: RRset, entry: CacheEntry, nowMs: number): RRset {
  return { ...set, ttlSeconds: secondsLeft(entry, nowMs) };
}
