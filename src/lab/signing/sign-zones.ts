// Signs the zones of the lab that are to be signed: from the bottom up, as a zone's DS stands in its parent and is signed there.
// What signing adds is written behind the zone's own text, so that servers load whole zone files as in production, and what
// students see of a file keeps its lines. The root's key becomes the trust anchor.

import { nodeDnssecCrypto } from "../../crypto/dnssec-crypto.ts";
import { Class } from "../../dns/codes.ts";
import type { Name } from "../../dns/name.ts";
import { makeRRset, type RRset } from "../../dns/rrset.ts";
import { RRType } from "../../dns/types.ts";
import { readDnsKey } from "../../dnssec/dnskey.ts";
import { makeDs, readDs } from "../../dnssec/ds.ts";
import { signZone } from "../../dnssec/sign-zone.ts";
import type { SigningKey } from "../../dnssec/sign.ts";
import type { TrustAnchor } from "../../resolver/validation/trust.ts";
import { recordText, recordTexts } from "../../trace/record-text.ts";
import type { FaultList } from "../../zone/file-fault.ts";
import type { ZoneFile } from "../zone-file.ts";
import { keyOf } from "./keys.ts";
import type { SigningPlan } from "./plan.ts";
import { times } from "./times.ts";

export interface SignedZones {
  /** Every zone file by its path, those of the plans signed. */
  readonly zones: ReadonlyMap<string, ZoneFile>;
  readonly anchors: readonly TrustAnchor[];
}

const sha256 = 2;

export function signZones(
  zones: ReadonlyMap<string, ZoneFile>,
  plans: readonly SigningPlan[],
  faults: FaultList,
): SignedZones {
  const signed = new Map(zones);
  const vouched = new Map<ZoneFile, RRset[]>();
  const anchors: TrustAnchor[] = [];
  const byDepth = plans.toSorted((a, b) => depthOf(zones, b) - depthOf(zones, a));
  for (const plan of byDepth) {
    const zone = zones.get(plan.file);
    if (zone === undefined) {
      faults.error(plan.place, `${plan.file} is to be signed, and no server has it`);
      continue;
    }
    if (signed.get(plan.file) !== zone) {
      faults.error(plan.place, `${plan.file} is signed twice`);
      continue;
    }
    const key = keyFor(zone, plan);
    const ds = dsOf(zone, key, plan);
    if (zone.apex.isRoot) anchors.push({ zone: zone.apex, signers: [readDs(ds)], keys: [] });
    for (const parent of plan.ds === "published" ? parentsOf(zone, zones) : []) {
      const set = makeRRset(zone.apex, RRType.DS, Class.IN, ttlOf(parent, zone.apex), [ds]);
      vouched.set(parent, [...(vouched.get(parent) ?? []), set]);
    }
    signed.set(plan.file, sign(zone, key, plan, vouched.get(zone) ?? []));
  }
  return { zones: signed, anchors };
}

function depthOf(zones: ReadonlyMap<string, ZoneFile>, { file }: SigningPlan): number {
  return zones.get(file)?.apex.labelCount ?? 0;
}

/** The zone that delegates to this one, in every file that has a state of it. */
function parentsOf({ apex }: ZoneFile, zones: ReadonlyMap<string, ZoneFile>): ZoneFile[] {
  const above = [...zones.values()].filter((zone) => apex.isWithin(zone.apex) && !apex.equals(zone.apex));
  const depth = Math.max(...above.map((zone) => zone.apex.labelCount));
  return above.filter((zone) => zone.apex.labelCount === depth);
}

function keyFor({ apex }: ZoneFile, { algorithm, faults }: SigningPlan): SigningKey {
  const key = keyOf(apex, algorithm, faults.find(({ flags }) => flags !== undefined)?.flags);
  return faults.reduce((told: SigningKey, { disguise }) => disguise?.(told) ?? told, key);
}

/** A DS lives as long as the delegation that it stands beside. */
function ttlOf({ records }: ZoneFile, cut: Name): number {
  return records.find(({ type, owner }) => type === RRType.NS && owner.equals(cut))?.ttlSeconds ?? 3600;
}

function dsOf({ apex }: ZoneFile, key: SigningKey, { faults }: SigningPlan): Uint8Array {
  const ds = makeDs(apex, readDnsKey(key.dnskey), sha256, nodeDnssecCrypto);
  return faults.reduce((rdata, { spoilDs }) => spoilDs?.(rdata) ?? rdata, ds);
}

function sign(zone: ZoneFile, key: SigningKey, plan: SigningPlan, ds: readonly RRset[]): ZoneFile {
  const { apex } = zone;
  const own = setsOf(zone);
  const signing = { keys: [key], times: times.usual, denial: plan.denial, parentDigest: null };
  const sets = signZone(apex, [...own, ...ds], signing).flatMap((set) => spoil(set, { apex, key }, plan) ?? []);
  const isOwn = (set: RRset): boolean => own.some((one) => one.type === set.type && one.owner.equals(set.owner));
  const lines = sets.flatMap((set) => [
    ...(isOwn(set) ? [] : recordTexts([set])),
    ...set.signatures.map((rdata) => recordText(set.owner, RRType.RRSIG, set.class, set.ttlSeconds, rdata)),
  ]);
  const text = `${new TextDecoder().decode(zone.text)}\n${lines.join("\n")}\n`;
  return { ...zone, text: new TextEncoder().encode(text) };
}

function spoil(
  set: RRset,
  signer: { readonly apex: Name; readonly key: SigningKey },
  { faults, types }: SigningPlan,
): RRset | null {
  if (types !== null && !types.includes(set.type)) return set;
  let left: RRset | null = set;
  for (const fault of faults) if (left !== null && fault.spoil !== undefined) left = fault.spoil(left, signer);
  return left;
}

/** The records of a file as sets. */
function setsOf({ records }: ZoneFile): RRset[] {
  const groups = Map.groupBy(records, ({ owner, type }) => `${owner.key}/${type}`);
  return Array.from(groups.values(), (group) => {
    const [{ owner, type }] = group;
    const ttlSeconds = Math.min(...group.map((one) => one.ttlSeconds));
    const rdatas = group.map(({ rdata }) => rdata);
    return makeRRset(owner, type, Class.IN, ttlSeconds, rdatas);
  });
}
