// The sets that a traffic policy instance made, as others see them. The root, under the instance's own name, is listed with the
// instance's id and a text in the place of its values, and no TTL (barnybug/cli53#148, turbot/steampipe-plugin-aws#980: real
// answers); the tree below it is in no list and no count. Only the root has no set identifier (./traffic-policy-tree.ts).

import type { ResourceRecordSet } from "./shapes.ts";
import { inOrder } from "./record-set-draft.ts";

/** What stands where values would: newer clients are meant to look at the id. */
export const rootValue =
  "This resource record set includes an attribute that is unsupported on this Route 53 API version. Please consider using a newer API version or a tool that does so.";

/** Whether a set is of a tree, below the root. */
export function isHidden(set: ResourceRecordSet): boolean {
  return set.TrafficPolicyInstanceId !== undefined && set.SetIdentifier !== undefined;
}

/** A set that is no tree's, as ListResourceRecordSets shows it. */
export function shown(set: ResourceRecordSet): ResourceRecordSet {
  const { Name, Type, TrafficPolicyInstanceId } = set;
  if (TrafficPolicyInstanceId === undefined) return set;
  return inOrder({ Name, Type, ResourceRecords: [{ Value: rootValue }], TrafficPolicyInstanceId });
}

/** Whether a set, as a client gives it back, names the root that stands there: by the instance's id. */
export function namesRoot(given: ResourceRecordSet, current: ResourceRecordSet | null): boolean {
  return current !== null && !isHidden(current) && given.TrafficPolicyInstanceId === current.TrafficPolicyInstanceId;
}
