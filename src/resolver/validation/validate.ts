// The state `validate`: every claim of the answer is judged, and the worst judgement is the answer's (RFC 4035 §5). What is
// bogus is not given (§5.5): the answer is SERVFAIL, with the reason beside it. Judgements stay with the cached records.
// Not validated: what serves to walk (addresses of servers, the root's priming), what the chain of trust itself asks for
// (it is checked link by link), and what a client wants unchecked (CD, RFC 4035 §3.2.2).

import type { RRset } from "../../dns/rrset.ts";
import type { Effect, Purpose, StateName, Task, TaskEvent } from "../task.ts";
import { isValidating, type World } from "../world.ts";
import type { Claim, DenialClaim } from "./claims.ts";
import { Rcode } from "../../dns/codes.ts";
import { sameRecords } from "../../dns/rrset.ts";
import { RRType } from "../../dns/types.ts";
import { anyType, type CacheEntry, type RecordCache } from "../cache/record-cache.ts";
import { type ExtendedErrorNote, type Question, questionKey } from "../question.ts";
import { beginAnew } from "../task.ts";
import { judgeDenial, judgeSet, type Judgement } from "./judge.ts";
import { isNeed, Look, type Need, newValidation } from "./look.ts";
import { isDenied } from "./sentinel.ts";

/** Whether answers for this purpose are validated. */
export function isChecked(purpose: Purpose): boolean {
  return validated[purpose];
}

const validated: Readonly<Record<Purpose, boolean>> = {
  answer: true,
  prefetch: true,
  synthesis: true,
  plain: false,
  unchecked: false,
  prime: false,
  address: false,
  chain: false,
};

export function validate(task: Task, world: World): StateName | Effect {
  const { crypto } = world;
  if (!isChecked(task.purpose) || crypto === null || !isValidating(world)) return "synthesise";
  const validation = (task.validation ??= newValidation());
  const look = new Look({ world, trace: task.trace, crypto, validation, budget: task.budget });
  for (const claim of claimsOf(task)) {
    if (claim.security !== "unchecked") {
      if (claim.security === "insecure") tellAgain(task, claim, world);
      continue;
    }
    const judgement = judge(claim, look);
    if (isNeed(judgement)) {
      const { name, type } = judgement.question;
      task.trace?.note("validate.ask", { name, type });
      validation.asking = judgement.question;
      return { kind: "subtask", question: judgement.question, purpose: "chain" };
    }
    if (judgement.kind === "bogus") {
      // What costs too much to look at is not given, and nothing else follows: it may be another zone that cost it.
      if (!look.isSpent && judgement.why !== "unreachable") {
        if (judgement.why === "data" && look.blame(subjectOf(claim), claim.origin)) return again(task, claim, world);
        forget(claim, look);
      }
      return refuse(task, judgement, world);
    }
    keep(task, claim, judgement, world);
  }
  return conclude(task, world);
}

/** What the chain of trust asked for came, or did not. */
export function afterChain(task: Task, event: Extract<TaskEvent, { kind: "resolved" | "unaskable" }>): StateName {
  const validation = task.validation!;
  const failed = event.kind === "unaskable" || event.narrowed;
  if (failed) task.narrowed = true;
  validation.heard.set(questionKey(validation.asking!), event.kind === "resolved" ? event.resolution : null);
  validation.asking = null;
  return "validate";
}

function claimsOf({ claims, denial }: Task): readonly (Claim | DenialClaim)[] {
  return denial === null ? claims : [...claims, denial];
}

function judge(claim: Claim | DenialClaim, look: Look): Judgement | Need {
  if (claim.kind !== "set") return judgeDenial(claim, look);
  // Signatures are not signed (RFC 4035 §2.2).
  if (claim.set.type === RRType.RRSIG) return { kind: "indeterminate", ttlSeconds: claim.set.ttlSeconds, note: null };
  return judgeSet(claim, look);
}

/** The worst of all judgements: secure only where all are. */
function conclude(task: Task, { statistics, trust }: World): StateName {
  const all = claimsOf(task).map(({ security }) => security);
  if (all.length === 0) return "synthesise";
  const isSecure = all.every((security) => security === "secure");
  task.security = isSecure ? "secure" : all.includes("insecure") ? "insecure" : "indeterminate";
  if (isSecure) statistics.secure++;
  else statistics.insecure++;
  const { name, type } = task.question;
  if (isSecure && isDenied(task.question, trust.anchors)) {
    task.trace?.note("validate.sentinel", { name });
    task.security = "bogus";
    task.outcome = { rcode: Rcode.SERVFAIL, authority: [], notes: [], ttlSeconds: 0, cause: "bogus" };
    return "finish";
  }
  task.trace?.note(isSecure ? "validate.secure" : "validate.insecure", { name, type });
  return "synthesise";
}

/** RFC 4035 §4.7: another server may have what was signed. The question begins anew; what was found secure is in the cache. */
function again(task: Task, claim: Claim | DenialClaim, { cache }: World): StateName {
  dropFrom(cache, claim);
  const { name, type } = claimed(claim);
  task.trace?.note("validate.again", { name, type, server: claim.origin.server });
  beginAnew(task);
  return "cache";
}

/** RFC 4035 §5.5: bogus data is not kept, nor is the way that led to it. */
function forget(claim: Claim | DenialClaim, look: Look): void {
  dropFrom(look.world.cache, claim);
  look.forgetWay(claim.origin.zone);
}

function dropFrom(cache: RecordCache, claim: Claim | DenialClaim): void {
  const { name, type } = subjectOf(claim);
  cache.flush(name, type, "name");
}

/** RFC 4035 §5.5: bogus data is not given. */
function refuse(task: Task, { note, why }: Extract<Judgement, { kind: "bogus" }>, { statistics }: World): StateName {
  task.trace?.note("validate.bogus", { name: task.question.name, type: task.question.type });
  task.security = why === "unreachable" ? "indeterminate" : "bogus";
  if (task.security === "bogus") statistics.bogus++;
  const cause = task.narrowed ? "budget" : "bogus";
  task.outcome = { rcode: Rcode.SERVFAIL, authority: [], notes: [note], ttlSeconds: 0, cause };
  return "finish";
}

/** RFC 8914 §4.2, §4.3: why a zone counts as unsigned is told whenever its data is given, not only when that was found out. */
function tellAgain(task: Task, claim: Claim | DenialClaim, { trust, clock }: World): void {
  const nowMs = clock.nowMs();
  for (let { name } = subjectOf(claim); ; name = name.parent) {
    const known = trust.find(name, nowMs);
    if (known?.kind === "insecure") return addNote(task, known.note);
    if (known !== null || name.isRoot) return;
  }
}

/** A reason of each kind is told once. */
function addNote(task: Task, note: ExtendedErrorNote | null): void {
  const outcome = task.outcome!;
  if (note === null || outcome.notes.some(({ code }) => code === note.code)) return;
  task.outcome = { ...outcome, notes: [...outcome.notes, note] };
}

/** Notes a judgement at the claim, in the cache and in how long the answer may be given. */
function keep(
  task: Task,
  claim: Claim | DenialClaim,
  judgement: Exclude<Judgement, { kind: "bogus" }>,
  world: World,
): void {
  const { kind, ttlSeconds } = judgement;
  claim.security = kind;
  addNote(task, judgement.kind === "secure" ? null : judgement.note);
  const came = claim.kind === "set" ? claim.proofs : claim.authority;
  const isKept = (_: RRset, i: number): boolean =>
    judgement.kind !== "secure" || judgement.beside.some((set) => set === came[i]);
  keepInCache(claim, ttlSeconds, isKept, world);
  if (kind === "secure") tellShortened(task, claim, ttlSeconds);
  if (claim.kind === "set") {
    claim.proofs = claim.proofs.filter(isKept);
    const at = task.answer.indexOf(claim.set);
    if (at >= 0) task.answer[at] = shortened(claim.set, ttlSeconds);
  } else {
    const { outcome } = task;
    const authority = outcome!.authority.filter(isKept).map((set) => shortened(set, ttlSeconds));
    task.outcome = { ...outcome!, authority, ttlSeconds: Math.min(outcome!.ttlSeconds, ttlSeconds) };
  }
}

/** Whoever reads the zone beside the answer should know where the rest of the time went. */
function tellShortened({ trace, outcome }: Task, claim: Claim | DenialClaim, ttlSeconds: number): void {
  const said = claim.kind === "set" ? claim.set.ttlSeconds : outcome!.ttlSeconds;
  if (said > ttlSeconds) trace?.note("validate.shortened", { ...claimed(claim), ttl: ttlSeconds, said });
}

/** `isKept`: which of the records that came beside it stay. */
function keepInCache(
  claim: Claim | DenialClaim,
  ttlSeconds: number,
  isKept: (set: RRset, i: number) => boolean,
  { cache, clock }: World,
): void {
  const { name, type } = subjectOf(claim);
  const entry = cache.find(name, type);
  if (entry === null || entry.kind === "failure" || entry.security !== "unchecked" || !isOf(entry, claim)) return;
  const expiresMs = Math.min(entry.expiresMs, clock.nowMs() + ttlSeconds * 1000);
  const judged = { security: claim.security, expiresMs };
  if (entry.kind === "data") cache.store(name, type, { ...entry, ...judged, proofs: entry.proofs.filter(isKept) });
  else cache.store(name, type, { ...entry, ...judged, authority: entry.authority.filter(isKept) });
}

/** Whether a cached entry is what was judged: another answer may have come meanwhile. */
function isOf(entry: Exclude<CacheEntry, { kind: "failure" }>, claim: Claim | DenialClaim): boolean {
  if (claim.kind === "set") {
    return entry.kind === "data" && sameRecords(entry.rrset, claim.set) && areSame(entry.proofs, claim.proofs);
  }
  return entry.kind === claim.kind && areSame(entry.authority, claim.authority);
}

function areSame(sets: readonly RRset[], others: readonly RRset[]): boolean {
  return sets.length === others.length && sets.every((set, i) => sameRecords(set, others[i]));
}

function shortened(set: RRset, ttlSeconds: number): RRset {
  return set.ttlSeconds <= ttlSeconds ? set : { ...set, ttlSeconds };
}

function claimed(claim: Claim | DenialClaim): Question {
  return claim.kind === "set" ? { name: claim.set.owner, type: claim.set.type } : claim;
}

/** Where a claim lies in the cache. */
function subjectOf(claim: Claim | DenialClaim): Question {
  const { name, type } = claimed(claim);
  return { name, type: claim.kind === "nxdomain" ? anyType : type };
}
