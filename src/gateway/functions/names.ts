// What a function is called: its name, name:qualifier, account:function:name, or its ARN. All forms lead to one reference,
// and from that the ARNs are composed. A qualifier is a version ($LATEST or a number) or an alias.
// Invariant: a reference holds the account and the region that the caller has, or the name said so. AWS API: FunctionName.

import { functionFault, invalidParameter } from "./faults.ts";

export interface FunctionReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** As the caller said it; null for none. */
  readonly qualifier: string | null;
}

export const latest = "$LATEST";

/** The ARN's parts that may stand before a name. What a name holds is checked apart, to say what is wrong with it. */
const form =
  /^(?:arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]+):(\d{12}):function:|(?:(\d{12}):)?(?:function:)?)([^:]*)(?::([^:]*))?$/;
const nameForm = /^[a-zA-Z0-9-_]+$/;
const qualifierForm = /^(?:\$LATEST|[a-zA-Z0-9-_]+)$/;
const longestName = 64;
const longestQualifier = 128;

/** Reads a FunctionName and, where the operation has one, the Qualifier beside it. Throws InvalidParameterValueException. */
export function referTo(
  text: string,
  caller: { readonly account: string; readonly region: string },
  qualifier?: string,
): FunctionReference {
  const parts = form.exec(text);
  if (parts === null) throw badName(text);
  const [, region, arnAccount, account, name, inName] = parts as (string | undefined)[];
  if (name === undefined || !nameForm.test(name) || name.length > longestName) throw badName(text);
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier)
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  const said = qualifier ?? inName ?? null;
  if (said !== null && (!qualifierForm.test(said) || said.length > longestQualifier)) throw badQualifier(said);
  if (region !== undefined && region !== caller.region)
    throw functionFault(
      "ResourceNotFoundException",
      `Functions from '${region}' are not reachable in this region ('${caller.region}')`,
    );
  return { account: arnAccount ?? account ?? caller.account, region: region ?? caller.region, name, qualifier: said };
}

function badName(text: string): Error {
  return invalidParameter(
    `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?, with a name of at most ${longestName} characters`,
  );
}

function badQualifier(text: string): Error {
  return invalidParameter(
    `1 validation error detected: Value '${text}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
  );
}

export function isVersion(qualifier: string): boolean {
  return qualifier === latest || /^\d+$/.test(qualifier);
}

type Owned = Pick<FunctionReference, "account" | "region" | "name">;

export function arnOf({ account, region, name }: Owned): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** The ARN with what the caller said behind the name. */
export function saidArn(reference: FunctionReference): string {
  return qualifiedArn(reference, reference.qualifier);
}

export function qualifiedArn(owned: Owned, qualifier: string | null): string {
  return qualifier === null ? arnOf(owned) : `${arnOf(owned)}:${qualifier}`;
}
