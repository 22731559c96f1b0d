// What tables of cases in this folder are held to: an output, or a fault's code and text.

import { expect } from "vitest";
import { ServiceFault } from "../../../src/base/service-fault.ts";

/** The code and the text of the fault that a call throws, or "done". */
export function outcome(call: () => unknown): string {
  try {
    call();
    return "done";
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return `${error.status} ${error.code}: ${error.message}`;
  }
}

export function expectFault(call: () => unknown, text: string): void {
  expect(outcome(call)).toContain(text);
}
