// What the engine asks of the store when a request first names something (../model/catalogue.ts). Nothing is kept here: the
// engine keeps what it compiled. No caller is involved, so ids alone lead to rows, whosever they are.

import { keyOf, prefixOf, type Tables } from "../../base/tables.ts";
import type { CertificateAndKey } from "../model/access.ts";
import type { DeployedStage, MappedDomain } from "../model/catalogue.ts";
import type { EndpointConfiguration } from "../model/shapes.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { DomainRow } from "./domain-rows.ts";
import type { ApiRow } from "./rest-api-rows.ts";
import { getRow, rowsBelow } from "./rows.ts";
import { findStage } from "./stage-rows.ts";
import { table } from "./table-names.ts";

export interface ServedApi {
  readonly region: string;
  readonly endpoint: EndpointConfiguration;
}

export function deployedStage(tables: Tables, apiId: string, stageName: string): DeployedStage | null {
  const stage = findStage(tables, apiId, stageName);
  if (stage === null) return null;
  const snapshot = snapshotRow(tables, apiId, stage.deploymentId);
  if (snapshot === null) return null;
  const canaryId = stage.canarySettings?.deploymentId;
  return { stage, snapshot, canary: canaryId === undefined ? null : snapshotRow(tables, apiId, canaryId) };
}

function snapshotRow(tables: Tables, apiId: string, deploymentId: string): ApiSnapshot | null {
  return getRow(tables, table.snapshots, keyOf(apiId, deploymentId));
}

/** By its exact name: a name with an id behind it is a private one, which the engine asks for as such. */
export function mappedDomain(tables: Tables, name: string): MappedDomain | null {
  const row = getRow(tables, table.domains, name);
  if (row === null) return null;
  return {
    domain: row.domain,
    mappings: [...rowsBelow(tables, table.basePathMappings, prefixOf(name))],
  };
}

export function clientCertificate(
  tables: Tables,
  { account, region, id }: { readonly account: string; readonly region: string; readonly id: string },
): CertificateAndKey | null {
  const row = getRow(tables, table.clientCertificates, keyOf(account, region, id));
  return row === null ? null : { certificate: row.pemEncodedCertificate, privateKey: row.privateKey };
}

/** Every API of every account. */
export function apiRows(tables: Tables): Iterable<ApiRow> {
  return rowsBelow(tables, table.apis, "");
}

/** Every custom domain of every account. */
export function domainRows(tables: Tables): Iterable<DomainRow> {
  return rowsBelow(tables, table.domains, "");
}

/** The region and the endpoint of an API that a stage serves; null for one that none does. */
export function servedApi(tables: Tables, apiId: string): ServedApi | null {
  const [stage] = rowsBelow(tables, table.stages, prefixOf(apiId));
  const row = getRow(tables, table.apis, apiId);
  return stage === undefined || row === null ? null : { region: row.region, endpoint: row.api.endpointConfiguration };
}
