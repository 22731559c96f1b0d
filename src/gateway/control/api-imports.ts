// ImportRestApi and PutRestApi once their document is read (../openapi/read.ts): a draft becomes an API, or is merged into one, or
// takes an API's place (AWS API reference: PutRestApi). A draft has names only: what has the name of something that is there takes
// its place and its id, everything else gets ids here. Merging keeps what the draft is silent about, overwriting nothing but
// the API itself, its stages and deployments. One transaction, as every operation.
// Invariant: nothing is stored that the operations for the single things would refuse. Read next: ./import-findings.ts.

import { deleteBelow, keyOf, prefixOf } from "../../base/tables.ts";
import type { Resource, RestApi } from "../model/shapes.ts";
import type { ApiDraft } from "../openapi/draft.ts";
import { storedSchema } from "../openapi/schemas.ts";
import { checkAuthorizer } from "./authorizers.ts";
import { nowSeconds, type Work } from "./context.ts";
import { type DocumentationLocation, storeParts } from "./documentation-parts.ts";
import { newEndpoint } from "./endpoint-configurations.ts";
import { importGatewayResponse } from "./gateway-responses.ts";
import { newShortId } from "./ids.ts";
import { ImportFindings } from "./import-findings.ts";
import { importedMethod, type References } from "./imported-methods.ts";
import type { Draft } from "./patch.ts";
import { putApi, requireApi } from "./rest-api-rows.ts";
import { checkCompressionSize, readPolicy } from "./rest-api-patches.ts";
import { createRestApi, shownBriefly, shownWhole } from "./rest-apis.ts";
import { checkPlace } from "./resources.ts";
import { putMethodRow, putResource, resourcesOf } from "./resource-rows.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface ImportApiRequest {
  /** Absent: a new API. */
  readonly restApiId?: string | undefined;
  /** Of an API that is there; merge when nobody says. */
  readonly mode?: "merge" | "overwrite" | undefined;
  readonly draft: ApiDraft;
  /** Whether a draft with warnings is refused. */
  readonly failOnWarnings?: boolean | undefined;
  /** What the parameter endpointConfigurationTypes says, of a new API. */
  readonly endpointTypes?: readonly string[] | undefined;
}

export function importApi(work: Work, input: ImportApiRequest): RestApi {
  const { restApiId, mode = "merge", draft } = input;
  const findings = new ImportFindings(draft.warnings);
  const api = restApiId === undefined ? createdApi(work, input) : changedApi(work, restApiId, mode, draft);
  const idsBefore = new Map(resourcesOf(work.tables, api.id).map(({ path, id }) => [path, id]));
  // An API out of a document has the document's models only, not Empty and Error (recorded).
  if (mode === "overwrite" || restApiId === undefined) dropContents(work, api);
  storeContents(work, api, draft, { idsBefore, findings });
  findings.hold(input.failOnWarnings === true);
  const shown = restApiId === undefined ? shownBriefly(api) : shownWhole(api);
  const { warnings } = findings;
  return warnings.length === 0 ? shown : { ...shown, warnings };
}

function createdApi(work: Work, { draft, endpointTypes }: ImportApiRequest): RestApi {
  const { vpcEndpointIds } = draft;
  const { id } = createRestApi(work, {
    name: draft.name,
    ...(draft.description !== "" && { description: draft.description }),
    version: draft.version,
    binaryMediaTypes: draft.binaryMediaTypes,
    minimumCompressionSize: draft.minimumCompressionSize,
    apiKeySource: draft.apiKeySource,
    policy: draft.policy,
    disableExecuteApiEndpoint: draft.disableExecuteApiEndpoint,
    endpointConfiguration: {
      ...(endpointTypes !== undefined && endpointTypes.length > 0 && { types: endpointTypes }),
      ...(vpcEndpointIds !== undefined && { vpcEndpointIds }),
    },
  });
  return requireApi(work, id);
}

function changedApi(work: Work, apiId: string, mode: "merge" | "overwrite", draft: ApiDraft): RestApi {
  const before = requireApi(work, apiId);
  const kept = mode === "merge" ? before : withoutSettings(before);
  const mediaTypes = [...new Set([...(kept.binaryMediaTypes ?? []), ...(draft.binaryMediaTypes ?? [])])];
  const policy = readPolicy(draft.policy);
  checkCompressionSize(draft.minimumCompressionSize);
  const { endpointConfiguration: endpoint } = before;
  const api: RestApi = {
    ...kept,
    name: draft.name,
    ...(draft.description !== undefined && draft.description !== "" && { description: draft.description }),
    ...(draft.version !== undefined && { version: draft.version }),
    ...(mediaTypes.length > 0 && { binaryMediaTypes: mediaTypes }),
    ...(draft.minimumCompressionSize !== undefined && { minimumCompressionSize: draft.minimumCompressionSize }),
    ...(draft.apiKeySource !== undefined && { apiKeySource: draft.apiKeySource }),
    ...(policy !== null && { policy }),
    ...(draft.disableExecuteApiEndpoint !== undefined && {
      disableExecuteApiEndpoint: draft.disableExecuteApiEndpoint,
    }),
    ...(draft.vpcEndpointIds !== undefined && {
      endpointConfiguration: newEndpoint({ ...endpoint, vpcEndpointIds: draft.vpcEndpointIds }),
    }),
  };
  putApi(work, api);
  return api;
}

/** Without all that a document may be silent about. */
function withoutSettings(api: RestApi): RestApi {
  const left: Draft<RestApi> = { ...api };
  delete left.description;
  delete left.version;
  delete left.binaryMediaTypes;
  delete left.minimumCompressionSize;
  delete left.policy;
  return left;
}

/** What a document holds, and an overwriting one replaces. */
function dropContents({ tables }: Work, api: RestApi): void {
  for (const each of [
    table.resources,
    table.resourcesByParent,
    table.methods,
    table.models,
    table.requestValidators,
    table.authorizers,
    table.gatewayResponses,
    table.documentationParts,
  ])
    deleteBelow(tables, each, prefixOf(api.id));
  putResource(tables, api.id, { id: api.rootResourceId, path: "/" });
}

interface Import {
  /** A path that stays keeps its resource's id, also when all else is overwritten (recorded). */
  readonly idsBefore: ReadonlyMap<string, string>;
  readonly findings: ImportFindings;
}

function storeContents(work: Work, api: RestApi, draft: ApiDraft, { idsBefore, findings }: Import): void {
  const { tables } = work;
  storeModels(work, api, draft);
  for (const authorizer of draft.authorizers)
    findings.attempt(`Unable to create authorizer '${authorizer.name}'`, () => checkAuthorizer(authorizer));
  const references: References = {
    validators: storeNamed(work, api, table.requestValidators, draft.requestValidators),
    authorizers: storeNamed(work, api, table.authorizers, draft.authorizers),
  };
  for (const response of draft.gatewayResponses)
    findings.attempt(`Unable to put gateway response '${response.responseType}'`, () =>
      importGatewayResponse(work, api.id, response),
    );
  const byPath = new Map(resourcesOf(tables, api.id).map((resource) => [resource.path, resource]));
  for (const { path, methods } of draft.resources) {
    const resource = findings.attempt(`Unable to create resource at path '${path}'`, () =>
      resourceAt(work, api, path, { byPath, idsBefore }),
    );
    if (resource === null) continue;
    const place = { apiId: api.id, resourceId: resource.id, path };
    for (const one of methods) {
      const method = importedMethod(work, one, place, references, findings);
      if (method !== null) putMethodRow(tables, api.id, resource.id, method);
    }
  }
  storeDocumentation(work, api, draft);
}

function storeModels({ tables, context }: Work, api: RestApi, { models }: ApiDraft): void {
  for (const { schema, ...model } of models) {
    const key = keyOf(api.id, model.name);
    const id = getRow(tables, table.models, key)?.id ?? newShortId(context.random);
    putRow(tables, table.models, key, { ...model, id, schema: storedSchema(schema, api.id) });
  }
}

/** Gives the ids by the names. */
function storeNamed(
  { tables, context }: Work,
  api: RestApi,
  name: typeof table.authorizers | typeof table.requestValidators,
  given: readonly { readonly name: string }[],
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const row of rowsBelow(tables, name, prefixOf(api.id))) ids.set(row.name, row.id);
  for (const row of given) {
    const id = ids.get(row.name) ?? newShortId(context.random);
    ids.set(row.name, id);
    tables.put(name, keyOf(api.id, id), JSON.stringify({ ...row, id }));
  }
  return ids;
}

interface Paths extends Pick<Import, "idsBefore"> {
  readonly byPath: Map<string, Resource>;
}

function resourceAt(work: Work, api: RestApi, path: string, paths: Paths): Resource {
  const { byPath, idsBefore } = paths;
  const known = byPath.get(path);
  if (known !== undefined) return known;
  const at = path.lastIndexOf("/");
  // A parent that the draft does not name is made on the way.
  const parent = resourceAt(work, api, at === 0 ? "/" : path.slice(0, at), paths);
  const resource: Resource = {
    id: idsBefore.get(path) ?? newShortId(work.context.random),
    parentId: parent.id,
    pathPart: path.slice(at + 1),
    path,
  };
  checkPlace(work, api.id, resource, parent);
  putResource(work.tables, api.id, resource);
  byPath.set(path, resource);
  return resource;
}

function storeDocumentation(work: Work, api: RestApi, { documentation }: ApiDraft): void {
  if (documentation === null) return;
  const parts = documentation.parts.map(({ location, properties }) => ({
    location: location as unknown as DocumentationLocation,
    properties,
  }));
  storeParts(work, api.id, parts);
  const { version } = documentation;
  const { tables } = work;
  if (version === null || getRow(tables, table.documentationVersions, keyOf(api.id, version)) !== null) return;
  const all = [...rowsBelow(tables, table.documentationParts, prefixOf(api.id))];
  putRow(tables, table.documentationVersions, keyOf(api.id, version), {
    version,
    createdDate: nowSeconds(work),
    parts: all,
  });
}
