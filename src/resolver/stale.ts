// Expired data as an answer, when no server answers in time (RFC 8767 §5): 30 seconds of TTL, and an Extended DNS Error
// that says so (RFC 8914 §4.4, §4.20). It goes to the client and is never stored as if it were new.

import type { RRset } from "../dns/rrset.ts";
import type { Trace } from "../trace/steps.ts";
import { type CacheEntry, maxStaleMs } from "./cache/record-cache.ts";
import type { Question, Resolution } from "./question.ts";
import { isValidating, type World } from "./world.ts";
import { maxResolverAliases } from "../base/limits.ts";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { findInCache } from "./from-cache.ts";
import { staleResolution } from "./resolution.ts";

/** The expired answer to a question, its aliases followed; null when the cache does not hold all of it. */
export function findStale(world: World, question: Question, queries: number, trace: Trace | null): Resolution | null {
  const { clock, crypto } = world;
  const nowMs = clock.nowMs();
  const isJudged = crypto !== null && isValidating(world);
  const answer: RRset[] = [];
  const expired: (Question & { readonly entry: CacheEntry })[] = [];
  let { name } = question;
  for (let aliases = 0; aliases <= maxResolverAliases; aliases++) {
    const found = findInCache(world, { name, type: question.type }, "stale");
    if (found === null || nowMs - found.entry.expiresMs > maxStaleMs) return null;
    // What was never judged may be bogus, and nobody can look now (CVE-2026-46582).
    if (isJudged && found.entry.security === "unchecked") return null;
    if (found.entry.expiresMs <= nowMs) expired.push({ name, type: question.type, entry: found.entry });
    if (found.kind === "alias") {
      answer.push(...found.sets);
      if (found.target === null) return null;
      name = found.target;
      continue;
    }
    for (const one of expired) tell(trace, one, one.entry, nowMs); // only now it is whole
    const isDenied = found.kind === "denial" && found.entry.kind === "nxdomain";
    const code = isDenied ? ExtendedError["Stale NXDomain Answer"] : ExtendedError["Stale Answer"];
    return staleResolution(question, {
      rcode: isDenied ? Rcode.NXDOMAIN : Rcode.NOERROR,
      answer: found.kind === "answer" ? [...answer, found.set] : answer,
      authority: found.kind === "denial" ? found.authority : [],
      extendedErrors: [{ code, text: "" }],
      upstreamQueries: queries,
    });
  }
  return null;
}

function tell(trace: Trace | null, { name, type }: Question, entry: CacheEntry, nowMs: number): void {
  const age = Math.max(0, Math.floor((nowMs - entry.expiresMs) / 1000));
  trace?.note("cache.stale", { name, type, age });
}
