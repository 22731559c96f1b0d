// Finding what a request names: the function, then the version that its qualifier means. A function that only the
// configuration names looks like any other, with one version, $LATEST, and cannot be changed.
// Invariant: AWS says what it did not find by the ARN that was asked for. Read next: ./functions.ts.

import type { DeclaredFunction, Work } from "./context.ts";
import { aliasNotFound, invalidParameter, notFound } from "./faults.ts";
import { arnOf, type FunctionReference, isVersion, latest, qualifiedArn, referTo, saidArn } from "./names.ts";
import { findAlias, findFunction, findVersion, type FunctionRow } from "./rows.ts";
import type { AliasConfiguration, FunctionConfiguration, NamedRequest } from "./shapes.ts";

export interface FoundVersion {
  readonly reference: FunctionReference;
  readonly row: FunctionRow;
  readonly configuration: FunctionConfiguration;
  /** The alias that led here. */
  readonly alias: AliasConfiguration | null;
}

export function reference(work: Work, { FunctionName, Qualifier }: NamedRequest): FunctionReference {
  return referTo(FunctionName, work.context, Qualifier);
}

/** The function that is called so; ResourceNotFoundException when there is none. */
export function requireFunction(work: Work, named: FunctionReference): FunctionRow {
  const row = findFunction(work.tables, named);
  if (row !== null) return row;
  if (work.settings.declared(named.name) !== null) return { tags: {}, reserved: null, nextVersion: 1 };
  throw notFound(saidArn(named));
}

/** The same for operations that change it. */
export function requireOwnFunction(work: Work, named: FunctionReference): FunctionRow {
  const row = findFunction(work.tables, named);
  if (row !== null) return row;
  if (work.settings.declared(named.name) === null) throw notFound(saidArn(named));
  throw invalidParameter(
    `The function ${named.name} is declared in the server's configuration: change it there, or create a function of that name.`,
  );
}

/** The version that a name and its qualifier mean; $LATEST where there is none. */
export function requireVersion(work: Work, named: FunctionReference): FoundVersion {
  const row = requireFunction(work, named);
  const qualifier = named.qualifier ?? latest;
  const alias = isVersion(qualifier) ? null : findAlias(work.tables, named, qualifier);
  if (alias === null && !isVersion(qualifier)) throw aliasNotFound(saidArn(named));
  const configuration = configurationOf(work, named, alias?.FunctionVersion ?? qualifier);
  if (configuration === null) throw notFound(saidArn(named));
  return { reference: named, row, configuration, alias };
}

/** A version's configuration, its ARN without a qualifier for $LATEST. */
export function configurationOf(work: Work, named: FunctionReference, version: string): FunctionConfiguration | null {
  const row = findVersion(work.tables, named, version);
  if (row !== null) return row;
  const declared = version === latest ? work.settings.declared(named.name) : null;
  return declared === null ? null : declaredConfiguration(named, declared);
}

/** As the API shows a function that is served from a file. */
export function declaredConfiguration(
  named: Pick<FunctionReference, "account" | "region" | "name">,
  { name, source, handler }: DeclaredFunction,
): FunctionConfiguration {
  return {
    FunctionName: name,
    FunctionArn: arnOf(named),
    Runtime: "nodejs24.x",
    Role: `arn:aws:iam::${named.account}:role/signpost`,
    Handler: handler,
    CodeSize: 0,
    Description: `Served from ${source}`,
    Timeout: declaredTimeoutSeconds,
    MemorySize: declaredMemoryMb,
    LastModified: "1970-01-01T00:00:00.000+0000",
    CodeSha256: "",
    Version: latest,
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: "00000000-0000-4000-8000-000000000000",
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
  };
}

/** As long as API Gateway waits, and half a gigabyte: a file has nobody to say better. */
const declaredTimeoutSeconds = 29;
const declaredMemoryMb = 512;

/** The configuration with the ARN that was asked for: an alias or a version shows itself in it. */
export function showVersion({ reference: named, configuration }: FoundVersion): FunctionConfiguration {
  return { ...configuration, FunctionArn: qualifiedArn(named, named.qualifier) };
}
