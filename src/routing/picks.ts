// One set of a group by its policy, among those that are still in: each function returns the set's index, or -1 when no
// set is meant for this client. Health is not looked at here: ./router.ts takes unhealthy sets out and asks again, which
// gives the next best latency, the next larger region, the weights of what is left.
// Ties go to the first set. Pages of the Developer Guide (DG) stand at each policy.

import type { Random } from "../base/random.ts";
import type { Trace } from "../trace/steps.ts";
import { locationOf } from "./cidr.ts";
import type { RoutingClient } from "./client.ts";
import { codeText } from "./codes.ts";
import { biasedKm, distanceToKm } from "./geometry.ts";
import type { GroupView } from "./group-view.ts";
import { GeoLevel, groupCollection, Policy } from "./group.ts";
import type { LatencyModel } from "./latency.ts";
import type { Place } from "./place.ts";
import type { PlaceTable } from "./place-table.ts";
import type { Found } from "./prefix-table.ts";
import { regions } from "./regions.ts";

/** What policies ask beside the group and the client. */
export interface Ground {
  readonly places: PlaceTable;
  readonly latency: LatencyModel;
  readonly random: Random;
}

/** Multivalue is not among them: it gives several sets (./multivalue.ts). */
export function pick(
  group: GroupView,
  client: RoutingClient,
  ground: Ground,
  found: Found,
  trace: Trace | undefined,
): number {
  switch (group.policy) {
    case Policy.weighted:
      return pickWeighted(group, ground.random, trace);
    case Policy.latency:
      return pickLatency(group, client.standpoint(ground.places), ground.latency, trace);
    case Policy.failover:
      return pickFailover(group, trace);
    case Policy.geolocation:
      return pickGeolocation(group, client.locate(ground.places), trace);
    case Policy.geoproximity:
      return pickGeoproximity(group, client.standpoint(ground.places), trace);
    case Policy.ipBased:
      return pickIpBased(group, client, found, trace);
    default:
      return group.isIn(0) ? 0 : -1;
  }
}

/**
 * By chance, as often as the weight's share of all weights; sets of weight 0 only when no other is left, each as likely
 * (DG:routing-policy-weighted, DG:health-checks-how-route-53-chooses-records).
 */
function pickWeighted(group: GroupView, random: Random, trace: Trace | undefined): number {
  let total = 0;
  let sets = 0;
  for (let i = 0; i < group.count; i++) {
    if (!group.isIn(i)) continue;
    total += group.key(i);
    sets++;
  }
  if (sets === 0) return -1;
  const isEven = total === 0;
  let drawn = random.below(isEven ? sets : total);
  let index = 0;
  for (; index < group.count; index++) {
    if (!group.isIn(index)) continue;
    drawn -= isEven ? 1 : group.key(index);
    if (drawn < 0) break;
  }
  if (isEven) trace?.note("route.weighted-even", { set: group.nameOf(index), sets });
  else trace?.note("route.weighted", { set: group.nameOf(index), weight: group.key(index), total });
  return index;
}

/** The least latency, among the regions that have a set (DG:routing-policy-latency). */
function pickLatency(group: GroupView, from: Place, latency: LatencyModel, trace: Trace | undefined): number {
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < group.count; i++) {
    if (!group.isIn(i)) continue;
    const milliseconds = latency.milliseconds(from, group.key(i));
    if (milliseconds >= least) continue;
    best = i;
    least = milliseconds;
  }
  if (trace !== undefined && best >= 0) {
    const say = (i: number): string => `${group.nameOf(i)} ${latency.milliseconds(from, group.key(i)).toFixed(1)} ms`;
    if (group.left > 1) trace.note("route.distances", { distances: group.list(say) });
    trace.note("route.latency", { set: group.nameOf(best), region: regions[group.key(best)].code, latency: least });
  }
  return best;
}

/** The primary while it is in, then the secondary (DG:dns-failover-types). */
function pickFailover(group: GroupView, trace: Trace | undefined): number {
  let best = -1;
  for (let i = 0; i < group.count; i++) {
    if (group.isIn(i) && (best < 0 || group.key(i) < group.key(best))) best = i;
  }
  if (best >= 0)
    trace?.note("route.failover", { set: group.nameOf(best), role: group.key(best) === 0 ? "primary" : "secondary" });
  return best;
}

/** The smallest region that holds the client: state, country, continent, default (DG:routing-policy-geo). */
function pickGeolocation(group: GroupView, place: Place | null, trace: Trace | undefined): number {
  let best = -1;
  let smallest = -1;
  for (let i = 0; i < group.count; i++) {
    if (!group.isIn(i)) continue;
    const level = group.key(i) >>> 24;
    if (level <= smallest || !isWithin(place, level, group.key(i) & 0xff_ffff, group.detail(i))) continue;
    best = i;
    smallest = level;
  }
  if (best >= 0)
    trace?.note("route.geolocation", {
      set: group.nameOf(best),
      location: locationText(group.key(best), group.detail(best)),
    });
  return best;
}

function isWithin(place: Place | null, level: number, code: number, subdivision: number): boolean {
  if (level === GeoLevel.default) return true;
  if (place === null) return false;
  if (level === GeoLevel.continent) return place.continent === code;
  return place.country === code && (level === GeoLevel.country || place.subdivision === subdivision);
}

export function locationText(key: number, subdivision: number): string {
  const level = key >>> 24;
  if (level === GeoLevel.default) return "every place";
  const code = codeText(key & 0xff_ffff);
  if (level === GeoLevel.continent) return `the continent ${code}`;
  return level === GeoLevel.country ? code : `${code}-${codeText(subdivision)}`;
}

/** The least distance, each stretched or shortened by its bias (DG:routing-policy-geoproximity). */
function pickGeoproximity(group: GroupView, from: Place, trace: Trace | undefined): number {
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < group.count; i++) {
    if (!group.isIn(i)) continue;
    const km = biasedKm(kmTo(group, from, i), group.detail(i));
    if (km >= least) continue;
    best = i;
    least = km;
  }
  if (trace !== undefined && best >= 0) {
    const whole = (km: number): string => km.toFixed(0);
    const say = (i: number): string =>
      `${group.nameOf(i)} ${whole(biasedKm(kmTo(group, from, i), group.detail(i)))} km`;
    if (group.left > 1) trace.note("route.distances", { distances: group.list(say) });
    trace.note("route.geoproximity", {
      set: group.nameOf(best),
      distance: whole(kmTo(group, from, best)),
      biased: whole(least),
      bias: String(group.detail(best)),
    });
  }
  return best;
}

export function kmTo(group: GroupView, from: Place, index: number): number {
  const coordinates = group.key(index);
  return distanceToKm(from.point, coordinates >> 16, (coordinates << 16) >> 16);
}

/** The set of the location whose block holds the client; when it has none, or it is out, that of `*` (DG:routing-policy-ipbased). */
function pickIpBased(group: GroupView, client: RoutingClient, found: Found, trace: Trace | undefined): number {
  const { words, at } = group;
  const location = locationOf(words, words[at + groupCollection], client.family, client.octets, client.known, found);
  let best = -1;
  for (let i = 0; i < group.count; i++) {
    if (!group.isIn(i)) continue;
    const key = group.key(i);
    if (key === location) best = i;
    else if (key === 0 && best < 0) best = i;
  }
  if (best < 0) return best;
  if (group.key(best) === 0) trace?.note("route.ip-default", { set: group.nameOf(best), client: client.text });
  else trace?.note("route.ip-based", { set: group.nameOf(best), client: client.text });
  return best;
}
