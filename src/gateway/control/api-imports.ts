// Where whole APIs come in from outside, an OpenAPI document read by somebody else: an API's settings and its contents, as one
// transaction. Merging keeps what the import does not name, overwriting leaves nothing else (AWS API reference: PutRestApi).
// Read next: ./rest-apis.ts.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Authorizer, Method, Model, RequestValidator, Resource, RestApi } from "../model/shapes.ts";
import type { Work } from "./context.ts";
import type { ReadPart } from "./documentation-imports.ts";
import { storeParts } from "./documentation-parts.ts";
import { newShortId } from "./ids.ts";
import { requireApi, putApi } from "./rest-api-rows.ts";
import { deleteBelow, getRow, putRow, rowsBelow } from "./rows.ts";
import { createRestApi, type CreateRestApiRequest, shownBriefly, shownWhole } from "./rest-apis.ts";
import { putMethodRow, putResource, resourcesOf } from "./resource-rows.ts";
import { keyOf, prefixOf, table } from "./table-names.ts";

/**
 * What an import holds. Ids are handles within it: methods name authorizers and validators by them, and what is stored gets
 * ids of its own, or keeps those of what has the same name already. Paths name resources. A schema refers to another model
 * by `https://apigateway.amazonaws.com/restapis//models/{name}`, for the API's id is not known before.
 */
export interface ImportedApi {
  /** Name, description, version, media types and so on, of a new API or in place of an old one's. */
  readonly settings: Omit<CreateRestApiRequest, "cloneFrom">;
  readonly contents: Pick<
    ApiSnapshot,
    "resources" | "authorizers" | "models" | "requestValidators" | "gatewayResponses"
  >;
  readonly documentationParts?: readonly ReadPart[];
  readonly warnings: readonly string[];
}

export interface ImportApiRequest {
  /** Absent: a new API. */
  readonly restApiId?: string | undefined;
  /** Of an API that is there. */
  readonly mode: "merge" | "overwrite";
  readonly imported: ImportedApi;
}

export function importApi(work: Work, { restApiId, mode, imported }: ImportApiRequest): RestApi {
  const { settings, contents, warnings } = imported;
  const isNew = restApiId === undefined;
  const api = isNew ? createRestApi(work, settings) : changedApi(work, restApiId, mode, settings);
  if (mode === "overwrite" && !isNew) dropContents(work, api);
  storeContents(work, api, contents);
  storeParts(work, api.id, imported.documentationParts ?? []);
  const shown = isNew ? shownBriefly(api) : shownWhole(api);
  return warnings.length === 0 ? shown : { ...shown, warnings };
}

function changedApi(
  work: Work,
  apiId: string,
  mode: "merge" | "overwrite",
  settings: ImportedApi["settings"],
): RestApi {
  const before = requireApi(work, apiId);
  const { endpointConfiguration, binaryMediaTypes = [], ...rest } = settings;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const kept = mode === "merge" ? (before.binaryMediaTypes ?? []) : [];
  const mediaTypes = [...new Set([...kept, ...binaryMediaTypes])];
  const { binaryMediaTypes: _, ...plain } = before;
  const api: RestApi = {
    ...plain,
    ...(given as Partial<RestApi>),
    ...(mediaTypes.length > 0 && { binaryMediaTypes: mediaTypes }),
    ...(endpointConfiguration !== undefined && {
      endpointConfiguration: { ...before.endpointConfiguration, ...(endpointConfiguration as object) },
    }),
  };
  putApi(work, api);
  return api;
}

function dropContents({ tables }: Work, api: RestApi): void {
  const prefix = prefixOf(api.id);
  for (const each of [
    table.resources,
    table.resourcesByParent,
    table.methods,
    table.models,
    table.requestValidators,
    table.authorizers,
    table.gatewayResponses,
  ])
    deleteBelow(tables, each, prefix);
  putResource(tables, api.id, { id: api.rootResourceId, path: "/" });
}

function storeContents(work: Work, api: RestApi, contents: ImportedApi["contents"]): void {
  const { tables } = work;
  storeModels(work, api, contents.models);
  const ids = new Map([
    ...storeNamed(work, table.requestValidators, api, contents.requestValidators),
    ...storeNamed(work, table.authorizers, api, contents.authorizers),
  ]);
  for (const response of Object.values(contents.gatewayResponses))
    putRow(tables, table.gatewayResponses, keyOf(api.id, response.responseType), response);
  // By path, parents first; a parent that the import does not name is made on the way.
  const byPath = new Map(resourcesOf(tables, api.id).map((resource) => [resource.path, resource]));
  for (const resource of [...contents.resources].sort((a, b) => a.path.length - b.path.length)) {
    const { id } = resourceAt(work, api, resource.path, byPath);
    for (const method of Object.values(resource.resourceMethods ?? {}))
      putMethodRow(tables, api.id, id, settled(method, id, ids));
  }
}

function storeModels({ tables, context }: Work, api: RestApi, models: readonly Model[]): void {
  for (const model of models) {
    const key = keyOf(api.id, model.name);
    const id = getRow(tables, table.models, key)?.id ?? newShortId(context.random);
    const schema = model.schema?.replaceAll("/restapis//models/", `/restapis/${api.id}/models/`);
    putRow(tables, table.models, key, { ...model, id, ...(schema !== undefined && { schema }) });
  }
}

type Named = Authorizer | RequestValidator;

/** What has the name of one that is there takes its place. Gives the handles, each with the id that it became. */
function storeNamed(
  { tables, context }: Work,
  name: typeof table.authorizers | typeof table.requestValidators,
  api: RestApi,
  given: readonly Named[],
): Map<string, string> {
  const known = new Map<string, string>();
  for (const row of rowsBelow(tables, name, prefixOf(api.id))) known.set(row.name, row.id);
  const ids = new Map<string, string>();
  for (const row of given) {
    const id = known.get(row.name) ?? newShortId(context.random);
    ids.set(row.id, id);
    putRow(tables, name, keyOf(api.id, id), { ...row, id });
  }
  return ids;
}

function resourceAt(work: Work, api: RestApi, path: string, byPath: Map<string, Resource>): Resource {
  const known = byPath.get(path);
  if (known !== undefined) return known;
  const at = path.lastIndexOf("/");
  const parent = resourceAt(work, api, at === 0 ? "/" : path.slice(0, at), byPath);
  const resource: Resource = {
    id: newShortId(work.context.random),
    parentId: parent.id,
    pathPart: path.slice(at + 1),
    path,
  };
  putResource(work.tables, api.id, resource);
  byPath.set(path, resource);
  return resource;
}

/** A method with ids for its handles; an import that names no cache namespace means the resource's own. */
function settled(method: Method, resourceId: string, ids: ReadonlyMap<string, string>): Method {
  const { methodIntegration: integration, authorizerId, requestValidatorId } = method;
  return {
    ...method,
    ...(authorizerId !== undefined && { authorizerId: ids.get(authorizerId) ?? authorizerId }),
    ...(requestValidatorId !== undefined && {
      requestValidatorId: ids.get(requestValidatorId) ?? requestValidatorId,
    }),
    ...(integration !== undefined && {
      methodIntegration: {
        ...integration,
        cacheNamespace: integration.cacheNamespace === "" ? resourceId : integration.cacheNamespace,
      },
    }),
  };
}
