// What lies in front of APIs and changes without a deployment: API keys, usage plans, domain names and their base paths
// (AWS API reference: ApiKey, UsagePlan, DomainName, BasePathMapping). Times are seconds since 1970-01-01 UTC.

import type { EndpointConfiguration, StringMap } from "./shapes.ts";

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly name: string;
  readonly customerId?: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
  /** `{apiId}/{stageName}`. */
  readonly stageKeys: readonly string[];
  readonly tags?: StringMap<string>;
}

export interface ThrottleSettings {
  /** Requests: the bucket's size. */
  readonly burstLimit: number;
  /** Requests a second. */
  readonly rateLimit: number;
}

export interface QuotaSettings {
  /** Requests a period. */
  readonly limit: number;
  /** Requests taken off the first period's limit. */
  readonly offset: number;
  readonly period: "DAY" | "WEEK" | "MONTH";
}

export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
  /** `{path}/{VERB}` -> limits of each key for this method. */
  readonly throttle?: StringMap<ThrottleSettings>;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly apiStages: readonly ApiStage[];
  readonly throttle?: ThrottleSettings;
  readonly quota?: QuotaSettings;
  readonly productCode?: string;
  readonly tags?: StringMap<string>;
}

export interface DomainName {
  /** In lower case; `*.example.test` stands for every name of one label more. */
  readonly domainName: string;
  readonly domainNameId?: string;
  readonly domainNameArn?: string;
  readonly certificateName?: string;
  readonly certificateArn?: string;
  readonly certificateUploadDate?: number;
  readonly regionalDomainName?: string;
  readonly regionalHostedZoneId?: string;
  readonly regionalCertificateName?: string;
  readonly regionalCertificateArn?: string;
  readonly distributionDomainName?: string;
  readonly distributionHostedZoneId?: string;
  readonly endpointConfiguration: EndpointConfiguration;
  readonly domainNameStatus: "AVAILABLE" | "UPDATING" | "PENDING";
  readonly securityPolicy?: string;
  readonly endpointAccessMode?: "BASIC" | "STRICT";
  readonly tags?: StringMap<string>;
  readonly mutualTlsAuthentication?: MutualTlsAuthentication;
  readonly ownershipVerificationCertificateArn?: string;
  readonly managementPolicy?: string;
  readonly policy?: string;
  readonly routingMode?: "BASE_PATH_MAPPING_ONLY" | "ROUTING_RULE_ONLY" | "ROUTING_RULE_THEN_BASE_PATH_MAPPING";
}

export interface MutualTlsAuthentication {
  readonly truststoreUri?: string;
  readonly truststoreVersion?: string;
  /** What is wrong with the trust store. */
  readonly truststoreWarnings?: readonly string[];
}

export interface BasePathMapping {
  /** `(none)` for everything that no other mapping takes. */
  readonly basePath: string;
  readonly restApiId: string;
  /** Absent: the path's next part names the stage. */
  readonly stage?: string;
}

/** A certificate that integrations show to their servers, and its key, both in PEM. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly privateKey: string;
}
