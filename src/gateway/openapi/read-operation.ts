// One operation of a document as a method (AWS guide: import-edge-optimized-api): parameters are request parameters, bodies are
// models by media type, answers are method responses, and the extension says what is behind it.

import { type JsonObject, isObject } from "../../base/json-object.ts";
import type { MethodResponse } from "../model/shapes.ts";
import type { MethodDraft } from "./draft.ts";
import { flag, list, object, resolved, text, texts, withoutEmpty } from "./json.ts";
import { readIntegration, unfitParameters } from "./read-integration.ts";
import type { Schemas } from "./schemas.ts";
import type { Security } from "./read-security.ts";

/** What an operation is read against. */
export interface DocumentParts {
  readonly root: JsonObject;
  readonly schemas: Schemas;
  readonly security: Security;
  /** Hears of what is passed over. */
  readonly warn: (sentence: string) => void;
}

const locations: Readonly<Record<string, string>> = { query: "querystring", header: "header", path: "path" };

/** Where an operation becomes a method. */
export interface OperationPlace {
  /** The resource's, base path and all. */
  readonly path: string;
  readonly httpMethod: string;
}

export function readOperation(
  parts: DocumentParts,
  place: OperationPlace,
  operation: JsonObject,
  shared: readonly unknown[],
): MethodDraft | string {
  const { root, security, warn } = parts;
  const { path, httpMethod } = place;
  const parameters = [...shared, ...list(operation["parameters"])].map((one) => object(resolved(root, one)));
  const given = resolved(root, operation["x-amazon-apigateway-integration"]);
  const methodIntegration = isObject(given) ? readIntegration(given) : undefined;
  if (typeof methodIntegration === "string") return methodIntegration;
  // AWS's words, as recorded.
  for (const [name, value] of isObject(given) ? unfitParameters(given) : [])
    warn(
      `Invalid format for 'requestParameters'. Expected type string for property '${name}' of resource '${path}' and method '${httpMethod}' but got '${text(value) ?? JSON.stringify(value)}'`,
    );
  const validator = operation["x-amazon-apigateway-request-validator"] ?? root["x-amazon-apigateway-request-validator"];
  const draft = {
    httpMethod,
    ...security.of(operation),
    operationName: text(operation["operationId"]),
    validatorName: text(validator),
    requestParameters: requestParameters(parts, parameters),
    requestModels: requestModels(parts, operation, parameters),
    methodResponses: methodResponses(parts, operation),
    methodIntegration,
  };
  return withoutEmpty(draft) as MethodDraft;
}

function requestParameters({ warn }: DocumentParts, parameters: readonly JsonObject[]): Record<string, boolean> {
  const found: Record<string, boolean> = {};
  for (const parameter of parameters) {
    const [name, place] = [text(parameter["name"]), text(parameter["in"])];
    const location = locations[place ?? ""];
    if (name !== undefined && location !== undefined)
      found[`method.request.${location}.${name}`] = place === "path" || flag(parameter["required"]) === true;
    else if (place !== "body")
      warn(`Ignoring parameter ${name ?? ""}: parameters in ${place ?? "nothing"} are not supported`);
  }
  return found;
}

function requestModels(
  { root, schemas }: DocumentParts,
  operation: JsonObject,
  parameters: readonly JsonObject[],
): Record<string, string> {
  const found: Record<string, string> = {};
  const ofBody = parameters.find((one) => one["in"] === "body");
  if (ofBody !== undefined) {
    const name = schemas.nameOf(ofBody["schema"]);
    if (name !== null) for (const type of mediaTypes(operation["consumes"] ?? root["consumes"])) found[type] = name;
  }
  const body = object(resolved(root, operation["requestBody"]));
  for (const [type, content] of Object.entries(object(body["content"]))) {
    const name = schemas.nameOf(object(content)["schema"]);
    if (name !== null) found[type] = name;
  }
  return found;
}

function methodResponses({ root, schemas }: DocumentParts, operation: JsonObject): Record<string, MethodResponse> {
  const found: Record<string, MethodResponse> = {};
  for (const [statusCode, given] of Object.entries(object(operation["responses"]))) {
    // "default" and "2XX" are no status that a method could answer with.
    if (!/^[1-5]\d\d$/.test(statusCode)) continue;
    const response = object(resolved(root, given));
    const models: Record<string, string> = {};
    const ofSwagger = schemas.nameOf(response["schema"]);
    if (ofSwagger !== null)
      for (const type of mediaTypes(operation["produces"] ?? root["produces"])) models[type] = ofSwagger;
    for (const [type, content] of Object.entries(object(response["content"]))) {
      const name = schemas.nameOf(object(content)["schema"]);
      if (name !== null) models[type] = name;
    }
    const headers = Object.keys(object(response["headers"])).map((name) => [`method.response.header.${name}`, false]);
    found[statusCode] = withoutEmpty({
      statusCode,
      responseModels: models,
      responseParameters: Object.fromEntries(headers) as Record<string, boolean>,
    });
  }
  return found;
}

function mediaTypes(given: unknown): readonly string[] {
  const types = texts(given);
  return types.length === 0 ? ["application/json"] : types;
}
