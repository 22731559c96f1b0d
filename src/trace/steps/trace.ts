// Steps of the trace itself: what it could not keep. All ids begin with `trace.`.
// Who notes them: ../recorder.ts.

import { steps } from "../step.ts";

export const traceSteps = steps({
  "trace.full": {
    rfc: "",
    sentence: "The trace is full with {count} steps: what follows is counted, and only the answer is told.",
    operands: { count: "count" },
    act: "fail",
  },
});
