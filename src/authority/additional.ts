// Additional data (RFC 1034 §4.3.2 step 6): addresses of the names that an answer points at.
// Glue of a referral is looked up past cuts, in the zone's own data, and in-domain glue must not be left out in silence
// (RFC 9471 §3.1). For MX, SRV, SVCB and their like only authoritative addresses are added, and only while they fit.
// What routing policies choose among is not added: it is chosen for whoever asks for it by its own name.

import { maxAdditionalTargets } from "../base/limits.ts";
import { u16At } from "../base/octets.ts";
import { RRType } from "../dns/types.ts";
import {
  entryOf,
  flagExists,
  nextRecord,
  recordCount,
  recordHead,
  rrsetRecords,
  treeLabels,
  treeName,
  versionFlags,
  visibleVersion,
} from "../zone/layout.ts";
import { Outcome } from "../zone/search.ts";
import { nodeOfName } from "../zone/tree.ts";
import { Need, ownTtl, Place, Section } from "./answer.ts";
import { nameFrom } from "./traced-names.ts";
import { targetAfter } from "./type-columns.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Authority } from "./authority.ts";

/** Adds the addresses that the zone holds for the name servers of a cut, which stands `depth` labels into `name`. */
export function glueOfCut(authority: Authority, ns: number, name: NameCursor, depth: number): void {
  const { memory, answer, zone, at, target, trace } = authority;
  const { bytes } = memory;
  let record = (ns + rrsetRecords) * 4;
  const targets = Math.min(recordCount(memory, ns), maxAdditionalTargets);
  for (let i = 0; i < targets; i++, record = nextRecord(bytes, record)) {
    const server = record + recordHead;
    target.set(bytes, server);
    if (!isInZone(memory, zone, target)) continue;
    const node = nodeOfName(memory, zone, target);
    const version = node === 0 ? 0 : visibleVersion(memory, node, at);
    if (version === 0 || (memory.words[version + versionFlags] & flagExists) === 0) continue;
    const inDomain = target.isWithin(name.bytes, name.start + name.labels[depth], name.count - depth);
    const need = inDomain ? Need.marksTruncated : Need.optional;
    const a = entryOf(memory, version, RRType.A);
    const aaaa = entryOf(memory, version, RRType.AAAA);
    if (a > 0 || aaaa > 0) trace?.note(inDomain ? "zone.glue" : "zone.sibling-glue", { server: nameFrom(target, 0) });
    if (a > 0) answer.add(Section.additional, a, Place.image, server, ownTtl, need);
    if (aaaa > 0) answer.add(Section.additional, aaaa, Place.image, server, ownTtl, need);
  }
}

/** Adds the addresses of the names that the last of `answers` entries points at (the type table's `target`). */
export function addressesOfTargets(authority: Authority, answers: number): void {
  const { memory, answer } = authority;
  const { bytes } = memory;
  if (answers === 0) return;
  const last = answers - 1;
  const rrset = answer.rrsets[last];
  if (answer.sections[last] !== Section.answer || rrset <= 0) return;
  let record = (rrset + rrsetRecords) * 4;
  const type = u16At(bytes, record + 2);
  if (targetAfter[type] === 0) return;
  const offset = recordHead + targetAfter[type] - 1;
  const targets = Math.min(recordCount(memory, rrset), maxAdditionalTargets);
  for (let i = 0; i < targets; i++, record = nextRecord(bytes, record)) addressesOf(authority, record + offset, type);
}

function addressesOf(authority: Authority, name: number, type: number): void {
  const { memory, answer, zone, at, search, target } = authority;
  const { bytes } = memory;
  target.set(bytes, name);
  if (target.count === 0 || !isInZone(memory, zone, target)) return;
  let outcome: Outcome = search.run(zone, target, at);
  let { version } = search;
  const isOurs = outcome !== Outcome.cut; // what lies below a cut is not ours to sign (RFC 4035 §2.2)
  if (outcome === Outcome.cut && type === RRType.NS) {
    // The zone's own name servers may live below a cut of it: their glue is all we can tell.
    const node = nodeOfName(memory, zone, target);
    version = node === 0 ? 0 : visibleVersion(memory, node, at);
    outcome = version === 0 ? Outcome.missing : Outcome.found;
  }
  if (outcome !== Outcome.found && outcome !== Outcome.wildcard) return;
  for (const address of addressTypes) {
    const rrset = entryOf(memory, version, address);
    if (rrset <= 0 || answer.hasRRset(rrset)) continue;
    if (!answer.add(Section.additional, rrset, Place.image, name, ownTtl, Need.optional)) return;
    if (isOurs) authority.sign(version, address, target, 0);
    authority.trace?.note("zone.additional", { name: nameFrom(target, 0), type: address });
  }
}

function isInZone(memory: Memory, zone: number, name: NameCursor): boolean {
  const { words, bytes } = memory;
  return name.isWithin(bytes, words[zone + treeName] * 4, words[zone + treeLabels]);
}

const addressTypes = [RRType.A, RRType.AAAA] as const;
