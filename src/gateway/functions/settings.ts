// What a function may be set to: bounds and defaults of the API model, checked before anything is stored, and the shape in
// which GetFunctionConfiguration shows them. What AWS has and this server has not is refused by name, never dropped.
// AWS API: CreateFunction, UpdateFunctionConfiguration; DG: gettingstarted-limits (environment of 4 KB).

import { constraintFault, invalidParameter, unavailable } from "./faults.ts";
import type { FunctionConfiguration, FunctionSettings } from "./shapes.ts";

/** Octets of all names and values of the environment. */
const mostEnvironmentOctets = 4096;
const longestDescription = 256;
const longestHandler = 128;

const bounds = {
  Timeout: { member: "timeout", least: 1, most: 900 },
  MemorySize: { member: "memorySize", least: 128, most: 10_240 },
} as const;

const runtimes =
  /^(nodejs(\d+\.x|4\.3|6\.10|8\.10|4\.3-edge)?|python[23]\.\d+|java(8|11|17|21|25)(\.al2|\.al2023)?|dotnet(core\d\.\d|\d+)|go1\.x|ruby\d\.\d|provided(\.al2|\.al2023)?)$/;

const variableName = /^[a-zA-Z]\w+$/;

/** Variables that the runtime itself sets (DG: configuration-envvars, reserved environment variables). */
const reserved: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** Throws InvalidParameterValueException for the first member that is out of bounds or not available here. */
export function checkSettings(settings: FunctionSettings): void {
  for (const name of ["Timeout", "MemorySize"] as const) {
    const value = settings[name];
    const { member, least, most } = bounds[name];
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < least)
      throw constraintFault(String(value), member, `have value greater than or equal to ${least}`);
    if (value > most) throw constraintFault(String(value), member, `have value less than or equal to ${most}`);
  }
  checkTexts(settings);
  checkEnvironment(settings.Environment?.Variables ?? {});
  checkAvailable(settings);
}

function checkTexts({ Runtime, Role, Handler, Description, EphemeralStorage }: FunctionSettings): void {
  if (Runtime !== undefined && !runtimes.test(Runtime))
    throw invalidParameter(
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs24.x, nodejs22.x, nodejs20.x, …] or be a valid ARN`,
    );
  if (Role !== undefined && !/^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[\w+=,.@\-/]+$/.test(Role))
    throw constraintFault(
      Role,
      "role",
      "satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    );
  if (Handler !== undefined && (!/^\S+$/.test(Handler) || Handler.length > longestHandler))
    throw constraintFault(Handler, "handler", "satisfy regular expression pattern: [^\\s]+");
  if (Description !== undefined && Description.length > longestDescription)
    throw constraintFault(Description, "description", `have length less than or equal to ${longestDescription}`);
  const size = EphemeralStorage?.Size;
  if (size !== undefined && (size < 512 || size > 10_240))
    throw constraintFault(String(size), "ephemeralStorage.size", "have value from 512 to 10240");
}

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  let octets = 0;
  const encoder = new TextEncoder();
  for (const [name, value] of Object.entries(variables)) {
    if (!variableName.test(name))
      throw constraintFault(
        name,
        "environment.variables",
        "satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+",
      );
    octets += encoder.encode(name).length + encoder.encode(value).length;
  }
  const taken = Object.keys(variables).filter((name) => reserved.has(name));
  if (taken.length > 0)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(", ")}`,
    );
  if (octets > mostEnvironmentOctets)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
    );
}

function checkAvailable(settings: FunctionSettings): void {
  if ((settings.Layers ?? []).length > 0) throw unavailable("Layers");
  if ((settings.FileSystemConfigs ?? []).length > 0) throw unavailable("FileSystemConfigs");
  if (settings.ImageConfig !== undefined && Object.keys(settings.ImageConfig as object).length > 0)
    throw unavailable("ImageConfig");
  if (settings.CapacityProviderConfig !== undefined) throw unavailable("CapacityProviderConfig");
  if (settings.DurableConfig !== undefined) throw unavailable("DurableConfig");
}

type Settable = Omit<
  FunctionConfiguration,
  | "FunctionName"
  | "FunctionArn"
  | "CodeSize"
  | "CodeSha256"
  | "LastModified"
  | "Version"
  | "RevisionId"
  | "Architectures"
>;

/** What is set, where the request says nothing as it was before, or as it is by default. */
export function settingsOf(
  name: string,
  said: FunctionSettings,
  before: Partial<FunctionConfiguration> = {},
): Settable {
  const runtime = said.Runtime ?? before.Runtime;
  const handler = said.Handler ?? before.Handler;
  const variables = said.Environment === undefined ? before.Environment?.Variables : said.Environment.Variables;
  const vpc = said.VpcConfig === undefined ? before.VpcConfig : showVpc(said.VpcConfig);
  const target =
    said.DeadLetterConfig === undefined ? before.DeadLetterConfig?.TargetArn : said.DeadLetterConfig.TargetArn;
  const key = said.KMSKeyArn ?? before.KMSKeyArn ?? "";
  const logging = said.LoggingConfig ?? before.LoggingConfig;
  const applyOn = said.SnapStart?.ApplyOn ?? before.SnapStart?.ApplyOn ?? "None";
  return {
    ...(runtime !== undefined && { Runtime: runtime }),
    Role: said.Role ?? before.Role ?? "",
    ...(handler !== undefined && { Handler: handler }),
    Description: said.Description ?? before.Description ?? "",
    Timeout: said.Timeout ?? before.Timeout ?? 3,
    MemorySize: said.MemorySize ?? before.MemorySize ?? 128,
    ...(vpc !== undefined && { VpcConfig: vpc }),
    ...(target !== undefined && target !== "" && { DeadLetterConfig: { TargetArn: target } }),
    ...(variables !== undefined && Object.keys(variables).length > 0 && { Environment: { Variables: variables } }),
    ...(key !== "" && { KMSKeyArn: key }),
    TracingConfig: { Mode: said.TracingConfig?.Mode ?? before.TracingConfig?.Mode ?? "PassThrough" },
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    EphemeralStorage: { Size: said.EphemeralStorage?.Size ?? before.EphemeralStorage?.Size ?? 512 },
    SnapStart: { ApplyOn: applyOn, OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}`, ...logging },
  };
}

function showVpc({ SubnetIds = [], SecurityGroupIds = [] }: NonNullable<FunctionSettings["VpcConfig"]>): unknown {
  return { SubnetIds, SecurityGroupIds, VpcId: "", Ipv6AllowedForDualStack: false };
}

/** As Lambda writes dates: 2024-01-02T03:04:05.000+0000. */
export function modifiedAt(nowMs: number): string {
  return new Date(nowMs).toISOString().replace("Z", "+0000");
}
