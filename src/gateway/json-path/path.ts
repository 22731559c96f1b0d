// JSONPath as Jayway reads it (github.com/json-path/JsonPath), the library that AWS's mapping templates use.
//
//   const path = compileJsonPath("$.pets[?(@.price > 10)].name");   // JsonPath | JsonPathFault (offset, message)
//   path.read(document);
//
// A definite path names at most one value, and gives it, or undefined where it is not there. An indefinite one (`..`, a
// wildcard, a filter, a slice, several keys or places) gives a list, which may be empty.
// Invariants: a path is parsed once; one evaluation visits a bounded number of nodes. Read next: ./parser.ts, ./steps.ts.

import { maxJsonPathVisits } from "../../base/limits.ts";
import type { JsonValue } from "../json/value.ts";
import { MatchTimeout, withinMatchTime } from "../matching/match-time.ts";
import { JsonPathFault, PathStop } from "./fault.ts";
import { parsePath } from "./parser.ts";
import { type Step, Walk } from "./steps.ts";

export { JsonPathFault } from "./fault.ts";

export function compileJsonPath(text: string): JsonPath | JsonPathFault {
  try {
    return new JsonPath(parsePath(text));
  } catch (fault) {
    if (fault instanceof PathStop) return new JsonPathFault(fault.message, fault.offset);
    throw fault;
  }
}

export class JsonPath {
  readonly isDefinite: boolean;
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.isDefinite = steps.every((step) => step.isDefinite);
  }

  /** A fault only where the evaluation visits more nodes than it may, or its patterns take longer than they may. */
  read(document: JsonValue): JsonValue | undefined | JsonPathFault {
    const found = withinMatchTime(() => this.#walk(document));
    return found instanceof MatchTimeout ? new JsonPathFault(found.message, 0) : found;
  }

  #walk(document: JsonValue): JsonValue | undefined | JsonPathFault {
    try {
      return new Walk(document, maxJsonPathVisits).read(this.#steps, document, this.isDefinite);
    } catch (fault) {
      if (fault instanceof PathStop) return new JsonPathFault(fault.message, fault.offset);
      throw fault;
    }
  }
}
