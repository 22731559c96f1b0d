// Ports that tell the execution log what goes to a backend and what comes back, in API Gateway's sentences (recorded answers
// of TestInvokeMethod): a test invocation asks through them. Nobody else does, for the sentences hold whole bodies.

import type { Invocation, InvocationResult } from "../functions/port.ts";
import { flatText, mapText, shortened } from "./execution-log.ts";
import type { EnginePorts, UpstreamReply, UpstreamRequest } from "./ports.ts";

type Note = (sentence: string) => void;

/** `hasBody` says whether the client sent a body: a function without one is given {}, and the log shows nothing. */
export function notingPorts(ports: EnginePorts, apiId: string, hasBody: () => boolean, note: Note): EnginePorts {
  const { functions, upstream, clock } = ports;
  return {
    ...ports,
    functions: {
      invokeStreaming: (invocation) => functions.invokeStreaming(invocation),
      permission: (target, caller) => functions.permission(target, caller),
      async invoke(invocation) {
        noteInvocation(invocation, apiId, hasBody() || invocation.payload !== "{}" ? invocation.payload : "", note);
        const startedMs = clock.nowMs();
        const result = await functions.invoke(invocation);
        noteResult(result, invocation, Math.round(clock.nowMs() - startedMs), note);
        return result;
      },
    },
    upstream: {
      async send(request) {
        noteSending(request, note);
        const startedMs = clock.nowMs();
        const reply = await upstream.send(request);
        if (!("fault" in reply)) noteReceived(reply, Math.round(clock.nowMs() - startedMs), note);
        return reply;
      },
    },
  };
}

function noteInvocation({ target, requestId }: Invocation, apiId: string, payload: string, note: Note): void {
  const { name, region, account } = target;
  const arn = name.startsWith("arn:") ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
  const uri = `https://lambda.${region}.amazonaws.com/2015-03-31/functions/${arn}/invocations`;
  note(`Endpoint request URI: ${uri}`);
  const headers: [string, string][] = [
    ["x-amzn-lambda-integration-tag", requestId],
    ["x-amzn-apigateway-api-id", apiId],
    ["Accept", "application/json"],
    ["User-Agent", `AmazonAPIGateway_${apiId}`],
  ];
  note(`Endpoint request headers: ${mapText(headers)}`);
  note(`Endpoint request body after transformations: ${shortened(payload)}`);
  note(`Sending request to ${uri}`);
}

function noteResult(result: InvocationResult, { requestId, traceId }: Invocation, ms: number, note: Note): void {
  const status = statusOf(result);
  note(`Received response. Status: ${status}, Integration latency: ${ms} ms`);
  if (result.kind !== "completed") return;
  const headers: [string, string][] = [
    ["Content-Type", "application/json"],
    ["x-amzn-RequestId", requestId],
    ["X-Amz-Executed-Version", result.executedVersion],
  ];
  if (result.functionError !== null) headers.push(["X-Amz-Function-Error", result.functionError]);
  if (traceId !== undefined) headers.push(["X-Amzn-Trace-Id", traceId]);
  note(`Endpoint response headers: ${mapText(headers)}`);
  note(`Endpoint response body before transformations: ${shortened(result.payload)}`);
}

function statusOf(result: InvocationResult): number {
  switch (result.kind) {
    case "completed":
      return 200;
    case "accepted":
      return 202;
    case "dry-run":
      return 204;
    case "refused":
      return result.status;
  }
}

function noteSending({ url, headers, body }: UpstreamRequest, note: Note): void {
  note(`Endpoint request URI: ${url}`);
  note(`Endpoint request headers: ${flatText(headers)}`);
  note(
    `Endpoint request body after transformations: ${body === null ? "" : shortened(new TextDecoder().decode(body))}`,
  );
  note(`Sending request to ${url}`);
}

function noteReceived({ status, headers, body }: UpstreamReply, ms: number, note: Note): void {
  note(`Received response. Status: ${status}, Integration latency: ${ms} ms`);
  note(`Endpoint response headers: ${flatText(headers)}`);
  if (body instanceof Uint8Array) {
    note(`Endpoint response body before transformations: ${shortened(new TextDecoder().decode(body))}`);
  }
}
