// References, compiled: $root, and behind it properties, methods and indexes. A reference that leads to nothing is "", as
// AWS was recorded to have it everywhere: in the output, in conditions, in what it is compared with.

import { elementAt } from "./collection-methods.ts";
import { isBuiltin } from "./builtins.ts";
import type { Expression, Frame } from "./frame.ts";
import { callMethod, propertyOf } from "./methods.ts";
import { javaText } from "./text.ts";
import { type CallSite, HostObject, type Value } from "./values.ts";

export type Accessor =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "method"; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly kind: "index"; readonly index: Expression; readonly at: number };

export interface Reference {
  readonly root: string;
  readonly slot: number;
  readonly accessors: readonly Accessor[];
  /** As it stands in the template. */
  readonly text: string;
}

type Follow = (frame: Frame, target: Value) => Value;

/** What a reference without a value is on AWS. */
const missing = "";

export function readReference(reference: Reference): Expression {
  const read = readRoot(reference);
  const follows = reference.accessors.map(follower);
  if (follows.length === 0) return (frame) => read(frame) ?? missing;
  return (frame) => {
    let value = read(frame);
    for (let i = 0; i < follows.length; i++) {
      if (value === null || value === undefined) return missing;
      value = follows[i](frame, value);
    }
    return value ?? missing;
  };
}

/** Sets what the reference names; where there is nothing that could take it, Velocity says nothing. */
export function writeReference(reference: Reference): (frame: Frame, value: Value) => void {
  const { slot, accessors } = reference;
  const last = accessors.at(-1);
  if (last === undefined) return (frame, value) => frame.set(slot, value);
  const read = readReference({ ...reference, accessors: accessors.slice(0, -1) });
  return (frame, value) => {
    const target = read(frame);
    if (last.kind === "method") return;
    if (last.kind === "property") assign(target, last.name, value);
    else assign(target, last.index(frame), value);
  };
}

function assign(target: Value, key: Value, value: Value): void {
  if (target instanceof Map) target.set(javaText(key), value);
  else if (target instanceof HostObject) target.assign(javaText(key), value);
  else if (Array.isArray(target) && typeof key === "number") {
    const index = key < 0 ? key + target.length : key;
    elementAt(target, index);
    target[index] = value;
  }
}

function readRoot({ root, slot }: Reference): (frame: Frame) => Value | undefined {
  return isBuiltin(root) ? (frame) => frame.getBuiltin(slot, root) : (frame) => frame.get(slot);
}

function follower(accessor: Accessor): Follow {
  switch (accessor.kind) {
    case "property": {
      const { name } = accessor;
      return (_frame, target) => propertyOf(target, name);
    }
    case "index": {
      const { index, at } = accessor;
      return (frame, target) => {
        const key = index(frame);
        frame.step(at);
        return indexed(target, key);
      };
    }
    case "method":
      return caller(accessor);
  }
}

function caller({ name, args, at }: Accessor & { kind: "method" }): Follow {
  const site: CallSite = {};
  const isLinear = linearMethods.has(name);
  return (frame, target) => {
    const values: Value[] = [];
    for (const arg of args) values.push(arg(frame));
    frame.step(at);
    if (isLinear) frame.spend(costOf(target));
    const result = callMethod(target, name, values, site) ?? null;
    // What was made was paid for by its size: a payload of megabytes, printed in a loop, is soon no more.
    if (typeof result === "string") frame.spend(result.length >> 6);
    return result;
  };
}

/** Methods that go through all of a large list, map or text, however little they give. */
const linearMethods: ReadonlySet<string> = new Set(
  ["contains", "containsAll", "containsValue", "indexOf", "lastIndexOf", "remove", "equals", "addAll", "putAll"].concat(
    ["subList", "toArray", "keySet", "values", "entrySet", "matches", "split", "toCharArray", "getBytes", "hashCode"],
  ),
);

/** Eight elements, or 64 characters, that are gone through count as a step. */
function costOf(value: Value): number {
  if (typeof value === "string") return value.length >> 6;
  if (Array.isArray(value)) return value.length >> 3;
  return value instanceof Map ? value.size >> 3 : 0;
}

function indexed(target: Value, key: Value): Value {
  if (target instanceof Map) return target.get(javaText(key)) ?? null;
  if (target instanceof HostObject) return target.property(javaText(key));
  if (!Array.isArray(target) || typeof key !== "number") return null;
  return elementAt(target, key < 0 ? key + target.length : key);
}
