// Integration responses: which answer of the integration becomes which method response, and how (AWS API reference:
// IntegrationResponse). They lie in the integration. An empty template is none: null (recorded); a response that is put
// replaces the one that was there.

import type { ContentHandling, Integration, IntegrationResponse, Method, StringMap } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { checkContentType, checkExpression } from "./expressions.ts";
import { badMapping, notFound } from "./faults.ts";
import type { ResponseRequest } from "./method-responses.ts";
import { changeMethod } from "./methods.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { choice, entries } from "./patch-rows.ts";
import { findMethod, requireIntegration, requireResource } from "./resource-rows.ts";

export interface PutIntegrationResponseRequest extends ResponseRequest {
  readonly selectionPattern?: string | undefined;
  readonly responseParameters?: StringMap<string> | undefined;
  readonly responseTemplates?: StringMap<string | null> | undefined;
  readonly contentHandling?: string | undefined;
}

export function putIntegrationResponse(work: Work, input: PutIntegrationResponseRequest): IntegrationResponse {
  new Constraints()
    .statusCode(input.statusCode)
    .oneOf("putIntegrationResponseInput.contentHandling", input.contentHandling, enums.contentHandling)
    .hold();
  requireIntegration(work, input);
  const { responseTemplates } = input;
  const response: IntegrationResponse = {
    statusCode: input.statusCode,
    ...(input.selectionPattern !== undefined && { selectionPattern: input.selectionPattern }),
    ...(input.responseParameters !== undefined && { responseParameters: input.responseParameters }),
    ...(responseTemplates !== undefined && { responseTemplates: withoutEmpty(responseTemplates) }),
    ...(input.contentHandling !== undefined && { contentHandling: input.contentHandling as ContentHandling }),
  };
  storeResponse(work, input, response);
  return response;
}

function withoutEmpty(templates: StringMap<string | null>): StringMap<string | null> {
  return Object.fromEntries(
    Object.entries(templates).map(([type, template]) => [type, template === "" ? null : template]),
  );
}

function storeResponse(work: Work, request: ResponseRequest, response: IntegrationResponse): void {
  changeMethod(work, request, (draft) => {
    checkIntegrationResponse(response, draft);
    const integration = draft.methodIntegration as Integration;
    draft.methodIntegration = {
      ...integration,
      integrationResponses: { ...integration.integrationResponses, [response.statusCode]: response },
    };
  });
}

export function checkIntegrationResponse(
  { statusCode, responseParameters = {}, responseTemplates = {} }: IntegrationResponse,
  method: Method,
): void {
  const declared = method.methodResponses?.[statusCode]?.responseParameters ?? {};
  for (const [name, source] of Object.entries(responseParameters)) {
    checkExpression("methodResponse", name);
    checkExpression("responseSource", source);
    if (!Object.hasOwn(declared, name)) throw badMapping(`Invalid mapping expression parameter specified: ${name}`);
  }
  for (const contentType of Object.keys(responseTemplates)) checkContentType(contentType);
}

export function getIntegrationResponse(work: Work, input: ResponseRequest): IntegrationResponse {
  new Constraints().statusCode(input.statusCode).hold();
  return requireResponse(requireIntegration(work, input).integration, input.statusCode);
}

function requireResponse({ integrationResponses = {} }: Integration, statusCode: string): IntegrationResponse {
  if (!Object.hasOwn(integrationResponses, statusCode)) throw notFound("response");
  return integrationResponses[statusCode];
}

export function deleteIntegrationResponse(work: Work, input: ResponseRequest): Nothing {
  new Constraints().statusCode(input.statusCode).hold();
  requireResource(work, input);
  // A method that is not there is, to this operation, an integration that is not (recorded).
  const integration = findMethod(work, input)?.methodIntegration;
  if (integration === undefined) throw notFound("integration");
  requireResponse(integration, input.statusCode);
  changeMethod(work, input, (draft) => {
    const { integrationResponses, ...rest } = integration;
    const { [input.statusCode]: _, ...others } = integrationResponses ?? {};
    draft.methodIntegration = {
      ...rest,
      ...(Object.keys(others).length > 0 && { integrationResponses: others }),
    };
  });
  return nothing;
}

const integrationResponsePatches: PatchTable<IntegrationResponse> = {
  wording: "bare",
  rows: [
    {
      path: "/selectionPattern",
      ops: ["replace"],
      // An empty pattern stands for the default, and is kept as it is (recorded).
      apply(draft, { value }) {
        if (value === null) delete draft.selectionPattern;
        else draft.selectionPattern = value;
      },
    },
    {
      path: "/contentHandling",
      ops: ["replace"],
      apply(draft, change) {
        if ((change.value ?? "") === "") delete draft.contentHandling;
        else
          choice<IntegrationResponse>("/contentHandling", "contentHandling", enums.contentHandling).apply(
            draft,
            change,
          );
      },
    },
    entries("/responseParameters", "responseParameters", {
      read: (_, value) => value ?? "",
      missing: () => notFound("parameter"),
    }),
    entries<IntegrationResponse, string | null>("/responseTemplates", "responseTemplates", {
      read: (_, value) => (value === "" ? null : value),
      missing: () => notFound("contentType"),
    }),
  ],
};

export function updateIntegrationResponse(work: Work, input: ResponseRequest & PatchRequest): IntegrationResponse {
  checkOperations(new Constraints(), "updateIntegrationResponseInput", input).statusCode(input.statusCode).hold();
  const before = requireResponse(requireIntegration(work, input).integration, input.statusCode);
  const response = patched(integrationResponsePatches, before, input.patchOperations);
  storeResponse(work, input, response);
  return response;
}
