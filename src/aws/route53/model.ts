// Amazon Route 53's API, version 2013-04-01, as a table: operations with method, path, status and errors; shapes with their
// members in the order of the wire, and constraints. Written by scripts/aws-model.ts from the model of 2026-11 in botocore
// (Apache-2.0): names, numbers and patterns are facts of the interface; its documentation is not here. Do not edit.
// How to read it: ../model-text.ts.

export const route53Model = String.raw`
error CidrBlockInUseException 400
error CidrCollectionAlreadyExistsException 400
error CidrCollectionInUseException 400
error CidrCollectionVersionMismatchException 409
error ConcurrentModification 400
error ConflictingDomainExists 400
error ConflictingTypes 400
error DNSSECNotFound 400
error DelegationSetAlreadyCreated 400
error DelegationSetAlreadyReusable 400
error DelegationSetInUse 400
error DelegationSetNotAvailable 400
error DelegationSetNotReusable 400
error HealthCheckAlreadyExists 409
error HealthCheckInUse 400
error HealthCheckVersionMismatch 409
error HostedZoneAlreadyExists 409
error HostedZoneNotEmpty 400
error HostedZoneNotFound 400
error HostedZoneNotPrivate 400
error HostedZonePartiallyDelegated 400
error IncompatibleVersion 400
error InsufficientCloudWatchLogsResourcePolicy 400
error InvalidArgument 400
error InvalidChangeBatch 400
error InvalidDomainName 400
error InvalidInput 400
error InvalidKMSArn 400
error InvalidKeySigningKeyName 400
error InvalidKeySigningKeyStatus 400
error InvalidPaginationToken 400
error InvalidSigningStatus 400
error InvalidTrafficPolicyDocument 400
error InvalidVPCId 400
error KeySigningKeyAlreadyExists 409
error KeySigningKeyInParentDSRecord 400
error KeySigningKeyInUse 400
error KeySigningKeyWithActiveStatusNotFound 400
error LastVPCAssociation 400
error LimitsExceeded 400
error NoSuchChange 404
error NoSuchCidrCollectionException 404
error NoSuchCidrLocationException 404
error NoSuchCloudWatchLogsLogGroup 404
error NoSuchDelegationSet 400
error NoSuchGeoLocation 404
error NoSuchHealthCheck 404
error NoSuchHostedZone 404
error NoSuchKeySigningKey 404
error NoSuchQueryLoggingConfig 404
error NoSuchTrafficPolicy 404
error NoSuchTrafficPolicyInstance 404
error NotAuthorizedException 401
error PriorRequestNotComplete 400
error PublicZoneVPCAssociation 400
error QueryLoggingConfigAlreadyExists 409
error ThrottlingException 400
error TooManyHealthChecks 400
error TooManyHostedZones 400
error TooManyKeySigningKeys 400
error TooManyTrafficPolicies 400
error TooManyTrafficPolicyInstances 400
error TooManyTrafficPolicyVersionsForCurrentPolicy 400
error TooManyVPCAssociationAuthorizations 400
error TrafficPolicyAlreadyExists 409
error TrafficPolicyInUse 400
error TrafficPolicyInstanceAlreadyExists 409
error VPCAssociationAuthorizationNotFound 404
error VPCAssociationNotFound 404

operation ActivateKeySigningKey POST /2013-04-01/keysigningkey/{HostedZoneId}/{Name}/activate 200 ConcurrentModification
  NoSuchKeySigningKey InvalidKeySigningKeyStatus InvalidSigningStatus InvalidKMSArn InvalidInput
operation AssociateVPCWithHostedZone POST /2013-04-01/hostedzone/{Id}/associatevpc 200 NoSuchHostedZone
  NotAuthorizedException InvalidVPCId InvalidInput PublicZoneVPCAssociation ConflictingDomainExists LimitsExceeded
  PriorRequestNotComplete
operation ChangeCidrCollection POST /2013-04-01/cidrcollection/{CidrCollectionId} 200 NoSuchCidrCollectionException
  CidrCollectionVersionMismatchException InvalidInput CidrBlockInUseException LimitsExceeded ConcurrentModification
operation ChangeResourceRecordSets POST /2013-04-01/hostedzone/{Id}/rrset/ 200 NoSuchHostedZone NoSuchHealthCheck
  InvalidChangeBatch InvalidInput PriorRequestNotComplete
operation ChangeTagsForResource POST /2013-04-01/tags/{ResourceType}/{ResourceId} 200 InvalidInput NoSuchHealthCheck
  NoSuchHostedZone PriorRequestNotComplete ThrottlingException
operation CreateCidrCollection POST /2013-04-01/cidrcollection 201 LimitsExceeded InvalidInput
  CidrCollectionAlreadyExistsException ConcurrentModification
operation CreateHealthCheck POST /2013-04-01/healthcheck 201 TooManyHealthChecks HealthCheckAlreadyExists InvalidInput
operation CreateHostedZone POST /2013-04-01/hostedzone 201 InvalidDomainName HostedZoneAlreadyExists TooManyHostedZones
  InvalidVPCId InvalidInput DelegationSetNotAvailable ConflictingDomainExists NoSuchDelegationSet
  DelegationSetNotReusable
operation CreateKeySigningKey POST /2013-04-01/keysigningkey 201 NoSuchHostedZone InvalidArgument InvalidInput
  InvalidKMSArn InvalidKeySigningKeyStatus InvalidSigningStatus InvalidKeySigningKeyName KeySigningKeyAlreadyExists
  TooManyKeySigningKeys ConcurrentModification
operation CreateQueryLoggingConfig POST /2013-04-01/queryloggingconfig 201 ConcurrentModification NoSuchHostedZone
  NoSuchCloudWatchLogsLogGroup InvalidInput QueryLoggingConfigAlreadyExists InsufficientCloudWatchLogsResourcePolicy
operation CreateReusableDelegationSet POST /2013-04-01/delegationset 201 DelegationSetAlreadyCreated LimitsExceeded
  HostedZoneNotFound InvalidArgument InvalidInput DelegationSetNotAvailable DelegationSetAlreadyReusable
operation CreateTrafficPolicy POST /2013-04-01/trafficpolicy 201 InvalidInput TooManyTrafficPolicies
  TrafficPolicyAlreadyExists InvalidTrafficPolicyDocument
operation CreateTrafficPolicyInstance POST /2013-04-01/trafficpolicyinstance 201 NoSuchHostedZone InvalidInput
  TooManyTrafficPolicyInstances NoSuchTrafficPolicy TrafficPolicyInstanceAlreadyExists
operation CreateTrafficPolicyVersion POST /2013-04-01/trafficpolicy/{Id} 201 NoSuchTrafficPolicy InvalidInput
  TooManyTrafficPolicyVersionsForCurrentPolicy ConcurrentModification InvalidTrafficPolicyDocument
operation CreateVPCAssociationAuthorization POST /2013-04-01/hostedzone/{Id}/authorizevpcassociation 200
  ConcurrentModification TooManyVPCAssociationAuthorizations NoSuchHostedZone InvalidVPCId InvalidInput
operation DeactivateKeySigningKey POST /2013-04-01/keysigningkey/{HostedZoneId}/{Name}/deactivate 200
  ConcurrentModification NoSuchKeySigningKey InvalidKeySigningKeyStatus InvalidSigningStatus KeySigningKeyInUse
  KeySigningKeyInParentDSRecord InvalidInput
operation DeleteCidrCollection DELETE /2013-04-01/cidrcollection/{CidrCollectionId} 200 NoSuchCidrCollectionException
  CidrCollectionInUseException InvalidInput ConcurrentModification
operation DeleteHealthCheck DELETE /2013-04-01/healthcheck/{HealthCheckId} 200 NoSuchHealthCheck HealthCheckInUse
  InvalidInput
operation DeleteHostedZone DELETE /2013-04-01/hostedzone/{Id} 200 NoSuchHostedZone HostedZoneNotEmpty
  PriorRequestNotComplete InvalidInput InvalidDomainName
operation DeleteKeySigningKey DELETE /2013-04-01/keysigningkey/{HostedZoneId}/{Name} 200 ConcurrentModification
  NoSuchKeySigningKey InvalidKeySigningKeyStatus InvalidSigningStatus InvalidKMSArn InvalidInput
operation DeleteQueryLoggingConfig DELETE /2013-04-01/queryloggingconfig/{Id} 200 ConcurrentModification
  NoSuchQueryLoggingConfig InvalidInput
operation DeleteReusableDelegationSet DELETE /2013-04-01/delegationset/{Id} 200 NoSuchDelegationSet DelegationSetInUse
  DelegationSetNotReusable InvalidInput
operation DeleteTrafficPolicy DELETE /2013-04-01/trafficpolicy/{Id}/{Version} 200 NoSuchTrafficPolicy InvalidInput
  TrafficPolicyInUse ConcurrentModification
operation DeleteTrafficPolicyInstance DELETE /2013-04-01/trafficpolicyinstance/{Id} 200 NoSuchTrafficPolicyInstance
  InvalidInput PriorRequestNotComplete
operation DeleteVPCAssociationAuthorization POST /2013-04-01/hostedzone/{Id}/deauthorizevpcassociation 200
  ConcurrentModification VPCAssociationAuthorizationNotFound NoSuchHostedZone InvalidVPCId InvalidInput
operation DisableHostedZoneDNSSEC POST /2013-04-01/hostedzone/{Id}/disable-dnssec 200 NoSuchHostedZone InvalidArgument
  ConcurrentModification KeySigningKeyInParentDSRecord DNSSECNotFound InvalidKeySigningKeyStatus InvalidKMSArn
  InvalidInput
operation DisassociateVPCFromHostedZone POST /2013-04-01/hostedzone/{Id}/disassociatevpc 200 NoSuchHostedZone
  InvalidVPCId VPCAssociationNotFound LastVPCAssociation InvalidInput
operation EnableHostedZoneDNSSEC POST /2013-04-01/hostedzone/{Id}/enable-dnssec 200 NoSuchHostedZone InvalidArgument
  ConcurrentModification KeySigningKeyWithActiveStatusNotFound InvalidKMSArn HostedZonePartiallyDelegated DNSSECNotFound
  InvalidKeySigningKeyStatus InvalidInput
operation GetAccountLimit GET /2013-04-01/accountlimit/{Type} 200 InvalidInput
operation GetChange GET /2013-04-01/change/{Id} 200 NoSuchChange InvalidInput
operation GetCheckerIpRanges GET /2013-04-01/checkeripranges 200
operation GetDNSSEC GET /2013-04-01/hostedzone/{Id}/dnssec 200 NoSuchHostedZone InvalidArgument InvalidInput
operation GetGeoLocation GET /2013-04-01/geolocation 200 NoSuchGeoLocation InvalidInput
operation GetHealthCheck GET /2013-04-01/healthcheck/{HealthCheckId} 200 NoSuchHealthCheck InvalidInput
  IncompatibleVersion
operation GetHealthCheckCount GET /2013-04-01/healthcheckcount 200
operation GetHealthCheckLastFailureReason GET /2013-04-01/healthcheck/{HealthCheckId}/lastfailurereason 200
  NoSuchHealthCheck InvalidInput
operation GetHealthCheckStatus GET /2013-04-01/healthcheck/{HealthCheckId}/status 200 NoSuchHealthCheck InvalidInput
operation GetHostedZone GET /2013-04-01/hostedzone/{Id} 200 NoSuchHostedZone InvalidInput
operation GetHostedZoneCount GET /2013-04-01/hostedzonecount 200 InvalidInput
operation GetHostedZoneLimit GET /2013-04-01/hostedzonelimit/{Id}/{Type} 200 NoSuchHostedZone InvalidInput
  HostedZoneNotPrivate
operation GetQueryLoggingConfig GET /2013-04-01/queryloggingconfig/{Id} 200 NoSuchQueryLoggingConfig InvalidInput
operation GetReusableDelegationSet GET /2013-04-01/delegationset/{Id} 200 NoSuchDelegationSet DelegationSetNotReusable
  InvalidInput
operation GetReusableDelegationSetLimit GET /2013-04-01/reusabledelegationsetlimit/{Id}/{Type} 200 InvalidInput
  NoSuchDelegationSet
operation GetTrafficPolicy GET /2013-04-01/trafficpolicy/{Id}/{Version} 200 NoSuchTrafficPolicy InvalidInput
operation GetTrafficPolicyInstance GET /2013-04-01/trafficpolicyinstance/{Id} 200 NoSuchTrafficPolicyInstance
  InvalidInput
operation GetTrafficPolicyInstanceCount GET /2013-04-01/trafficpolicyinstancecount 200
operation ListCidrBlocks GET /2013-04-01/cidrcollection/{CidrCollectionId}/cidrblocks 200 NoSuchCidrCollectionException
  NoSuchCidrLocationException InvalidInput
operation ListCidrCollections GET /2013-04-01/cidrcollection 200 InvalidInput
operation ListCidrLocations GET /2013-04-01/cidrcollection/{CidrCollectionId} 200 NoSuchCidrCollectionException
  InvalidInput
operation ListGeoLocations GET /2013-04-01/geolocations 200 InvalidInput
operation ListHealthChecks GET /2013-04-01/healthcheck 200 InvalidInput IncompatibleVersion
operation ListHostedZones GET /2013-04-01/hostedzone 200 InvalidInput NoSuchDelegationSet DelegationSetNotReusable
operation ListHostedZonesByName GET /2013-04-01/hostedzonesbyname 200 InvalidInput InvalidDomainName
operation ListHostedZonesByVPC GET /2013-04-01/hostedzonesbyvpc 200 InvalidInput InvalidPaginationToken
operation ListQueryLoggingConfigs GET /2013-04-01/queryloggingconfig 200 InvalidInput InvalidPaginationToken
  NoSuchHostedZone
operation ListResourceRecordSets GET /2013-04-01/hostedzone/{Id}/rrset 200 NoSuchHostedZone InvalidInput
operation ListReusableDelegationSets GET /2013-04-01/delegationset 200 InvalidInput
operation ListTagsForResource GET /2013-04-01/tags/{ResourceType}/{ResourceId} 200 InvalidInput NoSuchHealthCheck
  NoSuchHostedZone PriorRequestNotComplete ThrottlingException
operation ListTagsForResources POST /2013-04-01/tags/{ResourceType} 200 InvalidInput NoSuchHealthCheck NoSuchHostedZone
  PriorRequestNotComplete ThrottlingException
operation ListTrafficPolicies GET /2013-04-01/trafficpolicies 200 InvalidInput
operation ListTrafficPolicyInstances GET /2013-04-01/trafficpolicyinstances 200 InvalidInput NoSuchTrafficPolicyInstance
operation ListTrafficPolicyInstancesByHostedZone GET /2013-04-01/trafficpolicyinstances/hostedzone 200 InvalidInput
  NoSuchTrafficPolicyInstance NoSuchHostedZone
operation ListTrafficPolicyInstancesByPolicy GET /2013-04-01/trafficpolicyinstances/trafficpolicy 200 InvalidInput
  NoSuchTrafficPolicyInstance NoSuchTrafficPolicy
operation ListTrafficPolicyVersions GET /2013-04-01/trafficpolicies/{Id}/versions 200 InvalidInput NoSuchTrafficPolicy
operation ListVPCAssociationAuthorizations GET /2013-04-01/hostedzone/{Id}/authorizevpcassociation 200 NoSuchHostedZone
  InvalidInput InvalidPaginationToken
operation TestDNSAnswer GET /2013-04-01/testdnsanswer 200 NoSuchHostedZone InvalidInput
operation UpdateHealthCheck POST /2013-04-01/healthcheck/{HealthCheckId} 200 NoSuchHealthCheck InvalidInput
  HealthCheckVersionMismatch
operation UpdateHostedZoneComment POST /2013-04-01/hostedzone/{Id} 200 NoSuchHostedZone InvalidInput
  PriorRequestNotComplete
operation UpdateHostedZoneFeatures POST /2013-04-01/hostedzone/{Id}/features 200 NoSuchHostedZone InvalidInput
  PriorRequestNotComplete LimitsExceeded
operation UpdateTrafficPolicyComment POST /2013-04-01/trafficpolicy/{Id}/{Version} 200 InvalidInput NoSuchTrafficPolicy
  ConcurrentModification
operation UpdateTrafficPolicyInstance POST /2013-04-01/trafficpolicyinstance/{Id} 200 InvalidInput NoSuchTrafficPolicy
  NoSuchTrafficPolicyInstance PriorRequestNotComplete ConflictingTypes

string ARN 20..2048 like .*\S.*
string AWSAccountID
string AWSRegion 1..64
boolean AcceleratedRecoveryEnabled
string AcceleratedRecoveryStatus one of ENABLING ENABLE_FAILED ENABLING_HOSTED_ZONE_LOCKED ENABLED DISABLING
  DISABLE_FAILED DISABLED DISABLING_HOSTED_ZONE_LOCKED
structure AccountLimit Type: AccountLimitType!, Value: LimitValue!
string AccountLimitType one of MAX_HEALTH_CHECKS_BY_OWNER MAX_HOSTED_ZONES_BY_OWNER
  MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER MAX_REUSABLE_DELEGATION_SETS_BY_OWNER MAX_TRAFFIC_POLICIES_BY_OWNER
structure ActivateKeySigningKeyRequest HostedZoneId: ResourceId! uri HostedZoneId, Name: SigningKeyName! uri Name
structure ActivateKeySigningKeyResponse ChangeInfo: ChangeInfo!
structure AlarmIdentifier Region: CloudWatchRegion!, Name: AlarmName!
string AlarmName 1..256
boolean AliasHealthEnabled
structure AliasTarget HostedZoneId: ResourceId!, DNSName: DNSName!, EvaluateTargetHealth: AliasHealthEnabled!
string AssociateVPCComment
structure AssociateVPCWithHostedZoneRequest HostedZoneId: ResourceId! uri Id, VPC: VPC!, Comment: AssociateVPCComment
structure AssociateVPCWithHostedZoneResponse ChangeInfo: ChangeInfo!
integer Bias -99..99
structure Change Action: ChangeAction!, ResourceRecordSet: ResourceRecordSet!
string ChangeAction one of CREATE DELETE UPSERT
structure ChangeBatch Comment: ResourceDescription, Changes: Changes!
structure ChangeCidrCollectionRequest Id: UUID! uri CidrCollectionId, CollectionVersion: CollectionVersion,
  Changes: CidrCollectionChanges!
structure ChangeCidrCollectionResponse Id: ChangeId!
string ChangeId 1..6500
structure ChangeInfo Id: ResourceId!, Status: ChangeStatus!, SubmittedAt: TimeStamp!, Comment: ResourceDescription
structure ChangeResourceRecordSetsRequest HostedZoneId: ResourceId! uri Id, ChangeBatch: ChangeBatch!
structure ChangeResourceRecordSetsResponse ChangeInfo: ChangeInfo!
string ChangeStatus one of PENDING INSYNC
structure ChangeTagsForResourceRequest ResourceType: TagResourceType! uri ResourceType,
  ResourceId: TagResourceId! uri ResourceId, AddTags: TagList, RemoveTagKeys: TagKeyList
structure ChangeTagsForResourceResponse
list Changes Change of Change 1..
list CheckerIpRanges member of IPAddressCidr
list ChildHealthCheckList ChildHealthCheck of HealthCheckId ..256
string Cidr 1..50 like .*\S.*
list CidrBlockSummaries member of CidrBlockSummary
structure CidrBlockSummary CidrBlock: Cidr, LocationName: CidrLocationNameDefaultNotAllowed
structure CidrCollection Arn: ARN, Id: UUID, Name: CollectionName, Version: CollectionVersion
structure CidrCollectionChange LocationName: CidrLocationNameDefaultNotAllowed!, Action: CidrCollectionChangeAction!,
  CidrList: CidrList!
string CidrCollectionChangeAction one of PUT DELETE_IF_EXISTS
list CidrCollectionChanges member of CidrCollectionChange 1..1000
list CidrList Cidr of Cidr 1..1000
string CidrLocationNameDefaultAllowed 1..16 like [0-9A-Za-z_\-\*]+
string CidrLocationNameDefaultNotAllowed 1..16 like [0-9A-Za-z_\-]+
string CidrNonce 1..64 like \p{ASCII}+
structure CidrRoutingConfig CollectionId: UUID!, LocationName: CidrLocationNameDefaultAllowed!
structure CloudWatchAlarmConfiguration EvaluationPeriods: EvaluationPeriods!, Threshold: Threshold!,
  ComparisonOperator: ComparisonOperator!, Period: Period!, MetricName: MetricName!, Namespace: Namespace!,
  Statistic: Statistic!, Dimensions: DimensionList
string CloudWatchLogsLogGroupArn
string CloudWatchRegion 1..64 one of us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-central-2
  eu-west-1 eu-west-2 eu-west-3 ap-east-1 me-south-1 me-central-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2
  ap-southeast-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 eu-north-1 sa-east-1 cn-northwest-1 cn-north-1 af-south-1
  eu-south-1 eu-south-2 us-gov-west-1 us-gov-east-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 ap-southeast-4
  il-central-1 ca-west-1 ap-southeast-5 mx-central-1 us-isof-south-1 us-isof-east-1 ap-southeast-7 ap-east-2
  eu-isoe-west-1 ap-southeast-6 us-isob-west-1 eusc-de-east-1
string CollectionName 1..64 like [0-9A-Za-z_\-]+
list CollectionSummaries member of CollectionSummary
structure CollectionSummary Arn: ARN, Id: UUID, Name: CollectionName, Version: CollectionVersion
long CollectionVersion 1..
string ComparisonOperator one of GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold
  LessThanOrEqualToThreshold
structure Coordinates Latitude: Latitude!, Longitude: Longitude!
structure CreateCidrCollectionRequest Name: CollectionName!, CallerReference: CidrNonce!
structure CreateCidrCollectionResponse Collection: CidrCollection, Location: ResourceURI header Location
structure CreateHealthCheckRequest CallerReference: HealthCheckNonce!, HealthCheckConfig: HealthCheckConfig!
structure CreateHealthCheckResponse HealthCheck: HealthCheck!, Location: ResourceURI! header Location
structure CreateHostedZoneRequest Name: DNSName!, VPC: VPC, CallerReference: Nonce!, HostedZoneConfig: HostedZoneConfig,
  DelegationSetId: ResourceId
structure CreateHostedZoneResponse HostedZone: HostedZone!, ChangeInfo: ChangeInfo!, DelegationSet: DelegationSet!,
  VPC: VPC, Location: ResourceURI! header Location
structure CreateKeySigningKeyRequest CallerReference: Nonce!, HostedZoneId: ResourceId!,
  KeyManagementServiceArn: SigningKeyString!, Name: SigningKeyName!, Status: SigningKeyStatus!
structure CreateKeySigningKeyResponse ChangeInfo: ChangeInfo!, KeySigningKey: KeySigningKey!,
  Location: ResourceURI! header Location
structure CreateQueryLoggingConfigRequest HostedZoneId: ResourceId!,
  CloudWatchLogsLogGroupArn: CloudWatchLogsLogGroupArn!
structure CreateQueryLoggingConfigResponse QueryLoggingConfig: QueryLoggingConfig!,
  Location: ResourceURI! header Location
structure CreateReusableDelegationSetRequest CallerReference: Nonce!, HostedZoneId: ResourceId
structure CreateReusableDelegationSetResponse DelegationSet: DelegationSet!, Location: ResourceURI! header Location
structure CreateTrafficPolicyInstanceRequest HostedZoneId: ResourceId!, Name: DNSName!, TTL: TTL!,
  TrafficPolicyId: TrafficPolicyId!, TrafficPolicyVersion: TrafficPolicyVersion!
structure CreateTrafficPolicyInstanceResponse TrafficPolicyInstance: TrafficPolicyInstance!,
  Location: ResourceURI! header Location
structure CreateTrafficPolicyRequest Name: TrafficPolicyName!, Document: TrafficPolicyDocument!,
  Comment: TrafficPolicyComment
structure CreateTrafficPolicyResponse TrafficPolicy: TrafficPolicy!, Location: ResourceURI! header Location
structure CreateTrafficPolicyVersionRequest Id: TrafficPolicyId! uri Id, Document: TrafficPolicyDocument!,
  Comment: TrafficPolicyComment
structure CreateTrafficPolicyVersionResponse TrafficPolicy: TrafficPolicy!, Location: ResourceURI! header Location
structure CreateVPCAssociationAuthorizationRequest HostedZoneId: ResourceId! uri Id, VPC: VPC!
structure CreateVPCAssociationAuthorizationResponse HostedZoneId: ResourceId!, VPC: VPC!
string DNSName ..1024
string DNSRCode
structure DNSSECStatus ServeSignature: ServeSignature, StatusMessage: SigningKeyStatusMessage
structure DeactivateKeySigningKeyRequest HostedZoneId: ResourceId! uri HostedZoneId, Name: SigningKeyName! uri Name
structure DeactivateKeySigningKeyResponse ChangeInfo: ChangeInfo!
structure DelegationSet Id: ResourceId, CallerReference: Nonce, NameServers: DelegationSetNameServers!
list DelegationSetNameServers NameServer of DNSName 1..
list DelegationSets DelegationSet of DelegationSet
structure DeleteCidrCollectionRequest Id: UUID! uri CidrCollectionId
structure DeleteCidrCollectionResponse
structure DeleteHealthCheckRequest HealthCheckId: HealthCheckId! uri HealthCheckId
structure DeleteHealthCheckResponse
structure DeleteHostedZoneRequest Id: ResourceId! uri Id
structure DeleteHostedZoneResponse ChangeInfo: ChangeInfo!
structure DeleteKeySigningKeyRequest HostedZoneId: ResourceId! uri HostedZoneId, Name: SigningKeyName! uri Name
structure DeleteKeySigningKeyResponse ChangeInfo: ChangeInfo!
structure DeleteQueryLoggingConfigRequest Id: QueryLoggingConfigId! uri Id
structure DeleteQueryLoggingConfigResponse
structure DeleteReusableDelegationSetRequest Id: ResourceId! uri Id
structure DeleteReusableDelegationSetResponse
structure DeleteTrafficPolicyInstanceRequest Id: TrafficPolicyInstanceId! uri Id
structure DeleteTrafficPolicyInstanceResponse
structure DeleteTrafficPolicyRequest Id: TrafficPolicyId! uri Id, Version: TrafficPolicyVersion! uri Version
structure DeleteTrafficPolicyResponse
structure DeleteVPCAssociationAuthorizationRequest HostedZoneId: ResourceId! uri Id, VPC: VPC!
structure DeleteVPCAssociationAuthorizationResponse
structure Dimension Name: DimensionField!, Value: DimensionField!
string DimensionField 1..255
list DimensionList Dimension of Dimension ..10
structure DisableHostedZoneDNSSECRequest HostedZoneId: ResourceId! uri Id
structure DisableHostedZoneDNSSECResponse ChangeInfo: ChangeInfo!
boolean Disabled
string DisassociateVPCComment
structure DisassociateVPCFromHostedZoneRequest HostedZoneId: ResourceId! uri Id, VPC: VPC!,
  Comment: DisassociateVPCComment
structure DisassociateVPCFromHostedZoneResponse ChangeInfo: ChangeInfo!
structure EnableHostedZoneDNSSECRequest HostedZoneId: ResourceId! uri Id
structure EnableHostedZoneDNSSECResponse ChangeInfo: ChangeInfo!
boolean EnableSNI
integer EvaluationPeriods 1..
string FailureReason
integer FailureThreshold 1..10
string FullyQualifiedDomainName ..255
structure GeoLocation ContinentCode: GeoLocationContinentCode, CountryCode: GeoLocationCountryCode,
  SubdivisionCode: GeoLocationSubdivisionCode
string GeoLocationContinentCode 2..2
string GeoLocationContinentName 1..32
string GeoLocationCountryCode 1..2
string GeoLocationCountryName 1..64
structure GeoLocationDetails ContinentCode: GeoLocationContinentCode, ContinentName: GeoLocationContinentName,
  CountryCode: GeoLocationCountryCode, CountryName: GeoLocationCountryName, SubdivisionCode: GeoLocationSubdivisionCode,
  SubdivisionName: GeoLocationSubdivisionName
list GeoLocationDetailsList GeoLocationDetails of GeoLocationDetails
string GeoLocationSubdivisionCode 1..3
string GeoLocationSubdivisionName 1..64
structure GeoProximityLocation AWSRegion: AWSRegion, LocalZoneGroup: LocalZoneGroup, Coordinates: Coordinates,
  Bias: Bias
structure GetAccountLimitRequest Type: AccountLimitType! uri Type
structure GetAccountLimitResponse Limit: AccountLimit!, Count: UsageCount!
structure GetChangeRequest Id: ChangeId! uri Id
structure GetChangeResponse ChangeInfo: ChangeInfo!
structure GetCheckerIpRangesRequest
structure GetCheckerIpRangesResponse CheckerIpRanges: CheckerIpRanges!
structure GetDNSSECRequest HostedZoneId: ResourceId! uri Id
structure GetDNSSECResponse Status: DNSSECStatus!, KeySigningKeys: KeySigningKeys!
structure GetGeoLocationRequest ContinentCode: GeoLocationContinentCode query continentcode,
  CountryCode: GeoLocationCountryCode query countrycode,
  SubdivisionCode: GeoLocationSubdivisionCode query subdivisioncode
structure GetGeoLocationResponse GeoLocationDetails: GeoLocationDetails!
structure GetHealthCheckCountRequest
structure GetHealthCheckCountResponse HealthCheckCount: HealthCheckCount!
structure GetHealthCheckLastFailureReasonRequest HealthCheckId: HealthCheckId! uri HealthCheckId
structure GetHealthCheckLastFailureReasonResponse HealthCheckObservations: HealthCheckObservations!
structure GetHealthCheckRequest HealthCheckId: HealthCheckId! uri HealthCheckId
structure GetHealthCheckResponse HealthCheck: HealthCheck!
structure GetHealthCheckStatusRequest HealthCheckId: HealthCheckId! uri HealthCheckId
structure GetHealthCheckStatusResponse HealthCheckObservations: HealthCheckObservations!
structure GetHostedZoneCountRequest
structure GetHostedZoneCountResponse HostedZoneCount: HostedZoneCount!
structure GetHostedZoneLimitRequest Type: HostedZoneLimitType! uri Type, HostedZoneId: ResourceId! uri Id
structure GetHostedZoneLimitResponse Limit: HostedZoneLimit!, Count: UsageCount!
structure GetHostedZoneRequest Id: ResourceId! uri Id
structure GetHostedZoneResponse HostedZone: HostedZone!, DelegationSet: DelegationSet, VPCs: VPCs
structure GetQueryLoggingConfigRequest Id: QueryLoggingConfigId! uri Id
structure GetQueryLoggingConfigResponse QueryLoggingConfig: QueryLoggingConfig!
structure GetReusableDelegationSetLimitRequest Type: ReusableDelegationSetLimitType! uri Type,
  DelegationSetId: ResourceId! uri Id
structure GetReusableDelegationSetLimitResponse Limit: ReusableDelegationSetLimit!, Count: UsageCount!
structure GetReusableDelegationSetRequest Id: ResourceId! uri Id
structure GetReusableDelegationSetResponse DelegationSet: DelegationSet!
structure GetTrafficPolicyInstanceCountRequest
structure GetTrafficPolicyInstanceCountResponse TrafficPolicyInstanceCount: TrafficPolicyInstanceCount!
structure GetTrafficPolicyInstanceRequest Id: TrafficPolicyInstanceId! uri Id
structure GetTrafficPolicyInstanceResponse TrafficPolicyInstance: TrafficPolicyInstance!
structure GetTrafficPolicyRequest Id: TrafficPolicyId! uri Id, Version: TrafficPolicyVersion! uri Version
structure GetTrafficPolicyResponse TrafficPolicy: TrafficPolicy!
structure HealthCheck Id: HealthCheckId!, CallerReference: HealthCheckNonce!, LinkedService: LinkedService,
  HealthCheckConfig: HealthCheckConfig!, HealthCheckVersion: HealthCheckVersion!,
  CloudWatchAlarmConfiguration: CloudWatchAlarmConfiguration
structure HealthCheckConfig IPAddress: IPAddress, Port: Port, Type: HealthCheckType!, ResourcePath: ResourcePath,
  FullyQualifiedDomainName: FullyQualifiedDomainName, SearchString: SearchString, RequestInterval: RequestInterval,
  FailureThreshold: FailureThreshold, MeasureLatency: MeasureLatency, Inverted: Inverted, Disabled: Disabled,
  HealthThreshold: HealthThreshold, ChildHealthChecks: ChildHealthCheckList, EnableSNI: EnableSNI,
  Regions: HealthCheckRegionList, AlarmIdentifier: AlarmIdentifier,
  InsufficientDataHealthStatus: InsufficientDataHealthStatus, RoutingControlArn: RoutingControlArn
long HealthCheckCount
string HealthCheckId ..64
string HealthCheckNonce 1..64
structure HealthCheckObservation Region: HealthCheckRegion, IPAddress: IPAddress, StatusReport: StatusReport
list HealthCheckObservations HealthCheckObservation of HealthCheckObservation
string HealthCheckRegion 1..64 one of us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2
  ap-northeast-1 sa-east-1
list HealthCheckRegionList Region of HealthCheckRegion 3..64
string HealthCheckType one of HTTP HTTPS HTTP_STR_MATCH HTTPS_STR_MATCH TCP CALCULATED CLOUDWATCH_METRIC
  RECOVERY_CONTROL
long HealthCheckVersion 1..
list HealthChecks HealthCheck of HealthCheck
integer HealthThreshold 0..256
structure HostedZone Id: ResourceId!, Name: DNSName!, CallerReference: Nonce!, Config: HostedZoneConfig,
  ResourceRecordSetCount: HostedZoneRRSetCount, LinkedService: LinkedService, Features: HostedZoneFeatures
structure HostedZoneConfig Comment: ResourceDescription, PrivateZone: IsPrivateZone
long HostedZoneCount
structure HostedZoneFailureReasons AcceleratedRecovery: FailureReason
structure HostedZoneFeatures AcceleratedRecoveryStatus: AcceleratedRecoveryStatus,
  FailureReasons: HostedZoneFailureReasons
structure HostedZoneLimit Type: HostedZoneLimitType!, Value: LimitValue!
string HostedZoneLimitType one of MAX_RRSETS_BY_ZONE MAX_VPCS_ASSOCIATED_BY_ZONE
structure HostedZoneOwner OwningAccount: AWSAccountID, OwningService: HostedZoneOwningService
string HostedZoneOwningService ..128
long HostedZoneRRSetCount
list HostedZoneSummaries HostedZoneSummary of HostedZoneSummary
structure HostedZoneSummary HostedZoneId: ResourceId!, Name: DNSName!, Owner: HostedZoneOwner!
string HostedZoneType one of PrivateHostedZone
list HostedZones HostedZone of HostedZone
string IPAddress ..45 like (^((([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\.){3}([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]))$|^(([0-9a-fA-F]{1,4}:){7,7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:)|fe80:(:[0-9a-fA-F]{0,4}){0,4}%[0-9a-zA-Z]{1,}|::(ffff(:0{1,4}){0,1}:){0,1}((25[0-5]|(2[0-4]|1{0,1}[0-9]){0,1}[0-9])\.){3,3}(25[0-5]|(2[0-4]|1{0,1}[0-9]){0,1}[0-9])|([0-9a-fA-F]{1,4}:){1,4}:((25[0-5]|(2[0-4]|1{0,1}[0-9]){0,1}[0-9])\.){3,3}(25[0-5]|(2[0-4]|1{0,1}[0-9]){0,1}[0-9]))$)
string IPAddressCidr
string InsufficientDataHealthStatus one of Healthy Unhealthy LastKnownStatus
boolean Inverted
boolean IsPrivateZone
structure KeySigningKey Name: SigningKeyName, KmsArn: SigningKeyString, Flag: SigningKeyInteger,
  SigningAlgorithmMnemonic: SigningKeyString, SigningAlgorithmType: SigningKeyInteger,
  DigestAlgorithmMnemonic: SigningKeyString, DigestAlgorithmType: SigningKeyInteger, KeyTag: SigningKeyTag,
  DigestValue: SigningKeyString, PublicKey: SigningKeyString, DSRecord: SigningKeyString,
  DNSKEYRecord: SigningKeyString, Status: SigningKeyStatus, StatusMessage: SigningKeyStatusMessage,
  CreatedDate: TimeStamp, LastModifiedDate: TimeStamp
list KeySigningKeys member of KeySigningKey
string Latitude 1..6 like [-+]?[0-9]{1,2}(\.[0-9]{0,2})?
long LimitValue 1..
structure LinkedService ServicePrincipal: ServicePrincipal, Description: ResourceDescription
structure ListCidrBlocksRequest CollectionId: UUID! uri CidrCollectionId,
  LocationName: CidrLocationNameDefaultNotAllowed query location, NextToken: PaginationToken query nexttoken,
  MaxResults: MaxResults query maxresults
structure ListCidrBlocksResponse NextToken: PaginationToken, CidrBlocks: CidrBlockSummaries
structure ListCidrCollectionsRequest NextToken: PaginationToken query nexttoken, MaxResults: MaxResults query maxresults
structure ListCidrCollectionsResponse NextToken: PaginationToken, CidrCollections: CollectionSummaries
structure ListCidrLocationsRequest CollectionId: UUID! uri CidrCollectionId, NextToken: PaginationToken query nexttoken,
  MaxResults: MaxResults query maxresults
structure ListCidrLocationsResponse NextToken: PaginationToken, CidrLocations: LocationSummaries
structure ListGeoLocationsRequest StartContinentCode: GeoLocationContinentCode query startcontinentcode,
  StartCountryCode: GeoLocationCountryCode query startcountrycode,
  StartSubdivisionCode: GeoLocationSubdivisionCode query startsubdivisioncode, MaxItems: PageMaxItems query maxitems
structure ListGeoLocationsResponse GeoLocationDetailsList: GeoLocationDetailsList!, IsTruncated: PageTruncated!,
  NextContinentCode: GeoLocationContinentCode, NextCountryCode: GeoLocationCountryCode,
  NextSubdivisionCode: GeoLocationSubdivisionCode, MaxItems: PageMaxItems!
structure ListHealthChecksRequest Marker: PageMarker query marker, MaxItems: PageMaxItems query maxitems
structure ListHealthChecksResponse HealthChecks: HealthChecks!, Marker: PageMarker!, IsTruncated: PageTruncated!,
  NextMarker: PageMarker, MaxItems: PageMaxItems!
structure ListHostedZonesByNameRequest DNSName: DNSName query dnsname, HostedZoneId: ResourceId query hostedzoneid,
  MaxItems: PageMaxItems query maxitems
structure ListHostedZonesByNameResponse HostedZones: HostedZones!, DNSName: DNSName, HostedZoneId: ResourceId,
  IsTruncated: PageTruncated!, NextDNSName: DNSName, NextHostedZoneId: ResourceId, MaxItems: PageMaxItems!
structure ListHostedZonesByVPCRequest VPCId: VPCId! query vpcid, VPCRegion: VPCRegion! query vpcregion,
  MaxItems: PageMaxItems query maxitems, NextToken: PaginationToken query nexttoken
structure ListHostedZonesByVPCResponse HostedZoneSummaries: HostedZoneSummaries!, MaxItems: PageMaxItems!,
  NextToken: PaginationToken
structure ListHostedZonesRequest Marker: PageMarker query marker, MaxItems: PageMaxItems query maxitems,
  DelegationSetId: ResourceId query delegationsetid, HostedZoneType: HostedZoneType query hostedzonetype
structure ListHostedZonesResponse HostedZones: HostedZones!, Marker: PageMarker!, IsTruncated: PageTruncated!,
  NextMarker: PageMarker, MaxItems: PageMaxItems!
structure ListQueryLoggingConfigsRequest HostedZoneId: ResourceId query hostedzoneid,
  NextToken: PaginationToken query nexttoken, MaxResults: MaxResults query maxresults
structure ListQueryLoggingConfigsResponse QueryLoggingConfigs: QueryLoggingConfigs!, NextToken: PaginationToken
structure ListResourceRecordSetsRequest HostedZoneId: ResourceId! uri Id, StartRecordName: DNSName query name,
  StartRecordType: RRType query type, StartRecordIdentifier: ResourceRecordSetIdentifier query identifier,
  MaxItems: PageMaxItems query maxitems
structure ListResourceRecordSetsResponse ResourceRecordSets: ResourceRecordSets!, IsTruncated: PageTruncated!,
  NextRecordName: DNSName, NextRecordType: RRType, NextRecordIdentifier: ResourceRecordSetIdentifier,
  MaxItems: PageMaxItems!
structure ListReusableDelegationSetsRequest Marker: PageMarker query marker, MaxItems: PageMaxItems query maxitems
structure ListReusableDelegationSetsResponse DelegationSets: DelegationSets!, Marker: PageMarker!,
  IsTruncated: PageTruncated!, NextMarker: PageMarker, MaxItems: PageMaxItems!
structure ListTagsForResourceRequest ResourceType: TagResourceType! uri ResourceType,
  ResourceId: TagResourceId! uri ResourceId
structure ListTagsForResourceResponse ResourceTagSet: ResourceTagSet!
structure ListTagsForResourcesRequest ResourceType: TagResourceType! uri ResourceType, ResourceIds: TagResourceIdList!
structure ListTagsForResourcesResponse ResourceTagSets: ResourceTagSetList!
structure ListTrafficPoliciesRequest TrafficPolicyIdMarker: TrafficPolicyId query trafficpolicyid,
  MaxItems: PageMaxItems query maxitems
structure ListTrafficPoliciesResponse TrafficPolicySummaries: TrafficPolicySummaries!, IsTruncated: PageTruncated!,
  TrafficPolicyIdMarker: TrafficPolicyId!, MaxItems: PageMaxItems!
structure ListTrafficPolicyInstancesByHostedZoneRequest HostedZoneId: ResourceId! query id,
  TrafficPolicyInstanceNameMarker: DNSName query trafficpolicyinstancename,
  TrafficPolicyInstanceTypeMarker: RRType query trafficpolicyinstancetype, MaxItems: PageMaxItems query maxitems
structure ListTrafficPolicyInstancesByHostedZoneResponse TrafficPolicyInstances: TrafficPolicyInstances!,
  TrafficPolicyInstanceNameMarker: DNSName, TrafficPolicyInstanceTypeMarker: RRType, IsTruncated: PageTruncated!,
  MaxItems: PageMaxItems!
structure ListTrafficPolicyInstancesByPolicyRequest TrafficPolicyId: TrafficPolicyId! query id,
  TrafficPolicyVersion: TrafficPolicyVersion! query version, HostedZoneIdMarker: ResourceId query hostedzoneid,
  TrafficPolicyInstanceNameMarker: DNSName query trafficpolicyinstancename,
  TrafficPolicyInstanceTypeMarker: RRType query trafficpolicyinstancetype, MaxItems: PageMaxItems query maxitems
structure ListTrafficPolicyInstancesByPolicyResponse TrafficPolicyInstances: TrafficPolicyInstances!,
  HostedZoneIdMarker: ResourceId, TrafficPolicyInstanceNameMarker: DNSName, TrafficPolicyInstanceTypeMarker: RRType,
  IsTruncated: PageTruncated!, MaxItems: PageMaxItems!
structure ListTrafficPolicyInstancesRequest HostedZoneIdMarker: ResourceId query hostedzoneid,
  TrafficPolicyInstanceNameMarker: DNSName query trafficpolicyinstancename,
  TrafficPolicyInstanceTypeMarker: RRType query trafficpolicyinstancetype, MaxItems: PageMaxItems query maxitems
structure ListTrafficPolicyInstancesResponse TrafficPolicyInstances: TrafficPolicyInstances!,
  HostedZoneIdMarker: ResourceId, TrafficPolicyInstanceNameMarker: DNSName, TrafficPolicyInstanceTypeMarker: RRType,
  IsTruncated: PageTruncated!, MaxItems: PageMaxItems!
structure ListTrafficPolicyVersionsRequest Id: TrafficPolicyId! uri Id,
  TrafficPolicyVersionMarker: TrafficPolicyVersionMarker query trafficpolicyversion,
  MaxItems: PageMaxItems query maxitems
structure ListTrafficPolicyVersionsResponse TrafficPolicies: TrafficPolicies!, IsTruncated: PageTruncated!,
  TrafficPolicyVersionMarker: TrafficPolicyVersionMarker!, MaxItems: PageMaxItems!
structure ListVPCAssociationAuthorizationsRequest HostedZoneId: ResourceId! uri Id,
  NextToken: PaginationToken query nexttoken, MaxResults: MaxResults query maxresults
structure ListVPCAssociationAuthorizationsResponse HostedZoneId: ResourceId!, NextToken: PaginationToken, VPCs: VPCs!
string LocalZoneGroup 1..64
list LocationSummaries member of LocationSummary
structure LocationSummary LocationName: CidrLocationNameDefaultAllowed
string Longitude 1..7 like [-+]?[0-9]{1,3}(\.[0-9]{0,2})?
string MaxResults
boolean MeasureLatency
string Message ..1024
string MetricName 1..255
string Nameserver 0..255
string Namespace 1..255
string Nonce 1..128
string PageMarker ..64
string PageMaxItems
boolean PageTruncated
string PaginationToken ..1024
integer Period 60..
integer Port 1..65535
structure QueryLoggingConfig Id: QueryLoggingConfigId!, HostedZoneId: ResourceId!,
  CloudWatchLogsLogGroupArn: CloudWatchLogsLogGroupArn!
string QueryLoggingConfigId 1..36
list QueryLoggingConfigs QueryLoggingConfig of QueryLoggingConfig
string RData ..4000
string RRType one of SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS
list RecordData RecordDataEntry of RecordDataEntry
string RecordDataEntry 0..512
integer RequestInterval 10..30
string ResettableElementName 1..64 one of FullyQualifiedDomainName Regions ResourcePath ChildHealthChecks
list ResettableElementNameList ResettableElementName of ResettableElementName ..64
string ResourceDescription ..256
string ResourceId ..32
string ResourcePath ..255
structure ResourceRecord Value: RData!
structure ResourceRecordSet Name: DNSName!, Type: RRType!, SetIdentifier: ResourceRecordSetIdentifier,
  Weight: ResourceRecordSetWeight, Region: ResourceRecordSetRegion, GeoLocation: GeoLocation,
  Failover: ResourceRecordSetFailover, MultiValueAnswer: ResourceRecordSetMultiValueAnswer, TTL: TTL,
  ResourceRecords: ResourceRecords, AliasTarget: AliasTarget, HealthCheckId: HealthCheckId,
  TrafficPolicyInstanceId: TrafficPolicyInstanceId, CidrRoutingConfig: CidrRoutingConfig,
  GeoProximityLocation: GeoProximityLocation
string ResourceRecordSetFailover one of PRIMARY SECONDARY
string ResourceRecordSetIdentifier 1..128
boolean ResourceRecordSetMultiValueAnswer
string ResourceRecordSetRegion 1..64 one of us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2
  eu-west-3 eu-central-1 eu-central-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-northeast-1 ap-northeast-2
  ap-northeast-3 eu-north-1 sa-east-1 cn-north-1 cn-northwest-1 ap-east-1 me-south-1 me-central-1 ap-south-1 ap-south-2
  af-south-1 eu-south-1 eu-south-2 ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 mx-central-1 ap-southeast-7
  us-gov-east-1 us-gov-west-1 ap-east-2 ap-southeast-6 eusc-de-east-1
long ResourceRecordSetWeight 0..255
list ResourceRecordSets ResourceRecordSet of ResourceRecordSet
list ResourceRecords ResourceRecord of ResourceRecord 1..
structure ResourceTagSet ResourceType: TagResourceType, ResourceId: TagResourceId, Tags: TagList
list ResourceTagSetList ResourceTagSet of ResourceTagSet
string ResourceURI ..1024
structure ReusableDelegationSetLimit Type: ReusableDelegationSetLimitType!, Value: LimitValue!
string ReusableDelegationSetLimitType one of MAX_ZONES_BY_REUSABLE_DELEGATION_SET
string RoutingControlArn 1..255
string SearchString ..255
string ServeSignature 1..1024
string ServicePrincipal ..128
integer SigningKeyInteger
string SigningKeyName 3..128
string SigningKeyStatus 5..150
string SigningKeyStatusMessage 0..512
string SigningKeyString
integer SigningKeyTag 0..65536
string Statistic one of Average Sum SampleCount Maximum Minimum
string Status
structure StatusReport Status: Status, CheckedTime: TimeStamp
string SubnetMask 0..3
long TTL 0..2147483647
structure Tag Key: TagKey, Value: TagValue
string TagKey ..128
list TagKeyList Key of TagKey 1..10
list TagList Tag of Tag 1..10
string TagResourceId ..64
list TagResourceIdList ResourceId of TagResourceId 1..10
string TagResourceType one of healthcheck hostedzone
string TagValue ..256
structure TestDNSAnswerRequest HostedZoneId: ResourceId! query hostedzoneid, RecordName: DNSName! query recordname,
  RecordType: RRType! query recordtype, ResolverIP: IPAddress query resolverip,
  EDNS0ClientSubnetIP: IPAddress query edns0clientsubnetip,
  EDNS0ClientSubnetMask: SubnetMask query edns0clientsubnetmask
structure TestDNSAnswerResponse Nameserver: Nameserver!, RecordName: DNSName!, RecordType: RRType!,
  RecordData: RecordData!, ResponseCode: DNSRCode!, Protocol: TransportProtocol!
double Threshold
timestamp TimeStamp
list TrafficPolicies TrafficPolicy of TrafficPolicy
structure TrafficPolicy Id: TrafficPolicyId!, Version: TrafficPolicyVersion!, Name: TrafficPolicyName!, Type: RRType!,
  Document: TrafficPolicyDocument!, Comment: TrafficPolicyComment
string TrafficPolicyComment ..1024
string TrafficPolicyDocument ..102400
string TrafficPolicyId 1..36
structure TrafficPolicyInstance Id: TrafficPolicyInstanceId!, HostedZoneId: ResourceId!, Name: DNSName!, TTL: TTL!,
  State: TrafficPolicyInstanceState!, Message: Message!, TrafficPolicyId: TrafficPolicyId!,
  TrafficPolicyVersion: TrafficPolicyVersion!, TrafficPolicyType: RRType!
integer TrafficPolicyInstanceCount
string TrafficPolicyInstanceId 1..36
string TrafficPolicyInstanceState
list TrafficPolicyInstances TrafficPolicyInstance of TrafficPolicyInstance
string TrafficPolicyName ..512
list TrafficPolicySummaries TrafficPolicySummary of TrafficPolicySummary
structure TrafficPolicySummary Id: TrafficPolicyId!, Name: TrafficPolicyName!, Type: RRType!,
  LatestVersion: TrafficPolicyVersion!, TrafficPolicyCount: TrafficPolicyVersion!
integer TrafficPolicyVersion 1..1000
string TrafficPolicyVersionMarker ..4
string TransportProtocol
string UUID like [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}
structure UpdateHealthCheckRequest HealthCheckId: HealthCheckId! uri HealthCheckId,
  HealthCheckVersion: HealthCheckVersion, IPAddress: IPAddress, Port: Port, ResourcePath: ResourcePath,
  FullyQualifiedDomainName: FullyQualifiedDomainName, SearchString: SearchString, FailureThreshold: FailureThreshold,
  Inverted: Inverted, Disabled: Disabled, HealthThreshold: HealthThreshold, ChildHealthChecks: ChildHealthCheckList,
  EnableSNI: EnableSNI, Regions: HealthCheckRegionList, AlarmIdentifier: AlarmIdentifier,
  InsufficientDataHealthStatus: InsufficientDataHealthStatus, ResetElements: ResettableElementNameList
structure UpdateHealthCheckResponse HealthCheck: HealthCheck!
structure UpdateHostedZoneCommentRequest Id: ResourceId! uri Id, Comment: ResourceDescription
structure UpdateHostedZoneCommentResponse HostedZone: HostedZone!
structure UpdateHostedZoneFeaturesRequest HostedZoneId: ResourceId! uri Id,
  EnableAcceleratedRecovery: AcceleratedRecoveryEnabled
structure UpdateHostedZoneFeaturesResponse
structure UpdateTrafficPolicyCommentRequest Id: TrafficPolicyId! uri Id, Version: TrafficPolicyVersion! uri Version,
  Comment: TrafficPolicyComment!
structure UpdateTrafficPolicyCommentResponse TrafficPolicy: TrafficPolicy!
structure UpdateTrafficPolicyInstanceRequest Id: TrafficPolicyInstanceId! uri Id, TTL: TTL!,
  TrafficPolicyId: TrafficPolicyId!, TrafficPolicyVersion: TrafficPolicyVersion!
structure UpdateTrafficPolicyInstanceResponse TrafficPolicyInstance: TrafficPolicyInstance!
long UsageCount 0..
structure VPC VPCRegion: VPCRegion, VPCId: VPCId
string VPCId ..1024
string VPCRegion 1..64 one of us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1
  eu-central-2 ap-east-1 me-south-1 us-gov-west-1 us-gov-east-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 me-central-1
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3
  eu-north-1 sa-east-1 ca-central-1 cn-north-1 cn-northwest-1 af-south-1 eu-south-1 eu-south-2 ap-southeast-4
  il-central-1 ca-west-1 ap-southeast-5 mx-central-1 us-isof-south-1 us-isof-east-1 ap-southeast-7 ap-east-2
  eu-isoe-west-1 ap-southeast-6 us-isob-west-1 eusc-de-east-1
list VPCs VPC of VPC 1..
`;
