// The search of a zone for a name: RFC 1034 §4.3.2 step 3, with wildcards (RFC 4592 §3.3.1) and DNAME (RFC 6672 §3.2).
// It walks down from the apex, label by label, and stops at the first cut, DNAME or missing label; so a long random name
// costs one probe, and what lies below a cut or a DNAME is never looked at.
// One Search serves every query: its fields are the result of the last run. Layout: ./layout.ts.

import type { Memory } from "../base/memory.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import {
  entryOf,
  flagCut,
  flagDname,
  flagExists,
  flagParent,
  headForest,
  treeLabels,
  treeRoot,
  versionFlags,
  visibleVersion,
} from "./layout.ts";
import { childOf } from "./tree.ts";

/** How a search ended. */
export const Outcome = {
  /** The name exists (an empty non-terminal too). */
  found: 0,
  /** The name exists by a wildcard: `node` is the source of synthesis (RFC 4592 §3.3.1). */
  wildcard: 1,
  /** At or above the name stands a zone cut: `node` holds the NS RRset. */
  cut: 2,
  /** Above the name stands a DNAME: `node` holds it. */
  dname: 3,
  /** The name does not exist: `node` is its closest encloser (RFC 4592 §3.3.1). */
  missing: 4,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

const asterisk = new NameCursor();
asterisk.set(Uint8Array.of(1, 0x2a, 0), 0);

export class Search {
  node = 0;
  /** The version of `node` that this search's reader sees. */
  version = 0;
  /** Labels of the sought name left of `node`'s own (of the encloser, for a wildcard). */
  depth = 0;
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Searches the zone `tree`, which must be at or above `name`, as a reader of version `at`. */
  run(tree: number, name: NameCursor, at: number): Outcome {
    const memory = this.#memory;
    const { words } = memory;
    let node = words[tree + treeRoot];
    let version = visibleVersion(memory, node, at);
    let depth = name.count - words[tree + treeLabels];
    while (depth > 0) {
      if ((words[version + versionFlags] & flagDname) !== 0) return this.#end(Outcome.dname, node, version, depth);
      if ((words[version + versionFlags] & flagParent) === 0) return this.#end(Outcome.missing, node, version, depth);
      const child = childOf(memory, tree, node, name, depth - 1);
      const below = child === 0 ? 0 : visibleVersion(memory, child, at);
      if (below === 0 || (words[below + versionFlags] & flagExists) === 0) {
        return this.#synthesise(tree, node, version, depth, at);
      }
      node = child;
      version = below;
      depth--;
      if ((words[version + versionFlags] & flagCut) !== 0) return this.#end(Outcome.cut, node, version, depth);
    }
    return this.#end(Outcome.found, node, version, 0);
  }

  /** RFC 4592 §3.3.1: only the asterisk label right below the closest encloser is a source of synthesis. */
  #synthesise(tree: number, encloser: number, version: number, depth: number, at: number): Outcome {
    const wildcard = childOf(this.#memory, tree, encloser, asterisk, 0);
    const source = wildcard === 0 ? 0 : visibleVersion(this.#memory, wildcard, at);
    if (source === 0 || (this.#memory.words[source + versionFlags] & flagExists) === 0) {
      return this.#end(Outcome.missing, encloser, version, depth);
    }
    return this.#end(Outcome.wildcard, wildcard, source, depth);
  }

  #end(outcome: Outcome, node: number, version: number, depth: number): Outcome {
    this.node = node;
    this.version = version;
    this.depth = depth;
    return outcome;
  }
}

/**
 * The zone nearest above or at `name` among those of a view, or 0: RFC 1034 §4.3.2 step 2.
 * Only zones whose apex has at most `maxApexLabels` labels are considered: the parent side of a cut is asked for DS.
 */
export function nearestZone(memory: Memory, name: NameCursor, at: number, view: number, maxApexLabels: number): number {
  const { words } = memory;
  const forest = words[headForest];
  let node = words[forest + treeRoot];
  let zone = 0;
  for (let depth = name.count; ; depth--) {
    const version = visibleVersion(memory, node, at);
    if (version === 0 || (words[version + versionFlags] & flagExists) === 0) return zone;
    if (name.count - depth > maxApexLabels) return zone;
    const here = entryOf(memory, version, view);
    if (here !== 0) zone = here;
    if (depth === 0 || (words[version + versionFlags] & flagParent) === 0) return zone;
    node = childOf(memory, forest, node, name, depth - 1);
    if (node === 0) return zone;
  }
}

/** Of the nearest zones of two views the nearer; where both have one at the same name, that of the first view. */
export function nearestOfViews(
  memory: Memory,
  name: NameCursor,
  at: number,
  [first, second]: readonly [first: number, second: number],
  maxApexLabels: number,
): number {
  const here = nearestZone(memory, name, at, first, maxApexLabels);
  const there = nearestZone(memory, name, at, second, maxApexLabels);
  if (here === 0 || there === 0) return here === 0 ? there : here;
  return memory.words[there + treeLabels] > memory.words[here + treeLabels] ? there : here;
}
