// A deployed API as an OpenAPI document, Swagger 2.0 or OpenAPI 3.0 (AWS API: GetExport; AWS guide: api-gateway-export-api). With
// no extensions it is what any tool reads; with them it is what ./read.ts reads back to the same API.
// Read next: ./write-operation.ts.

import { isObject } from "../../base/json-object.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import { withoutEmpty } from "./json.ts";
import { exportedSchema } from "./schemas.ts";
import { writeOperation } from "./write-operation.ts";
import { securitySchemes } from "./write-security.ts";

export type ExportFormat = "swagger" | "oas30";

/** Which extensions are wanted; integrations bring all but authorizers. */
export interface Extensions {
  readonly integrations: boolean;
  readonly authorizers: boolean;
}

export interface ExportInfo {
  readonly stageName: string;
  readonly description?: string | undefined;
  readonly version: string;
}

/** How the two formats say the same. */
export interface Dialect {
  readonly format: ExportFormat;
  /** Where models stand. */
  readonly schemaPlace: string;
  readonly extensions: Extensions;
  readonly snapshot: ApiSnapshot;
}

export function writeOpenApi(
  snapshot: ApiSnapshot,
  format: ExportFormat,
  extensions: Extensions,
  info: ExportInfo,
): object {
  const schemaPlace = format === "swagger" ? "#/definitions/" : "#/components/schemas/";
  const dialect: Dialect = { format, schemaPlace, extensions, snapshot };
  const paths = writePaths(dialect);
  const models = usedModels(dialect, paths);
  const schemes = securitySchemes(dialect, paths);
  const head = {
    ...(info.description !== undefined && { description: info.description }),
    version: info.version,
    title: snapshot.name,
  };
  const host = `${snapshot.apiId}.execute-api.${snapshot.region}.amazonaws.com`;
  const whole =
    format === "swagger"
      ? {
          swagger: "2.0",
          info: head,
          host,
          basePath: `/${info.stageName}`,
          schemes: ["https"],
          paths,
          ...withoutEmpty({ securityDefinitions: schemes, definitions: models }),
        }
      : {
          openapi: "3.0.1",
          info: head,
          servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: info.stageName } } }],
          paths,
          components: withoutEmpty({ schemas: models, securitySchemes: schemes }),
        };
  return extensions.integrations ? { ...whole, ...apiExtensions(snapshot) } : whole;
}

type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

function writePaths(dialect: Dialect): Paths {
  const withMethods = dialect.snapshot.resources.filter(
    ({ resourceMethods }) => Object.keys(resourceMethods ?? {}).length > 0,
  );
  return Object.fromEntries(
    withMethods.map(({ path, resourceMethods = {} }) => [
      path,
      Object.fromEntries(
        Object.values(resourceMethods).map((method) => [
          method.httpMethod === "ANY" ? "x-amazon-apigateway-any-method" : method.httpMethod.toLowerCase(),
          writeOperation(dialect, method),
        ]),
      ),
    ]),
  );
}

/** The models that operations name, and those that they name in turn. */
function usedModels({ snapshot, schemaPlace }: Dialect, paths: Paths): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const follow = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) follow(one);
    if (!isObject(value)) return;
    for (const [name, one] of Object.entries(value)) {
      if (name === "$ref" && typeof one === "string" && one.startsWith(schemaPlace))
        take(one.slice(schemaPlace.length));
      else follow(one);
    }
  };
  const take = (name: string): void => {
    const model = Object.hasOwn(found, name) ? undefined : snapshot.models.find((one) => one.name === name);
    if (model === undefined) return;
    found[name] = exportedSchema(model.schema ?? "{}", schemaPlace);
    follow(found[name]);
  };
  follow(paths);
  return found;
}

function apiExtensions(snapshot: ApiSnapshot): object {
  const responses = Object.values(snapshot.gatewayResponses).map((response) => [
    response.responseType,
    withoutEmpty({
      statusCode: response.statusCode,
      responseParameters: response.responseParameters,
      responseTemplates: response.responseTemplates,
    }),
  ]);
  const validators = snapshot.requestValidators.map(({ name, validateRequestBody, validateRequestParameters }) => [
    name,
    { validateRequestParameters, validateRequestBody },
  ]);
  const { vpcEndpointIds = [] } = snapshot.endpointConfiguration;
  const endpoint = withoutEmpty({
    disableExecuteApiEndpoint: snapshot.disableExecuteApiEndpoint || undefined,
    vpcEndpointIds,
  });
  return withoutEmpty({
    "x-amazon-apigateway-api-key-source": snapshot.apiKeySource === "HEADER" ? undefined : snapshot.apiKeySource,
    "x-amazon-apigateway-binary-media-types": snapshot.binaryMediaTypes,
    "x-amazon-apigateway-minimum-compression-size": snapshot.minimumCompressionSize ?? undefined,
    "x-amazon-apigateway-endpoint-configuration": endpoint,
    "x-amazon-apigateway-policy": snapshot.policy === null ? undefined : policyOf(snapshot.policy),
    "x-amazon-apigateway-gateway-responses": Object.fromEntries(responses) as object,
    "x-amazon-apigateway-request-validators": Object.fromEntries(validators) as object,
  });
}

function policyOf(policy: string): unknown {
  try {
    return JSON.parse(policy) as unknown;
  } catch {
    return policy;
  }
}
