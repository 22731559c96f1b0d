// Authorizers: who decides about a caller: a function that sees a token or the request, or a Cognito user pool (AWS API
// reference: Authorizer). The function's address is checked before the API's existence, and an API that does not exist is
// called a concurrent change (recorded). One that a method uses is not deleted.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { Authorizer, StringMap } from "../model/shapes.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badMapping, badRequest, conflict, notFound } from "./faults.ts";
import { checkExpression } from "./expressions.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { choice, text, valuedItems, wholeNumber } from "./patch-rows.ts";
import { findApi, findWithin, requireApi } from "./rest-api-rows.ts";
import { allMethods } from "./resource-rows.ts";
import { putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface AuthorizerRequest {
  readonly restApiId: string;
  readonly authorizerId: string;
}

export interface CreateAuthorizerRequest {
  readonly restApiId: string;
  readonly name: string;
  readonly type: string;
  readonly providerARNs?: readonly string[] | undefined;
  readonly authType?: string | undefined;
  readonly authorizerUri?: string | undefined;
  readonly authorizerCredentials?: string | undefined;
  readonly identitySource?: string | undefined;
  readonly identityValidationExpression?: string | undefined;
  readonly authorizerResultTtlInSeconds?: number | undefined;
}

/** Seconds that an answer of the authorizer may be kept. */
const ttl = { least: 0, most: 3600, fault: "Authorizer result TTL must be between 0 and 3600 seconds" };

export function createAuthorizer(work: Work, input: CreateAuthorizerRequest): Authorizer {
  new Constraints()
    .present("createAuthorizerInput.name", input.name)
    .present("createAuthorizerInput.type", input.type)
    .oneOf("createAuthorizerInput.type", input.type, enums.authorizerType)
    .hold();
  const { restApiId, name, type, ...rest } = input;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const isCognito = type === "COGNITO_USER_POOLS";
  const authorizer: Authorizer = {
    id: newShortId(work.context.random),
    name,
    type: type as Authorizer["type"],
    authType: isCognito ? "cognito_user_pools" : "custom",
    ...(given as StringMap<never>),
  };
  checkAuthorizer(authorizer);
  if (findApi(work, restApiId) === null)
    throw conflict("Unable to complete operation due to concurrent modification. Please try again later.");
  checkUniqueName(work, restApiId, authorizer);
  putAuthorizer(work, restApiId, authorizer);
  return authorizer;
}

function putAuthorizer(work: Work, apiId: string, authorizer: Authorizer): void {
  putRow(work.tables, table.authorizers, keyOf(apiId, authorizer.id), authorizer);
}

const functionUri =
  /^arn:[^:]+:apigateway:[a-z0-9-]+:lambda:path\/[^/]+\/functions\/(arn:[^/]+:function:[^/]+|.*\$\{stageVariables\.[^}]+\}.*)\/invocations$/;

/** API model: CreateAuthorizer, providerARNs. */
const userPool = /^arn:[^:]+:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+$/;

export function checkAuthorizer(authorizer: Omit<Authorizer, "id">): void {
  const {
    name,
    type,
    authorizerUri = "",
    identitySource = "",
    providerARNs = [],
    authorizerResultTtlInSeconds,
  } = authorizer;
  if (name === "") throw badRequest("Authorizer name cannot be empty");
  if (type === "COGNITO_USER_POOLS") {
    if (providerARNs.length === 0) throw badRequest("COGNITO_USER_POOLS authorizer must have a provider ARN");
    const unfit = providerARNs.find((arn) => !userPool.test(arn));
    if (unfit !== undefined) throw badRequest(`Invalid Cognito user pool ARN specified: ${unfit}`);
  } else if (!functionUri.test(authorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  } else if (providerARNs.length > 0) {
    throw badRequest(`Provider ARNs are not allowed for an authorizer of type ${type}`);
  }
  checkTtl(authorizerResultTtlInSeconds);
  checkIdentitySource(type, identitySource, authorizerResultTtlInSeconds);
}

function checkTtl(seconds: number | undefined): void {
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= ttl.least && seconds <= ttl.most))
    throw badRequest(ttl.fault);
}

/** A TOKEN or a pool has one header; a REQUEST may do without, when nothing is kept. */
function checkIdentitySource(type: Authorizer["type"], source: string, seconds: number | undefined): void {
  const sources = source === "" ? [] : source.split(",").map((text) => text.trim());
  if (type === "REQUEST") {
    if (sources.length === 0 && seconds !== 0)
      throw badRequest("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)");
    for (const each of sources) checkExpression("identitySource", each);
    return;
  }
  if (sources.length === 0) {
    if (type === "TOKEN") throw badMapping("Invalid mapping expression specified: ");
    return;
  }
  if (sources.length > 1 || !/^method\.request\.header\.[^\s'"]+$/.test(source))
    throw badMapping(`Invalid mapping expression specified: ${source}`);
}

function checkUniqueName(work: Work, apiId: string, { id, name }: Authorizer): void {
  for (const other of rowsBelow(work.tables, table.authorizers, prefixOf(apiId)))
    if (other.name === name && other.id !== id)
      throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`);
}

export function requireAuthorizer(work: Work, { restApiId, authorizerId }: AuthorizerRequest): Authorizer {
  const authorizer = findWithin(work, table.authorizers, restApiId, authorizerId);
  if (authorizer === null) throw notFound("authorizer");
  return authorizer;
}

export function getAuthorizer(work: Work, input: AuthorizerRequest): Authorizer {
  return requireAuthorizer(work, input);
}

export function getAuthorizers(work: Work, input: { readonly restApiId: string } & PageRequest): Page<Authorizer> {
  requireApi(work, input.restApiId);
  return listRows(
    { tables: work.tables, table: table.authorizers, prefix: prefixOf(input.restApiId) },
    input,
    (authorizer) => authorizer,
  );
}

const authorizerPatches: PatchTable<Authorizer> = {
  wording: "listed",
  rows: [
    {
      path: "/name",
      ops: ["replace"],
      apply(draft, { value }) {
        draft.name = value ?? "";
      },
    },
    choice("/type", "type", enums.authorizerType),
    valuedItems("/providerARNs", "providerARNs"),
    text("/authType", "authType"),
    text("/authorizerUri", "authorizerUri"),
    text("/authorizerCredentials", "authorizerCredentials"),
    text("/identitySource", "identitySource"),
    text("/identityValidationExpression", "identityValidationExpression"),
    wholeNumber("/authorizerResultTtlInSeconds", "authorizerResultTtlInSeconds", ttl),
  ],
};

export function updateAuthorizer(work: Work, input: AuthorizerRequest & PatchRequest): Authorizer {
  checkOperations(new Constraints(), "updateAuthorizerInput", input).hold();
  const authorizer = patched(authorizerPatches, requireAuthorizer(work, input), input.patchOperations);
  checkAuthorizer(authorizer);
  checkUniqueName(work, input.restApiId, authorizer);
  putAuthorizer(work, input.restApiId, authorizer);
  return authorizer;
}

export function deleteAuthorizer(work: Work, input: AuthorizerRequest): Nothing {
  const { id, name } = requireAuthorizer(work, input);
  for (const { resource, method } of allMethods(work.tables, input.restApiId))
    if (method.authorizerId === id)
      throw conflict(
        `Cannot delete authorizer '${name}', is referenced in method: ${resource.path}/${method.httpMethod}`,
      );
  work.tables.delete(table.authorizers, keyOf(input.restApiId, id));
  return nothing;
}
