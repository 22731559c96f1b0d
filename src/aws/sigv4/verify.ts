// Whether a signature is true: the canonical request made again from what came, signed with the secret that belongs to the
// access key, and compared (AWS Signature Version 4). Signers differ in two details, whether consecutive slashes of a path are
// merged and whether a query is signed as it is written or written anew; each way is tried, for none says what it did.
// Invariants: the clock is an argument; signatures are compared in constant time.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { WireFault } from "../fault.ts";
import { decode } from "../paths.ts";
import { splitPair } from "../query.ts";
import { type Claim, type SignedRequest, algorithm, headerOf, shortDate } from "./claim.ts";

export interface Verification {
  readonly service: string;
  /** The secret access key, or null for an access key that nobody knows. */
  readonly secretOf: (accessKey: string) => string | null;
}

/** How far a client's clock may be from ours. */
const maxSkewMinutes = 5;
const maxPresignedSeconds = 604_800;

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** Throws the fault when the request is not signed, or not rightly. */
export function verify(
  request: SignedRequest,
  claim: Claim | null,
  { service, secretOf }: Verification,
  nowMs: number,
): void {
  if (claim === null) throw new WireFault("MissingAuthenticationToken", "Missing Authentication Token", 403);
  const secret = secretOf(claim.accessKey);
  if (secret === null) {
    throw new WireFault("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  }
  if (claim.service !== service) throw untrue(`Credential should be scoped to correct service: '${service}'.`);
  checkDate(claim, nowMs);
  if (!isSigned(request, claim, secret)) throw untrue(mismatch);
}

function checkDate({ date, scopeDate, by, expiresSeconds }: Claim, nowMs: number): void {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (year === undefined) throw untrue(`Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  if (!date.startsWith(scopeDate)) {
    const wanted = `'${scopeDate}' != '${date.slice(0, 8)}', from '${date}'`;
    throw untrue(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${wanted}.`,
    );
  }
  const signedMs = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const skewMs = maxSkewMinutes * 60_000;
  const lifeMs = by === "query" ? Math.min(expiresSeconds ?? 0, maxPresignedSeconds) * 1000 : skewMs;
  const now = shortDate(nowMs);
  if (signedMs + lifeMs < nowMs) {
    throw untrue(
      `Signature expired: ${date} is now earlier than ${shortDate(nowMs - lifeMs)} (${now} - ${lifeMs / 60_000} min.)`,
    );
  }
  if (signedMs - skewMs > nowMs) {
    const latest = shortDate(nowMs + skewMs);
    throw untrue(`Signature not yet current: ${date} is still later than ${latest} (${now} + ${maxSkewMinutes} min.)`);
  }
}

function isSigned(request: SignedRequest, claim: Claim, secret: string): boolean {
  if (!claim.signedHeaders.includes("host")) return false;
  const payload = payloadHash(request);
  if (payload === null) return false;
  const key = signingKey(secret, claim);
  const paths = new Set([canonicalPath(request.path), canonicalPath(request.path.replaceAll(/\/{2,}/g, "/"))]);
  const queries = new Set([
    canonicalQuery(request.query, claim, String),
    canonicalQuery(request.query, claim, rewritten),
  ]);
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}\n`).join("");
  const names = claim.signedHeaders.join(";");
  for (const path of paths) {
    for (const query of queries) {
      const canonical = [request.method, path, query, headers, names, payload].join("\n");
      if (isEqual(sign(key, claim, canonical), claim.signature)) return true;
    }
  }
  return false;
}

/** What the signer says its body hashes to; null when the body is another. */
function payloadHash(request: SignedRequest): string | null {
  const hash = createHash("sha256").update(request.body).digest("hex");
  const said = headerOf(request, "x-amz-content-sha256");
  if (said === null) return hash;
  return said === hash || said === "UNSIGNED-PAYLOAD" ? said : null;
}

/** Each part encoded once more: what came is encoded already, and is signed so. */
function canonicalPath(path: string): string {
  return path.split("/").map(encode).join("/");
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
  return encode(decode(text.replaceAll("+", "%20")));
}

/** Percent-encodes all but a URI's unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalHeader(request: SignedRequest, name: string): string {
  return (headerOf(request, name) ?? "").trim().replaceAll(/ +/g, " ");
}

function signingKey(secret: string, { scopeDate, region, service }: Claim): Buffer {
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, scopeDate), region), service), "aws4_request");
}

function sign(key: Buffer, { date, scopeDate, region, service }: Claim, canonical: string): string {
  const scope = [scopeDate, region, service, "aws4_request"].join("/");
  const hash = createHash("sha256").update(canonical).digest("hex");
  return createHmac("sha256", key).update([algorithm, date, scope, hash].join("\n")).digest("hex");
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function untrue(message: string): WireFault {
  return new WireFault("SignatureDoesNotMatch", message, 403);
}
