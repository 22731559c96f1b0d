// An OpenAPI document, read as a REST API: Swagger 2.0 and OpenAPI 3.0, with the extensions of API Gateway (AWS guide:
// api-gateway-import-api, api-gateway-swagger-extensions). What the gateway has no place for is passed over with a warning, as
// AWS passes it over; what makes no API is a fault. Pure: parsing JSON or YAML is the caller's.
// Read next: ./draft.ts, ./read-operation.ts, ./write.ts for the way back.

import { type JsonObject, isObject } from "../../base/json-object.ts";
import { type GatewayResponse, type GatewayResponseType, gatewayResponseTypes } from "../model/shapes.ts";
import type { ApiDraft, DocumentationDraft, DraftFault, MethodDraft, ResourceDraft } from "./draft.ts";
import { flag, list, number, object, resolved, text, textMap, texts, withoutEmpty } from "./json.ts";
import { type DocumentParts, readOperation } from "./read-operation.ts";
import { Security } from "./read-security.ts";
import { Schemas } from "./schemas.ts";

/** What becomes of the document's base path (AWS guide: api-gateway-import-api-basePath). */
export type BasePathRule = "ignore" | "prepend" | "split";

const invalid: DraftFault = { fault: "Invalid OpenAPI input." };

export function readOpenApi(document: unknown, basePathRule: BasePathRule): ApiDraft | DraftFault {
  if (!isObject(document)) return invalid;
  const isSwagger = text(document["swagger"])?.startsWith("2") === true;
  const isOpenApi3 = text(document["openapi"])?.startsWith("3") === true;
  if (!isSwagger && !isOpenApi3) return invalid;
  const info = object(document["info"]);
  const name = text(info["title"]);
  if (name === undefined) return { fault: "Unable to create Rest API: missing title" };
  const warnings: string[] = [];
  const warn = (sentence: string): void => void warnings.push(sentence);
  const parts = { root: document, schemas: new Schemas(document), security: new Security(document), warn };
  const resources = readPaths(parts, basePathParts(document, basePathRule));
  if ("fault" in resources) return resources;
  const endpoint = object(
    document["x-amazon-apigateway-endpoint-configuration"] ??
      object(list(document["servers"])[0])["x-amazon-apigateway-endpoint-configuration"],
  );
  const draft: ApiDraft = {
    name,
    ...general(document, info),
    ...(flag(endpoint["disableExecuteApiEndpoint"]) !== undefined && {
      disableExecuteApiEndpoint: flag(endpoint["disableExecuteApiEndpoint"]) === true,
    }),
    ...("vpcEndpointIds" in endpoint && { vpcEndpointIds: texts(endpoint["vpcEndpointIds"]) }),
    resources,
    authorizers: parts.security.authorizers,
    models: parts.schemas.models,
    requestValidators: readValidators(document),
    gatewayResponses: readGatewayResponses(document, warn),
    documentation: readDocumentation(document),
    warnings,
  };
  return draft;
}

function general(document: JsonObject, info: JsonObject): Partial<ApiDraft> {
  const source = text(document["x-amazon-apigateway-api-key-source"])?.toUpperCase();
  const policy = document["x-amazon-apigateway-policy"];
  const types = document["x-amazon-apigateway-binary-media-types"];
  return withoutEmpty({
    description: text(info["description"]),
    version: text(info["version"]),
    binaryMediaTypes: types === undefined ? undefined : texts(types),
    minimumCompressionSize: number(document["x-amazon-apigateway-minimum-compression-size"]),
    apiKeySource: source === "HEADER" || source === "AUTHORIZER" ? source : undefined,
    policy: isObject(policy) ? JSON.stringify(policy) : text(policy),
  }) as Partial<ApiDraft>;
}

/** What stands before every path: nothing, the whole base path, or all of it but its first part. */
function basePathParts(document: JsonObject, rule: BasePathRule): readonly string[] {
  if (rule === "ignore") return [];
  const parts = basePathOf(document)
    .split("/")
    .filter((part) => part !== "");
  return rule === "prepend" ? parts : parts.slice(1);
}

function basePathOf(document: JsonObject): string {
  if ("swagger" in document) return text(document["basePath"]) ?? "";
  const server = object(list(document["servers"])[0]);
  const ofVariable = text(object(object(server["variables"])["basePath"])["default"]);
  if (ofVariable !== undefined) return ofVariable;
  return /^(?:https?:\/\/[^/]*)?(\/.*)?$/.exec(text(server["url"]) ?? "")?.[1] ?? "";
}

function readPaths(parts: DocumentParts, before: readonly string[]): readonly ResourceDraft[] | DraftFault {
  const resources: ResourceDraft[] = [];
  const faults: string[] = [...parts.security.faults];
  for (const [given, item] of Object.entries(object(parts.root["paths"]))) {
    if (!given.startsWith("/")) continue;
    const path = `/${[...before, ...given.split("/").filter((part) => part !== "")].join("/")}`;
    const methods: MethodDraft[] = [];
    const operations = object(resolved(parts.root, item));
    for (const [key, verb] of verbs) {
      if (!isObject(operations[key])) continue;
      const read = readOperation(parts, { path, httpMethod: verb }, operations[key], list(operations["parameters"]));
      if (typeof read === "string")
        faults.push(`Unable to put integration on '${verb}' for resource at path '${path}': ${read}`);
      else methods.push(read);
    }
    resources.push({ path, methods });
  }
  return faults.length > 0 ? { fault: `Errors found during import:\n\t${faults.join("\n\t")}` } : resources;
}

const verbs: readonly (readonly [key: string, verb: string])[] = [
  ...["get", "put", "post", "delete", "options", "head", "patch"].map((key) => [key, key.toUpperCase()] as const),
  ["x-amazon-apigateway-any-method", "ANY"],
];

function readValidators(document: JsonObject): ApiDraft["requestValidators"] {
  return Object.entries(object(document["x-amazon-apigateway-request-validators"])).map(([name, given]) => ({
    name,
    validateRequestBody: flag(object(given)["validateRequestBody"]) === true,
    validateRequestParameters: flag(object(given)["validateRequestParameters"]) === true,
  }));
}

function readGatewayResponses(document: JsonObject, warn: (sentence: string) => void): readonly GatewayResponse[] {
  return Object.entries(object(document["x-amazon-apigateway-gateway-responses"])).flatMap(([type, given]) => {
    if (!isResponseType(type)) {
      warn(`Ignoring gateway response ${type}: there is no such type`);
      return [];
    }
    const response = object(given);
    const draft = {
      responseType: type,
      statusCode: text(response["statusCode"]),
      responseParameters: textMap(response["responseParameters"]),
      responseTemplates: textMap(response["responseTemplates"]),
      defaultResponse: false,
    };
    return [withoutEmpty(draft) as GatewayResponse];
  });
}

function isResponseType(given: string): given is GatewayResponseType {
  return gatewayResponseTypes.some((type) => type === given);
}

function readDocumentation(document: JsonObject): DocumentationDraft | null {
  const given = document["x-amazon-apigateway-documentation"];
  if (!isObject(given)) return null;
  const parts = list(given["documentationParts"]).map((one) => {
    const { location, properties } = object(one);
    return { location: textMap(location), properties: JSON.stringify(properties ?? {}) };
  });
  return { version: text(given["version"]) ?? null, parts };
}
