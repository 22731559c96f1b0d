// What came back, and what follows from it: another try, another server, a zone further down, an alias, an answer.
// Read next: ./classify.ts for what a response says, ./learn.ts for what is kept of it.

import type { RRset } from "../dns/rrset.ts";
import type { Verdict } from "./classify.ts";
import type { Received } from "./learn.ts";
import type { Response } from "./response.ts";
import type { Arrival, Effect, StateName, Task, TaskEvent, Waiting } from "./task.ts";
import type { World } from "./world.ts";
import { codeName, ExtendedError, Rcode } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { isSynthesised } from "./alias.ts";
import { classify, isExpanded } from "./classify.ts";
import { learnChain, learnDelegation, learnDenial, learnRoot, learnSets } from "./learn.ts";
import { noteAnswer, noteIgnoredCase, noteRoundTrip, noteTimeout } from "./servers.ts";
import { observeResponse } from "./statistics.ts";
import { showMore } from "./target.ts";
import { claim, enterZone, noAuthority, noError, tooLong, visitOf, zoneOf } from "./task.ts";
import { tellRejection, tellVerdict } from "./verdict-words.ts";

type QueryEvent = Exclude<TaskEvent, { kind: "begin" | "resolved" | "unaskable" }>;

/** The query that the task waited for ended one way or another. */
export function receive(task: Task, event: QueryEvent, world: World): StateName {
  const waiting = task.waiting!;
  task.waiting = null;
  const { attempt, candidate } = waiting;
  const { server } = candidate;
  switch (event.kind) {
    case "timeout":
      task.trace?.note("query.timeout", { server: server.key, waited: event.waitedMs });
      world.statistics.timeouts++;
      noteTimeout(server, world.clock.nowMs());
      note(task, ExtendedError["Network Error"], `${server.key} timed out`);
      return "target";
    case "undelivered":
      task.trace?.note("query.undelivered", { server: server.key, why: event.fault });
      world.statistics.undelivered++;
      noteTimeout(server, world.clock.nowMs());
      // Where nothing listens a second datagram is lost as well; a connection that failed was the last try.
      attempt.state = "over";
      note(task, ExtendedError["Network Error"], `${server.key} ${event.fault}`);
      return "target";
    case "suspicion":
      attempt.transport = "tcp";
      task.retry = candidate;
      return "target";
    case "response":
      return takeResponse(task, event.arrival, world);
  }
}

/** What must be settled before the sections are looked at: truncation, EDNS, cookies. */
function takeResponse(task: Task, arrival: Arrival, world: World): StateName {
  const { waiting, response, rttMs, message } = arrival;
  const { attempt, candidate, form, transport } = waiting;
  const { server } = candidate;
  noteAnswer(server);
  // Over TCP the handshake, if there was one, would be measured as well.
  if (transport === "udp") noteRoundTrip(server, rttMs);
  else if (response.keptCase === "lost") noteIgnoredCase(server, world.clock.nowMs());
  observeResponse(world.statistics, response.rcode, rttMs);
  if (response.cookie !== null || transport === "tcp") server.cookie = response.cookie;
  if (response.truncated && transport === "udp") {
    task.trace?.note("query.tcp", { server: server.key }, message);
    attempt.transport = "tcp";
    task.retry = candidate;
    return "target";
  }
  if (response.truncated) {
    // What is left of it proves nothing, and there is no larger way than a stream.
    attempt.state = "over";
    note(task, ExtendedError["No Reachable Authority"], `${server.key} truncates over TCP, too`);
    return "target";
  }
  // RFC 7873 §5.3: once more with the cookie that came, then over TCP, which needs none.
  if (response.rcode === Rcode.BADCOOKIE && transport === "udp") {
    if (++attempt.cookies > 1) attempt.transport = "tcp";
    task.retry = candidate;
    return "target";
  }
  if (form.edns !== "no EDNS" && dislikesEdns(response)) {
    task.trace?.note("query.no-edns", { server: server.key, why: rcodeText(response.rcode) }, message);
    attempt.edns = "given up";
    if (transport === "tcp") attempt.tcp = 0;
    task.retry = candidate;
    return "target";
  }
  task.arrival = arrival;
  return "classify";
}

/** RFC 6891 §7, and BADVERS from servers that know no version 0. */
function dislikesEdns({ rcode, hasEdns }: Response): boolean {
  if (rcode === Rcode.BADVERS) return true;
  return (rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP) && !hasEdns;
}

export function classifyResponse(task: Task, world: World): StateName | Effect {
  const { waiting, response, rttMs, message } = task.arrival!;
  const { candidate, attempt, question } = waiting;
  const { zone, kind } = visitOf(task).delegation;
  const server = candidate.server.key;
  task.arrival = null;
  if (response.unreadable > 0) task.trace?.note("record.unreadable", { count: response.unreadable, server });
  const verdict = classify(response, question, {
    zone,
    trust: kind === "forward" ? "recursive" : attempt.trust,
    reject: (set, why) => tellRejection(task, server, set, why, world),
  });
  const received: Received = { task, world, response, server, rtt: rttMs, message };
  tellVerdict(received, verdict, question.name, question.type);
  switch (verdict.kind) {
    case "error":
      return takeError(received, attempt, candidate.server, verdict.rcode);
    case "lame":
      // An empty answer to a shortened question may be clumsiness with empty names, too (RFC 9156 §2.3).
      if (verdict.reason === "not authoritative" && question !== task.sought) {
        return showAll(task, server, response.rcode);
      }
      // With AA it is wrong about this question only.
      if (!response.authoritative) world.servers.markLame(candidate.server, zone, verdict.reason, world.clock.nowMs());
      return blame(received, attempt, `${server} is lame for ${printName(zone.wire)}: ${verdict.reason}`);
    case "unusable":
      return blame(received, attempt, `${server} gave an answer that cannot be used`);
    case "referral":
      if (kind === "forward") return blame(received, attempt, `${server} refers on, which a forwarder must not`);
      return takeReferral(received, verdict.servers);
    default:
      return question === task.sought ? takeEnd(received, verdict) : takeStep(received, verdict);
  }
}

function takeError(
  { task, world, server }: Received,
  attempt: Waiting["attempt"],
  from: Waiting["candidate"]["server"],
  rcode: number,
): StateName {
  // Some servers fail on empty names and odd types: the whole question may do better (RFC 9156 §2.3, §5).
  if (task.asking !== task.sought) return showAll(task, server, rcode);
  if (rcode === Rcode.REFUSED) world.servers.markLame(from, zoneOf(task), "refused", world.clock.nowMs());
  attempt.state = "over";
  task.faults.push(noAuthority(task, `${server} answered ${rcodeText(rcode)}`));
  return "target";
}

function blame({ task }: Received, attempt: Waiting["attempt"], text: string): StateName {
  attempt.state = "over";
  note(task, ExtendedError["No Reachable Authority"], text);
  return "target";
}

/** RFC 9156 §2.3: hiding labels is given up for this name below this zone. */
function showAll(task: Task, server: string, rcode: number): StateName {
  task.trace?.note("minimise.full", { server, rcode });
  task.minimising = "off";
  visitOf(task).attempts.clear();
  return "target";
}

/** A verdict that says something of the name itself. */
type Statement = Exclude<Verdict, { kind: "error" | "lame" | "unusable" | "referral" }>;

/** An answer to a shortened question: it serves to go on, and to fill the cache. */
function takeStep(received: Received, verdict: Statement): StateName {
  const { task, world, server } = received;
  if (verdict.kind === "nxdomain" && verdict.chain.length === 0) return showAll(task, server, Rcode.NXDOMAIN);
  if (verdict.kind === "too long") return showAll(task, server, Rcode.YXDOMAIN);
  const proofs = proofsOf(verdict);
  learnChain(received, verdict.chain, proofs);
  if (verdict.kind === "answer") learnSets(received, verdict.final, proofs);
  if (verdict.kind === "nodata" && verdict.chain.length === 0) learnDenial(received, verdict, RRType.A);
  task.trace?.note("minimise.exists", { name: task.asking.name, zone: zoneOf(task) });
  showMore(task, task.asking.name.labelCount, world);
  visitOf(task).attempts.clear();
  return "target";
}

/** An answer to the question that is sought. */
function takeEnd(received: Received, verdict: Statement): StateName {
  const { task, world, response, server } = received;
  const proofs = proofsOf(verdict);
  const chain = learnChain(received, verdict.chain, proofs);
  task.answer.push(...chain);
  claimSets(received, chain, proofs);
  task.aliases += chain.filter(({ type }) => type === RRType.CNAME).length;
  switch (verdict.kind) {
    case "too long":
      return tooLong(task, task.sought.name);
    case "alias":
      task.nextName = verdict.target;
      task.aliases--; // chase counts it
      return "chase";
    case "answer": {
      const final = learnSets(received, verdict.final, proofs);
      task.answer.push(...final);
      claimSets(received, final, proofs);
      if (task.purpose === "prime") learnRoot(received, final[0]);
      task.outcome = noError;
      return "validate";
    }
    default: {
      const type = task.sought.type;
      const ttlSeconds = learnDenial(received, verdict, type);
      const rcode = verdict.kind === "nxdomain" ? Rcode.NXDOMAIN : Rcode.NOERROR;
      const authority = verdict.authority.map((set) => ({ ...set, ttlSeconds: Math.min(set.ttlSeconds, ttlSeconds) }));
      const { kind, name } = verdict;
      const origin = { server, zone: zoneOf(task) };
      task.denial = { kind, name, type, authority: verdict.authority, origin, security: "unchecked" };
      task.outcome = { rcode, authority, notes: [], ttlSeconds, cause: "answer" };
      if (response.authoritative) world.failures.forget(task.sought);
      return "validate";
    }
  }
}

/** What came along to prove what it says: in a denial all behind the SOA. */
function proofsOf(verdict: Statement): readonly RRset[] {
  return "proofs" in verdict ? verdict.proofs : verdict.authority.slice(1);
}

/** What validation will have to judge; a CNAME behind its DNAME was made here. */
function claimSets({ task, server }: Received, sets: readonly RRset[], proofs: readonly RRset[]): void {
  const origin = { server, zone: zoneOf(task) };
  for (const [i, set] of sets.entries()) {
    if (isSynthesised(sets, i)) continue;
    claim(task, set, isExpanded(set) ? proofs : [], { origin, security: "unchecked" });
  }
}

/** RFC 1034 §5.3.3 step 4b: the task goes on at the zone further down. */
function takeReferral(received: Received, set: RRset): StateName {
  const { task, world } = received;
  const delegation = learnDelegation(received, set);
  // What failed above says nothing about the zone below.
  task.faults.length = 0;
  return enterZone(task, delegation, world.settings);
}

function note(task: Task, code: number, text: string): void {
  task.faults.push({ code, text });
}

function rcodeText(rcode: number): string {
  return codeName(Rcode, rcode, "RCODE");
}
