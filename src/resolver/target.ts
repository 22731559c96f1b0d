// Whom to ask next, and what (RFC 1034 §5.3.3 steps 2 and 3). Every known server of the zone gets its turn before one gets a
// second (./candidates.ts); only when no known address is left that answers is one looked up, and only a few are: a referral
// to many names without addresses must not become as many walks (NXNSAttack; ./lookups.ts).

import type { Transport } from "./port.ts";
import type { Question } from "./question.ts";
import type { Server } from "./servers.ts";
import type { Candidate, Effect, StateName, Task, Waiting } from "./task.ts";
import type { QueryForm } from "./upstream-query.ts";
import type { World } from "./world.ts";
import { maxQueriesPerTask, maxTriesPerServer } from "../base/limits.ts";
import { sipHash24 } from "../base/siphash.ts";
import { ExtendedError } from "../dns/codes.ts";
import { Rank } from "./cache/record-cache.ts";
import { admit, attemptOf, choose, knownServers, lastResort, wasSilent } from "./candidates.ts";
import { lookUp, nextLookup, tellMissingGlue } from "./lookups.ts";
import { minimised, nextLabels } from "./minimise.ts";
import { timeoutMs } from "./servers.ts";
import { fail, noAuthority, visitOf, zoneOf } from "./task.ts";
import { cookieFor } from "./upstream-query.ts";

export function target(task: Task, world: World): StateName | Effect {
  const spent = task.queries >= maxQueriesPerTask ? `${maxQueriesPerTask} queries were sent` : null;
  const why = spent ?? task.budget.exhausted(world.clock.nowMs());
  if (why !== null) {
    task.trace?.note("limit.budget", { why });
    task.faults.push(noAuthority(task, why));
    return fail(task, "budget");
  }
  chooseQuestion(task, world);
  const { retry } = task;
  if (retry !== null) {
    task.retry = null;
    return send(task, retry, world);
  }
  const known = knownServers(task, world, "its own");
  const usable = known.filter((candidate) => admit(task, candidate, world));
  const responsive = usable.filter((candidate) => !wasSilent(task, candidate));
  if (responsive.length > 0) return send(task, choose(task, responsive, world), world);
  const lookup = nextLookup(task, known, world);
  if (lookup !== null) return lookUp(task, lookup);
  if (usable.length > 0) return send(task, choose(task, usable, world), world);
  const more = knownServers(task, world, "others").filter((candidate) => admit(task, candidate, world));
  if (more.length > 0) return send(task, choose(task, more, world), world);
  const last = lastResort(task, known, world);
  if (last !== null) return send(task, last, world);
  tellMissingGlue(task, known);
  const reason = task.faults.at(-1)?.text ?? "none has an address that may be asked";
  task.trace?.note("servers.exhausted", { zone: zoneOf(task), why: reason });
  // RFC 8914 §4.23: what the network said of single servers comes beside it.
  if (!task.faults.some(({ code }) => code === ExtendedError["No Reachable Authority"])) {
    task.faults.push(
      noAuthority(task, known.length === 0 ? "no server of it has a usable address" : "no server of it answered"),
    );
  }
  return fail(task, task.narrowed ? "budget" : "failure");
}

/** How many labels the servers of this zone need to see (RFC 9156 §2.3); steps that the cache knows already are skipped. */
function chooseQuestion(task: Task, world: World): void {
  const { sought } = task;
  if (task.minimising === "off") {
    task.asking = sought;
    return;
  }
  const zone = zoneOf(task);
  if (task.asking.name.labelCount > zone.labelCount) return; // chosen already
  showMore(task, zone.labelCount, world);
}

/** Shows the next labels beyond `shown`. */
export function showMore(task: Task, shown: number, world: World): void {
  const nowMs = world.clock.nowMs();
  for (let labels = shown; ;) {
    labels = nextLabels(task.sought.name, labels, task.hidingQueries);
    task.asking = minimised(task.sought, labels);
    if (task.asking === task.sought) return;
    const known = world.cache.find(task.asking.name, task.asking.type);
    if (known === null || known.kind === "nxdomain" || known.kind === "failure" || known.expiresMs <= nowMs) return;
    if (known.rank < Rank.answer) return;
  }
}

/** Fixes what goes to the server and how long it is waited for. */
function send(task: Task, candidate: Candidate, world: World): Effect {
  const attempt = attemptOf(task, candidate);
  const { server, ns, source } = candidate;
  const tries = attempt.udp + attempt.tcp;
  const transport = attempt.transport === "tcp" || attempt.udp >= maxTriesPerServer ? "tcp" : "udp";
  // After two silences the fault may be with EDNS (RFC 6891 §7).
  const withEdns = attempt.edns === "wanted" && (transport === "tcp" || attempt.udp < maxTriesPerServer - 1);
  const question: Question = task.asking;
  const nowMs = world.clock.nowMs();
  // A connection takes a round trip before the query's own.
  const wait = timeoutMs(server, transport === "tcp" ? tries + 1 : tries);
  const waiting: Waiting = {
    candidate,
    attempt,
    transport,
    question,
    form: {
      casing: caseMixing(server, transport, world),
      recursion:
        visitOf(task).delegation.kind === "forward" || attempt.trust === "recursive" ? "desired" : "not desired",
      // A connection proves the server's address; there its cookie is asked for anew.
      edns: withEdns ? cookieFor(clientCookie(server, world), transport === "tcp" ? null : server.cookie) : "no EDNS",
    },
    timeoutMs: Math.min(wait, task.budget.deadlineMs - nowMs),
  };
  if (transport === "tcp") attempt.tcp++;
  else attempt.udp++;
  task.queries++;
  task.budget.queries++;
  if (question !== task.sought) task.hidingQueries++;
  if (task.trace !== null) {
    const rtt = server.srttMs < 0 ? "not asked yet" : `${Math.round(server.srttMs)} ms away`;
    task.trace.note("server.chosen", { ns, server: server.key, source, rtt });
    const hidden = task.sought.name.labelCount - question.name.labelCount;
    if (hidden > 0) task.trace.note("minimise.hide", { server: server.key, name: question.name, count: hidden });
  }
  task.waiting = waiting;
  task.state = "sent";
  return { kind: "send", waiting };
}

function caseMixing(server: Server, transport: Transport, { settings, clock }: World): QueryForm["casing"] {
  if (!settings.caseRandomisation || server.ignoresCaseUntilMs > clock.nowMs()) return "not mixed";
  return transport === "udp" ? "must return" : "may return";
}

/** RFC 7873 §4.1: ours for this server alone, so that servers cannot compare notes. */
function clientCookie(server: Server, { cookieSecret }: World): Uint8Array {
  const cookie = new Uint8Array(8);
  const key = Uint8Array.from(server.key, (letter) => letter.charCodeAt(0));
  sipHash24(cookieSecret, key, key.length, cookie, 0);
  return cookie;
}
