// The variables that are there before a template sets any: $input, $util, $context, $stageVariables. Each is made when a
// run first touches it. A template may set them like any other variable; then it has what it set.
// Read next: ./input.ts, ./template-functions.ts, ./context.ts.

import { ContextObject } from "./context.ts";
import { InputObject } from "./input.ts";
import type { TemplateScope } from "./scope.ts";
import { util } from "./template-functions.ts";
import type { Value } from "./values.ts";

const builtins: Readonly<Record<string, (scope: TemplateScope) => Value>> = {
  input: (scope) => new InputObject(scope),
  util: () => util,
  context: (scope) => new ContextObject(scope),
  stageVariables: (scope) => new Map<string, Value>(Object.entries(scope.stageVariables())),
};

export function isBuiltin(name: string): boolean {
  return Object.hasOwn(builtins, name);
}

export function makeBuiltin(name: string, scope: TemplateScope): Value {
  return builtins[name](scope);
}
