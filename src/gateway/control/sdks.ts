// GetSdk: a client of a stage, to be downloaded (AWS API reference: GetSdk). JavaScript is generated here; the other languages
// are known by name, and asking for one is refused.

import { deployedStage } from "./catalogue.ts";
import type { Work } from "./context.ts";
import { badRequest, notFound } from "./faults.ts";
import { requireApi } from "./rest-api-rows.ts";
import { javascriptClient } from "./sdk-javascript.ts";
import { findSdkType } from "./sdk-types.ts";
import { storedArchive } from "./stored-archives.ts";

export interface GetSdkRequest {
  readonly restApiId: string;
  readonly stageName: string;
  readonly sdkType: string;
  readonly parameters?: { readonly [name: string]: string } | undefined;
}

export interface Sdk {
  readonly contentType: string;
  readonly contentDisposition: string;
  /** A ZIP archive. */
  readonly body: Uint8Array;
}

export function getSdk(work: Work, input: GetSdkRequest): Sdk {
  requireApi(work, input.restApiId);
  const type = findSdkType(input.sdkType);
  const deployed = deployedStage(work.tables, input.restApiId, input.stageName);
  if (deployed === null) throw notFound("stage");
  if (type.id !== "javascript")
    throw badRequest(`SDKs of type ${type.id} cannot be generated here. Types that can be: [javascript]`);
  return {
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="javascript_${input.restApiId}-${input.stageName}.zip"`,
    body: storedArchive(javascriptClient(deployed.snapshot, input.stageName)),
  };
}
