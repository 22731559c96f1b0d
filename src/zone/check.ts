// Checks of a zone as a whole, as named-checkzone makes them. An error: other servers would refuse the zone, or answers
// out of it would contradict each other. A warning: it is served, and is likely not what its author meant.
// Here: the apex (RFC 1035 §5.2), owners whose types exclude each other (RFC 1034 §3.6.2, RFC 6672 §2.4), DS
// (RFC 4035 §2.4), and what lies below a cut or a DNAME. Names that records point to: ./check-targets.ts.
// Signed zones: ./check-signatures.ts and ./check-denials.ts.
// Only owners with types that rules speak of are looked at, and every owner in a zone that has cuts or DNAMEs.

import type { Memory } from "../base/memory.ts";
import { maxNameOctets } from "../dns/name.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType, typeName, typeRow } from "../dns/types.ts";
import { checkDenials } from "./check-denials.ts";
import { checkSignatures } from "./check-signatures.ts";
import { checkTargets, glueOf } from "./check-targets.ts";
import { signatureKey } from "./entry-keys.ts";
import { FindingList } from "./finding.ts";
import { cutAbove, report, rrsetOf } from "./inspection.ts";
import type { Inspection } from "./inspection.ts";
import {
  entryCount,
  flagCname,
  flagCut,
  flagDname,
  flagExists,
  nodeLabel,
  nodeParent,
  recordCount,
  versionEntries,
  versionFlags,
  visibleVersion,
} from "./layout.ts";
import { nodeOfName } from "./tree.ts";
import type { Zone } from "./zone.ts";

/** Types that the rules below speak of: an owner without any of them cannot break one by itself. */
const checkedTypes: ReadonlySet<number> = new Set([
  RRType.SOA,
  RRType.NS,
  RRType.CNAME,
  RRType.DNAME,
  RRType.DS,
  RRType.MX,
  RRType.SRV,
]);

export function isChecked(type: number): boolean {
  return type !== RRType.A && checkedTypes.has(type);
}

/**
 * Checks a zone that is built and not yet served; `owners` are its nodes with types for which `isChecked`. `nowSeconds`
 * since 1970: the age of signatures is looked at only where it is told.
 */
export function checkZone(zone: Zone, owners: Iterable<number>, nowSeconds: number | null = null): FindingList {
  const { memory } = zone.tree.region;
  const inspection: Inspection = {
    zone,
    memory,
    tree: zone.tree.tree,
    findings: new FindingList(),
    cuts: [],
    dnames: [],
    pointers: [],
  };
  checkApex(inspection);
  for (const node of owners) checkNode(inspection, node, visibleVersion(memory, node, 0));
  if (inspection.cuts.length + inspection.dnames.length > 0) checkHidden(inspection);
  checkTargets(inspection);
  checkSignatures(inspection, nowSeconds);
  checkDenials(inspection);
  return inspection.findings;
}

function checkApex(inspection: Inspection): void {
  const { zone, memory, findings } = inspection;
  const { root } = zone.tree;
  const apex = printName(zone.apex.wire, 0);
  const missing = (what: string): void => {
    const message = `the zone ${apex} has no ${what} record at its apex (RFC 1035 §5.2)`;
    findings.add({ severity: "error", message, kind: "absence" });
  };
  if (rrsetOf(memory, root, RRType.SOA) === 0) missing("SOA");
  if (rrsetOf(memory, root, RRType.NS) === 0) missing("NS");
  if (rrsetOf(memory, root, RRType.DS) !== 0) {
    report(
      inspection,
      "error",
      root,
      { type: RRType.DS },
      (owner) => `${owner} DS at the apex: DS stands in the parent zone (RFC 4035 §2.4)`,
    );
  }
  checkMissingDot(inspection);
}

/** A name that ends in the zone's own name twice was most likely meant to be absolute. */
function checkMissingDot(inspection: Inspection): void {
  const { zone, memory, tree } = inspection;
  const { wire, labelCount } = zone.apex;
  if (labelCount < 2) return;
  const twice = new Uint8Array(wire.length * 2 - 1);
  twice.set(wire);
  twice.set(wire, wire.length - 1);
  if (twice.length > maxNameOctets) return;
  const cursor = new NameCursor();
  cursor.set(twice, 0);
  const node = nodeOfName(memory, tree, cursor);
  if (node === 0) return;
  const message = `owners end in ${printName(twice, 0)}: is a dot missing behind a name?`;
  inspection.findings.add({ severity: "warning", message, owner: twice });
}

function checkNode(inspection: Inspection, node: number, version: number): void {
  const { memory } = inspection;
  const { words } = memory;
  const flags = words[version + versionFlags];
  if ((flags & flagCut) !== 0) inspection.cuts.push(node);
  if ((flags & flagDname) !== 0) inspection.dnames.push(node);
  let others = 0;
  for (let i = 0, count = entryCount(memory, version); i < count; i++) {
    const type = words[version + versionEntries + i * 2];
    if (type >= signatureKey) continue;
    if (type !== RRType.CNAME && !besideCname.has(type)) others++;
    if (type === RRType.MX || type === RRType.SRV) inspection.pointers.push({ node, type });
    else if (isChecked(type)) checkType(inspection, node, type, words[version + versionEntries + i * 2 + 1], flags);
  }
  if ((flags & flagCname) !== 0 && others > 0) {
    report(
      inspection,
      "error",
      node,
      { type: RRType.CNAME },
      (owner) => `${owner} has a CNAME and other data beside it (RFC 1034 §3.6.2)`,
    );
  }
}

/** What may stand beside a CNAME, as signatures may: RFC 4034 §3 and §4, RFC 2181 §10.1. */
const besideCname: ReadonlySet<number> = new Set([RRType.NSEC, RRType.SIG, RRType.NXT, RRType.KEY]);

function checkType(inspection: Inspection, node: number, type: number, rrset: number, flags: number): void {
  const { memory } = inspection;
  const isApex = memory.words[node + nodeParent] === 0;
  if (typeRow(type).singleton && recordCount(memory, rrset) > 1) {
    report(
      inspection,
      "error",
      node,
      { type },
      (owner) => `${owner} has ${recordCount(memory, rrset)} ${typeName(type)} records; one is allowed`,
    );
  }
  if (type === RRType.SOA && !isApex) {
    report(inspection, "error", node, { type }, (owner) => `${owner} SOA is not at the zone's apex (RFC 1035 §5.2)`);
  } else if (type === RRType.DS && !isApex && (flags & flagCut) === 0) {
    report(
      inspection,
      "warning",
      node,
      { type },
      (owner) => `${owner} DS without NS: there is no delegation here (RFC 4035 §2.4)`,
    );
  } else if (type === RRType.NS && !isApex && (flags & flagDname) !== 0) {
    report(
      inspection,
      "warning",
      node,
      { type: RRType.DNAME },
      (owner) => `${owner} has a DNAME beside a delegation's NS, which hides it (RFC 6672 §2.3)`,
    );
  } else if (type === RRType.NS && isWildcard(memory, node)) {
    report(
      inspection,
      "error",
      node,
      { type },
      (owner) => `${owner} NS at a wildcard: nobody knows what it delegates (RFC 4592 §4.2)`,
    );
  }
}

function isWildcard({ bytes }: Memory, node: number): boolean {
  const label = (node + nodeLabel) * 4;
  return bytes[label] === 1 && bytes[label + 1] === 0x2a;
}

/** Data that no answer shows: below a DNAME, below a cut where it is no glue, beside a cut's NS. */
function checkHidden(inspection: Inspection): void {
  const { zone, memory } = inspection;
  const { words } = memory;
  const glue = glueOf(inspection);
  zone.eachNode((node, version) => {
    const count = entryCount(memory, version);
    // What only holds an NSEC3 is no name of the zone (RFC 5155 §7.2.8).
    if (count === 0 || (words[version + versionFlags] & flagExists) === 0) return;
    if (hiddenByDname(inspection, node)) {
      return report(
        inspection,
        "error",
        node,
        {},
        (owner) => `${owner} lies below a DNAME; nothing may (RFC 6672 §2.4)`,
      );
    }
    const cut = cutAbove(memory, node);
    if (cut === 0) return;
    for (let i = 0; i < count; i++) {
      const type = words[version + versionEntries + i * 2];
      if (type >= signatureKey || isShownAtCut(type, cut === node, glue.has(node))) continue;
      const where = cut === node ? "stands at a delegation" : "lies below a delegation";
      report(
        inspection,
        "warning",
        node,
        { type },
        (owner) => `${owner} ${typeName(type)} ${where} and is no glue: it is never answered (RFC 1034 §4.2.1)`,
      );
    }
  });
}

function isShownAtCut(type: number, isCut: boolean, isGlue: boolean): boolean {
  if (type === RRType.A || type === RRType.AAAA) return isGlue;
  if (type === RRType.NSEC) return true;
  return isCut && (type === RRType.NS || type === RRType.DS || type === RRType.DNAME);
}

function hiddenByDname({ memory: { words }, memory }: Inspection, node: number): boolean {
  for (let at = words[node + nodeParent]; at !== 0; at = words[at + nodeParent]) {
    if (rrsetOf(memory, at, RRType.DNAME) !== 0) return true;
  }
  return false;
}
