// Both services without sockets: outputs and faults as they stand on the wire, who is said to call, rates, signatures, and what is
// not there.

import { expect, test } from "vitest";
import { apiGateway } from "../../../src/aws/apigateway/service.ts";
import { lambda } from "../../../src/aws/lambda/service.ts";
import { RestJsonApi, firstSteps } from "../../../src/aws/rest-json/api.ts";
import type { RestJsonService } from "../../../src/aws/rest-json/service.ts";
import type { Answered, Caller, ServiceApiOptions, WireReply } from "../../../src/aws/service-api.ts";
import { ServiceFault } from "../../../src/base/service-fault.ts";
import { plainRequest } from "./wire.ts";

const requestId = "949d46c7-f360-4b2c-9d7e-000000000001";

interface Asking {
  readonly answered: Answered[];
  readonly failures: unknown[];
  ask(method: string, target: string, headers?: Readonly<Record<string, string>>): Promise<WireReply>;
}

function start(
  service: RestJsonService,
  operation: (input: never, caller: Caller) => unknown,
  options: Partial<ServiceApiOptions> = {},
): Asking {
  const answered: Answered[] = [];
  const failures: unknown[] = [];
  const api = new RestJsonApi(service, {
    operations: () => operation,
    accountOf: (key) => (key === "AKIAONE" ? "111122223333" : "000000000000"),
    secretOf: null,
    requestsPerSecond: null,
    nowMs: () => 1000,
    clientsNowMs: () => 0,
    newRequestId: () => requestId,
    answered: (answer) => answered.push(answer),
    failed: (error) => failures.push(error),
    ...options,
  });
  return {
    answered,
    failures,
    ask: (method, target, headers = {}) => api.answer({ ...plainRequest(method, target), headers }),
  };
}

const usual = { "content-type": "application/json", "x-amzn-requestid": requestId };
const gateway = { ...usual, "x-amz-apigw-id": "OTQ5ZDQ2YzdmMzY=" };

test.each([
  ["DELETE", "/restapis/a", {}, 202, ""],
  ["DELETE", "/tags/a?tagKeys=b", {}, 204, ""],
  ["GET", "/restapis", {}, 200, "{}"],
  ["GET", "/restapis", { items: [], position: undefined }, 200, '{"item":[]}'],
  [
    "GET",
    "/restapis/a",
    { id: "a", createdDate: Date.UTC(2026, 0, 2) / 1000 + 0.9, tags: {}, version: null, extra: 1 },
    200,
    '{"id":"a","createdDate":1767312000,"tags":{}}',
  ],
  [
    "GET",
    "/restapis/a/resources/b/methods/GET/integration",
    { requestTemplates: { "application/json": null, "text/plain": undefined } },
    200,
    '{"requestTemplates":{"application/json":null}}',
  ],
  ["GET", "/usageplans/a/usage?startDate=x&endDate=y", { items: { k: [[0, 1]] } }, 200, '{"values":{"k":[[0,1]]}}'],
])("API Gateway, %s %s gives %j", async (method, target, output, status, body) => {
  const reply = await start(apiGateway, () => output).ask(method, target);
  expect(reply).toEqual({ status, headers: gateway, body });
});

test("a definition comes as it is, under its own type and name", async () => {
  const body = new TextEncoder().encode("openapi: 3.0.1\n");
  const output = { contentType: "application/yaml", contentDisposition: 'attachment; filename="ü\u2028\n.yaml"', body };
  const reply = await start(apiGateway, () => output).ask("GET", "/restapis/a/stages/v1/exports/oas30");
  expect(reply).toEqual({
    status: 200,
    headers: {
      ...gateway,
      "content-type": "application/yaml",
      "content-disposition": 'attachment; filename="ü??.yaml"',
    },
    body,
  });
});

test.each([
  [{ StatusCode: 200, Payload: '"ü"', FunctionError: "Unhandled", ExecutedVersion: "$LATEST" }, 200, '"ü"'],
  [{ StatusCode: 202 }, 202, ""],
  [{ StatusCode: 204, Payload: "never" }, 204, ""],
])("Lambda's Invoke gives %j", async (output, status, body) => {
  const reply = await start(lambda, () => output).ask("POST", "/2015-03-31/functions/f/invocations");
  expect(reply).toMatchObject({ status, body });
  const headers = [reply.headers["x-amz-function-error"], reply.headers["x-amz-executed-version"]];
  expect(headers).toEqual("FunctionError" in output ? ["Unhandled", "$LATEST"] : [undefined, undefined]);
});

function refusing(service: RestJsonService, fault: ServiceFault): Promise<WireReply> {
  const asking = start(service, () => {
    throw fault;
  });
  return asking.ask("GET", service === lambda ? "/2015-03-31/functions" : "/restapis");
}

test.each([
  [apiGateway, new ServiceFault("NotFoundException", 404, "No"), '{"message":"No"}'],
  [apiGateway, new ServiceFault("Other", 400, "No", { members: { a: 1 } }), '{"a":1,"message":"No"}'],
  [lambda, new ServiceFault("ResourceNotFoundException", 404, "No"), '{"Type":"User","Message":"No"}'],
  [lambda, new ServiceFault("ResourceConflictException", 409, "No"), '{"Type":"User","message":"No"}'],
  [lambda, new ServiceFault("EC2UnexpectedException", 502, "No"), '{"Type":"Service","Message":"No"}'],
  [lambda, new ServiceFault("ValidationException", 400, "No"), '{"message":"No"}'],
])("$0.name says %o", async (service, fault, body) => {
  const reply = await refusing(service, fault);
  expect(reply).toMatchObject({ status: fault.status, headers: { "x-amzn-errortype": fault.code }, body });
  expect(reply.headers["retry-after"]).toBeUndefined();
});

test("a fault says when to come again", async () => {
  const fault = new ServiceFault("LimitExceededException", 429, "No", { retryAfterSeconds: 30 });
  expect((await refusing(apiGateway, fault)).headers["retry-after"]).toBe("30");
});

test("an operation hears who calls, for which region and when", async () => {
  const callers: Caller[] = [];
  const asking = start(apiGateway, (_, caller) => callers.push(caller));
  const credential = "Credential=AKIAONE/20261122/eu-west-1/apigateway/aws4_request";
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  await asking.ask("GET", "/account", { authorization, "x-amz-date": "20261122T000000Z" });
  await asking.ask("GET", "/account");
  expect(callers).toEqual([
    { account: "111122223333", accessKey: "AKIAONE", region: "eu-west-1", nowMs: 1000 },
    { account: "000000000000", accessKey: null, region: "us-east-1", nowMs: 1000 },
  ]);
  expect(asking.answered.map(({ operation, code }) => `${operation} ${code}`)).toEqual([
    "GetAccount OK",
    "GetAccount OK",
  ]);
});

test.each([
  [apiGateway, "/account", "429 TooManyRequestsException", '{"message":"Too Many Requests"}'],
  [
    lambda,
    "/2015-03-31/functions",
    "429 TooManyRequestsException",
    '{"Type":"User","Reason":"CallerRateLimitExceeded","message":"Rate exceeded"}',
  ],
])("$0.name has its own words for too many requests", async (service, target, said, body) => {
  const asking = start(service, () => ({}), { requestsPerSecond: 1 });
  expect((await asking.ask("GET", target)).status).toBe(200);
  const reply = await asking.ask("GET", target);
  expect([`${reply.status} ${reply.headers["x-amzn-errortype"]}`, reply.body]).toEqual([said, body]);
  expect(reply.headers["retry-after"]).toBe("1");
});

test.each([
  [{}, "403 MissingAuthenticationTokenException"],
  [{ authorization: "AWS4-HMAC-SHA256 x" }, "403 IncompleteSignatureException"],
  [signedBy("AKIANOBODY"), "403 UnrecognizedClientException"],
  [signedBy("AKIAONE"), "403 InvalidSignatureException"],
])("where signatures are checked, %j is refused", async (headers, said) => {
  const asking = start(lambda, () => ({}), { secretOf: (key) => (key === "AKIAONE" ? "secret" : null) });
  const reply = await asking.ask("GET", "/2015-03-31/functions", headers);
  expect(`${reply.status} ${reply.headers["x-amzn-errortype"]}`).toBe(said);
  expect(`${reply.status} ${asking.answered[0].code}`).toBe(said);
});

function signedBy(key: string): Readonly<Record<string, string>> {
  const credential = `Credential=${key}/19700101/us-east-1/lambda/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  return { authorization, "x-amz-date": "19700101T000000Z" };
}

test.each([
  [apiGateway, "/nothing", "404 UnknownOperationException", "There is no such operation."],
  [lambda, "/2015-03-31/nothing", "404 UnknownOperationException", "There is no such operation."],
])("$0.name %s is no operation", async (service, target, said, message) => {
  const reply = await start(service, () => ({})).ask("GET", target);
  expect(`${reply.status} ${reply.headers["x-amzn-errortype"]}`).toBe(said);
  expect(reply.body).toBe(JSON.stringify({ message }));
});

test("what nobody does is said by name", async () => {
  const reply = await start(apiGateway, () => ({}), { operations: () => null }).ask("GET", "/account");
  expect(reply).toMatchObject({ status: 501, body: '{"message":"GetAccount is not implemented here."}' });
});

test.each([
  ["POST", "/2021-10-31/functions/f/url", "CreateFunctionUrlConfig"],
  ["PUT", "/2019-09-25/functions/f/event-invoke-config", "PutFunctionEventInvokeConfig"],
  ["PUT", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1", "PutProvisionedConcurrencyConfig"],
  ["GET", "/2024-08-31/functions/f/recursion-config", "GetFunctionRecursionConfig"],
  ["GET", "/2018-10-31/layers/l/versions/1", "GetLayerVersion"],
])("what Lambda has and we have not is said by name: %s %s", async (method, target, name) => {
  const reply = await start(lambda, () => ({}), { operations: () => null }).ask(method, target);
  expect(reply).toMatchObject({ status: 501, body: `{"message":"${name} is not implemented here."}` });
});

test.each([
  [apiGateway, "/account", "InternalFailure"],
  [lambda, "/2015-03-31/functions", "ServiceException"],
])("$0.name keeps faults of ours to itself", async (service, target, code) => {
  const asking = start(service, () => Promise.reject(new Error("a secret of ours")));
  const reply = await asking.ask("GET", target);
  expect(reply).toMatchObject({ status: 500, headers: { "x-amzn-errortype": code } });
  expect(reply.body).not.toContain("secret");
  expect(asking.failures).toHaveLength(1);
});

test("the services' paths have no first step in common", () => {
  expect(firstSteps(apiGateway)).toEqual([
    "/apikeys",
    "/restapis",
    "/domainnames",
    "/domainnameaccessassociations",
    "/usageplans",
    "/vpclinks",
    "/clientcertificates",
    "/account",
    "/sdktypes",
    "/tags",
    "/rejectdomainnameaccessassociations",
  ]);
  expect(firstSteps(lambda).every((step) => /^\/20\d\d-\d\d-\d\d$/.test(step))).toBe(true);
  expect(firstSteps(lambda)).not.toContain("/2013-04-01");
});
