// Copies of all that is within an API: into another API (CreateRestApi with cloneFrom), and into a snapshot that a deployment
// keeps. What is copied is what a request can meet; deployments, stages and documentation stay behind.
// Invariant: a copy has its own resource ids, and no reference of it leads back to the original. Read next: ./deployments.ts.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { GatewayResponse, Method, Model, Resource, RestApi, StringMap } from "../model/shapes.ts";
import type { Work } from "./context.ts";
import { newShortId } from "./ids.ts";
import { findApiRow } from "./rest-api-rows.ts";
import { methodsOf, putMethodRow, putResource, resourcesOf } from "./resource-rows.ts";
import { putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

/** An API as it stands now; null when there is none. */
export function snapshotOf(tables: Tables, apiId: string): ApiSnapshot | null {
  const row = findApiRow(tables, apiId);
  if (row === null) return null;
  const { account, region, api } = row;
  const prefix = prefixOf(apiId);
  const gatewayResponses: { [type: string]: GatewayResponse } = {};
  for (const response of rowsBelow(tables, table.gatewayResponses, prefix))
    gatewayResponses[response.responseType] = response;
  return {
    apiId,
    name: api.name,
    account,
    region,
    apiKeySource: api.apiKeySource,
    binaryMediaTypes: api.binaryMediaTypes ?? [],
    minimumCompressionSize: api.minimumCompressionSize ?? null,
    endpointConfiguration: api.endpointConfiguration,
    policy: api.policy ?? null,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    resources: resourcesOf(tables, apiId).map((resource) => withMethods(tables, apiId, resource)),
    authorizers: [...rowsBelow(tables, table.authorizers, prefix)],
    models: [...rowsBelow(tables, table.models, prefix)],
    requestValidators: [...rowsBelow(tables, table.requestValidators, prefix)],
    gatewayResponses,
  };
}

function withMethods(tables: Tables, apiId: string, resource: Resource): Resource {
  const resourceMethods: { [verb: string]: Method } = {};
  for (const method of methodsOf(tables, apiId, resource.id)) resourceMethods[method.httpMethod] = method;
  return Object.keys(resourceMethods).length === 0 ? resource : { ...resource, resourceMethods };
}

type NewIds = ReadonlyMap<string, string>;

/** Copies all that is within one API into a new one, which has its root resource's id already. */
export function copyContents(work: Work, original: RestApi, copy: RestApi): void {
  const { tables, context } = work;
  const ids = new Map<string, string>([[original.rootResourceId, copy.rootResourceId]]);
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? newShortId(context.random);
    ids.set(id, known);
    return known;
  };
  const from = prefixOf(original.id);
  for (const validator of rowsBelow(tables, table.requestValidators, from)) {
    const id = idOf(validator.id);
    putRow(tables, table.requestValidators, keyOf(copy.id, id), { ...validator, id });
  }
  for (const authorizer of rowsBelow(tables, table.authorizers, from)) {
    const id = idOf(authorizer.id);
    putRow(tables, table.authorizers, keyOf(copy.id, id), { ...authorizer, id });
  }
  for (const model of rowsBelow(tables, table.models, from))
    putRow(tables, table.models, keyOf(copy.id, model.name), copiedModel(model, original.id, copy.id, idOf));
  for (const response of rowsBelow(tables, table.gatewayResponses, from))
    putRow(tables, table.gatewayResponses, keyOf(copy.id, response.responseType), response);
  for (const resource of resourcesOf(tables, original.id)) {
    const { parentId } = resource;
    const id = idOf(resource.id);
    putResource(tables, copy.id, { ...resource, id, ...(parentId !== undefined && { parentId: idOf(parentId) }) });
    for (const method of methodsOf(tables, original.id, resource.id))
      putMethodRow(tables, copy.id, id, copiedMethod(method, ids));
  }
}

function copiedModel(model: Model, originalId: string, copyId: string, idOf: (id: string) => string): Model {
  const schema = model.schema?.replaceAll(`/restapis/${originalId}/models/`, `/restapis/${copyId}/models/`);
  return { ...model, id: idOf(model.id), ...(schema !== undefined && { schema }) };
}

function copiedMethod(method: Method, ids: NewIds): Method {
  const { methodIntegration: integration } = method;
  return {
    ...method,
    ...renamed(ids, "authorizerId", method.authorizerId),
    ...renamed(ids, "requestValidatorId", method.requestValidatorId),
    ...(integration !== undefined && {
      methodIntegration: {
        ...integration,
        cacheNamespace: ids.get(integration.cacheNamespace) ?? integration.cacheNamespace,
      },
    }),
  };
}

function renamed(ids: NewIds, member: string, id: string | undefined): StringMap<string> {
  return id === undefined ? {} : { [member]: ids.get(id) ?? id };
}
