// Documentation versions: the parts as they were at one moment, under a name that stages may show (AWS API reference:
// DocumentationVersion). Invariant: the parts of a version never change, though the API's do.

import { keyOf, prefixOf } from "../../base/tables.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import type { DocumentationPart } from "./documentation-parts.ts";
import { badRequest, conflict, notFound } from "./faults.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { findWithin, requireApi } from "./rest-api-rows.ts";
import { getRow, putRow, rowsBelow } from "./rows.ts";
import { putStage, requireStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";

export interface DocumentationVersion {
  readonly version: string;
  readonly createdDate: number;
  readonly description?: string;
}

export interface DocumentationVersionRow extends DocumentationVersion {
  readonly parts: readonly DocumentationPart[];
}

export interface DocumentationVersionRequest {
  readonly restApiId: string;
  readonly documentationVersion: string;
}

export interface CreateDocumentationVersionRequest extends DocumentationVersionRequest {
  /** A stage that is to show it. */
  readonly stageName?: string | undefined;
  readonly description?: string | undefined;
}

function shown(row: DocumentationVersionRow): DocumentationVersion {
  const { parts: _parts, ...version } = row;
  return version;
}

export function createDocumentationVersion(work: Work, input: CreateDocumentationVersionRequest): DocumentationVersion {
  const { restApiId, documentationVersion: version, stageName, description = "" } = input;
  new Constraints().present("createDocumentationVersionInput.documentationVersion", version).hold();
  const { tables } = work;
  requireApi(work, restApiId);
  if (version === "") throw badRequest("Documentation version must be non-empty");
  if (getRow(tables, table.documentationVersions, keyOf(restApiId, version)) !== null)
    throw conflict("Documentation version already exists");
  const parts = [...rowsBelow(tables, table.documentationParts, prefixOf(restApiId))];
  if (parts.length === 0) throw badRequest("The REST API doesn't contain any documentation parts");
  const row: DocumentationVersionRow = {
    version,
    createdDate: nowSeconds(work),
    ...(description !== "" && { description }),
    parts,
  };
  putRow(tables, table.documentationVersions, keyOf(restApiId, version), row);
  if (stageName !== undefined && stageName !== "") {
    const stage = requireStage(work, { restApiId, stageName });
    putStage(work, restApiId, { ...stage, documentationVersion: version, lastUpdatedDate: nowSeconds(work) });
  }
  return shown(row);
}

function requireVersion(work: Work, input: DocumentationVersionRequest): DocumentationVersionRow {
  const { restApiId, documentationVersion } = input;
  const row = findWithin(work, table.documentationVersions, restApiId, documentationVersion);
  if (row === null) throw notFound("documentationVersion");
  return row;
}

export function getDocumentationVersion(work: Work, input: DocumentationVersionRequest): DocumentationVersion {
  return shown(requireVersion(work, input));
}

export function getDocumentationVersions(
  work: Work,
  input: { readonly restApiId: string } & PageRequest,
): Page<DocumentationVersion> {
  requireApi(work, input.restApiId);
  return listRows(
    { tables: work.tables, table: table.documentationVersions, prefix: prefixOf(input.restApiId) },
    input,
    shown,
  );
}

const versionPatches: PatchTable<DocumentationVersionRow> = {
  wording: "listed",
  rows: [text("/description", "description")],
};

export function updateDocumentationVersion(
  work: Work,
  input: DocumentationVersionRequest & PatchRequest,
): DocumentationVersion {
  checkOperations(new Constraints(), "updateDocumentationVersionInput", input).hold();
  const row = patched(versionPatches, requireVersion(work, input), input.patchOperations);
  putRow(work.tables, table.documentationVersions, keyOf(input.restApiId, row.version), row);
  return shown(row);
}

export function deleteDocumentationVersion(work: Work, input: DocumentationVersionRequest): Nothing {
  const { version } = requireVersion(work, input);
  for (const stage of rowsBelow(work.tables, table.stages, prefixOf(input.restApiId)))
    if (stage.documentationVersion === version)
      throw badRequest(`Documentation version ${version} is associated with stage ${stage.stageName}`);
  work.tables.delete(table.documentationVersions, keyOf(input.restApiId, version));
  return nothing;
}
