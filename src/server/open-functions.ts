// Puts functions together: the store over tables and code, what the configuration declares, the runtime, and the port over
// all of them. Handlers' output goes to the log, a line each, with the function's name and the request's id.
// Read next: ./functions.ts, ./lambda-api.ts.

import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Random } from "../base/random.ts";
import type { Tables } from "../base/tables.ts";
import { CodeFiles } from "../disk/code-files.ts";
import { type CodeStore, MemoryCode } from "../gateway/functions/code.ts";
import { FunctionStore } from "../gateway/functions/function-store.ts";
import { FunctionRuntime } from "../http/functions/runtime.ts";
import { UnpackedCode } from "../http/functions/unpacked-code.ts";
import { zipFault } from "../http/functions/zip.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import type { Config } from "./config.ts";
import type { ControlPlane } from "./control-plane.ts";
import { DeclaredFunctions } from "./declared-functions.ts";
import { Functions } from "./functions.ts";
import type { Log } from "./log.ts";

export interface OpenParts {
  readonly tables: Tables;
  /** `new CodeFiles(join(data, "functions/code"))`, or `new MemoryCode()` where nothing is kept. */
  readonly code: CodeStore;
  /** Where zips are unpacked: `functions/unpacked` below the data directory; null for a temporary folder. */
  readonly folder: string | null;
  readonly random: Random;
  readonly nowMs: () => number;
  /** The API's own address, for handlers' AWS clients. */
  readonly endpointUrl: () => string | null;
  readonly log: Log;
}

export interface OpenFunctions {
  readonly store: FunctionStore;
  /** What the configuration names, and what declared APIs add to it. */
  readonly declared: DeclaredFunctions;
  readonly functions: Functions;
}

/** Throws StorageFault. */
export function openFunctions(declaredThere: Config["functions"], parts: OpenParts): OpenFunctions {
  const { tables, code, folder, random, nowMs, endpointUrl, log } = parts;
  const declared = new DeclaredFunctions(declaredThere, log);
  const store = new FunctionStore(tables, {
    code: {
      store: code,
      sha256: (bytes) => createHash("sha256").update(bytes).digest(),
      faultOf: zipFault,
    },
    declared: (name) => declared.find(name),
    allDeclared: () => declared.all(),
    codeLocation: () => null,
  });
  const runtime = new FunctionRuntime({
    line: ({ plan, requestId, line }) => log.info({ function: plan.name, version: plan.version, requestId }, line),
    endpointUrl,
  });
  const unpacked = new UnpackedCode(folder, code);
  return { store, declared, functions: new Functions({ store, declared, unpacked, runtime, random, nowMs, log }) };
}

/** The service's: over its tables, code below its data directory. Throws StorageFault. */
export function openServiceFunctions(
  { functions, data }: Config,
  { tables, clock }: Pick<ControlPlane, "tables" | "clock">,
  endpointUrl: () => string | null,
  log: Log,
): OpenFunctions {
  return openFunctions(functions, {
    tables,
    code: data === null ? new MemoryCode() : new CodeFiles(join(data, "functions/code")),
    folder: data === null ? null : join(data, "functions/unpacked"),
    random: cryptoRandom,
    nowMs: () => clock.wallMs(),
    endpointUrl,
    log,
  });
}
