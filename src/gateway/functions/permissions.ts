// Resource policies: who may invoke a function, or one version or alias of it. Statements are made from AddPermission's
// members as the service makes them: a service's source is compared with ArnLike, an account's with StringEquals.
// AWS API: AddPermission, RemovePermission, GetPolicy; DG: access-control-resource-based. Read next: ./policy.ts.

import { newUuid } from "../../base/uuid.ts";
import type { Work } from "./context.ts";
import { constraintFault, functionFault, invalidParameter, staleRevision } from "./faults.ts";
import { reference, requireFunction, requireVersion } from "./find.ts";
import { type FunctionReference, latest, saidArn } from "./names.ts";
import { findPolicy, policyKey, type PolicyRow, table, writeRow } from "./rows.ts";
import type {
  AddPermissionRequest,
  NamedRequest,
  Nothing,
  PolicyStatement,
  RemovePermissionRequest,
} from "./shapes.ts";

/** Octets of a policy (DG: gettingstarted-limits). */
const mostPolicyOctets = 20_480;

export function addPermission(work: Work, input: AddPermissionRequest): { Statement: string } {
  const named = target(work, input);
  check(input);
  const before = policyOf(work, named);
  expectRevision(before, input.RevisionId);
  if (before?.statements.some(({ Sid }) => Sid === input.StatementId) === true)
    throw functionFault(
      "ResourceConflictException",
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  const statement = statementOf(input, saidArn(named));
  const statements = [...(before?.statements ?? []), statement];
  const size = new TextEncoder().encode(policyText(statements)).length;
  if (size > mostPolicyOctets)
    throw functionFault(
      "PolicyLengthExceededException",
      `The final policy size (${size}) is bigger than the limit (${mostPolicyOctets}).`,
    );
  put(work, named, statements);
  return { Statement: JSON.stringify(statement) };
}

/** What a policy is about: a function, a version or an alias that is there; but never $LATEST by its name. */
function target(work: Work, input: NamedRequest): FunctionReference {
  const named = reference(work, input);
  if (named.qualifier === latest) throw invalidParameter("We currently do not support adding policies for $LATEST.");
  if (named.qualifier === null) requireFunction(work, named);
  else requireVersion(work, named);
  return named;
}

function check({ StatementId, Action, Principal, SourceAccount }: AddPermissionRequest): void {
  if (!/^[a-zA-Z0-9-_]{1,100}$/.test(StatementId))
    throw constraintFault(StatementId, "statementId", "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
  if (!/^(lambda:(\*|[a-zA-Z]+)|\*)$/.test(Action))
    throw constraintFault(Action, "action", "satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
  if (SourceAccount !== undefined && !/^\d{12}$/.test(SourceAccount))
    throw constraintFault(SourceAccount, "sourceAccount", "satisfy regular expression pattern: \\d{12}");
  if (principalOf(Principal) === null)
    throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}

function principalOf(principal: string): PolicyStatement["Principal"] | null {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-zA-Z-]*:(iam|sts)::\d{12}:\S+$/.test(principal)) return { AWS: principal };
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|amazon\.aws)$/.test(principal)
    ? { Service: principal }
    : null;
}

function statementOf(input: AddPermissionRequest, arn: string): PolicyStatement {
  const equals: Record<string, string> = {};
  if (input.SourceAccount !== undefined) equals["AWS:SourceAccount"] = input.SourceAccount;
  if (input.EventSourceToken !== undefined) equals["lambda:EventSourceToken"] = input.EventSourceToken;
  if (input.PrincipalOrgID !== undefined) equals["aws:PrincipalOrgID"] = input.PrincipalOrgID;
  if (input.FunctionUrlAuthType !== undefined) equals["lambda:FunctionUrlAuthType"] = input.FunctionUrlAuthType;
  const like = input.SourceArn === undefined ? null : { "AWS:SourceArn": input.SourceArn };
  const flag =
    input.InvokedViaFunctionUrl === undefined
      ? null
      : { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(like !== null && { ArnLike: like }),
    ...(flag !== null && { Bool: flag }),
  };
  return {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal) ?? "*",
    Action: input.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

export function removePermission(work: Work, input: RemovePermissionRequest): Nothing {
  const named = target(work, input);
  const before = policyOf(work, named);
  if (before === null)
    throw functionFault("ResourceNotFoundException", "No policy is associated with the given resource.");
  expectRevision(before, input.RevisionId);
  const left = before.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (left.length === before.statements.length)
    throw functionFault("ResourceNotFoundException", `Statement ${input.StatementId} is not found in resource policy.`);
  if (left.length === 0) work.tables.delete(table.policies, policyKey(named, named.qualifier));
  else put(work, named, left);
  return {};
}

export function getPolicy(work: Work, input: NamedRequest): { Policy: string; RevisionId: string } {
  const named = target(work, input);
  const policy = policyOf(work, named);
  if (policy === null) throw functionFault("ResourceNotFoundException", "The resource you requested does not exist.");
  return { Policy: policyText(policy.statements), RevisionId: policy.revisionId };
}

export function policyOf(work: Pick<Work, "tables">, named: FunctionReference): PolicyRow | null {
  return findPolicy(work.tables, named, named.qualifier);
}

function put(work: Work, named: FunctionReference, statements: readonly PolicyStatement[]): void {
  const row: PolicyRow = { statements, revisionId: newUuid(work.context.random) };
  writeRow(work.tables, table.policies, policyKey(named, named.qualifier), row);
}

function expectRevision(policy: PolicyRow | null, said: string | undefined): void {
  if (said !== undefined && said !== (policy?.revisionId ?? "")) throw staleRevision("GetPolicy");
}

function policyText(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
}
