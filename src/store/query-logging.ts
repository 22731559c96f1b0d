// Query logging configs: which log group the queries for a public zone go to, one a zone (AWS API:
// CreateQueryLoggingConfig). The group must be of us-east-1; whether it exists is not known here.

import type { Work } from "./context.ts";
import type {
  CreateQueryLoggingConfigRequest,
  IdRequest,
  ListQueryLoggingConfigsRequest,
  ListQueryLoggingConfigsResponse,
  QueryLoggingConfig,
} from "./shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { ApiFault, invalidInput } from "./faults.ts";
import { requireZone } from "./hosted-zone-rows.ts";
import { newUuid } from "../base/uuid.ts";
import { locationOf } from "./ids.ts";
import { keyOfToken, pageSize, pageSizes, takePage, tokenOf } from "./pages.ts";
import { table } from "./table-names.ts";

export interface QueryLoggingRow extends QueryLoggingConfig {
  readonly account: string;
}

const logGroupArn = /^arn:aws[\w-]*:logs:us-east-1:\d{12}:log-group:[\w./#-]+(:\*)?$/;

export function createQueryLoggingConfig(
  work: Work,
  input: CreateQueryLoggingConfigRequest,
): { QueryLoggingConfig: QueryLoggingConfig; Location: string } {
  const { tables, context } = work;
  const zone = requireZone(work, input.HostedZoneId);
  if (zone.isPrivate) throw invalidInput("You can't create a query logging configuration for a private hosted zone.");
  if (!logGroupArn.test(input.CloudWatchLogsLogGroupArn))
    throw invalidInput("The ARN for the CloudWatch Logs log group is invalid.");
  if (tables.get(table.queryLoggingByZone, zone.id) !== null)
    throw new ApiFault(
      "QueryLoggingConfigAlreadyExists",
      "A query logging configuration already exists for this hosted zone.",
    );
  const row: QueryLoggingRow = {
    account: context.account,
    Id: newUuid(context.random),
    HostedZoneId: zone.id,
    CloudWatchLogsLogGroupArn: input.CloudWatchLogsLogGroupArn,
  };
  tables.put(table.queryLogging, keyOf(row.account, row.Id), JSON.stringify(row));
  tables.put(table.queryLoggingByZone, zone.id, row.Id);
  return { QueryLoggingConfig: show(row), Location: locationOf(`queryloggingconfig/${row.Id}`) };
}

export function getQueryLoggingConfig(work: Work, input: IdRequest): { QueryLoggingConfig: QueryLoggingConfig } {
  return { QueryLoggingConfig: show(requireConfig(work, input.Id)) };
}

export function deleteQueryLoggingConfig(work: Work, input: IdRequest): Record<string, never> {
  remove(work.tables, requireConfig(work, input.Id));
  return {};
}

export function listQueryLoggingConfigs(
  work: Work,
  input: ListQueryLoggingConfigsRequest,
): ListQueryLoggingConfigsResponse {
  const zone = input.HostedZoneId === undefined ? null : requireZone(work, input.HostedZoneId);
  const size = pageSize(input.MaxResults, pageSizes.queryLogging);
  const prefix = prefixOf(work.context.account);
  const list = { table: table.queryLogging, prefix };
  const from = prefix + keyOfToken(list, input.NextToken);
  const rows = Array.from(work.tables.scan(table.queryLogging, { prefix, from }), ([, value]) => parse(value));
  const page = takePage(
    rows.filter((row) => zone === null || row.HostedZoneId === zone.id),
    size,
  );
  return {
    QueryLoggingConfigs: page.items.map(show),
    ...(page.next !== null && { NextToken: tokenOf(list, page.next.Id) }),
  };
}

/** With the zone its config goes. */
export function deleteQueryLoggingOf(tables: Tables, zoneId: string, account: string): void {
  const id = tables.get(table.queryLoggingByZone, zoneId);
  const row = id === null ? null : tables.get(table.queryLogging, keyOf(account, id));
  if (row !== null) remove(tables, parse(row));
}

function remove(tables: Tables, row: QueryLoggingRow): void {
  tables.delete(table.queryLogging, keyOf(row.account, row.Id));
  tables.delete(table.queryLoggingByZone, row.HostedZoneId);
}

function requireConfig(work: Work, id: string): QueryLoggingRow {
  const row = work.tables.get(table.queryLogging, keyOf(work.context.account, id));
  if (row === null) throw new ApiFault("NoSuchQueryLoggingConfig", "The query logging configuration does not exist.");
  return parse(row);
}

function parse(row: string): QueryLoggingRow {
  return JSON.parse(row) as QueryLoggingRow;
}

function show({ Id, HostedZoneId, CloudWatchLogsLogGroupArn }: QueryLoggingRow): QueryLoggingConfig {
  return { Id, HostedZoneId, CloudWatchLogsLogGroupArn };
}
