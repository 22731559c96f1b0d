// Lambda's operations for the API listener, by the model's names with a small first letter: those of the store as they are,
// and invoking. What is invoked is the port's; here its answers become the operation's output, or its fault.
// AWS API: Invoke, InvokeAsync, InvokeWithResponseStream. Read next: ./functions.ts, ../gateway/functions/function-store.ts.

import { randomUUID } from "node:crypto";
import { eventStreamType, printEvent } from "../aws/rest-json/event-stream.ts";
import type { Operations } from "../aws/service-api.ts";
import type { Random } from "../base/random.ts";
import { ServiceFault } from "../base/service-fault.ts";
import type { FunctionContext } from "../gateway/functions/context.ts";
import type { FunctionStore } from "../gateway/functions/function-store.ts";
import { storeOperations } from "./store-operations.ts";
import type { FunctionPort, Invocation, InvocationResult, Refused, Streaming } from "../gateway/functions/port.ts";

interface InvocationRequest {
  readonly FunctionName: string;
  readonly InvocationType?: Invocation["type"];
  readonly LogType?: "None" | "Tail";
  readonly ClientContext?: string;
  readonly Payload?: Uint8Array;
  readonly Qualifier?: string;
}

interface InvocationResponse {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
  readonly ExecutedVersion?: string;
}

interface StreamingResponse {
  readonly StatusCode: number;
  readonly ExecutedVersion: string;
  readonly ResponseStreamContentType: string;
  readonly EventStream: AsyncIterable<Uint8Array>;
}

/** Who calls, and when. */
type Caller = Omit<FunctionContext, "random">;

export interface LambdaParts {
  readonly store: FunctionStore;
  readonly functions: FunctionPort;
  readonly random: Random;
}

/** The base64 of a client's context, before the header that carries it is too long. */
const mostContextCharacters = 3583;

/** Gives the operation of this name, or null when there is none. */
export function lambdaOperations({ store, functions, random }: LambdaParts): Operations {
  const own: Readonly<Record<string, (input: never, caller: Caller) => unknown>> = {
    invoke: (input: InvocationRequest, caller) => invoke(functions, input, caller),
    invokeAsync: async (
      { FunctionName, InvokeArgs }: { readonly FunctionName: string; readonly InvokeArgs: Uint8Array },
      caller,
    ) => {
      const { StatusCode } = await invoke(
        functions,
        { FunctionName, InvocationType: "Event", Payload: InvokeArgs },
        caller,
      );
      return { Status: StatusCode };
    },
    invokeWithResponseStream: (input: InvocationRequest, caller) => invokeStreaming(functions, input, caller),
    // There are none, and none can be published.
    listLayers: () => ({ Layers: [] }),
  };
  const ofStore = storeOperations(store, random);
  return (name) => (Object.hasOwn(own, name) ? own[name] : ofStore(name));
}

async function invoke(functions: FunctionPort, input: InvocationRequest, caller: Caller): Promise<InvocationResponse> {
  return responseOf(await functions.invoke(invocationOf(input, caller)));
}

async function invokeStreaming(
  functions: FunctionPort,
  input: InvocationRequest,
  caller: Caller,
): Promise<StreamingResponse | InvocationResponse> {
  const invocation = invocationOf(input, caller);
  if (invocation.type === "DryRun") return invoke(functions, input, caller);
  const result = await functions.invokeStreaming(invocation);
  if (result.kind === "refused") throw faultOf(result);
  return {
    StatusCode: 200,
    ExecutedVersion: result.executedVersion,
    ResponseStreamContentType: eventStreamType,
    EventStream: eventsOf(result),
  };
}

/** The answer's pieces, and how it ended; what the handler said ahead of them stands before eight zeros, as at AWS. */
async function* eventsOf({ metadata, chunks, ending }: Streaming): AsyncGenerator<Uint8Array> {
  if (metadata !== null)
    yield printEvent("PayloadChunk", Buffer.concat([Buffer.from(JSON.stringify(metadata)), new Uint8Array(8)]));
  for await (const octets of chunks) yield printEvent("PayloadChunk", octets);
  const { errorCode, errorDetails, logTail } = await ending;
  yield printEvent("InvokeComplete", {
    ...(errorCode !== null && { ErrorCode: errorCode, ErrorDetails: errorDetails }),
    ...(logTail !== null && { LogResult: Buffer.from(logTail).toString("base64") }),
  });
}

function invocationOf(input: InvocationRequest, { account, region }: Caller): Invocation {
  const { FunctionName, Qualifier, InvocationType, LogType, ClientContext, Payload } = input;
  if (ClientContext !== undefined && ClientContext.length > mostContextCharacters)
    throw new ServiceFault(
      "InvalidRequestContentException",
      400,
      "Client context must be a valid Base64-encoded JSON.",
    );
  return {
    target: { name: FunctionName, account, region, qualifier: Qualifier },
    payload: Payload === undefined ? "" : textOf(Payload),
    requestId: randomUUID(),
    type: InvocationType ?? "RequestResponse",
    clientContext: ClientContext,
    log: LogType,
  };
}

function textOf(payload: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch (error) {
    throw new ServiceFault(
      "InvalidRequestContentException",
      400,
      "Could not parse request body into json: Could not parse payload into json: Invalid UTF-8",
      { cause: error },
    );
  }
}

function responseOf(result: InvocationResult): InvocationResponse {
  switch (result.kind) {
    case "completed":
      return {
        StatusCode: 200,
        ExecutedVersion: result.executedVersion,
        Payload: Buffer.from(result.payload),
        ...(result.functionError !== null && { FunctionError: result.functionError }),
        ...(result.logTail !== null && { LogResult: Buffer.from(result.logTail).toString("base64") }),
      };
    case "accepted":
      return { StatusCode: 202 };
    case "dry-run":
      return { StatusCode: 204 };
    case "refused":
      throw faultOf(result);
  }
}

function faultOf({ code, status, message, reason }: Refused): ServiceFault {
  return new ServiceFault(code, status, message, reason === undefined ? {} : { members: { Reason: reason } });
}
