// A task: one question on its way from the root to its end, in named states. `step` (./walk.ts) takes an event and moves it
// on until it must wait; what it then needs from outside is an effect. A task waits for one thing at a time.
//
//   start ---> cache ---> delegation ---> target ---> sent ---> classify ---> validate ---> synthesise ---> finish
//                ^            ^             ^  |                 |  |  |
//                |            |             |  `--- subtask: a server's address
//                |            |             `--- another server, the whole name, TCP, no EDNS
//                |            `--- a referral further down
//                `--- chase: an alias leads elsewhere
//
// Budgets are shared with sub-tasks and never reset (./budget.ts).

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { Trace } from "../trace/steps.ts";
import type { Budget } from "./budget.ts";
import type { Delegation } from "./delegations.ts";
import type { Endpoint, Transport, TransportFault } from "./port.ts";
import type { ExtendedErrorNote, Question, Resolution, Security } from "./question.ts";
import type { Response } from "./response.ts";
import type { Server } from "./servers.ts";
import type { ResolverSettings } from "./settings.ts";
import type { QueryForm } from "./upstream-query.ts";
import type { Claim, DenialClaim } from "./validation/claims.ts";
import type { Validation } from "./validation/look.ts";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";

export type StateName =
  | "start"
  | "cache"
  | "delegation"
  | "target"
  | "sent"
  | "classify"
  | "chase"
  | "validate"
  | "synthesise"
  | "finish";

/**
 * "answer": for a client. "unchecked": for one who wants no validation (CD, RFC 4035 §3.2.2). "plain": for one who also makes
 * AAAA records by itself (RFC 6147 §5.5). "prefetch": the cache's answer does not count. "prime": who serves the root (RFC 9609).
 * "address": where a name server is. "chain": a DS or DNSKEY set for validation. "synthesis": the A records for DNS64.
 */
export type Purpose = "answer" | "unchecked" | "plain" | "prefetch" | "prime" | "address" | "chain" | "synthesis";

/** A server that can be asked for the present zone. */
export interface Candidate {
  readonly ns: Name;
  readonly server: Server;
  /** How its address is known. */
  readonly source: "glue" | "cache" | "hint" | "configuration" | "lookup";
}

/** What was tried with one server for the present question. */
export interface Attempt {
  udp: number;
  tcp: number;
  transport: Transport;
  edns: "wanted" | "given up";
  /** "recursive": it is asked as a recursive server, as there is no better one. */
  trust: "authoritative" | "recursive";
  /** It gave what cannot be used; it is not asked again. */
  state: "open" | "over";
  cookies: number;
}

/** What is known of the zone whose servers are asked, and what was tried there. The next zone begins another. */
export interface Visit {
  readonly delegation: Delegation;
  /** By the server's address and port. */
  readonly attempts: Map<string, Attempt>;
  /** Addresses of the zone's servers that were looked up for this task, by the servers' names. */
  readonly addresses: Map<string, readonly Endpoint[]>;
  /** "name/type" of every server address that was looked up, or is not worth it. */
  readonly addressesSought: Set<string>;
  lookups: number;
}

/** The query that the task waits for. */
export interface Waiting {
  readonly candidate: Candidate;
  readonly attempt: Attempt;
  readonly transport: Transport;
  readonly form: QueryForm;
  readonly question: Question;
  readonly timeoutMs: number;
}

/** What came back for it. */
export interface Arrival {
  readonly waiting: Waiting;
  readonly response: Response;
  readonly rttMs: number;
  /** The octets as they came, where somebody looks on. */
  readonly message: Uint8Array | undefined;
}

export interface Outcome {
  readonly rcode: number;
  readonly authority: readonly RRset[];
  readonly notes: readonly ExtendedErrorNote[];
  /** Seconds that a denial may be kept; a failure says how long it is remembered. */
  readonly ttlSeconds: number;
  /** "budget": the question's own limits ended it; that says nothing about the name. "bogus": what came is not what was signed. */
  readonly cause: "answer" | "failure" | "budget" | "bogus";
}

export interface Task {
  readonly id: number;
  readonly question: Question;
  readonly purpose: Purpose;
  readonly parent: Task | null;
  readonly depth: number;
  readonly budget: Budget;
  readonly startedMs: number;
  trace: Trace | null;
  state: StateName;
  /** What is looked for now: the question, or where its aliases led. */
  sought: Question;
  /** Aliases followed so far, then the answer. */
  readonly answer: RRset[];
  /** What validation has to judge: the sets of the answer, and the denial at its end. */
  readonly claims: Claim[];
  denial: DenialClaim | null;
  validation: Validation | null;
  /** Names met on the way: an alias back to one is a circle. */
  readonly namesMet: Set<string>;
  aliases: number;
  nextName: Name | null;
  visit: Visit | null;
  /** The server whose address a sub-task is looking up. */
  lookup: { readonly ns: Name; readonly type: number } | null;
  priming: "not tried" | "tried";
  /** What the present zone's servers are asked: the sought question, or its last labels. */
  asking: Question;
  minimising: "on" | "off";
  /** Queries that hid labels of the name that is sought. */
  hidingQueries: number;
  /** The server to be asked again at once (TCP, without EDNS, with its cookie). */
  retry: Candidate | null;
  waiting: Waiting | null;
  arrival: Arrival | null;
  queries: number;
  /** What went wrong last, for the answer's Extended DNS Error. */
  readonly faults: ExtendedErrorNote[];
  security: Security;
  /** Something was not tried because of whoever asks: depth, a shared budget, a circle. Its failure says nothing about the name. */
  narrowed: boolean;
  /** Some of the answer is about to expire: it is fetched again afterwards. */
  renew: Question | null;
  outcome: Outcome | null;
}

/** What a task needs from outside before it can go on. */
export type Effect =
  | { readonly kind: "send"; readonly waiting: Waiting }
  | { readonly kind: "subtask"; readonly question: Question; readonly purpose: Purpose }
  | { readonly kind: "done" };

/** What it waited for. */
export type TaskEvent =
  | { readonly kind: "begin" }
  | { readonly kind: "response"; readonly arrival: Arrival }
  /** Packets came that look like a forger's: the same server is asked over TCP. */
  | { readonly kind: "suspicion" }
  | { readonly kind: "timeout"; readonly waitedMs: number }
  | { readonly kind: "undelivered"; readonly fault: TransportFault }
  | { readonly kind: "resolved"; readonly resolution: Resolution; readonly narrowed: boolean }
  /** The sub-question cannot be asked: it waits for itself, or there is no time or no room for it. */
  | { readonly kind: "unaskable"; readonly why: "cycle" | "deadline" | "overload" };

export interface TaskOrigin {
  readonly id: number;
  readonly question: Question;
  readonly purpose: Purpose;
  readonly parent: Task | null;
  readonly budget: Budget;
  readonly trace: Trace | null;
  readonly nowMs: number;
}

export function newTask({ id, question, purpose, parent, budget, trace, nowMs }: TaskOrigin): Task {
  return {
    id,
    question,
    purpose,
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    budget,
    startedMs: nowMs,
    trace,
    state: "start",
    sought: question,
    answer: [],
    claims: [],
    denial: null,
    validation: null,
    namesMet: new Set([question.name.key]),
    aliases: 0,
    nextName: null,
    visit: null,
    lookup: null,
    priming: "not tried",
    asking: question,
    minimising: "on",
    hidingQueries: 0,
    retry: null,
    waiting: null,
    arrival: null,
    queries: 0,
    faults: [],
    security: "unchecked",
    narrowed: false,
    renew: null,
    outcome: null,
  };
}

/** Ends a task with SERVFAIL; its faults so far say why, or `note` does. */
export function fail(task: Task, cause: "failure" | "budget", note: ExtendedErrorNote | null = null): "finish" {
  const notes = note === null ? lastFaults(task) : [note];
  task.outcome = { rcode: Rcode.SERVFAIL, authority: [], notes, ttlSeconds: 0, cause };
  return "finish";
}

/** The last three of its faults, each said once. */
function lastFaults({ faults }: Task): ExtendedErrorNote[] {
  const isSaidAgain = (one: ExtendedErrorNote, i: number): boolean =>
    faults.slice(i + 1).some(({ code, text }) => code === one.code && text === one.text);
  return faults.filter((one, i) => !isSaidAgain(one, i)).slice(-3);
}

/** The task goes on at another zone's servers: what was tried with the last zone's is past. */
export function enterZone(task: Task, delegation: Delegation, settings: ResolverSettings): "target" {
  task.visit = { delegation, attempts: new Map(), addresses: new Map(), addressesSought: new Set(), lookups: 0 };
  task.minimising =
    settings.qnameMinimisation && delegation.kind !== "forward" && task.minimising === "on" ? "on" : "off";
  task.asking = { name: delegation.zone, type: RRType.A };
  return "target";
}

/** The visit that a task is on: from the state target on there is one. */
export function visitOf({ visit, state }: Task): Visit {
  if (visit === null) throw new Error(`A task in the state ${state} has no servers to ask yet.`);
  return visit;
}

/** The zone whose servers a task asks. */
export function zoneOf(task: Task): Name {
  return visitOf(task).delegation.zone;
}

/** The question is sought from the beginning once more; what it may cost goes on counting. */
export function beginAnew(task: Task): void {
  task.answer.length = 0;
  task.claims.length = 0;
  task.denial = null;
  task.outcome = null;
  task.namesMet.clear();
  task.namesMet.add(task.question.name.key);
  task.sought = task.question;
  task.aliases = 0;
  task.hidingQueries = 0;
  task.minimising = "on";
}

/** One more set that validation has to judge, or has judged before. */
export function claim(
  { claims }: Task,
  set: RRset,
  proofs: readonly RRset[],
  { origin, security }: Pick<Claim, "origin" | "security">,
): void {
  claims.push({ kind: "set", set, proofs, origin, security });
}

export const noError: Outcome = { rcode: Rcode.NOERROR, authority: [], notes: [], ttlSeconds: 0, cause: "answer" };

/** RFC 6672 §2.2: the answer says YXDOMAIN; the DNAME that says so is judged like all else. */
export function tooLong(task: Task, name: Name): "validate" {
  task.trace?.note("response.too-long", { name });
  task.outcome = { rcode: Rcode.YXDOMAIN, authority: [], notes: [], ttlSeconds: 0, cause: "answer" };
  return "validate";
}

/** EDE 22 with the zone that it is about. */
export function noAuthority(task: Task, what: string): ExtendedErrorNote {
  return { code: ExtendedError["No Reachable Authority"], text: `${printName(zoneOf(task).wire)}: ${what}` };
}
