// Methods and properties of Java's types, as far as templates can reach them. callMethod gives undefined where a type has
// no such method; what Java throws is a RunFault. Arguments are what Velocity makes of them: a text where Java wants a
// CharSequence, an integer where it wants an int; anything else means another method, so there is none.
// Read next: ./string-methods.ts, ./collection-methods.ts, ./number-methods.ts.

import { isNumber } from "../json/value.ts";
import { listMethods, mapMethods } from "./collection-methods.ts";
import { Entry } from "./entry.ts";
import { numberMethods } from "./number-methods.ts";
import { sameValue } from "./same-value.ts";
import { stringMethods } from "./string-methods.ts";
import { javaText } from "./text.ts";
import { type CallSite, HostObject, type Value } from "./values.ts";

export function callMethod(target: Value, name: string, args: readonly Value[], site: CallSite): Value | undefined {
  const result = callOwn(target, name, args, site);
  return result === undefined && target !== null ? callOfAll(target, name, args) : result;
}

function callOwn(target: Value, name: string, args: readonly Value[], site: CallSite): Value | undefined {
  if (typeof target === "string") return own(stringMethods, name)?.(target, args, site);
  if (isNumber(target)) return own(numberMethods, name)?.(target, args);
  if (target === null || typeof target === "boolean") return undefined;
  if (target instanceof HostObject) return target.call(name, args, site);
  if (target instanceof Map) return own(mapMethods, name)?.(target, args);
  return own(listMethods, name)?.(target, args);
}

/** The method of that name, and nothing that a plain object has by itself. */
function own<Method>(methods: Readonly<Record<string, Method>>, name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** What java.lang.Object has. getClass() is closed, as it leads out of the template. */
function callOfAll(target: Value, name: string, args: readonly Value[]): Value | undefined {
  if (name === "toString" && args.length === 0) return javaText(target);
  if (name === "equals" && args.length === 1) return sameValue(target, args[0]);
  if (name === "booleanValue" && args.length === 0 && typeof target === "boolean") return target;
  return undefined;
}

/** `$target.name` without parentheses: a key of a map, a property of an object, or a Java bean's isName() and getName(). */
export function propertyOf(target: Value, name: string): Value {
  if (target instanceof Map) return target.get(name) ?? null;
  if (target instanceof Entry || target instanceof HostObject) return target.property(name);
  if (name === "empty" && (typeof target === "string" || Array.isArray(target))) return target.length === 0;
  return null;
}
