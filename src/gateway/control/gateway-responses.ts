// Gateway responses: how the gateway's own answers look (AWS API reference: GatewayResponse). Each type has a default; DEFAULT_4XX
// and DEFAULT_5XX, once customised, are the defaults of their classes, which is how the lists show them (recorded). Stored are
// the customised ones alone, and a snapshot holds no others: the engine falls back by itself.
// Invariant: a status that nobody gave is shown and not stored. An INTEGRATION_FAILURE that says 504 everywhere is answered
// with the failure's own status, 500 among them (recorded).

import { keyOf } from "../../base/tables.ts";
import type { GatewayResponse, GatewayResponseType, StringMap } from "../model/shapes.ts";
import { gatewayResponseTypes } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { checkContentType, checkExpression } from "./expressions.ts";
import { badRequest, notFound } from "./faults.ts";
import { listNamed, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { entries } from "./patch-rows.ts";
import { requireApi } from "./rest-api-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface GatewayResponseRequest {
  readonly restApiId: string;
  readonly responseType: string;
}

export interface PutGatewayResponseRequest extends GatewayResponseRequest {
  readonly statusCode?: string | undefined;
  readonly responseParameters?: StringMap<string> | undefined;
  readonly responseTemplates?: StringMap<string> | undefined;
}

/** The usual status of each type; the two defaults have none. */
const statusOf: { readonly [Type in GatewayResponseType]: string | null } = {
  DEFAULT_4XX: null,
  DEFAULT_5XX: null,
  RESOURCE_NOT_FOUND: "404",
  UNAUTHORIZED: "401",
  INVALID_API_KEY: "403",
  ACCESS_DENIED: "403",
  AUTHORIZER_FAILURE: "500",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  INVALID_SIGNATURE: "403",
  EXPIRED_TOKEN: "403",
  MISSING_AUTHENTICATION_TOKEN: "403",
  INTEGRATION_FAILURE: "504",
  INTEGRATION_TIMEOUT: "504",
  API_CONFIGURATION_ERROR: "500",
  UNSUPPORTED_MEDIA_TYPE: "415",
  BAD_REQUEST_PARAMETERS: "400",
  BAD_REQUEST_BODY: "400",
  REQUEST_TOO_LARGE: "413",
  THROTTLED: "429",
  QUOTA_EXCEEDED: "429",
  WAF_FILTERED: "403",
};

const usualTemplates: StringMap<string> = { "application/json": '{"message":$context.error.messageString}' };

/** Without a status: see `shown`. */
function usual(responseType: GatewayResponseType): GatewayResponse {
  return { responseType, responseParameters: {}, responseTemplates: usualTemplates, defaultResponse: true };
}

/** With the usual status of its type, where it has none of its own. */
function shown(response: GatewayResponse): GatewayResponse {
  const statusCode = response.statusCode ?? statusOf[response.responseType];
  return statusCode === null ? response : { ...response, statusCode };
}

function checkType(constraints: Constraints, responseType: string): Constraints {
  return constraints.oneOf("responseType", responseType, enums.gatewayResponseType);
}

function findCustomised(work: Work, apiId: string, type: string): GatewayResponse | null {
  return getRow(work.tables, table.gatewayResponses, keyOf(apiId, type));
}

/** Of a document, whose status was in no constraint of the model yet. */
export function importGatewayResponse(work: Work, apiId: string, response: GatewayResponse): void {
  checkStatus(response.statusCode);
  putCustomised(work, apiId, response);
}

function checkStatus(statusCode: string | undefined): void {
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest("Invalid status code specified");
}

function putCustomised(work: Work, apiId: string, response: GatewayResponse): void {
  for (const parameter of Object.keys(response.responseParameters ?? {})) checkExpression("gatewayResponse", parameter);
  for (const contentType of Object.keys(response.responseTemplates ?? {})) checkContentType(contentType);
  putRow(work.tables, table.gatewayResponses, keyOf(apiId, response.responseType), response);
}

export function putGatewayResponse(work: Work, input: PutGatewayResponseRequest): GatewayResponse {
  const constraints = checkType(new Constraints(), input.responseType);
  if (input.statusCode !== undefined) constraints.statusCode(input.statusCode);
  constraints.hold();
  requireApi(work, input.restApiId);
  const response: GatewayResponse = {
    ...usual(input.responseType as GatewayResponseType),
    ...(input.statusCode !== undefined && { statusCode: input.statusCode }),
    ...(input.responseParameters !== undefined && { responseParameters: input.responseParameters }),
    ...(input.responseTemplates !== undefined && { responseTemplates: input.responseTemplates }),
    defaultResponse: false,
  };
  putCustomised(work, input.restApiId, response);
  return shown(response);
}

/** What holds for a type: its own, that of its class, or the usual. */
function effective(work: Work, apiId: string, type: GatewayResponseType): GatewayResponse {
  const own = findCustomised(work, apiId, type);
  if (own !== null) return shown(own);
  const status = statusOf[type];
  if (status === null) return usual(type);
  const ofClass = findCustomised(work, apiId, status.startsWith("4") ? "DEFAULT_4XX" : "DEFAULT_5XX");
  return shown({ ...usual(type), ...ofClass, responseType: type, defaultResponse: true });
}

export function getGatewayResponse(work: Work, input: GatewayResponseRequest): GatewayResponse {
  checkType(new Constraints(), input.responseType).hold();
  requireApi(work, input.restApiId);
  return effective(work, input.restApiId, input.responseType as GatewayResponseType);
}

export function getGatewayResponses(
  work: Work,
  input: { readonly restApiId: string } & PageRequest,
): Page<GatewayResponse> {
  requireApi(work, input.restApiId);
  const all = gatewayResponseTypes.toSorted().map((type) => [type, effective(work, input.restApiId, type)] as const);
  return listNamed(all, input);
}

function filled(member: string, value: string | null): string {
  if (value === null || value === "") throw badRequest(`Invalid null or empty value in ${member}`);
  return value;
}

const gatewayResponsePatches: PatchTable<GatewayResponse> = {
  wording: "bare",
  rows: [
    {
      path: "/statusCode",
      ops: ["replace"],
      // Another operation is called another path (recorded).
      otherOps: "",
      apply(draft, { value }) {
        if (value === null || value === "") {
          delete draft.statusCode;
          return;
        }
        checkStatus(value);
        draft.statusCode = value;
      },
    },
    entries("/responseParameters", "responseParameters", {
      read: (_, value) => filled("responseParameters", value),
      missing: () => notFound("parameter"),
    }),
    entries("/responseTemplates", "responseTemplates", {
      read: (_, value) => filled("responseTemplates", value),
      missing: () => notFound("contentType"),
    }),
  ],
};

export function updateGatewayResponse(work: Work, input: GatewayResponseRequest & PatchRequest): GatewayResponse {
  const constraints = checkType(new Constraints(), input.responseType);
  checkOperations(constraints, "updateGatewayResponseInput", input).hold();
  requireApi(work, input.restApiId);
  const type = input.responseType as GatewayResponseType;
  const before = findCustomised(work, input.restApiId, type) ?? usual(type);
  const after = patched(gatewayResponsePatches, before, input.patchOperations);
  const response = { responseParameters: {}, responseTemplates: {}, ...after, defaultResponse: false };
  putCustomised(work, input.restApiId, response);
  return shown(response);
}

export function deleteGatewayResponse(work: Work, input: GatewayResponseRequest): Nothing {
  checkType(new Constraints(), input.responseType).hold();
  requireApi(work, input.restApiId);
  if (!work.tables.delete(table.gatewayResponses, keyOf(input.restApiId, input.responseType)))
    throw notFound("gatewayResponse");
  return nothing;
}
