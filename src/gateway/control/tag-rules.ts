// What tags may be: fifty a resource, names of 128 characters that do not begin with `aws:`, values of 256 (AWS guide:
// tagging-restrictions).

import type { StringMap } from "../model/shapes.ts";
import { badRequest } from "./faults.ts";

const mostTags = 50;

export function checkTags(tags: StringMap<string> | undefined): void {
  const all = Object.entries(tags ?? {});
  if (all.length > mostTags) throw badRequest(`The number of tags exceeds the maximum of ${mostTags}.`);
  for (const [name, value] of all) {
    if (name === "" || name.length > 128) throw badRequest("Tag keys must have 1 to 128 characters.");
    if (/^aws:/i.test(name)) throw badRequest(`Tag keys must not begin with aws: ${name}`);
    if (value.length > 256) throw badRequest(`Tag values must have 256 characters at most: ${name}`);
  }
}
