// Forgets everything of every account, as tests between two of their cases want it: one transaction, and the effects that take
// stages, domains and keys out of the engine. Nothing is asked, so it stands behind a switch (testing.reset).

import { deleteBelow, type Tables } from "../../base/tables.ts";
import type { GatewayEffect } from "../model/catalogue.ts";
import { keysBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export function forgetEverything(tables: Tables, effects: GatewayEffect[]): void {
  for (const key of keysBelow(tables, table.stages, "")) {
    const [apiId, stageName] = key.split(" ");
    effects.push({ kind: "stage-changed", apiId, stageName });
  }
  for (const apiId of keysBelow(tables, table.apis, "")) effects.push({ kind: "api-deleted", apiId });
  for (const key of keysBelow(tables, table.domains, ""))
    effects.push({ kind: "domain-changed", domainName: key.split(" ")[0], isThere: false });
  effects.push({ kind: "access-changed" });
  for (const name of Object.values(table)) deleteBelow(tables, name, "");
}
