// Integrations: what stands behind a method (AWS API reference: Integration). An integration that is put replaces the one that
// was there, with its responses. Defaults as recorded: the resource's id as cache namespace, 29 seconds, the Internet as the
// connection of HTTP. Read next: ./integration-rules.ts, ./integration-responses.ts.

import type { Integration, IntegrationType, StringMap } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { notFound } from "./faults.ts";
import { checkIntegration } from "./integration-rules.ts";
import { changeMethod } from "./methods.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { choice, entries, isTrue, namedItems, text, wholeNumber } from "./patch-rows.ts";
import { type MethodRequest, requireIntegration, requireMethod } from "./resource-rows.ts";

export interface PutIntegrationRequest extends MethodRequest {
  readonly type: string;
  readonly integrationHttpMethod?: string | undefined;
  readonly uri?: string | undefined;
  readonly connectionType?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly credentials?: string | undefined;
  readonly requestParameters?: StringMap<string> | undefined;
  readonly requestTemplates?: StringMap<string | null> | undefined;
  readonly passthroughBehavior?: string | undefined;
  readonly cacheNamespace?: string | undefined;
  readonly cacheKeyParameters?: readonly string[] | undefined;
  readonly contentHandling?: string | undefined;
  readonly timeoutInMillis?: number | undefined;
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean } | undefined;
  readonly responseTransferMode?: string | undefined;
  readonly integrationTarget?: string | undefined;
}

export function putIntegration(work: Work, input: PutIntegrationRequest): Integration {
  new Constraints()
    .present("putIntegrationInput.type", input.type)
    .oneOf("putIntegrationInput.type", input.type, enums.integrationType)
    .oneOf("putIntegrationInput.connectionType", input.connectionType, enums.connectionType)
    .oneOf("putIntegrationInput.contentHandling", input.contentHandling, enums.contentHandling)
    .oneOf("putIntegrationInput.responseTransferMode", input.responseTransferMode, enums.responseTransferMode)
    .hold();
  const method = requireMethod(work, input);
  const integration = newIntegration(input);
  checkIntegration(integration, method);
  storeIntegration(work, input, integration);
  return integration;
}

function newIntegration(input: PutIntegrationRequest): Integration {
  const type = input.type as IntegrationType;
  const connectionType = input.connectionType ?? (type.startsWith("HTTP") ? "INTERNET" : undefined);
  const members = {
    // A mock asks nobody, and does not keep how it would (recorded).
    httpMethod: type === "MOCK" ? undefined : input.integrationHttpMethod,
    uri: input.uri,
    connectionType,
    connectionId: input.connectionId,
    credentials: input.credentials,
    requestParameters: input.requestParameters,
    requestTemplates: input.requestTemplates,
    contentHandling: input.contentHandling,
    tlsConfig: input.tlsConfig,
    responseTransferMode: input.responseTransferMode,
    integrationTarget: input.integrationTarget,
  };
  return {
    type,
    ...(Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<Integration>),
    passthroughBehavior: (input.passthroughBehavior ?? "WHEN_NO_MATCH") as Integration["passthroughBehavior"],
    timeoutInMillis: input.timeoutInMillis ?? 29_000,
    cacheNamespace: input.cacheNamespace ?? input.resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
  };
}

function storeIntegration(work: Work, request: MethodRequest, integration: Integration): void {
  changeMethod(work, request, (draft) => {
    draft.methodIntegration = integration;
  });
}

export function getIntegration(work: Work, input: MethodRequest): Integration {
  return requireIntegration(work, input).integration;
}

export function deleteIntegration(work: Work, input: MethodRequest): Nothing {
  requireIntegration(work, input);
  changeMethod(work, input, (draft) => {
    delete draft.methodIntegration;
  });
  return nothing;
}

const integrationPatches: PatchTable<Integration> = {
  wording: "bare",
  rows: [
    choice("/type", "type", enums.integrationType),
    text("/httpMethod", "httpMethod"),
    text("/uri", "uri"),
    choice("/connectionType", "connectionType", enums.connectionType),
    text("/connectionId", "connectionId"),
    text("/credentials", "credentials"),
    choice("/passthroughBehavior", "passthroughBehavior", ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]),
    {
      path: "/contentHandling",
      ops: ["replace"],
      // Without a value nothing is converted.
      apply(draft, change) {
        if ((change.value ?? "") === "") delete draft.contentHandling;
        else choice<Integration>("/contentHandling", "contentHandling", enums.contentHandling).apply(draft, change);
      },
    },
    wholeNumber("/timeoutInMillis", "timeoutInMillis", {
      least: 50,
      most: 900_000,
      fault: "Timeout should be between 50 ms and 29000 ms",
    }),
    text("/cacheNamespace", "cacheNamespace"),
    namedItems("/cacheKeyParameters", "cacheKeyParameters", ["add", "remove", "replace"]),
    entries("/requestParameters", "requestParameters", {
      read: (_, value) => value ?? "",
      missing: () => notFound("parameter"),
    }),
    entries<Integration, string | null>("/requestTemplates", "requestTemplates", {
      read: (_, value) => value,
      missing: () => notFound("contentType"),
    }),
    {
      path: "/tlsConfig/insecureSkipVerification",
      ops: ["replace"],
      apply(draft, { value }) {
        draft.tlsConfig = { insecureSkipVerification: isTrue(value) };
      },
    },
    choice("/responseTransferMode", "responseTransferMode", enums.responseTransferMode),
    text("/integrationTarget", "integrationTarget", ["replace", "remove"]),
  ],
};

export function updateIntegration(work: Work, input: MethodRequest & PatchRequest): Integration {
  checkOperations(new Constraints(), "updateIntegrationInput", input).hold();
  const { method, integration } = requireIntegration(work, input);
  const wanted = patched(integrationPatches, integration, input.patchOperations);
  // The list of keys is shown though it is empty.
  const changed = { ...wanted, cacheKeyParameters: wanted.cacheKeyParameters ?? [] };
  checkIntegration(changed, method);
  storeIntegration(work, input, changed);
  return changed;
}
