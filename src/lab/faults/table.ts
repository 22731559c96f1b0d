// Every fault that a network file can give to a server, by name.
// docs/lab.md lists them with the sentences that stand here; a test holds it to that.

import { changes } from "./change.ts";
import { distortions } from "./distortion.ts";
import { falsehoods } from "./falsehood.ts";
import type { FaultKind } from "./kind.ts";
import { lameness } from "./lameness.ts";
import { refusals } from "./refusal.ts";
import { silences } from "./silence.ts";

export const faultKinds: ReadonlyMap<string, FaultKind> = new Map<string, FaultKind>(
  Object.entries({ ...refusals, ...lameness, ...silences, ...changes, ...distortions, ...falsehoods }),
);
