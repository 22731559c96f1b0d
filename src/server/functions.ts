// Functions as the service has them: what the store says of a name, what the configuration declares, and the runtime that
// runs it, as the one port that the gateway and the Invoke operation go through. What a name means is remembered until
// anything changes, so an invocation costs no look into the tables.
// Invariants: nothing of this rejects or throws; an event that was accepted is run with what the function is by then.
// Read next: ./lambda-api.ts, ../http/functions/runtime.ts, ../gateway/functions/function-store.ts.

import { maxQueuedEventOctets } from "../base/limits.ts";
import type { Random } from "../base/random.ts";
import { ServiceFault } from "../base/service-fault.ts";
import type { FunctionStore, Resolution, ResolvedFunction } from "../gateway/functions/function-store.ts";
import type {
  Completed,
  FunctionCaller,
  FunctionPort,
  FunctionTarget,
  Invocation,
  InvocationResult,
  Permission,
  RefusalCode,
  Refused,
  Streaming,
} from "../gateway/functions/port.ts";
import { EventQueue } from "../http/functions/event-queue.ts";
import type { FunctionPlan } from "../http/functions/plan.ts";
import type { FunctionRuntime } from "../http/functions/runtime.ts";
import type { UnpackedCode } from "../http/functions/unpacked-code.ts";
import type { DeclaredFunctions } from "./declared-functions.ts";
import { planOf } from "./function-plans.ts";
import type { Log } from "./log.ts";

export interface FunctionsParts {
  readonly store: FunctionStore;
  readonly declared: DeclaredFunctions;
  readonly unpacked: UnpackedCode;
  readonly runtime: FunctionRuntime;
  readonly random: Random;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly events?: EventQueue;
}

/** A function can be called by many names; whoever makes them up only makes us look again. */
const mostRemembered = 10_000;

/** The longest Timeout that a function may have. */
const longestRunMs = 900_000;

interface Chosen {
  readonly resolved: ResolvedFunction;
  readonly plan: FunctionPlan;
}

export class Functions implements FunctionPort {
  readonly #parts: FunctionsParts;
  readonly #events: EventQueue;
  readonly #resolutions = new Map<string, Resolution>();
  readonly #plans = new Map<string, FunctionPlan>();
  readonly #permissions = new Map<string, Permission>();
  /** The same, by the very objects: who asks again and again has one for each, and needs no text. */
  #resolved = new WeakMap<FunctionTarget, Resolution>();
  #permitted = new WeakMap<FunctionCaller, { readonly target: FunctionTarget; readonly permission: Permission }>();
  #tidying: NodeJS.Timeout | null = null;

  constructor(parts: FunctionsParts) {
    this.#parts = parts;
    this.#events = parts.events ?? new EventQueue();
    const forget = (): void => {
      this.#resolutions.clear();
      this.#plans.clear();
      this.#permissions.clear();
      this.#resolved = new WeakMap();
      this.#permitted = new WeakMap();
      this.#tidyLater();
    };
    parts.store.onChange(forget);
    parts.declared.follow(forget);
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    const chosen = this.#choose(invocation.target);
    if ("kind" in chosen) return Promise.resolve(chosen);
    switch (invocation.type) {
      case "RequestResponse":
        return this.#parts.runtime.invoke(chosen.plan, withEvent(invocation), chosen.resolved.invokedArn);
      case "Event":
        return Promise.resolve(this.#queue(chosen, withEvent(invocation)));
      case "DryRun":
        return Promise.resolve({ kind: "dry-run", executedVersion: chosen.plan.version });
    }
  }

  invokeStreaming(invocation: Invocation): Promise<Streaming | Refused> {
    const chosen = this.#choose(invocation.target);
    if ("kind" in chosen) return Promise.resolve(chosen);
    return this.#parts.runtime.invokeStreaming(chosen.plan, withEvent(invocation), chosen.resolved.invokedArn);
  }

  permission(target: FunctionTarget, caller: FunctionCaller): Permission {
    const known = this.#permitted.get(caller);
    if (known?.target === target) return known.permission;
    const permission = this.#remembered(target, caller);
    this.#permitted.set(caller, { target, permission });
    return permission;
  }

  #remembered(target: FunctionTarget, caller: FunctionCaller): Permission {
    const { name, qualifier = "", account, region } = target;
    const key = `${account} ${region} ${name} ${qualifier} ${caller.principal} ${caller.sourceAccount} ${caller.sourceArn}`;
    const known = this.#permissions.get(key);
    if (known !== undefined) return known;
    const permission = this.#permissionOf(target, caller);
    if (this.#permissions.size >= mostRemembered) this.#permissions.clear();
    this.#permissions.set(key, permission);
    return permission;
  }

  /** Ends what runs; events that wait are lost. */
  async close(): Promise<void> {
    if (this.#tidying !== null) clearTimeout(this.#tidying);
    this.#events.close();
    this.#parts.declared.close();
    await this.#parts.runtime.close();
    this.#parts.unpacked.close();
  }

  /** Unpacked code that no version has any more goes when nothing can still be running on it. */
  #tidyLater(): void {
    this.#tidying ??= setTimeout(() => {
      this.#tidying = null;
      this.#parts.unpacked.forgetUnused();
    }, longestRunMs).unref();
  }

  #permissionOf(target: FunctionTarget, caller: FunctionCaller): Permission {
    try {
      return this.#parts.store.permission(target, caller, this.#context(target));
    } catch (error) {
      if (error instanceof ServiceFault) return "no such function";
      throw error;
    }
  }

  #choose(target: FunctionTarget): Chosen | Refused {
    const resolution = this.#resolve(target);
    if ("kind" in resolution) return resolution;
    const resolved = resolution.choose(this.#parts.random);
    const id = `${resolved.functionArn}:${resolved.configuration.Version}`;
    const known = this.#plans.get(id);
    if (known !== undefined) return { resolved, plan: known };
    const plan = this.#plan(resolved);
    if ("kind" in plan) return plan; // not remembered: a disk that was full, say, has room again
    this.#plans.set(id, plan);
    return { resolved, plan };
  }

  #resolve(target: FunctionTarget): Resolution | Refused {
    const known = this.#resolved.get(target);
    if (known !== undefined) return known;
    const resolution = this.#resolveName(target);
    if (!("kind" in resolution)) this.#resolved.set(target, resolution);
    return resolution;
  }

  #resolveName(target: FunctionTarget): Resolution | Refused {
    const { account, region, name, qualifier = "" } = target;
    const key = `${account} ${region} ${name} ${qualifier}`;
    const known = this.#resolutions.get(key);
    if (known !== undefined) return known;
    try {
      const resolution = this.#parts.store.resolve(target, this.#context(target));
      if (this.#resolutions.size >= mostRemembered) this.#resolutions.clear();
      this.#resolutions.set(key, resolution);
      return resolution;
    } catch (error) {
      return this.#refusalOf(error);
    }
  }

  #plan(resolved: ResolvedFunction): FunctionPlan | Refused {
    try {
      return planOf(resolved, this.#parts.declared, this.#parts.unpacked);
    } catch (error) {
      return this.#refusalOf(error);
    }
  }

  #refusalOf(error: unknown): Refused {
    if (error instanceof ServiceFault)
      return { kind: "refused", code: error.code as RefusalCode, status: error.status, message: error.message };
    const reason = error instanceof Error ? error.message : String(error);
    this.#parts.log.error({ reason }, "a function cannot be run");
    return { kind: "refused", code: "ServiceException", status: 500, message: "The function's code is not available." };
  }

  #context({ account, region }: FunctionTarget): Parameters<FunctionStore["resolve"]>[1] {
    return { account, region, nowMs: this.#parts.nowMs(), random: this.#parts.random };
  }

  #queue({ plan }: Chosen, invocation: Invocation): InvocationResult {
    const octets = Buffer.byteLength(invocation.payload);
    if (octets > maxQueuedEventOctets)
      return {
        kind: "refused",
        code: "RequestTooLargeException",
        status: 413,
        message: `${octets} byte payload is too large for the Event invocation type (limit ${maxQueuedEventOctets} bytes)`,
      };
    const fault = jsonFault(invocation.payload);
    if (fault !== null) return fault;
    const place = this.#events.add({
      octets,
      run: () => this.#runEvent(invocation),
      lost: (why) =>
        this.#parts.log.warn({ function: plan.name, requestId: invocation.requestId, why }, "an event was given up"),
    });
    if (place === "queued") return { kind: "accepted", executedVersion: plan.version };
    return {
      kind: "refused",
      code: "TooManyRequestsException",
      status: 429,
      message: "Rate Exceeded.",
      reason: "FunctionInvocationRateLimitExceeded",
    };
  }

  #runEvent(invocation: Invocation): Promise<Completed | Refused> {
    const chosen = this.#choose(invocation.target);
    if ("kind" in chosen) return Promise.resolve(chosen);
    // Nobody waits, and a client's context is passed on synchronously only.
    const { patienceMs: _, clientContext: __, ...rest } = invocation;
    const { payload } = invocation;
    return this.#parts.runtime.invoke(chosen.plan, { ...rest, payload }, chosen.resolved.invokedArn);
  }
}

/** No payload is an empty object. */
function withEvent(invocation: Invocation): Invocation {
  const isNone = invocation.packed === undefined && invocation.payload === "";
  return isNone ? { ...invocation, payload: "{}" } : invocation;
}

function jsonFault(payload: string): Refused | null {
  try {
    JSON.parse(payload);
    return null;
  } catch (error) {
    return {
      kind: "refused",
      code: "InvalidRequestContentException",
      status: 400,
      message: `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    };
  }
}
