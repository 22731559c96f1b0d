// Aliases: names of versions, which may share their invocations with one other version by weight. A weighted alias leads
// to published versions only, as $LATEST may change under it.
// AWS API: CreateAlias, GetAlias, UpdateAlias, DeleteAlias, ListAliases; DG: configuring-alias-routing.

import type { Random } from "../../base/random.ts";
import { keyOf } from "../../base/tables.ts";
import { newUuid } from "../../base/uuid.ts";
import type { Work } from "./context.ts";
import { aliasNotFound, constraintFault, functionFault, invalidParameter, notFound, staleRevision } from "./faults.ts";
import { requireFunction, requireOwnFunction } from "./find.ts";
import { type FunctionReference, isVersion, latest, qualifiedArn, referTo } from "./names.ts";
import { pageOf } from "./pages.ts";
import { aliasesOf, findAlias, findVersion, functionKey, policyKey, table, writeRow } from "./rows.ts";
import type { AliasConfiguration, AliasRequest, Nothing, Paging, RoutingConfig } from "./shapes.ts";

const mostWeights = 1;
const longestName = 128;

export function createAlias(work: Work, input: AliasRequest): AliasConfiguration {
  const named = referTo(input.FunctionName, work.context);
  requireOwnFunction(work, named);
  const { Name, FunctionVersion = latest } = input;
  if (!/^(?!\d+$)[a-zA-Z0-9-_]+$/.test(Name) || Name.length > longestName)
    throw constraintFault(Name, "name", "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
  const AliasArn = qualifiedArn(named, Name);
  if (findAlias(work.tables, named, Name) !== null)
    throw functionFault("ResourceConflictException", `Alias already exists: ${AliasArn}`);
  return put(work, named, { AliasArn, Name, FunctionVersion, Description: "", RevisionId: "" }, input);
}

export function updateAlias(work: Work, input: AliasRequest): AliasConfiguration {
  const named = referTo(input.FunctionName, work.context);
  requireOwnFunction(work, named);
  const before = requireAlias(work, named, input.Name);
  if (input.RevisionId !== undefined && input.RevisionId !== before.RevisionId)
    throw staleRevision("GetFunction/GetAlias");
  return put(work, named, before, input);
}

function put(
  work: Work,
  named: FunctionReference,
  before: AliasConfiguration,
  { FunctionVersion, Description, RoutingConfig: said }: AliasRequest,
): AliasConfiguration {
  const version = FunctionVersion ?? before.FunctionVersion;
  if (!isVersion(version))
    throw constraintFault(version, "functionVersion", "satisfy regular expression pattern: (\\$LATEST|[0-9]+)");
  if (findVersion(work.tables, named, version) === null) throw notFound(qualifiedArn(named, version));
  const { RoutingConfig: routedBefore, ...rest } = before;
  const routed = said === undefined ? routedBefore : said;
  checkWeights(work, named, version, routed?.AdditionalVersionWeights ?? {});
  const alias: AliasConfiguration = {
    ...rest,
    FunctionVersion: version,
    Description: Description ?? before.Description,
    RevisionId: newUuid(work.context.random),
    ...(hasWeights(routed) && { RoutingConfig: routed }),
  };
  writeRow(work.tables, table.aliases, keyOf(functionKey(named), alias.Name), alias);
  return alias;
}

function hasWeights(routed: RoutingConfig | undefined): routed is RoutingConfig {
  return Object.keys(routed?.AdditionalVersionWeights ?? {}).length > 0;
}

function checkWeights(
  work: Work,
  named: FunctionReference,
  version: string,
  weights: Readonly<Record<string, number>>,
): void {
  const entries = Object.entries(weights);
  if (entries.length === 0) return;
  if (entries.length > mostWeights)
    throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (version === latest)
    throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  for (const [other, weight] of entries) {
    if (other === latest || !isVersion(other))
      throw constraintFault(other, "routingConfig.additionalVersionWeights", "be the number of a published version");
    if (other === version)
      throw invalidParameter(
        `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
      );
    if (!(weight >= 0 && weight <= 1))
      throw constraintFault(String(weight), "routingConfig.additionalVersionWeights", "have value from 0.0 to 1.0");
    if (findVersion(work.tables, named, other) === null) throw notFound(qualifiedArn(named, other));
  }
}

function requireAlias(work: Work, named: FunctionReference, name: string): AliasConfiguration {
  const alias = findAlias(work.tables, named, name);
  if (alias === null) throw aliasNotFound(qualifiedArn(named, name));
  return alias;
}

export function getAlias(work: Work, input: AliasRequest): AliasConfiguration {
  const named = referTo(input.FunctionName, work.context);
  requireFunction(work, named);
  return requireAlias(work, named, input.Name);
}

/** An alias that is not there is deleted already. */
export function deleteAlias(work: Work, input: AliasRequest): Nothing {
  const named = referTo(input.FunctionName, work.context);
  requireFunction(work, named);
  work.tables.delete(table.aliases, keyOf(functionKey(named), input.Name));
  work.tables.delete(table.policies, policyKey(named, input.Name));
  return {};
}

export function listAliases(
  work: Work,
  input: Paging & { readonly FunctionName: string; readonly FunctionVersion?: string },
): { Aliases: readonly AliasConfiguration[]; NextMarker?: string } {
  const named = referTo(input.FunctionName, work.context);
  requireFunction(work, named);
  const rows = Array.from(aliasesOf(work.tables, named), (alias) => [alias.Name, alias] as const);
  const page = pageOf(
    rows,
    input,
    (_, alias) => input.FunctionVersion === undefined || alias.FunctionVersion === input.FunctionVersion,
  );
  return { Aliases: page.items, ...page.next };
}

/** Parts of a share that a draw can tell apart. */
const parts = 1_000_000;

/** The version that an invocation through the alias gets. */
export function chooseVersion({ FunctionVersion, RoutingConfig: routed }: AliasConfiguration, random: Random): string {
  for (const [version, weight] of Object.entries(routed?.AdditionalVersionWeights ?? {}))
    if (random.below(parts) < weight * parts) return version;
  return FunctionVersion;
}
