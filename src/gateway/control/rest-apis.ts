// REST APIs: made anew or as a copy of another, shown, listed, patched and deleted with all that is within them (AWS API
// reference: RestApi). A new API has its root resource and two models, Empty and Error. The policy is shown with its quotes
// escaped, as the service shows it; tools rely on that. Read next: ./rest-api-patches.ts, ./resources.ts.

import { deleteBelow, keyOf, prefixOf } from "../../base/tables.ts";
import type { RestApi, StringMap } from "../model/shapes.ts";
import { copyContents } from "./api-copies.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import { checkEndpoint, type EndpointRequest, newEndpoint } from "./endpoint-configurations.ts";
import { badRequest } from "./faults.ts";
import { newLongId } from "./ids.ts";
import { addDefaultModels } from "./models.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest } from "./patch.ts";
import { checkCompressionSize, readPolicy, restApiPatches } from "./rest-api-patches.ts";
import { insertApi, putApi, requireApi } from "./rest-api-rows.ts";
import { putResource } from "./resource-rows.ts";
import { keysBelow } from "./rows.ts";
import { table, tablesOfApi } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";
import { dropApiFromPlans } from "./usage-plan-stages.ts";

export interface CreateRestApiRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  readonly cloneFrom?: string | undefined;
  readonly binaryMediaTypes?: readonly string[] | undefined;
  readonly minimumCompressionSize?: number | undefined;
  readonly apiKeySource?: string | undefined;
  readonly endpointConfiguration?: EndpointRequest | undefined;
  readonly policy?: string | undefined;
  readonly tags?: StringMap<string> | undefined;
  readonly disableExecuteApiEndpoint?: boolean | undefined;
  readonly securityPolicy?: string | undefined;
  readonly endpointAccessMode?: "BASIC" | "STRICT" | undefined;
}

export interface ApiRequest {
  readonly restApiId: string;
}

export function createRestApi(work: Work, input: CreateRestApiRequest): RestApi {
  const constraints = new Constraints().present("createRestApiInput.name", input.name);
  checkEndpoint(constraints, "createRestApiInput", input.endpointConfiguration);
  constraints.oneOf("createRestApiInput.apiKeySource", input.apiKeySource, enums.apiKeySource).hold();
  if (input.name === "") throw badRequest("Name cannot be an empty string");
  if (input.description === "") throw badRequest("Description cannot be an empty string");
  checkCompressionSize(input.minimumCompressionSize);
  checkTags(input.tags);
  const original = input.cloneFrom === undefined ? null : requireApi(work, input.cloneFrom);
  const api = newApi(work, input, original);
  insertApi(work, api);
  if (original === null) {
    putResource(work.tables, api.id, { id: api.rootResourceId, path: "/" });
    addDefaultModels(work, api.id);
  } else {
    copyContents(work, original, api);
  }
  return shownBriefly(api);
}

function newApi(work: Work, input: CreateRestApiRequest, original: RestApi | null): RestApi {
  const { random } = work.context;
  const { tags: _tags, ...kept } = original ?? ({} as Partial<RestApi>);
  const mediaTypes = input.binaryMediaTypes ?? [];
  const { endpointConfiguration: endpoint } = input;
  const policy = readPolicy(input.policy);
  return {
    apiKeySource: "HEADER",
    disableExecuteApiEndpoint: false,
    ...kept,
    endpointConfiguration:
      original === null || endpoint !== undefined ? newEndpoint(endpoint) : original.endpointConfiguration,
    id: newLongId(random),
    rootResourceId: newLongId(random),
    name: input.name,
    createdDate: nowSeconds(work),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.version !== undefined && { version: input.version }),
    ...(mediaTypes.length > 0 && { binaryMediaTypes: mediaTypes }),
    ...(input.minimumCompressionSize !== undefined && { minimumCompressionSize: input.minimumCompressionSize }),
    ...(input.apiKeySource !== undefined && { apiKeySource: input.apiKeySource as RestApi["apiKeySource"] }),
    ...(policy !== null && { policy }),
    ...(input.tags !== undefined && Object.keys(input.tags).length > 0 && { tags: input.tags }),
    ...(input.disableExecuteApiEndpoint !== undefined && {
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint,
    }),
    ...(input.securityPolicy !== undefined && { securityPolicy: input.securityPolicy }),
    ...(input.endpointAccessMode !== undefined && { endpointAccessMode: input.endpointAccessMode }),
  };
}

export function getRestApi(work: Work, { restApiId }: ApiRequest): RestApi {
  return shownWhole(requireApi(work, restApiId));
}

export function getRestApis(work: Work, input: PageRequest): Page<RestApi> {
  const { tables, context } = work;
  const prefix = prefixOf(context.account, context.region);
  return listRows({ tables, table: table.apisByAccount, prefix }, input, (_, apiId) =>
    shownBriefly(requireApi(work, apiId)),
  );
}

export function updateRestApi(work: Work, input: ApiRequest & PatchRequest): RestApi {
  checkOperations(new Constraints(), "updateRestApiInput", input).hold();
  const { restApiId } = input;
  const before = requireApi(work, restApiId);
  const api = patched(restApiPatches, before, input.patchOperations);
  putApi(work, api);
  // Where an API's name leads changes without a deployment.
  if (api.endpointConfiguration.types.join() !== before.endpointConfiguration.types.join())
    for (const stageName of keysBelow(work.tables, table.stages, prefixOf(restApiId)))
      work.effects.push({ kind: "stage-changed", apiId: restApiId, stageName });
  return shownWhole(api);
}

export function deleteRestApi(work: Work, { restApiId }: ApiRequest): Nothing {
  const { tables, context, effects } = work;
  requireApi(work, restApiId);
  if (tables.count(table.mappingsByApi, prefixOf(restApiId)) > 0)
    throw badRequest(
      "Deleting RestApi failed. Please remove all base path mappings related to the RestApi in your domains.",
    );
  dropApiFromPlans(work, restApiId);
  for (const stageName of keysBelow(tables, table.stages, prefixOf(restApiId)))
    effects.push({ kind: "stage-changed", apiId: restApiId, stageName });
  for (const each of tablesOfApi) deleteBelow(tables, each, prefixOf(restApiId));
  tables.delete(table.apis, restApiId);
  tables.delete(table.apisByAccount, keyOf(context.account, context.region, restApiId));
  effects.push({ kind: "api-deleted", apiId: restApiId });
  return nothing;
}

/** As one that was made, and one of a list, is shown. */
export function shownBriefly(api: RestApi): RestApi {
  return api.policy === undefined ? api : { ...api, policy: JSON.stringify(api.policy).slice(1, -1) };
}

/** As one that was asked for, or changed, is shown. */
export function shownWhole(api: RestApi): RestApi {
  return { ...shownBriefly(api), tags: api.tags ?? {} };
}
