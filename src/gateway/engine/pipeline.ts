// The way of a request through one method, in API Gateway's order: resource policy, authorizer, policy again, key and plan
// and throttles, validation, the stage's cache, the integration. It is compiled once for a method and a verb, and holds the
// steps that the method needs and no others. Each step answers at once, or promises to; a fault ends the way.
// Read next: ./program.ts, which compiles a stage of such methods, and ./gateway.ts.

import type { Caching } from "./caching.ts";
import { andThen } from "./eventual.ts";
import { GatewayFault } from "./fault.ts";
import { hasHeader } from "./flat-headers.ts";
import type { Eventual, GatewayReply } from "./messages.ts";
import { dress, pushIds } from "./reply.ts";
import type { RequestExchange } from "./request-exchange.ts";
import type { Integrate } from "./seams.ts";
import type { StageCache } from "./stage-cache.ts";

export type Step = (exchange: RequestExchange) => Eventual<GatewayFault | null>;

export type Answer = (exchange: RequestExchange) => Eventual<GatewayReply | GatewayFault>;

/** Takes the steps from `from` on; null when none refuses. */
function runSteps(steps: readonly Step[], exchange: RequestExchange, from = 0): Eventual<GatewayFault | null> {
  for (let i = from; i < steps.length; i++) {
    const outcome = steps[i](exchange);
    if (outcome === null) continue;
    if (outcome instanceof GatewayFault) return outcome;
    return outcome.then((fault) => fault ?? runSteps(steps, exchange, i + 1));
  }
  return null;
}

export function compileWay(steps: readonly Step[], answer: Answer): Answer {
  if (steps.length === 0) return answer;
  return (exchange) => {
    const outcome = runSteps(steps, exchange);
    if (outcome === null) return answer(exchange);
    if (outcome instanceof GatewayFault) return outcome;
    return outcome.then((fault) => fault ?? answer(exchange));
  };
}

/** The integration's answer as it leaves, with what every answer carries. */
export function compileAnswer(integrate: Integrate, traced: "traced" | "untraced", nowMs: () => number): Answer {
  return (exchange) => {
    exchange.integrationStartedMs = nowMs();
    return andThen(integrate(exchange), (reply) => {
      exchange.integrationEndedMs ??= nowMs();
      return reply instanceof GatewayFault ? reply : dress(reply, exchange, traced);
    });
  };
}

/** The integration, with the moments of its beginning and its end kept. */
function compileAsking(integrate: Integrate, nowMs: () => number): Integrate {
  return (exchange) => {
    exchange.integrationStartedMs = nowMs();
    return andThen(integrate(exchange), (reply) => {
      exchange.integrationEndedMs ??= nowMs();
      return reply;
    });
  };
}

/** Before the integration is asked, the cache is; what the integration answers, it keeps. */
export function compileCached(
  { keyOf, ttlMs, demand }: Caching,
  cache: StageCache,
  integrate: Integrate,
  traced: "traced" | "untraced",
  nowMs: () => number,
): Answer {
  const ask = compileAsking(integrate, nowMs);
  return (exchange) => {
    const wanted = demand(exchange);
    if (wanted instanceof GatewayFault) return wanted;
    const key = keyOf(exchange);
    const found = wanted === "fresh" ? null : cache.find(key, nowMs());
    if (found !== null) {
      exchange.cache = "hit";
      return handOut(found, exchange);
    }
    exchange.cache = "miss";
    return andThen(ask(exchange), (reply) => {
      if (reply instanceof GatewayFault) return reply;
      const whole = completed(reply);
      cache.keep(key, whole, ttlMs, nowMs());
      const dressed = dress(whole, exchange, traced);
      return exchange.warning === null
        ? dressed
        : { ...dressed, headers: [...dressed.headers, "Warning", exchange.warning] };
    });
  };
}

/** With its content type, so that none is looked for when it is handed out. */
function completed(reply: GatewayReply): GatewayReply {
  if (hasHeader(reply.headers, "content-type")) return reply;
  return { status: reply.status, headers: [...reply.headers, "Content-Type", "application/json"], body: reply.body };
}

/** A kept answer, with the ids of this request. */
function handOut({ status, headers, body }: GatewayReply, exchange: RequestExchange): GatewayReply {
  const own = headers.slice();
  pushIds(own, exchange);
  if (exchange.warning !== null) own.push("Warning", exchange.warning);
  return { status, headers: own, body };
}
