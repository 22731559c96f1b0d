// Reserved concurrency and what an account has of everything. A reservation is kept for its function and bounds it; a
// hundred executions always stay for functions that reserved nothing.
// AWS API: Put-, Get- and DeleteFunctionConcurrency, GetAccountSettings; DG: gettingstarted-limits.

import { prefixOf } from "../../base/tables.ts";
import type { Work } from "./context.ts";
import { constraintFault, invalidParameter } from "./faults.ts";
import { requireFunction, requireOwnFunction } from "./find.ts";
import { type FunctionReference, referTo } from "./names.ts";
import { functionKey, type FunctionRow, table, writeRow } from "./rows.ts";
import type { FunctionConfiguration, Nothing } from "./shapes.ts";

/** The quotas of a new account. */
const accountLimit = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  ConcurrentExecutions: 1000,
};

const leastUnreserved = 100;

export interface Named {
  readonly FunctionName: string;
}

export function putFunctionConcurrency(
  work: Work,
  { FunctionName, ReservedConcurrentExecutions: wanted }: Named & { readonly ReservedConcurrentExecutions: number },
): { ReservedConcurrentExecutions: number } {
  const named = unqualified(work, FunctionName);
  const row = requireOwnFunction(work, named);
  if (!Number.isInteger(wanted) || wanted < 0)
    throw constraintFault(String(wanted), "reservedConcurrentExecutions", "have value greater than or equal to 0");
  const left = accountLimit.ConcurrentExecutions - reservedIn(work) + (row.reserved ?? 0) - wanted;
  if (left < leastUnreserved)
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
    );
  writeRow(work.tables, table.functions, functionKey(named), { ...row, reserved: wanted });
  return { ReservedConcurrentExecutions: wanted };
}

function unqualified(work: Work, name: string): FunctionReference {
  const named = referTo(name, work.context);
  if (named.qualifier !== null)
    throw invalidParameter("This operation is permitted only on functions, not on their versions and aliases.");
  return named;
}

export function getFunctionConcurrency(work: Work, { FunctionName }: Named): { ReservedConcurrentExecutions?: number } {
  const { reserved } = requireFunction(work, unqualified(work, FunctionName));
  return reserved === null ? {} : { ReservedConcurrentExecutions: reserved };
}

export function deleteFunctionConcurrency(work: Work, { FunctionName }: Named): Nothing {
  const named = unqualified(work, FunctionName);
  const row = requireOwnFunction(work, named);
  writeRow(work.tables, table.functions, functionKey(named), { ...row, reserved: null });
  return {};
}

function* functionsOf(work: Work): Iterable<FunctionRow> {
  const { account, region } = work.context;
  for (const [, row] of work.tables.scan(table.functions, { prefix: prefixOf(account, region) }))
    yield JSON.parse(row) as FunctionRow;
}

function reservedIn(work: Work): number {
  let reserved = 0;
  for (const row of functionsOf(work)) reserved += row.reserved ?? 0;
  return reserved;
}

export function getAccountSettings(work: Work): {
  AccountLimit: typeof accountLimit & { UnreservedConcurrentExecutions: number };
  AccountUsage: { TotalCodeSize: number; FunctionCount: number };
} {
  const { account, region } = work.context;
  let size = 0;
  for (const [, row] of work.tables.scan(table.versions, { prefix: prefixOf(account, region) }))
    size += (JSON.parse(row) as FunctionConfiguration).CodeSize;
  return {
    AccountLimit: {
      ...accountLimit,
      UnreservedConcurrentExecutions: accountLimit.ConcurrentExecutions - reservedIn(work),
    },
    AccountUsage: { TotalCodeSize: size, FunctionCount: Array.from(functionsOf(work)).length },
  };
}
