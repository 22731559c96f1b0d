// Which members a health check of each type has, and what they may say (API:HealthCheckConfig); and the defaults of those
// that are left out. One table says who may have what. Seen from the service: a metric region (aws-sdk-php#1528), an
// insufficient data health state, a failure threshold of a calculated check, a missing health threshold (terraform-provider-
// aws#44004); and of TCP checks a name beside an address (aws-sdk-php#1527) and a resource path, which are said without the
// words "Invalid parameter". The others are written in their manner.

import type { Work } from "./context.ts";
import type { ApiFault } from "./faults.ts";
import type { HealthCheckConfig, HealthCheckRow, HealthCheckType } from "./health-check-shapes.ts";
import { invalidInput } from "./faults.ts";
import { isAddress, isPublicTarget } from "./health-check-addresses.ts";
import { table } from "./table-names.ts";

type Member = Exclude<keyof HealthCheckConfig, "Type" | "Inverted" | "Disabled">;

/** What a fault calls the kind of check, and a member. */
const kindWords = {
  basic: "Basic",
  calculated: "Calculated",
  metric: "CloudWatch metric",
  control: "Recovery control",
} as const;

type Kind = keyof typeof kindWords;

interface MemberRule {
  readonly words: string;
  readonly kinds: readonly Kind[];
}

/** Who may have which member. */
const members: Readonly<Record<Member, MemberRule>> = {
  IPAddress: { words: "an IP address", kinds: ["basic"] },
  Port: { words: "a port", kinds: ["basic"] },
  ResourcePath: { words: "a resource path", kinds: ["basic"] },
  FullyQualifiedDomainName: { words: "a fully qualified domain name", kinds: ["basic"] },
  SearchString: { words: "a search string", kinds: ["basic"] },
  EnableSNI: { words: "SNI", kinds: ["basic"] },
  Regions: { words: "regions", kinds: ["basic"] },
  RequestInterval: { words: "a request interval", kinds: ["basic", "metric"] },
  FailureThreshold: { words: "a failure threshold", kinds: ["basic", "metric"] },
  MeasureLatency: { words: "latency measurement", kinds: ["basic", "calculated", "metric"] },
  HealthThreshold: { words: "a health threshold", kinds: ["calculated"] },
  ChildHealthChecks: { words: "child health checks", kinds: ["calculated"] },
  AlarmIdentifier: { words: "an metric region", kinds: ["metric"] }, // sic
  InsufficientDataHealthStatus: { words: "an insufficient data health state", kinds: ["metric"] },
  RoutingControlArn: { words: "a routing control", kinds: ["control"] },
};

const maxChildren = 256;
const fewestRegions = 3;

/** The configuration with its defaults, when it is sound; throws the first thing that is not. */
export function checkedConfig(work: Work, given: HealthCheckConfig): HealthCheckConfig {
  const config = withoutEmptyTexts(given);
  const kind = kindOf(config.Type);
  for (const [member, { words, kinds }] of Object.entries(members)) {
    if (kinds.includes(kind) || isVoid(config[member as Member])) continue;
    throw fault(`${kindWords[kind]} health checks must not have ${words} specified.`);
  }
  switch (kind) {
    case "basic":
      refuseEndpoint(work, config);
      break;
    case "calculated":
      refuseChildren(work, config);
      break;
    case "metric":
      if (config.AlarmIdentifier === undefined)
        throw fault("CloudWatch metric health checks must have an alarm identifier specified.");
      break;
    case "control":
      if (config.RoutingControlArn === undefined)
        throw fault("Recovery control health checks must have a routing control specified.");
      break;
  }
  return withDefaults(kind, config);
}

/** A name or a path that is empty is none: that is how Terraform's provider takes one away from a check. */
function withoutEmptyTexts(given: HealthCheckConfig): HealthCheckConfig {
  const { FullyQualifiedDomainName, ResourcePath, ...config } = given;
  return {
    ...config,
    ...((FullyQualifiedDomainName ?? "") !== "" && { FullyQualifiedDomainName }),
    ...((ResourcePath ?? "") !== "" && { ResourcePath }),
  };
}

function kindOf(type: HealthCheckType): Kind {
  switch (type) {
    case "CALCULATED":
      return "calculated";
    case "CLOUDWATCH_METRIC":
      return "metric";
    case "RECOVERY_CONTROL":
      return "control";
    case "HTTP":
    case "HTTPS":
    case "HTTP_STR_MATCH":
    case "HTTPS_STR_MATCH":
    case "TCP":
      return "basic";
  }
}

/** Some clients send empty lists, and false, for what they do not mean. */
function isVoid(value: HealthCheckConfig[Member]): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function refuseEndpoint(work: Work, config: HealthCheckConfig): void {
  const { Type, IPAddress, FullyQualifiedDomainName: name, SearchString, RequestInterval, Port } = config;
  if (Type === "TCP") refuseTcp(config);
  if (IPAddress === undefined && name === undefined)
    throw fault("Basic health checks must have an IP address or a fully qualified domain name specified.");
  if (IPAddress !== undefined) refuseAddress(work, IPAddress);
  if (name !== undefined && !isHostName(name)) throw fault(`${name} is not a valid fully qualified domain name.`);
  const searches = Type === "HTTP_STR_MATCH" || Type === "HTTPS_STR_MATCH";
  if (searches && (SearchString ?? "") === "")
    throw fault(`${Type} health checks must have a search string specified.`);
  if (!searches && SearchString !== undefined)
    throw fault(`${Type} health checks must not have a search string specified.`);
  if (RequestInterval !== undefined && RequestInterval !== 10 && RequestInterval !== 30)
    throw fault("The request interval must be 10 or 30 seconds.");
  if (Port !== undefined && (Port < 1 || Port > 65_535)) throw fault("The port must be a number from 1 to 65535.");
  refuseRegions(config.Regions);
}

function refuseTcp({ IPAddress, FullyQualifiedDomainName, Port, ResourcePath }: HealthCheckConfig): void {
  if (IPAddress !== undefined && FullyQualifiedDomainName !== undefined)
    throw invalidInput("TCP health checks that have IP address must not have a fully qualified domain name specified.");
  if (Port === undefined) throw invalidInput("TCP health checks must have a port specified.");
  if (ResourcePath !== undefined) throw invalidInput("TCP health checks must not have a resource path specified.");
}

function refuseAddress(work: Work, address: string): void {
  if (!isAddress(address)) throw fault(`${address} is not a valid IP address.`);
  if (work.settings.privateHealthTargets === "allowed" || isPublicTarget(address)) return;
  throw fault(`The IP address ${address} is in a local, private, non-routable, or multicast range.`);
}

function refuseRegions(regions: readonly string[] | undefined): void {
  if (regions === undefined || regions.length === 0) return;
  if (regions.length < fewestRegions) throw fault(`Health checks must have at least ${fewestRegions} regions.`);
  if (new Set(regions).size < regions.length) throw fault("The regions of a health check must be different.");
}

/** Labels of letters, digits, hyphens and underscores; addresses are no names. */
function isHostName(name: string): boolean {
  return name.length <= 255 && /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/.test(name) && !/^[\d.]+$/.test(name);
}

function refuseChildren(work: Work, { ChildHealthChecks = [], HealthThreshold }: HealthCheckConfig): void {
  if (HealthThreshold === undefined) throw fault("Calculated health checks must have a health threshold specified.");
  if (ChildHealthChecks.length > maxChildren)
    throw fault(`Calculated health checks must not have more than ${maxChildren} child health checks.`);
  if (new Set(ChildHealthChecks).size < ChildHealthChecks.length)
    throw fault("The child health checks of a health check must be different.");
  if (work.settings.strictness === "lenient") return;
  for (const id of ChildHealthChecks) {
    const row = work.tables.get(table.healthChecks, id);
    const child = row === null ? null : (JSON.parse(row) as HealthCheckRow);
    if (child?.account !== work.context.account) throw fault(`The child health check ${id} does not exist.`);
    if (child.config.Type === "CALCULATED") throw fault(`The child health check ${id} is a calculated health check.`);
  }
}

/** As the service answers: defaults filled in, what was not given and has none left out (recorded for HTTP). */
function withDefaults(kind: Kind, config: HealthCheckConfig): HealthCheckConfig {
  const { Type } = config;
  const common = { ...config, Inverted: config.Inverted ?? false, Disabled: config.Disabled ?? false };
  if (kind === "metric")
    return { ...common, InsufficientDataHealthStatus: config.InsufficientDataHealthStatus ?? "LastKnownStatus" };
  if (kind === "calculated") return { ...common, ChildHealthChecks: config.ChildHealthChecks ?? [] };
  if (kind === "control") return common;
  const isHttps = Type === "HTTPS" || Type === "HTTPS_STR_MATCH";
  return {
    ...common,
    Port: config.Port ?? (isHttps ? 443 : 80),
    RequestInterval: config.RequestInterval ?? 30,
    FailureThreshold: config.FailureThreshold ?? 3,
    MeasureLatency: config.MeasureLatency ?? false,
    EnableSNI: config.EnableSNI ?? isHttps,
  };
}

function fault(message: string): ApiFault {
  return invalidInput(`Invalid parameter : ${message}`);
}
