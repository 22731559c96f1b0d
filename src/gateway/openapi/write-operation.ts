// A method as an operation of a document, in either format (AWS guide: api-gateway-export-api). What the API holds under the
// statuses of its answers, a document holds under the patterns that select them.

import type { Integration, Method, MethodResponse } from "../model/shapes.ts";
import { withoutEmpty } from "./json.ts";
import type { Dialect } from "./write.ts";
import { requirementsOf } from "./write-security.ts";

const usualTimeoutMs = 29_000;

export function writeOperation(dialect: Dialect, method: Method): object {
  const { format, extensions, snapshot } = dialect;
  const parameters = Object.entries(method.requestParameters ?? {}).flatMap((entry) => parameter(dialect, ...entry));
  const body = requestBody(dialect, method);
  const answers = Object.entries(method.methodResponses ?? {});
  const validator = snapshot.requestValidators.find(({ id }) => id === method.requestValidatorId);
  const own = extensions.integrations
    ? {
        "x-amazon-apigateway-request-validator": validator?.name,
        ...(method.methodIntegration !== undefined && {
          "x-amazon-apigateway-integration": writeIntegration(method.methodIntegration),
        }),
      }
    : {};
  const responses = Object.fromEntries(answers.map(([status, one]) => [status, writeResponse(dialect, status, one)]));
  const { operationName } = method;
  const security = requirementsOf(method, dialect);
  if (format === "swagger") {
    const media = { consumes: consumed(method), produces: produced(method) };
    const all = { operationId: operationName, ...media, parameters: [...parameters, ...body], security };
    return { ...withoutEmpty(all), responses, ...withoutEmpty(own) };
  }
  const [requestBodyObject] = body;
  const all = { operationId: operationName, parameters, requestBody: requestBodyObject, security };
  return { ...withoutEmpty(all), responses, ...withoutEmpty(own) };
}

const places: Readonly<Record<string, string>> = { querystring: "query", header: "header", path: "path" };

function parameter({ format }: Dialect, key: string, isRequired: boolean): object[] {
  const [, location = "", name = ""] = /^method\.request\.(querystring|header|path)\.(.+)$/.exec(key) ?? [];
  const place = places[location];
  if (place === undefined) return [];
  if (format === "swagger") return [{ name, in: place, required: isRequired, type: "string" }];
  return [{ name, in: place, ...(isRequired && { required: true }), schema: { type: "string" } }];
}

/** A parameter in Swagger 2.0, an object of its own in OpenAPI 3.0; none where no model says what is expected. */
function requestBody({ format, schemaPlace }: Dialect, { requestModels = {} }: Method): object[] {
  const models = Object.entries(requestModels);
  if (models.length === 0) return [];
  if (format === "swagger") {
    const [[, name]] = models;
    return [{ in: "body", name, required: true, schema: { $ref: schemaPlace + name } }];
  }
  return [{ content: contentOf(models, schemaPlace), required: true }];
}

function contentOf(models: readonly (readonly [string, string])[], schemaPlace: string): object {
  return Object.fromEntries(models.map(([type, name]) => [type, { schema: { $ref: schemaPlace + name } }]));
}

function writeResponse({ format, schemaPlace }: Dialect, status: string, response: MethodResponse): object {
  const names = Object.keys(response.responseParameters ?? {}).map((key) => key.replace("method.response.header.", ""));
  const type = format === "swagger" ? { type: "string" } : { schema: { type: "string" } };
  const headers = Object.fromEntries(names.map((name) => [name, type]));
  const models = Object.entries(response.responseModels ?? {});
  const shared = { description: `${status} response`, ...withoutEmpty({ headers }) };
  if (format === "oas30") return { ...shared, content: contentOf(models, schemaPlace) };
  return models.length === 0 ? shared : { ...shared, schema: { $ref: schemaPlace + models[0][1] } };
}

/** Media types that a method has a model or a template for. */
function consumed({ requestModels = {}, methodIntegration }: Method): readonly string[] {
  return [...new Set([...Object.keys(requestModels), ...Object.keys(methodIntegration?.requestTemplates ?? {})])];
}

function produced({ methodResponses = {}, methodIntegration }: Method): readonly string[] {
  const models = Object.values(methodResponses).flatMap(({ responseModels = {} }) => Object.keys(responseModels));
  const templates = Object.values(methodIntegration?.integrationResponses ?? {}).flatMap(({ responseTemplates = {} }) =>
    Object.keys(responseTemplates),
  );
  return [...new Set([...models, ...templates])];
}

function writeIntegration(integration: Integration): object {
  const responses = Object.values(integration.integrationResponses ?? {}).map((response) => [
    response.selectionPattern ?? "default",
    withoutEmpty({
      statusCode: response.statusCode,
      responseParameters: response.responseParameters,
      responseTemplates: response.responseTemplates,
      contentHandling: response.contentHandling,
    }),
  ]);
  const { timeoutInMillis, connectionType, cacheNamespace, cacheKeyParameters } = integration;
  return withoutEmpty({
    type: integration.type.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    connectionType: connectionType === "VPC_LINK" ? connectionType : undefined,
    connectionId: integration.connectionId,
    credentials: integration.credentials,
    responses: Object.fromEntries(responses) as object,
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    contentHandling: integration.contentHandling,
    timeoutInMillis: timeoutInMillis === usualTimeoutMs ? undefined : timeoutInMillis,
    cacheNamespace: cacheKeyParameters.length === 0 ? undefined : cacheNamespace,
    cacheKeyParameters,
    tlsConfig: integration.tlsConfig,
    responseTransferMode: integration.responseTransferMode,
    integrationTarget: integration.integrationTarget,
  });
}
