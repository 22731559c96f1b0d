// What every answer carries, whoever made it: its ids, a content type, a trace where an integration was traced; and a packed
// body where the API wants that and the client takes it (AWS guide: api-gateway-enable-compression; recorded answers of
// test_invocation_trace_id). Headers are flat lists, name, value, name, value.

import type { Exchange } from "./exchange.ts";
import { hasHeader } from "./flat-headers.ts";
import type { GatewayReply } from "./messages.ts";
import type { EnginePorts } from "./ports.ts";

const encoder = new TextEncoder();

/** Whether a status ends a request: behind one of 1xx a client goes on waiting for the answer (RFC 9110 §15.2). */
export function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

/** Adds the ids of an exchange, in place. */
export function pushIds(headers: string[], exchange: Pick<Exchange, "requestId" | "extendedRequestId">): void {
  headers.push("x-amzn-RequestId", exchange.requestId, "x-amz-apigw-id", exchange.extendedRequestId);
}

/** An integration's answer as it leaves; `traced` says whether its kind of integration shows its trace. */
export function dress(reply: GatewayReply, exchange: Exchange, traced: "traced" | "untraced"): GatewayReply {
  const headers = reply.headers.slice();
  if (reply.tunnel !== undefined) {
    pushIds(headers, exchange);
    return { ...reply, headers };
  }
  if (!hasHeader(headers, "content-type")) headers.push("Content-Type", "application/json");
  pushIds(headers, exchange);
  if (traced === "traced" && !hasHeader(headers, "x-amzn-trace-id")) headers.push("X-Amzn-Trace-Id", exchange.traceId);
  return { status: reply.status, headers, body: reply.body };
}

/** Octets of a body; 0 for none, and for one that is not there yet. */
export function bodyLength(body: GatewayReply["body"]): number {
  if (typeof body === "string") return isAscii(body) ? body.length : encoder.encode(body).length;
  return body instanceof Uint8Array ? body.length : 0;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Packs the body where it is at least `leastOctets` long; the same reply otherwise. */
export function packed(
  reply: GatewayReply,
  acceptEncoding: string | undefined,
  leastOctets: number,
  pack: NonNullable<EnginePorts["pack"]>,
): GatewayReply {
  const coding = acceptEncoding === undefined ? null : codingOf(acceptEncoding);
  const { body } = reply;
  if (coding === null || body === null || (typeof body !== "string" && !(body instanceof Uint8Array))) return reply;
  if (hasHeader(reply.headers, "content-encoding")) return reply;
  const octets = typeof body === "string" ? encoder.encode(body) : body;
  if (octets.length === 0 || octets.length < leastOctets) return reply;
  return { status: reply.status, headers: [...reply.headers, "Content-Encoding", coding], body: pack(coding, octets) };
}

/** The first of gzip and deflate that the client takes; "identity;q=0, *" and their like get gzip. */
function codingOf(acceptEncoding: string): "gzip" | "deflate" | null {
  for (const entry of acceptEncoding.toLowerCase().split(",")) {
    const [coding, ...parameters] = entry.split(";").map((text) => text.trim());
    if (parameters.some((text) => /^q=0(\.0*)?$/.test(text))) continue;
    if (coding === "gzip" || coding === "deflate") return coding;
    if (coding === "*") return "gzip";
  }
  return null;
}
