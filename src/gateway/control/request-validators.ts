// Request validators: whether a method's body and parameters are checked before anything else (AWS API reference:
// RequestValidator). One that a method uses is not deleted.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { RequestValidator } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { flag, text } from "./patch-rows.ts";
import { findApi, findWithin, requireApi } from "./rest-api-rows.ts";
import { allMethods } from "./resource-rows.ts";
import { putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface ValidatorRequest {
  readonly restApiId: string;
  readonly requestValidatorId: string;
}

export interface CreateRequestValidatorRequest {
  readonly restApiId: string;
  readonly name?: string | undefined;
  readonly validateRequestBody?: boolean | undefined;
  readonly validateRequestParameters?: boolean | undefined;
}

function checkName(name: string | null | undefined): void {
  if (name === null || name === undefined || name === "") throw badRequest("Request Validator name cannot be blank");
}

export function createRequestValidator(work: Work, input: CreateRequestValidatorRequest): RequestValidator {
  // This operation alone calls an unknown API a bad request (recorded).
  if (findApi(work, input.restApiId) === null) throw badRequest("Invalid REST API identifier specified");
  checkName(input.name);
  const validator: RequestValidator = {
    id: newShortId(work.context.random),
    name: input.name ?? "",
    validateRequestBody: input.validateRequestBody ?? false,
    validateRequestParameters: input.validateRequestParameters ?? false,
  };
  putRow(work.tables, table.requestValidators, keyOf(input.restApiId, validator.id), validator);
  return validator;
}

function requireValidator(work: Work, { restApiId, requestValidatorId }: ValidatorRequest): RequestValidator {
  const validator = findWithin(work, table.requestValidators, restApiId, requestValidatorId);
  if (validator === null) throw notFound("requestValidator");
  return validator;
}

export function getRequestValidator(work: Work, input: ValidatorRequest): RequestValidator {
  return requireValidator(work, input);
}

export function getRequestValidators(
  work: Work,
  input: { readonly restApiId: string } & PageRequest,
): Page<RequestValidator> {
  requireApi(work, input.restApiId);
  return listRows(
    { tables: work.tables, table: table.requestValidators, prefix: prefixOf(input.restApiId) },
    input,
    (validator) => validator,
  );
}

const validatorPatches: PatchTable<RequestValidator> = {
  wording: "listed",
  rows: [
    text("/name", "name", ["replace"], checkName),
    flag("/validateRequestParameters", "validateRequestParameters"),
    flag("/validateRequestBody", "validateRequestBody"),
  ],
};

export function updateRequestValidator(work: Work, input: ValidatorRequest & PatchRequest): RequestValidator {
  checkOperations(new Constraints(), "updateRequestValidatorInput", input).hold();
  const validator = patched(validatorPatches, requireValidator(work, input), input.patchOperations);
  putRow(work.tables, table.requestValidators, keyOf(input.restApiId, validator.id), validator);
  return validator;
}

export function deleteRequestValidator(work: Work, input: ValidatorRequest): Nothing {
  const { id } = requireValidator(work, input);
  for (const { resource, method } of allMethods(work.tables, input.restApiId))
    if (method.requestValidatorId === id)
      throw conflict(
        `Cannot delete request validator '${id}', is referenced in method: ${resource.path}/${method.httpMethod}`,
      );
  work.tables.delete(table.requestValidators, keyOf(input.restApiId, id));
  return nothing;
}
