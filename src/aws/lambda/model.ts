// AWS Lambda's API, version 2015-03-31, as a table: the operations on functions, their versions, aliases, permissions, tags
// and concurrency, and what clients ask beside them. Written by scripts/aws-model.ts from the model of 2026-11 in botocore
// (Apache-2.0): names, numbers and patterns are facts of the interface; its documentation is not here. Do not edit.
// How to read it: ../model-text.ts.

export const lambdaModel = String.raw`
error AliasLimitExceededException 400 Type message
error CodeArtifactUserDeletedException 409 Type message
error CodeArtifactUserFailedException 409 Type message
error CodeArtifactUserPendingException 409 Type message
error CodeSigningConfigNotFoundException 404 Type Message
error CodeStorageExceededException 400 Type message
error CodeVerificationFailedException 400 Type Message
error DurableExecutionAlreadyStartedException 409 Type Message
error EC2AccessDeniedException 502 Type Message
error EC2ThrottledException 502 Type Message
error EC2UnexpectedException 502 Type Message EC2ErrorCode
error EFSIOException 410 Type Message
error EFSMountConnectivityException 408 Type Message
error EFSMountFailureException 403 Type Message
error EFSMountTimeoutException 408 Type Message
error ENILimitReachedException 502 Type Message
error ENINotReadyException 502 Type Message
error FunctionVersionsPerCapacityProviderLimitExceededException 400 Type message
error InvalidCodeSignatureException 400 Type Message
error InvalidParameterValueException 400 Type message
error InvalidRequestContentException 400 Type message
error InvalidRuntimeException 502 Type Message
error InvalidSecurityGroupIDException 502 Type Message
error InvalidSubnetIDException 502 Type Message
error InvalidZipFileException 502 Type Message
error KMSAccessDeniedException 502 Type Message
error KMSDisabledException 502 Type Message
error KMSInvalidStateException 502 Type Message
error KMSNotFoundException 502 Type Message
error ModeNotSupportedException 400 Type message
error NoPublishedVersionException 400 Type Message
error PolicyLengthExceededException 400 Type message
error PreconditionFailedException 412 Type message
error PublicPolicyException 400 Type Message
error RecursiveInvocationException 400 Type Message
error RequestTooLargeException 413 Type message
error ResourceConflictException 409 Type message
error ResourceNotFoundException 404 Type Message
error ResourceNotReadyException 502 Type message
error S3FilesMountConnectivityException 408 Type Message
error S3FilesMountFailureException 403 Type Message
error S3FilesMountTimeoutException 408 Type Message
error SerializedRequestEntityTooLargeException 413 Type message
error ServiceException 500 Type Message
error ServiceQuotaExceededException 402 Type Message
error SnapStartException 400 Type Message
error SnapStartNotReadyException 409 Type Message
error SnapStartRegenerationFailureException 409 Type Message
error SnapStartTimeoutException 408 Type Message
error SubnetIPAddressLimitReachedException 502 Type Message
error TooManyRequestsException 429 Type message Reason
error UnsupportedMediaTypeException 415 Type message

operation AddPermission POST /2015-03-31/functions/{FunctionName}/policy 201 InvalidParameterValueException
  ResourceConflictException PublicPolicyException ServiceException TooManyRequestsException
  PolicyLengthExceededException ResourceNotFoundException PreconditionFailedException
operation CreateAlias POST /2015-03-31/functions/{FunctionName}/aliases 201 gives AliasConfiguration
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  AliasLimitExceededException ResourceNotFoundException
operation CreateFunction POST /2015-03-31/functions 201 gives FunctionConfiguration InvalidParameterValueException
  ResourceConflictException ServiceException TooManyRequestsException InvalidCodeSignatureException
  ResourceNotFoundException CodeVerificationFailedException CodeSigningConfigNotFoundException
  CodeStorageExceededException FunctionVersionsPerCapacityProviderLimitExceededException
operation DeleteAlias DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name} 204 gives nothing
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  ResourceNotFoundException
operation DeleteFunction DELETE /2015-03-31/functions/{FunctionName} 200 InvalidParameterValueException
  ResourceConflictException ServiceException TooManyRequestsException ResourceNotFoundException
operation DeleteFunctionConcurrency DELETE /2017-10-31/functions/{FunctionName}/concurrency 204 gives nothing
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  ResourceNotFoundException
operation GetAccountSettings GET /2016-08-19/account-settings 200 ServiceException TooManyRequestsException
operation GetAlias GET /2015-03-31/functions/{FunctionName}/aliases/{Name} 200 gives AliasConfiguration
  InvalidParameterValueException ServiceException TooManyRequestsException ResourceNotFoundException
operation GetFunction GET /2015-03-31/functions/{FunctionName} 200 InvalidParameterValueException ServiceException
  TooManyRequestsException ResourceNotFoundException
operation GetFunctionCodeSigningConfig GET /2020-06-30/functions/{FunctionName}/code-signing-config 200
  InvalidParameterValueException ServiceException TooManyRequestsException ResourceNotFoundException
  CodeSigningConfigNotFoundException
operation GetFunctionConcurrency GET /2019-09-30/functions/{FunctionName}/concurrency 200 InvalidParameterValueException
  ServiceException TooManyRequestsException ResourceNotFoundException
operation GetFunctionConfiguration GET /2015-03-31/functions/{FunctionName}/configuration 200 gives
  FunctionConfiguration InvalidParameterValueException ServiceException TooManyRequestsException
  ResourceNotFoundException
operation GetPolicy GET /2015-03-31/functions/{FunctionName}/policy 200 InvalidParameterValueException ServiceException
  TooManyRequestsException ResourceNotFoundException
operation Invoke POST /2015-03-31/functions/{FunctionName}/invocations 200 takes InvocationRequest gives
  InvocationResponse CodeArtifactUserDeletedException ResourceNotReadyException ServiceQuotaExceededException
  InvalidSecurityGroupIDException SnapStartTimeoutException TooManyRequestsException EC2ThrottledException
  EFSMountConnectivityException SubnetIPAddressLimitReachedException KMSAccessDeniedException RequestTooLargeException
  KMSDisabledException UnsupportedMediaTypeException S3FilesMountConnectivityException
  SerializedRequestEntityTooLargeException InvalidRuntimeException NoPublishedVersionException EC2UnexpectedException
  InvalidSubnetIDException KMSNotFoundException InvalidParameterValueException EC2AccessDeniedException EFSIOException
  KMSInvalidStateException ResourceConflictException ENILimitReachedException SnapStartNotReadyException
  ServiceException CodeArtifactUserPendingException SnapStartException RecursiveInvocationException
  S3FilesMountFailureException EFSMountTimeoutException ENINotReadyException S3FilesMountTimeoutException
  CodeArtifactUserFailedException ModeNotSupportedException ResourceNotFoundException InvalidRequestContentException
  SnapStartRegenerationFailureException DurableExecutionAlreadyStartedException InvalidZipFileException
  EFSMountFailureException
operation InvokeAsync POST /2014-11-13/functions/{FunctionName}/invoke-async 202 ServiceQuotaExceededException
  InvalidSecurityGroupIDException SnapStartTimeoutException EC2ThrottledException EFSMountConnectivityException
  SubnetIPAddressLimitReachedException KMSAccessDeniedException KMSDisabledException S3FilesMountConnectivityException
  InvalidRuntimeException EC2UnexpectedException InvalidSubnetIDException KMSNotFoundException EC2AccessDeniedException
  EFSIOException KMSInvalidStateException ResourceConflictException ENILimitReachedException SnapStartNotReadyException
  ServiceException SnapStartException S3FilesMountFailureException EFSMountTimeoutException S3FilesMountTimeoutException
  ModeNotSupportedException ResourceNotFoundException InvalidRequestContentException
  SnapStartRegenerationFailureException EFSMountFailureException
operation InvokeWithResponseStream POST /2021-11-15/functions/{FunctionName}/response-streaming-invocations 200
  ResourceNotReadyException ServiceQuotaExceededException InvalidSecurityGroupIDException SnapStartTimeoutException
  TooManyRequestsException EC2ThrottledException EFSMountConnectivityException SubnetIPAddressLimitReachedException
  KMSAccessDeniedException RequestTooLargeException KMSDisabledException UnsupportedMediaTypeException
  S3FilesMountConnectivityException SerializedRequestEntityTooLargeException InvalidRuntimeException
  NoPublishedVersionException EC2UnexpectedException InvalidSubnetIDException KMSNotFoundException
  InvalidParameterValueException EC2AccessDeniedException EFSIOException KMSInvalidStateException
  ResourceConflictException ENILimitReachedException SnapStartNotReadyException ServiceException SnapStartException
  RecursiveInvocationException S3FilesMountFailureException EFSMountTimeoutException S3FilesMountTimeoutException
  ResourceNotFoundException InvalidRequestContentException SnapStartRegenerationFailureException InvalidZipFileException
  EFSMountFailureException
operation ListAliases GET /2015-03-31/functions/{FunctionName}/aliases 200 InvalidParameterValueException
  ServiceException TooManyRequestsException ResourceNotFoundException
operation ListEventSourceMappings GET /2015-03-31/event-source-mappings 200 InvalidParameterValueException
  ServiceException TooManyRequestsException ResourceNotFoundException
operation ListFunctions GET /2015-03-31/functions 200 InvalidParameterValueException ServiceException
  TooManyRequestsException
operation ListLayers GET /2018-10-31/layers 200 InvalidParameterValueException ServiceException TooManyRequestsException
operation ListTags GET /2017-03-31/tags/{Resource} 200 InvalidParameterValueException ServiceException
  TooManyRequestsException ResourceNotFoundException
operation ListVersionsByFunction GET /2015-03-31/functions/{FunctionName}/versions 200 InvalidParameterValueException
  ServiceException TooManyRequestsException ResourceNotFoundException
operation PublishVersion POST /2015-03-31/functions/{FunctionName}/versions 201 gives FunctionConfiguration
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  ResourceNotFoundException CodeStorageExceededException FunctionVersionsPerCapacityProviderLimitExceededException
  PreconditionFailedException
operation PutFunctionConcurrency PUT /2017-10-31/functions/{FunctionName}/concurrency 200 gives Concurrency
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  ResourceNotFoundException
operation RemovePermission DELETE /2015-03-31/functions/{FunctionName}/policy/{StatementId} 204 gives nothing
  InvalidParameterValueException PublicPolicyException ServiceException TooManyRequestsException
  ResourceNotFoundException PreconditionFailedException
operation TagResource POST /2017-03-31/tags/{Resource} 204 gives nothing InvalidParameterValueException
  ResourceConflictException ServiceException TooManyRequestsException ResourceNotFoundException
operation UntagResource DELETE /2017-03-31/tags/{Resource} 204 gives nothing InvalidParameterValueException
  ResourceConflictException ServiceException TooManyRequestsException ResourceNotFoundException
operation UpdateAlias PUT /2015-03-31/functions/{FunctionName}/aliases/{Name} 200 gives AliasConfiguration
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  ResourceNotFoundException PreconditionFailedException
operation UpdateFunctionCode PUT /2015-03-31/functions/{FunctionName}/code 200 gives FunctionConfiguration
  InvalidParameterValueException ResourceConflictException ServiceException TooManyRequestsException
  InvalidCodeSignatureException ResourceNotFoundException CodeVerificationFailedException
  CodeSigningConfigNotFoundException CodeStorageExceededException PreconditionFailedException
operation UpdateFunctionConfiguration PUT /2015-03-31/functions/{FunctionName}/configuration 200 gives
  FunctionConfiguration InvalidParameterValueException ResourceConflictException ServiceException
  TooManyRequestsException InvalidCodeSignatureException ResourceNotFoundException CodeVerificationFailedException
  CodeSigningConfigNotFoundException PreconditionFailedException
missing AddLayerVersionPermission POST /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy
missing CheckpointDurableExecution POST /2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint
missing CreateCapacityProvider POST /2025-11-30/capacity-providers
missing CreateCodeSigningConfig POST /2020-04-22/code-signing-configs
missing CreateEventSourceMapping POST /2015-03-31/event-source-mappings
missing CreateFunctionUrlConfig POST /2021-10-31/functions/{FunctionName}/url
missing DeleteCapacityProvider DELETE /2025-11-30/capacity-providers/{CapacityProviderName}
missing DeleteCodeSigningConfig DELETE /2020-04-22/code-signing-configs/{CodeSigningConfigArn}
missing DeleteEventSourceMapping DELETE /2015-03-31/event-source-mappings/{UUID}
missing DeleteFunctionCodeSigningConfig DELETE /2020-06-30/functions/{FunctionName}/code-signing-config
missing DeleteFunctionEventInvokeConfig DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config
missing DeleteFunctionUrlConfig DELETE /2021-10-31/functions/{FunctionName}/url
missing DeleteLayerVersion DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}
missing DeleteProvisionedConcurrencyConfig DELETE /2019-09-30/functions/{FunctionName}/provisioned-concurrency
missing GetCapacityProvider GET /2025-11-30/capacity-providers/{CapacityProviderName}
missing GetCodeSigningConfig GET /2020-04-22/code-signing-configs/{CodeSigningConfigArn}
missing GetDurableExecution GET /2025-12-01/durable-executions/{DurableExecutionArn}
missing GetDurableExecutionHistory GET /2025-12-01/durable-executions/{DurableExecutionArn}/history
missing GetDurableExecutionState GET /2025-12-01/durable-executions/{DurableExecutionArn}/state
missing GetEventSourceMapping GET /2015-03-31/event-source-mappings/{UUID}
missing GetFunctionEventInvokeConfig GET /2019-09-25/functions/{FunctionName}/event-invoke-config
missing GetFunctionRecursionConfig GET /2024-08-31/functions/{FunctionName}/recursion-config
missing GetFunctionScalingConfig GET /2025-11-30/functions/{FunctionName}/function-scaling-config
missing GetFunctionUrlConfig GET /2021-10-31/functions/{FunctionName}/url
missing GetLayerVersion GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}
missing GetLayerVersionByArn GET /2018-10-31/layers?find=LayerVersion
missing GetLayerVersionPolicy GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy
missing GetProvisionedConcurrencyConfig GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency
missing GetRuntimeManagementConfig GET /2021-07-20/functions/{FunctionName}/runtime-management-config
missing ListCapacityProviders GET /2025-11-30/capacity-providers
missing ListCodeSigningConfigs GET /2020-04-22/code-signing-configs
missing ListDurableExecutionsByFunction GET /2025-12-01/functions/{FunctionName}/durable-executions
missing ListFunctionEventInvokeConfigs GET /2019-09-25/functions/{FunctionName}/event-invoke-config/list
missing ListFunctionUrlConfigs GET /2021-10-31/functions/{FunctionName}/urls
missing ListFunctionVersionsByCapacityProvider GET
  /2025-11-30/capacity-providers/{CapacityProviderName}/function-versions
missing ListFunctionsByCodeSigningConfig GET /2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions
missing ListLayerVersions GET /2018-10-31/layers/{LayerName}/versions
missing ListProvisionedConcurrencyConfigs GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL
missing PublishLayerVersion POST /2018-10-31/layers/{LayerName}/versions
missing PutFunctionCodeSigningConfig PUT /2020-06-30/functions/{FunctionName}/code-signing-config
missing PutFunctionEventInvokeConfig PUT /2019-09-25/functions/{FunctionName}/event-invoke-config
missing PutFunctionRecursionConfig PUT /2024-08-31/functions/{FunctionName}/recursion-config
missing PutFunctionScalingConfig PUT /2025-11-30/functions/{FunctionName}/function-scaling-config
missing PutProvisionedConcurrencyConfig PUT /2019-09-30/functions/{FunctionName}/provisioned-concurrency
missing PutRuntimeManagementConfig PUT /2021-07-20/functions/{FunctionName}/runtime-management-config
missing RemoveLayerVersionPermission DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}
missing SendDurableExecutionCallbackFailure POST /2025-12-01/durable-execution-callbacks/{CallbackId}/fail
missing SendDurableExecutionCallbackHeartbeat POST /2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat
missing SendDurableExecutionCallbackSuccess POST /2025-12-01/durable-execution-callbacks/{CallbackId}/succeed
missing StopDurableExecution POST /2025-12-01/durable-executions/{DurableExecutionArn}/stop
missing UpdateCapacityProvider PUT /2025-11-30/capacity-providers/{CapacityProviderName}
missing UpdateCodeSigningConfig PUT /2020-04-22/code-signing-configs/{CodeSigningConfigArn}
missing UpdateEventSourceMapping PUT /2015-03-31/event-source-mappings/{UUID}
missing UpdateFunctionEventInvokeConfig POST /2019-09-25/functions/{FunctionName}/event-invoke-config
missing UpdateFunctionUrlConfig PUT /2021-10-31/functions/{FunctionName}/url

structure AccountLimit TotalCodeSize: Long, CodeSizeUnzipped: Long, CodeSizeZipped: Long, ConcurrentExecutions: Integer,
  UnreservedConcurrentExecutions: UnreservedConcurrentExecutions
structure AccountUsage TotalCodeSize: Long, FunctionCount: Long
string Action 0..10000 like (lambda:[*]|lambda:[a-zA-Z]+|[*])
structure AddPermissionRequest FunctionName: NamespacedFunctionName! uri FunctionName, StatementId: StatementId!,
  Action: Action!, Principal: Principal!, SourceArn: Arn, FunctionUrlAuthType: FunctionUrlAuthType,
  InvokedViaFunctionUrl: InvokedViaFunctionUrl, SourceAccount: SourceOwner, EventSourceToken: EventSourceToken,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier, RevisionId: String, PrincipalOrgID: PrincipalOrgID
structure AddPermissionResponse Statement: String
string AdditionalVersion 1..1024 like [0-9]+
map AdditionalVersionWeights AdditionalVersion to Weight
string Alias 1..128 like (?!^[0-9]+$)([a-zA-Z0-9-_]+)
structure AliasConfiguration AliasArn: FunctionArn, Name: Alias, FunctionVersion: Version, Description: Description,
  RoutingConfig: AliasRoutingConfiguration, RevisionId: String
list AliasList member of AliasConfiguration
structure AliasRoutingConfiguration AdditionalVersionWeights: AdditionalVersionWeights
structure AmazonManagedKafkaEventSourceConfig ConsumerGroupId: URI, SchemaRegistryConfig: KafkaSchemaRegistryConfig
string ApplicationLogLevel one of TRACE DEBUG INFO WARN ERROR FATAL
string Architecture one of x86_64 arm64
list ArchitecturesList member of Architecture 1..1
string Arn 0..10000 like arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)
integer BatchSize 1..10000
boolean BisectBatchOnFunctionError
blob Blob
blob BlobStream
boolean Boolean
string CapacityProviderArn 1..140 like arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:capacity-provider:[a-zA-Z0-9-_]+
structure CapacityProviderConfig LambdaManagedInstancesCapacityProviderConfig: LambdaManagedInstancesCapacityProviderConfig!
string CodeSigningConfigArn 0..200 like arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}
string CollectionName 1..57 like (^(?!(system\x2e)))(^[_a-zA-Z0-9])([^$]*)
list CompatibleArchitectures member of Architecture 0..2
list CompatibleRuntimes member of Runtime 0..15
structure Concurrency ReservedConcurrentExecutions: ReservedConcurrentExecutions
structure CreateAliasRequest FunctionName: FunctionName! uri FunctionName, Name: Alias!,
  FunctionVersion: VersionWithLatestPublished!, Description: Description, RoutingConfig: AliasRoutingConfiguration
structure CreateFunctionRequest FunctionName: FunctionName!, Runtime: Runtime, Role: RoleArn!, Handler: Handler,
  Code: FunctionCode!, Description: Description, Timeout: Timeout, MemorySize: MemorySize, Publish: Boolean,
  PublishTo: FunctionVersionLatestPublished, VpcConfig: VpcConfig, PackageType: PackageType,
  DeadLetterConfig: DeadLetterConfig, Environment: Environment, KMSKeyArn: KMSKeyArn, TracingConfig: TracingConfig,
  Tags: Tags, Layers: LayerList, FileSystemConfigs: FileSystemConfigList, CodeSigningConfigArn: CodeSigningConfigArn,
  ImageConfig: ImageConfig, Architectures: ArchitecturesList, EphemeralStorage: EphemeralStorage, SnapStart: SnapStart,
  LoggingConfig: LoggingConfig, TenancyConfig: TenancyConfig, CapacityProviderConfig: CapacityProviderConfig,
  DurableConfig: DurableConfig
string DatabaseName 1..63 like [^ /\.$\x22]*
timestamp Date
structure DeadLetterConfig TargetArn: ResourceArn
structure DeleteAliasRequest FunctionName: FunctionName! uri FunctionName, Name: Alias! uri Name
structure DeleteFunctionConcurrencyRequest FunctionName: FunctionName! uri FunctionName
structure DeleteFunctionRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier
structure DeleteFunctionResponse StatusCode: Integer status
string Description 0..256
string DestinationArn 0..350 like $|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)
structure DestinationConfig OnSuccess: OnSuccess, OnFailure: OnFailure
structure DocumentDBEventSourceConfig DatabaseName: DatabaseName, CollectionName: CollectionName,
  FullDocument: FullDocument
structure DurableConfig KMSKeyArn: KMSKeyArn, RetentionPeriodInDays: RetentionPeriodInDays,
  ExecutionTimeout: ExecutionTimeout
string DurableExecutionArn 1..1024 like arn:([a-zA-Z0-9-]+):lambda:([a-zA-Z0-9-]+):(\d{12}):function:([a-zA-Z0-9_-]+):(\$LATEST(?:\.PUBLISHED)?|[0-9]+)/durable-execution/([a-zA-Z0-9_-]+)/([a-zA-Z0-9_-]+)
string DurableExecutionName 1..64 like [a-zA-Z0-9-_]+
string EndPointType one of KAFKA_BOOTSTRAP_SERVERS
string Endpoint 1..300 like (([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9]):[0-9]{1,5}
list EndpointLists member of Endpoint 1..10
map Endpoints EndPointType to EndpointLists 1..2
structure Environment Variables: EnvironmentVariables
structure EnvironmentError ErrorCode: String, Message: SensitiveString
structure EnvironmentResponse Variables: EnvironmentVariables, Error: EnvironmentError
string EnvironmentVariableName secret like [a-zA-Z]([a-zA-Z0-9_])+
string EnvironmentVariableValue secret
map EnvironmentVariables secret EnvironmentVariableName to EnvironmentVariableValue
structure EphemeralStorage Size: EphemeralStorageSize!
integer EphemeralStorageSize 512..10240
string EventSourceMappingArn 85..120 like arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}
structure EventSourceMappingConfiguration UUID: UUIDString, StartingPosition: EventSourcePosition,
  StartingPositionTimestamp: Date, BatchSize: BatchSize, MaximumBatchingWindowInSeconds: MaximumBatchingWindowInSeconds,
  ParallelizationFactor: ParallelizationFactor, EventSourceArn: Arn, FilterCriteria: FilterCriteria,
  FilterCriteriaError: FilterCriteriaError, KMSKeyArn: KMSKeyArn, MetricsConfig: EventSourceMappingMetricsConfig,
  LoggingConfig: EventSourceMappingLoggingConfig, ScalingConfig: ScalingConfig, FunctionArn: FunctionArn,
  LastModified: Date, LastProcessingResult: String, State: String, StateTransitionReason: String,
  DestinationConfig: DestinationConfig, Topics: Topics, Queues: Queues,
  SourceAccessConfigurations: SourceAccessConfigurations, SelfManagedEventSource: SelfManagedEventSource,
  MaximumRecordAgeInSeconds: MaximumRecordAgeInSeconds, BisectBatchOnFunctionError: BisectBatchOnFunctionError,
  MaximumRetryAttempts: MaximumRetryAttemptsEventSourceMapping, TumblingWindowInSeconds: TumblingWindowInSeconds,
  FunctionResponseTypes: FunctionResponseTypeList,
  AmazonManagedKafkaEventSourceConfig: AmazonManagedKafkaEventSourceConfig,
  SelfManagedKafkaEventSourceConfig: SelfManagedKafkaEventSourceConfig,
  DocumentDBEventSourceConfig: DocumentDBEventSourceConfig, EventSourceMappingArn: EventSourceMappingArn,
  ProvisionedPollerConfig: ProvisionedPollerConfig
structure EventSourceMappingLoggingConfig SystemLogLevel: EventSourceMappingSystemLogLevel
string EventSourceMappingMetric one of EventCount ErrorCount KafkaMetrics
list EventSourceMappingMetricList member of EventSourceMappingMetric 0..3
structure EventSourceMappingMetricsConfig Metrics: EventSourceMappingMetricList
string EventSourceMappingSystemLogLevel one of DEBUG INFO WARN
list EventSourceMappingsList member of EventSourceMappingConfiguration
string EventSourcePosition one of TRIM_HORIZON LATEST AT_TIMESTAMP
string EventSourceToken 0..256 like [a-zA-Z0-9._\-]+
double ExecutionEnvironmentMemoryGiBPerVCpu 2..8
integer ExecutionTimeout 1..31622400
string FileSystemArn 0..256 like arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}
structure FileSystemConfig Arn: FileSystemArn!, LocalMountPath: LocalMountPath!
list FileSystemConfigList member of FileSystemConfig 0..1
structure Filter Pattern: Pattern
structure FilterCriteria Filters: FilterList
structure FilterCriteriaError ErrorCode: FilterCriteriaErrorCode, Message: FilterCriteriaErrorMessage
string FilterCriteriaErrorCode 10..50 like [A-Za-z]+Exception
string FilterCriteriaErrorMessage 10..2048 like .*
list FilterList member of Filter
string FullDocument one of UpdateLookup Default
string FunctionArn 0..10000 like arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?
structure FunctionCode ZipFile: Blob, S3Bucket: S3Bucket, S3Key: S3Key, S3ObjectVersion: S3ObjectVersion,
  S3ObjectStorageMode: S3ObjectStorageMode, ImageUri: String, SourceKMSKeyArn: KMSKeyArn
structure FunctionCodeLocation RepositoryType: String, Location: SensitiveStringOnServerOnly, ImageUri: String,
  ResolvedImageUri: String, ResolvedS3Object: ResolvedS3Object, SourceKMSKeyArn: KMSKeyArn,
  Error: FunctionCodeLocationError
structure FunctionCodeLocationError ErrorCode: String, Message: SensitiveString
structure FunctionConfiguration FunctionName: NamespacedFunctionName, FunctionArn: NameSpacedFunctionArn,
  Runtime: Runtime, Role: RoleArn, Handler: Handler, CodeSize: Long, Description: Description, Timeout: Timeout,
  MemorySize: MemorySize, LastModified: Timestamp, CodeSha256: String, Version: Version, VpcConfig: VpcConfigResponse,
  DeadLetterConfig: DeadLetterConfig, Environment: EnvironmentResponse, KMSKeyArn: KMSKeyArn,
  TracingConfig: TracingConfigResponse, MasterArn: FunctionArn, RevisionId: String, Layers: LayersReferenceList,
  State: State, StateReason: StateReason, StateReasonCode: StateReasonCode, LastUpdateStatus: LastUpdateStatus,
  LastUpdateStatusReason: LastUpdateStatusReason, LastUpdateStatusReasonCode: LastUpdateStatusReasonCode,
  FileSystemConfigs: FileSystemConfigList, SigningProfileVersionArn: Arn, SigningJobArn: Arn, PackageType: PackageType,
  ImageConfigResponse: ImageConfigResponse, Architectures: ArchitecturesList, EphemeralStorage: EphemeralStorage,
  SnapStart: SnapStartResponse, RuntimeVersionConfig: RuntimeVersionConfig, LoggingConfig: LoggingConfig,
  TenancyConfig: TenancyConfig, CapacityProviderConfig: CapacityProviderConfig, ConfigSha256: String,
  DurableConfig: DurableConfig
list FunctionList member of FunctionConfiguration
string FunctionName 1..140 like (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?
string FunctionResponseType one of ReportBatchItemFailures
list FunctionResponseTypeList member of FunctionResponseType 0..1
string FunctionUrlAuthType one of NONE AWS_IAM
string FunctionVersion one of ALL
string FunctionVersionLatestPublished one of LATEST_PUBLISHED
structure GetAccountSettingsRequest
structure GetAccountSettingsResponse AccountLimit: AccountLimit, AccountUsage: AccountUsage
structure GetAliasRequest FunctionName: FunctionName! uri FunctionName, Name: Alias! uri Name
structure GetFunctionCodeSigningConfigRequest FunctionName: NamespacedFunctionName! uri FunctionName
structure GetFunctionCodeSigningConfigResponse CodeSigningConfigArn: CodeSigningConfigArn!, FunctionName: FunctionName!
structure GetFunctionConcurrencyRequest FunctionName: FunctionName! uri FunctionName
structure GetFunctionConcurrencyResponse ReservedConcurrentExecutions: ReservedConcurrentExecutions
structure GetFunctionConfigurationRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier
structure GetFunctionRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier
structure GetFunctionResponse Configuration: FunctionConfiguration, Code: FunctionCodeLocation, Tags: Tags,
  TagsError: TagsError, Concurrency: Concurrency
structure GetPolicyRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier
structure GetPolicyResponse Policy: String, RevisionId: String
string Handler 0..128 like [^\s]+
integer HttpStatus
structure ImageConfig EntryPoint: StringList, Command: StringList, WorkingDirectory: WorkingDirectory
structure ImageConfigError ErrorCode: String, Message: SensitiveString
structure ImageConfigResponse ImageConfig: ImageConfig, Error: ImageConfigError
integer Integer
structure InvocationRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  InvocationType: InvocationType header X-Amz-Invocation-Type, LogType: LogType header X-Amz-Log-Type,
  ClientContext: String header X-Amz-Client-Context,
  DurableExecutionName: DurableExecutionName header X-Amz-Durable-Execution-Name, Payload: Blob payload,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier, TenantId: TenantId header X-Amz-Tenant-Id
structure InvocationResponse StatusCode: Integer status, FunctionError: String header X-Amz-Function-Error,
  LogResult: String header X-Amz-Log-Result, Payload: Blob payload,
  ExecutedVersion: Version header X-Amz-Executed-Version,
  DurableExecutionArn: DurableExecutionArn header X-Amz-Durable-Execution-Arn
string InvocationType one of Event RequestResponse DryRun
structure InvokeAsyncRequest FunctionName: NamespacedFunctionName! uri FunctionName, InvokeArgs: BlobStream! payload
structure InvokeAsyncResponse Status: HttpStatus status
structure InvokeWithResponseStreamRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  LogType: LogType header X-Amz-Log-Type, ClientContext: String header X-Amz-Client-Context,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier, Payload: Blob payload,
  TenantId: TenantId header X-Amz-Tenant-Id,
  InvocationType: ResponseStreamingInvocationType header X-Amz-Invocation-Type
structure InvokeWithResponseStreamResponse StatusCode: Integer status,
  ExecutedVersion: Version header X-Amz-Executed-Version, EventStream: InvokeWithResponseStreamResponseEvent payload,
  ResponseStreamContentType: String header Content-Type
blob InvokeWithResponseStreamResponseEvent
boolean InvokedViaFunctionUrl
string KMSKeyArn 0..10000 like (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()
structure KafkaSchemaRegistryAccessConfig Type: KafkaSchemaRegistryAuthType, URI: Arn
list KafkaSchemaRegistryAccessConfigList member of KafkaSchemaRegistryAccessConfig
string KafkaSchemaRegistryAuthType one of BASIC_AUTH CLIENT_CERTIFICATE_TLS_AUTH SERVER_ROOT_CA_CERTIFICATE
structure KafkaSchemaRegistryConfig SchemaRegistryURI: SchemaRegistryUri,
  EventRecordFormat: SchemaRegistryEventRecordFormat, AccessConfigs: KafkaSchemaRegistryAccessConfigList,
  SchemaValidationConfigs: KafkaSchemaValidationConfigList
string KafkaSchemaValidationAttribute one of KEY VALUE
structure KafkaSchemaValidationConfig Attribute: KafkaSchemaValidationAttribute
list KafkaSchemaValidationConfigList member of KafkaSchemaValidationConfig
structure LambdaManagedInstancesCapacityProviderConfig CapacityProviderArn: CapacityProviderArn!,
  PerExecutionEnvironmentMaxConcurrency: PerExecutionEnvironmentMaxConcurrency,
  ExecutionEnvironmentMemoryGiBPerVCpu: ExecutionEnvironmentMemoryGiBPerVCpu
string LastUpdateStatus one of Successful Failed InProgress
string LastUpdateStatusReason
string LastUpdateStatusReasonCode one of EniLimitExceeded InsufficientRolePermissions InvalidConfiguration InternalError
  SubnetOutOfIPAddresses InvalidSubnet InvalidSecurityGroup ImageDeleted ImageAccessDenied InvalidImage
  KMSKeyAccessDenied KMSKeyNotFound InvalidStateKMSKey DisabledKMSKey EFSIOError EFSMountConnectivityError
  EFSMountFailure EFSMountTimeout InvalidRuntime InvalidZipFileException FunctionError ServiceQuotaExceededException
  VcpuLimitExceeded CapacityProviderScalingLimitExceeded InsufficientCapacity EC2RequestLimitExceeded
  FunctionError.InitTimeout FunctionError.RuntimeInitError FunctionError.ExtensionInitError
  FunctionError.InvalidEntryPoint FunctionError.InvalidWorkingDirectory FunctionError.PermissionDenied
  FunctionError.TooManyExtensions FunctionError.InitResourceExhausted DisallowedByVpcEncryptionControl DependencyError
structure Layer Arn: LayerVersionArn, CodeSize: Long, SigningProfileVersionArn: Arn, SigningJobArn: Arn
string LayerArn 1..2048 like arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+
list LayerList member of LayerVersionArn
string LayerName 1..140 like (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+
string LayerVersionArn 1..2048 like ((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))
long LayerVersionNumber
structure LayerVersionsListItem LayerVersionArn: LayerVersionArn, Version: LayerVersionNumber, Description: Description,
  CreatedDate: Timestamp, CompatibleArchitectures: CompatibleArchitectures, CompatibleRuntimes: CompatibleRuntimes,
  LicenseInfo: LicenseInfo
list LayersList member of LayersListItem
structure LayersListItem LayerName: LayerName, LayerArn: LayerArn, LatestMatchingVersion: LayerVersionsListItem
list LayersReferenceList member of Layer
string LicenseInfo 0..512 like .*
structure ListAliasesRequest FunctionName: FunctionName! uri FunctionName,
  FunctionVersion: VersionWithLatestPublished query FunctionVersion, Marker: String query Marker,
  MaxItems: MaxListItems query MaxItems
structure ListAliasesResponse NextMarker: String, Aliases: AliasList
structure ListEventSourceMappingsRequest EventSourceArn: Arn query EventSourceArn,
  FunctionName: NamespacedFunctionName query FunctionName, Marker: String query Marker,
  MaxItems: MaxListItems query MaxItems
structure ListEventSourceMappingsResponse NextMarker: String, EventSourceMappings: EventSourceMappingsList
structure ListFunctionsRequest MasterRegion: MasterRegion query MasterRegion,
  FunctionVersion: FunctionVersion query FunctionVersion, Marker: String query Marker,
  MaxItems: MaxListItems query MaxItems
structure ListFunctionsResponse NextMarker: String, Functions: FunctionList
structure ListLayersRequest CompatibleArchitecture: Architecture query CompatibleArchitecture,
  CompatibleRuntime: Runtime query CompatibleRuntime, Marker: String query Marker,
  MaxItems: MaxLayerListItems query MaxItems
structure ListLayersResponse NextMarker: String, Layers: LayersList
structure ListTagsRequest Resource: TaggableResource! uri Resource
structure ListTagsResponse Tags: Tags
structure ListVersionsByFunctionRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  Marker: String query Marker, MaxItems: MaxListItems query MaxItems
structure ListVersionsByFunctionResponse NextMarker: String, Versions: FunctionList
string LocalMountPath 0..160 like /mnt/[a-zA-Z0-9-_.]+
string LogFormat one of JSON Text
string LogGroup 1..512 like [\.\-_/#A-Za-z0-9]+
string LogType one of None Tail
structure LoggingConfig LogFormat: LogFormat, ApplicationLogLevel: ApplicationLogLevel, SystemLogLevel: SystemLogLevel,
  LogGroup: LogGroup
long Long
string MasterRegion 1..50 like ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}
integer MaxLayerListItems 1..50
integer MaxListItems 1..10000
integer MaximumBatchingWindowInSeconds 0..300
integer MaximumConcurrency 2..1000
integer MaximumNumberOfPollers 1..10000
integer MaximumRecordAgeInSeconds -1..604800
integer MaximumRetryAttemptsEventSourceMapping -1..10000
integer MemorySize 128..32768
integer MinimumNumberOfPollers 1..200
string NameSpacedFunctionArn 0..10000 like arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_\.]+(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?
string NamespacedFunctionName 1..256 like (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:|(((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?))(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?
string NamespacedStatementId 1..100 like ([a-zA-Z0-9-_.]+)
boolean NullableBoolean
string NumericLatestPublishedOrAliasQualifier 1..128 like \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+
structure OnFailure Destination: DestinationArn
structure OnSuccess Destination: DestinationArn
string PackageType one of Zip Image
integer ParallelizationFactor 1..10
string Pattern 0..4096 like [\s\S]*
integer PerExecutionEnvironmentMaxConcurrency 1..1600
string Principal 0..2048 like [^\s]+
string PrincipalOrgID 12..34 like o-[a-z0-9]{10,32}
structure ProvisionedPollerConfig MinimumPollers: MinimumNumberOfPollers, MaximumPollers: MaximumNumberOfPollers,
  PollerGroupName: ProvisionedPollerGroupName
string ProvisionedPollerGroupName 0..128 like [a-zA-Z0-9-_]*
structure PublishVersionRequest FunctionName: FunctionName! uri FunctionName, CodeSha256: String,
  Description: Description, RevisionId: String, PublishTo: FunctionVersionLatestPublished
structure PutFunctionConcurrencyRequest FunctionName: FunctionName! uri FunctionName,
  ReservedConcurrentExecutions: ReservedConcurrentExecutions!
string Queue 1..1000 like [\s\S]*
list Queues member of Queue 1..1
structure RemovePermissionRequest FunctionName: NamespacedFunctionName! uri FunctionName,
  StatementId: NamespacedStatementId! uri StatementId,
  Qualifier: NumericLatestPublishedOrAliasQualifier query Qualifier, RevisionId: String query RevisionId
integer ReservedConcurrentExecutions 0..
structure ResolvedS3Object S3Bucket: S3Bucket, S3Key: S3Key, S3ObjectVersion: S3ObjectVersion
string ResourceArn 0..10000 like (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()
string ResponseStreamingInvocationType one of RequestResponse DryRun
integer RetentionPeriodInDays 1..90
string RoleArn 0..10000 like arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+
string Runtime one of nodejs nodejs4.3 nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x nodejs16.x nodejs18.x
  nodejs20.x nodejs22.x nodejs24.x java8 java8.al2 java11 java17 java21 java25 python2.7 python3.6 python3.7 python3.8
  python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 dotnetcore1.0 dotnetcore2.0 dotnetcore2.1
  dotnetcore3.1 dotnet6 dotnet8 dotnet10 nodejs4.3-edge go1.x ruby2.5 ruby2.7 ruby3.2 ruby3.3 ruby3.4 ruby4.0 provided
  provided.al2 provided.al2023 nodejs26.x python3.15 java8.al2023 java11.al2023 java17.al2023
string RuntimeVersionArn 26..2048 like arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}::runtime:.+
structure RuntimeVersionConfig RuntimeVersionArn: RuntimeVersionArn, Error: RuntimeVersionError
structure RuntimeVersionError ErrorCode: String, Message: SensitiveString
string S3Bucket 3..63 like [0-9A-Za-z\.\-_]*(?<!\.)
string S3Key 1..1024 like .*
string S3ObjectStorageMode one of COPY REFERENCE
string S3ObjectVersion 1..1024 like .*
structure ScalingConfig MaximumConcurrency: MaximumConcurrency
string SchemaRegistryEventRecordFormat one of JSON SOURCE
string SchemaRegistryUri 1..10000 like [a-zA-Z0-9-\/*:_+=.@-]*
string SecurityGroupId 0..1024 like sg-[0-9a-zA-Z]*
list SecurityGroupIds member of SecurityGroupId 0..5
structure SelfManagedEventSource Endpoints: Endpoints
structure SelfManagedKafkaEventSourceConfig ConsumerGroupId: URI, SchemaRegistryConfig: KafkaSchemaRegistryConfig
string SensitiveString secret
string SensitiveStringOnServerOnly 0..10000
structure SnapStart ApplyOn: SnapStartApplyOn
string SnapStartApplyOn one of PublishedVersions None
string SnapStartOptimizationStatus one of On Off
structure SnapStartResponse ApplyOn: SnapStartApplyOn, OptimizationStatus: SnapStartOptimizationStatus
structure SourceAccessConfiguration Type: SourceAccessType, URI: URI
list SourceAccessConfigurations member of SourceAccessConfiguration 0..23
string SourceAccessType one of BASIC_AUTH VPC_SUBNET VPC_SECURITY_GROUP SASL_SCRAM_512_AUTH SASL_SCRAM_256_AUTH
  VIRTUAL_HOST CLIENT_CERTIFICATE_TLS_AUTH SERVER_ROOT_CA_CERTIFICATE
string SourceOwner 0..12 like \d{12}
string State one of Pending Active Inactive Failed Deactivating Deactivated ActiveNonInvocable Deleting
string StateReason
string StateReasonCode one of Idle Creating Restoring EniLimitExceeded InsufficientRolePermissions InvalidConfiguration
  InternalError SubnetOutOfIPAddresses InvalidSubnet InvalidSecurityGroup ImageDeleted ImageAccessDenied InvalidImage
  KMSKeyAccessDenied KMSKeyNotFound InvalidStateKMSKey DisabledKMSKey EFSIOError EFSMountConnectivityError
  EFSMountFailure EFSMountTimeout InvalidRuntime InvalidZipFileException FunctionError ServiceQuotaExceededException
  VcpuLimitExceeded CapacityProviderScalingLimitExceeded InsufficientCapacity EC2RequestLimitExceeded
  FunctionError.InitTimeout FunctionError.RuntimeInitError FunctionError.ExtensionInitError
  FunctionError.InvalidEntryPoint FunctionError.InvalidWorkingDirectory FunctionError.PermissionDenied
  FunctionError.TooManyExtensions FunctionError.InitResourceExhausted DisallowedByVpcEncryptionControl
  DrainingDurableExecutions DependencyError
string StatementId 1..100 like ([a-zA-Z0-9-_]+)
string String
list StringList member of String 0..1500
string SubnetId 0..1024 like subnet-[0-9a-z]*
list SubnetIds member of SubnetId 0..16
string SystemLogLevel one of DEBUG INFO WARN
string TagKey 1..128 like ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)
list TagKeyList member of TagKey
structure TagResourceRequest Resource: TaggableResource! uri Resource, Tags: Tags!
string TagValue 0..256 like ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)
string TaggableResource 1..10000 like arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})
map Tags TagKey to TagValue
structure TagsError ErrorCode: TagsErrorCode!, Message: TagsErrorMessage!
string TagsErrorCode 10..21 like [A-Za-z]+Exception
string TagsErrorMessage 84..1000 like .*
structure TenancyConfig TenantIsolationMode: TenantIsolationMode!
string TenantId 1..256 like [a-zA-Z0-9\._:\/=+\-@ ]+
string TenantIsolationMode one of PER_TENANT
integer Timeout 1..5400
string Timestamp 0..100 like .*
string Topic 1..249 like [^.]([a-zA-Z0-9\-_.]+)
list Topics member of Topic 1..1
structure TracingConfig Mode: TracingMode
structure TracingConfigResponse Mode: TracingMode
string TracingMode one of Active PassThrough
integer TumblingWindowInSeconds 0..900
string URI 1..200 like [ a-zA-Z0-9-\/*:_+=.@-]*
string UUIDString 36..36
integer UnreservedConcurrentExecutions 0..
structure UntagResourceRequest Resource: TaggableResource! uri Resource, TagKeys: TagKeyList! query tagKeys
structure UpdateAliasRequest FunctionName: FunctionName! uri FunctionName, Name: Alias! uri Name,
  FunctionVersion: VersionWithLatestPublished, Description: Description, RoutingConfig: AliasRoutingConfiguration,
  RevisionId: String
structure UpdateFunctionCodeRequest FunctionName: FunctionName! uri FunctionName, ZipFile: Blob, S3Bucket: S3Bucket,
  S3Key: S3Key, S3ObjectVersion: S3ObjectVersion, S3ObjectStorageMode: S3ObjectStorageMode, ImageUri: String,
  Architectures: ArchitecturesList, Publish: Boolean, PublishTo: FunctionVersionLatestPublished, DryRun: Boolean,
  RevisionId: String, SourceKMSKeyArn: KMSKeyArn
structure UpdateFunctionConfigurationRequest FunctionName: FunctionName! uri FunctionName, Role: RoleArn,
  Handler: Handler, Description: Description, Timeout: Timeout, MemorySize: MemorySize, VpcConfig: VpcConfig,
  Environment: Environment, Runtime: Runtime, DeadLetterConfig: DeadLetterConfig, KMSKeyArn: KMSKeyArn,
  TracingConfig: TracingConfig, RevisionId: String, Layers: LayerList, FileSystemConfigs: FileSystemConfigList,
  ImageConfig: ImageConfig, EphemeralStorage: EphemeralStorage, SnapStart: SnapStart, LoggingConfig: LoggingConfig,
  CapacityProviderConfig: CapacityProviderConfig, DurableConfig: DurableConfig
string Version 1..1024 like (\$LATEST|[0-9]+)
string VersionWithLatestPublished 1..1024 like (\$LATEST(\.PUBLISHED)?|[0-9]+)
structure VpcConfig SubnetIds: SubnetIds, SecurityGroupIds: SecurityGroupIds, Ipv6AllowedForDualStack: NullableBoolean
structure VpcConfigResponse SubnetIds: SubnetIds, SecurityGroupIds: SecurityGroupIds, VpcId: VpcId,
  Ipv6AllowedForDualStack: NullableBoolean
string VpcId
double Weight 0..1
string WorkingDirectory 0..1000
`;
