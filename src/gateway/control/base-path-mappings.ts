// Base path mappings: which API, and which stage of it, stands under which first part of a custom domain's paths (AWS API
// reference: BasePathMapping). `(none)` is for whatever no other mapping takes. An API or a stage that a mapping names is not
// deleted; an index by API knows. Read next: ./domain-names.ts.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { BasePathMapping } from "../model/access.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { domainKey, type DomainRequest, requireDomain } from "./domain-rows.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { findApi } from "./rest-api-rows.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { findStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";

export interface BasePathMappingRequest extends DomainRequest {
  readonly basePath: string;
}

export interface CreateBasePathMappingRequest extends DomainRequest {
  readonly basePath?: string | undefined;
  readonly restApiId: string;
  readonly stage?: string | undefined;
}

const none = "(none)";

function pathOf(basePath: string | undefined): string {
  return basePath === undefined || basePath === "" ? none : basePath;
}

export function createBasePathMapping(work: Work, input: CreateBasePathMappingRequest): BasePathMapping {
  new Constraints().present("createBasePathMappingInput.restApiId", input.restApiId).hold();
  requireDomain(work, input);
  const { stage = "" } = input;
  const mapping: BasePathMapping = {
    basePath: pathOf(input.basePath),
    restApiId: input.restApiId,
    ...(stage !== "" && { stage }),
  };
  checkMapping(work, mapping);
  const key = domainKey(input);
  refuseSecond(work, key, mapping);
  storeMapping(work, key, mapping);
  return mapping;
}

function checkMapping(work: Work, { basePath, restApiId, stage }: BasePathMapping): void {
  if (basePath.includes("/"))
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  if (basePath !== none && !/^[a-zA-Z0-9$_.+!*'(),-]+$/.test(basePath))
    throw badRequest("Invalid base path specified. Base path may contain only letters, numbers and one of $-_.+!*'(),");
  if (findApi(work, restApiId) === null) throw badRequest("Invalid REST API identifier specified");
  if (stage !== undefined && findStage(work.tables, restApiId, stage) === null)
    throw badRequest("Invalid stage identifier specified");
}

function refuseSecond(work: Work, key: string, { basePath }: BasePathMapping): void {
  if (getRow(work.tables, table.basePathMappings, keyOf(key, basePath)) !== null)
    throw conflict("Base path already exists for this domain name");
}

function storeMapping({ tables, effects }: Work, key: string, mapping: BasePathMapping): void {
  putRow(tables, table.basePathMappings, keyOf(key, mapping.basePath), mapping);
  tables.put(table.mappingsByApi, keyOf(mapping.restApiId, key, mapping.basePath), mapping.stage ?? "");
  effects.push(changed(key));
}

function removeMapping({ tables, effects }: Work, key: string, mapping: BasePathMapping): void {
  tables.delete(table.basePathMappings, keyOf(key, mapping.basePath));
  tables.delete(table.mappingsByApi, keyOf(mapping.restApiId, key, mapping.basePath));
  effects.push(changed(key));
}

function changed(key: string): { kind: "domain-changed"; domainName: string; isThere: true } {
  return { kind: "domain-changed", domainName: key.split(" ")[0], isThere: true };
}

/** With the domain its mappings go. */
export function dropMappings(work: Work, key: string): void {
  for (const mapping of Array.from(rowsBelow(work.tables, table.basePathMappings, prefixOf(key))))
    removeMapping(work, key, mapping);
}

function requireMapping(work: Work, input: BasePathMappingRequest): BasePathMapping {
  requireDomain(work, input);
  const mapping = getRow(work.tables, table.basePathMappings, keyOf(domainKey(input), pathOf(input.basePath)));
  if (mapping === null) throw notFound("basePathMapping");
  return mapping;
}

export function getBasePathMapping(work: Work, input: BasePathMappingRequest): BasePathMapping {
  return requireMapping(work, input);
}

export function getBasePathMappings(work: Work, input: DomainRequest & PageRequest): Page<BasePathMapping> {
  requireDomain(work, input);
  const { tables } = work;
  return listRows(
    { tables, table: table.basePathMappings, prefix: prefixOf(domainKey(input)) },
    input,
    (mapping) => mapping,
  );
}

const mappingPatches: PatchTable<BasePathMapping> = {
  wording: "listed",
  rows: [
    {
      path: "/basePath",
      ops: ["replace"],
      apply(draft, { value }) {
        draft.basePath = pathOf(value ?? undefined);
      },
    },
    // The service spells it with a small a, as its tools do.
    text("/restapiId", "restApiId"),
    text("/restApiId", "restApiId"),
    text("/stage", "stage", ["replace", "remove"]),
  ],
};

export function updateBasePathMapping(work: Work, input: BasePathMappingRequest & PatchRequest): BasePathMapping {
  checkOperations(new Constraints(), "updateBasePathMappingInput", input).hold();
  const before = requireMapping(work, input);
  const mapping = patched(mappingPatches, before, input.patchOperations);
  checkMapping(work, { ...mapping, restApiId: mapping.restApiId ?? "" });
  const key = domainKey(input);
  if (mapping.basePath !== before.basePath) refuseSecond(work, key, mapping);
  removeMapping(work, key, before);
  storeMapping(work, key, mapping);
  return mapping;
}

export function deleteBasePathMapping(work: Work, input: BasePathMappingRequest): Nothing {
  removeMapping(work, domainKey(input), requireMapping(work, input));
  return nothing;
}
