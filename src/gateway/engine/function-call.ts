// How the gateway gets a function to answer, for integrations and authorizers alike: which function a URI names, whether its
// resource policy lets this API invoke it, and what each refusal means to the client (AWS guide: Lambda, "Error handling with
// an API Gateway API"; arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function}/invocations).
// Invariant: nobody is asked for permission where the API names a role of its own, since the role is what is let in then.

import type { FunctionCaller, FunctionTarget, Invocation, Refused } from "../functions/port.ts";
import { PackedInvocation } from "../functions/packed-invocation.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import type { Resource, Stage } from "../model/shapes.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import type { PackedEvent } from "./integrations/event.ts";
import { misconfigured } from "./integrations/mapping-faults.ts";
import type { EnginePorts } from "./ports.ts";
import { compileStageText } from "./stage-text.ts";

export interface CallSite {
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
  readonly ports: EnginePorts;
}

export interface FunctionCall {
  /** The invocation of this request, or why it may not be made. */
  readonly prepare: (
    exchange: Exchange,
    payload: string | PackedEvent,
    type: Invocation["type"],
    patienceMs: number,
  ) => Invocation | GatewayFault;
}

const uriForm =
  /^arn:(aws[\w-]*):apigateway:([\w-]+):lambda:path\/(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/;

const principal = "apigateway.amazonaws.com";

/** The function that a URI names, with its place; null where it names none. */
function functionOf(uri: string, account: string): FunctionTarget | null {
  const [, , region, buffered, streamed] = uriForm.exec(uri) ?? [];
  const name = buffered ?? streamed;
  if (region === undefined || name === undefined) return null;
  const [, ofFunction, ofAccount] = /^arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):function:/.exec(name) ?? [];
  return { name, account: ofAccount ?? account, region: ofFunction ?? region };
}

/**
 * `sourceArn` says who invokes, as the function's policy may name it; `credentials` is the role that the API goes by, where
 * it has one.
 */
export function compileFunctionCall(
  uri: string | undefined,
  credentials: string | undefined,
  sourceArn: (exchange: Exchange) => string,
  { snapshot, ports }: CallSite,
): FunctionCall {
  const text = compileStageText(uri ?? "");
  const fixed = text.constant === null ? null : targetOf(text.constant, snapshot);
  const { functions, crypto } = ports;
  // The same object for the same source, as what is known of it is kept by it.
  let caller: FunctionCaller = { principal, sourceArn: "", sourceAccount: snapshot.account };
  return {
    prepare(exchange, payload, type, patienceMs) {
      const target = fixed ?? targetOf(text.of(exchange), snapshot);
      if (target instanceof GatewayFault) return target;
      if (credentials === undefined) {
        const source = sourceArn(exchange);
        if (source !== caller.sourceArn) caller = { ...caller, sourceArn: source };
        const asked = functions.permission(target, caller);
        if (asked !== "allowed") return notPermitted(target, asked);
      }
      const requestId = crypto.newId();
      const { traceId } = exchange;
      if (typeof payload === "string") return { target, payload, type, patienceMs, requestId, traceId };
      return new PackedInvocation(payload.packed, { target, type, patienceMs, requestId, traceId });
    },
  };
}

function targetOf(uri: string, { account }: ApiSnapshot): FunctionTarget | GatewayFault {
  const target = functionOf(uri, account);
  if (target !== null) return target;
  return misconfigured(
    `the URI "${uri}" names no Lambda function. It has to be arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations; other services of AWS are not there to be integrated.`,
  );
}

function notPermitted({ name }: FunctionTarget, asked: "denied" | "no such function"): GatewayFault {
  const what =
    asked === "denied"
      ? `Invalid permissions on Lambda function ${name}: its policy has no statement that lets apigateway.amazonaws.com invoke it for this API`
      : `there is no Lambda function ${name}`;
  return misconfigured(`${what}.`);
}

/** What a function that did not run means to the client. */
export function faultOfRefusal({ code, message }: Refused): GatewayFault {
  if (code === "CallerTimedOut") {
    return new GatewayFault("INTEGRATION_TIMEOUT", { why: "Execution failed due to a timeout error" });
  }
  const why = `Execution failed: Lambda refused the invocation with ${code}: ${message}`;
  // The client's body made it so: it may be twice what an event may have (AWS guide: Lambda quotas, 6 MB).
  if (code === "RequestTooLargeException") return new GatewayFault("REQUEST_TOO_LARGE", { why });
  if (code === "ResourceNotFoundException") return new GatewayFault("API_CONFIGURATION_ERROR", { why });
  return new GatewayFault("INTEGRATION_FAILURE", { status: 500, why });
}

/** arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}{resource}: how a function's policy names a method. */
export function compileSourceArn({
  snapshot,
  stage,
  resource,
}: CallSite & { readonly resource: Resource }): (exchange: Exchange) => string {
  const opening = `${apiArn(snapshot)}${stage.stageName}/`;
  let method = "";
  let arn = "";
  return ({ request }) => {
    if (request.method !== method) {
      method = request.method;
      arn = `${opening}${method}${resource.path}`;
    }
    return arn;
  };
}

/** arn:aws:execute-api:{region}:{account}:{api}/ */
export function apiArn({ region, account, apiId }: ApiSnapshot): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/`;
}
