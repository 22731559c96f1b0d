// The facade of functions: one member an operation of the Lambda API, named as the operation, its input and output plain
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
type Call<Input, Output> = (input: Input, context: FunctionContext) => Output;

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

  readonly createFunction = this.#write(functions.createFunction);
  readonly getFunction = this.#read(functions.getFunction);
  readonly getFunctionConfiguration = this.#read(functions.getFunctionConfiguration);
  readonly updateFunctionCode = this.#write(functions.updateFunctionCode);
  readonly updateFunctionConfiguration = this.#write(functions.updateFunctionConfiguration);
  readonly deleteFunction = this.#write(functions.deleteFunction);
  readonly listFunctions = this.#read(functions.listFunctions);
  readonly addPermission = this.#write(permissions.addPermission);
  readonly removePermission = this.#write(permissions.removePermission);
  readonly getPolicy = this.#read(permissions.getPolicy);
  readonly publishVersion = this.#write(versions.publishVersion);
  readonly listVersionsByFunction = this.#read(versions.listVersionsByFunction);
  readonly createAlias = this.#write(aliases.createAlias);
  readonly getAlias = this.#read(aliases.getAlias);
  readonly updateAlias = this.#write(aliases.updateAlias);
  readonly deleteAlias = this.#write(aliases.deleteAlias);
  readonly listAliases = this.#read(aliases.listAliases);
  readonly putFunctionConcurrency = this.#write(concurrency.putFunctionConcurrency);
  readonly getFunctionConcurrency = this.#read(concurrency.getFunctionConcurrency);
  readonly deleteFunctionConcurrency = this.#write(concurrency.deleteFunctionConcurrency);
  readonly tagResource = this.#write(tags.tagResource);
  readonly untagResource = this.#write(tags.untagResource);
  readonly listTags = this.#read(tags.listTags);
  readonly getAccountSettings = this.#read(concurrency.getAccountSettings);
  readonly listEventSourceMappings = this.#read(listEventSourceMappings);
  readonly getFunctionCodeSigningConfig = this.#read(getFunctionCodeSigningConfig);

  /** What a target means. Throws ResourceNotFoundException and InvalidParameterValueException. */
  resolve(target: FunctionTarget, context: FunctionContext): Resolution {
    return resolve(this.#work(context), target);
  }

  /** Whether the policy of the function, or of the version or alias that is named, lets the caller invoke it. */
  permission(target: FunctionTarget, caller: FunctionCaller, context: FunctionContext): Permission {
    return permissionOf(this.#work(context), target, caller);
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

  #read<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => operation(this.#work(context), input);
  }

  #write<Input, Output>(operation: Operation<Input, Output>): Call<Input, Output> {
    return (input, context) => {
      const work = this.#work(context);
      let output: Output;
      try {
        output = this.#tables.transaction(() => operation(work, input));
      } finally {
        removeUnused(this.#tables, this.#settings.code.store, work.unused);
      }
      for (const listener of this.#listeners) listener();
      return output;
    };
  }

  #work(context: FunctionContext): Work {
    return { tables: this.#tables, context, settings: this.#settings, unused: new Set() };
  }
}

/** Nothing polls queues and streams here. */
function listEventSourceMappings(
  { context }: Work,
  { FunctionName }: { readonly FunctionName?: string },
): { EventSourceMappings: readonly never[] } {
  if (FunctionName !== undefined) referTo(FunctionName, context);
  return { EventSourceMappings: [] };
}

/** Nothing is signed here: the function's name alone, as AWS answers for a function without a configuration. */
function getFunctionCodeSigningConfig(work: Work, input: { readonly FunctionName: string }): { FunctionName: string } {
  const named = reference(work, input);
  requireFunction(work, named);
  return { FunctionName: named.name };
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
