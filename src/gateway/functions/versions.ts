// Published versions: a copy of $LATEST under the next number, which never changes. Publishing what has not changed since
// the last version gives that version again. AWS API: PublishVersion, ListVersionsByFunction.

import { prefixOf } from "../../base/tables.ts";
import { newUuid } from "../../base/uuid.ts";
import { refer } from "./code.ts";
import type { Work } from "./context.ts";
import { invalidParameter, notFound, staleRevision } from "./faults.ts";
import { configurationOf, requireFunction, requireOwnFunction } from "./find.ts";
import { type FunctionReference, latest, qualifiedArn, referTo, saidArn } from "./names.ts";
import { pageOf } from "./pages.ts";
import { findVersion, functionKey, table, versionKey, writeRow } from "./rows.ts";
import type { FunctionConfiguration, Paging } from "./shapes.ts";

export interface Expectations {
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

export function publishVersion(
  work: Work,
  input: Expectations & { readonly FunctionName: string },
): FunctionConfiguration {
  return publish(work, referTo(input.FunctionName, work.context), input);
}

export function publish(work: Work, named: FunctionReference, said: Expectations): FunctionConfiguration {
  const { tables } = work;
  const row = requireOwnFunction(work, named);
  const current = findVersion(tables, named, latest);
  if (current === null) throw notFound(saidArn(named));
  if (said.RevisionId !== undefined && said.RevisionId !== current.RevisionId)
    throw staleRevision("GetFunction/GetAlias");
  if (said.CodeSha256 !== undefined && said.CodeSha256 !== "" && said.CodeSha256 !== current.CodeSha256)
    throw invalidParameter(
      `CodeSHA256 (${said.CodeSha256}) is different from current CodeSHA256 in $LATEST (${current.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  const last = lastVersion(work, named, row.nextVersion);
  if (last !== null && isSame(last, current)) return last;
  const version = String(row.nextVersion);
  const published: FunctionConfiguration = {
    ...current,
    Description: said.Description ?? current.Description,
    FunctionArn: qualifiedArn(named, version),
    Version: version,
    RevisionId: newUuid(work.context.random),
    ...(current.SnapStart.ApplyOn === "PublishedVersions" && {
      SnapStart: { ApplyOn: "PublishedVersions", OptimizationStatus: "On" },
    }),
  };
  const key = versionKey(named, version);
  writeRow(tables, table.versions, key, published);
  refer(tables, published.CodeSha256, key);
  writeRow(tables, table.functions, functionKey(named), { ...row, nextVersion: row.nextVersion + 1 });
  return published;
}

function lastVersion(work: Work, named: FunctionReference, next: number): FunctionConfiguration | null {
  for (let version = next - 1; version > 0; version--) {
    const row = findVersion(work.tables, named, String(version));
    if (row !== null) return row;
  }
  return null;
}

/** Whether a version was published from what $LATEST is now. */
function isSame(published: FunctionConfiguration, current: FunctionConfiguration): boolean {
  const own = { FunctionArn: "", Version: "", RevisionId: "", LastModified: "", Description: "" };
  const bare = (one: FunctionConfiguration): string =>
    JSON.stringify({ ...one, ...own, SnapStart: one.SnapStart.ApplyOn });
  return bare(published) === bare(current);
}

/** As lists show it: without what only GetFunction tells. */
export function briefly(configuration: FunctionConfiguration): FunctionConfiguration {
  const shown: { -readonly [Member in keyof FunctionConfiguration]: FunctionConfiguration[Member] } = {
    ...configuration,
  };
  delete shown.State;
  delete shown.LastUpdateStatus;
  return shown;
}

export function listVersionsByFunction(
  work: Work,
  input: Paging & { readonly FunctionName: string },
): { Versions: readonly FunctionConfiguration[]; NextMarker?: string } {
  const named = referTo(input.FunctionName, work.context);
  requireFunction(work, named);
  const page = pageOf(keyedVersions(work, named), input);
  return { Versions: page.items.map((version) => shown(named, version)), ...page.next };
}

function* keyedVersions(work: Work, named: FunctionReference): Iterable<readonly [string, FunctionConfiguration]> {
  let some = false;
  for (const [key, row] of work.tables.scan(table.versions, { prefix: prefixOf(functionKey(named)) })) {
    some = true;
    yield [key, JSON.parse(row) as FunctionConfiguration];
  }
  const declared = some ? null : configurationOf(work, named, latest);
  if (declared !== null) yield [versionKey(named, latest), declared];
}

/** In this list $LATEST's ARN has its qualifier too. */
function shown(named: FunctionReference, configuration: FunctionConfiguration): FunctionConfiguration {
  return { ...briefly(configuration), FunctionArn: qualifiedArn(named, configuration.Version) };
}
