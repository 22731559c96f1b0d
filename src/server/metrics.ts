// /metrics: the data plane's counters, then what the process and its zones say of themselves.
// Names follow CoreDNS, with "signpost" for "coredns"; process_… are what every Prometheus client library exports.

import { type Family, printFamilies } from "../http/prometheus.ts";
import { printMetrics } from "../net/metrics-text.ts";
import { type ControlState, controlFamilies } from "./control-metrics.ts";
import { resolverFamilies } from "./resolver-metrics.ts";
import type { ResolverState } from "./resolver-requests.ts";

export interface ZoneState {
  readonly name: string;
  readonly serial: number;
}

export interface ServiceState {
  readonly version: string;
  /** Every worker's row: net/counters.ts. */
  readonly counters: SharedArrayBuffer;
  readonly transport: string;
  readonly workers: number;
  readonly zones: number;
  /** At most maxZoneSeries of them. */
  readonly serials: readonly ZoneState[];
  /** Zone files with faults, at start or at the last reload. */
  readonly brokenZoneFiles: number;
  readonly imageOctets: number;
  readonly imageRoomOctets: number;
  readonly records: number;
  /** null: there is no resolver. "away": its thread is not there. */
  readonly resolver: ResolverState | "away" | null;
  readonly apiCalls: Family;
  /** null before it is open. */
  readonly control: ControlState | null;
  /** What is counted of secondary zones. */
  readonly exchange: readonly Family[];
  /** What the gateway counts. */
  readonly gateway: readonly Family[];
}

/** Zones with a serial of their own on the page; a label a zone for a million zones would be a page of its own. */
export const maxZoneSeries = 1000;

export function printPage(state: ServiceState): string {
  const { resolver } = state;
  const resolverPart = resolver === null ? [] : resolverFamilies(resolver === "away" ? null : resolver);
  const controlPart = state.control === null ? [] : controlFamilies(state.control);
  const parts = [
    ...serviceFamilies(state),
    ...resolverPart,
    ...controlPart,
    ...state.exchange,
    ...state.gateway,
    state.apiCalls,
    ...processFamilies(),
  ];
  return printMetrics(state.counters) + printFamilies(parts);
}

function serviceFamilies(state: ServiceState): Family[] {
  return [
    gauge("signpost_build_info", "Always 1; the labels say what runs.", 1, {
      version: state.version,
      node: process.version,
      arch: process.arch,
    }),
    gauge("signpost_transport_info", "Always 1; how datagrams travel.", 1, { kind: state.transport }),
    gauge("signpost_workers", "Threads that answer questions.", state.workers),
    gauge("signpost_zones", "Zones of files that are served.", state.zones),
    gauge("signpost_zone_files_broken", "Zone files that were not taken because of faults.", state.brokenZoneFiles),
    gauge("signpost_zone_records", "Records in all zones of files.", state.records),
    gauge("signpost_zone_image_bytes", "Memory that the zones take, once for all workers.", state.imageOctets),
    gauge("signpost_zone_image_room_bytes", "Memory that the zones may take at most.", state.imageRoomOctets),
    {
      name: "signpost_zone_serial",
      help: "The serial of each zone's SOA record.",
      kind: "gauge",
      samples: state.serials.map(({ name, serial }) => ({ labels: { zone: name }, value: serial })),
    },
  ];
}

function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const cpuSeconds = (user + system) / 1e6;
  return [
    { ...gauge("process_cpu_seconds_total", "User and system CPU time.", cpuSeconds), kind: "counter" },
    gauge("process_resident_memory_bytes", "Resident memory.", rss),
    gauge(
      "process_start_time_seconds",
      "When the process began, in seconds since 1970.",
      Date.now() / 1000 - process.uptime(),
    ),
    gauge("nodejs_heap_used_bytes", "JavaScript objects of the main thread.", heapUsed),
  ];
}

function gauge(name: string, help: string, value: number, labels: { readonly [label: string]: string } = {}): Family {
  return { name, help, kind: "gauge", samples: [{ labels, value }] };
}
