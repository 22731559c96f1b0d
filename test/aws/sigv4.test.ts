// Signature Version 4, against signatures that botocore 1.43 made for these requests at noon on 2026-11-22, and AWS's own
// published example.

import { expect, test } from "vitest";
import { WireFault } from "../../src/aws/fault.ts";
import type { SignedRequest } from "../../src/base/sigv4/claim.ts";
import { readClaim, verify } from "../../src/aws/sigv4/verify.ts";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const noon = Date.UTC(2026, 10, 22, 12);
const host = "127.0.0.1:5380";
const scope = "AKIAEXAMPLE/20261122/us-east-1/route53/aws4_request";

type Headers = Readonly<Record<string, string>>;

function signed(headers: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${headers}, Signature=${signature}`;
}

function dated(signature: string): Headers {
  return { "x-amz-date": "20261122T120000Z", authorization: signed("host;x-amz-date", signature) };
}

function request(method: string, target: string, headers: Headers, body = ""): SignedRequest {
  const [path, query = ""] = target.split("?", 2);
  return { method, path, query, headers: { host, ...headers }, body: new TextEncoder().encode(body) };
}

/** OK, or the fault as `status code: message`. */
function check(asked: SignedRequest, nowMs = noon, service = "route53"): string {
  try {
    const secretOf = (key: string): string | null => (/^AKI[AD]EXAMPLE$/.test(key) ? secret : null);
    verify(asked, readClaim(asked), { service, secretOf }, nowMs);
    return "OK";
  } catch (error) {
    if (error instanceof WireFault) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
}

const plain = dated("c3afb84e93b4d67da148f93c31839d43f1eccff0fbad0b2ec2b0811ed0a4133c");
const presigned =
  "/2013-04-01/hostedzone?maxitems=2&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20261122%2Fus-east-1%2Froute53%2Faws4_request&X-Amz-Date=20261122T120000Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=bc13993758c1424e2501ada11f4dd6ddf65dd79b40382e0ca22bdcc4211d108e";

test.each([
  ["a plain path", request("GET", "/2013-04-01/hostedzonecount", plain)],
  [
    "a query out of order, with escapes",
    request(
      "GET",
      "/2013-04-01/hostedzone/Z1/rrset?type=A&name=%5C052.a%20b.test&maxitems=1",
      dated("69116cb9292e12f49fad6f68c8b6c2cf378318a5510864b846a14ea66a69e5d0"),
    ),
  ],
  [
    "the same query, written in another way",
    request(
      "GET",
      "/2013-04-01/hostedzone/Z1/rrset?type=A&name=\\052.a+b.test&maxitems=1",
      dated("69116cb9292e12f49fad6f68c8b6c2cf378318a5510864b846a14ea66a69e5d0"),
    ),
  ],
  [
    "an encoded slash",
    request(
      "GET",
      "/2013-04-01/hostedzone/%2Fhostedzone%2FZ1",
      dated("ef0929e29167b15017e914f14372b998b4a0742aa78cf19f2500f49a57acaf39"),
    ),
  ],
  [
    "slashes one behind the other",
    request(
      "GET",
      "/2013-04-01/hostedzone//hostedzone/Z1",
      dated("2600104cf60973536b253af4b27e1c4a2e1a13c7af9c40b64970958b57af9003"),
    ),
  ],
  [
    "a body, and a header with blanks",
    request(
      "POST",
      "/2013-04-01/hostedzone",
      {
        "x-note": "  a   b ",
        "content-type": "text/xml",
        "x-amz-date": "20261122T120000Z",
        authorization: signed(
          "content-type;host;x-amz-date;x-note",
          "ae682ae7ac05a4fdacbfbf20cf96ebd263bbf5d09bfd30f8c34ccd1b777498f7",
        ),
      },
      "<a>ü</a>",
    ),
  ],
  [
    "a session token",
    request("GET", "/2013-04-01/change/C1", {
      "x-amz-date": "20261122T120000Z",
      "x-amz-security-token": "session-token/+=",
      authorization: signed(
        "host;x-amz-date;x-amz-security-token",
        "7406ef9f83be0f6100d0d57c9564b0b96c9e30c980ee8cd949114edb7dfff85b",
      ),
    }),
  ],
  [
    "names of which one begins the other",
    request(
      "GET",
      "/2013-04-01/geolocation?a-b=1&a=2&a=1",
      dated("1aa007fee5b83a42a77a37e150e4e3682e088b50d1e54d6c5906dd34fbb4896a"),
    ),
  ],
  ["presigned", request("GET", presigned, {})],
])("botocore's signature of %s is true", (_, asked) => {
  expect(check(asked)).toBe("OK");
  expect(check({ ...asked, method: "DELETE" })).toMatch(
    /^403 SignatureDoesNotMatch: The request signature we calculated/,
  );
  expect(check({ ...asked, body: new Uint8Array([1]) })).toMatch(/^403 SignatureDoesNotMatch: The request signature/);
});

test("AWS's published example is true (get-vanilla)", () => {
  const credential = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
  const signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  const headers = {
    host: "example.amazonaws.com",
    "x-amz-date": "20150830T123600Z",
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
  expect(check(request("GET", "/", headers), Date.UTC(2015, 7, 30, 12, 36), "service")).toBe("OK");
});

test.each([
  ["no signature", {}, "403 MissingAuthenticationToken: Missing Authentication Token"],
  [
    "a key that nobody knows",
    { ...plain, authorization: plain["authorization"].replace("AKIAEXAMPLE", "AKIAOTHER") },
    "403 InvalidClientTokenId: The security token included in the request is invalid.",
  ],
  [
    "another service",
    { ...plain, authorization: plain["authorization"].replace("/route53/", "/s3/") },
    "403 SignatureDoesNotMatch: Credential should be scoped to correct service: 'route53'.",
  ],
  [
    "another day in the scope",
    { ...plain, authorization: plain["authorization"].replace("20261122", "20261121") },
    "403 SignatureDoesNotMatch: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261121' != '20261122', from '20261122T120000Z'.",
  ],
  [
    "a date that is none",
    { ...plain, "x-amz-date": "noon" },
    "403 SignatureDoesNotMatch: Date must be in ISO-8601 'basic format'. Got 'noon'.",
  ],
  [
    "a part missing",
    { ...plain, authorization: plain["authorization"].replace(/, Signature.*/, "") },
    "400 IncompleteSignature: Authorization header requires 'Signature' parameter.",
  ],
  [
    "no date",
    { authorization: plain["authorization"] },
    "400 IncompleteSignature: Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  ],
  [
    "half a credential",
    { ...plain, authorization: plain["authorization"].replace(scope, "AKIAEXAMPLE") },
    "400 IncompleteSignature: Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.",
  ],
  [
    "another scheme",
    { ...plain, authorization: "Basic YTpi" },
    "400 IncompleteSignature: Authorization header is not of the algorithm AWS4-HMAC-SHA256.",
  ],
  [
    "a host that is not signed",
    { ...plain, authorization: plain["authorization"].replace("host;", "") },
    "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ],
])("%s is refused", (_, headers: Headers, fault) => {
  expect(check(request("GET", "/2013-04-01/hostedzonecount", headers))).toBe(fault);
});

test.each([
  [-300, "OK"],
  [300, "OK"],
  [
    301,
    "403 SignatureDoesNotMatch: Signature expired: 20261122T120000Z is now earlier than 20261122T120001Z (20261122T120501Z - 5 min.)",
  ],
  [
    -301,
    "403 SignatureDoesNotMatch: Signature not yet current: 20261122T120000Z is still later than 20261122T115959Z (20261122T115459Z + 5 min.)",
  ],
])("%i seconds after it was signed", (seconds, said) => {
  expect(check(request("GET", "/2013-04-01/hostedzonecount", plain), noon + seconds * 1000)).toBe(said);
});

test("a presigned request holds as long as it says", () => {
  expect(check(request("GET", presigned, {}), noon + 600_000)).toBe("OK");
  expect(check(request("GET", presigned, {}), noon + 601_000)).toContain("Signature expired");
  expect(check(request("GET", presigned.replace("Expires=600", "Expires=x"), {}))).toContain("SignatureDoesNotMatch");
  expect(check(request("GET", presigned.replace(/&X-Amz-Signature=\w+/, ""), {}))).toBe(
    "400 IncompleteSignature: Query requires 'X-Amz-Signature' parameter.",
  );
});
