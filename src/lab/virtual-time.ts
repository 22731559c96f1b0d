// Virtual time: the clock jumps from one event to the next, of the network or of the resolver, until nothing is on its
// way and nobody waits. A walk of many seconds with its timeouts takes milliseconds, and the same seed takes the same way.

import type { VirtualClock } from "../base/clock.ts";
import type { UpstreamEvents } from "../resolver/port.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

/** Turns without the clock going on, after which the two only keep each other busy: a fault of one of them. */
const maxTurnsAtOnce = 100_000;

/**
 * Runs until nothing is left to happen, or until `untilMs`, to which the clock is then set.
 * Throws when time stands still for ever.
 */
export function runUntilIdle(
  clock: Pick<VirtualClock, "nowMs" | "advanceTo">,
  network: Pick<SimulatedNetwork, "nextMs" | "deliver">,
  resolver: Pick<UpstreamEvents, "nextWakeMs" | "wake">,
  untilMs: number = Number.POSITIVE_INFINITY,
): void {
  let turns = 0;
  for (;;) {
    const nextMs = Math.min(network.nextMs, resolver.nextWakeMs);
    if (nextMs === Number.POSITIVE_INFINITY || nextMs > untilMs) break;
    turns = nextMs > clock.nowMs() ? 0 : turns + 1;
    if (turns > maxTurnsAtOnce) throw new Error(`At ${clock.nowMs()} ms there is always something more to do.`);
    if (nextMs > clock.nowMs()) clock.advanceTo(nextMs);
    network.deliver();
    if (resolver.nextWakeMs <= clock.nowMs()) resolver.wake();
  }
  if (untilMs < Number.POSITIVE_INFINITY && untilMs > clock.nowMs()) clock.advanceTo(untilMs);
}
