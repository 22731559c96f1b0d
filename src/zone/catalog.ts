// Catalog zones (RFC 9432): a zone whose records name other zones, so that who has it knows which zones to have. Each member
// stands as one PTR below a label of its own under "zones"; below that may stand which other catalog it may move to. What else a
// catalog says (groups, extensions) is passed over.
// A catalog that is broken in one place is broken as a whole and says nothing (RFC 9432 §5.1): half a catalog would take zones away.

import { latin1 } from "../base/octets.ts";
import { Name } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import type { ZoneRecord } from "./difference.ts";

export interface CatalogMember {
  readonly zone: Name;
  /** The label that it stands under, in lower case with its length before it: another one, and the zone is to be transferred anew (RFC 9432 §5.4). */
  readonly label: string;
  /** The catalog that may take it over, if it names it as well (RFC 9432 §4.4.1); null: none. */
  readonly newOwner: Name | null;
}

/** RFC 9432 §4.2.1: the only version. */
const version = Uint8Array.of(1, 0x32);
const versionLabel = Uint8Array.from([7, ...new TextEncoder().encode("version")]);
const zonesLabel = Uint8Array.from([5, ...new TextEncoder().encode("zones")]);
const ownerLabel = Uint8Array.from([3, ...new TextEncoder().encode("coo")]);
const ownerKey = latin1(ownerLabel);

/** The members of a catalog in the order of their labels, at most `most`; a sentence without its end where it is broken. */
export function readCatalog(apex: Name, records: Iterable<ZoneRecord>, most: number): CatalogMember[] | string {
  const versionKey = below(apex, versionLabel).key;
  const zones = below(apex, zonesLabel);
  const versions: Uint8Array[] = [];
  const members: Omit<CatalogMember, "newOwner">[] = [];
  const newOwners = new Map<string, Name | null>();
  const labels = new Set<string>();
  const names = new Set<string>();
  for (const { owner, type, rdata } of records) {
    const name = new Name(owner);
    if (type === RRType.TXT && name.key === versionKey) versions.push(rdata);
    if (type !== RRType.PTR || !name.isWithin(zones)) continue;
    const depth = name.labelCount - zones.labelCount;
    if (depth === 2 && name.key.startsWith(ownerKey)) {
      const label = labelOf(name.parent);
      newOwners.set(label, newOwners.has(label) ? null : new Name(rdata)); // of two that could take it over, none may
    }
    if (depth !== 1) continue;
    const zone = new Name(rdata);
    if (labels.has(name.key)) return `${printName(owner)} names more than one zone (RFC 9432 §4.1)`;
    if (names.has(zone.key)) return `${printName(rdata)} is named more than once (RFC 9432 §4.1)`;
    if (members.length === most) return `it names more than ${most} zones`;
    labels.add(name.key);
    names.add(zone.key);
    members.push({ zone, label: labelOf(name) });
  }
  if (versions.length !== 1) return "it does not say its version once (RFC 9432 §4.2.1)";
  const [said] = versions;
  const isKnown = said.length === version.length && said.every((octet, i) => octet === version[i]);
  if (!isKnown) return "it is of another version than 2 (RFC 9432 §4.2.1)";
  return members
    .map((member) => ({ ...member, newOwner: newOwners.get(member.label) ?? null }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** A catalog of these members, without the SOA and NS that it would have as a zone. */
export function* composeCatalog(apex: Name, members: Iterable<CatalogMember>): Generator<ZoneRecord> {
  const zones = below(apex, zonesLabel);
  yield { owner: below(apex, versionLabel).wire, type: RRType.TXT, ttlSeconds: 0, rdata: version };
  for (const { zone, label, newOwner } of members) {
    const owner = below(
      zones,
      Uint8Array.from(label, (letter) => letter.charCodeAt(0)),
    );
    yield { owner: owner.wire, type: RRType.PTR, ttlSeconds: 0, rdata: zone.wire };
    if (newOwner === null) continue;
    yield { owner: below(owner, ownerLabel).wire, type: RRType.PTR, ttlSeconds: 0, rdata: newOwner.wire };
  }
}

/** The first label in lower case, with its length before it. */
function labelOf({ key, wire }: Name): string {
  return key.slice(0, 1 + wire[0]);
}

function below({ wire }: Name, label: Uint8Array): Name {
  return new Name(Uint8Array.from([...label, ...wire]));
}
