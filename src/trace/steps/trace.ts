// Steps of the trace itself. Who notes them: ../recorder.ts.

import { steps } from "../step.ts";

export const traceSteps = steps({
  "trace.full": {
    rfc: "",
    sentence: "The trace is full with {count} steps: what follows is counted, and only the answer is told.",
    operands: { count: "count" },
    act: "fail",
  },
});
