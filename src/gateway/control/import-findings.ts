// What an import finds wrong with its document: errors, all of which are told in one refusal, and warnings, which are shown with
// the API or are a refusal of their own (AWS guide: api-gateway-import-api-errors-warnings). An error is what the operation that
// would have made the thing says, with the thing before it.
// Read next: ./api-imports.ts, ./imported-methods.ts.

import { badRequest, ControlFault } from "./faults.ts";

export class ImportFindings {
  readonly warnings: string[];
  readonly #errors: string[] = [];

  constructor(warnings: readonly string[]) {
    this.warnings = [...warnings];
  }

  /** Makes something, or notes why that is refused: `task` says what was tried. */
  attempt<Made>(task: string, make: () => Made): Made | null {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ControlFault)) throw error;
      this.#errors.push(`${task}: ${error.message}`);
      return null;
    }
  }

  /** Throws when an import with these findings is to leave nothing behind. */
  hold(failOnWarnings: boolean): void {
    refuse("Errors", this.#errors);
    if (failOnWarnings) refuse("Warnings", this.warnings);
  }
}

function refuse(kind: string, sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  throw badRequest(`${kind} found during import:\n${sentences.map((sentence) => `\t${sentence}`).join("\n")}`);
}
