// AWS_PROXY: the whole request goes to a function as an event, and what it answers is what the client gets (AWS guide:
// set-up-lambda-proxy-integrations). The event's text and the answer's reading are ./event.ts and ./proxy-answer.ts; here is
// what comes between, and what the client gets when there is no answer: 504 for one that did not come in time, 502 for a
// function that failed or answered nonsense, 500 for one that could not be invoked.

import type { Invocation, InvocationResult, Refused, Streaming } from "../../functions/port.ts";
import type { Integration } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileFunctionCall, compileSourceArn, faultOfRefusal } from "../function-call.ts";
import type { Eventual } from "../messages.ts";
import type { Integrate, IntegrationReply } from "../seams.ts";
import { compileEvent } from "./event.ts";
import { compileEvent2, formatOf } from "./event-2.ts";
import { mayMapHeader } from "./header-names.ts";
import { forbiddenHeader, integrationVerb } from "./mapping-faults.ts";
import { compileBinaryTypes } from "./media-types.ts";
import { type ProxyAnswer, readAnswer, readAnswer2 } from "./proxy-answer.ts";
import type { Site } from "./site.ts";
import { readStream } from "./stream-answer.ts";

type Outcome = IntegrationReply | GatewayFault;
type Ask = (exchange: Exchange, invocation: Invocation) => Promise<Outcome>;

export function compileLambdaProxy(site: Site): Integrate {
  const { integration, method, ports } = site;
  const forbidden = forbiddenMapping(integration);
  if (forbidden !== null) return () => forbidden;
  const format = formatOf(integration);
  const compose = format === "1.0" ? compileEvent(site) : compileEvent2(site, method.httpMethod);
  const { prepare } = compileFunctionCall(integration.uri, integration.credentials, compileSourceArn(site), site);
  const ask = integration.responseTransferMode === "STREAM" ? askForStream(site) : askForWhole(site, format);
  const begin = (exchange: Exchange, body: Uint8Array | null): Eventual<Outcome> => {
    const invocation = prepare(exchange, compose(exchange, body), "RequestResponse", integration.timeoutInMillis);
    if (invocation instanceof GatewayFault) return invocation;
    exchange.integrationStartedMs = ports.clock.nowMs();
    return ask(exchange, invocation);
  };
  return (exchange) => {
    const verb = integrationVerb(integration, exchange);
    if (verb !== "POST") return notPosted(verb);
    if (exchange.request.body === null) return begin(exchange, null);
    return exchange.readBody().then((body) => (body instanceof GatewayFault ? body : begin(exchange, body)));
  };
}

function notPosted(verb: string): GatewayFault {
  const why = `Execution failed due to configuration error: functions are invoked with POST, and this integration's method is ${verb}.`;
  return new GatewayFault("INTEGRATION_FAILURE", { status: 500, why });
}

/** Such a mapping fails, although a proxy integration with a function maps nothing. */
function forbiddenMapping({ requestParameters = {} }: Integration): GatewayFault | null {
  const prefix = "integration.request.header.";
  const name = Object.keys(requestParameters)
    .filter((target) => target.startsWith(prefix))
    .map((target) => target.slice(prefix.length))
    .find((name) => !mayMapHeader(name, "aws"));
  return name === undefined ? null : forbiddenHeader(name);
}

function askForWhole({ snapshot, ports }: Site, format: "1.0" | "2.0"): Ask {
  const { functions, clock } = ports;
  const binary = compileBinaryTypes(snapshot.binaryMediaTypes);
  return (exchange, invocation) =>
    functions.invoke(invocation).then((result) => {
      exchange.integrationEndedMs = clock.nowMs();
      const payload = payloadOf(exchange, result);
      if (payload instanceof GatewayFault) return payload;
      const answer =
        format === "1.0" ? readAnswer(payload, exchange.request.header("accept"), binary) : readAnswer2(payload);
      return settled(exchange, answer);
    });
}

function payloadOf(exchange: Exchange, result: InvocationResult): string | GatewayFault {
  switch (result.kind) {
    case "refused":
      return faultOfRefusal(result);
    case "completed":
      if (result.functionError === null) return result.payload;
      exchange.integrationStatus = 200;
      return failed(`Lambda execution failed with status 200 due to customer function error: ${result.payload}`);
    case "accepted":
    case "dry-run":
      return failed("The function was not run for an answer.");
  }
}

function askForStream({ ports }: Site): Ask {
  const { functions, clock } = ports;
  return async (exchange, invocation) => {
    const result: Streaming | Refused = await functions.invokeStreaming(invocation);
    exchange.integrationEndedMs = clock.nowMs();
    if (result.kind === "refused") return faultOfRefusal(result);
    const answer = await readStream(result);
    const { note } = exchange;
    void result.ending.then(({ errorCode, errorDetails }) => {
      if (errorCode !== null) note?.(`The function broke its stream off with ${errorCode}: ${errorDetails}`);
      return null;
    });
    return settled(exchange, answer);
  };
}

function settled(exchange: Exchange, answer: ProxyAnswer): Outcome {
  if (typeof answer === "string") {
    exchange.integrationStatus = 200;
    return failed(`Execution failed due to configuration error: Malformed Lambda proxy response: ${answer}.`);
  }
  if (!(answer instanceof GatewayFault)) exchange.integrationStatus = answer.status;
  return answer;
}

function failed(why: string): GatewayFault {
  return new GatewayFault("INTEGRATION_FAILURE", { status: 502, why });
}
