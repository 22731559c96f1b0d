// `signpost/testing`: DNS and Route 53 for other people's tests, in process. docs/testing.md has examples of everything.
// Names here are promises; what they are made of is ./server.ts.

export type { MadeZone } from "./given-hosted-zones.ts";
export type { LookupFunction } from "./lookup.ts";
export type { HostedZoneOptions, ResourceRecordSet, SignpostOptions, TestLogLine } from "./options.ts";
export { type Route53Options, type SignpostServer, startSignpost } from "./server.ts";
export type { ToldTrace } from "./trace.ts";
