// The routes of an API as rows, from either of the two things that the control API tells of it: the working copy's resources
// (GetResources, embed=methods), or the document that a stage serves (GetExport with all extensions) together with the stage's
// settings. Both make the same rows. What caches and throttles is a stage's, so the working copy has neither.

import { type SettingOfMethod, settingOf } from "../../gateway/engine/method-settings.ts";
import type { Authorizer, Integration, Method, MethodSetting, Resource, Stage } from "../../gateway/model/shapes.ts";

export interface RouteRow {
  readonly verb: string;
  readonly path: string;
  /** What answers: a function's name, a URL, mock. */
  readonly integration: string;
  readonly authorizer: string | null;
  readonly key: boolean;
  readonly validator: string | null;
  /** Seconds; null: nothing is cached. */
  readonly cacheSeconds: number | null;
  /** Requests a second and burst; null: only the account's limit. */
  readonly throttle: { readonly rate: number; readonly burst: number } | null;
}

export interface WorkingCopy {
  readonly resources: readonly Resource[];
  readonly authorizers: readonly Pick<Authorizer, "id" | "name">[];
  readonly validators: readonly { readonly id: string; readonly name: string }[];
}

export function workingRoutes({ resources, authorizers, validators }: WorkingCopy): RouteRow[] {
  const nameOf = (list: WorkingCopy["validators"], id: string | undefined): string | null =>
    id === undefined ? null : (list.find((one) => one.id === id)?.name ?? id);
  const rows = resources.flatMap(({ path, resourceMethods = {} }) =>
    Object.values(resourceMethods).map((method): RouteRow => ({
      verb: method.httpMethod,
      path,
      integration: integrationText(method.methodIntegration),
      authorizer: nameOf(authorizers, method.authorizerId) ?? authorizationText(method),
      key: method.apiKeyRequired,
      validator: nameOf(validators, method.requestValidatorId),
      cacheSeconds: null,
      throttle: null,
    })),
  );
  return inOrder(rows);
}

/** The parts of an exported document that make a route. */
export interface ServedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ServedOperation>>>>;
}

interface ServedOperation {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-integration"?: Partial<Integration> & { readonly type: string };
}

const anyMethod = "x-amazon-apigateway-any-method";

export function servedRoutes({ paths }: ServedDocument, stage: Stage): RouteRow[] {
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([key, operation]): RouteRow => {
      const verb = key === anyMethod ? "ANY" : key.toUpperCase();
      const schemes = (operation.security ?? []).flatMap((one) => Object.keys(one));
      const setting = settingOf(stage.methodSettings, path, verb, verb);
      return {
        verb,
        path,
        integration: integrationText(operation["x-amazon-apigateway-integration"]),
        authorizer: schemes.find((scheme) => scheme !== "api_key") ?? null,
        key: schemes.includes("api_key"),
        validator: operation["x-amazon-apigateway-request-validator"] ?? null,
        cacheSeconds: cacheSeconds(stage, verb, setting),
        throttle: throttleOf(setting.setting),
      };
    }),
  );
  return inOrder(rows);
}

/** By the stage's switch alone only GET is cached (AWS guide: api-gateway-caching). */
function cacheSeconds(stage: Stage, verb: string, { setting, isOwn }: SettingOfMethod): number | null {
  const isCached = stage.cacheClusterEnabled && setting.cachingEnabled && (verb === "GET" || isOwn);
  return isCached && setting.cacheTtlInSeconds > 0 ? setting.cacheTtlInSeconds : null;
}

function throttleOf({ throttlingRateLimit: rate, throttlingBurstLimit: burst }: MethodSetting): RouteRow["throttle"] {
  return rate < 0 && burst < 0 ? null : { rate, burst };
}

function authorizationText({ authorizationType }: Method): string | null {
  return authorizationType === "NONE" ? null : authorizationType;
}

/** A function is shown by its name, everything else by its URI. */
function integrationText(integration: (Partial<Integration> & { readonly type: string }) | undefined): string {
  if (integration === undefined) return "none";
  const { uri = "", connectionId } = integration;
  const [, name] = /:function:([^/]+)\/invocations$/.exec(uri) ?? [];
  const type = integration.type.toUpperCase();
  const end = connectionId === undefined ? "" : ` by ${connectionId}`;
  switch (type) {
    case "MOCK":
      return "mock";
    case "AWS_PROXY":
      return `function ${name ?? uri}`;
    case "AWS":
      return name === undefined ? `mapped ${uri}` : `function ${name}, mapped`;
    case "HTTP":
      return `${uri}, mapped${end}`;
    default:
      return `${uri}${end}`;
  }
}

function inOrder(rows: readonly RouteRow[]): RouteRow[] {
  return rows.toSorted((a, b) => order(a.path, b.path) || order(a.verb, b.verb));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
