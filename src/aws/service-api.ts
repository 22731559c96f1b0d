// One AWS service over HTTP: which operation, who asks, what it takes and gives. Everything is derived from the service's table
// and its way of speaking (a protocol, given as functions); the operations themselves are given, each a function of its name
// with a small first letter. What nobody gives is answered NotImplemented (501), which says the operation's name.
// Invariants: every request is answered, with a request id; a fault of ours is InternalFailure and told to `failed`; nothing
// of a request is looked at before its rate and, where wanted, its signature are.
// Read next: ./route53/api.ts, ./rest-json/api.ts.

import { ServiceFault } from "../base/service-fault.ts";
import { WireFault } from "./fault.ts";
import type { Operation } from "./model.ts";
import type { PathFinder, Target } from "./paths.ts";
import type { Claim, SignedRequest } from "../base/sigv4/claim.ts";
import { type Verification, readClaim, verify } from "./sigv4/verify.ts";
import { Throttle } from "./throttle.ts";

/** Who calls and when: what an operation knows beside its input. */
export interface Caller {
  readonly account: string;
  /** null: the request was not signed. */
  readonly accessKey: string | null;
  /** That the request was signed for. */
  readonly region: string;
  readonly nowMs: number;
}

/** Gives the operation of this name (changeResourceRecordSets), or null when there is none. */
export type Operations = (name: string) => ((input: never, caller: Caller) => unknown) | null;

export interface ServiceApiOptions {
  readonly operations: Operations;
  readonly accountOf: (accessKey: string | null) => string;
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

/** A body that is there, or one that comes piece by piece. */
export type WireBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface WireReply<Body extends WireBody = WireBody> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Body;
}

export type Fields = { readonly [name: string]: unknown };

/** How a service speaks. */
export interface Speech<Body extends WireBody> {
  /** As signatures name it. */
  readonly service: string;
  readonly find: PathFinder;
  /** The operation's input; throws the fault when the request is not what it takes. */
  readonly readInput: (target: Target, request: SignedRequest) => Fields;
  readonly printOutput: (operation: Operation, output: Fields, requestId: string) => WireReply<Body>;
  readonly printFault: (fault: ServiceFault, requestId: string) => WireReply<Body>;
  /** A fault of the wire under the service's own name for it. */
  readonly nameFault: (fault: WireFault) => ServiceFault;
  readonly rateExceeded: (operation: Operation | null) => ServiceFault;
}

/** Where a request that is not signed belongs. */
const usualRegion = "us-east-1";

/** `ChangeResourceRecordSets` as operations are called. */
export function methodName(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}

export class ServiceApi<Body extends WireBody> {
  readonly #speech: Speech<Body>;
  readonly #options: ServiceApiOptions;
  readonly #throttle: Throttle | null;

  constructor(speech: Speech<Body>, options: ServiceApiOptions) {
    this.#speech = speech;
    this.#options = options;
    const { requestsPerSecond } = options;
    this.#throttle = requestsPerSecond === null ? null : new Throttle(requestsPerSecond);
  }

  async answer(request: SignedRequest): Promise<WireReply<Body>> {
    const { accountOf, newRequestId, clientsNowMs, answered } = this.#options;
    const requestId = newRequestId();
    const target = this.#speech.find(request.method, request.path, request.query);
    const told = { operation: target?.operation.name ?? "none", requestId, account: accountOf(null) };
    try {
      const caller = this.#callerOf(request);
      told.account = caller.account;
      if (this.#throttle?.take(caller.account, clientsNowMs()) === false)
        throw this.#speech.rateExceeded(target?.operation ?? null);
      if (target === null) throw new WireFault("UnknownOperationException", "There is no such operation.", 404);
      const input = this.#speech.readInput(target, request);
      const output = await this.#run(target.operation, input, caller);
      const reply = this.#speech.printOutput(target.operation, output, requestId);
      answered({ ...told, code: "OK", status: reply.status, message: "" });
      return reply;
    } catch (error) {
      return this.#printFault(error, told);
    }
  }

  /** The name of the operation that a request means, or null. */
  operationAt(method: string, path: string, query: string): string | null {
    return this.#speech.find(method, path, query)?.operation.name ?? null;
  }

  /** Answers with a fault that was found before the request was read to its end. */
  refuse(
    { method, path, query }: Pick<SignedRequest, "method" | "path" | "query">,
    fault: ServiceFault,
  ): WireReply<Body> {
    const { accountOf, newRequestId } = this.#options;
    const operation = this.operationAt(method, path, query) ?? "none";
    return this.#printFault(fault, { operation, requestId: newRequestId(), account: accountOf(null) });
  }

  #callerOf(request: SignedRequest): Caller {
    const { secretOf, accountOf, nowMs, clientsNowMs } = this.#options;
    const claim = secretOf === null ? looseClaim(request) : readClaim(request);
    if (secretOf !== null) verify(request, claim, { service: this.#speech.service, secretOf }, clientsNowMs());
    const accessKey = claim?.accessKey ?? null;
    return { accessKey, account: accountOf(accessKey), region: claim?.region ?? usualRegion, nowMs: nowMs() };
  }

  async #run({ name }: Operation, input: Fields, caller: Caller): Promise<Fields> {
    const operation = this.#options.operations(methodName(name));
    if (operation === null) throw new WireFault("NotImplemented", `${name} is not implemented here.`, 501);
    return ((await operation(input as never, caller)) ?? {}) as Fields;
  }

  #printFault(error: unknown, told: Pick<Answered, "operation" | "requestId" | "account">): WireReply<Body> {
    const fault = this.#faultOf(error);
    const { code, status, message } = fault;
    this.#options.answered({ ...told, code, status, message });
    return this.#speech.printFault(fault, told.requestId);
  }

  #faultOf(error: unknown): ServiceFault {
    if (error instanceof WireFault) return this.#speech.nameFault(error);
    if (error instanceof ServiceFault) return error;
    this.#options.failed(error);
    const ours = new WireFault("InternalFailure", "We encountered an internal error. Please try again.", 500);
    return this.#speech.nameFault(ours);
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
