// One line of a stage's access log for a request (AWS guide: set-up-logging): the stage's format with `$context` names put
// in, and - where the request has no such value. Compiled once, and only for a stage that has a format.

import { compileSubstitution } from "../substitution.ts";
import type { Exchange } from "./exchange.ts";
import { textOf } from "./request-value.ts";

export type AccessLine = (exchange: Exchange) => string;

export function compileAccessLog(format: string): AccessLine {
  const text = compileSubstitution(format);
  return (exchange) => text.run((name) => valueOf(exchange, name) ?? "-");
}

function valueOf(exchange: Exchange, name: string): string | undefined {
  if (name.startsWith("context.")) return textOf(exchange.contextValue(name.slice("context.".length))) || undefined;
  return exchange.stageVariables[name.slice("stageVariables.".length)];
}
