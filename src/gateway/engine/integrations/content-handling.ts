// Bodies between binary and text (AWS guide: api-gateway-payload-encodings-workflow, its two tables): what contentHandling,
// the API's binary types, and the types of body and answer make of a payload. Text is base64 of a binary body, binary is
// the octets that a text is base64 of.
// Invariant: a body that no row of the tables changes is handed on as it is, not copied.

import type { ContentHandling } from "../../model/shapes.ts";
import type { GatewayFault } from "../fault.ts";
import { decodeBase64, notBase64 } from "./proxy-answer.ts";

export type Payload = Uint8Array | string;

const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** What of a client's body goes on: `kind` is whether its type is one of the API's binary types. */
export function convertRequest(
  body: Uint8Array,
  kind: "binary" | "text",
  handling: ContentHandling | undefined,
): Payload | GatewayFault {
  if (kind === "binary") return handling === "CONVERT_TO_TEXT" ? body.toBase64() : body;
  return handling === "CONVERT_TO_BINARY" ? decoded(body, "the request") : body;
}

/** What of a backend's body goes back: `accepts` is whether the client first accepts a binary type. */
export function convertResponse(
  body: Payload,
  kind: "binary" | "text",
  accepts: "binary" | "text",
  handling: ContentHandling | undefined,
): Payload | GatewayFault {
  const wanted = handling ?? (accepts === "binary" ? "CONVERT_TO_BINARY" : "CONVERT_TO_TEXT");
  if (kind === "binary") return wanted === "CONVERT_TO_TEXT" ? octetsOf(body).toBase64() : body;
  return wanted === "CONVERT_TO_BINARY" ? decoded(body, "the integration's answer") : body;
}

/** Characters that are none of base64 are passed over: the quotes round a function's text, line ends of MIME. */
function decoded(body: Payload, what: string): Uint8Array | GatewayFault {
  return decodeBase64(textOf(body).replaceAll(/[^A-Za-z0-9+/=]/g, "")) ?? notBase64(what);
}

export function textOf(body: Payload): string {
  return typeof body === "string" ? body : utf8.decode(body);
}

export function octetsOf(body: Payload): Uint8Array {
  return typeof body === "string" ? encoder.encode(body) : body;
}
