// Replies of a REST-XML service: an operation's output with its status and headers, or a fault as ErrorResponse with the
// code, whose fault it was, and the message. Every reply names its request, in a header and, faults, in the body.

import type { Operation } from "../model.ts";
import type { Fields, WireReply } from "../service-api.ts";
import { escapeText, printDocument, xmlHead } from "./print.ts";

export interface Fault {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

export function outputReply(
  operation: Operation,
  output: Fields,
  namespace: string,
  requestId: string,
): WireReply<string> {
  const { name, status, output: shape } = operation;
  const headers = Object.fromEntries(
    shape.members
      .filter((member) => member.place === "header" && output[member.name] !== undefined)
      .map((member) => [member.wireName.toLowerCase(), String(output[member.name])]),
  );
  const body = printDocument(`${name}Response`, namespace, shape, output);
  return { status, headers: { ...baseHeaders(requestId), ...headers }, body };
}

export function faultReply({ code, status, message }: Fault, namespace: string, requestId: string): WireReply<string> {
  const type = status >= 500 ? "Receiver" : "Sender";
  const error = `<Error><Type>${type}</Type><Code>${escapeText(code)}</Code><Message>${escapeText(message)}</Message></Error>`;
  const body = `${xmlHead}<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: baseHeaders(requestId), body };
}

function baseHeaders(requestId: string): { readonly [name: string]: string } {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}
