// Where whole APIs come in from outside, an OpenAPI document read by somebody else: an API's settings and its contents, as one
// transaction. Merging keeps what the import does not name, overwriting leaves nothing else (AWS API reference: PutRestApi).
// Read next: ./rest-apis.ts.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Method, Resource, RestApi } from "../model/shapes.ts";
import type { Work } from "./context.ts";
import { newShortId } from "./ids.ts";
import { requireApi, putApi } from "./rest-api-rows.ts";
import { getRow, putRow, deleteBelow } from "./rows.ts";
import { createRestApi, type CreateRestApiRequest, shownBriefly, shownWhole } from "./rest-apis.ts";
import { putMethodRow, putResource, resourcesOf } from "./resource-rows.ts";
import { keyOf, prefixOf, table } from "./table-names.ts";

/** What an import holds. Ids of resources are of no account: paths name them. */
export interface ImportedApi {
  /** Name, description, version, media types and so on, of a new API or in place of an old one's. */
  readonly settings: Omit<CreateRestApiRequest, "cloneFrom">;
  readonly contents: Pick<
    ApiSnapshot,
    "resources" | "authorizers" | "models" | "requestValidators" | "gatewayResponses"
  >;
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
  for (const model of contents.models) {
    const known = getRow(tables, table.models, keyOf(api.id, model.name));
    putRow(tables, table.models, keyOf(api.id, model.name), known === null ? model : { ...model, id: known.id });
  }
  for (const validator of contents.requestValidators)
    putRow(tables, table.requestValidators, keyOf(api.id, validator.id), validator);
  for (const authorizer of contents.authorizers)
    putRow(tables, table.authorizers, keyOf(api.id, authorizer.id), authorizer);
  for (const response of Object.values(contents.gatewayResponses))
    putRow(tables, table.gatewayResponses, keyOf(api.id, response.responseType), response);
  // By path, parents first; a parent that the import does not name is made on the way.
  const byPath = new Map(resourcesOf(tables, api.id).map((resource) => [resource.path, resource]));
  for (const resource of [...contents.resources].sort((a, b) => a.path.length - b.path.length)) {
    const { id } = resourceAt(work, api, resource.path, byPath);
    for (const method of Object.values(resource.resourceMethods ?? {}))
      putMethodRow(tables, api.id, id, settled(method, id));
  }
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

/** An import that names no cache namespace means the resource's own. */
function settled(method: Method, resourceId: string): Method {
  const { methodIntegration: integration } = method;
  if (integration === undefined || integration.cacheNamespace !== "") return method;
  return { ...method, methodIntegration: { ...integration, cacheNamespace: resourceId } };
}
