// What holds for a whole account in a region: the role by which logs are written, the throttle of all its APIs, and that usage
// plans are in use, as they are in every account since 2016 (AWS API reference: Account).

import { keyOf } from "../../base/tables.ts";
import type { ThrottleSettings } from "../model/access.ts";
import { Constraints } from "./constraints.ts";
import type { Work } from "./context.ts";
import { badRequest } from "./faults.ts";
import { checkOperations, patched, type PatchRequest, type PatchTable } from "./patch.ts";
import { text } from "./patch-rows.ts";
import { getRow, putRow } from "./rows.ts";
import { table } from "./table-names.ts";

export interface Account {
  readonly cloudwatchRoleArn?: string;
  readonly throttleSettings: ThrottleSettings;
  readonly features: readonly string[];
  readonly apiKeyVersion: string;
}

export interface AccountRow {
  readonly cloudwatchRoleArn?: string;
}

/** The account's token bucket (AWS guide: limits). */
const usual: Account = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ["UsagePlans"],
  apiKeyVersion: "4",
};

function accountKey({ context }: Work): string {
  return keyOf(context.account, context.region);
}

export function getAccount(work: Work): Account {
  return { ...usual, ...getRow(work.tables, table.accounts, accountKey(work)) };
}

function checkRole(arn: string | null): void {
  if (arn !== null && arn !== "" && !/^arn:[^:]+:iam::[^:]*:role\/.+$/.test(arn))
    throw badRequest(
      "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.",
    );
}

const accountPatches: PatchTable<AccountRow> = {
  wording: "listed",
  rows: [
    text("/cloudwatchRoleArn", "cloudwatchRoleArn", ["replace", "remove"], checkRole),
    // Usage plans cannot be left any more; to ask for them is to ask for what is.
    { path: "/features", ops: ["add", "replace"], apply: () => undefined },
  ],
};

export function updateAccount(work: Work, input: PatchRequest): Account {
  checkOperations(new Constraints(), "updateAccountInput", input).hold();
  const before = getRow(work.tables, table.accounts, accountKey(work)) ?? {};
  putRow(work.tables, table.accounts, accountKey(work), patched(accountPatches, before, input.patchOperations));
  return getAccount(work);
}
