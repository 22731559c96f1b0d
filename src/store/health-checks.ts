// Health checks: made once for a caller reference, changed by versions, listed by id, deleted although record sets name them
// (API:CreateHealthCheck, API:UpdateHealthCheck, API:DeleteHealthCheck: HealthCheckInUse "is not in use").
// What they watch and how healthy it is, others know: every change is an effect, and reports come through a port.
// Rules of configurations: ./health-check-rules.ts.

import type { Work } from "./context.ts";
import type {
  CreateHealthCheckRequest,
  HealthCheck,
  HealthCheckConfig,
  HealthCheckRequest,
  HealthCheckRow,
  ListHealthChecksRequest,
  ListHealthChecksResponse,
  ObservationsAnswer,
  UpdateHealthCheckRequest,
} from "./health-check-shapes.ts";
import { keyOf, prefixOf, type Tables } from "../base/tables.ts";
import { ApiFault, invalidInput, noSuchHealthCheck } from "./faults.ts";
import { checkedConfig } from "./health-check-rules.ts";
import { newUuid } from "../base/uuid.ts";
import { locationOf } from "./ids.ts";
import { pageSize, takePage } from "./pages.ts";
import { table } from "./table-names.ts";
import { deleteTagsOf } from "./tags.ts";

/** Items of a page: by default, and at most (API:ListHealthChecks). */
const usualPage = "100";
const largestPage = 1_000;

/** In the table of references: there was such a check, and it was deleted. */
const deleted = "";

/** The networks of Route 53's checkers, as AWS has published them; no packet of ours comes from there. */
const checkerRanges = [
  "15.177.0.0/18",
  "54.183.255.128/26",
  "54.228.16.0/26",
  "54.232.40.64/26",
  "54.241.32.64/26",
  "54.243.31.192/26",
  "54.244.52.192/26",
  "54.245.168.0/26",
  "54.248.220.0/26",
  "54.250.253.192/26",
  "54.251.31.128/26",
  "54.252.79.128/26",
  "54.252.254.192/26",
  "54.255.254.192/26",
  "107.23.255.0/26",
  "176.34.159.192/26",
  "177.71.207.128/26",
];

export function createHealthCheck(
  work: Work,
  input: CreateHealthCheckRequest,
): { HealthCheck: HealthCheck; Location: string } {
  const { tables, context, settings } = work;
  const config = checkedConfig(work, input.HealthCheckConfig);
  const known = tables.get(table.healthCheckReferences, keyOf(context.account, input.CallerReference));
  if (known !== null) return createdBefore(work, known, config);
  const prefix = prefixOf(context.account);
  const { healthChecksPerAccount } = settings.limits;
  if (settings.quotas === "enforced" && tables.count(table.healthChecksByAccount, prefix) >= healthChecksPerAccount)
    throw new ApiFault(
      "TooManyHealthChecks",
      `Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER - Cannot create more than ${healthChecksPerAccount} health checks.`,
    );
  const row: HealthCheckRow = {
    id: newUuid(context.random),
    account: context.account,
    callerReference: input.CallerReference,
    version: 1,
    config,
  };
  putHealthCheck(work, row);
  tables.put(table.healthChecksByAccount, keyOf(row.account, row.id), "");
  tables.put(table.healthCheckReferences, keyOf(row.account, row.callerReference), row.id);
  return created(row);
}

/** The same request again gets the same check; any other with its reference, or after its deletion, is refused. */
function createdBefore(
  work: Work,
  id: string,
  config: HealthCheckConfig,
): { HealthCheck: HealthCheck; Location: string } {
  const row = id === deleted ? null : findHealthCheck(work.tables, id);
  if (row === null || !sameConfig(row.config, config))
    throw new ApiFault(
      "HealthCheckAlreadyExists",
      "A different health check has already been created with the specified caller reference.",
    );
  return created(row);
}

export function getHealthCheck(work: Work, input: HealthCheckRequest): { HealthCheck: HealthCheck } {
  return { HealthCheck: show(requireHealthCheck(work, input.HealthCheckId)) };
}

export function listHealthChecks(work: Work, input: ListHealthChecksRequest): ListHealthChecksResponse {
  const size = pageSize(input.MaxItems ?? usualPage, largestPage);
  const prefix = prefixOf(work.context.account);
  const rows = work.tables.scan(table.healthChecksByAccount, { prefix, from: prefix + (input.Marker ?? "") });
  const { items, next } = takePage(rows, size);
  const idOf = ([key]: readonly [string, string]): string => key.slice(prefix.length);
  return {
    HealthChecks: items.map((row) => show(requireHealthCheck(work, idOf(row)))),
    Marker: input.Marker ?? "",
    IsTruncated: next !== null,
    ...(next !== null && { NextMarker: idOf(next) }),
    MaxItems: String(size),
  };
}

export function updateHealthCheck(work: Work, input: UpdateHealthCheckRequest): { HealthCheck: HealthCheck } {
  const { HealthCheckId, HealthCheckVersion, ResetElements = [], ...changes } = input;
  const row = requireHealthCheck(work, HealthCheckId);
  if (HealthCheckVersion !== undefined && HealthCheckVersion !== row.version)
    throw new ApiFault(
      "HealthCheckVersionMismatch",
      `The health check ${row.id} has version ${row.version}, not ${HealthCheckVersion}.`,
    );
  const merged: { -readonly [Member in keyof HealthCheckConfig]: HealthCheckConfig[Member] } = { ...row.config };
  for (const element of ResetElements) delete merged[element];
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const changed = {
    ...row,
    version: row.version + 1,
    config: checkedConfig(work, { ...merged, ...Object.fromEntries(given) }),
  };
  putHealthCheck(work, changed);
  return { HealthCheck: show(changed) };
}

export function deleteHealthCheck(work: Work, input: HealthCheckRequest): Record<string, never> {
  const { tables } = work;
  const row = requireHealthCheck(work, input.HealthCheckId);
  tables.delete(table.healthChecks, row.id);
  tables.delete(table.toldHealth, row.id);
  tables.delete(table.healthChecksByAccount, keyOf(row.account, row.id));
  tables.put(table.healthCheckReferences, keyOf(row.account, row.callerReference), deleted);
  deleteTagsOf(tables, "healthcheck", row.id);
  work.effects.push({ kind: "health-check-changed", healthCheckId: row.id, deleted: true });
  return {};
}

export function getHealthCheckStatus(work: Work, input: HealthCheckRequest): ObservationsAnswer {
  const row = requireReporting(work, input.HealthCheckId);
  return { HealthCheckObservations: work.settings.healthReports.observations(row.id) };
}

export function getHealthCheckLastFailureReason(work: Work, input: HealthCheckRequest): ObservationsAnswer {
  const row = requireReporting(work, input.HealthCheckId);
  return { HealthCheckObservations: work.settings.healthReports.lastFailures(row.id) };
}

export function getHealthCheckCount(work: Work): { HealthCheckCount: number } {
  return { HealthCheckCount: work.tables.count(table.healthChecksByAccount, prefixOf(work.context.account)) };
}

export function getCheckerIpRanges(): { CheckerIpRanges: readonly string[] } {
  return { CheckerIpRanges: checkerRanges };
}

/** A check of whatever account. */
export function findHealthCheck(tables: Tables, id: string): HealthCheckRow | null {
  const row = tables.get(table.healthChecks, id);
  return row === null ? null : (JSON.parse(row) as HealthCheckRow);
}

function requireHealthCheck(work: Work, id: string): HealthCheckRow {
  const row = findHealthCheck(work.tables, id);
  if (row === null || row.account !== work.context.account) throw noSuchHealthCheck(id);
  return row;
}

/** Calculated checks have no checkers that report (API:GetHealthCheckStatus). */
function requireReporting(work: Work, id: string): HealthCheckRow {
  const row = requireHealthCheck(work, id);
  if (row.config.Type === "CALCULATED")
    throw invalidInput("Invalid parameter : The status of a calculated health check cannot be asked for.");
  return row;
}

function putHealthCheck(work: Work, row: HealthCheckRow): void {
  work.tables.put(table.healthChecks, row.id, JSON.stringify(row));
  work.effects.push({ kind: "health-check-changed", healthCheckId: row.id, deleted: false });
}

function created(row: HealthCheckRow): { HealthCheck: HealthCheck; Location: string } {
  return { HealthCheck: show(row), Location: locationOf(`healthcheck/${row.id}`) };
}

function show({ id, callerReference, version, config }: HealthCheckRow): HealthCheck {
  return {
    Id: id,
    CallerReference: callerReference,
    HealthCheckConfig: config,
    HealthCheckVersion: version,
  };
}

function sameConfig(a: HealthCheckConfig, b: HealthCheckConfig): boolean {
  const members = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof HealthCheckConfig>;
  return [...members].every((member) => JSON.stringify(a[member]) === JSON.stringify(b[member]));
}
