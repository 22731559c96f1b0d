// APIs as they are stored: the API with its owner, so that whoever asks for one of another account or region is told that
// there is none. Everything within an API lies in tables of its own (./table-names.ts, `tablesOfApi`).

import { keyOf, type Tables } from "../../base/tables.ts";
import type { RestApi } from "../model/shapes.ts";
import type { Work } from "./context.ts";
import { noSuchApi } from "./faults.ts";
import { getRow, putRow } from "./rows.ts";
import type { RowOf } from "./row-types.ts";
import { table, type TableName } from "./table-names.ts";

export interface ApiRow {
  readonly account: string;
  readonly region: string;
  readonly api: RestApi;
}

export function findApiRow(tables: Tables, apiId: string): ApiRow | null {
  return getRow(tables, table.apis, apiId);
}

/** The caller's API, or null. */
export function findApi(work: Work, apiId: string): RestApi | null {
  const row = findApiRow(work.tables, apiId);
  const { account, region } = work.context;
  return row !== null && row.account === account && row.region === region ? row.api : null;
}

export function requireApi(work: Work, apiId: string): RestApi {
  const api = findApi(work, apiId);
  if (api === null) throw noSuchApi(work.context.account, apiId);
  return api;
}

export function putApi(work: Work, api: RestApi): void {
  const { account, region } = work.context;
  putRow(work.tables, table.apis, api.id, { account, region, api });
}

export function insertApi(work: Work, api: RestApi): void {
  putApi(work, api);
  work.tables.put(table.apisByAccount, keyOf(work.context.account, work.context.region, api.id), "");
}

/** Something within one of the caller's APIs; null when either is missing. */
export function findWithin<Name extends TableName>(
  work: Work,
  from: Name,
  apiId: string,
  ...parts: readonly string[]
): RowOf<Name> | null {
  return findApi(work, apiId) === null ? null : getRow(work.tables, from, keyOf(apiId, ...parts));
}
