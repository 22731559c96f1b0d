// The quotas and limits of the service, one table (AWS guide: DNSLimitations). Those of an account can be switched off,
// since tests and labs like to make ten thousand zones; those of a request are part of the API.

export const awsLimits = {
  hostedZonesPerAccount: 500,
  hostedZonesPerDelegationSet: 100,
  delegationSetsPerAccount: 100,
  vpcsPerHostedZone: 300,
  authorizationsPerHostedZone: 1_000,
  recordSetsPerHostedZone: 10_000,
  healthChecksPerAccount: 200,
  trafficPoliciesPerAccount: 50,
  trafficPolicyVersions: 1_000,
  trafficPolicyInstancesPerAccount: 5,
  keySigningKeysPerHostedZone: 2,
  cidrCollectionsPerAccount: 5,
  cidrBlocksPerCollection: 1_000,
  tagsPerResource: 10,
  /** ResourceRecord elements in one batch; an UPSERT counts twice. */
  recordsPerBatch: 1_000,
  /** Characters of all Value elements of one batch; an UPSERT counts twice. */
  valueCharactersPerBatch: 32_000,
  valuesPerRecordSet: 400,
  valueCharacters: 4_000,
  /** Sets of one name and type under one routing policy. */
  setsPerPolicy: 100,
  geoproximitySetsPerPolicy: 30,
};

export type Limits = Readonly<typeof awsLimits>;
