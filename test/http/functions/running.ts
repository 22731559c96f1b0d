// A runtime with the handlers beside this file, for tests: plans with short times, and what handlers printed.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Completed, Invocation, Refused } from "../../../src/gateway/functions/port.ts";
import type { FunctionPlan } from "../../../src/http/functions/plan.ts";
import { FunctionRuntime, type RuntimeOptions } from "../../../src/http/functions/runtime.ts";

export const handlers = join(import.meta.dirname, "handlers");

export function plan(file: string, handler = "handler", more: Partial<FunctionPlan> = {}): FunctionPlan {
  const functionArn = `arn:aws:lambda:eu-west-1:000000000000:function:${more.name ?? `${file}-${handler}`}`;
  return {
    id: `${functionArn}:$LATEST`,
    revision: "1",
    functionArn,
    name: `${file}-${handler}`,
    version: "$LATEST",
    region: "eu-west-1",
    runtime: "nodejs24.x",
    source: { kind: "file", path: join(handlers, `${file}.mjs`), handler },
    timeoutMs: 10_000,
    memoryMb: 128,
    environment: {},
    logGroup: `/aws/lambda/${file}`,
    reserved: null,
    ...more,
  };
}

export function invocation(event: unknown, more: Partial<Invocation> = {}): Invocation {
  return {
    target: { name: "unused", account: "000000000000", region: "eu-west-1" },
    payload: JSON.stringify(event),
    requestId: randomUUID(),
    type: "RequestResponse",
    ...more,
  };
}

export interface Running {
  readonly runtime: FunctionRuntime;
  readonly lines: string[];
  readonly run: (plan: FunctionPlan, event?: unknown, more?: Partial<Invocation>) => Promise<Completed | Refused>;
}

export function newRuntime(options: Partial<RuntimeOptions> = {}): Running {
  const lines: string[] = [];
  const runtime = new FunctionRuntime({ line: ({ line }) => void lines.push(line), ...options });
  return {
    runtime,
    lines,
    run: (of, event = {}, more = {}) => runtime.invoke(of, invocation(event, more), `${of.functionArn}:asked`),
  };
}

/** What the function said, or how it failed, or why it did not run. */
export function told(result: Completed | Refused): unknown {
  if (result.kind === "refused") return `${result.status} ${result.code}: ${result.message}`;
  const value: unknown = JSON.parse(result.payload);
  if (result.functionError === null) return value;
  const { errorType, errorMessage } = value as Record<string, string>;
  return `${errorType}: ${errorMessage}`;
}
