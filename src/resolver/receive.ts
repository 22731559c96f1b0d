// What came back, and what follows from it: another try, another server, a zone further down, an alias, an answer.
// Only what ./classify.ts let pass goes into the caches, and only from here.

import type { RRset } from "../dns/rrset.ts";
import type { Delegation, NameServer } from "./delegations.ts";
import type { Rejection, Verdict } from "./classify.ts";
import type { Response } from "./response.ts";
import type { Effect, StateName, Task, TaskEvent, Waiting } from "./task.ts";
import type { World } from "./world.ts";
import { maxAddressesPerServer, maxServersPerDelegation } from "../base/limits.ts";
import { codeName, ExtendedError, Rcode } from "../dns/codes.ts";
import { Name } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { addressText } from "./addresses.ts";
import { anyType, Rank } from "./cache/record-cache.ts";
import { classify } from "./classify.ts";
import { noteAnswer, noteRoundTrip, noteTimeout } from "./servers.ts";
import { observeResponse } from "./statistics.ts";
import { showMore } from "./target.ts";
import { enterZone, noError, tooLong } from "./task.ts";
import { cappedTtl } from "./world.ts";

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
      task.again = candidate;
      return "target";
    case "response":
      return takeResponse(task, waiting, event.response, event.rttMs, world);
  }
}

/** What must be settled before the sections are looked at: truncation, EDNS, cookies. */
function takeResponse(task: Task, waiting: Waiting, response: Response, rttMs: number, world: World): StateName {
  const { attempt, candidate, form, transport } = waiting;
  const { server } = candidate;
  noteAnswer(server);
  // Over TCP the handshake, if there was one, would be measured as well.
  if (transport === "udp") noteRoundTrip(server, rttMs);
  observeResponse(world.statistics, response.rcode, rttMs);
  task.budget.octets += response.octets;
  if (response.cookie !== null || transport === "tcp") server.cookie = response.cookie;
  if (response.truncated && transport === "udp") {
    task.trace?.note("query.tcp", { server: server.key });
    attempt.transport = "tcp";
    task.again = candidate;
    return "target";
  }
  // RFC 7873 §5.3: once more with the cookie that came, then over TCP, which needs none.
  if (response.rcode === Rcode.BADCOOKIE && transport === "udp") {
    if (++attempt.cookies > 1) attempt.transport = "tcp";
    task.again = candidate;
    return "target";
  }
  if (form.edns !== "no EDNS" && dislikesEdns(response)) {
    task.trace?.note("query.no-edns", { server: server.key, why: rcodeText(response.rcode) });
    attempt.edns = "given up";
    if (transport === "tcp") attempt.tcp = 0;
    task.again = candidate;
    return "target";
  }
  task.response = response;
  task.responseMs = rttMs;
  task.waiting = waiting; // classify wants to know who said it
  return "classify";
}

/** RFC 6891 §7, and BADVERS from servers that know no version 0. */
function dislikesEdns({ rcode, hasEdns }: Response): boolean {
  if (rcode === Rcode.BADVERS) return true;
  return (rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP) && !hasEdns;
}

export function classifyResponse(task: Task, world: World): StateName | Effect {
  const { candidate, attempt, question } = task.waiting!;
  const response = task.response!;
  const { zone, kind } = task.delegation!;
  const server = candidate.server.key;
  task.waiting = null;
  task.response = null;
  if (response.unreadable > 0) task.trace?.note("record.unreadable", { count: response.unreadable, server });
  const verdict = classify(response, question, {
    zone,
    trust: kind === "forward" ? "recursive" : attempt.trust,
    reject: (set, why) => reject(task, server, set, why, world),
  });
  const said: Said = { task, world, response, server, rtt: task.responseMs };
  tell(said, verdict, question.name, question.type);
  switch (verdict.kind) {
    case "error":
      return takeError(said, attempt, candidate.server, verdict.rcode);
    case "lame":
      world.servers.markLame(candidate.server, zone, verdict.reason, world.clock.nowMs());
      return blame(said, attempt, `${server} is lame for ${printName(zone.wire)}: ${verdict.reason}`);
    case "referral":
      if (kind === "forward") return blame(said, attempt, `${server} refers on, which a forwarder must not`);
      return takeReferral(said, verdict.servers);
    default:
      return question === task.sought ? takeEnd(said, verdict) : takeStep(said, verdict);
  }
}

/** One response and who gave it. */
interface Said {
  readonly task: Task;
  readonly world: World;
  readonly response: Response;
  readonly server: string;
  readonly rtt: number;
}

function takeError(
  { task, world, server }: Said,
  attempt: Waiting["attempt"],
  from: Waiting["candidate"]["server"],
  rcode: number,
): StateName {
  // Some servers fail on empty names and odd types: the whole question may do better (RFC 9156 §2.3, §5).
  if (task.asking !== task.sought) return showAll(task, server, rcode);
  if (rcode === Rcode.REFUSED) world.servers.markLame(from, task.delegation!.zone, "refused", world.clock.nowMs());
  attempt.state = "over";
  note(task, ExtendedError["No Reachable Authority"], `${server} answered ${rcodeText(rcode)}`);
  return "target";
}

function blame({ task }: Said, attempt: Waiting["attempt"], text: string): StateName {
  attempt.state = "over";
  note(task, ExtendedError["No Reachable Authority"], text);
  return "target";
}

/** RFC 9156 §2.3: hiding labels is given up for this name below this zone. */
function showAll(task: Task, server: string, rcode: number): StateName {
  task.trace?.note("minimise.full", { server, rcode });
  task.minimising = "off";
  task.attempts.clear();
  return "target";
}

/** An answer to a shortened question: it serves to go on, and to fill the cache. */
function takeStep(said: Said, verdict: Exclude<Verdict, { kind: "error" | "lame" | "referral" }>): StateName {
  const { task, world, server } = said;
  if (verdict.kind === "nxdomain" && verdict.chain.length === 0) return showAll(task, server, Rcode.NXDOMAIN);
  if (verdict.kind === "too long") return showAll(task, server, Rcode.YXDOMAIN);
  storeChain(said, verdict.chain);
  if (verdict.kind === "answer") storeSets(said, verdict.final);
  if (verdict.kind === "nodata" && verdict.chain.length === 0) storeDenial(said, verdict, RRType.A);
  task.trace?.note("minimise.exists", { name: task.asking.name, zone: task.delegation!.zone });
  showMore(task, task.asking.name.labelCount, world);
  task.attempts.clear();
  return "target";
}

/** An answer to the question that is sought. */
function takeEnd(said: Said, verdict: Exclude<Verdict, { kind: "error" | "lame" | "referral" }>): StateName {
  const { task, world, response } = said;
  const chain = storeChain(said, verdict.chain);
  task.answer.push(...chain);
  task.aliases += chain.filter(({ type }) => type === RRType.CNAME).length;
  switch (verdict.kind) {
    case "too long":
      return tooLong(task, task.sought.name);
    case "alias":
      task.nextName = verdict.target;
      task.aliases--; // chase counts it
      return "chase";
    case "answer": {
      const final = storeSets(said, verdict.final);
      task.answer.push(...final);
      if (task.purpose === "prime") storeRoot(said, final[0]);
      task.outcome = noError;
      return "validate";
    }
    default: {
      const type = task.sought.type;
      const ttlSeconds = storeDenial(said, verdict, type);
      const rcode = verdict.kind === "nxdomain" ? Rcode.NXDOMAIN : Rcode.NOERROR;
      const authority = verdict.authority.map((set) => ({ ...set, ttlSeconds: Math.min(set.ttlSeconds, ttlSeconds) }));
      task.outcome = { rcode, authority, notes: [], ttlSeconds, cause: "answer" };
      if (response.authoritative) world.failures.forget(task.sought);
      return "validate";
    }
  }
}

/** RFC 1034 §5.3.3 step 4b: the task goes on at the zone further down; the store learns its servers. */
function takeReferral(said: Said, set: RRset): StateName {
  const { task, world, server } = said;
  const named = set.rdatas.map((rdata) => new Name(rdata));
  const kept = named.slice(0, maxServersPerDelegation);
  if (kept.length < named.length) {
    task.trace?.note("servers.cut", { zone: set.owner, count: named.length, kept: kept.length });
  }
  const servers = kept.map((name) => ({ name, glue: glueOf(said, name) }));
  const nowMs = world.clock.nowMs();
  const ttlSeconds = cappedTtl(world.settings, set.ttlSeconds);
  const delegation: Delegation = {
    zone: set.owner,
    servers,
    kind: "referral",
    storedMs: nowMs,
    expiresMs: nowMs + ttlSeconds * 1000,
    origin: { server, zone: task.delegation!.zone },
  };
  world.delegations.store(delegation);
  // What failed above says nothing about the zone below.
  task.faults.length = 0;
  return enterZone(task, delegation, world.settings);
}

/** Addresses beside a referral, where the sender has a say over the server's name (RFC 9471 §2, RFC 2181 §5.4.1). */
function glueOf({ task, world, response, server }: Said, ns: Name): NameServer["glue"] {
  const { zone } = task.delegation!;
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

/** RFC 9609 §3.2: the priming response replaces the hints; letters that came without an address keep the hint's. */
function storeRoot(said: Said, set: RRset): void {
  const { task, world, response, server } = said;
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
  world.delegations.store({ zone: Name.root, servers, kind: "referral", storedMs: nowMs, expiresMs, origin });
  task.trace?.note("root.primed", { count: servers.length, server });
}

/** Stores a chain of aliases; a CNAME made from the DNAME before it is not stored, the DNAME is. */
function storeChain(said: Said, chain: readonly RRset[]): RRset[] {
  return chain.map((set, i) => {
    if (i === 0 || chain[i - 1].type !== RRType.DNAME) return storeSets(said, [set])[0];
    said.task.trace?.note("alias.synthesised", {
      owner: chain[i - 1].owner,
      name: set.owner,
      target: new Name(set.rdatas[0]),
    });
    return { ...set, ttlSeconds: cappedTtl(said.world.settings, set.ttlSeconds) };
  });
}

function storeSets({ task, world, response, server }: Said, sets: readonly RRset[]): RRset[] {
  const nowMs = world.clock.nowMs();
  // The answer to ANY may be a part of what there is (RFC 8482): each set is believed less.
  const isWhole = response.authoritative && task.sought.type !== RRType.ANY;
  const rank = isWhole ? Rank.answerAA : Rank.answer;
  return sets.map((set) => {
    const ttlSeconds = cappedTtl(world.settings, set.ttlSeconds);
    const rrset = { ...set, ttlSeconds };
    if (ttlSeconds > 0) {
      const origin = { server, zone: task.delegation!.zone };
      const expiresMs = nowMs + ttlSeconds * 1000;
      const entry = { kind: "data", rank, rrset, storedMs: nowMs, expiresMs, origin, security: "unchecked" } as const;
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
function storeDenial(
  { task, world, response, server }: Said,
  { kind, name, authority }: Extract<Verdict, { kind: "nodata" | "nxdomain" }>,
  type: number,
): number {
  const [soa] = authority;
  if (soa === undefined) {
    task.trace?.note("response.no-soa", { server });
    return 0;
  }
  const { settings } = world;
  const minimum = soaMinimum(soa.rdatas[0]);
  const ttlSeconds = Math.min(settings.maxNegativeTtlSeconds, cappedTtl(settings, Math.min(soa.ttlSeconds, minimum)));
  if (ttlSeconds === 0) return 0;
  const nowMs = world.clock.nowMs();
  const stored = world.cache.store(name, kind === "nxdomain" ? anyType : type, {
    kind,
    rank: response.authoritative ? Rank.answerAA : Rank.answer,
    authority,
    storedMs: nowMs,
    expiresMs: nowMs + ttlSeconds * 1000,
    origin: { server, zone: task.delegation!.zone },
    security: "unchecked",
  });
  if (stored) task.trace?.note("cache.stored", { name, type, ttl: ttlSeconds, rank: "a denial" });
  return ttlSeconds;
}

/** The last field of SOA RDATA (RFC 1035 §3.3.13). */
function soaMinimum(rdata: Uint8Array): number {
  const at = rdata.length - 4;
  return ((rdata[at] << 24) | (rdata[at + 1] << 16) | (rdata[at + 2] << 8) | rdata[at + 3]) >>> 0;
}

function reject(task: Task, server: string, set: RRset, why: Rejection, { statistics }: World): void {
  statistics.rejectedRecords += set.rdatas.length;
  const { trace } = task;
  if (trace === null) return;
  const { owner: name, type } = set;
  switch (why) {
    case "outside the zone":
      return trace.note("record.outside", { name, type, server, zone: task.delegation!.zone });
    case "not asked for":
      return trace.note("record.unasked", { name, type, server });
    case "broken alias":
      return trace.note("record.broken-alias", { name, type, server });
    case "unneeded authority":
      return trace.note("record.unneeded", { name, type, server });
  }
}

/** The verdict in the trace's words. */
function tell({ task, response, server, rtt }: Said, verdict: Verdict, name: Name, type: number): void {
  const { trace } = task;
  if (trace === null) return;
  switch (verdict.kind) {
    case "answer": {
      const count = verdict.final.reduce((sum, { rdatas }) => sum + rdatas.length, 0);
      const authority = response.authoritative ? "authoritatively" : "without authority";
      return trace.note("response.answer", { server, name, type, count, authority, rtt });
    }
    case "alias":
      return trace.note("response.alias", { server, name, target: verdict.target, rtt });
    case "nodata":
      return trace.note("response.nodata", { server, name: verdict.name, type, rtt });
    case "nxdomain":
      return trace.note("response.nxdomain", { server, name: verdict.name, rtt });
    case "referral": {
      const glue = response.additional.filter((set) => set.type === RRType.A || set.type === RRType.AAAA).length;
      return trace.note("response.referral", {
        server,
        zone: verdict.servers.owner,
        count: verdict.servers.rdatas.length,
        glue,
        rtt,
      });
    }
    case "lame":
      return trace.note("response.lame", { server, zone: task.delegation!.zone, reason: verdict.reason });
    case "error":
      return trace.note("response.error", { server, rcode: verdict.rcode, rtt });
    case "too long": // tooLong says so
  }
}

function note(task: Task, code: number, text: string): void {
  task.faults.push({ code, text });
}

function rcodeText(rcode: number): string {
  return codeName(Rcode, rcode, "RCODE");
}
