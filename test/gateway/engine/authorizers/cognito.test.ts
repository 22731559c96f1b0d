// COGNITO_USER_POOLS (AWS guide: apigateway-integrate-with-cognito, apigateway-invoke-api-integrated-with-cognito-user-pool):
// tokens that are let in, tokens that are not, keys that change.

import { describe, expect, test } from "vitest";
import { minKeyRefreshMs } from "../../../../src/base/limits.ts";
import type { Authorizer, Method } from "../../../../src/gateway/model/shapes.ts";
import { account, type Given, type Seen, Serving } from "../serving.ts";
import { type Claims, issuer, part, pool, poolKey, tokenOf } from "./tokens.ts";

/** What Serving's clock says at first. */
const nowSeconds = 1_764_462_429;
const key = poolKey("one");
const strange = poolKey("one");

const idClaims: Claims = {
  sub: "aaaa-bbbb",
  aud: "client1",
  iss: issuer,
  token_use: "id",
  exp: nowSeconds + 60,
  iat: nowSeconds - 60,
  auth_time: nowSeconds - 60,
  email_verified: true,
  "cognito:groups": ["readers", "writers"],
  email: "jo@example.test",
};
const accessClaims: Claims = {
  ...idClaims,
  token_use: "access",
  scope: "books/read books/write",
  client_id: "client1",
};

interface Guard {
  readonly authorizer?: Partial<Authorizer>;
  readonly scopes?: Method["authorizationScopes"];
  readonly keysOf?: Given["keysOf"];
}

function guarded({ authorizer, scopes, keysOf = () => [key.published] }: Guard = {}): Serving {
  const providerARNs = [`arn:aws:cognito-idp:eu-west-1:${account}:userpool/${pool}`];
  const method = { authorizationType: "COGNITO_USER_POOLS" as const, authorizerId: "a" };
  return new Serving({
    methods: { "ANY /": scopes === undefined ? method : { ...method, authorizationScopes: scopes } },
    snapshot: { authorizers: [{ id: "a", name: "pool", type: "COGNITO_USER_POOLS", providerARNs, ...authorizer }] },
    keysOf,
  });
}

const ask = (serving: Serving, token: string): Promise<Seen> =>
  serving.ask("/prod/", { headers: { Authorization: token } });

async function check(seen: Promise<Seen>, status: number, body?: unknown): Promise<void> {
  const found = await seen;
  expect(found.status).toBe(status);
  if (body !== undefined) expect(JSON.parse(found.body)).toEqual(body);
}

const unauthorized = { message: "Unauthorized" };

test.each<[title: string, claims: Claims, guard: Guard, status: number, body?: unknown]>([
  ["an ID token", idClaims, {}, 200],
  ["an access token where scopes are asked for", accessClaims, { scopes: ["books/read"] }, 200],
  ["one of several scopes", accessClaims, { scopes: ["books/delete", "books/write"] }, 200],
  ["an access token where none is", accessClaims, {}, 401, unauthorized],
  ["an ID token where scopes are asked for", idClaims, { scopes: ["books/read"] }, 401, unauthorized],
  [
    "no scope of the method's",
    accessClaims,
    { scopes: ["books/delete"] },
    403,
    { Message: "User is not authorized to access this resource" },
  ],
  ["over", { ...idClaims, exp: nowSeconds }, {}, 401, { message: "The incoming token has expired" }],
  ["without an end", { ...idClaims, exp: undefined }, {}, 401, unauthorized],
  ["an end that is no number", { ...idClaims, exp: "never" }, {}, 401, unauthorized],
  ["of another pool", { ...idClaims, iss: `${issuer}X` }, {}, 401, unauthorized],
  ["of nobody", { ...idClaims, iss: undefined }, {}, 401, unauthorized],
  ["of a client that fits", idClaims, { authorizer: { identityValidationExpression: "client\\d" } }, 200],
  ["of another client", idClaims, { authorizer: { identityValidationExpression: "other" } }, 401, unauthorized],
])("a token: %s", async (_title, claims, guard, status, body) => {
  await check(ask(guarded(guard), tokenOf(claims, key)), status, body);
  await check(ask(guarded(guard), `Bearer ${tokenOf(claims, key)}`), status, body);
});

const sound = tokenOf(idClaims, key);
const [head, payload, signature] = sound.split(".");

test.each<[title: string, token: string]>([
  ["nothing", ""],
  ["a word", "secret"],
  ["two parts", `${head}.${payload}`],
  ["four parts", `${sound}.x`],
  ["no signature", `${head}.${payload}.`],
  ["another's signature", tokenOf(idClaims, strange)],
  ["other claims under the same signature", `${head}.${part({ ...idClaims, sub: "root" })}.${signature}`],
  ["signed by nobody", `${part({ alg: "none", kid: "one" })}.${payload}.`],
  ["alg none with a signature", tokenOf(idClaims, key, { alg: "none" })],
  ["a shared secret's algorithm", tokenOf(idClaims, key, { alg: "HS256" })],
  ["another algorithm than the key's", tokenOf(idClaims, key, { alg: "RS512" })],
  ["no kid", tokenOf(idClaims, key, { kid: undefined })],
  ["a kid of nobody's", tokenOf(idClaims, key, { kid: "two" })],
  ["an extension that has to be understood", tokenOf(idClaims, key, { crit: ["b64"], b64: false })],
  ["a head that is no object", `${part([])}.${payload}.${signature}`],
  ["a payload that is no JSON", `${head}.bm8.${signature}`],
  ["padding", `${head}.${payload}=.${signature}`],
])("malformed: %s", async (_title, token) => {
  await check(ask(guarded(), token), 401, unauthorized);
});

test("without a token nobody is asked for keys", async () => {
  const serving = guarded({
    keysOf: () => {
      throw new Error("nobody");
    },
  });
  await check(serving.ask("/prod/"), 401, unauthorized);
});

test("claims reach the event as texts, times as dates", async () => {
  const serving = guarded();
  await ask(serving, sound);
  expect(serving.event["requestContext"]).toMatchObject({
    authorizer: {
      claims: {
        sub: "aaaa-bbbb",
        exp: "Sun Nov 30 00:28:09 UTC 2025",
        iat: "Sun Nov 30 00:26:09 UTC 2025",
        auth_time: "1764462369",
        email_verified: "true",
        "cognito:groups": "readers,writers",
      },
    },
  });
});

describe("keys", () => {
  test("are asked for once", async () => {
    let fetches = 0;
    const serving = guarded({
      keysOf: (of) => {
        fetches++;
        expect(of).toBe(issuer);
        return [key.published];
      },
    });
    await Promise.all([ask(serving, sound), ask(serving, sound)]);
    await check(ask(serving, sound), 200);
    expect(fetches).toBe(1);
  });

  test("that change are found, but a stranger's kid does not make us ask again and again", async () => {
    const next = poolKey("two");
    let fetches = 0;
    let published = [key.published];
    const serving = guarded({
      keysOf: () => {
        fetches++;
        return published;
      },
    });
    await check(ask(serving, sound), 200);
    published = [key.published, next.published];
    await check(ask(serving, tokenOf(idClaims, next)), 401);
    expect(fetches).toBe(1);
    serving.clock.advanceTo(serving.clock.nowMs() + minKeyRefreshMs);
    await check(ask(serving, tokenOf(idClaims, next)), 200);
    expect(fetches).toBe(2);
    await check(ask(serving, tokenOf(idClaims, next, { kid: "three" })), 401);
    expect(fetches).toBe(2);
  });

  test("that cannot be fetched are the API's own fault, and are asked for again", async () => {
    let isDown = true;
    const serving = guarded({
      keysOf: () => {
        if (isDown) throw new Error("connection refused");
        return [key.published];
      },
    });
    await check(ask(serving, sound), 500, { message: null });
    isDown = false;
    await check(ask(serving, sound), 200);
  });
});
