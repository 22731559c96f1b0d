// What an alias may target (AWS API: AliasTarget; AWS guide: resource-record-sets-choosing-alias-non-alias). A target in a
// hosted zone of ours must lie in it and be there, made by an earlier change of the batch at the latest. Other zone ids are
// AWS's own services, which are known by their ids alone; they have addresses, and their host names are not checked.
// We differ in one thing: a target may also lie in another hosted zone of the same account that holds its name, but for
// private zones from public ones, which would tell everybody what only VPCs may ask for.

import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { Placement } from "./record-set-rules.ts";
import { findZone } from "./hosted-zone-rows.ts";
import { isWithinKey } from "./names.ts";
import { keyOfSet, scanRecordSets } from "./record-set-rows.ts";

/** Every CloudFront distribution, and every edge-optimised API. */
const cloudFrontZoneId = "Z2FDTNDATAQYW2";

/** What AWS's services answer; HTTPS is CloudFront's (API:ResourceRecordSet, Type; guide: values for alias records). */
const serviceTypes: readonly string[] = ["A", "AAAA", "HTTPS"];

export function aliasMessages(placement: Placement): string[] {
  const { work, zone, draft } = placement;
  const { set, target } = draft;
  if (set.AliasTarget === undefined || target === null) return [];
  const intro = `Tried to create an alias that targets ${target.text}, type ${set.Type} in zone ${set.AliasTarget.HostedZoneId}`;
  if (["NS", "SOA"].includes(set.Type)) return [`${intro}, but aliases of type ${set.Type} are not supported`];
  if (set.AliasTarget.HostedZoneId === cloudFrontZoneId)
    return [...serviceMessages(placement, intro), ...cloudFrontMessages(placement, intro)];
  const targetZone =
    set.AliasTarget.HostedZoneId === zone.id ? zone : findZone(work.tables, set.AliasTarget.HostedZoneId);
  if (targetZone === null) return serviceMessages(placement, intro);
  // Nothing more is said, not even whether the name would lie in it, and lenience does not reach so far.
  if (!isReachable(targetZone, zone)) return [`${intro}, but that target was not found`];
  const messages: string[] = [];
  if (!isWithinKey(target.key, targetZone.key))
    messages.push(`${intro}, but the alias target name does not lie within the target zone`);
  if (work.settings.strictness === "strict" && !isThere(placement, targetZone, target.key))
    messages.push(`${intro}, but that target was not found`);
  return messages;
}

function isReachable(target: HostedZoneRow, from: HostedZoneRow): boolean {
  return target.account === from.account && (from.isPrivate || !target.isPrivate);
}

function isThere({ work, zone, draft: { set } }: Placement, targetZone: HostedZoneRow, key: string): boolean {
  const itself = keyOfSet(zone.id, set);
  for (const found of scanRecordSets(work.tables, targetZone.id, key, set.Type)) if (found.key !== itself) return true;
  return false;
}

/** Where leniency takes targets that are not there, a zone that is none of ours need not be a service's. */
function serviceMessages({ work, draft: { set } }: Placement, intro: string): string[] {
  if (work.settings.strictness === "lenient" || serviceTypes.includes(set.Type)) return [];
  return [`${intro}, but aliases of type ${set.Type} to AWS services are not supported`];
}

/** CloudFront says nothing of its health, and cannot be reached from private zones. */
function cloudFrontMessages({ zone, draft: { set } }: Placement, intro: string): string[] {
  const messages: string[] = [];
  if (set.AliasTarget?.EvaluateTargetHealth === true)
    messages.push(`${intro}, but EvaluateTargetHealth must be false for CloudFront distributions`);
  if (zone.isPrivate) messages.push(`${intro}, but private hosted zones cannot target CloudFront distributions`);
  return messages;
}
