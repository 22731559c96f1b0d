// Keeps an instance's heap small between invocations: V8 is given more room than the function's memory, so that its limit,
// which ends a whole process when one large object passes it, is never met; so it would also leave more garbage lying than
// the function may have. Between two invocations, where nobody waits, it is collected when it has become much.

import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Looking costs a microsecond or two; garbage does not gather faster than this sees. */
const everyInvocations = 16;
const share = 0.6;

let invocations = 0;
let collect: (() => void) | null = null;

/** Called between two invocations; `look` is told what is used, each time that anybody looks. */
export function tidyHeap(memoryMb: number, look: (usedOctets: number) => void): void {
  if (invocations++ % everyInvocations !== 0) return;
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  look(used + external);
  if (used < memoryMb * share * 2 ** 20) return;
  collect ??= collector();
  collect();
}

/** The collector is a function of contexts that are made while the flag is on. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
