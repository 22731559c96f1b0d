// What a template's references stand for: Java's strings, numbers, booleans, maps and lists, and the objects that API
// Gateway puts beside them ($input, $util, $context). JSON that was read and values that a template makes are of one
// kind, but for lists: a list of JSON prints as JSON ([{"a":1}]: json-smart's JSONArray), one that a template made prints
// as java.util.ArrayList does ([{a=1}]). Both as recorded from AWS. null is Java's null; a reference never yields it.
// Read next: ./methods.ts for what can be called, ./text.ts for how things print.

import type { JavaDouble } from "../json/double.ts";

export type Value = string | number | bigint | JavaDouble | boolean | null | Value[] | Map<string, Value> | HostObject;

/** A list that a template made: prints as Java does. All other lists came from JSON. */
export class ArrayList extends Array<Value> {
  static listOf(values: Iterable<Value>): ArrayList {
    const list = new ArrayList();
    for (const value of values) list.push(value);
    return list;
  }
}

/** One call in the text of a template. What a callee makes of a literal argument, it may keep here for the next run. */
export interface CallSite {
  text?: string;
  made?: unknown;
}

/** An object that is neither JSON nor Java's own: what its names and methods mean is its own affair. */
export abstract class HostObject {
  /** `$object.name`; null where there is no such property. */
  property(_name: string): Value {
    return null;
  }

  /** `$object.name(…)`; undefined where there is no such method. */
  call(_name: string, _args: readonly Value[], _site: CallSite): Value | undefined {
    return undefined;
  }

  /** `#set($object.name = …)`. */
  assign(_name: string, _value: Value): void {
    // Velocity says nothing where a property cannot be set.
  }

  /** What `#foreach` walks over; null where nothing can be walked over. */
  items(): Iterable<Value> | null {
    return null;
  }

  abstract toString(): string;
}
