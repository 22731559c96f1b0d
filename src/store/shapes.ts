// The shapes of hosted zones, record sets, changes, delegation sets, VPCs, tags and query logging: the API model's members
// by the model's names. Times are ISO 8601 texts in UTC with milliseconds, page sizes texts, as on the wire; ids in answers
// carry their prefix where the service's do, and in requests are taken with and without.
// Health checks, CIDR collections, traffic policies and keys have their shapes beside their modules.

export interface VPC {
  readonly VPCRegion?: string;
  readonly VPCId?: string;
}

export interface HostedZoneConfig {
  readonly Comment?: string;
  readonly PrivateZone?: boolean;
}

export interface HostedZone {
  readonly Id: string;
  readonly Name: string;
  readonly CallerReference: string;
  readonly Config: HostedZoneConfig;
  readonly ResourceRecordSetCount: number;
  readonly Features?: { readonly AcceleratedRecoveryStatus: "ENABLED" | "DISABLED" };
}

export interface DelegationSet {
  readonly Id?: string;
  readonly CallerReference?: string;
  readonly NameServers: readonly string[];
}

export interface ChangeInfo {
  readonly Id: string;
  readonly Status: "PENDING" | "INSYNC";
  readonly SubmittedAt: string;
  readonly Comment?: string;
}

export interface ChangeAnswer {
  readonly ChangeInfo: ChangeInfo;
}

export type Failover = "PRIMARY" | "SECONDARY";

export interface GeoLocation {
  readonly ContinentCode?: string;
  readonly CountryCode?: string;
  readonly SubdivisionCode?: string;
}

export interface GeoProximityLocation {
  readonly AWSRegion?: string;
  readonly LocalZoneGroup?: string;
  readonly Coordinates?: { readonly Latitude: string; readonly Longitude: string };
  readonly Bias?: number;
}

export interface CidrRoutingConfig {
  readonly CollectionId: string;
  readonly LocationName: string;
}

export interface AliasTarget {
  readonly HostedZoneId: string;
  readonly DNSName: string;
  readonly EvaluateTargetHealth: boolean;
}

/** Members in the model's order, which is the order on the wire. */
export interface ResourceRecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Weight?: number;
  readonly Region?: string;
  readonly GeoLocation?: GeoLocation;
  readonly Failover?: Failover;
  readonly MultiValueAnswer?: boolean;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: AliasTarget;
  readonly HealthCheckId?: string;
  readonly TrafficPolicyInstanceId?: string;
  readonly CidrRoutingConfig?: CidrRoutingConfig;
  readonly GeoProximityLocation?: GeoProximityLocation;
}

export type ChangeAction = "CREATE" | "DELETE" | "UPSERT";

export interface Change {
  readonly Action: ChangeAction;
  readonly ResourceRecordSet: ResourceRecordSet;
}

export interface ChangeBatch {
  readonly Comment?: string;
  readonly Changes: readonly Change[];
}

export interface CreateHostedZoneRequest {
  readonly Name: string;
  readonly VPC?: VPC;
  readonly CallerReference: string;
  readonly HostedZoneConfig?: HostedZoneConfig;
  readonly DelegationSetId?: string;
}

export interface CreateHostedZoneResponse {
  readonly HostedZone: HostedZone;
  readonly ChangeInfo: ChangeInfo;
  readonly DelegationSet?: DelegationSet;
  readonly VPC?: VPC;
  readonly Location: string;
}

/** Operations whose whole input is one resource's id. */
export interface IdRequest {
  readonly Id: string;
}

export interface GetHostedZoneResponse {
  readonly HostedZone: HostedZone;
  readonly DelegationSet?: DelegationSet;
  readonly VPCs?: readonly VPC[];
}

export interface UpdateHostedZoneCommentRequest extends IdRequest {
  readonly Comment?: string;
}

export interface UpdateHostedZoneFeaturesRequest {
  readonly HostedZoneId: string;
  readonly EnableAcceleratedRecovery?: boolean;
}

export interface ListHostedZonesRequest {
  readonly Marker?: string;
  readonly MaxItems?: string;
  readonly DelegationSetId?: string;
  readonly HostedZoneType?: string;
}

export interface ListHostedZonesResponse {
  readonly HostedZones: readonly HostedZone[];
  readonly Marker?: string;
  readonly IsTruncated: boolean;
  readonly NextMarker?: string;
  readonly MaxItems: string;
}

export interface ListHostedZonesByNameRequest {
  readonly DNSName?: string;
  readonly HostedZoneId?: string;
  readonly MaxItems?: string;
}

export interface ListHostedZonesByNameResponse {
  readonly HostedZones: readonly HostedZone[];
  readonly DNSName?: string;
  readonly HostedZoneId?: string;
  readonly IsTruncated: boolean;
  readonly NextDNSName?: string;
  readonly NextHostedZoneId?: string;
  readonly MaxItems: string;
}

export interface ListHostedZonesByVPCRequest {
  readonly VPCId: string;
  readonly VPCRegion: string;
  readonly MaxItems?: string;
  readonly NextToken?: string;
}

export interface HostedZoneSummary {
  readonly HostedZoneId: string;
  readonly Name: string;
  readonly Owner: { readonly OwningAccount: string };
}

export interface ListHostedZonesByVPCResponse {
  readonly HostedZoneSummaries: readonly HostedZoneSummary[];
  readonly MaxItems: string;
  readonly NextToken?: string;
}

export interface ChangeResourceRecordSetsRequest {
  readonly HostedZoneId: string;
  readonly ChangeBatch: ChangeBatch;
}

export interface ListResourceRecordSetsRequest {
  readonly HostedZoneId: string;
  readonly StartRecordName?: string;
  readonly StartRecordType?: string;
  readonly StartRecordIdentifier?: string;
  readonly MaxItems?: string;
}

export interface ListResourceRecordSetsResponse {
  readonly ResourceRecordSets: readonly ResourceRecordSet[];
  readonly IsTruncated: boolean;
  readonly NextRecordName?: string;
  readonly NextRecordType?: string;
  readonly NextRecordIdentifier?: string;
  readonly MaxItems: string;
}

export interface VpcAssociationRequest {
  readonly HostedZoneId: string;
  readonly VPC: VPC;
  readonly Comment?: string;
}

export interface VpcAuthorizationRequest {
  readonly HostedZoneId: string;
  readonly VPC: VPC;
}

export interface ListVPCAssociationAuthorizationsRequest {
  readonly HostedZoneId: string;
  readonly NextToken?: string;
  readonly MaxResults?: string;
}

export interface ListVPCAssociationAuthorizationsResponse {
  readonly HostedZoneId: string;
  readonly NextToken?: string;
  readonly VPCs: readonly VPC[];
}

export interface CreateReusableDelegationSetRequest {
  readonly CallerReference: string;
  readonly HostedZoneId?: string;
}

export interface CreateReusableDelegationSetResponse {
  readonly DelegationSet: DelegationSet;
  readonly Location: string;
}

export interface ListReusableDelegationSetsRequest {
  readonly Marker?: string;
  readonly MaxItems?: string;
}

export interface ListReusableDelegationSetsResponse {
  readonly DelegationSets: readonly DelegationSet[];
  readonly Marker?: string;
  readonly IsTruncated: boolean;
  readonly NextMarker?: string;
  readonly MaxItems: string;
}

export type TagResourceType = "healthcheck" | "hostedzone";

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

export interface ResourceTagSet {
  readonly ResourceType: TagResourceType;
  readonly ResourceId: string;
  readonly Tags: readonly Tag[];
}

export interface ChangeTagsForResourceRequest {
  readonly ResourceType: TagResourceType;
  readonly ResourceId: string;
  readonly AddTags?: readonly Tag[];
  readonly RemoveTagKeys?: readonly string[];
}

export interface ListTagsForResourceRequest {
  readonly ResourceType: TagResourceType;
  readonly ResourceId: string;
}

export interface ListTagsForResourcesRequest {
  readonly ResourceType: TagResourceType;
  readonly ResourceIds: readonly string[];
}

export interface QueryLoggingConfig {
  readonly Id: string;
  readonly HostedZoneId: string;
  readonly CloudWatchLogsLogGroupArn: string;
}

export interface CreateQueryLoggingConfigRequest {
  readonly HostedZoneId: string;
  readonly CloudWatchLogsLogGroupArn: string;
}

export interface ListQueryLoggingConfigsRequest {
  readonly HostedZoneId?: string;
  readonly NextToken?: string;
  readonly MaxResults?: string;
}

export interface ListQueryLoggingConfigsResponse {
  readonly QueryLoggingConfigs: readonly QueryLoggingConfig[];
  readonly NextToken?: string;
}

export interface Limit<Type extends string> {
  readonly Limit: { readonly Type: Type; readonly Value: number };
  readonly Count: number;
}
