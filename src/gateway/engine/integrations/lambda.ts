// AWS, for functions: a template makes the event, and what the function returns, or the errorMessage of how it failed, is
// mapped to the client's answer (AWS guide: set-up-lambda-custom-integrations). The header X-Amz-Invocation-Type with
// 'Event' lets the function run later, and the client gets the default response at once (set-up-lambda-integration-async).
// Other services of AWS are not there: a URI that names one is a fault of configuration that says so.

import type { Completed, Invocation, InvocationResult } from "../../functions/port.ts";
import { andThen } from "../eventual.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileFunctionCall, compileSourceArn, faultOfRefusal } from "../function-call.ts";
import { type BackendAnswer, compileIntegrationResponses } from "../integration-response.ts";
import type { Eventual } from "../messages.ts";
import type { Integrate, IntegrationReply } from "../seams.ts";
import { textOf } from "./content-handling.ts";
import { type PreparedRequest, compilePrepare } from "./mapped-request.ts";
import { parseObject } from "./proxy-answer.ts";
import type { Site } from "./site.ts";

export function compileLambda(site: Site): Integrate {
  const { integration, snapshot, ports } = site;
  const prepare = compilePrepare(site, "aws");
  const call = compileFunctionCall(integration.uri, integration.credentials, compileSourceArn(site), site);
  const respond = compileIntegrationResponses(integration, snapshot);
  const ask = (exchange: Exchange, prepared: PreparedRequest): Eventual<IntegrationReply | GatewayFault> => {
    const payload = textOf(prepared.body);
    const type = invocationType(prepared.header);
    const made = call.prepare(exchange, payload === "" ? "{}" : payload, type, integration.timeoutInMillis);
    if (made instanceof GatewayFault) return made;
    const clientContext = valueOf(prepared.header, "x-amz-client-context");
    const invocation: Invocation = clientContext === undefined ? made : { ...made, clientContext };
    exchange.integrationStartedMs = ports.clock.nowMs();
    return ports.functions.invoke(invocation).then((result) => {
      exchange.integrationEndedMs = ports.clock.nowMs();
      const answer = answerOf(result, invocation.requestId);
      return answer instanceof GatewayFault ? answer : respond(exchange, answer, prepared.templates);
    });
  };
  return (exchange) =>
    andThen(prepare(exchange), (prepared) => (prepared instanceof GatewayFault ? prepared : ask(exchange, prepared)));
}

function invocationType(headers: PreparedRequest["header"]): Invocation["type"] {
  const asked = valueOf(headers, "x-amz-invocation-type");
  return asked === "Event" || asked === "DryRun" ? asked : "RequestResponse";
}

function valueOf(headers: PreparedRequest["header"], lower: string): string | undefined {
  for (const [name, value] of headers) if (name.toLowerCase() === lower) return value;
  return undefined;
}

/** As the Invoke operation answers it. */
function answerOf(result: InvocationResult, requestId: string): BackendAnswer | GatewayFault {
  switch (result.kind) {
    case "refused":
      if (result.code !== "InvalidRequestContentException") return faultOfRefusal(result);
      return new GatewayFault("BAD_REQUEST_BODY", { message: result.message, why: `Lambda said: ${result.message}` });
    case "completed":
      return completed(result, requestId);
    case "accepted":
      return { selector: "", status: 202, headers: answerHeaders(result, requestId), body: "" };
    case "dry-run":
      return { selector: "", status: 204, headers: answerHeaders(result, requestId), body: "" };
  }
}

function completed(result: Completed, requestId: string): BackendAnswer {
  const { payload, functionError } = result;
  const headers = answerHeaders(result, requestId);
  if (functionError === null) return { selector: "", status: 200, headers, body: payload };
  const message = parseObject(payload)?.["errorMessage"];
  headers.push("X-Amz-Function-Error", functionError);
  return { selector: typeof message === "string" ? message : "", status: 200, headers, body: payload };
}

function answerHeaders({ executedVersion }: { readonly executedVersion: string }, requestId: string): string[] {
  return ["Content-Type", "application/json", "x-amzn-RequestId", requestId, "X-Amz-Executed-Version", executedVersion];
}
