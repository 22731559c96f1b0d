// Method responses: the statuses that a method may answer with, their headers and models (AWS API reference: MethodResponse).
// They lie in the method's row. A map that was given empty is shown empty; one that lost its last entry is gone (recorded).

import type { MethodResponse, StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { checkContentType, checkExpression } from "./expressions.ts";
import { conflict, notFound } from "./faults.ts";
import { changeMethod } from "./methods.ts";
import { requireModelReference } from "./model-references.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { entries, isTrue } from "./patch-rows.ts";
import { type MethodRequest, requireMethod } from "./resource-rows.ts";

export interface ResponseRequest extends MethodRequest {
  readonly statusCode: string;
}

export interface PutMethodResponseRequest extends ResponseRequest {
  readonly responseParameters?: StringMap<boolean> | undefined;
  readonly responseModels?: StringMap<string> | undefined;
}

export function putMethodResponse(work: Work, input: PutMethodResponseRequest): MethodResponse {
  new Constraints().statusCode(input.statusCode).hold();
  const method = requireMethod(work, input);
  if (Object.hasOwn(method.methodResponses ?? {}, input.statusCode))
    throw conflict("Response already exists for this resource");
  const response: MethodResponse = {
    statusCode: input.statusCode,
    ...(input.responseParameters !== undefined && { responseParameters: input.responseParameters }),
    ...(input.responseModels !== undefined && { responseModels: input.responseModels }),
  };
  storeResponse(work, input, response);
  return response;
}

export function checkMethodResponse(work: Work, apiId: string, response: MethodResponse): void {
  for (const parameter of Object.keys(response.responseParameters ?? {})) checkExpression("methodResponse", parameter);
  for (const [contentType, name] of Object.entries(response.responseModels ?? {})) {
    checkContentType(contentType);
    requireModelReference(work, apiId, name);
  }
}

function storeResponse(work: Work, request: ResponseRequest, response: MethodResponse): void {
  checkMethodResponse(work, request.restApiId, response);
  changeMethod(work, request, (draft) => {
    draft.methodResponses = { ...draft.methodResponses, [response.statusCode]: response };
  });
}

export function getMethodResponse(work: Work, input: ResponseRequest): MethodResponse {
  new Constraints().statusCode(input.statusCode).hold();
  return requireResponse(work, input);
}

function requireResponse(work: Work, request: ResponseRequest): MethodResponse {
  const responses = requireMethod(work, request).methodResponses ?? {};
  if (!Object.hasOwn(responses, request.statusCode)) throw notFound("response");
  return responses[request.statusCode];
}

export function deleteMethodResponse(work: Work, input: ResponseRequest): Nothing {
  new Constraints().statusCode(input.statusCode).hold();
  requireResponse(work, input);
  changeMethod(work, input, (draft) => {
    const { [input.statusCode]: _, ...others } = draft.methodResponses ?? {};
    if (Object.keys(others).length === 0) delete draft.methodResponses;
    else draft.methodResponses = others;
  });
  return nothing;
}

const methodResponsePatches: PatchTable<MethodResponse> = {
  wording: "bare",
  rows: [
    entries("/responseParameters", "responseParameters", {
      read: (_, value) => isTrue(value),
      missing: () => notFound("parameter"),
    }),
    entries("/responseModels", "responseModels", {
      read: (_, value) => value ?? "",
      missing: () => notFound("contentType"),
    }),
  ],
};

export function updateMethodResponse(work: Work, input: ResponseRequest & PatchRequest): MethodResponse {
  checkOperations(new Constraints(), "updateMethodResponseInput", input).statusCode(input.statusCode).hold();
  const response = patched(methodResponsePatches, requireResponse(work, input), input.patchOperations);
  storeResponse(work, input, response);
  return response;
}
