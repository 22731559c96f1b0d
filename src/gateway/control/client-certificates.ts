// Client certificates: what the gateway shows to the servers behind integrations (AWS API reference: ClientCertificate). They are
// valid for a year. Whoever fills the port makes the key pair (./ports.ts); the key is kept beside the certificate, so that both
// are there or neither is, and no operation tells it.

import { keyOf, prefixOf } from "../../base/tables.ts";
import type { Stage, StringMap } from "../model/shapes.ts";
import { Constraints } from "./constraints.ts";
import { type Nothing, nothing, nowSeconds, type Work } from "./context.ts";
import { badRequest, ControlFault, notFound } from "./faults.ts";
import { newShortId } from "./ids.ts";
import { listRows, type Page, type PageRequest } from "./pages.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { getRow, keysBelow, putRow, rowsBelow } from "./rows.ts";
import { table } from "./table-names.ts";
import { checkTags } from "./tag-rules.ts";

export interface ClientCertificate {
  readonly clientCertificateId: string;
  readonly description?: string;
  readonly pemEncodedCertificate: string;
  readonly createdDate: number;
  readonly expirationDate: number;
  readonly tags?: StringMap<string>;
}

export interface ClientCertificateRow extends ClientCertificate {
  /** In PEM. */
  readonly privateKey: string;
}

export interface ClientCertificateRequest {
  readonly clientCertificateId: string;
}

const yearSeconds = 365 * 86_400;

export function generateClientCertificate(
  work: Work,
  input: { readonly description?: string | undefined; readonly tags?: StringMap<string> | undefined },
): ClientCertificate {
  const maker = work.ports.clientCertificates;
  if (maker === null) throw new ControlFault("ServiceUnavailableException", "Nothing here can make certificates.");
  const { description = "", tags = {} } = input;
  checkTags(tags);
  const id = newShortId(work.context.random);
  const createdDate = nowSeconds(work);
  const expirationDate = createdDate + yearSeconds;
  const made = maker.make(id, { notBeforeMs: createdDate * 1000, notAfterMs: expirationDate * 1000 });
  const row: ClientCertificateRow = {
    clientCertificateId: id,
    ...(description !== "" && { description }),
    pemEncodedCertificate: made.certificate,
    createdDate,
    expirationDate,
    ...(Object.keys(tags).length > 0 && { tags }),
    privateKey: made.privateKey,
  };
  putCertificate(work, row);
  return certificateOf(row);
}

/** What is told of one: its key is told to nobody. */
function certificateOf(row: ClientCertificateRow): ClientCertificate {
  const { privateKey, ...certificate } = row;
  void privateKey;
  return certificate;
}

function putCertificate({ tables, context }: Work, certificate: ClientCertificateRow): void {
  const key = keyOf(context.account, context.region, certificate.clientCertificateId);
  putRow(tables, table.clientCertificates, key, certificate);
}

/** Throws when there is none. */
export function requireCertificate({ tables, context }: Work, request: ClientCertificateRequest): ClientCertificateRow {
  const key = keyOf(context.account, context.region, request.clientCertificateId);
  const certificate = getRow(tables, table.clientCertificates, key);
  if (certificate === null) throw notFound("clientCertificate");
  return certificate;
}

export function getClientCertificate(work: Work, input: ClientCertificateRequest): ClientCertificate {
  const certificate = certificateOf(requireCertificate(work, input));
  return { ...certificate, tags: certificate.tags ?? {} };
}

export function getClientCertificates(work: Work, input: PageRequest): Page<ClientCertificate> {
  const { tables, context } = work;
  const prefix = prefixOf(context.account, context.region);
  return listRows({ tables, table: table.clientCertificates, prefix }, input, certificateOf);
}

const certificatePatches: PatchTable<ClientCertificateRow> = {
  wording: "listed",
  rows: [text("/description", "description")],
};

export function updateClientCertificate(work: Work, input: ClientCertificateRequest & PatchRequest): ClientCertificate {
  checkOperations(new Constraints(), "updateClientCertificateInput", input).hold();
  const certificate = patched(certificatePatches, requireCertificate(work, input), input.patchOperations);
  putCertificate(work, certificate);
  return { ...certificateOf(certificate), tags: certificate.tags ?? {} };
}

export function deleteClientCertificate(work: Work, input: ClientCertificateRequest): Nothing {
  const { tables, context } = work;
  const { clientCertificateId: id } = requireCertificate(work, input);
  const user = stageWith(work, id);
  if (user !== null) throw badRequest(`Client certificate ${id} is used by stage ${user.stageName}`);
  tables.delete(table.clientCertificates, keyOf(context.account, context.region, id));
  return nothing;
}

function stageWith({ tables, context }: Work, id: string): Stage | null {
  for (const apiId of keysBelow(tables, table.apisByAccount, prefixOf(context.account, context.region)))
    for (const stage of rowsBelow(tables, table.stages, prefixOf(apiId)))
      if (stage.clientCertificateId === id) return stage;
  return null;
}
