// Checks of the names that records point to, where they lie in the same zone: an NS, MX or SRV must lead to addresses
// (RFC 1034 §4.2.1, RFC 2782) and not to an alias (RFC 2181 §10.3). An NS below its own cut needs glue.
// Errors at the apex, where the zone could not be reached; warnings elsewhere, as named-checkzone has it.
// Targets outside the zone are somebody else's to know.

import type { Memory } from "../base/memory.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { endsWith } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName, typeRow } from "../dns/types.ts";
import type { Finding } from "./finding.ts";
import { cutAbove, eachRecord, report, ownerOf, rrsetOf } from "./inspection.ts";
import type { Inspection } from "./inspection.ts";
import { entryOf, nodeParent } from "./layout.ts";
import { Outcome, Search } from "./search.ts";
import { nodeOfName } from "./tree.ts";

/** Where a name within the zone leads. */
type Lead = "addresses" | "alias" | "below a DNAME" | "delegated" | "nothing";

export function checkTargets(inspection: Inspection): void {
  const { zone } = inspection;
  const look = leads(inspection);
  checkServers(inspection, zone.tree.root, look);
  for (const cut of inspection.cuts) checkServers(inspection, cut, look);
  for (const { node, type } of inspection.pointers) checkPointers(inspection, node, type, look);
}

/** The nodes at or below cuts that some NS of this zone names: their addresses are glue (RFC 1034 §4.2.1). */
export function glueOf(inspection: Inspection): ReadonlySet<number> {
  const { memory, tree, zone } = inspection;
  const glue = new Set<number>();
  const cursor = new NameCursor();
  for (const node of [zone.tree.root, ...inspection.cuts]) {
    eachRecord(memory, rrsetOf(memory, node, RRType.NS), (rdata) => {
      if (!endsWith(rdata, 0, zone.apex.wire, 0)) return;
      cursor.set(rdata, 0);
      const named = nodeOfName(memory, tree, cursor);
      if (named !== 0 && cutAbove(memory, named) !== 0) glue.add(named);
    });
  }
  return glue;
}

function checkServers(inspection: Inspection, node: number, look: (name: Uint8Array) => Lead): void {
  const { memory, tree, zone } = inspection;
  const isApex = memory.words[node + nodeParent] === 0;
  const severity = isApex ? "error" : "warning";
  const cursor = new NameCursor();
  eachRecord(memory, rrsetOf(memory, node, RRType.NS), (rdata) => {
    if (!endsWith(rdata, 0, zone.apex.wire, 0)) return;
    const target = printName(rdata, 0);
    const say = (what: string, kind: Finding["kind"] = "presence"): void => {
      report(inspection, severity, node, { type: RRType.NS, rdata, kind }, (owner) => `${owner} NS ${target} ${what}`);
    };
    const lead = look(rdata);
    if (lead === "alias") return say("is an alias (RFC 2181 §10.3)");
    if (lead === "below a DNAME") return say("lies below a DNAME (RFC 2181 §10.3)");
    if (lead === "nothing") return say("has no address records (A or AAAA)", "absence");
    if (lead !== "delegated") return;
    cursor.set(rdata, 0);
    const named = nodeOfName(memory, tree, cursor);
    if (named !== 0 && hasAddresses(memory, named)) return;
    const isRequired = endsWith(rdata, 0, ownerOf(inspection, node), 0);
    const what = isRequired
      ? "needs glue: address records (A or AAAA) in this zone"
      : "has no address records (A or AAAA) here that could be glue";
    say(what, "absence");
  });
}

function checkPointers(inspection: Inspection, node: number, type: number, look: (name: Uint8Array) => Lead): void {
  const { memory, zone } = inspection;
  const prefix = typeRow(type).target?.prefix ?? 0;
  eachRecord(memory, rrsetOf(memory, node, type), (rdata) => {
    const name = rdata.subarray(prefix);
    // A target of "." says that there is no such service (RFC 7505 §3, RFC 2782).
    if (name[0] === 0 || !endsWith(name, 0, zone.apex.wire, 0)) return;
    const lead = look(name);
    if (lead === "addresses" || lead === "delegated") return;
    const what =
      lead === "alias"
        ? "is an alias (RFC 2181 §10.3)"
        : lead === "nothing"
          ? "has no address records (A or AAAA)"
          : `lies ${lead}`;
    const kind = lead === "nothing" ? "absence" : "presence";
    report(
      inspection,
      "warning",
      node,
      { type, rdata, kind },
      (owner) => `${owner} ${typeName(type)} ${printName(name, 0)} ${what}`,
    );
  });
}

function leads({ memory, tree }: Inspection): (name: Uint8Array) => Lead {
  const search = new Search(memory);
  const cursor = new NameCursor();
  return (name) => {
    cursor.set(name, 0);
    switch (search.run(tree, cursor, 0)) {
      case Outcome.found:
      case Outcome.wildcard:
        if (entryOf(memory, search.version, RRType.CNAME) !== 0) return "alias";
        return hasAddresses(memory, search.node) ? "addresses" : "nothing";
      case Outcome.cut:
        return "delegated";
      case Outcome.dname:
        return "below a DNAME";
      default:
        return "nothing";
    }
  };
}

function hasAddresses(memory: Memory, node: number): boolean {
  return rrsetOf(memory, node, RRType.A) !== 0 || rrsetOf(memory, node, RRType.AAAA) !== 0;
}
