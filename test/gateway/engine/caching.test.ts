// The stage's cache (AWS guide: api-gateway-caching; API reference: MethodSetting).

import fc from "fast-check";
import { expect, test } from "vitest";
import { StageCache } from "../../../src/gateway/engine/stage-cache.ts";
import type { Integration, MethodSetting, Stage } from "../../../src/gateway/model/shapes.ts";
import { anybody, apiId, integration, setting, snapshotOf, World, type WorldSettings } from "./world.ts";

const http = (more: Partial<Integration> = {}): { methodIntegration: Integration } =>
  integration({ type: "HTTP", cacheNamespace: "users", ...more });

const methods = {
  "GET /users": http(),
  "POST /users": http(),
  "GET /users/{id}": http({ cacheNamespace: "user" }),
  "GET /keyed/{id}": http({
    cacheNamespace: "keyed",
    cacheKeyParameters: ["method.request.path.id", "method.request.querystring.q", "method.request.header.X-Tenant"],
  }),
  "GET /mapped/{id}": http({
    cacheNamespace: "mapped",
    cacheKeyParameters: ["integration.request.path.user"],
    requestParameters: { "integration.request.path.user": "method.request.path.id" },
  }),
};

const on = (methodSettings: Record<string, MethodSetting> = {}, more: Partial<Stage> = {}): Partial<Stage> => ({
  cacheClusterEnabled: true,
  cacheClusterSize: "0.5",
  cacheClusterStatus: "AVAILABLE",
  methodSettings,
  ...more,
});

const worldOf = (stage: Partial<Stage>, more: Partial<WorldSettings> = {}): World =>
  new World({ methods, stage, settings: { account: null }, ...more });

type Ask = readonly [path: string, asked?: Parameters<World["see"]>[1]];

const fresh = { headers: { "Cache-Control": "max-age=0" } };
const tenant = (name: string): { headers: Record<string, string> } => ({ headers: { "X-Tenant": name } });

test.each<[title: string, stage: Partial<Stage>, first: Ask, second: Ask, asked: number]>([
  ["GET is kept when the cluster is on", on(), ["/users"], ["/users"], 1],
  ["nothing is kept when it is off", {}, ["/users"], ["/users"], 2],
  [
    "POST is not kept by the stage's switch",
    on({ "*/*": setting() }),
    ["/users", { method: "POST" }],
    ["/users", { method: "POST" }],
    2,
  ],
  [
    "POST is kept by its own",
    on({ "~1users/POST": setting() }),
    ["/users", { method: "POST" }],
    ["/users", { method: "POST" }],
    1,
  ],
  ["POST and GET are two", on({ "~1users/POST": setting() }), ["/users", { method: "POST" }], ["/users"], 2],
  ["a method may be left out", on({ "~1users/GET": setting({ cachingEnabled: false }) }), ["/users"], ["/users"], 2],
  ["a TTL of 0 keeps nothing", on({ "*/*": setting({ cacheTtlInSeconds: 0 }) }), ["/users"], ["/users"], 2],
  ["an undeclared query tells nothing apart", on(), ["/users?type=a"], ["/users?type=b"], 1],
  ["an undeclared path variable tells nothing apart", on(), ["/users/1"], ["/users/2"], 1],
  ["a declared path variable does", on(), ["/keyed/1"], ["/keyed/2"], 2],
  ["a declared query does", on(), ["/keyed/1?q=a"], ["/keyed/1?q=b"], 2],
  ["another query does not", on(), ["/keyed/1?q=a&r=1"], ["/keyed/1?q=a&r=2"], 1],
  ["a missing query is not an empty one", on(), ["/keyed/1?q="], ["/keyed/1"], 2],
  ["a declared header does", on(), ["/keyed/1", tenant("a")], ["/keyed/1", tenant("b")], 2],
  ["values cannot run together", on(), ["/keyed/1?q=2%203:x"], ["/keyed/1%202?q=3:x"], 2],
  ["an integration's parameter stands for what is mapped to it", on(), ["/mapped/1"], ["/mapped/2"], 2],
  ["max-age=0 without leave is ignored", on(), ["/users"], ["/users", fresh], 1],
  [
    "max-age=0 where no leave is needed",
    on({ "*/*": setting({ requireAuthorizationForCacheControl: false }) }),
    ["/users"],
    ["/users", fresh],
    2,
  ],
  [
    "another Cache-Control",
    on({ "*/*": setting({ requireAuthorizationForCacheControl: false }) }),
    ["/users"],
    ["/users", { headers: { "Cache-Control": "max-age=05" } }],
    1,
  ],
])("%s", async (_, stage, first, second, asked) => {
  const there = worldOf(stage);
  const [one, other] = [await there.see(...first), await there.see(...second)];
  expect(there.asked).toBe(asked);
  if (asked === 1) {
    expect(other.body).toBe(one.body);
    expect(other.headers["x-amzn-requestid"]).not.toBe(one.headers["x-amzn-requestid"]);
  }
  expect(there.figures[1].cache).toBe(asked === 1 ? "hit" : there.figures[0].cache);
});

test("an undeclared path variable is told to whoever runs the API, once", async () => {
  const there = worldOf(on());
  for (const id of [1, 2, 3]) await there.see(`/users/${id}`);
  expect(there.execution).toEqual([expect.stringContaining("one answer of GET /users/{id} for every value of id")]);
});

test.each([
  ["FAIL_WITH_403", 403, undefined],
  ["SUCCEED_WITH_RESPONSE_HEADER", 200, "199 Cache-control headers were ignored because the caller was unauthorized."],
  ["SUCCEED_WITHOUT_RESPONSE_HEADER", 200, undefined],
] as const)("max-age=0 without leave: %s", async (unauthorizedCacheControlHeaderStrategy, status, warning) => {
  const there = worldOf(on({ "*/*": setting({ unauthorizedCacheControlHeaderStrategy }) }));
  for (const _ of [1, 2]) {
    const reply = await there.see("/users", fresh);
    expect(reply.status).toBe(status);
    expect(reply.headers["warning"]).toBe(warning);
  }
});

test.each<[title: string, more: Partial<WorldSettings>]>([
  [
    "who signed for the API's account",
    {
      methods: { "GET /users": { ...methods["GET /users"], authorizationType: "AWS_IAM" } },
      authorize: () => ({
        ...anybody,
        identity: { accessKey: "A", accountId: "111122223333", userArn: "arn:aws:iam::111122223333:user/jo" },
      }),
    },
  ],
  [
    "whom the API's policy names",
    {
      snapshot: {
        policy: JSON.stringify({
          Statement: {
            Effect: "Allow",
            Principal: "*",
            Action: ["execute-api:Invoke", "execute-api:InvalidateCache"],
            Resource: "*",
          },
        }),
      },
    },
  ],
])("%s may pass the cache by", async (_, more) => {
  const there = worldOf(on(), more);
  await there.see("/users");
  const renewed = await there.see("/users", fresh);
  expect(there.asked).toBe(2);
  expect(renewed.headers["warning"]).toBeUndefined();
  expect((await there.see("/users")).body).toBe(renewed.body);
});

test("an answer is kept for its time, and until the cache is flushed", async () => {
  const there = worldOf(on({ "*/*": setting({ cacheTtlInSeconds: 10 }) }));
  await there.see("/users");
  there.clock.advanceTo(10_999);
  await there.see("/users");
  expect(there.asked).toBe(1);
  there.clock.advanceTo(11_000);
  await there.see("/users");
  expect(there.asked).toBe(2);
  there.gateway.notice([{ kind: "stage-changed", apiId, stageName: "prod" }]);
  await there.see("/users");
  expect(there.asked).toBe(2);
  there.gateway.notice([{ kind: "stage-cache-flushed", apiId, stageName: "prod" }]);
  await there.see("/users");
  expect(there.asked).toBe(3);
});

test("a cluster of another size begins empty", async () => {
  const there = worldOf(on());
  await there.see("/users");
  there.stage = { ...there.stage, cacheClusterSize: "1.6" };
  there.gateway.notice([{ kind: "stage-changed", apiId, stageName: "prod" }]);
  await there.see("/users");
  expect(there.asked).toBe(2);
});

test("whatever an integration answers is kept, but a fault, a stream, and what is over 1 MiB", async () => {
  const bodies: readonly (readonly [string, number])[] = [
    ["x".repeat(1_048_576), 1],
    ["x".repeat(1_048_577), 2],
    ["é".repeat(524_289), 2],
  ];
  for (const [body, asked] of bodies) {
    const there = worldOf(on(), { integrate: () => ({ status: 429, headers: ["X-A", "1"], body }) });
    await there.see("/users");
    const second = await there.see("/users");
    expect(there.asked).toBe(asked);
    expect(second).toMatchObject({ status: 429, headers: { "x-a": "1", "content-type": "application/json" } });
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1);
  }
  const streaming = worldOf(on(), { integrate: () => ({ status: 200, headers: [], body: chunks() }) });
  await streaming.see("/users");
  await streaming.see("/users");
  expect(streaming.asked).toBe(2);
});

test("a hit waits for nothing", async () => {
  const there = worldOf(on(), { integrate: () => Promise.resolve({ status: 200, headers: [], body: "slow" }) });
  await there.see("/users");
  expect(there.ask("/users")).toMatchObject({ status: 200, body: "slow" });
});

test.each([
  [false, 2],
  [true, 1],
])("a canary with useStageCache %s", async (useStageCache, asked) => {
  const canarySettings = { percentTraffic: 50, deploymentId: "dep2", useStageCache };
  const there = worldOf(on({}, { canarySettings }), { canary: snapshotOf(methods) });
  for (let i = 0; i < 40; i++) await there.see("/users");
  expect(there.asked).toBe(asked);
});

test("octets never go over the cache's capacity, and what was used goes last", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 })), { maxLength: 100 }),
      (puts) => {
        const cache = new StageCache(3_000);
        for (const [key, size] of puts) {
          const reply = { status: 200, headers: [], body: "x".repeat(size) };
          cache.keep(String(key), reply, 1_000, 0);
          expect(cache.octets).toBeLessThanOrEqual(3_000);
          expect(cache.find(String(key), 0)?.body).toBe(reply.body);
        }
        cache.flush();
        expect([cache.octets, cache.size]).toEqual([0, 0]);
      },
    ),
  );
  const cache = new StageCache(1_300);
  const reply = { status: 200, headers: [], body: "x".repeat(200) };
  for (const key of ["a", "b", "c"]) cache.keep(key, reply, 1_000, 0);
  expect(cache.find("a", 0)).not.toBeNull();
  cache.keep("d", reply, 1_000, 0);
  expect(["a", "b", "c", "d"].map((key) => cache.find(key, 0) !== null)).toEqual([true, false, true, true]);
  expect(cache.find("d", 1_000)).toBeNull();
  expect(cache.keep("big", { ...reply, body: "x".repeat(2_000) }, 1_000, 0)).toBe(false);
});

test("a request to change the protocol passes the cache by, in HTTP_PROXY alone", async () => {
  const tunnel = { join: (): void => {}, close: (): void => {} };
  const upgrade = { upgrade: "websocket" };
  const proxied = { "GET /ws": integration({ type: "HTTP_PROXY", cacheNamespace: "ws" }) };
  const world = worldOf(on(), {
    methods: { ...proxied, ...methods },
    integrate: ({ request }) =>
      request.upgrade === null
        ? { status: 200, headers: [], body: "kept" }
        : { status: 101, headers: [], body: null, tunnel },
  });
  expect(await world.see("/ws")).toMatchObject({ status: 200 });
  for (let i = 0; i < 2; i++) expect(await world.ask("/ws", upgrade)).toMatchObject({ status: 101, tunnel });
  expect(await world.see("/ws")).toMatchObject({ status: 200, body: "kept" });
  expect(world.asked).toBe(3);
  await world.see("/users");
  expect(await world.see("/users", upgrade)).toMatchObject({ status: 200, body: "kept" });
  expect(world.asked).toBe(4);
});
