// What an instance is given: when it starts, what to load and what it is called; for each call, its invocation as text.
// Read next: ./messages.ts.

import type { Call } from "./call.ts";
import { composeInvocation, type InstanceData } from "./messages.ts";
import type { FunctionPlan } from "./plan.ts";

export function instanceData(
  plan: FunctionPlan,
  environment: Readonly<Record<string, string>>,
  shared: Pick<InstanceData, "progress" | "calls" | "answers">,
): InstanceData {
  const { source, name, version, memoryMb, logGroup, timeoutMs } = plan;
  if (source.kind === "url") throw new Error("A remote runtime has no instances.");
  return {
    path: source.kind === "folder" ? source.folder : source.path,
    lookUp: source.kind,
    handler: source.handler,
    name,
    version,
    memoryMb,
    logGroup,
    logStream: environment["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "",
    timeoutMs,
    ...shared,
  };
}

export function composeCall({ requestId, invokedArn, invocation }: Call): string {
  return composeInvocation({
    requestId,
    invokedArn,
    traceId: invocation.traceId ?? "",
    clientContext: invocation.clientContext ?? "",
    event: invocation.packed ?? invocation.payload,
    form: invocation.packed === undefined ? "text" : "lines",
  });
}
