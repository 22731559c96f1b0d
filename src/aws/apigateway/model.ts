// Amazon API Gateway's control API, version 2015-07-09, as a table: all its operations with method, path, status and errors,
// and its shapes. Written by scripts/aws-model.ts from the model of 2026-11 in botocore (Apache-2.0): names, numbers and
// patterns are facts of the interface; its documentation is not here. Do not edit. How to read it: ../model-text.ts.

export const apiGatewayModel = String.raw`
error BadRequestException 400 message
error ConflictException 409 message
error LimitExceededException 429 message
error NotFoundException 404 message
error ServiceUnavailableException 503 message
error TooManyRequestsException 429 message
error UnauthorizedException 401 message

operation CreateApiKey POST /apikeys 201 gives ApiKey BadRequestException ConflictException LimitExceededException
  NotFoundException UnauthorizedException TooManyRequestsException
operation CreateAuthorizer POST /restapis/{restapi_id}/authorizers 201 gives Authorizer BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation CreateBasePathMapping POST /domainnames/{domain_name}/basepathmappings 201 gives BasePathMapping
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation CreateDeployment POST /restapis/{restapi_id}/deployments 201 gives Deployment BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
  ServiceUnavailableException
operation CreateDocumentationPart POST /restapis/{restapi_id}/documentation/parts 201 gives DocumentationPart
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation CreateDocumentationVersion POST /restapis/{restapi_id}/documentation/versions 201 gives DocumentationVersion
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation CreateDomainName POST /domainnames 201 gives DomainName BadRequestException ConflictException
  LimitExceededException UnauthorizedException TooManyRequestsException
operation CreateDomainNameAccessAssociation POST /domainnameaccessassociations 201 gives DomainNameAccessAssociation
  BadRequestException ConflictException LimitExceededException UnauthorizedException TooManyRequestsException
operation CreateModel POST /restapis/{restapi_id}/models 201 gives Model BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation CreateRequestValidator POST /restapis/{restapi_id}/requestvalidators 201 gives RequestValidator
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation CreateResource POST /restapis/{restapi_id}/resources/{parent_id} 201 gives Resource UnauthorizedException
  NotFoundException ConflictException LimitExceededException BadRequestException TooManyRequestsException
operation CreateRestApi POST /restapis 201 gives RestApi BadRequestException ConflictException LimitExceededException
  UnauthorizedException TooManyRequestsException
operation CreateStage POST /restapis/{restapi_id}/stages 201 gives Stage UnauthorizedException BadRequestException
  NotFoundException ConflictException LimitExceededException TooManyRequestsException
operation CreateUsagePlan POST /usageplans 201 gives UsagePlan BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation CreateUsagePlanKey POST /usageplans/{usageplanId}/keys 201 gives UsagePlanKey BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation CreateVpcLink POST /vpclinks 202 gives VpcLink BadRequestException ConflictException LimitExceededException
  UnauthorizedException TooManyRequestsException
operation DeleteApiKey DELETE /apikeys/{api_Key} 202 gives nothing BadRequestException ConflictException
  NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteAuthorizer DELETE /restapis/{restapi_id}/authorizers/{authorizer_id} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteBasePathMapping DELETE /domainnames/{domain_name}/basepathmappings/{base_path} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteClientCertificate DELETE /clientcertificates/{clientcertificate_id} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteDeployment DELETE /restapis/{restapi_id}/deployments/{deployment_id} 202 gives nothing
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation DeleteDocumentationPart DELETE /restapis/{restapi_id}/documentation/parts/{part_id} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteDocumentationVersion DELETE /restapis/{restapi_id}/documentation/versions/{doc_version} 202 gives
  nothing BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteDomainName DELETE /domainnames/{domain_name} 202 gives nothing BadRequestException ConflictException
  NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteDomainNameAccessAssociation DELETE /domainnameaccessassociations/{domain_name_access_association_arn}
  202 gives nothing BadRequestException ConflictException NotFoundException UnauthorizedException
  TooManyRequestsException
operation DeleteGatewayResponse DELETE /restapis/{restapi_id}/gatewayresponses/{response_type} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteIntegration DELETE /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration 204
  gives nothing BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteIntegrationResponse DELETE
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code} 204 gives
  nothing BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteMethod DELETE /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} 204 gives nothing
  UnauthorizedException NotFoundException TooManyRequestsException ConflictException
operation DeleteMethodResponse DELETE
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code} 204 gives nothing
  UnauthorizedException NotFoundException TooManyRequestsException BadRequestException ConflictException
operation DeleteModel DELETE /restapis/{restapi_id}/models/{model_name} 202 gives nothing BadRequestException
  ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteRequestValidator DELETE /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteResource DELETE /restapis/{restapi_id}/resources/{resource_id} 202 gives nothing UnauthorizedException
  NotFoundException BadRequestException ConflictException TooManyRequestsException
operation DeleteRestApi DELETE /restapis/{restapi_id} 202 gives nothing BadRequestException ConflictException
  NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteStage DELETE /restapis/{restapi_id}/stages/{stage_name} 202 gives nothing BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteUsagePlan DELETE /usageplans/{usageplanId} 202 gives nothing BadRequestException ConflictException
  NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteUsagePlanKey DELETE /usageplans/{usageplanId}/keys/{keyId} 202 gives nothing BadRequestException
  ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation DeleteVpcLink DELETE /vpclinks/{vpclink_id} 202 gives nothing BadRequestException ConflictException
  NotFoundException UnauthorizedException TooManyRequestsException
operation FlushStageAuthorizersCache DELETE /restapis/{restapi_id}/stages/{stage_name}/cache/authorizers 202 gives
  nothing BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation FlushStageCache DELETE /restapis/{restapi_id}/stages/{stage_name}/cache/data 202 gives nothing
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GenerateClientCertificate POST /clientcertificates 201 gives ClientCertificate BadRequestException
  ConflictException LimitExceededException UnauthorizedException TooManyRequestsException
operation GetAccount GET /account 200 gives Account BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetApiKey GET /apikeys/{api_Key} 200 gives ApiKey BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetApiKeys GET /apikeys 200 gives ApiKeys BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetAuthorizer GET /restapis/{restapi_id}/authorizers/{authorizer_id} 200 gives Authorizer BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetAuthorizers GET /restapis/{restapi_id}/authorizers 200 gives Authorizers BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetBasePathMapping GET /domainnames/{domain_name}/basepathmappings/{base_path} 200 gives BasePathMapping
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetBasePathMappings GET /domainnames/{domain_name}/basepathmappings 200 gives BasePathMappings
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetClientCertificate GET /clientcertificates/{clientcertificate_id} 200 gives ClientCertificate
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetClientCertificates GET /clientcertificates 200 gives ClientCertificates BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetDeployment GET /restapis/{restapi_id}/deployments/{deployment_id} 200 gives Deployment BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException ServiceUnavailableException
operation GetDeployments GET /restapis/{restapi_id}/deployments 200 gives Deployments BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException ServiceUnavailableException
operation GetDocumentationPart GET /restapis/{restapi_id}/documentation/parts/{part_id} 200 gives DocumentationPart
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetDocumentationParts GET /restapis/{restapi_id}/documentation/parts 200 gives DocumentationParts
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetDocumentationVersion GET /restapis/{restapi_id}/documentation/versions/{doc_version} 200 gives
  DocumentationVersion UnauthorizedException NotFoundException TooManyRequestsException
operation GetDocumentationVersions GET /restapis/{restapi_id}/documentation/versions 200 gives DocumentationVersions
  BadRequestException UnauthorizedException NotFoundException TooManyRequestsException
operation GetDomainName GET /domainnames/{domain_name} 200 gives DomainName BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetDomainNameAccessAssociations GET /domainnameaccessassociations 200 gives DomainNameAccessAssociations
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetDomainNames GET /domainnames 200 gives DomainNames BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetExport GET /restapis/{restapi_id}/stages/{stage_name}/exports/{export_type} 200 gives ExportResponse
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetGatewayResponse GET /restapis/{restapi_id}/gatewayresponses/{response_type} 200 gives GatewayResponse
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetGatewayResponses GET /restapis/{restapi_id}/gatewayresponses 200 gives GatewayResponses BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetIntegration GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration 200 gives
  Integration BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetIntegrationResponse GET
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code} 200 gives
  IntegrationResponse BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetMethod GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} 200 gives Method
  UnauthorizedException NotFoundException TooManyRequestsException
operation GetMethodResponse GET
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code} 200 gives MethodResponse
  UnauthorizedException NotFoundException TooManyRequestsException
operation GetModel GET /restapis/{restapi_id}/models/{model_name} 200 gives Model BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetModelTemplate GET /restapis/{restapi_id}/models/{model_name}/default_template 200 gives Template
  UnauthorizedException NotFoundException BadRequestException TooManyRequestsException
operation GetModels GET /restapis/{restapi_id}/models 200 gives Models BadRequestException UnauthorizedException
  NotFoundException TooManyRequestsException
operation GetRequestValidator GET /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} 200 gives
  RequestValidator BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetRequestValidators GET /restapis/{restapi_id}/requestvalidators 200 gives RequestValidators
  BadRequestException NotFoundException UnauthorizedException TooManyRequestsException
operation GetResource GET /restapis/{restapi_id}/resources/{resource_id} 200 gives Resource UnauthorizedException
  NotFoundException TooManyRequestsException
operation GetResources GET /restapis/{restapi_id}/resources 200 gives Resources BadRequestException
  UnauthorizedException NotFoundException TooManyRequestsException
operation GetRestApi GET /restapis/{restapi_id} 200 gives RestApi BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetRestApis GET /restapis 200 gives RestApis BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetSdk GET /restapis/{restapi_id}/stages/{stage_name}/sdks/{sdk_type} 200 gives SdkResponse
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetSdkType GET /sdktypes/{sdktype_id} 200 gives SdkType BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetSdkTypes GET /sdktypes 200 gives SdkTypes BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetStage GET /restapis/{restapi_id}/stages/{stage_name} 200 gives Stage BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation GetStages GET /restapis/{restapi_id}/stages 200 gives Stages BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation GetTags GET /tags/{resource_arn} 200 gives Tags BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetUsage GET /usageplans/{usageplanId}/usage 200 gives Usage BadRequestException UnauthorizedException
  NotFoundException TooManyRequestsException
operation GetUsagePlan GET /usageplans/{usageplanId} 200 gives UsagePlan BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetUsagePlanKey GET /usageplans/{usageplanId}/keys/{keyId} 200 gives UsagePlanKey BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetUsagePlanKeys GET /usageplans/{usageplanId}/keys 200 gives UsagePlanKeys BadRequestException
  NotFoundException UnauthorizedException TooManyRequestsException
operation GetUsagePlans GET /usageplans 200 gives UsagePlans BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation GetVpcLink GET /vpclinks/{vpclink_id} 200 gives VpcLink BadRequestException NotFoundException
  UnauthorizedException TooManyRequestsException
operation GetVpcLinks GET /vpclinks 200 gives VpcLinks BadRequestException NotFoundException UnauthorizedException
  TooManyRequestsException
operation ImportApiKeys POST /apikeys?mode=import 201 gives ApiKeyIds BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation ImportDocumentationParts PUT /restapis/{restapi_id}/documentation/parts 200 gives DocumentationPartIds
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation ImportRestApi POST /restapis?mode=import 201 gives RestApi BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation PutGatewayResponse PUT /restapis/{restapi_id}/gatewayresponses/{response_type} 201 gives GatewayResponse
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation PutIntegration PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration 201 gives
  Integration BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation PutIntegrationResponse PUT
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code} 201 gives
  IntegrationResponse BadRequestException ConflictException LimitExceededException NotFoundException
  UnauthorizedException TooManyRequestsException
operation PutMethod PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} 201 gives Method
  BadRequestException UnauthorizedException NotFoundException ConflictException LimitExceededException
  TooManyRequestsException
operation PutMethodResponse PUT
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code} 201 gives MethodResponse
  UnauthorizedException NotFoundException ConflictException LimitExceededException BadRequestException
  TooManyRequestsException
operation PutRestApi PUT /restapis/{restapi_id} 200 gives RestApi BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation RejectDomainNameAccessAssociation POST /rejectdomainnameaccessassociations 202 gives nothing
  BadRequestException ConflictException NotFoundException UnauthorizedException TooManyRequestsException
operation TagResource PUT /tags/{resource_arn} 204 gives nothing BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation TestInvokeAuthorizer POST /restapis/{restapi_id}/authorizers/{authorizer_id} 200 BadRequestException
  UnauthorizedException NotFoundException TooManyRequestsException
operation TestInvokeMethod POST /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} 200
  BadRequestException UnauthorizedException NotFoundException TooManyRequestsException
operation UntagResource DELETE /tags/{resource_arn} 204 gives nothing BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateAccount PATCH /account 200 gives Account BadRequestException ConflictException LimitExceededException
  NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateApiKey PATCH /apikeys/{api_Key} 200 gives ApiKey BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateAuthorizer PATCH /restapis/{restapi_id}/authorizers/{authorizer_id} 200 gives Authorizer
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateBasePathMapping PATCH /domainnames/{domain_name}/basepathmappings/{base_path} 200 gives BasePathMapping
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateClientCertificate PATCH /clientcertificates/{clientcertificate_id} 200 gives ClientCertificate
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateDeployment PATCH /restapis/{restapi_id}/deployments/{deployment_id} 200 gives Deployment
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException ServiceUnavailableException
operation UpdateDocumentationPart PATCH /restapis/{restapi_id}/documentation/parts/{part_id} 200 gives DocumentationPart
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateDocumentationVersion PATCH /restapis/{restapi_id}/documentation/versions/{doc_version} 200 gives
  DocumentationVersion BadRequestException ConflictException LimitExceededException NotFoundException
  UnauthorizedException TooManyRequestsException
operation UpdateDomainName PATCH /domainnames/{domain_name} 200 gives DomainName BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateGatewayResponse PATCH /restapis/{restapi_id}/gatewayresponses/{response_type} 200 gives GatewayResponse
  BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateIntegration PATCH /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration 200
  gives Integration BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateIntegrationResponse PATCH
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code} 200 gives
  IntegrationResponse BadRequestException ConflictException LimitExceededException NotFoundException
  UnauthorizedException TooManyRequestsException
operation UpdateMethod PATCH /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method} 200 gives Method
  UnauthorizedException NotFoundException BadRequestException ConflictException TooManyRequestsException
operation UpdateMethodResponse PATCH
  /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code} 201 gives MethodResponse
  UnauthorizedException NotFoundException ConflictException LimitExceededException BadRequestException
  TooManyRequestsException
operation UpdateModel PATCH /restapis/{restapi_id}/models/{model_name} 200 gives Model BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateRequestValidator PATCH /restapis/{restapi_id}/requestvalidators/{requestvalidator_id} 200 gives
  RequestValidator BadRequestException ConflictException LimitExceededException NotFoundException UnauthorizedException
  TooManyRequestsException
operation UpdateResource PATCH /restapis/{restapi_id}/resources/{resource_id} 200 gives Resource UnauthorizedException
  NotFoundException ConflictException BadRequestException TooManyRequestsException
operation UpdateRestApi PATCH /restapis/{restapi_id} 200 gives RestApi BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateStage PATCH /restapis/{restapi_id}/stages/{stage_name} 200 gives Stage BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateUsage PATCH /usageplans/{usageplanId}/keys/{keyId}/usage 200 gives Usage BadRequestException
  ConflictException LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateUsagePlan PATCH /usageplans/{usageplanId} 200 gives UsagePlan BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException
operation UpdateVpcLink PATCH /vpclinks/{vpclink_id} 200 gives VpcLink BadRequestException ConflictException
  LimitExceededException NotFoundException UnauthorizedException TooManyRequestsException

string AccessAssociationSourceType one of VPCE
structure AccessLogSettings format: String, destinationArn: String
structure Account cloudwatchRoleArn: String, throttleSettings: ThrottleSettings, features: ListOfString,
  apiKeyVersion: String
structure ApiKey id: String, value: String, name: String, customerId: String, description: String, enabled: Boolean,
  createdDate: Timestamp, lastUpdatedDate: Timestamp, stageKeys: ListOfString, tags: MapOfStringToString
structure ApiKeyIds ids: ListOfString, warnings: ListOfString
string ApiKeySourceType one of HEADER AUTHORIZER
structure ApiKeys warnings: ListOfString, position: String, items: ListOfApiKey as item
string ApiKeysFormat one of csv
structure ApiStage apiId: String, stage: String, throttle: MapOfApiStageThrottleSettings
string ApiStatus one of UPDATING AVAILABLE PENDING FAILED
structure Authorizer id: String, name: String, type: AuthorizerType, providerARNs: ListOfARNs, authType: String,
  authorizerUri: String, authorizerCredentials: String, identitySource: String, identityValidationExpression: String,
  authorizerResultTtlInSeconds: NullableInteger
string AuthorizerType one of TOKEN REQUEST COGNITO_USER_POOLS
structure Authorizers position: String, items: ListOfAuthorizer as item
structure BasePathMapping basePath: String, restApiId: String, stage: String
structure BasePathMappings position: String, items: ListOfBasePathMapping as item
blob Blob
boolean Boolean
string CacheClusterSize one of 0.5 1.6 6.1 13.5 28.4 58.2 118 237
string CacheClusterStatus one of CREATE_IN_PROGRESS AVAILABLE DELETE_IN_PROGRESS NOT_AVAILABLE FLUSH_IN_PROGRESS
structure CanarySettings percentTraffic: Double, deploymentId: String, stageVariableOverrides: MapOfStringToString,
  useStageCache: Boolean
structure ClientCertificate clientCertificateId: String, description: String, pemEncodedCertificate: String,
  createdDate: Timestamp, expirationDate: Timestamp, tags: MapOfStringToString
structure ClientCertificates position: String, items: ListOfClientCertificate as item
string ConnectionType one of INTERNET VPC_LINK
string ContentHandlingStrategy one of CONVERT_TO_BINARY CONVERT_TO_TEXT
structure CreateApiKeyRequest name: String, description: String, enabled: Boolean, generateDistinctId: Boolean,
  value: String, stageKeys: ListOfStageKeys, customerId: String, tags: MapOfStringToString
structure CreateAuthorizerRequest restApiId: String! uri restapi_id, name: String!, type: AuthorizerType!,
  providerARNs: ListOfARNs, authType: String, authorizerUri: String, authorizerCredentials: String,
  identitySource: String, identityValidationExpression: String, authorizerResultTtlInSeconds: NullableInteger
structure CreateBasePathMappingRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  basePath: String, restApiId: String!, stage: String
structure CreateDeploymentRequest restApiId: String! uri restapi_id, stageName: String, stageDescription: String,
  description: String, cacheClusterEnabled: NullableBoolean, cacheClusterSize: CacheClusterSize,
  variables: MapOfStringToString, canarySettings: DeploymentCanarySettings, tracingEnabled: NullableBoolean
structure CreateDocumentationPartRequest restApiId: String! uri restapi_id, location: DocumentationPartLocation!,
  properties: String!
structure CreateDocumentationVersionRequest restApiId: String! uri restapi_id, documentationVersion: String!,
  stageName: String, description: String
structure CreateDomainNameAccessAssociationRequest domainNameArn: String!,
  accessAssociationSourceType: AccessAssociationSourceType!, accessAssociationSource: String!, tags: MapOfStringToString
structure CreateDomainNameRequest domainName: String!, certificateName: String, certificateBody: String,
  certificatePrivateKey: String, certificateChain: String, certificateArn: String, regionalCertificateName: String,
  regionalCertificateArn: String, endpointConfiguration: EndpointConfiguration, tags: MapOfStringToString,
  securityPolicy: SecurityPolicy, endpointAccessMode: EndpointAccessMode,
  mutualTlsAuthentication: MutualTlsAuthenticationInput, ownershipVerificationCertificateArn: String, policy: String,
  routingMode: RoutingMode
structure CreateModelRequest restApiId: String! uri restapi_id, name: String!, description: String, schema: String,
  contentType: String!
structure CreateRequestValidatorRequest restApiId: String! uri restapi_id, name: String, validateRequestBody: Boolean,
  validateRequestParameters: Boolean
structure CreateResourceRequest restApiId: String! uri restapi_id, parentId: String! uri parent_id, pathPart: String!
structure CreateRestApiRequest name: String!, description: String, version: String, cloneFrom: String,
  binaryMediaTypes: ListOfString, minimumCompressionSize: NullableInteger, apiKeySource: ApiKeySourceType,
  endpointConfiguration: EndpointConfiguration, policy: String, tags: MapOfStringToString,
  disableExecuteApiEndpoint: Boolean, securityPolicy: SecurityPolicy, endpointAccessMode: EndpointAccessMode
structure CreateStageRequest restApiId: String! uri restapi_id, stageName: String!, deploymentId: String!,
  description: String, cacheClusterEnabled: Boolean, cacheClusterSize: CacheClusterSize, variables: MapOfStringToString,
  documentationVersion: String, canarySettings: CanarySettings, tracingEnabled: Boolean, tags: MapOfStringToString
structure CreateUsagePlanKeyRequest usagePlanId: String! uri usageplanId, keyId: String!, keyType: String!
structure CreateUsagePlanRequest name: String!, description: String, apiStages: ListOfApiStage,
  throttle: ThrottleSettings, quota: QuotaSettings, tags: MapOfStringToString
structure CreateVpcLinkRequest name: String!, description: String, targetArns: ListOfString!, tags: MapOfStringToString
structure DeleteApiKeyRequest apiKey: String! uri api_Key
structure DeleteAuthorizerRequest restApiId: String! uri restapi_id, authorizerId: String! uri authorizer_id
structure DeleteBasePathMappingRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  basePath: String! uri base_path
structure DeleteClientCertificateRequest clientCertificateId: String! uri clientcertificate_id
structure DeleteDeploymentRequest restApiId: String! uri restapi_id, deploymentId: String! uri deployment_id
structure DeleteDocumentationPartRequest restApiId: String! uri restapi_id, documentationPartId: String! uri part_id
structure DeleteDocumentationVersionRequest restApiId: String! uri restapi_id,
  documentationVersion: String! uri doc_version
structure DeleteDomainNameAccessAssociationRequest domainNameAccessAssociationArn: String! uri domain_name_access_association_arn
structure DeleteDomainNameRequest domainName: String! uri domain_name, domainNameId: String query domainNameId
structure DeleteGatewayResponseRequest restApiId: String! uri restapi_id,
  responseType: GatewayResponseType! uri response_type
structure DeleteIntegrationRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method
structure DeleteIntegrationResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code
structure DeleteMethodRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method
structure DeleteMethodResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code
structure DeleteModelRequest restApiId: String! uri restapi_id, modelName: String! uri model_name
structure DeleteRequestValidatorRequest restApiId: String! uri restapi_id,
  requestValidatorId: String! uri requestvalidator_id
structure DeleteResourceRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id
structure DeleteRestApiRequest restApiId: String! uri restapi_id
structure DeleteStageRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name
structure DeleteUsagePlanKeyRequest usagePlanId: String! uri usageplanId, keyId: String! uri keyId
structure DeleteUsagePlanRequest usagePlanId: String! uri usageplanId
structure DeleteVpcLinkRequest vpcLinkId: String! uri vpclink_id
structure Deployment id: String, description: String, createdDate: Timestamp, apiSummary: PathToMapOfMethodSnapshot
structure DeploymentCanarySettings percentTraffic: Double, stageVariableOverrides: MapOfStringToString,
  useStageCache: Boolean
structure Deployments position: String, items: ListOfDeployment as item
structure DocumentationPart id: String, location: DocumentationPartLocation, properties: String
structure DocumentationPartIds ids: ListOfString, warnings: ListOfString
structure DocumentationPartLocation type: DocumentationPartType!, path: String, method: String,
  statusCode: DocumentationPartLocationStatusCode, name: String
string DocumentationPartLocationStatusCode like ^([1-5]\d\d|\*|\s*)$
string DocumentationPartType one of API AUTHORIZER MODEL RESOURCE METHOD PATH_PARAMETER QUERY_PARAMETER REQUEST_HEADER
  REQUEST_BODY RESPONSE RESPONSE_HEADER RESPONSE_BODY
structure DocumentationParts position: String, items: ListOfDocumentationPart as item
structure DocumentationVersion version: String, createdDate: Timestamp, description: String
structure DocumentationVersions position: String, items: ListOfDocumentationVersion as item
structure DomainName domainName: String, domainNameId: String, domainNameArn: String, certificateName: String,
  certificateArn: String, certificateUploadDate: Timestamp, regionalDomainName: String, regionalHostedZoneId: String,
  regionalCertificateName: String, regionalCertificateArn: String, distributionDomainName: String,
  distributionHostedZoneId: String, endpointConfiguration: EndpointConfiguration, domainNameStatus: DomainNameStatus,
  domainNameStatusMessage: String, securityPolicy: SecurityPolicy, endpointAccessMode: EndpointAccessMode,
  tags: MapOfStringToString, mutualTlsAuthentication: MutualTlsAuthentication,
  ownershipVerificationCertificateArn: String, managementPolicy: String, policy: String, routingMode: RoutingMode
structure DomainNameAccessAssociation domainNameAccessAssociationArn: String, domainNameArn: String,
  accessAssociationSourceType: AccessAssociationSourceType, accessAssociationSource: String, tags: MapOfStringToString
structure DomainNameAccessAssociations position: String, items: ListOfDomainNameAccessAssociation as item
string DomainNameStatus one of AVAILABLE UPDATING PENDING PENDING_CERTIFICATE_REIMPORT PENDING_OWNERSHIP_VERIFICATION
  FAILED
structure DomainNames position: String, items: ListOfDomainName as item
double Double
string EndpointAccessMode one of BASIC STRICT
structure EndpointConfiguration types: ListOfEndpointType, ipAddressType: IpAddressType, vpcEndpointIds: ListOfString
string EndpointType one of REGIONAL EDGE PRIVATE
structure ExportResponse contentType: String header Content-Type, contentDisposition: String header Content-Disposition,
  body: Blob payload
structure FlushStageAuthorizersCacheRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name
structure FlushStageCacheRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name
structure GatewayResponse responseType: GatewayResponseType, statusCode: StatusCode,
  responseParameters: MapOfStringToString, responseTemplates: MapOfStringToString, defaultResponse: Boolean
string GatewayResponseType one of DEFAULT_4XX DEFAULT_5XX RESOURCE_NOT_FOUND UNAUTHORIZED INVALID_API_KEY ACCESS_DENIED
  AUTHORIZER_FAILURE AUTHORIZER_CONFIGURATION_ERROR INVALID_SIGNATURE EXPIRED_TOKEN MISSING_AUTHENTICATION_TOKEN
  INTEGRATION_FAILURE INTEGRATION_TIMEOUT API_CONFIGURATION_ERROR UNSUPPORTED_MEDIA_TYPE BAD_REQUEST_PARAMETERS
  BAD_REQUEST_BODY REQUEST_TOO_LARGE THROTTLED QUOTA_EXCEEDED WAF_FILTERED
structure GatewayResponses position: String, items: ListOfGatewayResponse as item
structure GenerateClientCertificateRequest description: String, tags: MapOfStringToString
structure GetAccountRequest
structure GetApiKeyRequest apiKey: String! uri api_Key, includeValue: NullableBoolean query includeValue
structure GetApiKeysRequest position: String query position, limit: NullableInteger query limit,
  nameQuery: String query name, customerId: String query customerId, includeValues: NullableBoolean query includeValues
structure GetAuthorizerRequest restApiId: String! uri restapi_id, authorizerId: String! uri authorizer_id
structure GetAuthorizersRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetBasePathMappingRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  basePath: String! uri base_path
structure GetBasePathMappingsRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  position: String query position, limit: NullableInteger query limit
structure GetClientCertificateRequest clientCertificateId: String! uri clientcertificate_id
structure GetClientCertificatesRequest position: String query position, limit: NullableInteger query limit
structure GetDeploymentRequest restApiId: String! uri restapi_id, deploymentId: String! uri deployment_id,
  embed: ListOfString query embed
structure GetDeploymentsRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetDocumentationPartRequest restApiId: String! uri restapi_id, documentationPartId: String! uri part_id
structure GetDocumentationPartsRequest restApiId: String! uri restapi_id, type: DocumentationPartType query type,
  nameQuery: String query name, path: String query path, position: String query position,
  limit: NullableInteger query limit, locationStatus: LocationStatusType query locationStatus
structure GetDocumentationVersionRequest restApiId: String! uri restapi_id,
  documentationVersion: String! uri doc_version
structure GetDocumentationVersionsRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetDomainNameAccessAssociationsRequest position: String query position, limit: NullableInteger query limit,
  resourceOwner: ResourceOwner query resourceOwner
structure GetDomainNameRequest domainName: String! uri domain_name, domainNameId: String query domainNameId
structure GetDomainNamesRequest position: String query position, limit: NullableInteger query limit,
  resourceOwner: ResourceOwner query resourceOwner
structure GetExportRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name,
  exportType: String! uri export_type, parameters: MapOfStringToString query *, accepts: String header Accept
structure GetGatewayResponseRequest restApiId: String! uri restapi_id,
  responseType: GatewayResponseType! uri response_type
structure GetGatewayResponsesRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetIntegrationRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method
structure GetIntegrationResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code
structure GetMethodRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method
structure GetMethodResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code
structure GetModelRequest restApiId: String! uri restapi_id, modelName: String! uri model_name,
  flatten: Boolean query flatten
structure GetModelTemplateRequest restApiId: String! uri restapi_id, modelName: String! uri model_name
structure GetModelsRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetRequestValidatorRequest restApiId: String! uri restapi_id,
  requestValidatorId: String! uri requestvalidator_id
structure GetRequestValidatorsRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit
structure GetResourceRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  embed: ListOfString query embed
structure GetResourcesRequest restApiId: String! uri restapi_id, position: String query position,
  limit: NullableInteger query limit, embed: ListOfString query embed
structure GetRestApiRequest restApiId: String! uri restapi_id
structure GetRestApisRequest position: String query position, limit: NullableInteger query limit
structure GetSdkRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name,
  sdkType: String! uri sdk_type, parameters: MapOfStringToString query *
structure GetSdkTypeRequest id: String! uri sdktype_id
structure GetSdkTypesRequest position: String query position, limit: NullableInteger query limit
structure GetStageRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name
structure GetStagesRequest restApiId: String! uri restapi_id, deploymentId: String query deploymentId
structure GetTagsRequest resourceArn: String! uri resource_arn, position: String query position,
  limit: NullableInteger query limit
structure GetUsagePlanKeyRequest usagePlanId: String! uri usageplanId, keyId: String! uri keyId
structure GetUsagePlanKeysRequest usagePlanId: String! uri usageplanId, position: String query position,
  limit: NullableInteger query limit, nameQuery: String query name
structure GetUsagePlanRequest usagePlanId: String! uri usageplanId
structure GetUsagePlansRequest position: String query position, keyId: String query keyId,
  limit: NullableInteger query limit
structure GetUsageRequest usagePlanId: String! uri usageplanId, keyId: String query keyId,
  startDate: String! query startDate, endDate: String! query endDate, position: String query position,
  limit: NullableInteger query limit
structure GetVpcLinkRequest vpcLinkId: String! uri vpclink_id
structure GetVpcLinksRequest position: String query position, limit: NullableInteger query limit
structure ImportApiKeysRequest body: Blob! payload, format: ApiKeysFormat! query format,
  failOnWarnings: Boolean query failonwarnings
structure ImportDocumentationPartsRequest restApiId: String! uri restapi_id, mode: PutMode query mode,
  failOnWarnings: Boolean query failonwarnings, body: Blob! payload
structure ImportRestApiRequest failOnWarnings: Boolean query failonwarnings, parameters: MapOfStringToString query *,
  body: Blob! payload
integer Integer
structure Integration type: IntegrationType, httpMethod: String, uri: String, connectionType: ConnectionType,
  connectionId: String, credentials: String, requestParameters: MapOfStringToString,
  requestTemplates: MapOfStringToString, passthroughBehavior: String, contentHandling: ContentHandlingStrategy,
  timeoutInMillis: Integer, cacheNamespace: String, cacheKeyParameters: ListOfString,
  integrationResponses: MapOfIntegrationResponse, tlsConfig: TlsConfig, responseTransferMode: ResponseTransferMode,
  integrationTarget: String
structure IntegrationResponse statusCode: StatusCode, selectionPattern: String, responseParameters: MapOfStringToString,
  responseTemplates: MapOfStringToString, contentHandling: ContentHandlingStrategy
string IntegrationType one of HTTP AWS MOCK HTTP_PROXY AWS_PROXY
string IpAddressType one of ipv4 dualstack
list ListOfARNs member of ProviderARN
list ListOfApiKey member of ApiKey
list ListOfApiStage member of ApiStage
list ListOfAuthorizer member of Authorizer
list ListOfBasePathMapping member of BasePathMapping
list ListOfClientCertificate member of ClientCertificate
list ListOfDeployment member of Deployment
list ListOfDocumentationPart member of DocumentationPart
list ListOfDocumentationVersion member of DocumentationVersion
list ListOfDomainName member of DomainName
list ListOfDomainNameAccessAssociation member of DomainNameAccessAssociation
list ListOfEndpointType member of EndpointType
list ListOfGatewayResponse member of GatewayResponse
list ListOfLong member of Long
list ListOfModel member of Model
list ListOfPatchOperation member of PatchOperation
list ListOfRequestValidator member of RequestValidator
list ListOfResource member of Resource
list ListOfRestApi member of RestApi
list ListOfSdkConfigurationProperty member of SdkConfigurationProperty
list ListOfSdkType member of SdkType
list ListOfStage member of Stage
list ListOfStageKeys member of StageKey
list ListOfString member of String
list ListOfUsage member of ListOfLong
list ListOfUsagePlan member of UsagePlan
list ListOfUsagePlanKey member of UsagePlanKey
list ListOfVpcLink member of VpcLink
string LocationStatusType one of DOCUMENTED UNDOCUMENTED
long Long
map MapOfApiStageThrottleSettings String to ThrottleSettings
map MapOfIntegrationResponse String to IntegrationResponse
map MapOfKeyUsages String to ListOfUsage
map MapOfMethod String to Method
map MapOfMethodResponse String to MethodResponse
map MapOfMethodSettings String to MethodSetting
map MapOfMethodSnapshot String to MethodSnapshot
map MapOfStringToBoolean String to NullableBoolean
map MapOfStringToList String to ListOfString
map MapOfStringToString String to String
structure Method httpMethod: String, authorizationType: String, authorizerId: String, apiKeyRequired: NullableBoolean,
  requestValidatorId: String, operationName: String, requestParameters: MapOfStringToBoolean,
  requestModels: MapOfStringToString, methodResponses: MapOfMethodResponse, methodIntegration: Integration,
  authorizationScopes: ListOfString
structure MethodResponse statusCode: StatusCode, responseParameters: MapOfStringToBoolean,
  responseModels: MapOfStringToString
structure MethodSetting metricsEnabled: Boolean, loggingLevel: String, dataTraceEnabled: Boolean,
  throttlingBurstLimit: Integer, throttlingRateLimit: Double, cachingEnabled: Boolean, cacheTtlInSeconds: Integer,
  cacheDataEncrypted: Boolean, requireAuthorizationForCacheControl: Boolean,
  unauthorizedCacheControlHeaderStrategy: UnauthorizedCacheControlHeaderStrategy
structure MethodSnapshot authorizationType: String, apiKeyRequired: Boolean
structure Model id: String, name: String, description: String, schema: String, contentType: String
structure Models position: String, items: ListOfModel as item
structure MutualTlsAuthentication truststoreUri: String, truststoreVersion: String, truststoreWarnings: ListOfString
structure MutualTlsAuthenticationInput truststoreUri: String, truststoreVersion: String
boolean NullableBoolean
integer NullableInteger
string Op one of add remove replace move copy test
structure PatchOperation op: Op, path: String, value: String, from: String
map PathToMapOfMethodSnapshot String to MapOfMethodSnapshot
string ProviderARN
structure PutGatewayResponseRequest restApiId: String! uri restapi_id,
  responseType: GatewayResponseType! uri response_type, statusCode: StatusCode, responseParameters: MapOfStringToString,
  responseTemplates: MapOfStringToString
structure PutIntegrationRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, type: IntegrationType!, integrationHttpMethod: String as httpMethod, uri: String,
  connectionType: ConnectionType, connectionId: String, credentials: String, requestParameters: MapOfStringToString,
  requestTemplates: MapOfStringToString, passthroughBehavior: String, cacheNamespace: String,
  cacheKeyParameters: ListOfString, contentHandling: ContentHandlingStrategy, timeoutInMillis: NullableInteger,
  tlsConfig: TlsConfig, responseTransferMode: ResponseTransferMode, integrationTarget: String
structure PutIntegrationResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code, selectionPattern: String,
  responseParameters: MapOfStringToString, responseTemplates: MapOfStringToString,
  contentHandling: ContentHandlingStrategy
structure PutMethodRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, authorizationType: String!, authorizerId: String, apiKeyRequired: Boolean,
  operationName: String, requestParameters: MapOfStringToBoolean, requestModels: MapOfStringToString,
  requestValidatorId: String, authorizationScopes: ListOfString
structure PutMethodResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code,
  responseParameters: MapOfStringToBoolean, responseModels: MapOfStringToString
string PutMode one of merge overwrite
structure PutRestApiRequest restApiId: String! uri restapi_id, mode: PutMode query mode,
  failOnWarnings: Boolean query failonwarnings, parameters: MapOfStringToString query *, body: Blob! payload
string QuotaPeriodType one of DAY WEEK MONTH
structure QuotaSettings limit: Integer, offset: Integer, period: QuotaPeriodType
structure RejectDomainNameAccessAssociationRequest domainNameAccessAssociationArn: String! query domainNameAccessAssociationArn,
  domainNameArn: String! query domainNameArn
structure RequestValidator id: String, name: String, validateRequestBody: Boolean, validateRequestParameters: Boolean
structure RequestValidators position: String, items: ListOfRequestValidator as item
structure Resource id: String, parentId: String, pathPart: String, path: String, resourceMethods: MapOfMethod
string ResourceOwner one of SELF OTHER_ACCOUNTS
structure Resources position: String, items: ListOfResource as item
string ResponseTransferMode one of BUFFERED STREAM
structure RestApi id: String, name: String, description: String, createdDate: Timestamp, version: String,
  warnings: ListOfString, binaryMediaTypes: ListOfString, minimumCompressionSize: NullableInteger,
  apiKeySource: ApiKeySourceType, endpointConfiguration: EndpointConfiguration, policy: String,
  tags: MapOfStringToString, disableExecuteApiEndpoint: Boolean, rootResourceId: String, securityPolicy: SecurityPolicy,
  endpointAccessMode: EndpointAccessMode, apiStatus: ApiStatus, apiStatusMessage: String
structure RestApis position: String, items: ListOfRestApi as item
string RoutingMode one of BASE_PATH_MAPPING_ONLY ROUTING_RULE_ONLY ROUTING_RULE_THEN_BASE_PATH_MAPPING
structure SdkConfigurationProperty name: String, friendlyName: String, description: String, required: Boolean,
  defaultValue: String
structure SdkResponse contentType: String header Content-Type, contentDisposition: String header Content-Disposition,
  body: Blob payload
structure SdkType id: String, friendlyName: String, description: String,
  configurationProperties: ListOfSdkConfigurationProperty
structure SdkTypes position: String, items: ListOfSdkType as item
string SecurityPolicy one of TLS_1_0 TLS_1_2 SecurityPolicy_TLS13_1_3_2025_09 SecurityPolicy_TLS13_1_3_FIPS_2025_09
  SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09 SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09
  SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09 SecurityPolicy_TLS13_1_2_PQ_2025_09 SecurityPolicy_TLS13_1_2_2021_06
  SecurityPolicy_TLS13_2025_EDGE SecurityPolicy_TLS12_PFS_2025_EDGE SecurityPolicy_TLS12_2018_EDGE
structure Stage deploymentId: String, clientCertificateId: String, stageName: String, description: String,
  cacheClusterEnabled: Boolean, cacheClusterSize: CacheClusterSize, cacheClusterStatus: CacheClusterStatus,
  methodSettings: MapOfMethodSettings, variables: MapOfStringToString, documentationVersion: String,
  accessLogSettings: AccessLogSettings, canarySettings: CanarySettings, tracingEnabled: Boolean, webAclArn: String,
  tags: MapOfStringToString, createdDate: Timestamp, lastUpdatedDate: Timestamp
structure StageKey restApiId: String, stageName: String
structure Stages item: ListOfStage
string StatusCode like [1-5]\d\d
string String
structure TagResourceRequest resourceArn: String! uri resource_arn, tags: MapOfStringToString!
structure Tags tags: MapOfStringToString
structure Template value: String
structure TestInvokeAuthorizerRequest restApiId: String! uri restapi_id, authorizerId: String! uri authorizer_id,
  headers: MapOfStringToString, multiValueHeaders: MapOfStringToList, pathWithQueryString: String, body: String,
  stageVariables: MapOfStringToString, additionalContext: MapOfStringToString
structure TestInvokeAuthorizerResponse clientStatus: Integer, log: String, latency: Long, principalId: String,
  policy: String, authorization: MapOfStringToList, claims: MapOfStringToString
structure TestInvokeMethodRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, pathWithQueryString: String, body: String, headers: MapOfStringToString,
  multiValueHeaders: MapOfStringToList, clientCertificateId: String, stageVariables: MapOfStringToString
structure TestInvokeMethodResponse status: Integer, body: String, headers: MapOfStringToString,
  multiValueHeaders: MapOfStringToList, log: String, latency: Long
structure ThrottleSettings burstLimit: Integer, rateLimit: Double
timestamp Timestamp
structure TlsConfig insecureSkipVerification: Boolean
string UnauthorizedCacheControlHeaderStrategy one of FAIL_WITH_403 SUCCEED_WITH_RESPONSE_HEADER
  SUCCEED_WITHOUT_RESPONSE_HEADER
structure UntagResourceRequest resourceArn: String! uri resource_arn, tagKeys: ListOfString! query tagKeys
structure UpdateAccountRequest patchOperations: ListOfPatchOperation
structure UpdateApiKeyRequest apiKey: String! uri api_Key, patchOperations: ListOfPatchOperation
structure UpdateAuthorizerRequest restApiId: String! uri restapi_id, authorizerId: String! uri authorizer_id,
  patchOperations: ListOfPatchOperation
structure UpdateBasePathMappingRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  basePath: String! uri base_path, patchOperations: ListOfPatchOperation
structure UpdateClientCertificateRequest clientCertificateId: String! uri clientcertificate_id,
  patchOperations: ListOfPatchOperation
structure UpdateDeploymentRequest restApiId: String! uri restapi_id, deploymentId: String! uri deployment_id,
  patchOperations: ListOfPatchOperation
structure UpdateDocumentationPartRequest restApiId: String! uri restapi_id, documentationPartId: String! uri part_id,
  patchOperations: ListOfPatchOperation
structure UpdateDocumentationVersionRequest restApiId: String! uri restapi_id,
  documentationVersion: String! uri doc_version, patchOperations: ListOfPatchOperation
structure UpdateDomainNameRequest domainName: String! uri domain_name, domainNameId: String query domainNameId,
  patchOperations: ListOfPatchOperation
structure UpdateGatewayResponseRequest restApiId: String! uri restapi_id,
  responseType: GatewayResponseType! uri response_type, patchOperations: ListOfPatchOperation
structure UpdateIntegrationRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, patchOperations: ListOfPatchOperation
structure UpdateIntegrationResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code, patchOperations: ListOfPatchOperation
structure UpdateMethodRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, patchOperations: ListOfPatchOperation
structure UpdateMethodResponseRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  httpMethod: String! uri http_method, statusCode: StatusCode! uri status_code, patchOperations: ListOfPatchOperation
structure UpdateModelRequest restApiId: String! uri restapi_id, modelName: String! uri model_name,
  patchOperations: ListOfPatchOperation
structure UpdateRequestValidatorRequest restApiId: String! uri restapi_id,
  requestValidatorId: String! uri requestvalidator_id, patchOperations: ListOfPatchOperation
structure UpdateResourceRequest restApiId: String! uri restapi_id, resourceId: String! uri resource_id,
  patchOperations: ListOfPatchOperation
structure UpdateRestApiRequest restApiId: String! uri restapi_id, patchOperations: ListOfPatchOperation
structure UpdateStageRequest restApiId: String! uri restapi_id, stageName: String! uri stage_name,
  patchOperations: ListOfPatchOperation
structure UpdateUsagePlanRequest usagePlanId: String! uri usageplanId, patchOperations: ListOfPatchOperation
structure UpdateUsageRequest usagePlanId: String! uri usageplanId, keyId: String! uri keyId,
  patchOperations: ListOfPatchOperation
structure UpdateVpcLinkRequest vpcLinkId: String! uri vpclink_id, patchOperations: ListOfPatchOperation
structure Usage usagePlanId: String, startDate: String, endDate: String, position: String,
  items: MapOfKeyUsages as values
structure UsagePlan id: String, name: String, description: String, apiStages: ListOfApiStage,
  throttle: ThrottleSettings, quota: QuotaSettings, productCode: String, tags: MapOfStringToString
structure UsagePlanKey id: String, type: String, value: String, name: String
structure UsagePlanKeys position: String, items: ListOfUsagePlanKey as item
structure UsagePlans position: String, items: ListOfUsagePlan as item
structure VpcLink id: String, name: String, description: String, targetArns: ListOfString, status: VpcLinkStatus,
  statusMessage: String, tags: MapOfStringToString
string VpcLinkStatus one of AVAILABLE PENDING DELETING FAILED
structure VpcLinks position: String, items: ListOfVpcLink as item
`;
