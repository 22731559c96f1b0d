// Operations that are answered NotImplemented. The list only shrinks: ./api.test.ts fails when one is missing that is not
// here, and when one is here that is there.

export const notYet: readonly string[] = [
  "ActivateKeySigningKey",
  "CreateKeySigningKey",
  "CreateTrafficPolicy",
  "CreateTrafficPolicyInstance",
  "CreateTrafficPolicyVersion",
  "DeactivateKeySigningKey",
  "DeleteKeySigningKey",
  "DeleteTrafficPolicy",
  "DeleteTrafficPolicyInstance",
  "DisableHostedZoneDNSSEC",
  "EnableHostedZoneDNSSEC",
  "GetDNSSEC",
  "GetTrafficPolicy",
  "GetTrafficPolicyInstance",
  "GetTrafficPolicyInstanceCount",
  "ListTrafficPolicies",
  "ListTrafficPolicyInstances",
  "ListTrafficPolicyInstancesByHostedZone",
  "ListTrafficPolicyInstancesByPolicy",
  "ListTrafficPolicyVersions",
  "TestDNSAnswer",
  "UpdateTrafficPolicyComment",
  "UpdateTrafficPolicyInstance",
];
