// DNS64 (RFC 6147): for clients that have IPv6 only, AAAA records are made from A records below a prefix through which
// their network translates. Only when a name has no AAAA of its own, or none but mapped ones (§5.1.4), and no failure hides it.

import type { Effect, StateName, Task, TaskEvent } from "./task.ts";
import type { World } from "./world.ts";
import { Class, Rcode } from "../dns/codes.ts";
import { makeRRset } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";
import { noError } from "./task.ts";

/** RFC 6147 §5.1.7: without an SOA to say so, made records live no longer than this. */
const maxTtlWithoutSoa = 600;

/** The state behind validation: asks for A records when AAAA records must be made. */
export function synthesise(task: Task, { settings }: World): StateName | Effect {
  const { outcome, sought, question, purpose } = task;
  const isPlain = purpose === "address" || purpose === "plain";
  if (settings.dns64Prefix === null || question.type !== RRType.AAAA || isPlain) return "finish";
  if (
    outcome!.rcode !== Rcode.NOERROR ||
    task.answer.some(({ type, rdatas }) => type === RRType.AAAA && !rdatas.every(isMapped))
  )
    return "finish";
  return { kind: "subtask", question: { name: sought.name, type: RRType.A }, purpose: "synthesis" };
}

/** The A records came, or did not. */
export function afterSynthesis(
  task: Task,
  event: Extract<TaskEvent, { kind: "resolved" | "unaskable" }>,
  { settings }: World,
): StateName {
  if (event.kind === "unaskable") return "finish";
  const found = event.resolution.answer.find(({ type }) => type === RRType.A);
  if (found === undefined) return "finish";
  const denied = task.outcome!.authority.length === 0 ? maxTtlWithoutSoa : task.outcome!.ttlSeconds;
  const rdatas = found.rdatas.map((rdata) => embed(settings.dns64Prefix!, rdata));
  const chain = event.resolution.answer.filter(({ type }) => type !== RRType.A);
  const kept = task.answer.filter(({ type }) => type !== RRType.AAAA);
  task.answer.length = 0;
  const made = makeRRset(found.owner, RRType.AAAA, Class.IN, Math.min(found.ttlSeconds, denied), rdatas);
  task.answer.push(...kept, ...chain, made);
  task.trace?.note("dns64.synthesised", { name: found.owner, count: rdatas.length });
  // What was made here nobody signed (RFC 6147 §5.5).
  if (task.security === "secure") task.security = "insecure";
  task.outcome = noError;
  return "finish";
}

/** RFC 6052 §2.2 for prefixes of 96 bits: the IPv4 address is the last four octets. */
function embed(prefix: Uint8Array, ipv4: Uint8Array): Uint8Array {
  const address = new Uint8Array(16);
  address.set(prefix.subarray(0, 12));
  address.set(ipv4, 12);
  return address;
}

/** ::ffff:0:0/96, which never counts as an AAAA of its own (RFC 6147 §5.1.4). */
function isMapped(rdata: Uint8Array): boolean {
  return rdata[10] === 0xff && rdata[11] === 0xff && rdata.subarray(0, 10).every((octet) => octet === 0);
}
