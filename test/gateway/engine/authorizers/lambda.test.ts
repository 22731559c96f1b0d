// Lambda authorizers (AWS guide: apigateway-use-lambda-authorizer, api-gateway-lambda-authorizer-input, -output): what the
// function is shown, what becomes of its answer, and what of it is kept for how long.

import { describe, expect, test } from "vitest";
import type { InvocationResult } from "../../../../src/gateway/functions/port.ts";
import type { Authorizer } from "../../../../src/gateway/model/shapes.ts";
import {
  account,
  apiId,
  type Asked,
  failedWith,
  type Given,
  home,
  refused,
  type Seen,
  Serving,
  uriOf,
} from "../serving.ts";

const stageArn = `arn:aws:execute-api:eu-west-1:${account}:${apiId}/prod/`;
const authorizerUri = uriOf(`arn:aws:lambda:eu-west-1:${account}:function:authorizer`);

function policyOf(effect: string, resource: string | readonly string[] = `${stageArn}*`): object {
  return { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: resource }] };
}

const allowed = { principalId: "jo", policyDocument: policyOf("Allow") };

interface Guard extends Partial<Authorizer> {
  readonly answer?: unknown;
  readonly result?: InvocationResult;
}

/** Its authorizer's invocations are apart from those of the method behind it. */
function guarded({ answer = allowed, result, ...authorizer }: Guard = {}, given: Partial<Given> = {}): Serving {
  const id = "auth1";
  return new Serving({
    methods: {
      "ANY /": { authorizationType: "CUSTOM", authorizerId: id },
      "ANY /users/{id}": { authorizationType: "CUSTOM", authorizerId: id },
      "ANY /secret": { authorizationType: "CUSTOM", authorizerId: id },
    },
    answers: ({ target }) =>
      target.name.endsWith(":authorizer") ? (result ?? JSON.stringify(answer)) : `{"statusCode":200}`,
    ...given,
    snapshot: {
      authorizers: [{ id, name: "guard", type: "TOKEN", authorizerUri, ...authorizer }],
      ...given.snapshot,
    },
  });
}

const token: Asked = { headers: { Authorization: "secret" } };

function asks(serving: Serving): number {
  return serving.invocations.filter(({ target }) => target.name.endsWith(":authorizer")).length;
}

/** The event that the authorizer got. */
function shown(serving: Serving): Record<string, unknown> {
  const found = serving.invocations.find(({ target }) => target.name.endsWith(":authorizer"));
  return JSON.parse(found?.payload ?? "{}") as Record<string, unknown>;
}

function check({ status, body }: Seen, wanted: readonly [status: number, body?: unknown]): void {
  expect(status).toBe(wanted[0]);
  if (wanted.length === 2) expect(JSON.parse(body)).toEqual(wanted[1]);
}

const unauthorized = [401, { message: "Unauthorized" }] as const;
const broken = [500, { message: null }] as const;

describe("what the function is shown", () => {
  test("TOKEN: the token and the method", async () => {
    const serving = guarded();
    await serving.ask("/prod/users/a%20b?x=1", { ...token, method: "POST" });
    expect(serving.invocations[0].payload).toBe(
      `{"type":"TOKEN","methodArn":"${stageArn}POST/users/a%20b","authorizationToken":"secret"}`,
    );
  });

  test("REQUEST: all of the request but its body", async () => {
    const serving = guarded({ type: "REQUEST", identitySource: "method.request.header.Authorization" });
    await serving.ask("/prod/users/1?x=1&x=2", { ...token, method: "POST", body: "{}" });
    const { headers, multiValueHeaders, requestContext, ...rest } = shown(serving);
    expect(rest).toEqual({
      type: "REQUEST",
      methodArn: `${stageArn}POST/users/1`,
      resource: "/users/{id}",
      path: "/users/1",
      httpMethod: "POST",
      queryStringParameters: { x: "2" },
      multiValueQueryStringParameters: { x: ["1", "2"] },
      pathParameters: { id: "1" },
      stageVariables: {},
    });
    expect(headers).toMatchObject({ Authorization: "secret", Host: home });
    expect(multiValueHeaders).toMatchObject({ Authorization: ["secret"] });
    expect(requestContext).toMatchObject({ resourcePath: "/users/{id}", path: "/prod/users/1" });
  });

  test("its policy is asked whether this authorizer may invoke it", async () => {
    const callers: string[] = [];
    const serving = guarded(
      {},
      {
        permits: (_target, { sourceArn }) => {
          callers.push(sourceArn);
          return "allowed";
        },
      },
    );
    await serving.ask("/prod/", token);
    expect(callers[0]).toBe(`arn:aws:execute-api:eu-west-1:${account}:${apiId}/authorizers/auth1`);
  });
});

describe("identity sources", () => {
  test.each<[title: string, guard: Guard, asked: Asked, isAsked: boolean]>([
    ["no token", {}, {}, false],
    ["an empty token", {}, { headers: { Authorization: "" } }, false],
    ["the header's name in another case", {}, { headers: { AUTHORIZATION: "x" } }, true],
    ["another header", { identitySource: "method.request.header.X-Key" }, { headers: { "X-Key": "x" } }, true],
    [
      "the token that the expression wants",
      { identityValidationExpression: "^Bearer [a-z]+$" },
      { headers: { Authorization: "Bearer abc" } },
      true,
    ],
    [
      "another token",
      { identityValidationExpression: "^Bearer [a-z]+$" },
      { headers: { Authorization: "Bearer 123" } },
      false,
    ],
    [
      "a token that only begins so",
      { identityValidationExpression: "[a-z]+" },
      { headers: { Authorization: "abc!" } },
      false,
    ],
    [
      "all sources of a request",
      {
        type: "REQUEST",
        identitySource:
          "method.request.header.X-Key, method.request.querystring.q,stageVariables.a,context.identity.sourceIp",
      },
      { headers: { "X-Key": "x" } },
      true,
    ],
    [
      "a source of a request that is missing",
      { type: "REQUEST", identitySource: "method.request.header.X-Key,method.request.querystring.none" },
      { headers: { "X-Key": "x" } },
      false,
    ],
    ["a request without sources", { type: "REQUEST", authorizerResultTtlInSeconds: 0 }, {}, true],
  ])("%s", async (_title, guard, asked, isAsked) => {
    const serving = guarded(guard, { stage: { variables: { a: "b" } } });
    check(await serving.ask("/prod/?q=1", asked), isAsked ? [200] : unauthorized);
    expect(asks(serving)).toBe(isAsked ? 1 : 0);
  });

  test.each<[guard: Guard]>([[{ identitySource: "method.request.cookie.a" }], [{ identityValidationExpression: "(" }]])(
    "%j is no configuration",
    async (guard) => {
      check(await guarded(guard).ask("/prod/", token), broken);
    },
  );
});

describe("what becomes of its answer", () => {
  const text = "User is not authorized to access this resource";

  test.each<[title: string, answer: unknown, wanted: readonly [number, unknown?]]>([
    ["allowed", allowed, [200]],
    ["denied", { ...allowed, policyDocument: policyOf("Deny") }, [403, { Message: `${text} with an explicit deny` }]],
    [
      "of another method",
      { ...allowed, policyDocument: policyOf("Allow", `${stageArn}GET/other`) },
      [403, { Message: text }],
    ],
    [
      "by a wildcard",
      { ...allowed, policyDocument: policyOf("Allow", [`${stageArn}*/users/*`, `${stageArn}GET/`]) },
      [200],
    ],
    ["without a principal", { policyDocument: policyOf("Allow") }, broken],
    ["an empty principal", { ...allowed, principalId: "" }, broken],
    ["without a policy", { principalId: "jo" }, broken],
    ["a policy that is none", { ...allowed, policyDocument: { Statement: [{ Effect: "Maybe" }] } }, broken],
    ["a list within the context", { ...allowed, context: { roles: ["a"] } }, broken],
    ["a context that is a text", { ...allowed, context: "a" }, broken],
    ["null", null, broken],
    ["a text", "yes", broken],
    ["of format 2.0", { isAuthorized: true }, broken],
  ])("%s", async (_title, answer, wanted) => {
    check(await guarded({ answer }).ask("/prod/", token), wanted);
  });

  const thrown = (message: string): InvocationResult =>
    failedWith(JSON.stringify({ errorMessage: message, errorType: "Error" }));

  test.each<[title: string, result: InvocationResult, wanted: readonly [number, unknown?]]>([
    ["it throws Unauthorized", thrown("Unauthorized"), unauthorized],
    ["it throws something else", thrown("Unauthorized: no such user"), broken],
    ["it throws no message", failedWith("{}"), broken],
    ["it is not there", refused("ResourceNotFoundException", 404), broken],
    ["it has too much to do", refused("TooManyRequestsException", 429), broken],
    ["it takes too long", refused("CallerTimedOut"), broken],
  ])("%s", async (_title, result, wanted) => {
    check(await guarded({ result }).ask("/prod/", token), wanted);
  });

  test.each<[permission: "denied" | "no such function"]>([["denied"], ["no such function"]])(
    "invoking it is %s",
    async (permission) => {
      const serving = guarded({}, { permits: () => permission });
      check(await serving.ask("/prod/", token), broken);
      expect(serving.invocations).toEqual([]);
    },
  );

  test("an API's own role invokes it without its policy", async () => {
    const authorizerCredentials = `arn:aws:iam::${account}:role/api`;
    const permits: Given["permits"] = ({ name }) => (name.endsWith(":authorizer") ? "denied" : "allowed");
    check(await guarded({ authorizerCredentials }, { permits }).ask("/prod/", token), [200]);
  });

  test("a URI that names no function", async () => {
    check(await guarded({ authorizerUri: "https://example.test" }).ask("/prod/", token), broken);
  });

  test("the event behind it has who it is, its scalars as texts", async () => {
    const context = { role: "admin", level: 3, active: true, nothing: null };
    const serving = guarded({ answer: { ...allowed, context } });
    await serving.ask("/prod/", token);
    expect(serving.event["requestContext"]).toMatchObject({
      authorizer: { principalId: "jo", role: "admin", level: "3", active: "true", integrationLatency: 0 },
    });
    expect(serving.event["requestContext"]).not.toHaveProperty("authorizer.nothing");
  });

  test("conditions of its policy are judged", async () => {
    const condition = (address: string): object => ({
      Version: "2012-10-17",
      Statement: [
        {
          Action: "execute-api:Invoke",
          Effect: "Allow",
          Resource: "*",
          Condition: { IpAddress: { "aws:SourceIp": address } },
        },
      ],
    });
    check(
      await guarded({ answer: { ...allowed, policyDocument: condition("192.0.2.0/24") } }).ask("/prod/", token),
      [200],
    );
    check(
      await guarded({ answer: { ...allowed, policyDocument: condition("198.51.100.0/24") } }).ask("/prod/", token),
      [403],
    );
  });
});

describe("what is kept", () => {
  test("one answer serves all methods, each judged by itself", async () => {
    const policyDocument = policyOf("Allow", [`${stageArn}GET/`, `${stageArn}GET/users/*`]);
    const serving = guarded({ answer: { ...allowed, policyDocument } });
    check(await serving.ask("/prod/", token), [200]);
    check(await serving.ask("/prod/users/1", token), [200]);
    check(await serving.ask("/prod/secret", token), [403]);
    expect(asks(serving)).toBe(1);
    check(await serving.ask("/prod/", { headers: { Authorization: "other" } }), [200]);
    expect(asks(serving)).toBe(2);
  });

  test.each<[ttl: number | undefined, afterSeconds: number, asked: number]>([
    [undefined, 299, 1],
    [undefined, 301, 2],
    [10, 9, 1],
    [10, 11, 2],
    [0, 0, 2],
    [100_000, 3_599, 1],
    [100_000, 3_601, 2],
  ])("with a TTL of %s, after %i s, it has been asked %i times", async (ttl, afterSeconds, asked) => {
    const serving = guarded(ttl === undefined ? {} : { authorizerResultTtlInSeconds: ttl });
    await serving.ask("/prod/", token);
    serving.clock.advanceTo(serving.clock.nowMs() + afterSeconds * 1000);
    await serving.ask("/prod/", token);
    expect(asks(serving)).toBe(asked);
  });

  test("what failed is not", async () => {
    const serving = guarded({ result: failedWith(`{"errorMessage":"Unauthorized"}`) });
    check(await serving.ask("/prod/", token), unauthorized);
    check(await serving.ask("/prod/", token), unauthorized);
    expect(asks(serving)).toBe(2);
  });

  test("a flush forgets it", async () => {
    const serving = guarded();
    await serving.ask("/prod/", token);
    serving.notice("authorizer-cache-flushed");
    await serving.ask("/prod/", token);
    expect(asks(serving)).toBe(2);
  });

  test("identity sources tell results apart, in their order", async () => {
    const identitySource = "method.request.header.A,method.request.header.B";
    const serving = guarded({ type: "REQUEST", identitySource });
    await serving.ask("/prod/", { headers: { A: "1", B: "2" } });
    await serving.ask("/prod/", { headers: { A: "2", B: "1" } });
    await serving.ask("/prod/", { headers: { A: "1", B: "2" } });
    expect(asks(serving)).toBe(2);
  });
});
