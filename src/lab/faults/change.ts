// Servers that are not tomorrow what they were today: their zones change, they die, or they give records a life that is
// none. What a cache makes of it is a matter of time, so these are the faults for lessons with a wait in them.

import type { Message, MessageRecord } from "../scenario/message.ts";
import { changing, fault } from "./kind.ts";

function withTtl(records: readonly MessageRecord[], ttlSeconds: number): MessageRecord[] {
  return records.map((record) => ({ ...record, ttlSeconds }));
}

export const changes = {
  changes: fault(
    "answers from other zones, from so long after its first query on: a zone that was edited, or a domain that was sold",
    { afterMs: "milliseconds", zones: "zones" },
    (inner, { afterMs, zones }, world) => {
      const later = world.serverOf(zones);
      let firstMs: number | null = null;
      return (asked) => {
        firstMs ??= asked.nowMs;
        return asked.nowMs - firstMs < afterMs ? inner(asked) : later(asked);
      };
    },
  ),
  dies: fault("answers so many queries and then no more", { answers: "count" }, (inner, { answers }) => {
    let given = 0;
    return (asked) => (given++ < answers ? inner(asked) : []);
  }),
  "sets-ttl": fault(
    "gives every record of an answer another TTL, one with the highest bit set perhaps (RFC 2181 §8)",
    { seconds: "seconds" },
    (inner, { seconds }) =>
      changing(inner, (message: Message) => ({ ...message, answer: withTtl(message.answer, seconds) })),
  ),
};
