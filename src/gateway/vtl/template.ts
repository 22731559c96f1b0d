// Mapping templates of API Gateway: Apache Velocity 1.x, as AWS runs it. A template is compiled once into closures and run
// for each request; text without a directive or a reference is recognised, and costs nothing to run.
//
//   const template = compileTemplate(text);            // Template | TemplateFault (line, column, message)
//   if (template.constant !== null) send(template.constant);
//   else template.run(scope);                          // string | TemplateFault
//
// What AWS was recorded to do and plain Velocity does not: a reference without a value is "", and so true in #if; #macro
// is read and dropped, and #macro calls, #evaluate, #include and #parse stand in the output as they are written.
// Read next: ./scope.ts (what a run needs), ./parser.ts, ./statements.ts, ./expressions.ts.

import { maxTemplateCharacters } from "../../base/limits.ts";
import { withinMatchTime } from "../matching/match-time.ts";
import { faultAt, RunFault, TemplateFault } from "./fault.ts";
import { parseTemplate } from "./parser.ts";
import { Frame, type Statement } from "./frame.ts";
import type { TemplateScope } from "./scope.ts";

export interface Template {
  /** The output of every run where no run can differ, else null. */
  readonly constant: string | null;
  /** The output, or what went wrong in this run. What was set in the scope's overrides until then stays there. */
  run(scope: TemplateScope): string | TemplateFault;
}

export function compileTemplate(text: string): Template | TemplateFault {
  if (text.length > maxTemplateCharacters)
    return new TemplateFault(`the template has more than ${maxTemplateCharacters} characters`, 1, 1);
  const parsed = parseTemplate(text);
  if (parsed instanceof TemplateFault) return parsed;
  const { body, constant, slots } = parsed;
  if (constant !== null) return { constant, run: () => constant };
  return {
    constant,
    run(scope) {
      const frame = new Frame(scope, slots);
      const fault = withinMatchTime(() => faultOf(body, frame));
      return fault === null ? frame.out : faultAt(text, frame.at, fault.message);
    },
  };
}

/** Runs it; null where nothing goes wrong. */
function faultOf(body: Statement, frame: Frame): { readonly message: string } | null {
  try {
    body(frame);
    return null;
  } catch (fault) {
    if (fault instanceof RunFault) return fault;
    // Blocks within blocks that #define renders within one another: each is bounded, all together end the stack.
    if (fault instanceof RangeError) return { message: "it nests too deep to run" };
    throw fault;
  }
}
