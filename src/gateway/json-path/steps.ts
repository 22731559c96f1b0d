// The steps of a path, and the walk over a document. Each step hands every value that it leads to, to the steps behind it.
// Where nothing is there to be handed, a definite path finds nothing, and an indefinite one goes on elsewhere.
// Functions stand at the end of a path and take what the path before them gives (./functions.ts).

import type { JsonValue } from "../json/value.ts";
import { PathStop } from "./fault.ts";

export type Visit = (value: JsonValue) => void;

export interface Step {
  readonly isDefinite: boolean;
  /** Calls `visit` for each value that the step leads to from `value`. */
  walk(walk: Walk, value: JsonValue, visit: Visit): void;
  readonly isFilter?: boolean;
  /** For a function: makes its value of the path's value before it. */
  apply?(value: JsonValue | undefined): JsonValue | undefined;
}

/** One evaluation: what `$` is within filters, and how many nodes may still be visited. */
export class Walk {
  readonly root: JsonValue;
  #visitsLeft: number;

  constructor(root: JsonValue, visits: number) {
    this.root = root;
    this.#visitsLeft = visits;
  }

  read(steps: readonly Step[], from: JsonValue, isDefinite: boolean): JsonValue | undefined {
    const plain = steps.filter((step) => step.apply === undefined);
    const found: JsonValue[] = [];
    this.#follow(plain, 0, from, (value) => found.push(value));
    let value: JsonValue | undefined = isDefinite ? found[0] : found;
    for (const step of steps) if (step.apply !== undefined) value = step.apply(value);
    return value;
  }

  /** Counts a node that is looked at. */
  visit(): void {
    if (--this.#visitsLeft < 0) throw new PathStop("the path visits more of the document than it may", 0);
  }

  #follow(steps: readonly Step[], at: number, value: JsonValue, end: Visit): void {
    this.visit();
    if (at === steps.length) end(value);
    else steps[at].walk(this, value, (next) => this.#follow(steps, at + 1, next, end));
  }
}

function asObject(value: JsonValue): ReadonlyMap<string, JsonValue> | null {
  return value instanceof Map ? value : null;
}

function asList(value: JsonValue): readonly JsonValue[] | null {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : null;
}

/** `.name`, `['name']`. */
export function member(name: string): Step {
  return {
    isDefinite: true,
    walk(_walk, value, visit) {
      const found = asObject(value)?.get(name);
      if (found !== undefined) visit(found);
    },
  };
}

/** `['a','b']` at the end of a path: one object with those members that are there. */
export function merged(names: readonly string[]): Step {
  return {
    isDefinite: true,
    walk(_walk, value, visit) {
      const object = asObject(value);
      if (object === null) return;
      const kept = new Map<string, JsonValue>();
      for (const name of names) {
        const found = object.get(name);
        if (found !== undefined) kept.set(name, found);
      }
      visit(kept);
    },
  };
}

/** The same behind `..`, where only objects that have all of them count. */
export function mergedWhole(names: readonly string[]): Step {
  const merge = merged(names);
  return {
    isDefinite: true,
    walk(walk, value, visit) {
      if (value instanceof Map && names.every((name) => value.has(name))) merge.walk(walk, value, visit);
    },
  };
}

/** `['a','b']` within a path. */
export function members(names: readonly string[]): Step {
  const each = names.map(member);
  return {
    isDefinite: false,
    walk(walk, value, visit) {
      for (const step of each) step.walk(walk, value, visit);
    },
  };
}

/** `[2]`, `[-1]` from the end, `[0,2]`. */
export function places(indexes: readonly number[]): Step {
  return {
    isDefinite: indexes.length === 1,
    walk(_walk, value, visit) {
      const list = asList(value);
      for (const index of indexes) {
        const found = list?.at(index);
        if (found !== undefined) visit(found);
      }
    },
  };
}

/** `[1:3]`, `[:2]`, `[-2:]`. */
export function slice(from: number | undefined, to: number | undefined): Step {
  return {
    isDefinite: false,
    walk(_walk, value, visit) {
      for (const item of asList(value)?.slice(from, to) ?? []) visit(item);
    },
  };
}

/** `.*`, `[*]`. */
export const wildcard: Step = {
  isDefinite: false,
  walk(walk, value, visit) {
    for (const item of asObject(value)?.values() ?? asList(value) ?? []) {
      walk.visit();
      visit(item);
    }
  },
};

/** `[?(…)]`: the elements of a list that fulfil it; an object itself where it does. */
export function filter(test: (walk: Walk, value: JsonValue) => boolean): Step {
  return {
    isDefinite: false,
    isFilter: true,
    walk(walk, value, visit) {
      const candidates = asList(value) ?? (value instanceof Map ? [value] : []);
      for (const candidate of candidates) {
        walk.visit();
        if (test(walk, candidate)) visit(candidate);
      }
    },
  };
}

/** `..` before a step: the step from here and from everything below, from the top down. */
export function descend(step: Step): Step {
  const from = (walk: Walk, value: JsonValue, visit: Visit, isElement: boolean): void => {
    walk.visit();
    // A filter has met the objects of a list through the list.
    if (!(isElement && step.isFilter === true && value instanceof Map)) step.walk(walk, value, visit);
    const list = asList(value);
    for (const item of asObject(value)?.values() ?? list ?? []) from(walk, item, visit, list !== null);
  };
  return { isDefinite: false, walk: (walk, value, visit) => from(walk, value, visit, false) };
}
