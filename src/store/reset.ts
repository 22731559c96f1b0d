// Forgets everything of every account, as tests between two of their cases want it: one transaction, and the effects that
// take zones, checks and collections off the servers. Nothing is asked, so it stands behind a switch (testing.reset).

import { deleteBelow } from "../base/tables.ts";
import type { Work } from "./context.ts";
import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import { newId } from "./ids.ts";
import { table } from "./table-names.ts";

export function forgetEverything(work: Work): void {
  const { tables, effects, context } = work;
  for (const [, row] of tables.scan(table.zones, {})) {
    const zone = JSON.parse(row) as HostedZoneRow;
    effects.push({ kind: "zone-deleted", zone, changeId: newId("C", context.random) });
  }
  for (const [healthCheckId] of tables.scan(table.healthChecks, {}))
    effects.push({ kind: "health-check-changed", healthCheckId, deleted: true });
  for (const [collectionId] of tables.scan(table.cidrCollections, {}))
    effects.push({ kind: "cidr-collection-changed", collectionId, deleted: true });
  for (const name of Object.values(table)) deleteBelow(tables, name, "");
}
