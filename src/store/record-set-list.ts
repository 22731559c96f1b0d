// ListResourceRecordSets: by the name with its labels reversed, then type, then set identifier, from a start point that
// need not exist (AWS API: ListResourceRecordSets). A page's end names the next set, its identifier only where it has one.
// Of a traffic policy instance the root alone is listed (./policy-sets.ts).

import { keyOf, prefixOf } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type { ListResourceRecordSetsRequest, ListResourceRecordSetsResponse, ResourceRecordSet } from "./shapes.ts";
import { invalidInput } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { isProblem, parseRouteName } from "./names.ts";
import { pageSize, pageSizes, takePage, usualRecordSets } from "./pages.ts";
import { isHidden, shown } from "./policy-sets.ts";
import { table } from "./table-names.ts";

export function listResourceRecordSets(
  work: Work,
  input: ListResourceRecordSetsRequest,
): ListResourceRecordSetsResponse {
  const zone = requireZone(work, input.HostedZoneId);
  const size = pageSize(input.MaxItems, pageSizes.recordSets, usualRecordSets);
  const prefix = prefixOf(zone.id);
  const rows = work.tables.scan(table.recordSets, { prefix, from: prefix + startOf(input) });
  const { items, next } = takePage(shownSets(rows), size);
  return {
    ResourceRecordSets: items,
    IsTruncated: next !== null,
    ...(next !== null && { NextRecordName: next.Name, NextRecordType: next.Type }),
    ...(next?.SetIdentifier !== undefined && { NextRecordIdentifier: next.SetIdentifier }),
    MaxItems: String(size),
  };
}

/** Trees of traffic policies are hidden, however many sets they have. */
function* shownSets(rows: Iterable<readonly [key: string, value: string]>): Iterable<ResourceRecordSet> {
  for (const [, value] of rows) {
    const set = JSON.parse(value) as ResourceRecordSet;
    if (!isHidden(set)) yield shown(set);
  }
}

function startOf({ StartRecordName, StartRecordType, StartRecordIdentifier }: ListResourceRecordSetsRequest): string {
  if (StartRecordName === undefined || StartRecordName === "") {
    if (StartRecordType !== undefined || StartRecordIdentifier !== undefined)
      throw invalidInput("The input is not valid: a start type or identifier needs a start name.");
    return "";
  }
  if (StartRecordType === undefined && StartRecordIdentifier !== undefined)
    throw invalidInput("The input is not valid: a start identifier needs a start name and a start type.");
  const name = parseRouteName(StartRecordName);
  if (isProblem(name)) throw invalidInput(name.problem);
  if (StartRecordType === undefined) return name.key;
  return keyOf(name.key, StartRecordType, StartRecordIdentifier ?? "");
}
