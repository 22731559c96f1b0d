// TestInvokeMethod and TestInvokeAuthorizer, run by the engine that serves deployed stages (AWS API reference). What the API
// gives as members becomes a request; what the engine found becomes members again.

import type { Invoker, TestInvokeMethodRequest } from "../../gateway/control/ports.ts";
import type { Gateway } from "../../gateway/engine/gateway.ts";

/** `engine` is there before anybody calls. */
export function methodInvoker(engine: () => Gateway): Invoker {
  return {
    invokeMethod: ({ snapshot, resource, method }, request) =>
      engine().testInvoke({
        snapshot,
        resource: { ...resource, resourceMethods: { [method.httpMethod]: method } },
        httpMethod: request.httpMethod,
        pathWithQueryString: request.pathWithQueryString ?? null,
        headers: flatHeaders(request),
        body: request.body ?? null,
        stageVariables: request.stageVariables ?? {},
      }),
    invokeAuthorizer: ({ snapshot, authorizer }, request) =>
      engine().testAuthorizer({
        snapshot,
        authorizer,
        pathWithQueryString: request.pathWithQueryString ?? null,
        headers: flatHeaders(request),
        body: request.body ?? null,
        stageVariables: request.stageVariables ?? {},
      }),
  };
}

function flatHeaders({
  headers = {},
  multiValueHeaders = {},
}: Pick<TestInvokeMethodRequest, "headers" | "multiValueHeaders">): string[] {
  const many = Object.entries(multiValueHeaders).flatMap(([name, values]) => values.flatMap((value) => [name, value]));
  const one = Object.entries(headers)
    .filter(([name]) => !Object.hasOwn(multiValueHeaders, name))
    .flat();
  return [...one, ...many];
}
