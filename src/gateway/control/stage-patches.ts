// What of a stage can be patched. Stages have a grammar of their own, and so their own loop: settings of methods whose paths
// begin with any resource's, promotion of a canary by `copy`, and a removal that takes every unknown path for a method's
// (AWS API reference: patch-operations, Stage; every text as recorded). Read next: ./method-settings.ts, ./stages.ts.

import { readPointerToken } from "../../base/json-pointer.ts";
import type { CanarySettings, Stage } from "../model/shapes.ts";
import { enums } from "./constraints.ts";
import { badRequest } from "./faults.ts";
import { settingPath, withSetting } from "./method-settings.ts";
import { type Draft, matchPath, type PatchOperation } from "./patch.ts";
import { isTrue, readNumber } from "./patch-rows.ts";
import { cacheCluster, checkVariable } from "./stage-rows.ts";

/** What a stage may refer to. Each throws when there is no such thing. */
export interface StageReferences {
  requireDeployment(deploymentId: string): void;
  requireDocumentation(version: string): void;
  requireClientCertificate(id: string): void;
}

type StageDraft = Draft<Stage>;

export function patchedStage(stage: Stage, operations: readonly PatchOperation[], references: StageReferences): Stage {
  const draft: StageDraft = { ...stage };
  for (const { op, path = "", from = "", value = null } of operations) {
    if (op === "copy") copy(draft, from, path);
    else if (op === "remove") remove(draft, path);
    else if (op === "replace" || op === "add") set(draft, { op, path, value, references });
    else throw badRequest(`Invalid ${op} operation with path: ${path}`);
  }
  return draft;
}

const copyTargets = ["/deploymentId", "/variables"];
const copySources = ["/canarySettings/deploymentId", "/canarySettings/stageVariableOverrides"];

function copy(draft: StageDraft, from: string, path: string): void {
  const at = copyTargets.indexOf(path);
  if (at === -1 || copySources[at] !== from)
    throw badRequest(
      `Invalid copy operation with path: ${path} and from ${from}. Valid copy:path are [${copyTargets.join(", ")}] and valid copy:from are [${copySources.join(", ")}]`,
    );
  const { canarySettings: canary } = draft;
  if (canary === undefined) throw badRequest("Promotion not available. Canary does not exist.");
  if (path === "/deploymentId") draft.deploymentId = canary.deploymentId;
  else if (canary.stageVariableOverrides !== undefined)
    draft.variables = { ...draft.variables, ...canary.stageVariableOverrides };
}

/** Members that can be removed as a whole. */
const removable: ReadonlyMap<string, keyof Stage> = new Map([
  ["/canarySettings", "canarySettings"],
  ["/accessLogSettings", "accessLogSettings"],
  ["/clientCertificateId", "clientCertificateId"],
  ["/documentationVersion", "documentationVersion"],
  ["/webAclArn", "webAclArn"],
]);

function remove(draft: StageDraft, path: string): void {
  const member = removable.get(path);
  if (member !== undefined) {
    delete draft[member as "canarySettings"];
    return;
  }
  const [name] = matchPath("/variables/*", path) ?? [];
  if (name !== undefined && Object.hasOwn(draft.variables ?? {}, name)) {
    draft.variables = without(draft.variables ?? {}, name);
    return;
  }
  const [override] = matchPath("/canarySettings/stageVariableOverrides/*", path) ?? [];
  const { canarySettings: canary } = draft;
  if (override !== undefined && canary?.stageVariableOverrides !== undefined) {
    draft.canarySettings = {
      ...canary,
      stageVariableOverrides: without(canary.stageVariableOverrides, override),
    };
    return;
  }
  const key = path.slice(1);
  if (!Object.hasOwn(draft.methodSettings, key))
    throw badRequest(`Cannot remove method setting ${key} because there is no method setting for this method `);
  draft.methodSettings = without(draft.methodSettings, key);
}

function without<Value>(map: { readonly [name: string]: Value }, name: string): { readonly [name: string]: Value } {
  return Object.fromEntries(Object.entries(map).filter(([each]) => each !== name));
}

interface Assignment {
  readonly op: "add" | "replace";
  readonly path: string;
  readonly value: string | null;
  readonly references: StageReferences;
}

function set(draft: StageDraft, assignment: Assignment): void {
  const { op, path, value } = assignment;
  if (path === "/accessLogSettings" || path.startsWith("/accessLogSettings/")) {
    setAccessLog(draft, path, value);
    return;
  }
  const [variable] = matchPath("/variables/*", path) ?? [];
  if (variable !== undefined) {
    checkVariable(variable, value ?? "");
    draft.variables = { ...draft.variables, [variable]: value ?? "" };
    return;
  }
  const setting = settingPath(path);
  if (setting !== null) {
    draft.methodSettings = withSetting(draft.methodSettings, setting, value);
    return;
  }
  if (op === "add") throw badRequest(`Invalid add operation with path: ${path}`);
  if (path.startsWith("/canarySettings/")) setCanary(draft, assignment);
  else setMember(draft, assignment);
}

function setAccessLog(draft: StageDraft, path: string, value: string | null): void {
  const member = path.slice("/accessLogSettings/".length);
  if (member !== "destinationArn" && member !== "format")
    throw badRequest(
      "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]",
    );
  if (value === null || value === "") throw badRequest("Access Log value must not be empty");
  if (member === "format") checkLogFormat(value);
  else if (!isArn(value)) throw badRequest("Invalid ARN specified in the request");
  draft.accessLogSettings = { ...draft.accessLogSettings, [member]: value };
}

/** One line, which says which request it is of (API model: AccessLogSettings). */
function checkLogFormat(format: string): void {
  if (/[\r\n]/.test(format.replace(/\r?\n$/, "")))
    throw badRequest(
      `Access Log format must be single line, new line character is allowed only at end of the format: '${format}'`,
    );
  if (!/\$(context\.(requestId|extendedRequestId)\b|\{context\.(requestId|extendedRequestId)\})/.test(format))
    throw badRequest(
      `Access Log format must include either $context.requestId or $context.extendedRequestId : '${format}'`,
    );
}

function isArn(text: string): boolean {
  return /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/.test(text);
}

function setCanary(draft: StageDraft, { path, value, references }: Assignment): void {
  const canary: Draft<CanarySettings> = {
    percentTraffic: 0,
    deploymentId: draft.deploymentId,
    useStageCache: false,
    ...draft.canarySettings,
  };
  const member = path.slice("/canarySettings/".length);
  if (member === "percentTraffic") {
    canary.percentTraffic = readNumber(value, {
      least: 0,
      most: 100,
      fault: "Canary percentTraffic must be between 0 and 100",
    });
  } else if (member === "deploymentId") {
    references.requireDeployment(value ?? "");
    canary.deploymentId = value ?? "";
  } else if (member === "useStageCache") {
    canary.useStageCache = isTrue(value);
  } else if (/^stageVariableOverrides\/[^/]+$/.test(member)) {
    const name = readPointerToken(member.slice("stageVariableOverrides/".length));
    checkVariable(name, value ?? "");
    canary.stageVariableOverrides = { ...canary.stageVariableOverrides, [name]: value ?? "" };
  } else {
    throw unknownPath(path);
  }
  draft.canarySettings = canary;
}

function setMember(draft: StageDraft, { path, value, references }: Assignment): void {
  switch (path) {
    case "/deploymentId":
      references.requireDeployment(value ?? "");
      draft.deploymentId = value ?? "";
      break;
    case "/description":
      setText(draft, "description", value);
      break;
    case "/clientCertificateId":
      if ((value ?? "") !== "") references.requireClientCertificate(value ?? "");
      setText(draft, "clientCertificateId", value);
      break;
    case "/documentationVersion":
      if ((value ?? "") !== "") references.requireDocumentation(value ?? "");
      setText(draft, "documentationVersion", value);
      break;
    case "/tracingEnabled":
      draft.tracingEnabled = isTrue(value);
      break;
    case "/cacheClusterEnabled":
      Object.assign(draft, cacheCluster(draft, { cacheClusterEnabled: isTrue(value) }));
      break;
    case "/cacheClusterSize":
      if (value === null || !(enums.cacheClusterSize as readonly string[]).includes(value))
        throw badRequest(`Invalid cache cluster size specified. Valid options are ${enums.cacheClusterSize.join(",")}`);
      Object.assign(draft, cacheCluster(draft, { cacheClusterSize: value }));
      break;
    default:
      throw unknownPath(path);
  }
}

function setText(
  draft: StageDraft,
  member: "description" | "clientCertificateId" | "documentationVersion",
  value: string | null,
): void {
  if (value === null || value === "") delete draft[member];
  else draft[member] = value;
}

/** The list is the service's, its lost commas included. */
function unknownPath(path: string): Error {
  return badRequest(
    `Invalid method setting path: ${path}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]`,
  );
}
