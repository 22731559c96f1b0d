// What the control plane says of itself at /metrics: hosted zones, what was committed to them, health checks and their
// flips. Kinds of changes are words of ours, so there are as many series at most.

import type { Family } from "../http/prometheus.ts";
import type { HealthCounts } from "./health.ts";

export interface ControlState {
  readonly hostedZones: number;
  /** Changes that are stored and not answered by, for want of memory. */
  readonly heldChanges: number;
  /** Effects of commits since the start, by kind. */
  readonly changes: ReadonlyMap<string, number>;
  readonly health: HealthCounts;
  /** Dynamic updates that were answered since the start, by RCODE. */
  readonly updates: ReadonlyMap<string, number>;
}

export function controlFamilies({ hostedZones, heldChanges, changes, health, updates }: ControlState): Family[] {
  const statuses = { healthy: health.healthy, unhealthy: health.unhealthy };
  return [
    {
      name: "signpost_hosted_zones",
      help: "Hosted zones of the API that are served.",
      kind: "gauge",
      samples: [{ labels: {}, value: hostedZones }],
    },
    {
      name: "signpost_hosted_zone_changes_held",
      help: "Changes that are stored and wait for memory to be answered by.",
      kind: "gauge",
      samples: [{ labels: {}, value: heldChanges }],
    },
    {
      name: "signpost_hosted_zone_changes_total",
      help: "What was committed to the store since the start, by kind.",
      kind: "counter",
      samples: Array.from(changes, ([kind, value]) => ({ labels: { kind }, value })),
    },
    {
      name: "signpost_dns_updates_total",
      help: "Dynamic updates that were answered since the start, by result; what workers refuse at the door is not among them.",
      kind: "counter",
      samples: Array.from(updates, ([result, value]) => ({ labels: { result }, value })),
    },
    {
      name: "signpost_health_checks",
      help: "Health checks by status.",
      kind: "gauge",
      samples: Object.entries(statuses).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      name: "signpost_health_checks_overridden",
      help: "Health checks whose status somebody set by hand.",
      kind: "gauge",
      samples: [{ labels: {}, value: health.overridden }],
    },
    {
      name: "signpost_health_check_flips_total",
      help: "Changes of a health check's status.",
      kind: "counter",
      samples: [{ labels: {}, value: health.flips }],
    },
  ];
}
