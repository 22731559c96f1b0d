// The facade: one method an operation of the API, named as the operation, its input and output plain objects with the
// model's members. A writing operation is one transaction, and its effects are emitted once that is durable; storage
// that refuses becomes ServiceUnavailable (503), and nothing of the operation is left.
// Everything is synchronous, so operations of many clients come one after the other. Servers listen to effects (./effects.ts)
// and call `acknowledge` when every one of them has a change.

import { type CallContext, defaultSettings, type StoreSettings, type Work } from "./context.ts";
import type { Effect, EffectListener, SetChange } from "./effects.ts";
import type * as shapes from "./shapes.ts";
import type { Tables } from "../base/tables.ts";
import { BusyZones } from "./busy-zones.ts";
import { type ChangeRow, getChange } from "./changes.ts";
import * as cidr from "./cidr-collections.ts";
import * as delegationSets from "./delegation-sets.ts";
import * as dnssec from "./dnssec-keys.ts";
import { ApiFault } from "./faults.ts";
import * as geoLocations from "./geo-locations.ts";
import type * as healthShapes from "./health-check-shapes.ts";
import * as healthChecks from "./health-checks.ts";
import { differenceOf, historyOf, rollBack, type Rollback, type VersionRange } from "./history.ts";
import { type Sweep, sweepHistory } from "./history-pruning.ts";
import * as zoneLists from "./hosted-zone-lists.ts";
import { findZone, type HostedZoneRow } from "./hosted-zone-rows.ts";
import * as hostedZones from "./hosted-zones.ts";
import * as limits from "./limits.ts";
import * as queryLogging from "./query-logging.ts";
import { listResourceRecordSets } from "./record-set-list.ts";
import { scanRecordSets } from "./record-set-rows.ts";
import { applyOtherBatch, changeResourceRecordSets, type OtherBatch } from "./record-sets.ts";
import { forgetEverything } from "./reset.ts";
import { table } from "./table-names.ts";
import { StorageFault } from "../base/tables.ts";
import * as tags from "./tags.ts";
import * as policies from "./traffic-policies.ts";
import * as instanceLists from "./traffic-policy-instance-lists.ts";
import * as instances from "./traffic-policy-instances.ts";
import * as vpcs from "./vpcs.ts";
import { completeSigning, lacksZoneKeys } from "./zone-signing.ts";
import { exportZone, type ImportAnswer, type ImportRequest, importZone } from "./zone-import.ts";

/** The input or output of operations that have none. */
type Nothing = Readonly<Record<string, never>>;

type Operation<Input, Output> = (work: Work, input: Input) => Output;

export class Route53Store {
  readonly #tables: Tables;
  readonly #settings: StoreSettings;
  readonly #listeners: EffectListener[] = [];
  /** Changes that some server may not have yet. */
  readonly #awaited = new Set<string>();
  readonly #busyZones: BusyZones;

  constructor(tables: Tables, settings: Partial<StoreSettings> = {}) {
    this.#tables = tables;
    this.#settings = { ...defaultSettings, ...settings };
    this.#busyZones = new BusyZones(this.#settings.changeProcessingMs);
  }

  /** Asks to be told of every commit. */
  onCommit(listener: EffectListener): void {
    this.#listeners.push(listener);
  }

  /** Every server has the change. */
  acknowledge(changeId: string): void {
    this.#awaited.delete(changeId);
  }

  /** Whether every server has the change. */
  isInSync(changeId: string): boolean {
    return !this.#awaited.has(changeId);
  }

  /** Every hosted zone of every account, by id. */
  *zones(): Iterable<HostedZoneRow> {
    for (const [, row] of this.#tables.scan(table.zones, {})) yield JSON.parse(row) as HostedZoneRow;
  }

  /** The record sets of a zone in order, as they are now. */
  *recordSets(zoneId: string): Iterable<shapes.ResourceRecordSet> {
    for (const { set } of scanRecordSets(this.#tables, zoneId)) yield set;
  }

  /** Gives every zone that is signed the key that an older version did not make. */
  completeSigning(context: CallContext): void {
    if (lacksZoneKeys(this.#tables)) this.#write(context, completeSigning, null);
  }

  zone(zoneId: string): HostedZoneRow | null {
    return findZone(this.#tables, zoneId);
  }

  /** Every health check of every account, by id. */
  *healthChecks(): Iterable<healthShapes.HealthCheckRow> {
    for (const [, row] of this.#tables.scan(table.healthChecks, {}))
      yield JSON.parse(row) as healthShapes.HealthCheckRow;
  }

  healthCheck(healthCheckId: string): healthShapes.HealthCheckRow | null {
    return healthChecks.findHealthCheck(this.#tables, healthCheckId);
  }

  /** Forgets everything, for tests. */
  reset(context: CallContext): void {
    this.#write(context, forgetEverything, null);
  }

  // Hosted zones.

  createHostedZone(input: shapes.CreateHostedZoneRequest, context: CallContext): shapes.CreateHostedZoneResponse {
    return this.#write(context, hostedZones.createHostedZone, input);
  }

  getHostedZone(input: shapes.IdRequest, context: CallContext): shapes.GetHostedZoneResponse {
    return this.#read(context, hostedZones.getHostedZone, input);
  }

  deleteHostedZone(input: shapes.IdRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, hostedZones.deleteHostedZone, input);
  }

  updateHostedZoneComment(
    input: shapes.UpdateHostedZoneCommentRequest,
    context: CallContext,
  ): { HostedZone: shapes.HostedZone } {
    return this.#write(context, hostedZones.updateHostedZoneComment, input);
  }

  updateHostedZoneFeatures(input: shapes.UpdateHostedZoneFeaturesRequest, context: CallContext): Nothing {
    return this.#write(context, hostedZones.updateHostedZoneFeatures, input);
  }

  listHostedZones(input: shapes.ListHostedZonesRequest, context: CallContext): shapes.ListHostedZonesResponse {
    return this.#read(context, zoneLists.listHostedZones, input);
  }

  listHostedZonesByName(
    input: shapes.ListHostedZonesByNameRequest,
    context: CallContext,
  ): shapes.ListHostedZonesByNameResponse {
    return this.#read(context, zoneLists.listHostedZonesByName, input);
  }

  listHostedZonesByVPC(
    input: shapes.ListHostedZonesByVPCRequest,
    context: CallContext,
  ): shapes.ListHostedZonesByVPCResponse {
    return this.#read(context, zoneLists.listHostedZonesByVPC, input);
  }

  getHostedZoneCount(input: Nothing, context: CallContext): { HostedZoneCount: number } {
    return this.#read(context, zoneLists.getHostedZoneCount, input);
  }

  getHostedZoneLimit(
    input: Parameters<typeof limits.getHostedZoneLimit>[1],
    context: CallContext,
  ): shapes.Limit<limits.HostedZoneLimitType> {
    return this.#read(context, limits.getHostedZoneLimit, input);
  }

  getAccountLimit(
    input: Parameters<typeof limits.getAccountLimit>[1],
    context: CallContext,
  ): shapes.Limit<limits.AccountLimitType> {
    return this.#read(context, limits.getAccountLimit, input);
  }

  // VPCs of private hosted zones.

  associateVPCWithHostedZone(input: shapes.VpcAssociationRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, vpcs.associateVPCWithHostedZone, input);
  }

  disassociateVPCFromHostedZone(input: shapes.VpcAssociationRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, vpcs.disassociateVPCFromHostedZone, input);
  }

  createVPCAssociationAuthorization(
    input: shapes.VpcAuthorizationRequest,
    context: CallContext,
  ): { HostedZoneId: string; VPC: shapes.VPC } {
    return this.#write(context, vpcs.createVPCAssociationAuthorization, input);
  }

  deleteVPCAssociationAuthorization(input: shapes.VpcAuthorizationRequest, context: CallContext): Nothing {
    return this.#write(context, vpcs.deleteVPCAssociationAuthorization, input);
  }

  listVPCAssociationAuthorizations(
    input: shapes.ListVPCAssociationAuthorizationsRequest,
    context: CallContext,
  ): shapes.ListVPCAssociationAuthorizationsResponse {
    return this.#read(context, vpcs.listVPCAssociationAuthorizations, input);
  }

  // Reusable delegation sets.

  createReusableDelegationSet(
    input: shapes.CreateReusableDelegationSetRequest,
    context: CallContext,
  ): shapes.CreateReusableDelegationSetResponse {
    return this.#write(context, delegationSets.createReusableDelegationSet, input);
  }

  getReusableDelegationSet(input: shapes.IdRequest, context: CallContext): { DelegationSet: shapes.DelegationSet } {
    return this.#read(context, delegationSets.getReusableDelegationSet, input);
  }

  listReusableDelegationSets(
    input: shapes.ListReusableDelegationSetsRequest,
    context: CallContext,
  ): shapes.ListReusableDelegationSetsResponse {
    return this.#read(context, delegationSets.listReusableDelegationSets, input);
  }

  deleteReusableDelegationSet(input: shapes.IdRequest, context: CallContext): Nothing {
    return this.#write(context, delegationSets.deleteReusableDelegationSet, input);
  }

  getReusableDelegationSetLimit(
    input: Parameters<typeof delegationSets.getReusableDelegationSetLimit>[1],
    context: CallContext,
  ): shapes.Limit<"MAX_ZONES_BY_REUSABLE_DELEGATION_SET"> {
    return this.#read(context, delegationSets.getReusableDelegationSetLimit, input);
  }

  // Tags and query logging.

  changeTagsForResource(input: shapes.ChangeTagsForResourceRequest, context: CallContext): Nothing {
    return this.#write(context, tags.changeTagsForResource, input);
  }

  listTagsForResource(
    input: shapes.ListTagsForResourceRequest,
    context: CallContext,
  ): { ResourceTagSet: shapes.ResourceTagSet } {
    return this.#read(context, tags.listTagsForResource, input);
  }

  listTagsForResources(
    input: shapes.ListTagsForResourcesRequest,
    context: CallContext,
  ): { ResourceTagSets: shapes.ResourceTagSet[] } {
    return this.#read(context, tags.listTagsForResources, input);
  }

  createQueryLoggingConfig(
    input: shapes.CreateQueryLoggingConfigRequest,
    context: CallContext,
  ): { QueryLoggingConfig: shapes.QueryLoggingConfig; Location: string } {
    return this.#write(context, queryLogging.createQueryLoggingConfig, input);
  }

  getQueryLoggingConfig(
    input: shapes.IdRequest,
    context: CallContext,
  ): { QueryLoggingConfig: shapes.QueryLoggingConfig } {
    return this.#read(context, queryLogging.getQueryLoggingConfig, input);
  }

  listQueryLoggingConfigs(
    input: shapes.ListQueryLoggingConfigsRequest,
    context: CallContext,
  ): shapes.ListQueryLoggingConfigsResponse {
    return this.#read(context, queryLogging.listQueryLoggingConfigs, input);
  }

  deleteQueryLoggingConfig(input: shapes.IdRequest, context: CallContext): Nothing {
    return this.#write(context, queryLogging.deleteQueryLoggingConfig, input);
  }

  // Record sets and their changes.

  changeResourceRecordSets(input: shapes.ChangeResourceRecordSetsRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, changeResourceRecordSets, input);
  }

  /** The same for whoever is no client of the API; ./record-sets.ts. */
  applyOtherBatch(input: OtherBatch, context: CallContext): ChangeRow {
    return this.#write(context, applyOtherBatch, input);
  }

  listResourceRecordSets(
    input: shapes.ListResourceRecordSetsRequest,
    context: CallContext,
  ): shapes.ListResourceRecordSetsResponse {
    return this.#read(context, listResourceRecordSets, input);
  }

  getChange(input: shapes.IdRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#read(context, getChange, input);
  }

  // Health checks.

  createHealthCheck(
    input: healthShapes.CreateHealthCheckRequest,
    context: CallContext,
  ): { HealthCheck: healthShapes.HealthCheck; Location: string } {
    return this.#write(context, healthChecks.createHealthCheck, input);
  }

  getHealthCheck(
    input: healthShapes.HealthCheckRequest,
    context: CallContext,
  ): { HealthCheck: healthShapes.HealthCheck } {
    return this.#read(context, healthChecks.getHealthCheck, input);
  }

  listHealthChecks(
    input: healthShapes.ListHealthChecksRequest,
    context: CallContext,
  ): healthShapes.ListHealthChecksResponse {
    return this.#read(context, healthChecks.listHealthChecks, input);
  }

  updateHealthCheck(
    input: healthShapes.UpdateHealthCheckRequest,
    context: CallContext,
  ): { HealthCheck: healthShapes.HealthCheck } {
    return this.#write(context, healthChecks.updateHealthCheck, input);
  }

  deleteHealthCheck(input: healthShapes.HealthCheckRequest, context: CallContext): Nothing {
    return this.#write(context, healthChecks.deleteHealthCheck, input);
  }

  getHealthCheckStatus(input: healthShapes.HealthCheckRequest, context: CallContext): healthShapes.ObservationsAnswer {
    return this.#read(context, healthChecks.getHealthCheckStatus, input);
  }

  getHealthCheckLastFailureReason(
    input: healthShapes.HealthCheckRequest,
    context: CallContext,
  ): healthShapes.ObservationsAnswer {
    return this.#read(context, healthChecks.getHealthCheckLastFailureReason, input);
  }

  getHealthCheckCount(input: Nothing, context: CallContext): { HealthCheckCount: number } {
    return this.#read(context, healthChecks.getHealthCheckCount, input);
  }

  getCheckerIpRanges(input: Nothing, context: CallContext): { CheckerIpRanges: readonly string[] } {
    return this.#read(context, healthChecks.getCheckerIpRanges, input);
  }

  // Beyond the API: histories of zones, and master files.

  /** Every change of a zone's records, the oldest first, also of a zone that is gone. */
  history(zoneId: string, context: CallContext): ChangeRow[] {
    return this.#read(context, historyOf, zoneId);
  }

  /** What leads from one version of a zone's records to another; to the latest when `to` is left out. */
  difference(range: VersionRange, context: CallContext): SetChange[] {
    return this.#read(context, differenceOf, range);
  }

  /** Makes a zone's records what they were in a version, as a new change. */
  rollBack(input: Rollback, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, rollBack, input);
  }

  /** One step of forgetting changes by their age; returns where the next begins, null at the end. */
  sweepHistory(input: Sweep, context: CallContext): string | null {
    return this.#write(context, sweepHistory, input);
  }

  /** The zone as a master file; ./zone-text.ts says how. */
  exportZone(zoneId: string, context: CallContext): string {
    return this.#read(context, exportZone, zoneId);
  }

  /** Brings a master file into the zone, as one change. */
  importZone(input: ImportRequest, context: CallContext): ImportAnswer {
    return this.#write(context, importZone, input);
  }

  // CIDR collections and geolocations.

  createCidrCollection(
    input: cidr.CreateCidrCollectionRequest,
    context: CallContext,
  ): { Collection: cidr.CidrCollection; Location: string } {
    return this.#write(context, cidr.createCidrCollection, input);
  }

  changeCidrCollection(input: cidr.ChangeCidrCollectionRequest, context: CallContext): { Id: string } {
    return this.#write(context, cidr.changeCidrCollection, input);
  }

  listCidrCollections(input: cidr.PageRequest, context: CallContext): ReturnType<typeof cidr.listCidrCollections> {
    return this.#read(context, cidr.listCidrCollections, input);
  }

  listCidrLocations(
    input: cidr.ListCidrLocationsRequest,
    context: CallContext,
  ): ReturnType<typeof cidr.listCidrLocations> {
    return this.#read(context, cidr.listCidrLocations, input);
  }

  listCidrBlocks(input: cidr.ListCidrBlocksRequest, context: CallContext): ReturnType<typeof cidr.listCidrBlocks> {
    return this.#read(context, cidr.listCidrBlocks, input);
  }

  deleteCidrCollection(input: shapes.IdRequest, context: CallContext): Nothing {
    return this.#write(context, cidr.deleteCidrCollection, input);
  }

  getGeoLocation(
    input: geoLocations.GetGeoLocationRequest,
    context: CallContext,
  ): { GeoLocationDetails: geoLocations.GeoLocationDetails } {
    return this.#read(context, geoLocations.getGeoLocation, input);
  }

  listGeoLocations(
    input: geoLocations.ListGeoLocationsRequest,
    context: CallContext,
  ): geoLocations.ListGeoLocationsResponse {
    return this.#read(context, geoLocations.listGeoLocations, input);
  }

  // Traffic policies and their instances.

  createTrafficPolicy(
    input: policies.CreateTrafficPolicyRequest,
    context: CallContext,
  ): policies.PolicyAnswer & { readonly Location: string } {
    return this.#write(context, policies.createTrafficPolicy, input);
  }

  createTrafficPolicyVersion(
    input: policies.CreateTrafficPolicyVersionRequest,
    context: CallContext,
  ): policies.PolicyAnswer & { readonly Location: string } {
    return this.#write(context, policies.createTrafficPolicyVersion, input);
  }

  getTrafficPolicy(input: policies.TrafficPolicyRequest, context: CallContext): policies.PolicyAnswer {
    return this.#read(context, policies.getTrafficPolicy, input);
  }

  updateTrafficPolicyComment(
    input: policies.TrafficPolicyRequest & { readonly Comment: string },
    context: CallContext,
  ): policies.PolicyAnswer {
    return this.#write(context, policies.updateTrafficPolicyComment, input);
  }

  deleteTrafficPolicy(input: policies.TrafficPolicyRequest, context: CallContext): Nothing {
    return this.#write(context, policies.deleteTrafficPolicy, input);
  }

  listTrafficPolicies(
    input: policies.ListTrafficPoliciesRequest,
    context: CallContext,
  ): policies.ListTrafficPoliciesResponse {
    return this.#read(context, policies.listTrafficPolicies, input);
  }

  listTrafficPolicyVersions(
    input: policies.ListTrafficPolicyVersionsRequest,
    context: CallContext,
  ): policies.ListTrafficPolicyVersionsResponse {
    return this.#read(context, policies.listTrafficPolicyVersions, input);
  }

  createTrafficPolicyInstance(
    input: instances.CreateInstanceRequest,
    context: CallContext,
  ): instances.InstanceAnswer & { readonly Location: string } {
    return this.#write(context, instances.createTrafficPolicyInstance, input);
  }

  getTrafficPolicyInstance(input: shapes.IdRequest, context: CallContext): instances.InstanceAnswer {
    return this.#read(context, instances.getTrafficPolicyInstance, input);
  }

  updateTrafficPolicyInstance(input: instances.UpdateInstanceRequest, context: CallContext): instances.InstanceAnswer {
    return this.#write(context, instances.updateTrafficPolicyInstance, input);
  }

  deleteTrafficPolicyInstance(input: shapes.IdRequest, context: CallContext): Nothing {
    return this.#write(context, instances.deleteTrafficPolicyInstance, input);
  }

  listTrafficPolicyInstances(
    input: instanceLists.ListInstancesRequest,
    context: CallContext,
  ): instanceLists.ListInstancesResponse {
    return this.#read(context, instanceLists.listTrafficPolicyInstances, input);
  }

  listTrafficPolicyInstancesByHostedZone(
    input: instanceLists.ListInstancesByHostedZoneRequest,
    context: CallContext,
  ): ReturnType<typeof instanceLists.listTrafficPolicyInstancesByHostedZone> {
    return this.#read(context, instanceLists.listTrafficPolicyInstancesByHostedZone, input);
  }

  listTrafficPolicyInstancesByPolicy(
    input: instanceLists.ListInstancesByPolicyRequest,
    context: CallContext,
  ): instanceLists.ListInstancesResponse {
    return this.#read(context, instanceLists.listTrafficPolicyInstancesByPolicy, input);
  }

  getTrafficPolicyInstanceCount(input: Nothing, context: CallContext): { TrafficPolicyInstanceCount: number } {
    return this.#read(context, instanceLists.getTrafficPolicyInstanceCount, input);
  }

  // DNSSEC.

  getDNSSEC(input: dnssec.ZoneRequest, context: CallContext): dnssec.GetDNSSECResponse {
    return this.#read(context, dnssec.getDNSSEC, input);
  }

  enableHostedZoneDNSSEC(input: dnssec.ZoneRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, dnssec.enableHostedZoneDNSSEC, input);
  }

  disableHostedZoneDNSSEC(input: dnssec.ZoneRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, dnssec.disableHostedZoneDNSSEC, input);
  }

  createKeySigningKey(
    input: dnssec.CreateKeySigningKeyRequest,
    context: CallContext,
  ): ReturnType<typeof dnssec.createKeySigningKey> {
    return this.#write(context, dnssec.createKeySigningKey, input);
  }

  activateKeySigningKey(input: dnssec.KeyRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, dnssec.activateKeySigningKey, input);
  }

  deactivateKeySigningKey(input: dnssec.KeyRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, dnssec.deactivateKeySigningKey, input);
  }

  deleteKeySigningKey(input: dnssec.KeyRequest, context: CallContext): shapes.ChangeAnswer {
    return this.#write(context, dnssec.deleteKeySigningKey, input);
  }

  #read<Input, Output>(context: CallContext, operation: Operation<Input, Output>, input: Input): Output {
    return this.#guard(() => operation(this.#work(context, []), input));
  }

  #write<Input, Output>(context: CallContext, operation: Operation<Input, Output>, input: Input): Output {
    const effects: Effect[] = [];
    const output = this.#guard(() =>
      this.#tables.transaction(() => {
        const done = operation(this.#work(context, effects), input);
        const refusal = this.#settings.refusalOf(effects);
        if (refusal !== null) throw new ApiFault("ServiceUnavailable", refusal);
        return done;
      }),
    );
    this.#busyZones.note(effects, context.nowMs);
    if (effects.length > 0) this.#emit(effects);
    return output;
  }

  #work(context: CallContext, effects: Effect[]): Work {
    return {
      tables: this.#tables,
      settings: this.#settings,
      context,
      effects,
      isInSync: (changeId) =>
        !this.#awaited.has(changeId) && !effects.some((effect) => "changeId" in effect && effect.changeId === changeId),
      isBusy: (zoneId) => this.#busyZones.isBusy(zoneId, context.nowMs),
    };
  }

  #emit(effects: readonly Effect[]): void {
    // With nobody listening there is nobody to wait for.
    if (this.#listeners.length === 0) return;
    for (const effect of effects) if ("changeId" in effect) this.#awaited.add(effect.changeId);
    for (const listener of this.#listeners) listener(effects);
  }

  #guard<Output>(operation: () => Output): Output {
    try {
      return operation();
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error;
      throw new ApiFault("ServiceUnavailable", `The change could not be stored: ${error.message}`, { cause: error });
    }
  }
}
