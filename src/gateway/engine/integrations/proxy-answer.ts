// What a function's answer means where it answers for the whole of HTTP (AWS guide: set-up-lambda-proxy-integrations, "Output
// format"; http-api-develop-integrations-lambda for format 2.0): status, headers and body, or a sentence that says what is
// malformed, which to the client is a 502. Held to the answers recorded from AWS.
// Invariants: values of multiValueHeaders stand before those of headers, under the name of the first; a body is decoded
// only where the function says that it is base64 and the client first accepts a binary type.

import { isObject } from "../../../base/json-object.ts";
import type { GatewayFault } from "../fault.ts";
import type { GatewayReply } from "../messages.ts";
import { isFinalStatus } from "../reply.ts";
import { headerName, isHeader } from "./header-names.ts";
import { type BinaryTypes, firstAccepted } from "./media-types.ts";
import { misconfigured } from "./mapping-faults.ts";

/** A sentence in place of a reply: why the answer is malformed. */
export type ProxyAnswer = GatewayReply | GatewayFault | string;

type Fields = Readonly<Record<string, unknown>>;

const members: ReadonlySet<string> = new Set(["isBase64Encoded", "statusCode", "headers", "multiValueHeaders", "body"]);

/** Format 1.0: at least one of the five members, and no other. */
export function readAnswer(payload: string, accept: string | undefined, binary: BinaryTypes): ProxyAnswer {
  const answer = parseObject(payload);
  if (answer === null) return "the answer is not a JSON object";
  const names = Object.keys(answer);
  if (names.length === 0) return "the answer is an empty object";
  const stranger = names.find((name) => !members.has(name));
  if (stranger !== undefined) return `the answer has a member that is none of the format: ${stranger}`;
  return toReply(answer, binary.isBinary(firstAccepted(accept) ?? "") ? "decode base64" : "leave base64");
}

/** Format 2.0: without a status code the whole answer is the body. */
export function readAnswer2(payload: string): ProxyAnswer {
  const answer = parseObject(payload);
  if (answer?.["statusCode"] === undefined) {
    return { status: 200, headers: ["Content-Type", "application/json"], body: payload };
  }
  return toReply(answer, "decode base64");
}

function toReply(answer: Fields, coding: "decode base64" | "leave base64"): ProxyAnswer {
  const status = statusOf(answer["statusCode"]);
  if (status === null) return `statusCode is no status of an answer: ${JSON.stringify(answer["statusCode"])}`;
  const headers = flatHeaders(answer["headers"], answer["multiValueHeaders"], answer["cookies"]);
  if (typeof headers === "string") return headers;
  const body = scalarText(answer["body"] ?? "");
  if (body === null) return "body is no text";
  const isBase64 = answer["isBase64Encoded"] === true || answer["isBase64Encoded"] === "true";
  if (!isBase64 || coding === "leave base64") return { status, headers, body };
  const octets = decodeBase64(body);
  return octets === null ? notBase64("the function's answer") : { status, headers, body: octets };
}

/** A missing one is 200; a text of digits will do. */
export function statusOf(value: unknown): number | null {
  if (value === undefined || value === null) return 200;
  const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === "number" && isFinalStatus(status) ? status : null;
}

/** Flat; or what is wrong with them. */
export function flatHeaders(single: unknown, multi: unknown, cookies: unknown): string[] | string {
  const flat: string[] = [];
  const shownAs = new Map<string, string>();
  const add = (name: string, value: unknown): boolean => {
    const text = scalarText(value);
    if (text === null || !isHeader(name, text)) return false;
    const { lower, fromLambdaProxy } = headerName(name);
    if (fromLambdaProxy === null) return true;
    const shown = shownAs.get(lower) ?? fromLambdaProxy;
    shownAs.set(lower, shown);
    flat.push(shown, text);
    return true;
  };
  for (const [name, values] of Object.entries(asObject(multi) ?? {})) {
    if (!Array.isArray(values)) return `multiValueHeaders has something else than a list for ${name}`;
    if (!values.every((value) => add(name, value))) return `multiValueHeaders has no fit values for ${name}`;
  }
  for (const [name, value] of Object.entries(asObject(single) ?? {})) {
    if (value !== null && !add(name, value)) return `headers has no fit value for ${name}`;
  }
  if (Array.isArray(cookies) && !cookies.every((cookie) => add("Set-Cookie", cookie))) return "cookies are no texts";
  if (isMalformed(single) || isMalformed(multi)) return "headers and multiValueHeaders have to be objects";
  return flat;
}

function isMalformed(headers: unknown): boolean {
  return headers !== undefined && headers !== null && asObject(headers) === null;
}

/** Texts, numbers and booleans as text. */
function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return asObject(value);
  } catch {
    return null;
  }
}

function asObject(value: unknown): Fields | null {
  return isObject(value) ? value : null;
}

export function notBase64(what: string): GatewayFault {
  return misconfigured(`the body of ${what} is not base64.`);
}

export function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return null;
  }
}
