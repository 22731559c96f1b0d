// The facade: one member an operation of the API, named as the operation, its input and output plain objects with the
// model's members. A writing operation is one transaction, and its effects are emitted once that is durable; storage
// that refuses becomes ServiceUnavailable (503), and nothing of the operation is left.
// Everything is synchronous, so operations of many clients come one after the other. Servers listen to effects (./effects.ts)
// and call `acknowledge` when every one of them has a change.

import { type CallContext, defaultSettings, type StoreSettings, type Work } from "./context.ts";
import type { Effect, EffectListener } from "./effects.ts";
import type * as shapes from "./shapes.ts";
import type { Tables } from "../base/tables.ts";
import { BusyZones } from "./busy-zones.ts";
import { getChange } from "./changes.ts";
import * as cidr from "./cidr-collections.ts";
import * as delegationSets from "./delegation-sets.ts";
import * as dnssec from "./dnssec-keys.ts";
import { ApiFault } from "./faults.ts";
import * as geoLocations from "./geo-locations.ts";
import type * as healthShapes from "./health-check-shapes.ts";
import * as healthChecks from "./health-checks.ts";
import { differenceOf, historyOf, rollBack } from "./history.ts";
import { sweepHistory } from "./history-pruning.ts";
import * as zoneLists from "./hosted-zone-lists.ts";
import { findZone, type HostedZoneRow } from "./hosted-zone-rows.ts";
import * as hostedZones from "./hosted-zones.ts";
import * as limits from "./limits.ts";
import * as queryLogging from "./query-logging.ts";
import { listResourceRecordSets } from "./record-set-list.ts";
import { scanRecordSets } from "./record-set-rows.ts";
import { applyOtherBatch, changeResourceRecordSets } from "./record-sets.ts";
import { forgetEverything } from "./reset.ts";
import { table } from "./table-names.ts";
import { StorageFault } from "../base/tables.ts";
import * as tags from "./tags.ts";
import * as policies from "./traffic-policies.ts";
import * as instanceLists from "./traffic-policy-instance-lists.ts";
import * as instances from "./traffic-policy-instances.ts";
import * as vpcs from "./vpcs.ts";
import { completeSigning, lacksZoneKeys } from "./zone-signing.ts";
import { exportZone, importZone } from "./zone-import.ts";

type Operation<Input, Output> = (work: Work, input: Input) => Output;
type Call<Input, Output> = (input: Input, context: CallContext) => Output;

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
    if (lacksZoneKeys(this.#tables)) this.#write(completeSigning)(null, context);
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
    this.#write(forgetEverything)(null, context);
  }

  // Hosted zones.

  readonly createHostedZone = this.#write(hostedZones.createHostedZone);
  readonly getHostedZone = this.#read(hostedZones.getHostedZone);
  readonly deleteHostedZone = this.#write(hostedZones.deleteHostedZone);
  readonly updateHostedZoneComment = this.#write(hostedZones.updateHostedZoneComment);
  readonly updateHostedZoneFeatures = this.#write(hostedZones.updateHostedZoneFeatures);
  readonly listHostedZones = this.#read(zoneLists.listHostedZones);
  readonly listHostedZonesByName = this.#read(zoneLists.listHostedZonesByName);
  readonly listHostedZonesByVPC = this.#read(zoneLists.listHostedZonesByVPC);
  readonly getHostedZoneCount = this.#read(zoneLists.getHostedZoneCount);
  readonly getHostedZoneLimit = this.#read(limits.getHostedZoneLimit);
  readonly getAccountLimit = this.#read(limits.getAccountLimit);

  // VPCs of private hosted zones.

  readonly associateVPCWithHostedZone = this.#write(vpcs.associateVPCWithHostedZone);
  readonly disassociateVPCFromHostedZone = this.#write(vpcs.disassociateVPCFromHostedZone);
  readonly createVPCAssociationAuthorization = this.#write(vpcs.createVPCAssociationAuthorization);
  readonly deleteVPCAssociationAuthorization = this.#write(vpcs.deleteVPCAssociationAuthorization);
  readonly listVPCAssociationAuthorizations = this.#read(vpcs.listVPCAssociationAuthorizations);

  // Reusable delegation sets.

  readonly createReusableDelegationSet = this.#write(delegationSets.createReusableDelegationSet);
  readonly getReusableDelegationSet = this.#read(delegationSets.getReusableDelegationSet);
  readonly listReusableDelegationSets = this.#read(delegationSets.listReusableDelegationSets);
  readonly deleteReusableDelegationSet = this.#write(delegationSets.deleteReusableDelegationSet);
  readonly getReusableDelegationSetLimit = this.#read(delegationSets.getReusableDelegationSetLimit);

  // Tags and query logging.

  readonly changeTagsForResource = this.#write(tags.changeTagsForResource);
  readonly listTagsForResource = this.#read(tags.listTagsForResource);
  readonly listTagsForResources = this.#read(tags.listTagsForResources);
  readonly createQueryLoggingConfig = this.#write(queryLogging.createQueryLoggingConfig);
  readonly getQueryLoggingConfig = this.#read(queryLogging.getQueryLoggingConfig);
  readonly listQueryLoggingConfigs = this.#read(queryLogging.listQueryLoggingConfigs);
  readonly deleteQueryLoggingConfig = this.#write(queryLogging.deleteQueryLoggingConfig);

  // Record sets and their changes.

  readonly changeResourceRecordSets = this.#write(changeResourceRecordSets);
  /** The same for whoever is no client of the API; ./record-sets.ts. */
  readonly applyOtherBatch = this.#write(applyOtherBatch);
  readonly listResourceRecordSets = this.#read(listResourceRecordSets);
  readonly getChange = this.#read(getChange);

  // Health checks.

  readonly createHealthCheck = this.#write(healthChecks.createHealthCheck);
  readonly getHealthCheck = this.#read(healthChecks.getHealthCheck);
  readonly listHealthChecks = this.#read(healthChecks.listHealthChecks);
  readonly updateHealthCheck = this.#write(healthChecks.updateHealthCheck);
  readonly deleteHealthCheck = this.#write(healthChecks.deleteHealthCheck);
  readonly getHealthCheckStatus = this.#read(healthChecks.getHealthCheckStatus);
  readonly getHealthCheckLastFailureReason = this.#read(healthChecks.getHealthCheckLastFailureReason);
  readonly getHealthCheckCount = this.#read(healthChecks.getHealthCheckCount);
  readonly getCheckerIpRanges = this.#read(healthChecks.getCheckerIpRanges);

  // CIDR collections and geolocations.

  readonly createCidrCollection = this.#write(cidr.createCidrCollection);
  readonly changeCidrCollection = this.#write(cidr.changeCidrCollection);
  readonly listCidrCollections = this.#read(cidr.listCidrCollections);
  readonly listCidrLocations = this.#read(cidr.listCidrLocations);
  readonly listCidrBlocks = this.#read(cidr.listCidrBlocks);
  readonly deleteCidrCollection = this.#write(cidr.deleteCidrCollection);
  readonly getGeoLocation = this.#read(geoLocations.getGeoLocation);
  readonly listGeoLocations = this.#read(geoLocations.listGeoLocations);

  // Traffic policies and their instances.

  readonly createTrafficPolicy = this.#write(policies.createTrafficPolicy);
  readonly createTrafficPolicyVersion = this.#write(policies.createTrafficPolicyVersion);
  readonly getTrafficPolicy = this.#read(policies.getTrafficPolicy);
  readonly updateTrafficPolicyComment = this.#write(policies.updateTrafficPolicyComment);
  readonly deleteTrafficPolicy = this.#write(policies.deleteTrafficPolicy);
  readonly listTrafficPolicies = this.#read(policies.listTrafficPolicies);
  readonly listTrafficPolicyVersions = this.#read(policies.listTrafficPolicyVersions);
  readonly createTrafficPolicyInstance = this.#write(instances.createTrafficPolicyInstance);
  readonly getTrafficPolicyInstance = this.#read(instances.getTrafficPolicyInstance);
  readonly updateTrafficPolicyInstance = this.#write(instances.updateTrafficPolicyInstance);
  readonly deleteTrafficPolicyInstance = this.#write(instances.deleteTrafficPolicyInstance);
  readonly listTrafficPolicyInstances = this.#read(instanceLists.listTrafficPolicyInstances);
  readonly listTrafficPolicyInstancesByHostedZone = this.#read(instanceLists.listTrafficPolicyInstancesByHostedZone);
  readonly listTrafficPolicyInstancesByPolicy = this.#read(instanceLists.listTrafficPolicyInstancesByPolicy);
  readonly getTrafficPolicyInstanceCount = this.#read(instanceLists.getTrafficPolicyInstanceCount);

  // DNSSEC.

  readonly getDNSSEC = this.#read(dnssec.getDNSSEC);
  readonly enableHostedZoneDNSSEC = this.#write(dnssec.enableHostedZoneDNSSEC);
  readonly disableHostedZoneDNSSEC = this.#write(dnssec.disableHostedZoneDNSSEC);
  readonly createKeySigningKey = this.#write(dnssec.createKeySigningKey);
  readonly activateKeySigningKey = this.#write(dnssec.activateKeySigningKey);
  readonly deactivateKeySigningKey = this.#write(dnssec.deactivateKeySigningKey);
  readonly deleteKeySigningKey = this.#write(dnssec.deleteKeySigningKey);

  // Beyond the API: histories of zones, and master files.

  /** Every change of a zone's records, the oldest first, also of a zone that is gone. */
  readonly history = this.#read(historyOf);
  /** What leads from one version of a zone's records to another; to the latest when `to` is left out. */
  readonly difference = this.#read(differenceOf);
  /** Makes a zone's records what they were in a version, as a new change. */
  readonly rollBack = this.#write(rollBack);
  /** One step of forgetting changes by their age; returns where the next begins, null at the end. */
  readonly sweepHistory = this.#write(sweepHistory);
  /** The zone as a master file; ./zone-text.ts says how. */
  readonly exportZone = this.#read(exportZone);
  /** Brings a master file into the zone, as one change. */
  readonly importZone = this.#write(importZone);

  #read<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => this.#guard(() => operation(this.#work(context, []), input));
  }

  #write<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => {
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
    };
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
