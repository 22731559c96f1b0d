// A zone under check, and the few ways in which the checks look at it.
// It is built and not yet served, so every version in its tree is number 0 (./zone-builder.ts).

import type { Memory } from "../base/memory.ts";
import { maxNameOctets } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import type { Severity } from "./file-fault.ts";
import type { Finding, FindingList } from "./finding.ts";
import {
  entryOf,
  flagCut,
  nextRecord,
  nodeParent,
  recordCount,
  recordHead,
  rrsetRecords,
  versionFlags,
  visibleVersion,
} from "./layout.ts";
import { nameOfNode } from "./tree.ts";
import type { Zone } from "./zone.ts";

/** A zone under check: what the checks read, and where they put what they find. */
export interface Inspection {
  readonly zone: Zone;
  readonly memory: Memory;
  readonly tree: number;
  readonly findings: FindingList;
  /** Nodes with NS below the apex, and nodes with DNAME. */
  readonly cuts: number[];
  readonly dnames: number[];
  /** Owners of MX and SRV. */
  readonly pointers: { readonly node: number; readonly type: number }[];
}

/** The owner's name of a node, in wire form. */
export function ownerOf({ memory, tree }: Inspection, node: number): Uint8Array {
  const octets = new Uint8Array(maxNameOctets);
  return octets.slice(0, nameOfNode(memory, tree, node, octets));
}

/** Adds a finding about a node, or what of it `about` names. */
export function report(
  inspection: Inspection,
  severity: Severity,
  node: number,
  about: Partial<Pick<Finding, "type" | "rdata" | "kind">>,
  say: (owner: string) => string,
): void {
  const owner = ownerOf(inspection, node);
  inspection.findings.add({ severity, message: say(printName(owner, 0)), owner, ...about });
}

/** The RRset of a type at a node of a zone that is not yet served, or 0. */
export function rrsetOf(memory: Memory, node: number, type: number): number {
  const version = visibleVersion(memory, node, 0);
  return version === 0 ? 0 : entryOf(memory, version, type);
}

/** The cut nearest to the apex at or above a node, or 0. */
export function cutAbove(memory: Memory, node: number): number {
  const { words } = memory;
  let cut = 0;
  for (let at = node; at !== 0; at = words[at + nodeParent]) {
    const version = visibleVersion(memory, at, 0);
    if (version !== 0 && (words[version + versionFlags] & flagCut) !== 0) cut = at;
  }
  return cut;
}

/** Calls `visit` with a copy of the RDATA of each record of an RRset (0: none). */
export function eachRecord(memory: Memory, rrset: number, visit: (rdata: Uint8Array) => void): void {
  if (rrset === 0) return;
  const { bytes } = memory;
  let at = (rrset + rrsetRecords) * 4;
  for (let left = recordCount(memory, rrset); left > 0; left--) {
    const start = at + recordHead;
    at = nextRecord(bytes, at);
    visit(bytes.slice(start, at));
  }
}
