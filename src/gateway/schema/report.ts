// The errors of a body that does not fit its model, in the words of the validator that AWS runs (json-schema-validator,
// "fge"), and as the list that $context.error.validationErrorString holds:
//
//   [instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])]

export class ValidationReport {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    this.messages = messages;
  }

  get isValid(): boolean {
    return this.messages.length === 0;
  }

  /** As `$context.error.validationErrorString` has it. */
  toString(): string {
    return `[${this.messages.join(", ")}]`;
  }
}
