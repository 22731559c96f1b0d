// Signs requests of the control API as AWS clients do (AWS Signature Version 4), with the keys of the environment where it has
// some: the key says whose APIs are meant, the signature's scope which region's. Any key does for an account that nobody
// configured. Read next: ../../base/sigv4/signature.ts, which judges it.

import { createHash, createHmac } from "node:crypto";
import { encodePercent } from "../../base/percent.ts";
import { algorithm, shortDate } from "../../base/sigv4/claim.ts";

export interface Signer {
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface SignableRequest {
  readonly method: string;
  /** As it will travel. */
  readonly url: URL;
  readonly body: string;
}

const service = "apigateway";
const ending = "aws4_request";
const signedHeaders = "host;x-amz-date";

/** The keys that AWS's own tools read first. */
export function signerOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: NodeJS.ProcessEnv): Signer {
  return { accessKey: AWS_ACCESS_KEY_ID || "signpost", secretKey: AWS_SECRET_ACCESS_KEY || "signpost" };
}

/** The headers that make a signed request of it. */
export function signatureHeaders(
  { method, url, body }: SignableRequest,
  { accessKey, secretKey }: Signer,
  region: string,
  nowMs: number,
): Readonly<Record<string, string>> {
  const date = shortDate(nowMs);
  const scope = [date.slice(0, 8), region, service, ending];
  const path = url.pathname.split("/").map(encodePercent).join("/");
  const query = Array.from(url.searchParams, (pair) => pair.map(encodePercent).join("="))
    .toSorted()
    .join("&");
  const headers = `host:${url.host}\nx-amz-date:${date}\n`;
  const canonical = [method, path, query, headers, signedHeaders, sha256(body)].join("\n");
  const toSign = [algorithm, date, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<Buffer | string>((secret, part) => hmac(secret, part).digest(), `AWS4${secretKey}`);
  const signature = hmac(key, toSign).digest("hex");
  const credential = `${accessKey}/${scope.join("/")}`;
  return {
    "X-Amz-Date": date,
    Authorization: `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function hmac(key: Buffer | string, text: string): ReturnType<typeof createHmac> {
  return createHmac("sha256", key).update(text);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
