// x-amazon-apigateway-integration, read (AWS guide: api-gateway-swagger-extensions-integration). Its responses are keyed by
// the pattern that selects them, "default" for none; the API keys them by the status that they answer.

import { type JsonObject, isObject } from "../../base/json-object.ts";
import type { ContentHandling, Integration, IntegrationResponse, IntegrationType } from "../model/shapes.ts";
import { flag, number, object, text, textMap, texts, withoutEmpty } from "./json.ts";

const types: ReadonlySet<string> = new Set(["HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"]);
const handlings: readonly ContentHandling[] = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];
const behaviors: ReadonlySet<string> = new Set(["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]);

/** The longest that an integration may take unless somebody says more, in milliseconds. */
const usualTimeoutMs = 29_000;

/** A sentence where it cannot be read. */
export function readIntegration(given: JsonObject): Integration | string {
  const type = text(given["type"])?.toUpperCase() ?? "";
  if (!types.has(type)) return "Enumeration value for HttpIntegrationType must be non-empty";
  const behavior = text(given["passthroughBehavior"])?.toUpperCase() ?? "WHEN_NO_MATCH";
  if (!behaviors.has(behavior)) return `Invalid passthrough behavior specified: ${behavior}`;
  const isHttp = type === "HTTP" || type === "HTTP_PROXY";
  const connection = text(given["connectionType"])?.toUpperCase() ?? (isHttp ? "INTERNET" : undefined);
  const fault = unfitChoice(given);
  if (fault !== null) return fault;
  const skipsVerification = flag(object(given["tlsConfig"])["insecureSkipVerification"]);
  const draft = {
    type: type as IntegrationType,
    httpMethod: text(given["httpMethod"])?.toUpperCase(),
    uri: text(given["uri"]),
    connectionType: connection,
    connectionId: text(given["connectionId"]),
    credentials: text(given["credentials"]),
    requestParameters: Object.fromEntries(
      Object.entries(object(given["requestParameters"])).filter(([, from]) => typeof from === "string"),
    ) as { readonly [name: string]: string },
    requestTemplates: textMap(given["requestTemplates"]),
    contentHandling: handling(given["contentHandling"]),
    tlsConfig: skipsVerification === undefined ? undefined : { insecureSkipVerification: skipsVerification },
    responseTransferMode: text(given["responseTransferMode"])?.toUpperCase(),
    integrationTarget: text(given["integrationTarget"]),
    integrationResponses: readResponses(given["responses"]),
  };
  return {
    ...(withoutEmpty(draft) as Omit<Integration, "passthroughBehavior">),
    passthroughBehavior: behavior as Integration["passthroughBehavior"],
    // What is no number is no time in bounds either, and refused where bounds are.
    timeoutInMillis: number(given["timeoutInMillis"] ?? usualTimeoutMs) ?? Number.NaN,
    cacheNamespace: text(given["cacheNamespace"]) ?? "",
    cacheKeyParameters: texts(given["cacheKeyParameters"]),
  };
}

/** A sentence for the first word that is none of its choices, of the integration or of one of its responses. */
function unfitChoice(given: JsonObject): string | null {
  const responses = Object.values(object(given["responses"])).map((response) => object(response)["contentHandling"]);
  const choices: readonly (readonly [what: string, allowed: readonly string[], word: unknown])[] = [
    ["connection type", ["INTERNET", "VPC_LINK"], given["connectionType"]],
    ["response transfer mode", ["BUFFERED", "STREAM"], given["responseTransferMode"]],
    ...[given["contentHandling"], ...responses].map((word) => ["content handling", handlings, word] as const),
  ];
  for (const [what, allowed, word] of choices) {
    const read = text(word)?.toUpperCase() ?? "";
    if (read !== "" && !allowed.includes(read)) return `Invalid ${what} specified: ${read}`;
  }
  return null;
}

/** Mappings that are no texts, as YAML's `true` is none: they are passed over, and the name and the value said. */
export function unfitParameters(given: JsonObject): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(object(given["requestParameters"])).filter(([, from]) => typeof from !== "string");
}

function readResponses(given: unknown): { readonly [status: string]: IntegrationResponse } {
  const found: Record<string, IntegrationResponse> = {};
  for (const [pattern, response] of Object.entries(object(given))) {
    if (!isObject(response)) continue;
    const statusCode = text(response["statusCode"]) ?? "200";
    const draft = {
      statusCode,
      selectionPattern: pattern === "default" ? undefined : pattern,
      responseParameters: textMap(response["responseParameters"]),
      responseTemplates: textMap(response["responseTemplates"]),
      contentHandling: handling(response["contentHandling"]),
    };
    found[statusCode] = withoutEmpty(draft) as IntegrationResponse;
  }
  return found;
}

function handling(given: unknown): ContentHandling | undefined {
  const read = text(given)?.toUpperCase();
  return handlings.find((one) => one === read);
}
