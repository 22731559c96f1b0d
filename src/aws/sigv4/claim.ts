// Who a request says it is from: the AWS4-HMAC-SHA256 signature in its Authorization header, or in its query when it was
// presigned. Read here, believed by nobody: whether it is true is ./verify.ts's to say.

import { WireFault } from "../fault.ts";
import { decode } from "../paths.ts";
import { splitPair } from "../query.ts";

export interface SignedRequest {
  readonly method: string;
  /** As they came, percent signs and all. */
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body: Uint8Array;
}

export interface Claim {
  readonly by: "header" | "query";
  readonly accessKey: string;
  /** Of the scope: 20261122/us-east-1/route53/aws4_request. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDDTHHMMSSZ */
  readonly date: string;
  /** How long a presigned request holds. */
  readonly expiresSeconds: number | null;
}

export const algorithm = "AWS4-HMAC-SHA256";

/** The claim, or null when the request makes none; throws when it cannot be read. */
export function readClaim(request: SignedRequest): Claim | null {
  const authorization = headerOf(request, "authorization");
  if (authorization !== null) return fromHeader(request, authorization);
  const query = new Map(
    request.query
      .split("&")
      .map(splitPair)
      .map(([name, value]) => [decode(name), decode(value)]),
  );
  return query.get("X-Amz-Algorithm") === undefined ? null : fromQuery(query);
}

export function headerOf({ headers }: SignedRequest, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === "string" ? value : value.join(",");
}

function fromHeader(request: SignedRequest, authorization: string): Claim {
  const [scheme, ...rest] = authorization.split(/[ ,]+/);
  if (scheme !== algorithm) throw incomplete(`Authorization header is not of the algorithm ${algorithm}.`);
  const fields = new Map(rest.map(splitPair));
  const date = headerOf(request, "x-amz-date") ?? dateOf(headerOf(request, "date"));
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => (fields.get(name) ?? "") === "")
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === null)
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (missing.length > 0 || date === null) throw incomplete(missing.join(" "));
  return claim("header", fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature"), date, null);
}

function fromQuery(query: ReadonlyMap<string, string>): Claim {
  const names = ["X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Date"];
  const missing = names.filter((name) => (query.get(name) ?? "") === "");
  if (missing.length > 0) throw incomplete(missing.map((name) => `Query requires '${name}' parameter.`).join(" "));
  const [credential, signedHeaders, signature, date = ""] = names.map((name) => query.get(name));
  const expires = query.get("X-Amz-Expires");
  return claim(
    "query",
    credential,
    signedHeaders,
    signature,
    date,
    expires === undefined ? null : Number(expires) || 0,
  );
}

function claim(
  by: Claim["by"],
  credential = "",
  signedHeaders = "",
  signature = "",
  date = "",
  expiresSeconds: number | null = null,
): Claim {
  const parts = credential.split("/");
  const [scopeDate, region, service, ending] = parts.slice(-4);
  if (parts.length < 5 || ending !== "aws4_request") {
    throw incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.`);
  }
  const accessKey = parts.slice(0, -4).join("/");
  const names = signedHeaders.toLowerCase().split(";");
  return { by, accessKey, scopeDate, region, service, signedHeaders: names, signature, date, expiresSeconds };
}

/** The date of a Date header in the short form. */
function dateOf(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : shortDate(ms);
}

/** YYYYMMDDTHHMMSSZ */
export function shortDate(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

function incomplete(message: string): WireFault {
  return new WireFault("IncompleteSignature", message, 400);
}
