// Methods: a verb of a resource, who may call it and with what (AWS API reference: Method). Checked in the order in which the
// service checks (recorded): the resource, the verb, whether the method is there already, then what it refers to.
// Read next: ./method-responses.ts, ./integrations.ts.

import { keyOf } from "../../base/tables.ts";
import type { AuthorizationType, Method, StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { checkExpression, checkUniqueNames } from "./expressions.ts";
import { badReference, badRequest, conflict, notFound } from "./faults.ts";
import { requireModelReference } from "./model-references.ts";
import { checkOperations, type Draft, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { entries, flag, isTrue, text, valuedItems } from "./patch-rows.ts";
import { findMethod, type MethodRequest, putMethodRow, requireMethod, requireResource } from "./resource-rows.ts";
import { getRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface PutMethodRequest extends MethodRequest {
  readonly authorizationType: string;
  readonly authorizerId?: string | undefined;
  readonly apiKeyRequired?: boolean | undefined;
  readonly operationName?: string | undefined;
  readonly requestParameters?: StringMap<boolean> | undefined;
  readonly requestModels?: StringMap<string> | undefined;
  readonly requestValidatorId?: string | undefined;
  readonly authorizationScopes?: readonly string[] | undefined;
}

const verbs = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];
const authorizationTypes = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"];

export function putMethod(work: Work, input: PutMethodRequest): Method {
  new Constraints().present("putMethodInput.authorizationType", input.authorizationType).hold();
  requireResource(work, input);
  if (!verbs.includes(input.httpMethod))
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${verbs.join(",")}`);
  if (findMethod(work, input) !== null) throw conflict("Method already exists for this resource");
  const scopes = input.authorizationScopes ?? [];
  const method: Method = {
    httpMethod: input.httpMethod,
    authorizationType: input.authorizationType as AuthorizationType,
    apiKeyRequired: input.apiKeyRequired ?? false,
    ...(given(input.authorizerId) && { authorizerId: input.authorizerId }),
    ...(given(input.requestValidatorId) && { requestValidatorId: input.requestValidatorId }),
    ...(given(input.operationName) && { operationName: input.operationName }),
    ...(input.requestParameters !== undefined && { requestParameters: input.requestParameters }),
    ...(input.requestModels !== undefined && { requestModels: input.requestModels }),
    ...(scopes.length > 0 && { authorizationScopes: scopes }),
  };
  const settled = checkedMethod(work, input.restApiId, method);
  putMethodRow(work.tables, input.restApiId, input.resourceId, settled);
  return settled;
}

function given(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

/** A method whose references all lead somewhere; an authorizer that its type does not use is dropped (recorded). */
export function checkedMethod(work: Work, apiId: string, method: Method): Method {
  const { authorizationType, requestParameters = {}, requestModels = {}, requestValidatorId } = method;
  if (!authorizationTypes.includes(authorizationType))
    throw badRequest(`Invalid Authorization Type specified. Valid options are ${authorizationTypes.join(",")}`);
  const { authorizerId, ...open } = method;
  const isAuthorized = authorizationType === "CUSTOM" || authorizationType === "COGNITO_USER_POOLS";
  if (isAuthorized && !hasAuthorizer(work, apiId, authorizationType, authorizerId))
    throw badRequest(badReference.authorizer);
  if (
    requestValidatorId !== undefined &&
    getRow(work.tables, table.requestValidators, keyOf(apiId, requestValidatorId)) === null
  )
    throw badRequest(badReference.requestValidator);
  for (const name of Object.values(requestModels)) requireModelReference(work, apiId, name);
  for (const parameter of Object.keys(requestParameters)) checkExpression("methodRequest", parameter);
  checkUniqueNames(Object.keys(requestParameters));
  return isAuthorized ? method : open;
}

function hasAuthorizer(work: Work, apiId: string, type: AuthorizationType, id: string | undefined): boolean {
  const authorizer = getRow(work.tables, table.authorizers, keyOf(apiId, id ?? ""));
  if (authorizer === null) return false;
  return (authorizer.type === "COGNITO_USER_POOLS") === (type === "COGNITO_USER_POOLS");
}

export function getMethod(work: Work, input: MethodRequest): Method {
  return requireMethod(work, input);
}

export function deleteMethod(work: Work, input: MethodRequest): Nothing {
  requireMethod(work, input);
  work.tables.delete(table.methods, keyOf(input.restApiId, input.resourceId, input.httpMethod));
  return nothing;
}

const methodPatches: PatchTable<Method> = {
  wording: "bare",
  rows: [
    {
      path: "/authorizationType",
      ops: ["replace"],
      apply(draft, { value }) {
        draft.authorizationType = (value ?? "") as AuthorizationType;
      },
    },
    text("/authorizerId", "authorizerId"),
    flag("/apiKeyRequired", "apiKeyRequired"),
    text("/operationName", "operationName"),
    text("/requestValidatorId", "requestValidatorId"),
    valuedItems("/authorizationScopes", "authorizationScopes"),
    entries("/requestParameters", "requestParameters", {
      read: (_, value) => isTrue(value),
      missing: () => notFound("parameter"),
    }),
    entries("/requestModels", "requestModels", {
      read: (_, value) => value ?? "",
      missing: () => notFound("contentType"),
    }),
  ],
};

export function updateMethod(work: Work, input: MethodRequest & PatchRequest): Method {
  checkOperations(new Constraints(), "updateMethodInput", input).hold();
  const wanted = patched(methodPatches, requireMethod(work, input), input.patchOperations);
  const method = checkedMethod(work, input.restApiId, wanted);
  putMethodRow(work.tables, input.restApiId, input.resourceId, method);
  return method;
}

/** Changes a method and stores it. */
export function changeMethod(work: Work, request: MethodRequest, change: (draft: Draft<Method>) => void): void {
  const draft: Draft<Method> = { ...requireMethod(work, request) };
  change(draft);
  putMethodRow(work.tables, request.restApiId, request.resourceId, draft);
}
