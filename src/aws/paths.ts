// Which operation a method and a path mean, and what the path's places hold. Clients write ids in several ways: bare, with
// the path of their kind before it (/hostedzone/Z1), that path's slashes encoded or not; some put a slash at the end.
// A place {name+} takes all that follows; a query in the model's path (?mode=import) tells operations of one path apart.
// Invariant: no text of a client becomes code or a property name; places are found by the model's own names.

import { decodePercent } from "../base/percent.ts";
import type { Member, Operation } from "./model.ts";

export interface Target {
  readonly operation: Operation;
  /** What stands in the path's places, by the place's name, decoded. */
  readonly places: ReadonlyMap<string, string>;
}

type Step =
  | { readonly literal: string }
  | { readonly place: string; readonly mayHaveKind: boolean; readonly takes: "one" | "all" };

interface Way {
  readonly operation: Operation;
  readonly steps: readonly Step[];
  /** Pairs that stand in the query. */
  readonly fixed: readonly string[];
}

/** Shapes whose values may come with the path of their kind. */
const prefixed: ReadonlySet<string> = new Set(["ResourceId", "ChangeId"]);
const kinds: ReadonlySet<string> = new Set(["hostedzone", "change", "delegationset"]);

export type PathFinder = (method: string, path: string, query?: string) => Target | null;

/** Finds operations by the paths of a model. */
export function pathFinder(operations: Iterable<Operation>): PathFinder {
  const ways = Array.from(operations, wayOf).toSorted((one, other) => other.fixed.length - one.fixed.length);
  return (method, path, query = "") => {
    const pairs = query.split("&");
    const parts = path
      .split("/")
      .filter((part) => part !== "")
      .map(decodePercent);
    for (const { operation, steps, fixed } of ways) {
      const isMeant = operation.method === method && fixed.every((pair) => pairs.includes(pair));
      const places = isMeant ? match(steps, parts) : null;
      if (places !== null) return { operation, places };
    }
    return null;
  };
}

/** `/hostedzone/Z1` and `hostedzone/Z1` as `Z1`. */
export function withoutKind(id: string): string {
  const [, kind, bare] = /^\/?([a-z]+)\/([^/]+)$/.exec(id) ?? [];
  return kind !== undefined && kinds.has(kind) ? bare : id;
}

/** Whether values of this member may come with the path of their kind. */
export function mayHaveKind({ shape }: Member): boolean {
  return prefixed.has(shape.name);
}

function wayOf(operation: Operation): Way {
  const [path, query = ""] = operation.path.split("?");
  const steps = path
    .split("/")
    .filter((part) => part !== "")
    .map((part): Step => {
      const [, place, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
      if (place === undefined) return { literal: part };
      const member = operation.input.members.find((one) => one.place === "uri" && one.wireName === place);
      const takes = greedy === "+" ? "all" : "one";
      return { place, mayHaveKind: member !== undefined && mayHaveKind(member), takes };
    });
  return { operation, steps, fixed: query === "" ? [] : query.split("&") };
}

function match(steps: readonly Step[], parts: readonly string[]): ReadonlyMap<string, string> | null {
  const places = new Map<string, string>();
  let at = 0;
  for (const step of steps) {
    // /hostedzone//hostedzone/Z1: the kind comes once more.
    if ("place" in step && step.mayHaveKind && kinds.has(parts[at]) && parts.length > steps.length) at += 1;
    const part: string | undefined = parts[at];
    if (part === undefined || ("literal" in step && part !== step.literal)) return null;
    const taken = "takes" in step && step.takes === "all" ? parts.slice(at) : [part];
    if ("place" in step) places.set(step.place, taken.join("/"));
    at += taken.length;
  }
  return at === parts.length ? places : null;
}
