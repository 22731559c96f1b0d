// Servers that do not answer, or late, or not everybody: dead machines, slow ones, firewalls, rate limits.
// Their time is that of the query (`asked.nowMs`), so that they behave alike in virtual and in real time.

import type { Handler } from "../simulated-network.ts";
import type { Transport } from "../../resolver/port.ts";
import { fault } from "./kind.ts";

function only(transport: Transport): (inner: Handler) => Handler {
  return (inner) => (asked) => (asked.transport === transport ? inner(asked) : []);
}

export const silences = {
  drops: fault(
    "does not answer: the machine is dead, or a firewall in front of it drops what it does not like",
    {},
    () => () => [],
  ),
  slow: fault("answers, but late", { delayMs: "milliseconds" }, (inner, { delayMs }) => (asked) => {
    const outcome = inner(asked);
    if (typeof outcome === "string") return outcome;
    return outcome.map((one) => ({ ...one, delayMs: one.delayMs + delayMs }));
  }),
  "tcp-only": fault("answers over TCP only: UDP is dropped on the way", {}, only("tcp")),
  "udp-only": fault("answers over UDP only: TCP is dropped on the way", {}, only("udp")),
  "tcp-refused": fault(
    "refuses connections: nothing listens on TCP",
    {},
    (inner) => (asked) => (asked.transport === "tcp" ? "refused" : inner(asked)),
  ),
  "tcp-closes": fault(
    "takes connections and closes them without an answer",
    {},
    (inner) => (asked) => (asked.transport === "tcp" ? "closed" : inner(asked)),
  ),
  "rate-limited": fault(
    "answers so many queries a second and drops the rest",
    { queriesPerSecond: "count" },
    (inner, { queriesPerSecond }) => {
      let second = -1;
      let queries = 0;
      return (asked) => {
        const now = Math.floor(asked.nowMs / 1000);
        if (now !== second) queries = 0;
        second = now;
        return ++queries > queriesPerSecond ? [] : inner(asked);
      };
    },
  ),
  flapping: fault(
    "works for a while and is away for a while, in turn, and away first",
    { awayMs: "milliseconds", upMs: "milliseconds" },
    (inner, { awayMs, upMs }) => {
      let startMs: number | null = null;
      return (asked) => {
        startMs ??= asked.nowMs;
        return (asked.nowMs - startMs) % (awayMs + upMs) < awayMs ? [] : inner(asked);
      };
    },
  ),
};
