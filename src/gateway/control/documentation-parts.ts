// Documentation parts: texts about places of an API, one a place (AWS API reference: DocumentationPart). Properties are JSON text,
// kept as they came. Parts come one by one or from an imported document. Read next: ./documentation-imports.ts.

import { deleteBelow, keyOf, prefixOf } from "../../base/tables.ts";
import { Constraints, enums } from "./constraints.ts";
import { type Nothing, nothing, type Work } from "./context.ts";
import { type DocumentationImport, readParts, type ReadPart } from "./documentation-imports.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { findWithin, requireApi } from "./rest-api-rows.ts";
import { allMethods, resourcesOf } from "./resource-rows.ts";
import { putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface DocumentationLocation {
  readonly type: string;
  readonly path?: string;
  readonly method?: string;
  readonly statusCode?: string;
  readonly name?: string;
}

export interface DocumentationPart {
  readonly id: string;
  readonly location: DocumentationLocation;
  /** JSON text. */
  readonly properties: string;
}

export interface DocumentationPartRequest {
  readonly restApiId: string;
  readonly documentationPartId: string;
}

export interface CreateDocumentationPartRequest {
  readonly restApiId: string;
  readonly location: DocumentationLocation;
  readonly properties: string;
}

function checkProperties(properties: string | null | undefined): void {
  if (properties === null || properties === undefined || properties === "")
    throw badRequest("Documentation part properties must be non-empty");
  try {
    if (typeof JSON.parse(properties) === "object") return;
  } catch {
    // Said below, with what is no object.
  }
  throw badRequest("Invalid documentation part properties specified. Properties must be a JSON object");
}

export function createDocumentationPart(work: Work, input: CreateDocumentationPartRequest): DocumentationPart {
  new Constraints()
    .present("createDocumentationPartInput.location", input.location)
    .oneOf("createDocumentationPartInput.location.type", input.location?.type, enums.documentationPartType)
    .hold();
  requireApi(work, input.restApiId);
  checkProperties(input.properties);
  if (partAt(work, input.restApiId, input.location) !== null)
    throw conflict("Documentation part already exists for the specified location");
  return addPart(work, input);
}

function addPart(work: Work, { restApiId, location, properties }: CreateDocumentationPartRequest): DocumentationPart {
  const part = { id: newShortId(work.context.random), location, properties };
  putPart(work, restApiId, part);
  return part;
}

function putPart(work: Work, apiId: string, part: DocumentationPart): void {
  putRow(work.tables, table.documentationParts, keyOf(apiId, part.id), part);
}

function partAt(work: Work, apiId: string, location: DocumentationLocation): DocumentationPart | null {
  for (const part of rowsBelow(work.tables, table.documentationParts, prefixOf(apiId)))
    if (placeOf(part.location) === placeOf(location)) return part;
  return null;
}

/** Members that say nothing are the same as none: `*` for verbs and statuses, the root for the path. */
function placeOf({ type, path = "/", method = "*", statusCode = "*", name = "" }: DocumentationLocation): string {
  return [type, path, method, statusCode, name].join(" ");
}

function requirePart(work: Work, { restApiId, documentationPartId }: DocumentationPartRequest): DocumentationPart {
  const part = findWithin(work, table.documentationParts, restApiId, documentationPartId);
  if (part === null) throw notFound("documentationPart");
  return part;
}

export function getDocumentationPart(work: Work, input: DocumentationPartRequest): DocumentationPart {
  return requirePart(work, input);
}

export interface GetDocumentationPartsRequest extends PageRequest {
  readonly restApiId: string;
  readonly type?: string | undefined;
  readonly nameQuery?: string | undefined;
  readonly path?: string | undefined;
  /** UNDOCUMENTED asks for the places that have no part. */
  readonly locationStatus?: string | undefined;
}

export function getDocumentationParts(
  work: Work,
  input: GetDocumentationPartsRequest,
): Page<DocumentationPart | Omit<DocumentationPart, "id" | "properties">> {
  requireApi(work, input.restApiId);
  const { type, nameQuery = "", path = "" } = input;
  const isWanted = (location: DocumentationLocation): boolean =>
    (type === undefined || location.type === type) &&
    (location.name ?? "").includes(nameQuery) &&
    (location.path ?? "").startsWith(path);
  if (input.locationStatus === "UNDOCUMENTED")
    return { items: undocumented(work, input.restApiId).filter((part) => isWanted(part.location)) };
  return listRows(
    {
      tables: work.tables,
      table: table.documentationParts,
      prefix: prefixOf(input.restApiId),
      filter: ({ location }) => isWanted(location),
    },
    input,
    (part) => part,
  );
}

/** The API, its resources, methods and responses, as far as nothing is written about them. */
function undocumented(work: Work, apiId: string): { readonly location: DocumentationLocation }[] {
  const places: DocumentationLocation[] = [{ type: "API" }];
  for (const { path } of resourcesOf(work.tables, apiId)) places.push({ type: "RESOURCE", path });
  for (const { resource, method } of allMethods(work.tables, apiId)) {
    const at = { path: resource.path, method: method.httpMethod };
    places.push({ type: "METHOD", ...at });
    for (const statusCode of Object.keys(method.methodResponses ?? {}))
      places.push({ type: "RESPONSE", ...at, statusCode });
  }
  return places.filter((location) => partAt(work, apiId, location) === null).map((location) => ({ location }));
}

const partPatches: PatchTable<DocumentationPart> = {
  wording: "listed",
  rows: [
    {
      path: "/properties",
      ops: ["replace"],
      apply(draft, { value }) {
        checkProperties(value);
        draft.properties = value ?? "";
      },
    },
  ],
};

export function updateDocumentationPart(work: Work, input: DocumentationPartRequest & PatchRequest): DocumentationPart {
  checkOperations(new Constraints(), "updateDocumentationPartInput", input).hold();
  const part = patched(partPatches, requirePart(work, input), input.patchOperations);
  putPart(work, input.restApiId, part);
  return part;
}

export function deleteDocumentationPart(work: Work, input: DocumentationPartRequest): Nothing {
  // This operation alone looks for the API first (recorded).
  requireApi(work, input.restApiId);
  const { id } = requirePart(work, input);
  work.tables.delete(table.documentationParts, keyOf(input.restApiId, id));
  return nothing;
}

export interface ImportDocumentationPartsRequest extends DocumentationImport {
  readonly restApiId: string;
  readonly mode?: "merge" | "overwrite" | undefined;
  readonly failOnWarnings?: boolean | undefined;
}

export interface ImportedParts {
  readonly ids: readonly string[];
  readonly warnings?: readonly string[];
}

export function importDocumentationParts(work: Work, input: ImportDocumentationPartsRequest): ImportedParts {
  const { restApiId } = input;
  requireApi(work, restApiId);
  const parts = readParts(input);
  if (input.mode === "overwrite") deleteBelow(work.tables, table.documentationParts, prefixOf(restApiId));
  return { ids: storeParts(work, restApiId, parts) };
}

/** Parts of an import: each takes the place of the one that was at its location. */
export function storeParts(work: Work, restApiId: string, parts: readonly ReadPart[]): readonly string[] {
  return parts.map(({ location, properties }) => {
    const known = partAt(work, restApiId, location);
    if (known === null) return addPart(work, { restApiId, location, properties }).id;
    putPart(work, restApiId, { ...known, properties });
    return known.id;
  });
}
