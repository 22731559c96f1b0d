// A traffic policy as the record sets of one instance. Each rule is a group of sets under a name of its own, its endpoints
// in it, its other rules as aliases in the same zone; the instance's name is an alias of the first rule, or the endpoint
// itself. A rule that several branches lead to is there once.
//
//   www.example.com.                 A  alias -> _tp-9c8b7a6d-2-0.example.com.
//   _tp-9c8b7a6d-2-0.example.com.    A  failover: PRIMARY alias -> _tp-9c8b7a6d-2-1…, SECONDARY 192.0.2.9
//   _tp-9c8b7a6d-2-1.example.com.    A  weighted: 192.0.2.1, 192.0.2.2
//
// The names hold the instance's id and the edition of its tree, so that a new tree stands beside the old one until the
// instance's name turns to it. Sets come in the order in which they can be made: targets before their aliases.

import type { HostedZoneRow } from "./hosted-zone-rows.ts";
import type { ResourceRecordSet } from "./shapes.ts";
import type { Branch, PolicyDocument, Reference } from "./traffic-policy-document.ts";
import { aliasHost, aliasZoneId } from "./traffic-policy-endpoints.ts";

export interface Tree {
  readonly zone: HostedZoneRow;
  readonly instanceId: string;
  /** Counts the instance's trees. */
  readonly edition: number;
  readonly name: string;
  readonly ttlSeconds: number;
  readonly document: PolicyDocument;
}

/** The sets, the instance's own last. */
export function expand(tree: Tree): readonly ResourceRecordSet[] {
  const { document, name } = tree;
  const names = ruleNames(tree);
  const sets: ResourceRecordSet[] = [];
  const done = new Set<string>();
  const grow = ({ kind, id }: Reference): void => {
    if (kind === "endpoint" || done.has(id)) return;
    done.add(id);
    const branches = document.rules.get(id) ?? [];
    for (const { to } of branches) grow(to);
    branches.forEach((branch, i) => {
      const identifier = `${id}-${i + 1}`.slice(-128);
      sets.push({ ...setOf(tree, names, names.get(id) ?? "", branch), SetIdentifier: identifier, ...branch.routing });
    });
  };
  grow(document.start);
  const root: Branch = { to: document.start, evaluateTargetHealth: true, healthCheck: undefined, routing: {} };
  return [...sets, setOf(tree, names, name, root)];
}

/** The rules that the start leads to, numbered as they are met. */
function ruleNames({ zone, instanceId, edition, document }: Tree): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const meet = ({ kind, id }: Reference): void => {
    if (kind === "endpoint" || names.has(id)) return;
    const under = zone.name === "." ? "" : zone.name;
    names.set(id, `_tp-${instanceId.slice(0, 8)}-${edition}-${names.size}.${under}`);
    for (const { to } of document.rules.get(id) ?? []) meet(to);
  };
  meet(document.start);
  return names;
}

function setOf(tree: Tree, names: ReadonlyMap<string, string>, name: string, branch: Branch): ResourceRecordSet {
  const { document, zone, instanceId } = tree;
  const { to, evaluateTargetHealth, healthCheck } = branch;
  const endpoint = to.kind === "endpoint" ? document.endpoints.get(to.id) : undefined;
  const common = {
    Name: name,
    Type: document.recordType,
    ...(healthCheck !== undefined && { HealthCheckId: healthCheck }),
    TrafficPolicyInstanceId: instanceId,
  };
  if (endpoint?.kind === "value")
    return { ...common, TTL: tree.ttlSeconds, ResourceRecords: [{ Value: endpoint.value }] };
  const isRule = endpoint === undefined;
  return {
    ...common,
    AliasTarget: {
      HostedZoneId: isRule ? zone.id : aliasZoneId(endpoint.type, endpoint.host, endpoint.region),
      DNSName: isRule ? (names.get(to.id) ?? "") : aliasHost(endpoint.type, endpoint.host, endpoint.region),
      // CloudFront says nothing of its health (API:AliasTarget).
      EvaluateTargetHealth: evaluateTargetHealth && endpoint?.type !== "cloudfront",
    },
  };
}
