// Methods of java.util.List (and Set, and arrays, which are lists here) and java.util.Map. Keys of maps are texts, so a
// key of another kind is its text. What Java throws is a RunFault; lists and maps are bounded in their size.
// A method that Java gives no value gives "", as Velocity makes of it.

import { maxTemplateListItems } from "../../base/limits.ts";
import { Entry } from "./entry.ts";
import { RunFault } from "./fault.ts";
import { sameValue } from "./same-value.ts";
import { javaText } from "./text.ts";
import { ArrayList, type Value } from "./values.ts";

type ListMethod = (list: Value[], args: readonly Value[]) => Value | undefined;
type MapMethod = (map: Map<string, Value>, args: readonly Value[]) => Value | undefined;

/** The element at a place, which must be there. */
export function elementAt(list: readonly Value[], index: number): Value {
  if (index < 0 || index >= list.length)
    throw new RunFault(`IndexOutOfBoundsException: Index ${index} out of bounds for length ${list.length}`);
  return list[index];
}

function refuseLong(size: number): void {
  if (size > maxTemplateListItems) throw new RunFault(`a list has more than ${maxTemplateListItems} elements`);
}

/** The elements of a collection that is an argument; null where it is none. */
function itemsOf(value: Value | undefined): readonly Value[] | null {
  return Array.isArray(value) ? value : null;
}

function placeOf(list: readonly Value[], value: Value | undefined): number {
  if (value === undefined) return -1;
  if (typeof value !== "object" || value === null) return list.indexOf(value);
  return list.findIndex((item) => sameValue(item, value));
}

export const listMethods: Readonly<Record<string, ListMethod>> = {
  size: (list) => list.length,
  length: (list) => list.length,
  isEmpty: (list) => list.length === 0,
  get: (list, [index]) => (typeof index === "number" ? elementAt(list, index) : undefined),
  add(list, args) {
    const [first, second] = args;
    refuseLong(list.length + 1);
    if (args.length === 1) return list.push(first) > 0;
    if (args.length !== 2 || typeof first !== "number") return undefined;
    if (first !== list.length) elementAt(list, first);
    list.splice(first, 0, second);
    return "";
  },
  addAll(list, [first, second]) {
    const items = itemsOf(second ?? first);
    if (items === null) return undefined;
    refuseLong(list.length + items.length);
    const at = typeof first === "number" ? first : list.length;
    if (at !== list.length) elementAt(list, at);
    list.splice(at, 0, ...items.slice());
    return items.length > 0;
  },
  set(list, [index, value]) {
    if (typeof index !== "number" || value === undefined) return undefined;
    const before = elementAt(list, index);
    list[index] = value;
    return before;
  },
  remove(list, [what]) {
    if (typeof what === "number") {
      const before = elementAt(list, what);
      list.splice(what, 1);
      return before;
    }
    const at = placeOf(list, what);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  },
  clear(list) {
    list.length = 0;
    return "";
  },
  contains: (list, [value]) => placeOf(list, value) >= 0,
  containsAll: (list, [values]) => itemsOf(values)?.every((value) => placeOf(list, value) >= 0),
  indexOf: (list, [value]) => placeOf(list, value),
  lastIndexOf: (list, [value]) =>
    value === undefined ? undefined : list.findLastIndex((item) => sameValue(item, value)),
  subList(list, [from, to]) {
    if (typeof from !== "number" || typeof to !== "number") return undefined;
    if (from < 0 || to > list.length || from > to) throw new RunFault(`IndexOutOfBoundsException: ${from} to ${to}`);
    return ArrayList.listOf(list.slice(from, to));
  },
  iterator: (list) => list,
  toArray: (list) => ArrayList.listOf(list),
};

const nothing = ""; // What Velocity makes of a method that gives no value.

function keyOf(value: Value | undefined): string {
  return javaText(value ?? null);
}

export const mapMethods: Readonly<Record<string, MapMethod>> = {
  size: (map) => map.size,
  isEmpty: (map) => map.size === 0,
  get: (map, [key]) => map.get(keyOf(key)) ?? null,
  getOrDefault: (map, [key, other]) => map.get(keyOf(key)) ?? other ?? null,
  put(map, args) {
    if (args.length !== 2) return undefined;
    const key = keyOf(args[0]);
    const before = map.get(key) ?? null;
    map.set(key, args[1]);
    refuseLong(map.size);
    return before;
  },
  putIfAbsent(map, [key, value]) {
    if (value === undefined) return undefined;
    const before = map.get(keyOf(key)) ?? null;
    if (before === null) map.set(keyOf(key), value);
    refuseLong(map.size);
    return before;
  },
  putAll(map, [other]) {
    if (!(other instanceof Map)) return undefined;
    for (const [key, value] of other) map.set(key, value);
    refuseLong(map.size);
    return nothing;
  },
  remove(map, [key]) {
    const before = map.get(keyOf(key)) ?? null;
    map.delete(keyOf(key));
    return before;
  },
  clear(map) {
    map.clear();
    return nothing;
  },
  containsKey: (map, [key]) => map.has(keyOf(key)),
  containsValue: (map, [value]) => placeOf([...map.values()], value) >= 0,
  keySet: (map) => ArrayList.listOf(map.keys()),
  values: (map) => ArrayList.listOf(map.values()),
  entrySet: (map) => ArrayList.listOf(Array.from(map.keys(), (key) => new Entry(map, key))),
};
