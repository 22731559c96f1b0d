// The store of hosted zones as the configuration wants it, and who says when a change is everywhere.
// Its tables are in memory: nothing outlives the process.

import { MemoryTables } from "../store/memory-tables.ts";
import { Route53Store } from "../store/route53-store.ts";
import type { Config } from "./config.ts";

export function openStore({ testing }: Config): Route53Store {
  const { strictness, changePropagationMs } = testing;
  const store = new Route53Store(new MemoryTables(), { strictness, changePropagationMs });
  // Nobody serves hosted zones over DNS yet, so everybody who does has every change.
  store.onCommit((effects) => {
    for (const effect of effects) if ("changeId" in effect) store.acknowledge(effect.changeId);
  });
  return store;
}
