// Checks of what a signed zone proves denials with: that each name has its NSEC or NSEC3, and that each leads to the next
// (RFC 4034 §4.1.1, RFC 5155 §7.1). A gap makes validators disbelieve answers about all that lies in it; so does a record
// too many. All are warnings: the zone is served as it is. The index that is read: ./denial-index.ts.

import { base32hex, encodeDigits } from "../base/encodings.ts";
import { maxCheckedHashes, maxNsec3Iterations } from "../base/limits.ts";
import { lowerCase, sameOctets, u16At } from "../base/octets.ts";
import { NameCursor } from "../dns/name-cursor.ts";
import { maxNameOctets, sameName } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import {
  DenialKind,
  hashParameters,
  indexIterations,
  indexKind,
  indexRows,
  isSigned,
  nodeOfRow,
} from "./denial-index.ts";
import { DenialSearch } from "./denial-search.ts";
import { cutAbove, report, ownerOf, rrsetOf } from "./inspection.ts";
import type { Inspection } from "./inspection.ts";
import { entryCount, flagCut, flagExists, nodeLabel, recordHead, rrsetRecords, versionFlags } from "./layout.ts";

export function checkDenials(inspection: Inspection): void {
  const { zone, memory } = inspection;
  const { root, denials } = zone.tree;
  if (!isSigned(memory, root)) return;
  const parameters = hashParameters(memory, root);
  if (parameters !== 0 && u16At(memory.bytes, parameters + 2) > maxNsec3Iterations) {
    const times = u16At(memory.bytes, parameters + 2);
    const say = (owner: string): string =>
      `${owner} NSEC3PARAM hashes names ${times} times more; above ${maxNsec3Iterations} nothing is proven (RFC 9276 §3.2)`;
    return report(inspection, "warning", root, { type: RRType.NSEC3PARAM }, say);
  }
  if (denials === null) {
    const say = (owner: string): string => `${owner} is signed and has no NSEC or NSEC3: no denial can be proven`;
    return report(inspection, "warning", root, { type: RRType.DNSKEY }, say);
  }
  if (memory.words[denials.at + indexKind] === DenialKind.nsec) {
    checkNsecChain(inspection, denials.at);
    checkNsecOwners(inspection);
  } else {
    checkNsec3Chain(inspection, denials.at);
    checkNsec3Owners(inspection, denials.at);
  }
}

/** RFC 4034 §4.1.1: each leads to the next in canonical order, the last to the apex. */
function checkNsecChain(inspection: Inspection, index: number): void {
  const { memory } = inspection;
  const { words, bytes } = memory;
  const rows = words[index + indexRows];
  for (let i = 0; i < rows; i++) {
    const node = nodeOfRow(words, index, i);
    const next = ownerOf(inspection, nodeOfRow(words, index, (i + 1) % rows));
    const leadsTo = rdataOf(inspection, node, RRType.NSEC);
    if (sameName(bytes, leadsTo, next, 0)) continue;
    const wrong = printName(bytes.slice(leadsTo, leadsTo + maxNameOctets), 0);
    const say = (owner: string): string =>
      `${owner} NSEC leads to ${wrong}; the next is that of ${printName(next, 0)} (RFC 4034 §4.1.1)`;
    report(inspection, "warning", node, { type: RRType.NSEC }, say);
  }
}

/** RFC 4035 §2.3: every name with data of the zone or a delegation has one. */
function checkNsecOwners(inspection: Inspection): void {
  const { zone, memory } = inspection;
  zone.eachNode((node, version) => {
    const cut = cutAbove(memory, node);
    if (entryCount(memory, version) === 0 || (cut !== 0 && cut !== node)) return;
    if (rrsetOf(memory, node, RRType.NSEC) > 0 || (memory.words[version + versionFlags] & flagExists) === 0) return;
    report(inspection, "warning", node, {}, (owner) => `${owner} has no NSEC (RFC 4035 §2.3)`);
  });
}

/** RFC 5155 §3.1.7: each leads to the next in the order of hashes, the last to the first. */
function checkNsec3Chain(inspection: Inspection, index: number): void {
  const { memory } = inspection;
  const { words, bytes } = memory;
  const rows = words[index + indexRows];
  for (let i = 0; i < rows; i++) {
    const node = nodeOfRow(words, index, i);
    const next = (nodeOfRow(words, index, (i + 1) % rows) + nodeLabel) * 4;
    const rdata = rdataOf(inspection, node, RRType.NSEC3);
    const hash = rdata + 6 + bytes[rdata + 4];
    const leadsTo = new TextEncoder().encode(encodeDigits(base32hex, bytes.slice(hash, hash + bytes[hash - 1])));
    const label = bytes.slice(next + 1, next + 1 + bytes[next]).map((octet) => lowerCase[octet]);
    if (sameOctets(leadsTo, label)) continue;
    const say = (owner: string): string =>
      `${owner} NSEC3 leads to ${new TextDecoder().decode(leadsTo)}; the next is ${new TextDecoder().decode(label)} (RFC 5155 §3.1.7)`;
    report(inspection, "warning", node, { type: RRType.NSEC3 }, say);
  }
}

/** RFC 5155 §7.1: every such name and every empty non-terminal has one, but where a span opts out. */
function checkNsec3Owners(inspection: Inspection, index: number): void {
  const { zone, memory, tree } = inspection;
  const { words, bytes } = memory;
  if (words[index + indexRows] * (words[index + indexIterations] + 1) > maxCheckedHashes) return;
  const search = new DenialSearch(memory);
  const name = new NameCursor();
  zone.eachNode((node, version) => {
    const flags = words[version + versionFlags];
    const cut = cutAbove(memory, node);
    if ((flags & flagExists) === 0 || (cut !== 0 && cut !== node)) return;
    name.set(ownerOf(inspection, node), 0);
    if (search.find(index, tree, name, 0)) return;
    const optsOut = (bytes[rdataOf(inspection, search.node, RRType.NSEC3) + 1] & 1) !== 0;
    const mayBeLeftOut = entryCount(memory, version) === 0 || (flags & flagCut) !== 0;
    if (optsOut && mayBeLeftOut && rrsetOf(memory, node, RRType.DS) === 0) return;
    report(inspection, "warning", node, {}, (owner) => `${owner} has no NSEC3 (RFC 5155 §7.1)`);
  });
}

/** Where the first RDATA of a type begins. */
function rdataOf({ memory }: Inspection, node: number, type: number): number {
  return (rrsetOf(memory, node, type) + rrsetRecords) * 4 + recordHead;
}
