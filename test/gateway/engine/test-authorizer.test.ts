// TestInvokeAuthorizer (AWS API reference): what is told of an authorizer that is asked aside, in the API's working copy.

import { expect, test } from "vitest";
import type { InvocationResult } from "../../../src/gateway/functions/port.ts";
import type { Authorizer } from "../../../src/gateway/model/shapes.ts";
import { account, apiId, failedWith, functionUri, Serving } from "./serving.ts";

const token: Authorizer = {
  id: "auth1",
  name: "a",
  type: "TOKEN",
  authorizerUri: functionUri,
  identitySource: "method.request.header.Auth",
  authorizerResultTtlInSeconds: 300,
};
const policyDocument = {
  Version: "2012-10-17",
  Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: "*" }],
};
const allowed = JSON.stringify({ principalId: "jo", policyDocument });

function serving(answer: string | InvocationResult): Serving {
  return new Serving({ methods: {}, answers: () => answer });
}

test("who is let in, by which policy", async () => {
  const served = serving(allowed);
  const told = await served.tryAuthorizer(token, ["Auth", "x"]);
  expect(told).toMatchObject({ clientStatus: 200, principalId: "jo", policy: JSON.stringify(policyDocument) });
  expect(told.log).toMatch(/^Execution log for request [0-9a-f-]{36}\n.* : Authorized: jo\n$/);
  expect(served.event).toEqual({
    type: "TOKEN",
    methodArn: `arn:aws:execute-api:eu-west-1:${account}:${apiId}/test-invoke-stage/GET/`,
    authorizationToken: "x",
  });
});

test("what no request could bring over the wire is a blank (RFC 9110 §5.5)", async () => {
  const served = serving(allowed);
  const request: Authorizer = { ...token, type: "REQUEST" };
  await served.tryAuthorizer(request, ["Auth", "x\ny\r\n\nz", "Next", "1"]);
  expect(served.event).toMatchObject({ headers: { Auth: "x y   z", Next: "1" }, path: "/" });
});

test("nothing is kept between two tests", async () => {
  const served = serving(allowed);
  await served.tryAuthorizer(token, ["Auth", "x"]);
  await served.tryAuthorizer(token, ["Auth", "x"]);
  expect(served.invocations).toHaveLength(2);
});

test.each<[string, readonly string[], string | InvocationResult, number]>([
  ["no identity", [], allowed, 401],
  ["the function says so", ["Auth", "x"], failedWith('{"errorMessage":"Unauthorized"}'), 401],
  ["the function fails", ["Auth", "x"], failedWith('{"errorMessage":"oops"}'), 500],
  ["the policy denies", ["Auth", "x"], allowed.replace("Allow", "Deny"), 403],
])("%s: %i", async (_, headers, answer, clientStatus) => {
  const told = await serving(answer).tryAuthorizer(token, headers);
  expect(told).toMatchObject({ clientStatus });
  expect(told.log).toContain(" : Unauthorized request: ");
  expect(told.principalId).toBeUndefined();
});
