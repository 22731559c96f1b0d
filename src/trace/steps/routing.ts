// How one of several record sets of a name and type comes to answer: Route 53's routing policies, health and alias trees.
// All ids begin with `route.`. Who notes them: src/routing/router.ts and what it calls. Most clauses are pages of the
// Route 53 Developer Guide: "Route 53 routing-policy-geo" is https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/
// with that name and `.html`.

import { steps } from "../step.ts";

export const routingSteps = steps({
  "route.group": {
    rfc: "Route 53 routing-policy",
    sentence: "{policy} routing chooses among {sets|record set|record sets}: {names}.",
    operands: { policy: "text", sets: "count", names: "text" },
  },
  "route.client": {
    rfc: "Route 53 routing-policy-edns0",
    sentence: "{client} is in {place}, nearest to {region}.",
    operands: { client: "text", place: "text", region: "text" },
  },
  "route.client-unknown": {
    rfc: "Route 53 routing-policy-geo",
    sentence: "No table knows where {client} is; distances are taken from {region}.",
    operands: { client: "text", region: "text" },
  },
  "route.client-vpc": {
    rfc: "Route 53 routing-policy-geo-phz, Route 53 routing-policy-latency-phz",
    sentence: "The question comes from a VPC in {region}: that counts, not the address.",
    operands: { region: "text" },
  },
  "route.simple": {
    rfc: "Route 53 routing-policy-simple",
    sentence: "{set} is the only one: nothing is chosen.",
    operands: { set: "text" },
  },
  "route.weighted": {
    rfc: "Route 53 routing-policy-weighted",
    sentence: "{set} is drawn, with a weight of {weight} out of {total}.",
    operands: { set: "text", weight: "count", total: "count" },
  },
  "route.weighted-even": {
    rfc: "Route 53 routing-policy-weighted, Route 53 health-checks-how-route-53-chooses-records",
    sentence: "No set that is left has a weight: each of {sets} is as likely, and {set} is drawn.",
    operands: { set: "text", sets: "count" },
  },
  "route.distances": {
    rfc: "",
    sentence: "Compared are {distances}.",
    operands: { distances: "text" },
  },
  "route.latency": {
    rfc: "Route 53 routing-policy-latency",
    sentence: "{set} is in {region}, {latency} away: the least.",
    operands: { set: "text", region: "text", latency: "milliseconds" },
  },
  "route.failover": {
    rfc: "Route 53 dns-failover-types",
    sentence: "{set} is the {role} record.",
    operands: { set: "text", role: "text" },
  },
  "route.geolocation": {
    rfc: "Route 53 routing-policy-geo",
    sentence: "{set} is for {location}, the smallest region around the client that is left.",
    operands: { set: "text", location: "text" },
  },
  "route.geoproximity": {
    rfc: "Route 53 routing-policy-geoproximity",
    sentence: "{set} is {distance} km away, which its bias of {bias} makes {biased} km: the least.",
    operands: { set: "text", distance: "text", bias: "text", biased: "text" },
  },
  "route.multivalue": {
    rfc: "Route 53 routing-policy-multivalue",
    sentence: "{sets|set is|sets are} drawn to answer together: {names}.",
    operands: { sets: "count", names: "text" },
  },
  "route.ip-based": {
    rfc: "Route 53 routing-policy-ipbased",
    sentence: "{set} has the location of the longest CIDR block that holds {client}.",
    operands: { set: "text", client: "text" },
  },
  "route.ip-default": {
    rfc: "Route 53 routing-policy-ipbased",
    sentence: "No other set that is left has a block that holds {client}: {set} is the default.",
    operands: { set: "text", client: "text" },
  },
  "route.no-match": {
    rfc: "Route 53 routing-policy-geo",
    sentence: "No set is meant for this client, and none is the default: no answer.",
    operands: {},
    act: "fail",
  },
  "route.unhealthy": {
    rfc: "Route 53 health-checks-how-route-53-chooses-records",
    sentence: "The health check of {set} fails: it is taken out of the choice.",
    operands: { set: "text" },
    act: "reject",
  },
  "route.backed-out": {
    rfc: "Route 53 dns-failover-complex-configs",
    sentence: "{set} leads to {target}, where nothing is healthy: out of that branch again.",
    operands: { set: "text", target: "text" },
    act: "reject",
  },
  "route.last-resort": {
    rfc: "Route 53 health-checks-how-route-53-chooses-records",
    sentence: "Nothing is healthy, and something has to be answered: all count as healthy.",
    operands: {},
  },
  "route.limit": {
    rfc: "",
    sentence: "{sets|record set was|record sets were} looked at for health: the rest counts as healthy.",
    operands: { sets: "count" },
    act: "fail",
  },
  "route.alias": {
    rfc: "Route 53 resource-record-sets-choosing-alias-non-alias",
    sentence: "{set} is an alias: on with {target}.",
    operands: { set: "text", target: "text" },
  },
  "route.target-missing": {
    rfc: "Route 53 resource-record-sets-choosing-alias-non-alias",
    sentence: "{set} is an alias of {target}, which has no record sets: no answer.",
    operands: { set: "text", target: "text" },
    act: "fail",
  },
  "route.loop": {
    rfc: "Route 53 resource-record-sets-choosing-alias-non-alias",
    sentence: "{aliases|alias was|aliases were} followed, and still an alias: no further.",
    operands: { aliases: "count" },
    act: "fail",
  },
  "route.scope": {
    rfc: "RFC 7871 §7.2.1",
    sentence: "The choice rests on where {client} is: it holds for the first {scope|bit|bits} of that address.",
    operands: { client: "text", scope: "count" },
  },
});
