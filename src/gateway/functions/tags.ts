// Tags of functions: fifty a function, changed by ARN. Only functions have them, not their versions.
// AWS API: TagResource, UntagResource, ListTags; DG: configuration-tags.

import type { Work } from "./context.ts";
import { invalidParameter } from "./faults.ts";
import { requireFunction, requireOwnFunction } from "./find.ts";
import { type FunctionReference, referTo } from "./names.ts";
import { functionKey, table, writeRow } from "./rows.ts";
import type { Nothing } from "./shapes.ts";

const mostTags = 50;
const longestKey = 128;
const longestValue = 256;

type Tags = Readonly<Record<string, string>>;

/** Throws InvalidParameterValueException. */
export function checkTags(tags: Tags): void {
  if (Object.keys(tags).length > mostTags) throw invalidParameter("Number of tags exceeds resource tag limit.");
  for (const [key, value] of Object.entries(tags)) {
    if (key === "" || key.length > longestKey)
      throw invalidParameter(`The tag key '${key}' must have from 1 to ${longestKey} characters.`);
    if (key.toLowerCase().startsWith("aws:"))
      throw invalidParameter(`The tag key '${key}' begins with aws:, which is reserved.`);
    if (value.length > longestValue)
      throw invalidParameter(`The value of the tag '${key}' must have at most ${longestValue} characters.`);
  }
}

export function tagResource(work: Work, input: { readonly Resource: string; readonly Tags: Tags }): Nothing {
  const named = resource(work, input.Resource);
  const row = requireOwnFunction(work, named);
  const tags = { ...row.tags, ...input.Tags };
  checkTags(tags);
  writeRow(work.tables, table.functions, functionKey(named), { ...row, tags });
  return {};
}

export function untagResource(
  work: Work,
  input: { readonly Resource: string; readonly TagKeys: readonly string[] },
): Nothing {
  const named = resource(work, input.Resource);
  const row = requireOwnFunction(work, named);
  const gone = new Set(input.TagKeys);
  const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key)));
  writeRow(work.tables, table.functions, functionKey(named), { ...row, tags });
  return {};
}

export function listTags(work: Work, input: { readonly Resource: string }): { Tags: Tags } {
  return { Tags: requireFunction(work, resource(work, input.Resource)).tags };
}

function resource(work: Work, arn: string): FunctionReference {
  const named = arn.startsWith("arn:") ? referTo(arn, work.context) : null;
  if (named === null) throw invalidParameter(`${arn} is not a function's ARN.`);
  if (named.qualifier !== null)
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  return named;
}
