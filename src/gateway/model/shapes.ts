// What a REST API is made of, with the members that API Gateway's own API gives them (AWS API reference: RestApi, Resource,
// Method, Integration, Stage and so on), so that what a client wrote is stored as it is, shown as it is, and read by the engine
// without a translation between. Members that AWS leaves out when they are empty are optional here.
// Times are seconds since 1970-01-01 UTC, as they travel. Read next: ./snapshot.ts, ./access.ts.

export type StringMap<Value> = { readonly [name: string]: Value };

export type EndpointType = "EDGE" | "REGIONAL" | "PRIVATE";

export interface EndpointConfiguration {
  readonly types: readonly EndpointType[];
  readonly ipAddressType?: "ipv4" | "dualstack";
  readonly vpcEndpointIds?: readonly string[];
}

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly createdDate: number;
  readonly version?: string;
  readonly warnings?: readonly string[];
  readonly binaryMediaTypes?: readonly string[];
  /** Octets; absent: nothing is compressed. */
  readonly minimumCompressionSize?: number;
  readonly apiKeySource: "HEADER" | "AUTHORIZER";
  readonly endpointConfiguration: EndpointConfiguration;
  /** A policy document, as JSON text. */
  readonly policy?: string;
  readonly tags?: StringMap<string>;
  readonly disableExecuteApiEndpoint: boolean;
  readonly rootResourceId: string;
  readonly securityPolicy?: string;
  readonly endpointAccessMode?: "BASIC" | "STRICT";
}

export interface Resource {
  readonly id: string;
  /** Absent at the root alone. */
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly resourceMethods?: StringMap<Method>;
}

export type AuthorizationType = "NONE" | "AWS_IAM" | "CUSTOM" | "COGNITO_USER_POOLS";

export interface Method {
  /** A verb, or ANY. */
  readonly httpMethod: string;
  readonly authorizationType: AuthorizationType;
  readonly authorizerId?: string;
  readonly apiKeyRequired: boolean;
  readonly requestValidatorId?: string;
  readonly operationName?: string;
  /** `method.request.{path|querystring|header}.NAME` -> whether it is required. */
  readonly requestParameters?: StringMap<boolean>;
  /** Media type -> a model's name. */
  readonly requestModels?: StringMap<string>;
  readonly methodResponses?: StringMap<MethodResponse>;
  readonly methodIntegration?: Integration;
  readonly authorizationScopes?: readonly string[];
}

export interface MethodResponse {
  readonly statusCode: string;
  readonly responseParameters?: StringMap<boolean>;
  readonly responseModels?: StringMap<string>;
}

export type IntegrationType = "HTTP" | "AWS" | "MOCK" | "HTTP_PROXY" | "AWS_PROXY";
export type ContentHandling = "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
export type PassthroughBehavior = "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";

export interface Integration {
  readonly type: IntegrationType;
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly connectionType?: "INTERNET" | "VPC_LINK";
  readonly connectionId?: string;
  readonly credentials?: string;
  /** `integration.request.{path|querystring|header}.NAME` -> where its value is from. */
  readonly requestParameters?: StringMap<string>;
  /** Media type -> template. */
  readonly requestTemplates?: StringMap<string | null>;
  readonly passthroughBehavior: PassthroughBehavior;
  readonly contentHandling?: ContentHandling;
  readonly timeoutInMillis: number;
  readonly cacheNamespace: string;
  readonly cacheKeyParameters: readonly string[];
  readonly integrationResponses?: StringMap<IntegrationResponse>;
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean };
  readonly responseTransferMode?: "BUFFERED" | "STREAM";
  readonly integrationTarget?: string;
  /** Of AWS_PROXY: the format of the event; absent: 1.0. OpenAPI files have it, the control API of REST APIs has not. */
  readonly payloadFormatVersion?: "1.0" | "2.0";
}

export interface IntegrationResponse {
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseParameters?: StringMap<string>;
  readonly responseTemplates?: StringMap<string | null>;
  readonly contentHandling?: ContentHandling;
}

export interface Authorizer {
  readonly id: string;
  readonly name: string;
  readonly type: "TOKEN" | "REQUEST" | "COGNITO_USER_POOLS";
  readonly providerARNs?: readonly string[];
  readonly authType?: string;
  readonly authorizerUri?: string;
  readonly authorizerCredentials?: string;
  /** One or more of method.request.header.X, method.request.querystring.X, stageVariables.X, context.X, parted by commas. */
  readonly identitySource?: string;
  readonly identityValidationExpression?: string;
  readonly authorizerResultTtlInSeconds?: number;
}

export interface Model {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** JSON Schema, draft 4, as text. */
  readonly schema?: string;
  readonly contentType: string;
}

export interface RequestValidator {
  readonly id: string;
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface GatewayResponse {
  readonly responseType: GatewayResponseType;
  readonly statusCode?: string;
  /** `gatewayresponse.header.X` -> where its value is from. */
  readonly responseParameters?: StringMap<string>;
  readonly responseTemplates?: StringMap<string>;
  readonly defaultResponse: boolean;
}

export const gatewayResponseTypes = [
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "RESOURCE_NOT_FOUND",
  "UNAUTHORIZED",
  "INVALID_API_KEY",
  "ACCESS_DENIED",
  "AUTHORIZER_FAILURE",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "INVALID_SIGNATURE",
  "EXPIRED_TOKEN",
  "MISSING_AUTHENTICATION_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "API_CONFIGURATION_ERROR",
  "UNSUPPORTED_MEDIA_TYPE",
  "BAD_REQUEST_PARAMETERS",
  "BAD_REQUEST_BODY",
  "REQUEST_TOO_LARGE",
  "THROTTLED",
  "QUOTA_EXCEEDED",
  "WAF_FILTERED",
] as const;

export type GatewayResponseType = (typeof gatewayResponseTypes)[number];

export interface Deployment {
  readonly id: string;
  readonly description?: string;
  readonly createdDate: number;
}

export interface Stage {
  readonly deploymentId: string;
  readonly clientCertificateId?: string;
  readonly stageName: string;
  readonly description?: string;
  readonly cacheClusterEnabled: boolean;
  /** Gigabytes, as text. */
  readonly cacheClusterSize?: string;
  readonly cacheClusterStatus: "AVAILABLE" | "NOT_AVAILABLE";
  /** A path with its slashes as `~1`, a slash and a verb; `*` for every path, and for every verb. */
  readonly methodSettings: StringMap<MethodSetting>;
  readonly variables?: StringMap<string>;
  readonly documentationVersion?: string;
  readonly accessLogSettings?: { readonly format?: string; readonly destinationArn?: string };
  readonly canarySettings?: CanarySettings;
  readonly tracingEnabled: boolean;
  readonly webAclArn?: string;
  readonly tags?: StringMap<string>;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
}

export interface CanarySettings {
  readonly percentTraffic: number;
  readonly deploymentId: string;
  readonly stageVariableOverrides?: StringMap<string>;
  readonly useStageCache: boolean;
}

export interface MethodSetting {
  readonly metricsEnabled: boolean;
  readonly loggingLevel?: string;
  readonly dataTraceEnabled: boolean;
  /** Requests; -1: no limit of the method's own. */
  readonly throttlingBurstLimit: number;
  /** Requests a second; -1: none. */
  readonly throttlingRateLimit: number;
  readonly cachingEnabled: boolean;
  readonly cacheTtlInSeconds: number;
  readonly cacheDataEncrypted: boolean;
  readonly requireAuthorizationForCacheControl: boolean;
  readonly unauthorizedCacheControlHeaderStrategy:
    | "FAIL_WITH_403"
    | "SUCCEED_WITH_RESPONSE_HEADER"
    | "SUCCEED_WITHOUT_RESPONSE_HEADER";
}
