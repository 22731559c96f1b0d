// What HTTP and HTTP_PROXY integrations share: the sending, what its faults mean to the client, and the headers that the
// gateway adds for a backend (AWS guide: setup-http-integrations, api-gateway-known-issues).
// A VPC link is named to the port beside the URL: where its targets are is for whoever fills the port to know; one that
// knows of no such link asks the URL's own host.

import type { Integration } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import type { UpstreamFault, UpstreamReply } from "../ports.ts";
import { type StageText, compileStageText } from "../stage-text.ts";
import { headerIn } from "../flat-headers.ts";
import { droppedFromMapped } from "./header-names.ts";
import type { Site } from "./site.ts";

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  readonly upgrade?: string | null;
}

export type Send = (exchange: Exchange, outgoing: Outgoing) => Promise<UpstreamReply | GatewayFault>;

export function compileSend({ integration, snapshot, stage, ports }: Site, answer: "whole" | "streamed"): Send {
  const { upstream, clock } = ports;
  const timeoutMs = integration.timeoutInMillis;
  const certificate = integration.tlsConfig?.insecureSkipVerification === true ? "taken as it is" : "verified";
  const link = linkOf(integration);
  const { account, region } = snapshot;
  const { clientCertificateId: id = "" } = stage;
  const clientCertificate = id === "" ? null : { account, region, id };
  return async (exchange, outgoing) => {
    exchange.integrationStartedMs = clock.nowMs();
    const reply = await upstream.send({
      ...outgoing,
      timeoutMs,
      certificate,
      answer,
      vpcLink: link === null ? null : link.of(exchange),
      clientCertificate,
    });
    exchange.integrationEndedMs = clock.nowMs();
    if ("fault" in reply) return faultOf(reply);
    exchange.integrationStatus = reply.status;
    return reply;
  };
}

function linkOf({ connectionType, connectionId }: Integration): StageText | null {
  return connectionType === "VPC_LINK" && connectionId !== undefined ? compileStageText(connectionId) : null;
}

function faultOf({ fault, why }: UpstreamFault): GatewayFault {
  switch (fault) {
    case "timeout":
      return new GatewayFault("INTEGRATION_TIMEOUT", { why: `Execution failed due to a timeout error: ${why}` });
    case "unreachable":
      return new GatewayFault("INTEGRATION_FAILURE", {
        message: "Network error communicating with endpoint",
        why: `Execution failed due to a network error communicating with endpoint: ${why}`,
      });
    case "too large":
      return new GatewayFault("INTEGRATION_FAILURE", { status: 500, why: `Execution failed: ${why}` });
  }
}

/** Verbs whose requests have no body, whatever a client sent. */
export function hasBody(verb: string): boolean {
  return verb !== "GET" && verb !== "HEAD" && verb !== "OPTIONS";
}

/** What a backend is told in any case: added to a flat list where it is not there yet. */
export function addOurs(flat: string[], exchange: Exchange): void {
  const { apiId } = exchange.snapshot;
  if (headerIn(flat, "accept") === undefined) flat.push("Accept", "application/json");
  if (headerIn(flat, "user-agent") === undefined) flat.push("User-Agent", `AmazonAPIGateway_${apiId}`);
  flat.push("X-Amzn-Apigateway-Api-Id", apiId, "X-Amzn-Trace-Id", exchange.traceId);
}

/** Mapped headers that may go on. */
export function addMapped(flat: string[], headers: ReadonlyMap<string, string>): void {
  for (const [name, value] of headers) if (!droppedFromMapped.has(name.toLowerCase())) flat.push(name, value);
}
