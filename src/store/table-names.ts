// Every table of the store and how its keys are made. Parts of a key are joined by one space, which sorts before all that
// ids, order keys of names (./names.ts) and type names hold; so key order is the order of the API's lists.
// A row is JSON. What a row holds is said by the module that owns it.

export const table = {
  /** zone id -> HostedZoneRow (./hosted-zone-rows.ts) */
  zones: "zones",
  /** account, zone id -> "" */
  zonesByAccount: "zones-by-account",
  /** account, order key of the name, zone id -> "" */
  zonesByName: "zones-by-name",
  /** order key of the name, zone id -> account: every account's, for what must not collide */
  zoneNames: "zone-names",
  /** account, caller reference -> zone id */
  zoneReferences: "zone-references",
  /** VPC id, region, zone id -> the account that associated it; "" for the zone's own */
  zonesByVpc: "zones-by-vpc",
  /** zone id, VPC id, region -> VPC */
  vpcAuthorizations: "vpc-authorizations",
  /** zone id, order key of the name, type, set identifier -> ResourceRecordSet */
  recordSets: "record-sets",
  /** change id -> ChangeRow (./changes.ts) */
  changes: "changes",
  /** zone id, version in 12 digits -> change id */
  history: "history",
  /** delegation set id -> DelegationSetRow (./delegation-sets.ts) */
  delegationSets: "delegation-sets",
  /** account, delegation set id -> "" */
  delegationSetsByAccount: "delegation-sets-by-account",
  /** account, caller reference -> delegation set id */
  delegationSetReferences: "delegation-set-references",
  /** delegation set id, zone id -> "" */
  zonesByDelegationSet: "zones-by-delegation-set",
  /** resource type, resource id -> Tag[] */
  tags: "tags",
  /** account, config id -> QueryLoggingRow (./query-logging.ts) */
  queryLogging: "query-logging",
  /** zone id -> config id */
  queryLoggingByZone: "query-logging-by-zone",
  /** health check id -> the check's row */
  healthChecks: "health-checks",
  /** account, health check id -> "" */
  healthChecksByAccount: "health-checks-by-account",
  /** account, caller reference -> health check id, or "" once that is deleted */
  healthCheckReferences: "health-check-references",
  /** health check id -> what it was told (./told-health.ts); none where nothing was */
  toldHealth: "told-health",
  /** name of a host outside our zones -> "healthy" or "unhealthy", where somebody said so */
  hostHealth: "host-health",
  /** traffic policy id, version in 4 digits -> TrafficPolicyRow (./traffic-policies.ts) */
  trafficPolicies: "traffic-policies",
  /** account, name -> traffic policy id */
  trafficPolicyNames: "traffic-policy-names",
  /** account, traffic policy id -> "" */
  trafficPoliciesByAccount: "traffic-policies-by-account",
  /** account, traffic policy instance id -> "" */
  trafficPolicyInstancesByAccount: "traffic-policy-instances-by-account",
  /** traffic policy instance id -> InstanceRow (./traffic-policy-instances.ts) */
  trafficPolicyInstances: "traffic-policy-instances",
  /** account, zone id, order key of the name, type -> traffic policy instance id */
  trafficPolicyInstancesByZone: "traffic-policy-instances-by-zone",
  /** traffic policy id, version in 4 digits, zone id, order key of the name, type -> traffic policy instance id */
  trafficPolicyInstancesByPolicy: "traffic-policy-instances-by-policy",
  /** CIDR collection id -> the collection's row */
  cidrCollections: "cidr-collections",
  /** account, CIDR collection id -> "" */
  cidrCollectionsByAccount: "cidr-collections-by-account",
  /** account, name -> CIDR collection id */
  cidrCollectionNames: "cidr-collection-names",
  /** CIDR collection id, location, block -> "" */
  cidrBlocks: "cidr-blocks",
  /** CIDR collection id, block -> location */
  cidrLocations: "cidr-locations",
  /** zone id, name -> KeySigningKeyRow (./dnssec-keys.ts) */
  keySigningKeys: "key-signing-keys",
  /** zone id -> ZoneKeyRow (./zone-signing.ts) of a zone that is or was signed */
  zoneSigningKeys: "zone-signing-keys",
  /** zone id -> "SIGNING"; none for a zone that is not signed */
  signing: "signing",
} as const;
