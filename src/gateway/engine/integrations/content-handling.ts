// Bodies between binary and text (AWS guide: api-gateway-payload-encodings-workflow, its two tables): what contentHandling,
// the API's binary types, and the types of body and answer make of a payload. Text is base64 of a binary body, binary is
// the octets that a text is base64 of. Text is UTF-8: what is none is replaced, which is how images are lost that no binary type
// names (recorded). A template cannot have octets that a text was made.
// Invariant: a body that no row of the tables changes is handed on as it is, not copied.

import type { ContentHandling } from "../../model/shapes.ts";
import type { GatewayFault } from "../fault.ts";
import { decodeBase64, notBase64 } from "./proxy-answer.ts";
import { misconfigured } from "./mapping-faults.ts";

export type Payload = Uint8Array | string;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** What of a client's body goes on: `kind` is whether its type is one of the API's binary types. */
export function convertRequest(
  body: Uint8Array,
  kind: "binary" | "text",
  handling: ContentHandling | undefined,
): Payload | GatewayFault {
  if (kind === "binary") return handling === "CONVERT_TO_TEXT" ? body.toBase64() : body;
  return handling === "CONVERT_TO_BINARY" ? decoded(body, "the request") : readable(body);
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
  return wanted === "CONVERT_TO_BINARY" ? decoded(body, "the integration's answer") : readable(body);
}

/** For a template that looks at a body which is made octets. */
export function noTemplate(what: "request" | "response"): GatewayFault {
  return misconfigured(
    `Unable to transform ${what}: a template cannot have the octets that contentHandling makes of its body.`,
  );
}

/** Line ends, and the quotes round a function's text, are passed over; anything else that is no base64 is a fault. */
function decoded(body: Payload, what: string): Uint8Array | GatewayFault {
  const text = textOf(body).replaceAll(/^"|"$|[\r\n]/g, "");
  return (/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? decodeBase64(text) : null) ?? notBase64(what);
}

function readable(body: Payload): Payload {
  if (typeof body === "string") return body;
  for (let i = 0; i < body.length; i++) if (body[i] >= 0x80) return utf8.decode(body);
  return body;
}

export function textOf(body: Payload): string {
  return typeof body === "string" ? body : utf8.decode(body);
}

export function octetsOf(body: Payload): Uint8Array {
  return typeof body === "string" ? encoder.encode(body) : body;
}
