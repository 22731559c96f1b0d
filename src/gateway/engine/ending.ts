// The end of every request that reached a stage: a fault becomes the API's gateway response, a body is packed where that is
// wanted, and what happened is logged and counted. Lines are made only where somebody reads them.

import { noteReply } from "./execution-log.ts";
import { GatewayFault } from "./fault.ts";
import type { GatewayReply } from "./messages.ts";
import type { StageProgram } from "./program.ts";
import { bodyLength, packed } from "./reply.ts";
import type { RequestExchange } from "./request-exchange.ts";

export function finish(
  program: StageProgram,
  exchange: RequestExchange,
  outcome: GatewayReply | GatewayFault,
): GatewayReply {
  let reply = outcome instanceof GatewayFault ? rendered(program, exchange, outcome) : outcome;
  const { minimumCompressionSize } = program.snapshot;
  const { ports } = program.site;
  if (minimumCompressionSize !== null && ports.pack !== null) {
    reply = packed(reply, exchange.request.header("accept-encoding"), minimumCompressionSize, ports.pack);
  }
  if (exchange.note !== null) noteReply(exchange, reply);
  conclude(program, exchange, reply);
  return reply;
}

function rendered(program: StageProgram, exchange: RequestExchange, fault: GatewayFault): GatewayReply {
  exchange.fault = fault;
  const isFailure = fault.status >= 500 && program.site.purpose !== "test";
  // Where the stage has all of it noted, what is its client's fault is noted already.
  if (fault.why !== null && (isFailure || exchange.note === null)) {
    const { apiId } = program.snapshot;
    const weight = isFailure ? "fault" : "note";
    program.site.ports.executionLog(apiId, program.stage.stageName, exchange.requestId, fault.why, weight);
  }
  return program.renderFault(exchange, fault);
}

function conclude(program: StageProgram, exchange: RequestExchange, reply: GatewayReply): void {
  if (program.site.purpose === "test") return;
  const { ports } = program.site;
  const { apiId, name } = program.snapshot;
  const { stageName } = program.stage;
  const endedMs = ports.clock.nowMs();
  const { integrationStartedMs, integrationEndedMs } = exchange;
  const octets = bodyLength(reply.body);
  ports.counted({
    apiId,
    apiName: name,
    stageName,
    resourcePath: exchange.resource.path,
    httpMethod: exchange.request.method,
    status: reply.status,
    latencyMs: endedMs - exchange.arrivedMs,
    integrationLatencyMs:
      integrationStartedMs === null || integrationEndedMs === null ? null : integrationEndedMs - integrationStartedMs,
    cache: exchange.cache,
    octets,
  });
  if (program.accessLine === null) return;
  exchange.replyStatus = reply.status;
  exchange.replyOctets = octets;
  exchange.endedMs = endedMs;
  ports.accessLog(apiId, stageName, program.accessLine(exchange));
}

/** An error of ours, as a fault: the client is told nothing of it, whoever runs the API everything. */
export function brokenBy(error: unknown): GatewayFault {
  const why = `The gateway failed at this request: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return new GatewayFault("API_CONFIGURATION_ERROR", { why });
}
