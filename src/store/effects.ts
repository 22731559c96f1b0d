// What others must do once a transaction is durable: servers load zones, probes start, views change.
// One commit emits its effects together, so that whoever turns them into an image can publish them as one.
// Invariant: effects are emitted after the commit and in its order, never for work that was rolled back.

import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { ResourceRecordSet } from "./shapes.ts";

/** A record set as it was and as it is; null for none. */
export interface SetChange {
  readonly before: ResourceRecordSet | null;
  readonly after: ResourceRecordSet | null;
}

export type Effect =
  | {
      readonly kind: "zone-created";
      readonly zone: HostedZoneRow;
      readonly sets: readonly ResourceRecordSet[];
      readonly changeId: string;
    }
  | { readonly kind: "zone-deleted"; readonly zone: HostedZoneRow; readonly changeId: string }
  | {
      readonly kind: "records-changed";
      readonly zone: HostedZoneRow;
      readonly changes: readonly SetChange[];
      readonly changeId: string;
    }
  | { readonly kind: "vpcs-changed"; readonly zone: HostedZoneRow; readonly changeId: string }
  | { readonly kind: "health-check-changed"; readonly healthCheckId: string; readonly deleted: boolean }
  | { readonly kind: "cidr-collection-changed"; readonly collectionId: string; readonly deleted: boolean }
  /** The change that a change of a collection is: servers have it when they have the collection. */
  | { readonly kind: "cidr-change-recorded"; readonly collectionId: string; readonly changeId: string }
  /** Whether answers of a zone are signed, or by which keys (./zone-signing.ts). */
  | { readonly kind: "signing-changed"; readonly zoneId: string; readonly changeId: string };

/** Called once a commit, with its effects in order. Must not throw. */
export type EffectListener = (effects: readonly Effect[]) => void;
