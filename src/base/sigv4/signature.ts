// Whether a signature is true: the canonical request made again from what came, signed with the secret that belongs to the
// access key, and compared (AWS Signature Version 4). Signers differ in two details, whether consecutive slashes of a path are
// merged and whether a query is signed as it is written or written anew; each way is tried, for none says what it did.
// Serves the control APIs and the gateway's methods alike.
// Invariants: clock and hashes are arguments; signatures are compared in a time that tells nothing of where they differ.

import { decodePercent, encodePercent, splitPair } from "../percent.ts";
import { type Claim, SignatureFault, type SignedRequest, algorithm, headerOf, shortDate } from "./claim.ts";

/** SHA-256 and its HMAC, whoever computes them. */
export interface Hashes {
  sha256(octets: Uint8Array): Uint8Array;
  hmacSha256(key: Uint8Array, octets: Uint8Array): Uint8Array;
}

export interface Verification {
  readonly service: string;
  /** The secret access key, or null for an access key that nobody knows. */
  readonly secretOf: (accessKey: string) => string | null;
  readonly hashes: Hashes;
}

const encoder = new TextEncoder();

/** How far a client's clock may be from ours. */
const maxSkewMinutes = 5;
const maxPresignedSeconds = 604_800;

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** null: the request is what its signer signed. */
export function judge(
  request: SignedRequest,
  claim: Claim | null,
  { service, secretOf, hashes }: Verification,
  nowMs: number,
): SignatureFault | null {
  if (claim === null) return new SignatureFault("MissingAuthenticationToken", "Missing Authentication Token");
  const secret = secretOf(claim.accessKey);
  if (secret === null) {
    return new SignatureFault("InvalidClientTokenId", "The security token included in the request is invalid.");
  }
  if (claim.service !== service) return untrue(`Credential should be scoped to correct service: '${service}'.`);
  return judgeDate(claim, nowMs) ?? judgeSignature(request, claim, secret, hashes);
}

function judgeDate({ date, scopeDate, by, expiresSeconds }: Claim, nowMs: number): SignatureFault | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (year === undefined) return untrue(`Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  if (!date.startsWith(scopeDate)) {
    const wanted = `'${scopeDate}' != '${date.slice(0, 8)}', from '${date}'`;
    return untrue(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${wanted}.`,
    );
  }
  const signedMs = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const skewMs = maxSkewMinutes * 60_000;
  const lifeMs = by === "query" ? Math.min(expiresSeconds ?? 0, maxPresignedSeconds) * 1000 : skewMs;
  const now = shortDate(nowMs);
  if (signedMs + lifeMs < nowMs) {
    return untrue(
      `Signature expired: ${date} is now earlier than ${shortDate(nowMs - lifeMs)} (${now} - ${lifeMs / 60_000} min.)`,
    );
  }
  if (signedMs - skewMs > nowMs) {
    const latest = shortDate(nowMs + skewMs);
    return untrue(`Signature not yet current: ${date} is still later than ${latest} (${now} + ${maxSkewMinutes} min.)`);
  }
  return null;
}

function judgeSignature(request: SignedRequest, claim: Claim, secret: string, hashes: Hashes): SignatureFault | null {
  const payload = payloadHash(request, hashes);
  if (payload === null || !claim.signedHeaders.includes("host")) return untrue(mismatch);
  const key = signingKey(secret, claim, hashes);
  const paths = new Set([canonicalPath(request.path), canonicalPath(request.path.replaceAll(/\/{2,}/g, "/"))]);
  const queries = new Set([
    canonicalQuery(request.query, claim, rewritten),
    canonicalQuery(request.query, claim, String),
  ]);
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}\n`).join("");
  const names = claim.signedHeaders.join(";");
  let wanted: SignatureFault["wanted"] = null;
  for (const path of paths) {
    for (const query of queries) {
      const canonical = [request.method, path, query, headers, names, payload].join("\n");
      const toSign = textToSign(claim, canonical, hashes);
      const signature = hashes.hmacSha256(key, encoder.encode(toSign)).toHex();
      if (isEqual(signature, claim.signature)) return null;
      wanted ??= { canonical, toSign };
    }
  }
  return new SignatureFault("SignatureDoesNotMatch", mismatch, wanted);
}

/** What the signer says its body hashes to; null when the body is another. */
function payloadHash(request: SignedRequest, hashes: Hashes): string | null {
  const said = headerOf(request, "x-amz-content-sha256");
  if (said === "UNSIGNED-PAYLOAD") return said;
  const hash = hashes.sha256(request.body).toHex();
  return said === null || said === hash ? hash : null;
}

/** Each part encoded once more: what came is encoded already, and is signed so. */
function canonicalPath(path: string): string {
  return path.split("/").map(encodePercent).join("/");
}

function canonicalQuery(query: string, { by }: Claim, write: (text: string) => string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => splitPair(pair).map((text) => write(text)))
    .filter(([name]) => by === "header" || name !== "X-Amz-Signature")
    .toSorted(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join("="))
    .join("&");
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function rewritten(text: string): string {
  return encodePercent(decodePercent(text.replaceAll("+", "%20")));
}

function canonicalHeader(request: SignedRequest, name: string): string {
  return (headerOf(request, name) ?? "").trim().replaceAll(/ +/g, " ");
}

function signingKey(secret: string, { scopeDate, region, service }: Claim, hashes: Hashes): Uint8Array {
  let key: Uint8Array = encoder.encode(`AWS4${secret}`);
  for (const part of [scopeDate, region, service, "aws4_request"]) key = hashes.hmacSha256(key, encoder.encode(part));
  return key;
}

function textToSign({ date, scopeDate, region, service }: Claim, canonical: string, hashes: Hashes): string {
  const scope = [scopeDate, region, service, "aws4_request"].join("/");
  return [algorithm, date, scope, hashes.sha256(encoder.encode(canonical)).toHex()].join("\n");
}

/** Looks at every character, whatever the first ones are. */
function isEqual(ours: string, theirs: string): boolean {
  if (ours.length !== theirs.length) return false;
  let difference = 0;
  for (let i = 0; i < ours.length; i++) difference |= ours.charCodeAt(i) ^ theirs.charCodeAt(i);
  return difference === 0;
}

function untrue(message: string): SignatureFault {
  return new SignatureFault("SignatureDoesNotMatch", message);
}
