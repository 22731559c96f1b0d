// The service's configuration: finds signpost.yaml, reads it with its overrides, and says what is wrong with it.
// Read next: config/table.ts for the keys, config/read.ts for the reading.

import { readFileSync } from "node:fs";
import { type ConfigFault, type Override, overridesOf, readConfig } from "./config/read.ts";
import type { Config } from "./config/table.ts";

export { type ConfigFault, type Override, unheardVariables } from "./config/read.ts";
export type { Config } from "./config/table.ts";

/** The file that is read when nobody names one, where it exists. */
export const usualFile = "signpost.yaml";

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read, null when there is none. */
  readonly file: string | null;
  readonly faults: readonly ConfigFault[];
}

/** Reads `path`, or signpost.yaml here where it exists, then `environment`, then the call's own `overrides`. */
export function loadConfig(
  path: string | null,
  overrides: readonly Override[],
  environment: { readonly [name: string]: string | undefined },
): LoadedConfig {
  const name = path ?? usualFile;
  const text = readText(name);
  if (typeof text !== "string" && (path !== null || text.code !== "ENOENT")) {
    return { ...readConfig(null, overrides), file: null, faults: [{ place: name, message: reasonOf(text) }] };
  }
  const file = typeof text === "string" ? { name, text } : null;
  return { ...readConfig(file, [...overridesOf(environment), ...overrides]), file: file?.name ?? null };
}

function readText(path: string): string | { code: string | undefined } {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code };
  }
}

function reasonOf(failure: { code: string | undefined }): string {
  if (failure.code === "ENOENT") return "there is no such file";
  if (failure.code === "EACCES") return "this user may not read it";
  return failure.code === "EISDIR" ? "it is a directory" : `it cannot be read (${failure.code})`;
}
