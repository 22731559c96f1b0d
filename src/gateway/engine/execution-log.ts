// The sentences of the execution log, as API Gateway writes them (AWS guide: set-up-logging; recorded answers of
// TestInvokeMethod): what came in, what left, and why it failed. Integrations add their own between (exchange.note).
// They are made for a test invocation, and for methods whose stage wants INFO; for nobody else.

import { customisedType } from "./gateway-response.ts";
import type { GatewayReply } from "./messages.ts";
import type { RequestExchange } from "./request-exchange.ts";

export function noteRequest(exchange: RequestExchange): void {
  const { note, request } = exchange;
  if (note === null) return;
  note(`Starting execution for request: ${exchange.requestId}`);
  note(`HTTP Method: ${request.method}, Resource Path: ${exchange.path}`);
  note(`Method request path: ${mapText(Object.entries(exchange.pathParameters ?? {}))}`);
  note(`Method request query string: ${mapText(lastOf(exchange.query))}`);
  note(`Method request headers: ${mapText(lastOf(exchange.headers))}`);
}

export function noteRequestBody(exchange: RequestExchange): void {
  exchange.note?.(`Method request body before transformations: ${shortened(exchange.bodyText())}`);
}

export function noteReply(exchange: RequestExchange, reply: GatewayReply): void {
  const { note, fault } = exchange;
  if (note === null) return;
  if (fault === null) {
    note(`Method response body after transformations: ${shortened(textOf(reply.body))}`);
    note(`Method response headers: ${flatText(withoutIds(reply.headers))}`);
    note("Successfully completed execution");
  } else {
    if (fault.why !== null) note(fault.why);
    const type = customisedType(fault, exchange.snapshot);
    if (type !== null) {
      note(`Gateway response type: ${type} with status code: ${reply.status}`);
      note(`Gateway response body: ${shortened(textOf(reply.body))}`);
      note(`Gateway response headers: ${flatText(withoutIds(reply.headers))}`);
    }
  }
  note(`Method completed with status: ${reply.status}`);
}

/** {a=1, b=2}, as Java prints maps. */
export function mapText(entries: Iterable<readonly [string, string]>): string {
  return `{${Array.from(entries, ([name, value]) => `${name}=${value}`).join(", ")}}`;
}

export function flatText(headers: readonly string[]): string {
  const entries: [string, string][] = [];
  for (let i = 0; i < headers.length; i += 2) entries.push([headers[i], headers[i + 1]]);
  return mapText(entries);
}

function* lastOf(values: ReadonlyMap<string, readonly string[]>): Generator<[string, string]> {
  for (const [name, all] of values) yield [name, all.at(-1) ?? ""];
}

/** An answer's headers but for its ids, which the log has at its top. */
export function withoutIds(headers: readonly string[]): string[] {
  const others: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i] !== "x-amzn-RequestId" && headers[i] !== "x-amz-apigw-id") others.push(headers[i], headers[i + 1]);
  }
  return others;
}

const longestNote = 1024;

/** AWS cuts what it logs of a body. */
export function shortened(text: string): string {
  return text.length <= longestNote ? text : `${text.slice(0, longestNote)} [TRUNCATED]`;
}

function textOf(body: GatewayReply["body"]): string {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return body === null ? "" : "[a stream]";
}
