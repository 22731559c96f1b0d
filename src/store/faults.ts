// The API's faults: one table of codes with their statuses, from the API model (error.httpStatusCode; 400 where it is
// silent), and the messages that are said in more than one place. A fault of a batch holds all its messages, and says
// them as one bracketed list, as the service has done since October 2024 (aws-sdk-kotlin#1433), also when it is one.

import { ServiceFault } from "../base/service-fault.ts";

/** Status of every code whose status is not 400. */
const statuses = {
  NoSuchHostedZone: 404,
  NoSuchHealthCheck: 404,
  NoSuchChange: 404,
  NoSuchGeoLocation: 404,
  NoSuchTrafficPolicy: 404,
  NoSuchTrafficPolicyInstance: 404,
  NoSuchKeySigningKey: 404,
  NoSuchQueryLoggingConfig: 404,
  NoSuchCloudWatchLogsLogGroup: 404,
  NoSuchCidrCollectionException: 404,
  NoSuchCidrLocationException: 404,
  VPCAssociationNotFound: 404,
  VPCAssociationAuthorizationNotFound: 404,
  HostedZoneAlreadyExists: 409,
  HealthCheckAlreadyExists: 409,
  HealthCheckVersionMismatch: 409,
  KeySigningKeyAlreadyExists: 409,
  QueryLoggingConfigAlreadyExists: 409,
  TrafficPolicyAlreadyExists: 409,
  TrafficPolicyInstanceAlreadyExists: 409,
  CidrCollectionVersionMismatchException: 409,
  NotAuthorizedException: 401,
  AccessDenied: 403,
  InternalFailure: 500,
  ServiceUnavailable: 503,
} as const;

/** Codes of status 400 (model, and CommonErrors). */
const badRequests = [
  "CidrBlockInUseException",
  "CidrCollectionAlreadyExistsException",
  "CidrCollectionInUseException",
  "ConcurrentModification",
  "ConflictingDomainExists",
  "ConflictingTypes",
  "DNSSECNotFound",
  "DelegationSetAlreadyCreated",
  "DelegationSetAlreadyReusable",
  "DelegationSetInUse",
  "DelegationSetNotAvailable",
  "DelegationSetNotReusable",
  "HealthCheckInUse",
  "HostedZoneNotEmpty",
  "HostedZoneNotFound",
  "HostedZoneNotPrivate",
  "HostedZonePartiallyDelegated",
  "IncompatibleVersion",
  "InsufficientCloudWatchLogsResourcePolicy",
  "InvalidArgument",
  "InvalidChangeBatch",
  "InvalidDomainName",
  "InvalidInput",
  "InvalidKMSArn",
  "InvalidKeySigningKeyName",
  "InvalidKeySigningKeyStatus",
  "InvalidPaginationToken",
  "InvalidSigningStatus",
  "InvalidTrafficPolicyDocument",
  "InvalidVPCId",
  "KeySigningKeyInParentDSRecord",
  "KeySigningKeyInUse",
  "KeySigningKeyWithActiveStatusNotFound",
  "LastVPCAssociation",
  "LimitsExceeded",
  "MalformedInput",
  "NoSuchDelegationSet",
  "PriorRequestNotComplete",
  "PublicZoneVPCAssociation",
  "Throttling",
  "ThrottlingException",
  "TooManyHealthChecks",
  "TooManyHostedZones",
  "TooManyKeySigningKeys",
  "TooManyTrafficPolicies",
  "TooManyTrafficPolicyInstances",
  "TooManyTrafficPolicyVersionsForCurrentPolicy",
  "TooManyVPCAssociationAuthorizations",
  "TrafficPolicyInUse",
] as const;

export type FaultCode = keyof typeof statuses | (typeof badRequests)[number];

export const faultCodes: readonly FaultCode[] = [
  ...(Object.keys(statuses) as (keyof typeof statuses)[]),
  ...badRequests,
];

export function faultStatus(code: FaultCode): number {
  return code in statuses ? statuses[code as keyof typeof statuses] : 400;
}

/** What an operation throws. Nothing of the operation is left. */
export class ApiFault extends ServiceFault<FaultCode> {
  override readonly name = "ApiFault";
  /** One a fault of the batch; of all other codes just one. */
  readonly messages: readonly string[];

  constructor(code: FaultCode, message: string | readonly string[], options?: ErrorOptions) {
    super(code, faultStatus(code), typeof message === "string" ? message : `[${message.join(", ")}]`, options);
    this.messages = typeof message === "string" ? [message] : message;
  }
}

export function noSuchHostedZone(id: string): ApiFault {
  return new ApiFault("NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
}

export function noSuchHealthCheck(id: string): ApiFault {
  return new ApiFault("NoSuchHealthCheck", `No health check exists with the specified ID ${id}`);
}

export function invalidInput(message: string): ApiFault {
  return new ApiFault("InvalidInput", message);
}

/** The wording of a constraint that a member's value breaks, as the service's front end says it. */
export function constraintFault(value: string, member: string, constraint: string): ApiFault {
  return invalidInput(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
