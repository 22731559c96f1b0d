// Forgetting on purpose: an operator's flush, a test's reset. What is remembered lies in six places, and an answer that is forgotten in
// one of them comes back from another; so this is the one list of them.

import { Name } from "../dns/name.ts";
import type { Reach } from "./cache/record-cache.ts";
import type { World } from "./world.ts";

export interface Forgotten {
  /** null: everything. */
  readonly name: Name | null;
  /** null: every type. */
  readonly type: number | null;
  readonly reach: Reach;
}

/** Forgets what was learnt of a name, or of all. Returns how many sets the cache of records has less. */
export function forget({ cache, delegations, failures, proofs, servers, trust }: World, what: Forgotten): number {
  const { name, type } = what;
  const [from, reach] = name === null ? [Name.root, "subtree" as const] : [name, what.reach];
  const removed = cache.flush(from, type, reach);
  if (type === null) delegations.flush(from, reach);
  if (name === null && type === null) servers.forget();
  trust.flush(from, reach);
  proofs.flush(from, reach);
  failures.clear();
  return removed;
}
