// GetCallerIdentity over its wire protocol: the account of the key, and what is no operation.

import { expect, test } from "vitest";
import { StsApi } from "../../../src/aws/sts/api.ts";
import type { WireReply } from "../../../src/aws/service-api.ts";

const api = new StsApi({
  accountOf: (accessKey) => (accessKey === "AKIATEAM" ? "111122223333" : "000000000000"),
  secretOf: null,
  requestsPerSecond: null,
  nowMs: () => 0,
  clientsNowMs: () => 0,
  newRequestId: () => "an-id",
  answered: () => {},
  failed: (error) => expect.fail(String(error)),
});

const credential =
  "AWS4-HMAC-SHA256 Credential=AKIATEAM/20261130/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00";

const signed = { authorization: credential, "x-amz-date": "20261130T000000Z" };

function ask(query: string, body: string, headers = {}): Promise<WireReply<string>> {
  return api.answer({ method: "POST", path: "/", query, headers, body: new TextEncoder().encode(body) });
}

const form = "Action=GetCallerIdentity&Version=2011-06-15";

test.for([
  ["a form", "", form, signed, "111122223333"],
  ["a query", form, "", signed, "111122223333"],
  ["no signature", "", form, {}, "000000000000"],
] as const)("who asks is told his account: %s", async ([, query, body, headers, account]) => {
  expect(await ask(query, body, headers)).toEqual({
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": "an-id" },
    body:
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
      `<Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account>` +
      `</GetCallerIdentityResult><ResponseMetadata><RequestId>an-id</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  });
});

test.for([
  ["", "MissingAction", "Missing Action"],
  ["Version=2011-06-15", "MissingAction", "Missing Action"],
  [
    "Action=AssumeRole%3C&Version=2011-06-15",
    "InvalidAction",
    "Could not find operation AssumeRole&lt; for version 2011-06-15",
  ],
  [
    "Action=GetCallerIdentity&Version=2012-11-05",
    "InvalidAction",
    "Could not find operation GetCallerIdentity for version 2012-11-05",
  ],
] as const)("what is no operation is told so: %s", async ([body, code, message]) => {
  const reply = await ask("", body);
  expect(reply.status).toBe(400);
  expect(reply.body).toContain(`<Type>Sender</Type><Code>${code}</Code><Message>${message}</Message>`);
});
