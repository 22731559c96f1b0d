// What an operation of a control API throws when it refuses: the code that clients tell faults by, the HTTP status, and a
// sentence for people. Here, below everything, so that the floors that decide and the floor that writes answers share it.
// Invariant: what is thrown as such a fault is shown to the client as it is; all other errors are faults of ours and are not.

export interface FaultDetails {
  /** After how many seconds a client may come again. */
  readonly retryAfterSeconds?: number;
  /** What else stands in the answer's body, beside the message. */
  readonly members?: { readonly [name: string]: unknown };
  readonly cause?: unknown;
}

export class ServiceFault<Code extends string = string> extends Error {
  override readonly name: string = "ServiceFault";
  readonly code: Code;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly members: { readonly [name: string]: unknown };

  constructor(code: Code, status: number, message: string, details: FaultDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.members = details.members ?? {};
  }
}
