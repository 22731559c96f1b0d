// The context object that a handler is given, and the callback: as Lambda's Node.js runtime has them, with done, succeed
// and fail of its first days. DG: nodejs-context, nodejs-handler (callbacks).

import type { InstanceData, InvocationHead } from "./messages.ts";

/** How a handler ended by callback. */
export interface Ending {
  readonly error: unknown;
  readonly value: unknown;
  /** Whether what is still running is waited for. */
  readonly waits: boolean;
}

export interface HandlerContext {
  callbackWaitsForEmptyEventLoop: boolean;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly identity: unknown;
  readonly clientContext: unknown;
  getRemainingTimeInMillis(): number;
  done(error: unknown, value?: unknown): void;
  succeed(value: unknown): void;
  fail(error: unknown): void;
}

/** A handler's second argument. */
export function contextOf(data: InstanceData, head: InvocationHead, end: (ending: Ending) => void): HandlerContext {
  const deadlineMs = Date.now() + data.timeoutMs;
  const now = (error: unknown, value?: unknown): void => end({ error, value, waits: false });
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.name,
    functionVersion: data.version,
    invokedFunctionArn: head.invokedArn,
    memoryLimitInMB: String(data.memoryMb),
    awsRequestId: head.requestId,
    logGroupName: data.logGroup,
    logStreamName: data.logStream,
    identity: undefined,
    clientContext: clientContextOf(head.clientContext),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    done: now,
    succeed: (value) => now(null, value),
    fail: (error) => now(error ?? new Error("handled")),
  };
}

/** A handler's third argument. */
export function callbackOf(
  context: HandlerContext,
  end: (ending: Ending) => void,
): (error: unknown, value?: unknown) => void {
  return (error, value) => end({ error, value, waits: context.callbackWaitsForEmptyEventLoop });
}

/** A client's context is JSON in base64; what is none is as if nobody had sent it. */
function clientContextOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(Buffer.from(text, "base64").toString()) as unknown;
  } catch {
    return undefined;
  }
}
