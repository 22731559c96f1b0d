// The Lambda API's structures, as the model has them: members in its spelling, absent where nobody said them.
// Members that this server takes and returns without acting on them are `unknown` here.

export interface FunctionCode {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
}

/** What CreateFunction and UpdateFunctionConfiguration have in common. */
export interface FunctionSettings {
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly VpcConfig?: { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[] };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly TracingConfig?: { readonly Mode?: string };
  readonly Layers?: readonly string[];
  readonly FileSystemConfigs?: readonly unknown[];
  readonly ImageConfig?: unknown;
  readonly EphemeralStorage?: { readonly Size: number };
  readonly SnapStart?: { readonly ApplyOn?: string };
  readonly LoggingConfig?: { readonly LogFormat?: string; readonly LogGroup?: string };
  readonly CapacityProviderConfig?: unknown;
  readonly DurableConfig?: unknown;
}

export interface CreateFunctionRequest extends FunctionSettings {
  readonly FunctionName: string;
  readonly Code: FunctionCode;
  readonly Publish?: boolean;
  readonly PackageType?: string;
  readonly Architectures?: readonly string[];
  readonly Tags?: Readonly<Record<string, string>>;
  readonly CodeSigningConfigArn?: string;
  readonly TenancyConfig?: unknown;
}

export interface UpdateFunctionCodeRequest extends FunctionCode {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
}

export interface UpdateFunctionConfigurationRequest extends FunctionSettings {
  readonly FunctionName: string;
  readonly RevisionId?: string;
}

export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Runtime?: string;
  readonly Role: string;
  readonly Handler?: string;
  readonly CodeSize: number;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly LastModified: string;
  readonly CodeSha256: string;
  readonly Version: string;
  readonly VpcConfig?: unknown;
  readonly DeadLetterConfig?: { readonly TargetArn: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly KMSKeyArn?: string;
  readonly TracingConfig: { readonly Mode: string };
  readonly RevisionId: string;
  readonly State?: "Active";
  readonly LastUpdateStatus?: "Successful";
  readonly PackageType: "Zip";
  readonly Architectures: readonly string[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly SnapStart: { readonly ApplyOn: string; readonly OptimizationStatus: "On" | "Off" };
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: string };
}

export interface NamedRequest {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

export interface Paging {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export interface GetFunctionResponse {
  readonly Configuration: FunctionConfiguration;
  readonly Code: { readonly RepositoryType?: string; readonly Location?: string };
  readonly Tags?: Readonly<Record<string, string>>;
  readonly Concurrency?: { readonly ReservedConcurrentExecutions: number };
}

export interface AliasConfiguration {
  readonly AliasArn: string;
  readonly Name: string;
  readonly FunctionVersion: string;
  readonly Description: string;
  readonly RoutingConfig?: RoutingConfig;
  readonly RevisionId: string;
}

export interface RoutingConfig {
  /** At most one version, and the share of invocations that it gets. */
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>>;
}

export interface AliasRequest {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: RoutingConfig;
  readonly RevisionId?: string;
}

export interface AddPermissionRequest extends NamedRequest {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
  readonly RevisionId?: string;
}

export interface RemovePermissionRequest extends NamedRequest {
  readonly StatementId: string;
  readonly RevisionId?: string;
}

/** One statement of a resource policy, as AddPermission makes it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The output of operations that have none. */
export type Nothing = Readonly<Record<string, never>>;
