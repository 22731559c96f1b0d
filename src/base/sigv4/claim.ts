// Who a request says it is from: the AWS4-HMAC-SHA256 signature in its Authorization header, or in its query when it was
// presigned. Read here, believed by nobody: whether it is true is ./signature.ts's to say.
// Invariant: what cannot be read is a value, in AWS's words; each API gives it its own status.

import { decodePercent, splitPair } from "../percent.ts";

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

export type SignatureCode =
  | "IncompleteSignature"
  | "MissingAuthenticationToken"
  | "InvalidClientTokenId"
  | "SignatureDoesNotMatch";

export class SignatureFault {
  readonly code: SignatureCode;
  readonly message: string;
  /** What should have been signed, where another was. */
  readonly wanted: { readonly canonical: string; readonly toSign: string } | null;

  constructor(code: SignatureCode, message: string, wanted: SignatureFault["wanted"] = null) {
    this.code = code;
    this.message = message;
    this.wanted = wanted;
  }
}

export const algorithm = "AWS4-HMAC-SHA256";

/** The claim, or null when the request makes none. */
export function readClaim(request: SignedRequest): Claim | null | SignatureFault {
  const authorization = headerOf(request, "authorization");
  if (authorization !== null) return fromHeader(request, authorization);
  const query = new Map(
    request.query
      .split("&")
      .map(splitPair)
      .map(([name, value]) => [decodePercent(name), decodePercent(value)]),
  );
  return query.get("X-Amz-Algorithm") === undefined ? null : fromQuery(query);
}

export function headerOf({ headers }: SignedRequest, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === "string" ? value : value.join(",");
}

function fromHeader(request: SignedRequest, authorization: string): Claim | SignatureFault {
  const [scheme, ...rest] = authorization.split(/[ ,]+/);
  if (scheme !== algorithm) return incomplete(`Authorization header is not of the algorithm ${algorithm}.`);
  const fields = new Map(rest.map(splitPair));
  const date = headerOf(request, "x-amz-date") ?? dateOf(headerOf(request, "date"));
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => (fields.get(name) ?? "") === "")
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === null)
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (missing.length > 0 || date === null) return incomplete(missing.join(" "));
  return claim("header", fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature"), date, null);
}

function fromQuery(query: ReadonlyMap<string, string>): Claim | SignatureFault {
  const names = ["X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Date"];
  const missing = names.filter((name) => (query.get(name) ?? "") === "");
  if (missing.length > 0) return incomplete(missing.map((name) => `Query requires '${name}' parameter.`).join(" "));
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
): Claim | SignatureFault {
  const parts = credential.split("/");
  const [scopeDate, region, service, ending] = parts.slice(-4);
  if (parts.length < 5 || ending !== "aws4_request") {
    return incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.`);
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

function incomplete(message: string): SignatureFault {
  return new SignatureFault("IncompleteSignature", message);
}
