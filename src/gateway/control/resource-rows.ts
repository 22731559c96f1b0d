// Resources and methods as they are stored: a row a resource, without its methods, and a row a method, with its integration and
// all responses. Invariant: paths of an API's resources are unique, and each begins with its parent's. Read next: ./resources.ts.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import type { Integration, Method, Resource } from "../model/shapes.ts";
import type { Work } from "./context.ts";
import { notFound } from "./faults.ts";
import { findWithin } from "./rest-api-rows.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

/** What names a method. */
export interface MethodRequest {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

export interface ResourceRequest {
  readonly restApiId: string;
  readonly resourceId: string;
}

/** An API's resources, parents before their children. */
export function resourcesOf(tables: Tables, apiId: string): Resource[] {
  const all = [...rowsBelow(tables, table.resources, prefixOf(apiId))];
  return all.sort((a, b) => (a.path < b.path ? -1 : a.path === b.path ? 0 : 1));
}

export function requireResource(work: Work, { restApiId, resourceId }: ResourceRequest): Resource {
  const resource = findWithin(work, table.resources, restApiId, resourceId);
  if (resource === null) throw notFound("resource");
  return resource;
}

export function putResource(tables: Tables, apiId: string, resource: Resource): void {
  putRow(tables, table.resources, keyOf(apiId, resource.id), resource);
  const place = placeOf(apiId, resource);
  if (place !== null) tables.put(table.resourcesByParent, place, resource.id);
}

export function removeResource(tables: Tables, apiId: string, resource: Resource): void {
  tables.delete(table.resources, keyOf(apiId, resource.id));
  const place = placeOf(apiId, resource);
  if (place !== null) tables.delete(table.resourcesByParent, place);
}

/** The key by which a parent knows its child; the root has no parent. */
function placeOf(apiId: string, { parentId, pathPart = "" }: Resource): string | null {
  return parentId === undefined ? null : keyOf(apiId, parentId, pathPart);
}

/** The id of a parent's child of this name; null when it has none. */
export function childNamed(tables: Tables, apiId: string, parentId: string, pathPart: string): string | null {
  return tables.get(table.resourcesByParent, keyOf(apiId, parentId, pathPart));
}

/** The path parts and ids of a parent's children whose parts are variables: one, at most, and itself. */
export function variableChildren(
  tables: Tables,
  apiId: string,
  parentId: string,
): readonly (readonly [string, string])[] {
  const prefix = prefixOf(apiId, parentId);
  return Array.from(tables.scan(table.resourcesByParent, { prefix: `${prefix}{` }), ([key, id]) => [
    key.slice(prefix.length),
    id,
  ]);
}

export function methodsOf(tables: Tables, apiId: string, resourceId: string): Method[] {
  return [...rowsBelow(tables, table.methods, prefixOf(apiId, resourceId))];
}

export function findMethod(work: Work, { restApiId, resourceId, httpMethod }: MethodRequest): Method | null {
  return getRow(work.tables, table.methods, keyOf(restApiId, resourceId, httpMethod));
}

/** The resource comes first: the service looks for it before the method (recorded). */
export function requireMethod(work: Work, request: MethodRequest): Method {
  requireResource(work, request);
  const method = findMethod(work, request);
  if (method === null) throw notFound("method");
  return method;
}

/** A method and its integration. */
export function requireIntegration(work: Work, request: MethodRequest): { method: Method; integration: Integration } {
  const method = requireMethod(work, request);
  if (method.methodIntegration === undefined) throw notFound("integration");
  return { method, integration: method.methodIntegration };
}

export function putMethodRow(tables: Tables, apiId: string, resourceId: string, method: Method): void {
  putRow(tables, table.methods, keyOf(apiId, resourceId, method.httpMethod), method);
}

/** A method with its resource, of every resource of an API, by path. */
export function* allMethods(
  tables: Tables,
  apiId: string,
): Iterable<{ readonly resource: Resource; readonly method: Method }> {
  for (const resource of resourcesOf(tables, apiId))
    for (const method of methodsOf(tables, apiId, resource.id)) yield { resource, method };
}
