// Functions and their $LATEST: made, looked at, given new code and new settings, deleted, listed. A change is there when
// the answer is: nothing is Pending and no update is InProgress, so a client that waits for Active goes on at once.
// AWS API: CreateFunction, GetFunction, UpdateFunctionCode, UpdateFunctionConfiguration, DeleteFunction, ListFunctions.

import { deleteBelow, prefixOf } from "../../base/tables.ts";
import { newUuid } from "../../base/uuid.ts";
import { noFiles, refer, unrefer } from "./code.ts";
import type { Work } from "./context.ts";
import { functionFault, invalidParameter, notFound, staleRevision, unavailable } from "./faults.ts";
import { declaredConfiguration, reference, requireOwnFunction, requireVersion, showVersion } from "./find.ts";
import { arnOf, type FunctionReference, isVersion, latest, referTo, saidArn } from "./names.ts";
import { pageOf } from "./pages.ts";
import {
  aliasesOf,
  findFunction,
  findVersion,
  functionKey,
  policyKey,
  table,
  versionKey,
  versionsOf,
  writeRow,
} from "./rows.ts";
import { checkSettings, modifiedAt, settingsOf } from "./settings.ts";
import type * as shapes from "./shapes.ts";
import { checkTags } from "./tags.ts";
import { briefly, publish } from "./versions.ts";

const architectures: ReadonlySet<string> = new Set(["x86_64", "arm64"]);

export function createFunction(work: Work, input: shapes.CreateFunctionRequest): shapes.FunctionConfiguration {
  const { tables, context } = work;
  const named = referTo(input.FunctionName, context);
  if (named.qualifier !== null) throw invalidParameter("A function is created without a version or an alias.");
  checkSettings(input);
  checkPackage(input);
  checkTags(input.Tags ?? {});
  if (findFunction(tables, named) !== null)
    throw functionFault("ResourceConflictException", `Function already exist: ${named.name}`);
  const configuration: shapes.FunctionConfiguration = {
    FunctionName: named.name,
    FunctionArn: arnOf(named),
    ...settingsOf(named.name, input),
    ...keepCode(work, input.Code),
    Architectures: input.Architectures ?? ["x86_64"],
    Version: latest,
    LastModified: modifiedAt(context.nowMs),
    RevisionId: newUuid(context.random),
  };
  writeRow(tables, table.functions, functionKey(named), {
    tags: input.Tags ?? {},
    reserved: null,
    nextVersion: 1,
  });
  putVersion(work, named, configuration);
  return input.Publish === true ? publish(work, named, {}) : configuration;
}

function checkPackage(input: shapes.CreateFunctionRequest): void {
  if (input.PackageType === "Image" || input.Code.ImageUri !== undefined)
    throw unavailable("Container images (ImageUri)");
  if (input.CodeSigningConfigArn !== undefined && input.CodeSigningConfigArn !== "") throw unavailable("Code signing");
  if (input.TenancyConfig !== undefined) throw unavailable("TenancyConfig");
  if (input.Runtime === undefined || input.Handler === undefined)
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  checkArchitectures(input.Architectures);
}

function checkArchitectures(said: readonly string[] | undefined): void {
  if (said === undefined || (said.length === 1 && architectures.has(said[0]))) return;
  throw invalidParameter(
    `1 validation error detected: Value '[${said.join(", ")}]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]`,
  );
}

/** Puts the zip where code is kept, and says what it is. */
function keepCode(work: Work, code: shapes.FunctionCode): { CodeSha256: string; CodeSize: number } {
  const { store, sha256, faultOf } = work.settings.code;
  const zip = code.ZipFile;
  if (code.S3Bucket !== undefined || code.S3Key !== undefined)
    throw invalidParameter("Code cannot come from S3 here: send the zip file itself (ZipFile).");
  if (code.ImageUri !== undefined) throw unavailable("Container images (ImageUri)");
  if (zip === undefined) throw invalidParameter("Please provide a source for function code.");
  const fault = zip.length === 0 ? noFiles : faultOf(zip);
  if (fault === noFiles) throw invalidParameter("Uploaded file must be a non-empty zip");
  if (fault !== null)
    throw invalidParameter(
      `Could not unzip uploaded file. Please check your file, then try to upload again. (${fault})`,
    );
  const sum = sha256(zip);
  store.put(sum.toHex(), zip);
  // Until a version refers to it; when none does after all, it goes again.
  work.unused.add(sum.toHex());
  return { CodeSha256: sum.toBase64(), CodeSize: zip.length };
}

function putVersion(work: Work, named: FunctionReference, configuration: shapes.FunctionConfiguration): void {
  const key = versionKey(named, configuration.Version);
  writeRow(work.tables, table.versions, key, configuration);
  refer(work.tables, configuration.CodeSha256, key);
}

export function getFunction(work: Work, input: shapes.NamedRequest): shapes.GetFunctionResponse {
  const found = requireVersion(work, reference(work, input));
  const { tags, reserved } = found.row;
  const location = work.settings.codeLocation(found.configuration.CodeSha256);
  return {
    Configuration: showVersion(found),
    Code: { RepositoryType: "S3", ...(location !== null && { Location: location }) },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reserved !== null && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
  };
}

export function getFunctionConfiguration(work: Work, input: shapes.NamedRequest): shapes.FunctionConfiguration {
  return showVersion(requireVersion(work, reference(work, input)));
}

/** The $LATEST that a change is about: versions are as they are, and the revision must be the one that the client saw. */
function changeable(
  work: Work,
  name: string,
  revisionId: string | undefined,
): {
  named: FunctionReference;
  before: shapes.FunctionConfiguration;
} {
  const named = referTo(name, work.context);
  requireOwnFunction(work, named);
  if (named.qualifier !== null && named.qualifier !== latest)
    throw invalidParameter("This operation is permitted on $LATEST only: a published version does not change.");
  const before = findVersion(work.tables, named, latest);
  if (before === null) throw notFound(saidArn(named));
  if (revisionId !== undefined && revisionId !== before.RevisionId) throw staleRevision("GetFunction/GetAlias");
  return { named, before };
}

export function updateFunctionCode(work: Work, input: shapes.UpdateFunctionCodeRequest): shapes.FunctionConfiguration {
  const { named, before } = changeable(work, input.FunctionName, input.RevisionId);
  checkArchitectures(input.Architectures);
  const after: shapes.FunctionConfiguration = {
    ...before,
    ...keepCode(work, input),
    Architectures: input.Architectures ?? before.Architectures,
    LastModified: modifiedAt(work.context.nowMs),
    RevisionId: newUuid(work.context.random),
  };
  if (input.DryRun === true) return after;
  forgetCode(work, named, before);
  putVersion(work, named, after);
  return input.Publish === true ? publish(work, named, {}) : after;
}

export function updateFunctionConfiguration(
  work: Work,
  input: shapes.UpdateFunctionConfigurationRequest,
): shapes.FunctionConfiguration {
  const { named, before } = changeable(work, input.FunctionName, input.RevisionId);
  checkSettings(input);
  const { FunctionName, FunctionArn, CodeSha256, CodeSize, Version, Architectures } = before;
  const after: shapes.FunctionConfiguration = {
    FunctionName,
    FunctionArn,
    ...settingsOf(named.name, input, before),
    CodeSha256,
    CodeSize,
    Version,
    Architectures,
    LastModified: modifiedAt(work.context.nowMs),
    RevisionId: newUuid(work.context.random),
  };
  putVersion(work, named, after);
  return after;
}

function forgetCode(work: Work, named: FunctionReference, { CodeSha256, Version }: shapes.FunctionConfiguration): void {
  unrefer(work.tables, CodeSha256, versionKey(named, Version));
  work.unused.add(Uint8Array.fromBase64(CodeSha256).toHex());
}

export function deleteFunction(work: Work, input: shapes.NamedRequest): { StatusCode: number } {
  const named = reference(work, input);
  requireOwnFunction(work, named);
  if (named.qualifier === null) removeFunction(work, named);
  else removeVersion(work, named, named.qualifier);
  return { StatusCode: 204 };
}

function removeFunction(work: Work, named: FunctionReference): void {
  const { tables } = work;
  for (const version of versionsOf(tables, named)) {
    forgetCode(work, named, version);
    tables.delete(table.versions, versionKey(named, version.Version));
  }
  deleteBelow(tables, table.aliases, prefixOf(functionKey(named)));
  deleteBelow(tables, table.policies, prefixOf(functionKey(named)));
  tables.delete(table.functions, functionKey(named));
}

function removeVersion(work: Work, named: FunctionReference, version: string): void {
  if (version === latest) throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  if (!isVersion(version)) throw invalidParameter("Deletion of aliases is not currently supported: use DeleteAlias.");
  const users = Array.from(aliasesOf(work.tables, named)).filter(
    ({ FunctionVersion, RoutingConfig }) =>
      FunctionVersion === version || version in (RoutingConfig?.AdditionalVersionWeights ?? {}),
  );
  if (users.length > 0)
    throw functionFault(
      "ResourceConflictException",
      `Version ${version} is referenced by the aliases: ${users.map(({ Name }) => Name).join(", ")}`,
    );
  const row = findVersion(work.tables, named, version);
  // A version that is not there is deleted already, as the service has it.
  if (row === null) return;
  forgetCode(work, named, row);
  work.tables.delete(table.versions, versionKey(named, version));
  work.tables.delete(table.policies, policyKey(named, version));
}

export function listFunctions(
  work: Work,
  input: shapes.Paging & { readonly FunctionVersion?: "ALL" },
): { Functions: readonly shapes.FunctionConfiguration[]; NextMarker?: string } {
  const { account, region } = work.context;
  const prefix = prefixOf(account, region);
  const wanted = (key: string): boolean => input.FunctionVersion === "ALL" || key.endsWith(` ${latest}`);
  const page = pageOf(allVersions(work, prefix), input, wanted);
  return { Functions: page.items.map(briefly), ...page.next };
}

/** Stored versions and functions that are declared only, in key order. */
function* allVersions(work: Work, prefix: string): Iterable<readonly [string, shapes.FunctionConfiguration]> {
  const { account, region } = work.context;
  const declared = work.settings
    .allDeclared()
    .filter(({ name }) => findFunction(work.tables, { account, region, name }) === null)
    .map((one) => {
      const owned = { account, region, name: one.name };
      return [versionKey(owned, latest), declaredConfiguration(owned, one)] as const;
    })
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, row] of work.tables.scan(table.versions, { prefix })) {
    while (declared.length > 0 && declared[0][0] < key) yield declared.shift() ?? declared[0];
    yield [key, JSON.parse(row) as shapes.FunctionConfiguration];
  }
  yield* declared;
}
