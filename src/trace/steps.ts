// Every decision that the program can take, by id. Whoever adds a step adds a test that reaches it, and runs
// scripts/rfc-page.ts: test/house/steps.test.ts holds both. What a step is: ./step.ts.

import type { OperandsOf, Step } from "./step.ts";
import { authoritySteps } from "./steps/authority.ts";
import { requestSteps } from "./steps/request.ts";
import { resolverSteps } from "./steps/resolver.ts";
import { routingSteps } from "./steps/routing.ts";
import { traceSteps } from "./steps/trace.ts";
import { transferSteps } from "./steps/transfer.ts";
import { validationSteps } from "./steps/validation.ts";

/** The tables, each in the order in which its steps happen. No id stands in two of them. */
export const stepTables = {
  request: requestSteps,
  transfer: transferSteps,
  authority: authoritySteps,
  routing: routingSteps,
  resolver: resolverSteps,
  validation: validationSteps,
  trace: traceSteps,
};

export const allSteps = {
  ...requestSteps,
  ...transferSteps,
  ...authoritySteps,
  ...routingSteps,
  ...resolverSteps,
  ...validationSteps,
  ...traceSteps,
};

export type StepId = keyof typeof allSteps;
export type Operands<Id extends StepId> = (typeof allSteps)[Id] extends Step
  ? OperandsOf<(typeof allSteps)[Id]>
  : never;

/** The step of an id that came from outside, or null when this version does not know it. */
export function findStep(id: string): Step | null {
  return Object.hasOwn(allSteps, id) ? allSteps[id as StepId] : null;
}

/** Takes the steps of one question as they happen. With nobody listening there is none: `trace?.note(…)` is one branch. */
export interface Trace {
  /** `message`: the octets that went out or came in at this step, to be shown as they are. */
  note<Id extends StepId>(step: Id, operands: Operands<Id>, message?: Uint8Array): void;
  /** The trace of work that this step began (a name server's address to look up, say), told indented below it. */
  nested(): Trace;
}
