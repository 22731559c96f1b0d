// How a function's failure is told: an object with errorType, errorMessage and, where there is a stack, trace, as Lambda's
// Node.js runtime makes it, and the sentences of the sandbox around it: out of time, out of memory, gone.
// DG: nodejs-exceptions, troubleshooting-invocation; the texts are those that Lambda answers with today.

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Of whatever was thrown, as AWS's runtime client for Node.js tells it. Never throws, whatever the thing does when it is looked at. */
export function failureOf(thrown: unknown, errorType?: string): Failure {
  try {
    if (isError(thrown)) {
      const { name, message, stack } = thrown;
      return {
        errorType: errorType ?? (typeof name === "string" && name !== "" ? name : "Error"),
        errorMessage: String(message),
        trace: typeof stack === "string" ? stack.split("\n") : [],
      };
    }
    return { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: errorType ?? "handled", errorMessage: unreadable, trace: [] };
  }
}

/** The client's own words, also where no callback was called. */
const unreadable =
  "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";

/** A failure that an instance told of: its text where it is one, for what a handler writes by itself is not believed. */
export function readFailure(text: string): Failure {
  const read = readObject(text);
  const isOne = read !== null && typeof read["errorType"] === "string" && typeof read["errorMessage"] === "string";
  return isOne ? (read as unknown as Failure) : { errorType: "Runtime.Unknown", errorMessage: "Unknown reason" };
}

/** The object that a text is in JSON, or null. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

interface ErrorParts {
  readonly name: unknown;
  readonly message: unknown;
  readonly stack?: unknown;
}

/** Errors of another realm are no instances of ours; what has all that an error has is taken for one. */
function isError(thrown: unknown): thrown is ErrorParts {
  if (thrown instanceof Error || Error.isError(thrown)) return true;
  if (typeof thrown !== "object" || thrown === null) return false;
  const parts = thrown as Partial<ErrorParts>;
  return isFilled(parts.name) && isFilled(parts.message) && isFilled(parts.stack);
}

function isFilled(part: unknown): boolean {
  return typeof part === "string" && part !== "";
}

export function timedOut(requestId: string, timeoutMs: number): Failure {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}

export function outOfMemory(requestId: string): Failure {
  return {
    errorType: "Runtime.OutOfMemory",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

export function exited(requestId: string, exitCode: number): Failure {
  const how = exitCode === 0 ? "without providing a reason" : `with error: exit status ${exitCode}`;
  return { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: Runtime exited ${how}` };
}

/** What the log says of a failure that no handler could print anything of: that the thread has gone. A timeout is told as it happens. */
export function sandboxLines({ errorType, errorMessage, trace }: Failure): readonly string[] {
  const isGone = trace === undefined && (errorType === "Runtime.ExitError" || errorType === "Runtime.OutOfMemory");
  return isGone ? [errorMessage, errorType] : [];
}

export function responseTooLarge(most: number): Failure {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${most} bytes).`,
  };
}
