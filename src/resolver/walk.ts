// The walk: `step` moves a task from state to state until it must wait (RFC 1034 §5.3.3). Each state is a function here or in
// a file of its own: ./target.ts (whom to ask), ./receive.ts (what came back).

import type { Delegation } from "./delegations.ts";
import type { Effect, StateName, Task, TaskEvent } from "./task.ts";
import type { World } from "./world.ts";
import { maxResolverAliases } from "../base/limits.ts";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { printName } from "../dns/text/name-text.ts";
import { aliasTarget } from "./alias.ts";
import { afterSynthesis, synthesise } from "./dns64.ts";
import { findInCache, secondsLeft } from "./from-cache.ts";
import { isNeverForwarded, localAnswer } from "./local-zones.ts";
import { classifyResponse, receive } from "./receive.ts";
import { afterLookup } from "./lookups.ts";
import { target } from "./target.ts";
import { claim, enterZone, fail, noError, tooLong } from "./task.ts";
import { findProof } from "./validation/from-proofs.ts";
import { afterChain, isChecked, validate } from "./validation/validate.ts";

type State = (task: Task, world: World) => StateName | Effect;

const states: Readonly<Record<StateName, State>> = {
  start,
  cache,
  delegation,
  target,
  sent: () => {
    throw new Error("A task in the state sent waits for an event.");
  },
  classify: classifyResponse,
  chase,
  validate,
  synthesise,
  finish: () => ({ kind: "done" }),
};

/** Moves a task on by one event; returns what it needs next. */
export function step(task: Task, event: TaskEvent, world: World): Effect {
  let next = take(task, event, world);
  while (typeof next === "string") {
    task.state = next;
    next = states[next](task, world);
  }
  return next;
}

/** What an event means to the state that the task waits in. */
function take(task: Task, event: TaskEvent, world: World): StateName | Effect {
  if (event.kind === "begin") return "start";
  if (event.kind !== "resolved" && event.kind !== "unaskable") return receive(task, event, world);
  switch (task.state) {
    case "delegation":
      task.priming = "tried";
      return "delegation";
    case "validate":
      return afterChain(task, event);
    case "synthesise":
      return afterSynthesis(task, event, world);
    default:
      return afterLookup(task, event, world);
  }
}

function start(task: Task, { settings, delegations }: World): StateName {
  const { name, type } = task.question;
  task.trace?.note("question.asked", { name, type });
  if (task.purpose === "prime") return "cache";
  const local = localAnswer(task.question, settings);
  const configured = delegations.configuredAt(name);
  if (local === null) return "cache";
  if (configured !== null && (configured.zone.isWithin(local.zone) || !isNeverForwarded(local.zone))) return "cache";
  task.trace?.note("local.answered", { name, zone: local.zone });
  task.answer.push(...local.answer);
  const { rcode, authority } = local;
  task.outcome = { rcode, authority, notes: [], ttlSeconds: local.ttlSeconds, cause: "answer" };
  return "finish";
}

/** RFC 1034 §5.3.3 step 1: is the answer here already? */
function cache(task: Task, world: World): StateName {
  const { sought, trace } = task;
  const { name, type } = sought;
  if (task.purpose === "prime") return "delegation";
  const nowMs = world.clock.nowMs();
  // What is fetched again must not be answered from what it shall replace.
  if (task.purpose === "prefetch" && task.aliases === 0) return remembered(task, world, nowMs);
  const found = findInCache(world, sought, "fresh");
  if (found === null) return remembered(task, world, nowMs);
  const { entry } = found;
  const left = secondsLeft(entry, nowMs);
  const { server } = entry.origin;
  if (world.settings.prefetch && left * 10_000 < entry.expiresMs - entry.storedMs) task.renew = sought;
  switch (found.kind) {
    case "answer":
      trace?.note("cache.hit", { name, type, server, age: secondsSince(entry.storedMs, nowMs), left });
      task.answer.push(found.set);
      claim(task, found.set, found.proofs, entry);
      task.outcome = noError;
      return "validate";
    case "alias":
      task.answer.push(...found.sets);
      claim(task, found.sets[0], found.proofs, entry);
      if (found.target === null) return tooLong(task, name);
      if (type === RRType.CNAME) {
        task.outcome = noError;
        return "validate";
      }
      trace?.note("cache.alias", { name, target: found.target, server, left });
      task.nextName = found.target;
      return "chase";
    case "denial": {
      if (found.at.equals(name)) trace?.note("cache.denial", { name, type, server, left });
      else trace?.note("cache.cut", { name: found.at, left });
      const { kind, security, origin } = found.entry;
      task.denial = { kind, name: found.at, type, authority: found.authority, origin, security };
      const rcode = kind === "nxdomain" ? Rcode.NXDOMAIN : Rcode.NOERROR;
      task.outcome = { rcode, authority: found.authority, notes: [], ttlSeconds: left, cause: "answer" };
      return "validate";
    }
  }
}

/** RFC 9520 §3.2: what failed a moment ago is not tried again. */
function remembered(task: Task, world: World, nowMs: number): StateName {
  const { name, type } = task.sought;
  // The cache may have led on from a question that failed: what it lacks is not tried again for it either.
  const failure = world.failures.find(task.sought, nowMs) ?? world.failures.find(task.question, nowMs);
  // What was bogus is not so for clients that validate for themselves (RFC 4035 §3.2.2).
  if (failure === null || (failure.cause === "bogus" && !isChecked(task.purpose))) {
    // What is fetched again is not answered by what ends with it.
    const isRenewal = task.purpose === "prefetch" && task.aliases === 0;
    const next = isChecked(task.purpose) && !isRenewal ? proven(task, world) : null;
    if (next !== null) return next;
    if (task.purpose !== "prefetch") task.trace?.note("cache.miss", { name, type });
    return "delegation";
  }
  const left = Math.ceil(failure.leftMs / 1000);
  task.trace?.note("cache.failure", { name, type, left });
  const notes = [{ code: ExtendedError["Cached Error"], text: "" }, ...failure.notes];
  task.outcome = { rcode: Rcode.SERVFAIL, authority: [], notes, ttlSeconds: left, cause: failure.cause };
  if (failure.cause === "bogus") task.security = "bogus";
  return "finish";
}

/** RFC 8198 §5: what a zone proved a while ago may cover this name as well. */
function proven(task: Task, world: World): StateName | null {
  const { sought, trace } = task;
  const found = findProof(world, sought);
  if (found === null) return null;
  const { zone } = found;
  trace?.note("cache.proof", { name: sought.name, type: sought.type, zone });
  if (found.kind === "expansion") {
    const { set, proofs } = found;
    task.answer.push(set);
    claim(task, set, proofs, { origin: { server: "", zone }, security: "secure" });
    task.outcome = noError;
    task.nextName = set.type === sought.type ? null : aliasTarget(set);
    return task.nextName === null ? "validate" : "chase";
  }
  const { kind, authority, ttlSeconds } = found;
  task.denial = { ...sought, kind, authority, origin: { server: "", zone }, security: "secure" };
  const rcode = kind === "nxdomain" ? Rcode.NXDOMAIN : Rcode.NOERROR;
  task.outcome = { rcode, authority, notes: [], ttlSeconds, cause: "answer" };
  return "validate";
}

/** RFC 1034 §5.3.3 step 2: the deepest zone whose servers are known. */
function delegation(task: Task, world: World): StateName | Effect {
  const { name, type } = task.sought;
  const nowMs = world.clock.nowMs();
  if (task.purpose === "prime") return enterZone(task, hints(world, nowMs), world.settings);
  // The DS of a zone is asked of its parent's servers (RFC 4035 §3.1.4.1).
  const from = type === RRType.DS ? name.parent : name;
  const closest = world.delegations.closest(from, nowMs);
  if (closest !== null) {
    const count = closest.servers.length;
    if (closest.kind === "referral") task.trace?.note("delegation.known", { zone: closest.zone, count });
    else task.trace?.note("delegation.configured", { zone: closest.zone, kind: closest.kind });
    return enterZone(task, closest, world.settings);
  }
  const root = { name: Name.root, type: RRType.NS };
  if (task.priming === "not tried" && world.failures.find(root, nowMs) === null) {
    task.trace?.note("root.prime", { count: world.settings.rootHints.length });
    return { kind: "subtask", question: root, purpose: "prime" };
  }
  task.trace?.note("root.unprimed", {});
  return enterZone(task, hints(world, nowMs), world.settings);
}

function hints({ settings }: World, nowMs: number): Delegation {
  const servers = settings.rootHints.map(({ name, addresses }) => ({
    name,
    glue: addresses.map((address) => ({ address, port: settings.serverPort })),
  }));
  const origin = { server: "", zone: Name.root };
  return { zone: Name.root, servers, kind: "hint", signed: [], storedMs: nowMs, expiresMs: nowMs, origin };
}

/** An alias leads on (RFC 1034 §5.3.3 step 4c): the search begins again with another name. */
function chase(task: Task, { settings }: World): StateName {
  if (task.purpose === "chain") {
    // A name with an alias is no zone, whatever the alias leads to.
    task.outcome = noError;
    return "finish";
  }
  const name = task.nextName!;
  task.nextName = null;
  task.aliases++;
  if (task.namesMet.has(name.key)) {
    task.trace?.note("alias.loop", { name });
    return fail(task, "failure", {
      code: ExtendedError.Other,
      text: `the aliases form a circle at ${printName(name.wire)}`,
    });
  }
  if (task.aliases > maxResolverAliases) {
    task.trace?.note("limit.aliases", { count: maxResolverAliases });
    // The last names are in order: they only come too late in this chain.
    return fail(task, "budget", { code: ExtendedError.Other, text: `more than ${maxResolverAliases} aliases` });
  }
  task.namesMet.add(name.key);
  task.sought = { name, type: task.question.type };
  task.minimising = settings.qnameMinimisation ? "on" : "off";
  task.hidingQueries = 0;
  return "cache";
}

function secondsSince(thenMs: number, nowMs: number): number {
  return Math.floor((nowMs - thenMs) / 1000);
}
