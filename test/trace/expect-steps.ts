// What tests say of a trace: these steps occurred, in this order, whatever stands between. test/trace/reached.test.ts
// reads the ids in the calls of expectSteps, so that no step goes untested: write them there as literals.

import { expect } from "vitest";
import { VirtualClock } from "../../src/base/clock.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { TraceEvent } from "../../src/trace/event.ts";
import { Recorder } from "../../src/trace/recorder.ts";
import type { StepId } from "../../src/trace/steps.ts";

/** Fails unless the steps occurred in this order. */
export function expectSteps(traced: { readonly events: readonly TraceEvent[] }, steps: readonly StepId[]): void {
  const happened = traced.events.map(({ step }) => step);
  let from = 0;
  for (const step of steps) {
    const at = happened.indexOf(step, from);
    if (at < 0)
      expect.fail(
        `no ${step} after ${happened.slice(0, from).join(", ") || "the start"}; there were ${happened.join(", ")}`,
      );
    from = at + 1;
  }
}

/** A recorder on a clock that stands still, unless one is given. */
export function newRecorder(clock: VirtualClock = new VirtualClock()): Recorder {
  return new Recorder(clock, seededRandom(1));
}
