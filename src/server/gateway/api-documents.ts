// Importing and exporting APIs as OpenAPI documents (AWS API: ImportRestApi, PutRestApi, GetExport): JSON or YAML in, JSON or
// YAML out. What a document says is read and written on lower floors; here its text is parsed, and a refusal gets its words.

import { type CreateNodeOptions, parse as parseYaml, stringify as printYaml } from "yaml";
import type { Caller } from "../../aws/service-api.ts";
import type { Random } from "../../base/random.ts";
import { ServiceFault } from "../../base/service-fault.ts";
import type { GatewayStore } from "../../gateway/control/gateway-store.ts";
import type { Deployment, RestApi, StringMap } from "../../gateway/model/shapes.ts";
import { type BasePathRule, readOpenApi } from "../../gateway/openapi/read.ts";
import { type ExportFormat, writeOpenApi } from "../../gateway/openapi/write.ts";

interface ImportRequest {
  readonly failOnWarnings?: boolean;
  readonly parameters?: StringMap<string>;
  readonly body: Uint8Array;
}

interface PutRequest extends ImportRequest {
  readonly restApiId: string;
  readonly mode?: "merge" | "overwrite";
}

interface ExportRequest {
  readonly restApiId: string;
  readonly stageName: string;
  readonly exportType: string;
  readonly parameters?: StringMap<string>;
  readonly accepts?: string;
}

/** The operations that take or give whole documents, as one more part of the control API. */
export function documentOperations(store: GatewayStore, random: Random): DocumentOperations {
  const importInto = (
    target: Pick<PutRequest, "mode"> & { readonly restApiId?: string },
    { body, parameters = {}, failOnWarnings }: ImportRequest,
    caller: Caller,
  ): RestApi => {
    const draft = readOpenApi(parseDocument(body), basePathRule(parameters["basepath"]));
    if ("fault" in draft) throw badRequest(draft.fault);
    const types = parameters["endpointConfigurationTypes"]?.split(",");
    return store.importApi({ ...target, draft, failOnWarnings, endpointTypes: types }, { ...caller, random });
  };
  return {
    importRestApi: (input, caller) => importInto({}, input, caller),
    putRestApi: (input, caller) =>
      importInto({ restApiId: input.restApiId, mode: input.mode ?? "merge" }, input, caller),
    getExport: (input, caller) => exportStage(store, input, { ...caller, random }),
  };
}

export interface DocumentOperations {
  readonly importRestApi: (input: ImportRequest, caller: Caller) => RestApi;
  readonly putRestApi: (input: PutRequest, caller: Caller) => RestApi;
  readonly getExport: (input: ExportRequest, caller: Caller) => ExportAnswer;
}

interface ExportAnswer {
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly body: Uint8Array;
}

function exportStage(
  store: GatewayStore,
  { restApiId, stageName, exportType, parameters = {}, accepts = "" }: ExportRequest,
  context: Caller & { readonly random: Random },
): ExportAnswer {
  if (exportType !== "swagger" && exportType !== "oas30") throw badRequest(`No API exporter for type '${exportType}'`);
  // Asked as the caller, so that nobody exports the API of somebody else.
  const api: RestApi = store.getRestApi({ restApiId }, context);
  const { deploymentId } = store.getStage({ restApiId, stageName }, context);
  const deployment: Deployment = store.getDeployment({ restApiId, deploymentId }, context);
  const deployed = store.stage(restApiId, stageName);
  if (deployed === null) throw new ServiceFault("NotFoundException", 404, "Invalid stage identifier specified");
  const version = api.version ?? `${new Date(deployment.createdDate * 1000).toISOString().slice(0, 19)}Z`;
  const extensions = new Set((parameters["extensions"] ?? "").split(",").map((one) => one.trim()));
  const isAll = extensions.has("apigateway");
  const document = writeOpenApi(
    deployed.snapshot,
    exportType satisfies ExportFormat,
    { integrations: isAll || extensions.has("integrations"), authorizers: isAll || extensions.has("authorizers") },
    { stageName, description: api.description, version },
  );
  const isYaml = /\byaml\b/.test(accepts);
  const name = `${exportType === "oas30" ? "oas30" : "swagger"}_${version}.${isYaml ? "yaml" : "json"}`;
  const text = isYaml ? printYaml(document, printing) : JSON.stringify(document, null, 2);
  return {
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="${name}"`,
    body: Buffer.from(text),
  };
}

/** Nothing is said once and referred to again: other tools read no anchors. */
const printing: CreateNodeOptions = { aliasDuplicateObjects: false };

/** JSON is YAML, too; what is neither, or repeats a key, is no document. */
function parseDocument(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString("utf8");
  try {
    return /^\s*\{/.test(text) ? (JSON.parse(text) as unknown) : (parseYaml(text, { maxAliasCount: 100 }) as unknown);
  } catch {
    return null;
  }
}

function basePathRule(given: string | undefined): BasePathRule {
  if (given === undefined || given === "ignore") return "ignore";
  if (given === "prepend" || given === "split") return given;
  throw badRequest(`Invalid base path mode: ${given}`);
}

function badRequest(message: string): ServiceFault {
  return new ServiceFault("BadRequestException", 400, message);
}
