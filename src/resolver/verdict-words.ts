// What a response says, in the trace's words; and what of it was rejected, with the rule that did.
// Nothing is decided here: ./classify.ts judges, ./receive.ts follows the judgement.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { Rejection, Verdict } from "./classify.ts";
import type { Received } from "./learn.ts";
import type { Trace } from "../trace/steps.ts";
import type { Task, Waiting } from "./task.ts";
import type { SentQuery } from "./upstream-query.ts";
import type { World } from "./world.ts";
import { RRType } from "../dns/types.ts";
import { zoneOf } from "./task.ts";

export function tellRejection(task: Task, server: string, set: RRset, why: Rejection, { statistics }: World): void {
  statistics.rejectedRecords += set.rdatas.length;
  const { trace } = task;
  if (trace === null) return;
  const { owner: name, type } = set;
  switch (why) {
    case "outside the zone":
      return trace.note("record.outside", { name, type, server, zone: zoneOf(task) });
    case "not asked for":
      return trace.note("record.unasked", { name, type, server });
    case "broken alias":
      return trace.note("record.broken-alias", { name, type, server });
    case "unneeded authority":
      return trace.note("record.unneeded", { name, type, server });
  }
}

/** A query that goes out. */
export function tellQuery(
  trace: Trace,
  { candidate, transport, question, timeoutMs }: Waiting,
  query: SentQuery,
): void {
  const { name, type } = question;
  const operands = { server: candidate.server.key, transport, name, type, timeout: timeoutMs };
  trace.note("query.sent", operands, query.octets);
}

/** The verdict in the trace's words. */
export function tellVerdict(
  { task, response, server, rtt, message }: Received,
  verdict: Verdict,
  name: Name,
  type: number,
): void {
  const { trace } = task;
  if (trace === null) return;
  switch (verdict.kind) {
    case "answer": {
      const answer = verdict.final.length > 0 ? verdict.final : verdict.chain.slice(-1);
      const count = answer.reduce((sum, { rdatas }) => sum + rdatas.length, 0);
      const authority = response.authoritative ? "authoritatively" : "without authority";
      return trace.note("response.answer", { server, name, type, count, authority, rtt }, message);
    }
    case "alias":
      return trace.note("response.alias", { server, name, target: verdict.target, rtt }, message);
    case "nodata":
      return trace.note("response.nodata", { server, name: verdict.name, type, rtt }, message);
    case "nxdomain":
      return trace.note("response.nxdomain", { server, name: verdict.name, rtt }, message);
    case "referral": {
      const glue = response.additional.filter((set) => set.type === RRType.A || set.type === RRType.AAAA).length;
      const { owner: zone, rdatas } = verdict.servers;
      return trace.note("response.referral", { server, zone, count: rdatas.length, glue, rtt }, message);
    }
    case "lame":
      return trace.note("response.lame", { server, zone: zoneOf(task), reason: verdict.reason }, message);
    case "error":
      return trace.note("response.error", { server, rcode: verdict.rcode, rtt }, message);
    case "unusable":
      return trace.note("response.unusable", { server, rtt }, message);
    case "too long": // tooLong says so
  }
}
