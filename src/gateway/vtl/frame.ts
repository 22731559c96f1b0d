// One run of a template: its output so far, its variables in slots, and what it may still spend. A template's names are
// numbered when it is compiled, so a variable is a place in an array; $input and its like are made when first touched.
// Statements and expressions are closures over nothing but the template; all that changes is in the frame.

import { maxTemplateDepth, maxTemplateOutput, maxTemplateSteps } from "../../base/limits.ts";
import { RunFault } from "./fault.ts";
import { makeBuiltin } from "./builtins.ts";
import type { TemplateScope } from "./scope.ts";
import { HostObject, type Value } from "./values.ts";

/** How a statement ends: the next one follows, the nearest #foreach ends, or the whole template does. */
export type Ending = "next" | "break" | "stop";
export type Statement = (frame: Frame) => Ending;
/** null where Java has null; references never give it. */
export type Expression = (frame: Frame) => Value;

export class Frame {
  out = "";
  /** Offset in the template of what runs now, for faults. */
  at = 0;
  readonly scope: TemplateScope;
  readonly #slots: (Value | undefined)[];
  #stepsLeft = maxTemplateSteps;
  #depth = 0;

  constructor(scope: TemplateScope, slots: number) {
    this.scope = scope;
    this.#slots = new Array<Value | undefined>(slots);
  }

  put(text: string): void {
    this.out += text;
    if (this.out.length > maxTemplateOutput)
      throw new RunFault(`the output has more than ${maxTemplateOutput} characters`);
  }

  /** Counts one statement or call. */
  step(at: number): void {
    this.at = at;
    this.spend(1);
  }

  /** Counts work that a step does beyond the usual. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw new RunFault(`the template takes more than ${maxTemplateSteps} steps`);
  }

  /** undefined where nothing was set. */
  get(slot: number): Value | undefined {
    return this.#slots[slot];
  }

  set(slot: number, value: Value | undefined): void {
    this.#slots[slot] = value;
  }

  /** A variable that is there before the template sets anything. */
  getBuiltin(slot: number, name: string): Value | undefined {
    const value = this.#slots[slot];
    return value === undefined ? (this.#slots[slot] = makeBuiltin(name, this.scope)) : value;
  }

  /** What the statements put out, instead of putting it out. */
  capture(body: Statement): string {
    if (++this.#depth > maxTemplateDepth)
      throw new RunFault(`texts within texts nest more than ${maxTemplateDepth} deep`);
    const before = this.out;
    this.out = "";
    body(this);
    const captured = this.out;
    this.out = before;
    this.#depth--;
    return captured;
  }
}

/** What #define makes: statements that run where the reference to them prints. */
export class Block extends HostObject {
  readonly #frame: Frame;
  readonly #body: Statement;

  constructor(frame: Frame, body: Statement) {
    super();
    this.#frame = frame;
    this.#body = body;
  }

  override toString(): string {
    this.#frame.step(this.#frame.at);
    return this.#frame.capture(this.#body);
  }
}
