// The facade of functions: one method an operation of the Lambda API, named as the operation, its input and output plain
// objects with the model's members. A writing operation is one transaction; code that it leaves unused is removed once that
// is durable. Everything is synchronous. Whoever runs functions asks `resolve` what a name means, and is told of changes.
// Read next: ./functions.ts, ./find.ts; ../../server/functions.ts for whoever runs them.

import type { Random } from "../../base/random.ts";
import { deleteBelow, type Tables } from "../../base/tables.ts";
import * as aliases from "./aliases.ts";
import { isCodeName, removeUnused } from "./code.ts";
import * as concurrency from "./concurrency.ts";
import type { FunctionContext, FunctionSettings, Work } from "./context.ts";
import { configurationOf, reference, requireFunction, requireVersion } from "./find.ts";
import * as functions from "./functions.ts";
import { arnOf, qualifiedArn, referTo } from "./names.ts";
import * as permissions from "./permissions.ts";
import { mayInvoke } from "./policy.ts";
import type { FunctionCaller, FunctionTarget, Permission } from "./port.ts";
import { findFunction, table } from "./rows.ts";
import type * as shapes from "./shapes.ts";
import * as tags from "./tags.ts";
import * as versions from "./versions.ts";

/** What a name means when it is invoked: versions, an alias's already chosen. */
export interface ResolvedFunction {
  /** The ARN that the caller meant, qualifier and all. */
  readonly invokedArn: string;
  /** Account, region and name. */
  readonly functionArn: string;
  readonly configuration: shapes.FunctionConfiguration;
  /** Null where nothing is reserved. */
  readonly reserved: number | null;
}

export interface Resolution {
  /** One, or those among which an alias chooses each time. */
  choose(random: Random): ResolvedFunction;
}

type Operation<Input, Output> = (work: Work, input: Input) => Output;

export class FunctionStore {
  readonly #tables: Tables;
  readonly #settings: FunctionSettings;
  readonly #listeners: (() => void)[] = [];

  /** Opens it, and removes code that a process left behind which ended between keeping it and referring to it. */
  constructor(tables: Tables, settings: FunctionSettings) {
    this.#tables = tables;
    this.#settings = settings;
    const { store } = settings.code;
    removeUnused(tables, store, store.list().filter(isCodeName));
  }

  /** Called after every commit. Must not throw. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  createFunction(input: shapes.CreateFunctionRequest, context: FunctionContext): shapes.FunctionConfiguration {
    return this.#write(context, functions.createFunction, input);
  }

  getFunction(input: shapes.NamedRequest, context: FunctionContext): shapes.GetFunctionResponse {
    return this.#read(context, functions.getFunction, input);
  }

  getFunctionConfiguration(input: shapes.NamedRequest, context: FunctionContext): shapes.FunctionConfiguration {
    return this.#read(context, functions.getFunctionConfiguration, input);
  }

  updateFunctionCode(input: shapes.UpdateFunctionCodeRequest, context: FunctionContext): shapes.FunctionConfiguration {
    return this.#write(context, functions.updateFunctionCode, input);
  }

  updateFunctionConfiguration(
    input: shapes.UpdateFunctionConfigurationRequest,
    context: FunctionContext,
  ): shapes.FunctionConfiguration {
    return this.#write(context, functions.updateFunctionConfiguration, input);
  }

  deleteFunction(input: shapes.NamedRequest, context: FunctionContext): { StatusCode: number } {
    return this.#write(context, functions.deleteFunction, input);
  }

  listFunctions(
    input: shapes.Paging & { readonly FunctionVersion?: "ALL" },
    context: FunctionContext,
  ): ReturnType<typeof functions.listFunctions> {
    return this.#read(context, functions.listFunctions, input);
  }

  addPermission(input: shapes.AddPermissionRequest, context: FunctionContext): { Statement: string } {
    return this.#write(context, permissions.addPermission, input);
  }

  removePermission(input: shapes.RemovePermissionRequest, context: FunctionContext): shapes.Nothing {
    return this.#write(context, permissions.removePermission, input);
  }

  getPolicy(input: shapes.NamedRequest, context: FunctionContext): { Policy: string; RevisionId: string } {
    return this.#read(context, permissions.getPolicy, input);
  }

  publishVersion(
    input: Parameters<typeof versions.publishVersion>[1],
    context: FunctionContext,
  ): shapes.FunctionConfiguration {
    return this.#write(context, versions.publishVersion, input);
  }

  listVersionsByFunction(
    input: Parameters<typeof versions.listVersionsByFunction>[1],
    context: FunctionContext,
  ): ReturnType<typeof versions.listVersionsByFunction> {
    return this.#read(context, versions.listVersionsByFunction, input);
  }

  createAlias(input: shapes.AliasRequest, context: FunctionContext): shapes.AliasConfiguration {
    return this.#write(context, aliases.createAlias, input);
  }

  getAlias(input: shapes.AliasRequest, context: FunctionContext): shapes.AliasConfiguration {
    return this.#read(context, aliases.getAlias, input);
  }

  updateAlias(input: shapes.AliasRequest, context: FunctionContext): shapes.AliasConfiguration {
    return this.#write(context, aliases.updateAlias, input);
  }

  deleteAlias(input: shapes.AliasRequest, context: FunctionContext): shapes.Nothing {
    return this.#write(context, aliases.deleteAlias, input);
  }

  listAliases(
    input: Parameters<typeof aliases.listAliases>[1],
    context: FunctionContext,
  ): ReturnType<typeof aliases.listAliases> {
    return this.#read(context, aliases.listAliases, input);
  }

  putFunctionConcurrency(
    input: Parameters<typeof concurrency.putFunctionConcurrency>[1],
    context: FunctionContext,
  ): { ReservedConcurrentExecutions: number } {
    return this.#write(context, concurrency.putFunctionConcurrency, input);
  }

  getFunctionConcurrency(
    input: { readonly FunctionName: string },
    context: FunctionContext,
  ): { ReservedConcurrentExecutions?: number } {
    return this.#read(context, concurrency.getFunctionConcurrency, input);
  }

  deleteFunctionConcurrency(input: { readonly FunctionName: string }, context: FunctionContext): shapes.Nothing {
    return this.#write(context, concurrency.deleteFunctionConcurrency, input);
  }

  tagResource(input: Parameters<typeof tags.tagResource>[1], context: FunctionContext): shapes.Nothing {
    return this.#write(context, tags.tagResource, input);
  }

  untagResource(input: Parameters<typeof tags.untagResource>[1], context: FunctionContext): shapes.Nothing {
    return this.#write(context, tags.untagResource, input);
  }

  listTags(input: { readonly Resource: string }, context: FunctionContext): ReturnType<typeof tags.listTags> {
    return this.#read(context, tags.listTags, input);
  }

  getAccountSettings(_: shapes.Nothing, context: FunctionContext): ReturnType<typeof concurrency.getAccountSettings> {
    return this.#read(context, concurrency.getAccountSettings, {});
  }

  /** Nothing polls queues and streams here. */
  listEventSourceMappings(
    { FunctionName }: { readonly FunctionName?: string },
    context: FunctionContext,
  ): { EventSourceMappings: readonly never[] } {
    if (FunctionName !== undefined) referTo(FunctionName, context);
    return { EventSourceMappings: [] };
  }

  /** Nothing is signed here: the function's name alone, as AWS answers for a function without a configuration. */
  getFunctionCodeSigningConfig(
    input: { readonly FunctionName: string },
    context: FunctionContext,
  ): { FunctionName: string } {
    return this.#read(
      context,
      (work) => {
        const named = reference(work, input);
        requireFunction(work, named);
        return { FunctionName: named.name };
      },
      input,
    );
  }

  /** What a target means. Throws ResourceNotFoundException and InvalidParameterValueException. */
  resolve(target: FunctionTarget, context: FunctionContext): Resolution {
    return this.#read(context, resolve, target);
  }

  /** Whether the policy of the function, or of the version or alias that is named, lets the caller invoke it. */
  permission(target: FunctionTarget, caller: FunctionCaller, context: FunctionContext): Permission {
    return this.#read(context, (work) => permissionOf(work, target, caller), target);
  }

  /** Forgets every function of every account, for tests. Code goes with what referred to it. */
  reset(): void {
    const { store } = this.#settings.code;
    this.#tables.transaction(() => {
      for (const name of Object.values(table)) deleteBelow(this.#tables, name, "");
    });
    removeUnused(this.#tables, store, store.list().filter(isCodeName));
    for (const listener of this.#listeners) listener();
  }

  #read<Input, Output>(context: FunctionContext, operation: Operation<Input, Output>, input: Input): Output {
    return operation(this.#work(context), input);
  }

  #write<Input, Output>(context: FunctionContext, operation: Operation<Input, Output>, input: Input): Output {
    const work = this.#work(context);
    let output: Output;
    try {
      output = this.#tables.transaction(() => operation(work, input));
    } finally {
      removeUnused(this.#tables, this.#settings.code.store, work.unused);
    }
    for (const listener of this.#listeners) listener();
    return output;
  }

  #work(context: FunctionContext): Work {
    return { tables: this.#tables, context, settings: this.#settings, unused: new Set() };
  }
}

function resolve(work: Work, target: FunctionTarget): Resolution {
  const named = referTo(target.name, target, target.qualifier);
  const { alias, configuration, row } = requireVersion(work, named);
  const functionArn = arnOf(named);
  const invokedArn = qualifiedArn(named, named.qualifier);
  const resolved = { invokedArn, functionArn, configuration, reserved: row.reserved };
  if (alias?.RoutingConfig === undefined) return { choose: () => resolved };
  const others = new Map<string, ResolvedFunction>();
  for (const version of Object.keys(alias.RoutingConfig.AdditionalVersionWeights ?? {})) {
    const other = configurationOf(work, named, version);
    if (other !== null) others.set(version, { ...resolved, configuration: other });
  }
  return { choose: (random) => others.get(aliases.chooseVersion(alias, random)) ?? resolved };
}

function permissionOf(work: Work, target: FunctionTarget, caller: FunctionCaller): Permission {
  const named = referTo(target.name, target, target.qualifier);
  if (findFunction(work.tables, named) === null)
    return work.settings.declared(named.name) === null ? "no such function" : "allowed";
  const policy = permissions.policyOf(work, named);
  return policy !== null && mayInvoke(policy.statements, caller) ? "allowed" : "denied";
}
