// The addresses of name servers that came without one, or whose glue led nowhere (RFC 1034 §5.3.3 step 2): which to look up
// next, and what comes of it. Few are looked up, however many a referral names (NXNSAttack); each is a task of its own
// that spends the same budget, and a circle of them is seen before it is walked (TsuNAME).

import type { Name } from "../dns/name.ts";
import type { NameServer } from "./delegations.ts";
import type { Candidate, Effect, StateName, Task, TaskEvent } from "./task.ts";
import type { World } from "./world.ts";
import { maxServerLookups, maxTaskDepth } from "../base/limits.ts";
import { Rcode } from "../dns/codes.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { addressText } from "./addresses.ts";
import { noAuthority, visitOf } from "./task.ts";

interface Lookup {
  readonly ns: NameServer;
  readonly type: number;
}

/** The next server address to look up: of servers without any first, then of those whose glue led nowhere. */
export function nextLookup(task: Task, known: readonly Candidate[], { settings, random }: World): Lookup | null {
  const { delegation, addressesSought } = visitOf(task);
  const { zone, kind } = delegation;
  if (kind !== "referral") return null;
  // Whoever could say where a server within the zone is, is one of those that were just asked in vain.
  const servers = delegation.servers.filter(({ name }) => !name.isWithin(zone));
  const types = [...(settings.ipv4 ? [RRType.A] : []), ...(settings.ipv6 ? [RRType.AAAA] : [])];
  const hasAddress = new Set(known.map(({ ns }) => ns.key));
  const open: Lookup[] = [];
  for (const wanted of ["without", "with"] as const) {
    for (const type of types) {
      for (const ns of servers) {
        if (hasAddress.has(ns.name.key) !== (wanted === "with")) continue;
        if (!addressesSought.has(`${ns.name.key}/${type}`)) open.push({ ns, type });
      }
      if (open.length > 0) return open[random.below(open.length)];
    }
  }
  return null;
}

export function lookUp(task: Task, { ns, type }: Lookup): StateName | Effect {
  const { name } = ns;
  const visit = visitOf(task);
  visit.addressesSought.add(`${name.key}/${type}`);
  if (visit.lookups >= maxServerLookups || !task.budget.mayLookUp) {
    if (visit.lookups < maxServerLookups) task.narrowed = true;
    task.trace?.note("limit.lookups", { count: visit.lookups });
    task.faults.push(noAuthority(task, `${visit.lookups} server addresses were looked up`));
    for (const one of visit.delegation.servers) giveUpOn(task, one.name);
    return "target";
  }
  if (task.depth >= maxTaskDepth) {
    task.narrowed = true;
    task.trace?.note("limit.depth", { ns: name, count: task.depth });
    task.faults.push(noAuthority(task, "finding its servers needs lookups within lookups"));
    return "target";
  }
  visit.lookups++;
  task.budget.lookups++;
  task.lookup = { ns: name, type };
  task.trace?.note("server.lookup", { ns: name, type });
  return { kind: "subtask", question: { name, type }, purpose: "address" };
}

/** Servers of the zone that nobody can find: they lie in it and came without an address (RFC 9471 §2.4). */
export function tellMissingGlue(task: Task, known: readonly Candidate[]): void {
  const { zone, servers, kind } = visitOf(task).delegation;
  if (kind !== "referral") return;
  for (const { name, glue } of servers) {
    if (glue.length > 0 || !name.isWithin(zone) || known.some(({ ns }) => ns.equals(name))) continue;
    task.trace?.note("glue.missing", { ns: name, zone });
    task.faults.push(noAuthority(task, `${printName(name.wire)} came without an address`));
  }
}

/** A lookup of a server's address ended. */
export function afterLookup(
  task: Task,
  event: Extract<TaskEvent, { kind: "resolved" | "unaskable" }>,
  { settings }: World,
): StateName {
  const { ns, type } = task.lookup!;
  task.lookup = null;
  if (event.kind === "unaskable") {
    task.narrowed = true;
    if (event.why === "cycle") task.trace?.note("server.cycle", { ns });
    giveUpOn(task, ns);
    task.faults.push(noAuthority(task, `the address of ${printName(ns.wire)} cannot be found (${event.why})`));
    return "target";
  }
  if (event.narrowed) task.narrowed = true;
  const { answer, extendedErrors } = event.resolution;
  if (answer.some((set) => set.type === RRType.CNAME)) {
    task.trace?.note("server.is-alias", { ns });
    giveUpOn(task, ns);
    task.faults.push(noAuthority(task, `${printName(ns.wire)} is an alias`));
    return "target";
  }
  const addresses = answer.filter((set) => set.type === type).flatMap((set) => set.rdatas.map(addressText));
  if (addresses.length === 0) {
    task.trace?.note("server.no-address", { ns, type });
    if (event.resolution.rcode === Rcode.SERVFAIL) giveUpOn(task, ns);
    if (extendedErrors.length > 0) task.faults.push(extendedErrors.at(-1)!);
    task.faults.push(noAuthority(task, `no address of ${printName(ns.wire)} was found`));
    return "target";
  }
  const found = addresses.map((address) => ({ address, port: settings.serverPort }));
  const known = visitOf(task).addresses;
  known.set(ns.key, [...(known.get(ns.key) ?? []), ...found]);
  return "target";
}

/** What stands in the way of one kind of address stands in the way of the other: a circle, a dead zone, an alias. */
function giveUpOn(task: Task, ns: Name): void {
  const { addressesSought } = visitOf(task);
  for (const type of [RRType.A, RRType.AAAA]) addressesSought.add(`${ns.key}/${type}`);
}
