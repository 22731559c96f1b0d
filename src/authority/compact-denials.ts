// Compact denials (RFC 9824): of a zone that is signed as it is answered, one NSEC of the very name that was asked for says what
// there is not. Its next name is the first that could follow, so it covers nothing else and shows nobody the zone; its types are those that
// are really there, or NXNAME alone beside its own for a name that does not exist. The NSEC is made here, its signature elsewhere.

import { composeTypes } from "../dns/fields/bitmaps.ts";
import { maxNameOctets } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { signatureKey } from "../zone/entry-keys.ts";
import { entryCount, flagCut, treeLabels, versionEntries, versionFlags } from "../zone/layout.ts";
import type { OctetWriter } from "../base/octets.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { MadeSets } from "./made-sets.ts";

const maxLabelOctets = 63;

/** What is denied of a name, which is the cursor's without its first `depth` labels. */
export interface Denied {
  readonly zone: number;
  readonly name: NameCursor;
  readonly depth: number;
  /** The version of the node whose types are told; 0: the name does not exist. */
  readonly version: number;
  /** A type that this answer has not, whatever stands there: a policy may have chosen nothing. ANY for all of them, 0 for none. */
  readonly without: number;
}

/** Makes the NSEC that denies; returns the set. */
export function makeNsec(memory: Memory, made: MadeSets, denied: Denied, ttlSeconds: number): number {
  const { zone, name, depth, version, without } = denied;
  const set = made.begin();
  made.beginRecord(RRType.NSEC, ttlSeconds);
  writeSuccessor(name, depth, name.count - memory.words[zone + treeLabels], made.out);
  composeTypes(typesOf(memory, version, without), made.out);
  made.endRecord();
  return set;
}

function typesOf(memory: Memory, version: number, without: number): number[] {
  if (version === 0) return [RRType.RRSIG, RRType.NSEC, RRType.NXNAME]; // RFC 9824 §3.1
  const { words } = memory;
  const isCut = (words[version + versionFlags] & flagCut) !== 0;
  const types: number[] = [RRType.RRSIG, RRType.NSEC]; // these alone at an empty non-terminal (RFC 9824 §3.2)
  for (let i = 0, count = entryCount(memory, version); i < count; i++) {
    const type = words[version + versionEntries + i * 2];
    if (type >= signatureKey || type === without || without === RRType.ANY) continue;
    // At a cut only these two are ours (RFC 4035 §2.3).
    if (isCut && type !== RRType.NS && type !== RRType.DS) continue;
    // Had there been an alias, it would have been followed.
    if (without !== 0 && type === RRType.CNAME) continue;
    types.push(type);
  }
  return types;
}

/** The first name behind another one (RFC 4471 §3.1.2): with a label of one zero octet in front, where there is room. */
function writeSuccessor(name: NameCursor, depth: number, apexDepth: number, out: OctetWriter): void {
  const { folded, labels, length } = name;
  if (length - labels[depth] + 2 > maxNameOctets) return writeNextSibling(name, depth, apexDepth, out);
  out.u8(1);
  out.u8(0);
  out.octets(folded, labels[depth], length);
}

/** The first name behind another one and all below it: its first label with a zero octet at the end, or counted up. */
function writeNextSibling(name: NameCursor, depth: number, apexDepth: number, out: OctetWriter): void {
  const { folded, labels, length } = name;
  const start = labels[depth];
  // Behind the last name of all comes the first (RFC 4034 §4.1.1).
  if (depth === apexDepth) return out.octets(folded, start, length);
  const size = folded[start];
  const end = start + 1 + size;
  if (size < maxLabelOctets && length - start < maxNameOctets) {
    out.u8(size + 1);
    out.octets(folded, start + 1, end);
    out.u8(0);
    return out.octets(folded, end, length);
  }
  let last = end - 1;
  while (last > start && folded[last] === 0xff) last--;
  if (last === start) return writeNextSibling(name, depth + 1, apexDepth, out);
  out.u8(last - start);
  out.octets(folded, start + 1, last);
  // Upper-case letters sort as lower-case ones do, so what follows "@" is "[" (RFC 4471 §3.1.2).
  out.u8(folded[last] === 0x40 ? 0x5b : folded[last] + 1);
  out.octets(folded, end, length);
}
