// What routing policies go by, as it crosses from the main thread to the workers: the board of health and the places in
// shared memory, VPCs and latencies as plain data. Every thread opens it for itself and draws its own chances.

import type { RoutingSettings } from "../authority/responder.ts";
import { seededRandom } from "../base/random.ts";
import { HealthBoard } from "../routing/health-board.ts";
import { LatencyModel, type MeasuredLatency } from "../routing/latency.ts";
import { loaded, openPlaces, type PlaceLayer } from "../routing/place-layers.ts";
import { type Prefix, scanPrefix } from "../routing/prefix.ts";
import { firstVpcView } from "../zone/views.ts";

/** A VPC of the configuration, with the view of its private zones. */
export interface VpcView {
  readonly view: number;
  readonly id: string;
  readonly region: string;
  /** Prefixes in text. */
  readonly clients: readonly string[];
}

/** A name server of a delegation set, with the view of the zones that it serves. */
export interface NameServerView {
  readonly view: number;
  /** Addresses in text. */
  readonly addresses: readonly string[];
}

export interface RoutingData {
  readonly health: SharedArrayBuffer;
  /** Layers that are not read yet stay in their thread: see sharedRouting. */
  readonly places: readonly PlaceLayer[];
  readonly latencies: readonly MeasuredLatency[];
  readonly vpcs: readonly VpcView[];
  /** With strict delegation sets: every name server. */
  readonly servers?: readonly NameServerView[];
  readonly subnets: "used" | "ignored";
}

/** The VPCs of the configuration, in its order. */
export function vpcViews(vpcs: readonly Omit<VpcView, "view">[]): VpcView[] {
  return vpcs.map((vpc, index) => ({ ...vpc, view: firstVpcView + index }));
}

/** As it crosses to other threads: with all its layers read. */
export function sharedRouting(routing: RoutingData): RoutingData {
  return { ...routing, places: loaded(routing.places) };
}

/** For one thread; `seed` is what its chances are drawn from. */
export function openRouting(
  { health, places, latencies, vpcs, servers = [], subnets }: RoutingData,
  seed: number,
): RoutingSettings {
  return {
    ground: {
      health: new HealthBoard(health),
      places: openPlaces(places),
      latency: new LatencyModel(latencies),
      random: seededRandom(seed),
    },
    vpcs: vpcs.map(({ view, region, clients }) => ({ view, region, clients: prefixesOf(clients) })),
    servers: servers.map(({ view, addresses }) => ({ view, addresses: prefixesOf(addresses) })),
    subnets,
  };
}

function prefixesOf(texts: readonly string[]): Prefix[] {
  return texts.map((text) => scanPrefix(text)).filter((prefix) => prefix !== null);
}
