// What a response says, in the trace's words; and what of it was rejected, with the rule that did.
// Nothing is decided here: ./classify.ts judges, ./receive.ts follows the judgement.

import type { Name } from "../dns/name.ts";
import type { RRset } from "../dns/rrset.ts";
import type { Rejection, Verdict } from "./classify.ts";
import type { Received } from "./learn.ts";
import type { Task } from "./task.ts";
import type { World } from "./world.ts";
import { RRType } from "../dns/types.ts";

export function tellRejection(task: Task, server: string, set: RRset, why: Rejection, { statistics }: World): void {
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
export function tellVerdict(
  { task, response, server, rtt }: Received,
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
    case "unusable": // its records were told of
    case "too long": // tooLong says so
  }
}
