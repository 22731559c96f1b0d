// The port to functions: how whoever has a request gets a Lambda handler to answer it. The engine's integrations and
// authorizers go through it, and so does the Invoke operation; ../../http/functions/ runs the handlers.
// Payloads are JSON as text both ways, and read only by whoever needs their contents. What goes wrong is a value: a
// handler that fails is an answer of the function (`functionError`), all that keeps it from being run is a refusal with
// AWS's code. Invariants: a promise of this port never rejects; it settles at the latest when the function's own time
// is over, or the caller's. AWS API: Invoke, InvokeWithResponseStream.

/** Which function: what a caller wrote, and where names without an account or a region belong. */
export interface FunctionTarget {
  /** A name, name:qualifier, a partial ARN (account:function:name) or a whole one. */
  readonly name: string;
  /** A version or an alias; one in the name and one here must agree. */
  readonly qualifier?: string | undefined;
  readonly account: string;
  readonly region: string;
}

export interface Invocation {
  readonly target: FunctionTarget;
  /** The event: JSON. */
  readonly payload: string;
  /** The same as a thread of ours reads it quicker: the lines of an event (../engine/integrations/event-object.ts). */
  readonly packed?: string | undefined;
  /** A UUID; the handler's `context.awsRequestId`. */
  readonly requestId: string;
  /** Event is answered at once and run later, DryRun is answered and not run. */
  readonly type: "RequestResponse" | "Event" | "DryRun";
  /** The base64 of a JSON object, as in X-Amz-Client-Context. */
  readonly clientContext?: string | undefined;
  /** Whether the last 4 KB of the log come with the answer. */
  readonly log?: "None" | "Tail" | undefined;
  /** X-Amzn-Trace-Id, for the handler's `_X_AMZN_TRACE_ID`. */
  readonly traceId?: string | undefined;
  /** How long the caller waits. The handler goes on afterwards, as at AWS; nobody gets its answer. */
  readonly patienceMs?: number | undefined;
}

/** The function ran: what it returned, or how it failed. */
export interface Completed {
  readonly kind: "completed";
  /** What the handler returned, or an object with errorMessage and errorType: JSON. */
  readonly payload: string;
  /** X-Amz-Function-Error. AWS says Unhandled today, whatever the handler did. */
  readonly functionError: null | "Handled" | "Unhandled";
  /** The version that ran, behind whatever alias. */
  readonly executedVersion: string;
  /** The tail of the log when it was asked for: text, not base64. */
  readonly logTail: string | null;
}

/** It did not run, or nobody waited for it. */
export interface Refused {
  readonly kind: "refused";
  readonly code: RefusalCode;
  /** The status of the Invoke operation. */
  readonly status: number;
  readonly message: string;
  /** The `Reason` of a TooManyRequestsException. */
  readonly reason?: string;
}

export type RefusalCode =
  | "ResourceNotFoundException"
  | "TooManyRequestsException"
  | "RequestTooLargeException"
  | "InvalidRequestContentException"
  | "InvalidParameterValueException"
  | "InvalidRuntimeException"
  | "ServiceException"
  /** The caller's patience ended; no code of AWS. */
  | "CallerTimedOut";

export type InvocationResult =
  | Completed
  | Refused
  /** Event: it is in the queue. */
  | { readonly kind: "accepted"; readonly executedVersion: string }
  /** DryRun: it could have run. */
  | { readonly kind: "dry-run"; readonly executedVersion: string };

/** What `awslambda.HttpResponseStream.from(stream, metadata)` says ahead of the body. */
export interface ResponseMetadata {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
}

/** An answer that is still being written: settled at its first octet, or its end. */
export interface Streaming {
  readonly kind: "streaming";
  readonly executedVersion: string;
  /** Null when the handler wrote octets without saying anything first. */
  readonly metadata: ResponseMetadata | null;
  /** `responseStream.setContentType`; application/octet-stream when nobody said. */
  readonly contentType: string;
  /** The body; to stop reading it (`return`) lets the rest go. Waits for the reader: a slow one slows the handler. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Settles when the handler has ended, after the last chunk. */
  readonly ending: Promise<StreamEnding>;
}

export interface StreamEnding {
  /** Null, or the errorType of what broke the stream. */
  readonly errorCode: string | null;
  /** The failure as JSON, "" when there is none. */
  readonly errorDetails: string;
  readonly logTail: string | null;
}

/** Who asks to invoke, for the function's resource policy. */
export interface FunctionCaller {
  /** A service, such as apigateway.amazonaws.com. */
  readonly principal: string;
  /** arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path} */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

export type Permission = "allowed" | "denied" | "no such function";

export interface FunctionPort {
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** A handler that does not stream has its whole answer as the one chunk. */
  invokeStreaming(invocation: Invocation): Promise<Streaming | Refused>;
  /** Whether the function's resource policy lets the caller invoke it. Functions named in signpost.yaml let everybody. */
  permission(target: FunctionTarget, caller: FunctionCaller): Permission;
}
