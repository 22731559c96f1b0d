// Replies of a REST-JSON service: an operation's output with its status, headers and body, or a fault, whose code stands in
// x-amzn-errortype and whose message is named in the body as the table says. An operation that gives nothing has an empty body.
// Invariant: what a client sent earlier cannot break a header.

import type { ServiceFault } from "../../base/service-fault.ts";
import { type Member, type Operation, bodyMembers } from "../model.ts";
import type { Fields, WireReply } from "../service-api.ts";
import { jsonMembers } from "./print.ts";
import type { RestJsonService } from "./service.ts";

/** What a reply can carry: a text, octets, or octets that come one after the other (./event-stream.ts). */
export type RestJsonBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export function outputReply(
  service: RestJsonService,
  { status: usualStatus, output: shape }: Operation,
  output: Fields,
  requestId: string,
): WireReply<RestJsonBody> {
  const at = (place: Member["place"]): readonly Member[] =>
    shape.members.filter((member) => member.place === place && (output[member.name] ?? null) !== null);
  const [statusMember] = at("status");
  const status = statusMember === undefined ? usualStatus : Number(output[statusMember.name]);
  const headers = Object.fromEntries(
    at("header").map(({ name, wireName }) => [wireName.toLowerCase(), headerText(String(output[name]))]),
  );
  const [payload] = at("payload");
  const hasPayload = shape.members.some(({ place }) => place === "payload");
  const body = hasPayload
    ? octetsOf(payload === undefined ? "" : output[payload.name])
    : bodyMembers(shape).length === 0
      ? ""
      : JSON.stringify(jsonMembers(shape, output, service.times));
  return { status, headers: { ...baseHeaders(service, requestId), ...headers }, body: status === 204 ? "" : body };
}

export function faultReply(service: RestJsonService, fault: ServiceFault, requestId: string): WireReply<RestJsonBody> {
  const { code, status, retryAfterSeconds } = fault;
  const headers = {
    ...baseHeaders(service, requestId),
    "x-amzn-errortype": code,
    ...(retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) }),
  };
  return { status, headers, body: JSON.stringify(faultBody(service, fault)) };
}

function faultBody({ model }: RestJsonService, { code, status, message, members }: ServiceFault): Fields {
  const declared = model.errors.get(code)?.members ?? [];
  return {
    ...(declared.includes("Type") && { Type: status < 500 ? "User" : "Service" }),
    ...members,
    [declared.includes("Message") ? "Message" : "message"]: message,
  };
}

function baseHeaders(service: RestJsonService, requestId: string): { readonly [name: string]: string } {
  return { "content-type": "application/json", "x-amzn-requestid": requestId, ...service.headers(requestId) };
}

/** What a header can carry (RFC 9110 §5.5); the rest becomes question marks. */
function headerText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?");
}

function octetsOf(value: unknown): RestJsonBody {
  const isStream = typeof value === "object" && value !== null && Symbol.asyncIterator in value;
  return value instanceof Uint8Array || isStream ? (value as RestJsonBody) : String(value);
}
