// Cross-origin sharing, as API Gateway has it (AWS guide: how-to-cors, enable-cors-for-resource-using-swagger-importer-tool):
// there is no switch and nothing is implied. A preflight is answered by an OPTIONS method with a MOCK integration that maps
// the three headers; what the gateway answers by itself gets them through the two fallback gateway responses; backends of
// proxy integrations send them themselves. Here these objects are made, and whoever asked for them stores them.

import type { GatewayResponse, GatewayResponseType, Method } from "./shapes.ts";

export interface CorsRule {
  /** An origin, or * for everybody. */
  readonly allowOrigin: string;
  /** Verbs of the resource; OPTIONS is added. */
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials?: boolean;
}

/** What AWS's console fills in. */
export const usualAllowHeaders: readonly string[] = [
  "Content-Type",
  "X-Amz-Date",
  "Authorization",
  "X-Api-Key",
  "X-Amz-Security-Token",
];

/** The OPTIONS method of a resource, its integration and both responses within. A fault of the rule is a sentence. */
export function corsMethod(rule: CorsRule, cacheNamespace: string): Method | string {
  const fault = faultOf(rule);
  if (fault !== null) return fault;
  const headers = preflightHeaders(rule);
  return {
    httpMethod: "OPTIONS",
    authorizationType: "NONE",
    apiKeyRequired: false,
    methodResponses: {
      "200": {
        statusCode: "200",
        responseParameters: mapNames(headers, (name) => [`method.response.header.${name}`, false]),
        responseModels: { "application/json": "Empty" },
      },
    },
    methodIntegration: {
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      cacheNamespace,
      cacheKeyParameters: [],
      integrationResponses: {
        "200": {
          statusCode: "200",
          responseParameters: mapNames(headers, (name, value) => [`method.response.header.${name}`, `'${value}'`]),
          responseTemplates: { "application/json": "" },
        },
      },
    },
  };
}

/** The two fallbacks, so that a browser may read a 403 or a 504 too. */
export function corsGatewayResponses(rule: CorsRule): readonly GatewayResponse[] | string {
  const fault = faultOf(rule);
  if (fault !== null) return fault;
  const headers = preflightHeaders(rule);
  const types: readonly GatewayResponseType[] = ["DEFAULT_4XX", "DEFAULT_5XX"];
  return types.map((responseType) => ({
    responseType,
    defaultResponse: false,
    responseParameters: mapNames(headers, (name, value) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
  }));
}

function preflightHeaders(rule: CorsRule): ReadonlyMap<string, string> {
  const methods = [...new Set(["OPTIONS", ...rule.allowMethods])].toSorted();
  const headers = new Map([
    ["Access-Control-Allow-Headers", rule.allowHeaders.join(",")],
    ["Access-Control-Allow-Methods", methods.join(",")],
    ["Access-Control-Allow-Origin", rule.allowOrigin],
  ]);
  if (rule.allowCredentials === true) headers.set("Access-Control-Allow-Credentials", "true");
  if (rule.exposeHeaders !== undefined) headers.set("Access-Control-Expose-Headers", rule.exposeHeaders.join(","));
  if (rule.maxAgeSeconds !== undefined) headers.set("Access-Control-Max-Age", String(rule.maxAgeSeconds));
  return headers;
}

function faultOf(rule: CorsRule): string | null {
  if (rule.allowCredentials === true && rule.allowOrigin === "*") {
    return "allowCredentials needs an origin by name: browsers refuse credentials for *.";
  }
  const texts = [rule.allowOrigin, ...rule.allowMethods, ...rule.allowHeaders, ...(rule.exposeHeaders ?? [])];
  const odd = texts.find((text) => text === "" || /['\u0000-\u0020\u007f-\uffff]/.test(text));
  return odd === undefined ? null : `"${odd}" cannot stand in a header of CORS.`;
}

function mapNames<Value>(
  headers: ReadonlyMap<string, string>,
  entry: (name: string, value: string) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Array.from(headers, ([name, value]) => entry(name, value)));
}
