// Tags of health checks and hosted zones: ten a resource, changed ten at a time. The operations take an id without its path
// only; a prefixed one is too long for the service's front end, which says so (moto's tests, verified against AWS).

import type { Work } from "./context.ts";
import type {
  ChangeTagsForResourceRequest,
  ListTagsForResourceRequest,
  ListTagsForResourcesRequest,
  ResourceTagSet,
  Tag,
  TagResourceType,
} from "./shapes.ts";
import { keyOf, type Tables } from "../base/tables.ts";
import { constraintFault, invalidInput, noSuchHealthCheck } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { table } from "./table-names.ts";

export function changeTagsForResource(work: Work, input: ChangeTagsForResourceRequest): Record<string, never> {
  requireResource(work, input.ResourceType, input.ResourceId);
  const tags = new Map(tagsOf(work, input.ResourceType, input.ResourceId).map((tag) => [tag.Key, tag]));
  for (const key of input.RemoveTagKeys ?? []) tags.delete(key);
  for (const { Key = "", Value = "" } of input.AddTags ?? []) tags.set(Key, { Key, Value });
  const { tagsPerResource } = work.settings.limits;
  if (tags.size > tagsPerResource)
    throw invalidInput(`The maximum number of tags for a resource is ${tagsPerResource}.`);
  const key = keyOf(input.ResourceType, input.ResourceId);
  if (tags.size === 0) work.tables.delete(table.tags, key);
  else work.tables.put(table.tags, key, JSON.stringify([...tags.values()]));
  return {};
}

export function listTagsForResource(work: Work, input: ListTagsForResourceRequest): { ResourceTagSet: ResourceTagSet } {
  return { ResourceTagSet: showTags(work, input.ResourceType, input.ResourceId) };
}

export function listTagsForResources(
  work: Work,
  { ResourceType, ResourceIds }: ListTagsForResourcesRequest,
): { ResourceTagSets: ResourceTagSet[] } {
  return { ResourceTagSets: ResourceIds.map((id) => showTags(work, ResourceType, id)) };
}

function showTags(work: Work, ResourceType: TagResourceType, ResourceId: string): ResourceTagSet {
  requireResource(work, ResourceType, ResourceId);
  return { ResourceType, ResourceId, Tags: tagsOf(work, ResourceType, ResourceId) };
}

function tagsOf(work: Work, type: TagResourceType, id: string): readonly Tag[] {
  const row = work.tables.get(table.tags, keyOf(type, id));
  return row === null ? [] : (JSON.parse(row) as Tag[]);
}

function requireResource(work: Work, type: TagResourceType, id: string): void {
  if (type === "hostedzone") {
    if (id.includes("/")) throw constraintFault(id, "resourceId", "have length less than or equal to 32");
    requireZone(work, id);
  } else if (work.tables.get(table.healthChecksByAccount, keyOf(work.context.account, id)) === null) {
    throw noSuchHealthCheck(id);
  }
}

/** With the resource its tags go. */
export function deleteTagsOf(tables: Tables, type: TagResourceType, id: string): void {
  tables.delete(table.tags, keyOf(type, id));
}
