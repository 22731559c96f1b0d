// #foreach, and what it sets while it goes round: $foreach (count, index, hasNext, first, last, parent, topmost), and
// Velocity's older $velocityCount and $velocityHasNext. All four names have their former values again when it has ended.
// It ends quietly after the rounds that AWS allows; what nothing can be taken from is gone round not at all.

import { maxForeachRounds } from "../../base/limits.ts";
import type { Ending, Expression, Frame, Statement } from "./frame.ts";
import { HostObject, type Value } from "./values.ts";

/** The numbers of the variables that a loop sets. */
export interface LoopSlots {
  readonly variable: number;
  readonly foreach: number;
  readonly velocityCount: number;
  readonly velocityHasNext: number;
}

class LoopState extends HostObject {
  index = -1;
  hasNext = true;
  readonly #parent: LoopState | null;

  constructor(parent: LoopState | null) {
    super();
    this.#parent = parent;
  }

  override property(name: string): Value {
    switch (name) {
      case "index":
        return this.index;
      case "count":
        return this.index + 1;
      case "hasNext":
        return this.hasNext;
      case "first":
        return this.index === 0;
      case "last":
        return !this.hasNext;
      case "parent":
        return this.#parent;
      case "topmost":
        return this.#topmost();
      default:
        return null;
    }
  }

  override call(name: string): Value | undefined {
    const property = /^(?:get|is)([A-Z])(\w*)$/.exec(name);
    if (name === "hasNext") return this.hasNext;
    return property === null ? undefined : (this.property(property[1].toLowerCase() + property[2]) ?? undefined);
  }

  override toString(): string {
    return "$foreach";
  }

  #topmost(): LoopState {
    return this.#parent === null ? this : this.#parent.#topmost();
  }
}

export function loop(slots: LoopSlots, list: Expression, body: Statement, at: number): Statement {
  return (frame) => {
    frame.step(at);
    const items = iterableOf(list(frame));
    if (items === null) return "next";
    const numbers = [slots.variable, slots.foreach, slots.velocityCount, slots.velocityHasNext];
    const before = numbers.map((slot) => frame.get(slot));
    const outer = before[1];
    const ending = goRound(frame, slots, items, body, new LoopState(outer instanceof LoopState ? outer : null));
    numbers.forEach((slot, i) => frame.set(slot, before[i]));
    return ending;
  };
}

function goRound(frame: Frame, slots: LoopSlots, items: Iterable<Value>, body: Statement, state: LoopState): Ending {
  frame.set(slots.foreach, state);
  const iterator = items[Symbol.iterator]();
  for (let next = iterator.next(); next.done !== true && state.index + 1 < maxForeachRounds;) {
    const { value } = next;
    next = iterator.next();
    state.index++;
    state.hasNext = next.done !== true;
    frame.set(slots.variable, value);
    frame.set(slots.velocityCount, state.index + 1);
    frame.set(slots.velocityHasNext, state.hasNext);
    const ending = body(frame);
    if (ending === "break") return "next";
    if (ending === "stop") return ending;
  }
  return "next";
}

function iterableOf(value: Value): Iterable<Value> | null {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return value.values();
  return value instanceof HostObject ? value.items() : null;
}
