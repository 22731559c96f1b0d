// A store of functions in memory, for tests: zips are whatever begins with PK, sums are SHA-256, time stands still.

import { createHash } from "node:crypto";
import { MemoryTables } from "../../../src/base/memory-tables.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { ServiceFault } from "../../../src/base/service-fault.ts";
import { MemoryCode } from "../../../src/gateway/functions/code.ts";
import type { DeclaredFunction, FunctionContext } from "../../../src/gateway/functions/context.ts";
import { FunctionStore } from "../../../src/gateway/functions/function-store.ts";
import type { CreateFunctionRequest, FunctionConfiguration } from "../../../src/gateway/functions/shapes.ts";

export interface World {
  readonly store: FunctionStore;
  readonly code: MemoryCode;
  readonly tables: MemoryTables;
  readonly context: FunctionContext;
}

export const arn = "arn:aws:lambda:eu-west-1:111122223333:function";

export function newWorld(declared: readonly DeclaredFunction[] = []): World {
  const tables = new MemoryTables();
  const code = new MemoryCode();
  return { tables, code, store: openStore(tables, code, declared), context: contextAt(Date.UTC(2024, 0, 2, 3, 4, 5)) };
}

export function openStore(
  tables: MemoryTables,
  code: MemoryCode,
  declared: readonly DeclaredFunction[] = [],
): FunctionStore {
  return new FunctionStore(tables, {
    code: {
      store: code,
      sha256: (bytes) => createHash("sha256").update(bytes).digest(),
      faultOf: (bytes) => (bytes[0] === 0x50 && bytes[1] === 0x4b ? null : "it is no zip file"),
    },
    declared: (name) => declared.find((one) => one.name === name) ?? null,
    allDeclared: () => declared,
    codeLocation: () => null,
  });
}

export function contextAt(nowMs: number): FunctionContext {
  return { account: "111122223333", region: "eu-west-1", nowMs, random: seededRandom(nowMs % 1000) };
}

export function zipBytes(text: string): Uint8Array {
  return Buffer.from(`PK${text}`);
}

export function request(name: string, more: Partial<CreateFunctionRequest> = {}): CreateFunctionRequest {
  return {
    FunctionName: name,
    Runtime: "nodejs24.x",
    Role: "arn:aws:iam::111122223333:role/run",
    Handler: "index.handler",
    Code: { ZipFile: zipBytes("one") },
    ...more,
  };
}

export function create(world: World, name: string, more: Partial<CreateFunctionRequest> = {}): FunctionConfiguration {
  return world.store.createFunction(request(name, more), world.context);
}

/** `status Code: message` of the fault that the call throws, or "none". */
export function faultOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return `${error.status} ${error.code}: ${error.message}`;
  }
}
