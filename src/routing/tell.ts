// What a choice begins with, told to a trace: the group and its policy, and the client as the policy sees it. Called only
// when somebody listens.

import type { Trace } from "../trace/steps.ts";
import type { RoutingClient } from "./client.ts";
import type { GroupView } from "./group-view.ts";
import { Policy } from "./group.ts";
import { placeText, unlocated } from "./place.ts";
import type { PlaceTable } from "./place-table.ts";
import { regions } from "./regions.ts";

/** What the policies are called. */
export const policyTitles: Readonly<Record<Policy, string>> = {
  [Policy.simple]: "Simple",
  [Policy.weighted]: "Weighted",
  [Policy.latency]: "Latency-based",
  [Policy.failover]: "Failover",
  [Policy.geolocation]: "Geolocation",
  [Policy.geoproximity]: "Geoproximity",
  [Policy.multivalue]: "Multivalue",
  [Policy.ipBased]: "IP-based",
};

export function tellGroup(group: GroupView, trace: Trace): void {
  trace.note("route.group", {
    policy: policyTitles[group.policy],
    sets: group.count,
    names: group.list((index) => group.nameOf(index)),
  });
}

export function tellClient(client: RoutingClient, places: PlaceTable, trace: Trace): void {
  const place = client.locate(places);
  if (place === null) {
    trace.note("route.client-unknown", { client: client.text, region: regions[unlocated.region].title });
    return;
  }
  const region = regions[place.region].code;
  if (client.vpc === null) trace.note("route.client", { client: client.text, place: placeText(place), region });
  else trace.note("route.client-vpc", { region });
}
