// Amazon Route 53's API over HTTP: which operation, who asks, what it takes and gives. Everything is derived from the table
// (./model.ts); the operations themselves are given, each a function of the name it has in the store. What nobody gives is
// answered NotImplemented (501), which says the operation's name.
// Invariants: every request is answered, with a request id; a fault of ours is InternalFailure and told to `failed`; nothing
// of a request is looked at before its rate and, where wanted, its signature are.

import { ServiceFault } from "../../base/service-fault.ts";
import { WireFault } from "../fault.ts";
import { readModel } from "../model-text.ts";
import type { Operation } from "../model.ts";
import type { Schema } from "../rest-xml/content.ts";
import { readInput } from "../rest-xml/input.ts";
import { pathFinder } from "../rest-xml/paths.ts";
import type { Fields } from "../rest-xml/print.ts";
import { type Fault, type WireReply, faultReply, outputReply } from "../rest-xml/reply.ts";
import { type Claim, type SignedRequest, readClaim } from "../sigv4/claim.ts";
import { type Verification, verify } from "../sigv4/verify.ts";
import { Throttle } from "../throttle.ts";
import { route53Model } from "./model.ts";

/** Who calls and when: what an operation knows beside its input. */
export interface Caller {
  readonly account: string;
  /** null: the request was not signed. */
  readonly accessKey: string | null;
  readonly nowMs: number;
}

/** Gives the operation of this name (changeResourceRecordSets), or null when there is none. */
export type Operations = (name: string) => ((input: never, caller: Caller) => unknown) | null;

export interface Route53ApiOptions {
  readonly operations: Operations;
  readonly accountOf: (accessKey: string | null) => string;
  /** How closely bodies are held to the model. */
  readonly strictness: Schema["strictness"];
  /** null: signatures are read, not checked. */
  readonly secretOf: Verification["secretOf"] | null;
  /** Requests a second and account; null for any number. */
  readonly requestsPerSecond: number | null;
  /** What the operations take for now. */
  readonly nowMs: () => number;
  /** The clock that clients go by: their signatures and rates are held to it, whatever time the operations are told. */
  readonly clientsNowMs: () => number;
  readonly newRequestId: () => string;
  /** Hears of every answer: the operation's name, or "none", and the fault's code, or "OK". */
  readonly answered: (answer: Answered) => void;
  /** Hears of faults of ours. */
  readonly failed: (error: unknown) => void;
}

export interface Answered {
  readonly operation: string;
  readonly code: string;
  readonly status: number;
  readonly account: string;
  readonly requestId: string;
  readonly message: string;
}

export const namespace = "https://route53.amazonaws.com/doc/2013-04-01/";
export const pathPrefix = "/2013-04-01/";

const model = readModel(route53Model);
const findPath = pathFinder(model.operations.values());

/** Names of all operations, as they stand in the table. */
export const operationNames: readonly string[] = [...model.operations.keys()];

/** `ChangeResourceRecordSets` as the store calls it. */
export function methodName(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}

export class Route53Api {
  readonly #options: Route53ApiOptions;
  readonly #throttle: Throttle | null;

  constructor(options: Route53ApiOptions) {
    this.#options = options;
    const { requestsPerSecond } = options;
    this.#throttle = requestsPerSecond === null ? null : new Throttle(requestsPerSecond);
  }

  async answer(request: SignedRequest): Promise<WireReply> {
    const { accountOf, newRequestId, clientsNowMs, answered, strictness } = this.#options;
    const requestId = newRequestId();
    const target = findPath(request.method, request.path);
    const operation = target?.operation.name ?? "none";
    const told = { operation, requestId, account: accountOf(null) };
    try {
      const caller = this.#callerOf(request);
      told.account = caller.account;
      if (this.#throttle?.take(caller.account, clientsNowMs()) === false) throw rateExceeded(target?.operation ?? null);
      if (target === null) throw new WireFault("UnknownOperationException", "There is no such operation.", 404);
      const input = readInput(target, request.query, request.body, { namespace, strictness });
      const output = await this.#run(target.operation, input, caller);
      const reply = outputReply(target.operation, output, namespace, requestId);
      answered({ ...told, code: "OK", status: reply.status, message: "" });
      return reply;
    } catch (error) {
      const fault = this.#faultOf(error);
      answered({ ...told, code: fault.code, status: fault.status, message: fault.message });
      return faultReply(fault, namespace, requestId);
    }
  }

  #callerOf(request: SignedRequest): Caller {
    const { secretOf, accountOf, nowMs, clientsNowMs } = this.#options;
    const claim = secretOf === null ? looseClaim(request) : readClaim(request);
    if (secretOf !== null) verify(request, claim, { service: "route53", secretOf }, clientsNowMs());
    const accessKey = claim?.accessKey ?? null;
    return { accessKey, account: accountOf(accessKey), nowMs: nowMs() };
  }

  async #run({ name }: Operation, input: Fields, caller: Caller): Promise<Fields> {
    const operation = this.#options.operations(methodName(name));
    if (operation === null) throw new WireFault("NotImplemented", `${name} is not implemented here.`, 501);
    return ((await operation(input as never, caller)) ?? {}) as Fields;
  }

  #faultOf(error: unknown): Fault {
    if (error instanceof ServiceFault) return error;
    this.#options.failed(error);
    return { code: "InternalFailure", status: 500, message: "We encountered an internal error. Please try again." };
  }
}

/** A claim that nobody will check: one that cannot be read is none. */
function looseClaim(request: SignedRequest): Claim | null {
  try {
    return readClaim(request);
  } catch (error) {
    if (error instanceof WireFault) return null;
    throw error;
  }
}

/** Operations on tags declare a code of their own for it. */
function rateExceeded(operation: Operation | null): WireFault {
  const code = operation?.errors.includes("ThrottlingException") === true ? "ThrottlingException" : "Throttling";
  return new WireFault(code, "Rate exceeded");
}
