// Resources: the tree of paths of an API (AWS API reference: Resource). One child a name, one child with a variable at most, no
// child below a greedy variable. A resource that is renamed or moved takes the paths of all below it along; one that is
// deleted takes all below it with it. Read next: ./methods.ts.

import { deleteBelow, prefixOf } from "../../base/tables.ts";
import type { Method, Resource } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { badRequest, conflict } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { requireApi } from "./rest-api-rows.ts";
import {
  childNamed,
  methodsOf,
  putResource,
  removeResource,
  requireResource,
  type ResourceRequest,
  resourcesOf,
  variableChildren,
} from "./resource-rows.ts";
import { table } from "./table-names.ts";

export interface CreateResourceRequest {
  readonly restApiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

export interface EmbedRequest {
  readonly embed?: readonly string[] | undefined;
}

/** As lists show a resource: of its methods the verbs alone, unless they are asked for. */
export type ShownResource = Omit<Resource, "resourceMethods"> & {
  readonly resourceMethods?: { readonly [verb: string]: Method | Nothing };
};

export function createResource(work: Work, input: CreateResourceRequest): ShownResource {
  const { restApiId, parentId, pathPart } = input;
  const parent = requireResource(work, { restApiId, resourceId: parentId });
  const resource = placed({ id: newShortId(work.context.random), path: "" }, parent, pathPart);
  checkPlace(work, restApiId, resource, parent);
  putResource(work.tables, restApiId, resource);
  return resource;
}

function placed(resource: Resource, parent: Resource, pathPart: string): Resource {
  return { ...resource, parentId: parent.id, pathPart, path: `${parent.path === "/" ? "" : parent.path}/${pathPart}` };
}

const plainPart = /^[a-zA-Z0-9._\-:~+$]+$/;
const variablePart = /^\{[a-zA-Z0-9._\-:~$]+\+?\}$/;

export function checkPlace(work: Work, apiId: string, resource: Resource, parent: Resource): void {
  const { pathPart = "" } = resource;
  if (!plainPart.test(pathPart) && !variablePart.test(pathPart))
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  if (isGreedy(parent))
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  const namesake = childNamed(work.tables, apiId, parent.id, pathPart);
  if (namesake !== null && namesake !== resource.id)
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  if (!pathPart.startsWith("{")) return;
  for (const [variable, id] of variableChildren(work.tables, apiId, parent.id))
    if (id !== resource.id)
      throw badRequest(
        `A sibling (${variable}) of this resource already has a variable path part -- only one is allowed`,
      );
}

function isGreedy({ pathPart = "" }: Resource): boolean {
  return pathPart.endsWith("+}");
}

export function getResource(work: Work, input: ResourceRequest & EmbedRequest): ShownResource {
  return show(work, input.restApiId, requireResource(work, input), input);
}

export function getResources(
  work: Work,
  input: { readonly restApiId: string } & PageRequest & EmbedRequest,
): Page<ShownResource> {
  requireApi(work, input.restApiId);
  const { tables } = work;
  return listRows({ tables, table: table.resources, prefix: prefixOf(input.restApiId) }, input, (resource) =>
    show(work, input.restApiId, resource, input),
  );
}

function show(work: Work, apiId: string, resource: Resource, { embed = [] }: EmbedRequest): ShownResource {
  const isWhole = embed.includes("methods");
  const methods = methodsOf(work.tables, apiId, resource.id);
  if (methods.length === 0) return resource;
  return {
    ...resource,
    resourceMethods: Object.fromEntries(methods.map((method) => [method.httpMethod, isWhole ? method : nothing])),
  };
}

const resourcePatches: PatchTable<Resource> = {
  wording: "listed",
  rows: [
    {
      path: "/parentId",
      ops: ["replace"],
      apply(draft, { value }) {
        if (draft.path === "/") throw badRequest("Root resource cannot update its parentId.");
        draft.parentId = value ?? "";
      },
    },
    {
      path: "/pathPart",
      ops: ["replace"],
      apply(draft, { value }) {
        if (draft.path === "/") throw badRequest("Root resource cannot update its pathPart.");
        draft.pathPart = value ?? "";
      },
    },
  ],
};

export function updateResource(work: Work, input: ResourceRequest & PatchRequest): ShownResource {
  checkOperations(new Constraints(), "updateResourceInput", input).hold();
  const { restApiId } = input;
  const before = requireResource(work, input);
  const wanted = patched(resourcePatches, before, input.patchOperations);
  if (wanted.parentId === undefined) return show(work, restApiId, before, {});
  const parent = requireResource(work, { restApiId, resourceId: wanted.parentId });
  if (parent.path === before.path || parent.path.startsWith(`${before.path}/`))
    throw badRequest("Resources cannot be cyclical.");
  const after = placed(wanted, parent, wanted.pathPart ?? "");
  checkPlace(work, restApiId, after, parent);
  if (after.pathPart !== before.pathPart && isGreedy(after) && below(work, restApiId, before).length > 0)
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${after.pathPart}`);
  for (const resource of below(work, restApiId, before))
    putResource(work.tables, restApiId, { ...resource, path: after.path + resource.path.slice(before.path.length) });
  removeResource(work.tables, restApiId, before);
  putResource(work.tables, restApiId, after);
  return show(work, restApiId, after, {});
}

/** All resources below one, itself left out. */
function below(work: Work, apiId: string, { path }: Resource): Resource[] {
  return resourcesOf(work.tables, apiId).filter((resource) => resource.path.startsWith(`${path}/`));
}

export function deleteResource(work: Work, input: ResourceRequest): Nothing {
  const { tables } = work;
  const { restApiId } = input;
  const resource = requireResource(work, input);
  if (resource.parentId === undefined) throw badRequest("Root resource cannot be deleted.");
  for (const each of [resource, ...below(work, restApiId, resource)]) {
    deleteBelow(tables, table.methods, prefixOf(restApiId, each.id));
    removeResource(tables, restApiId, each);
  }
  return nothing;
}
