// A test of one authorizer (AWS API: TestInvokeAuthorizer): it decides about a request as it would in service, with nothing
// kept of earlier requests, and what it found is told: who the caller is, the policy as the function gave it, claims.
// The policy is taken from the function's own answer, on its way through the port.

import type { FunctionPort, InvocationResult } from "../functions/port.ts";
import type { Authorizer, Method, Resource, StringMap } from "../model/shapes.ts";
import type { ApiSnapshot } from "../model/snapshot.ts";
import { GatewayFault } from "./fault.ts";
import { parseObject } from "./integrations/proxy-answer.ts";
import { StageProgram } from "./program.ts";
import { RequestExchange, type Surroundings } from "./request-exchange.ts";
import type { Seams } from "./seams.ts";
import { requestOf, splitTarget, stageName, stageOf } from "./test-invoke.ts";
import type { Throttle } from "./throttle.ts";
import { StageKeys } from "./usage.ts";
import { executionLogTime } from "./wall-clock.ts";

export interface AuthorizerInvocation {
  /** The working copy, as a deployment of it would be. */
  readonly snapshot: ApiSnapshot;
  readonly authorizer: Authorizer;
  /** null: the root. */
  readonly pathWithQueryString: string | null;
  /** Flat. */
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly stageVariables: StringMap<string>;
}

export interface AuthorizerTest {
  /** What a client would get: 200 where it is let in. */
  readonly clientStatus: number;
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly principalId?: string;
  /** JSON. */
  readonly policy?: string;
  readonly authorization?: StringMap<readonly string[]>;
  readonly claims?: StringMap<string>;
}

export async function testAuthorizer(
  { snapshot, authorizer, ...given }: AuthorizerInvocation,
  around: Surroundings,
  seams: Seams,
  throttle: Throttle,
): Promise<AuthorizerTest> {
  const { wall } = around;
  let payload: string | null = null;
  const ports = { ...around.ports, functions: heard(around.ports.functions, (answer) => (payload = answer)) };
  const [path, queryText = ""] = splitTarget(given.pathWithQueryString ?? "/");
  const resource: Resource = snapshot.resources.find((one) => one.path === path) ?? { id: "", path };
  const method: Method = { httpMethod: "GET", authorizationType: "CUSTOM", apiKeyRequired: false };
  const keys = new StageKeys(ports.catalogue, throttle, snapshot.apiId, stageName);
  const site = { ports, seams, throttle, account: null, keys, cache: null, purpose: "test" } as const;
  const stage = stageOf(given, ports.clock.wallSeconds());
  const program = new StageProgram(site, snapshot, stage, "stage");
  const target = { apiId: snapshot.apiId, stageName, basePath: "", path, queryText, by: "path", region: null, vpcEndpointId: null } as const; // prettier-ignore
  const request = requestOf({ ...given, httpMethod: "GET", resource });
  const place = { resource, method, pathParameters: null };
  const exchange = new RequestExchange(around, program, request, target, ports.clock.nowMs(), place);
  const fresh = { ...authorizer, authorizerResultTtlInSeconds: 0 };
  const outcome = await seams.compileAuthorizer(fresh, method, snapshot, stage, ports)(exchange);
  const latency = Math.round(ports.clock.nowMs() - exchange.arrivedMs);
  const when = executionLogTime(wall.at(ports.clock.nowMs()));
  const say = (sentence: string): string => `Execution log for request ${exchange.requestId}\n${when} : ${sentence}\n`;
  if (outcome instanceof GatewayFault) {
    const why = outcome.why ?? outcome.message ?? "";
    return { clientStatus: outcome.status, log: say(`Unauthorized request: ${why}`), latency };
  }
  const { principalId, claims } = outcome;
  const policy = policyOf(payload);
  return {
    clientStatus: 200,
    log: say(`Authorized: ${principalId ?? ""}`),
    latency,
    ...(principalId !== null && { principalId }),
    ...(policy !== null && { policy }),
    ...(claims !== null && { claims }),
  };
}

/** The same port, whose answers are heard. */
function heard(functions: FunctionPort, hear: (payload: string) => void): FunctionPort {
  return {
    invokeStreaming: (invocation) => functions.invokeStreaming(invocation),
    permission: (wanted, caller) => functions.permission(wanted, caller),
    async invoke(invocation): Promise<InvocationResult> {
      const result = await functions.invoke(invocation);
      if (result.kind === "completed" && result.functionError === null) hear(result.payload);
      return result;
    },
  };
}

function policyOf(payload: string | null): string | null {
  const policy = payload === null ? null : (parseObject(payload)?.["policyDocument"] ?? null);
  return policy === null ? null : JSON.stringify(policy);
}
