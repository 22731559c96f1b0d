// From a handler's name to the function: `index.handler` is what index.js (or .mjs, .cjs) exports as `handler`, in whatever
// folder the name says, and `index.api.get` is a property of a property. What goes wrong has the names that Lambda's
// Node.js runtime gives it: Runtime.MalformedHandlerName, ImportModuleError, HandlerNotFound, UserCodeSyntaxError.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Failure, failureOf } from "./failure.ts";
import type { InstanceData } from "./messages.ts";

export type Handler = (event: unknown, context: unknown, third?: unknown) => unknown;

export class HandlerFault extends Error {
  override readonly name = "HandlerFault";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.errorMessage);
    this.failure = failure;
  }
}

const suffixes = [".js", ".mjs", ".cjs"];

/** Loads the module and takes the handler from it. Throws HandlerFault. */
export async function loadHandler(data: Pick<InstanceData, "path" | "lookUp" | "handler">): Promise<Handler> {
  const { file, names } = data.lookUp === "file" ? { file: data.path, names: data.handler.split(".") } : lookUp(data);
  const handler = memberOf(await importFile(file), names);
  if (typeof handler === "function") return handler as Handler;
  if (handler === undefined) throw fault("HandlerNotFound", `${data.handler} is undefined or not exported`);
  throw fault("HandlerNotFound", `${data.handler} is not a function`);
}

function lookUp({ path, handler }: { readonly path: string; readonly handler: string }): {
  file: string;
  names: string[];
} {
  const slash = handler.lastIndexOf("/") + 1;
  const dot = handler.indexOf(".", slash);
  if (dot <= slash || handler.split("/").includes("..")) throw fault("MalformedHandlerName", "Bad handler");
  const module = handler.slice(0, dot);
  const names = handler.slice(dot + 1).split(".");
  for (const suffix of suffixes) {
    const file = join(path, module + suffix);
    if (existsSync(file)) return { file, names };
  }
  throw fault("ImportModuleError", `Error: Cannot find module '${module.slice(slash)}'`);
}

async function importFile(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new HandlerFault(told("Runtime.UserCodeSyntaxError", error));
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND")
      throw new HandlerFault(told("Runtime.ImportModuleError", error));
    throw new HandlerFault(failureOf(error));
  }
}

/** Faults of loading are told with what they are in front. */
function told(errorType: string, error: unknown): Failure {
  return { ...failureOf(error, errorType), errorMessage: String(error) };
}

/** Of what the module exports, or of what it exports as a whole (CommonJS). */
function memberOf(module: unknown, names: readonly string[]): unknown {
  const walk = (from: unknown): unknown => {
    let at = from;
    for (const name of names) {
      if ((typeof at !== "object" && typeof at !== "function") || at === null) return undefined;
      at = (at as Record<string, unknown>)[name];
    }
    return at;
  };
  return walk(module) ?? walk((module as { default?: unknown }).default);
}

function fault(kind: string, message: string): HandlerFault {
  return new HandlerFault({ errorType: `Runtime.${kind}`, errorMessage: message, trace: [] });
}
