// AWS_IAM: signatures of requests to an API. The signer here is written from the description of Signature Version 4
// ("Create a signed AWS API request") by itself, over the octets that are sent, so it shares nothing with what is tested.

import { createHash, createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { account, type Asked, home, type Seen, Serving } from "../serving.ts";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const accessKey = "AKIAEXAMPLE";
/** Serving's first moment: 2025-11-30T00:27:09Z. */
const now = "20251130T002709Z";

interface Signing {
  readonly target: string;
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly date?: string;
  readonly region?: string;
  readonly service?: string;
  readonly key?: string;
  readonly secret?: string;
  readonly unsigned?: boolean;
}

const hex = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

function scopeOf({ date = now, region = "eu-west-1", service = "execute-api" }: Signing): string {
  return [date.slice(0, 8), region, service, "aws4_request"].join("/");
}

function signatureOf(
  given: Signing,
  query: string,
  names: readonly string[],
  values: readonly string[],
  hash: string,
): string {
  const [path] = given.target.split("?");
  const uri = path
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
  const canonical = [
    given.method ?? "GET",
    uri,
    query.split("&").toSorted().join("&"),
    ...names.map((name, i) => `${name}:${values[i]}`),
    "",
    names.join(";"),
    hash,
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", given.date ?? now, scopeOf(given), hex(canonical)].join("\n");
  const key = scopeOf(given)
    .split("/")
    .reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${given.secret ?? secret}`);
  return hmac(key, toSign).toString("hex");
}

interface Signed extends Asked {
  readonly headers: Readonly<Record<string, string>>;
}

function signed(given: Signing): Signed {
  const { body = "", date = now, key = accessKey, method = "GET", unsigned = false } = given;
  const hash = unsigned ? "UNSIGNED-PAYLOAD" : hex(body);
  const names = ["host", "x-amz-content-sha256", "x-amz-date"];
  const signature = signatureOf(given, given.target.split("?")[1] ?? "", names, [home, hash, date], hash);
  const claim = `Credential=${key}/${scopeOf(given)}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const headers = {
    "X-Amz-Date": date,
    "X-Amz-Content-Sha256": hash,
    Authorization: `AWS4-HMAC-SHA256 ${claim}`,
  };
  return body.length === 0 ? { method, headers } : { method, headers, body };
}

function presigned(given: Signing, expires: number): string {
  const { date = now, key = accessKey, target } = given;
  const query = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${key}/${scopeOf(given)}`)}`,
    `X-Amz-Date=${date}`,
    `X-Amz-Expires=${expires}`,
    "X-Amz-SignedHeaders=host",
  ].join("&");
  const signature = signatureOf(given, query, ["host"], [home], hex(""));
  return `${target}?${query}&X-Amz-Signature=${signature}`;
}

function guarded(): Serving {
  return new Serving({
    methods: { "ANY /{proxy+}": { authorizationType: "AWS_IAM" } },
    secrets: { [accessKey]: secret },
  });
}

function check({ status, body }: Seen, wanted: number, message?: string | RegExp): void {
  expect(status).toBe(wanted);
  if (message === undefined) return;
  const said = (JSON.parse(body) as { readonly message: string }).message;
  if (typeof message === "string") expect(said).toBe(message);
  else expect(said).toMatch(message);
}

const missing = "Missing Authentication Token";

test.each<[title: string, given: Signing]>([
  ["a plain request", { target: "/prod/users" }],
  ["a query out of order", { target: "/prod/users?b=2&a=1&a=%20x" }],
  ["a path with escapes", { target: "/prod/a%20b/c%2Fd" }],
  ["a body", { target: "/prod/users", method: "POST", body: `{"name":"jo"}` }],
  ["a body that is not signed", { target: "/prod/users", method: "POST", body: "{}", unsigned: true }],
  ["four minutes old", { target: "/prod/users", date: "20251130T002310Z" }],
])("is let in: %s", async (_title, given) => {
  check(await guarded().ask(given.target, signed(given)), 200);
});

test("a packed body is signed as it is sent, and reaches the event unpacked", async () => {
  const serving = guarded();
  const { headers, ...asked } = signed({ target: "/prod/users", method: "POST", body: gzipSync(`{"name":"jo"}`) });
  check(await serving.ask("/prod/users", { ...asked, headers: { ...headers, "Content-Encoding": "gzip" } }), 200);
  expect(serving.event).toMatchObject({
    body: `{"name":"jo"}`,
    isBase64Encoded: false,
    headers: { "Content-Encoding": "gzip" },
  });
});

test("who signed reaches the event", async () => {
  const serving = guarded();
  await serving.ask("/prod/users", signed({ target: "/prod/users" }));
  expect(serving.event["requestContext"]).toMatchObject({
    identity: {
      accessKey,
      accountId: account,
      userArn: `arn:aws:iam::${account}:root`,
      caller: account,
      user: account,
    },
  });
  expect(serving.event["requestContext"]).not.toHaveProperty("authorizer");
});

test("a presigned request, for as long as it holds", async () => {
  check(await guarded().ask(presigned({ target: "/prod/users" }, 60)), 200);
  const old: Signing = { target: "/prod/users", date: "20251130T002609Z" };
  check(await guarded().ask(presigned(old, 61)), 200);
  check(await guarded().ask(presigned(old, 59)), 403, /^Signature expired: 20251130T002609Z is now earlier than/);
});

const mismatch = /^The request signature we calculated does not match the signature you provided\./;

test.each<[title: string, given: Signing, message: string | RegExp]>([
  ["another's secret", { target: "/prod/x", secret: "other" }, mismatch],
  [
    "a key of nobody",
    { target: "/prod/x", key: "AKIANOBODY" },
    "The security token included in the request is invalid.",
  ],
  ["signed for another service", { target: "/prod/x", service: "s3" }, /correct service: 'execute-api'/],
  [
    "signed for another region",
    { target: "/prod/x", region: "us-east-1" },
    "Credential should be scoped to a valid region.",
  ],
  [
    "too old",
    { target: "/prod/x", date: "20251130T001209Z" },
    /^Signature expired: 20251130T001209Z is now earlier than/,
  ],
  ["of the future", { target: "/prod/x", date: "20251130T004209Z" }, /^Signature not yet current: 20251130T004209Z/],
])("is not let in: %s", async (_title, given, message) => {
  check(await guarded().ask(given.target, signed(given)), 403, message);
});

test("what should have been signed is told", async () => {
  const { body } = await guarded().ask("/prod/x?a=1", signed({ target: "/prod/x?a=2" }));
  const { message } = JSON.parse(body) as { readonly message: string };
  expect(message).toContain("The Canonical String for this request should have been\n'GET\n/prod/x\na=1\nhost:");
  expect(message).toContain(
    "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20251130T002709Z\n20251130/eu-west-1/execute-api/aws4_request\n",
  );
});

test.each<[title: string, change: (asked: Signed) => Asked, message: string | RegExp]>([
  ["no signature", () => ({}), missing],
  ["another body", (asked) => ({ ...asked, method: "GET", body: "x" }), mismatch],
  ["another verb", (asked) => ({ ...asked, method: "PUT" }), mismatch],
  [
    "a token",
    () => ({ headers: { Authorization: "Bearer abc" } }),
    /^'Bearer' not a valid key=value pair \(missing equal-sign\) in Authorization header: 'Bearer abc'/,
  ],
  [
    "half a claim",
    () => ({ headers: { Authorization: "AWS4-HMAC-SHA256 Credential=a" } }),
    /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\./,
  ],
  [
    "a credential of three parts",
    ({ headers }) => ({
      headers: { ...headers, Authorization: headers["Authorization"].replace("/eu-west-1/execute-api", "") },
    }),
    /^Credential must have exactly 5 slash-delimited elements/,
  ],
])("is not let in: %s", async (_title, change, message) => {
  check(await guarded().ask("/prod/x", change(signed({ target: "/prod/x" }))), 403, message);
});
