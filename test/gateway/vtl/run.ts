// A scope for templates under test: what is not given is empty.

import { compileTemplate } from "../../../src/gateway/vtl/template.ts";
import { TemplateFault } from "../../../src/gateway/vtl/fault.ts";
import { ContextOverrides } from "../../../src/gateway/vtl/overrides.ts";
import type { ContextValue, TemplateScope } from "../../../src/gateway/vtl/scope.ts";

export interface Given {
  readonly body?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly querystring?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, ContextValue>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly overrides?: ContextOverrides;
}

/** Which parts of the scope a run has asked for. */
export interface Asked {
  readonly names: string[];
}

export function scopeOf(given: Given, asked: Asked = { names: [] }): TemplateScope {
  const told = <Answer>(name: string, answer: Answer): Answer => {
    asked.names.push(name);
    return answer;
  };
  return {
    body: () => told("body", given.body ?? ""),
    parameters: (kind) => told(kind, given[kind] ?? {}),
    context: (name) => told(`context.${name}`, given.context?.[name]),
    contextNames: () => told("contextNames", Object.keys(given.context ?? {})),
    stageVariables: () => told("stageVariables", given.stageVariables ?? {}),
    overrides: given.overrides ?? new ContextOverrides(),
  };
}

/** The output, or `line:column: message` behind the word fault. */
export function run(text: string, given: Given = {}): string {
  const template = compileTemplate(text);
  if (template instanceof TemplateFault) return `fault ${template.toString()}`;
  const out = template.run(scopeOf(given));
  return typeof out === "string" ? out : `fault ${out.toString()}`;
}

/** The output with these variables set, as the recordings set them: from a payload. */
export function runWith(text: string, variables: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(variables).map((name) => `#set($${name} = $json.${name})`);
  return run(`#set($json = $input.path('$'))${names.join("")}\n${text}`, { body: JSON.stringify(variables) });
}
