// Keys, plans, throttles and quotas in their order (AWS guide: api-gateway-request-throttling, api-gateway-api-usage-plans;
// TestUsagePlans::test_api_key_required_for_methods).

import { expect, test } from "vitest";
import type { ApiKey, UsagePlan } from "../../../src/gateway/model/access.ts";
import type { PlannedKey } from "../../../src/gateway/model/catalogue.ts";
import { anybody, apiId, setting, World, type WorldSettings } from "./world.ts";

const key = (value: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id: `id-of-${value}`,
  value,
  name: value,
  enabled: true,
  createdDate: 0,
  lastUpdatedDate: 0,
  stageKeys: [],
  ...more,
});

const plan = (more: Partial<UsagePlan> = {}): UsagePlan => ({
  id: "plan1",
  name: "basic",
  apiStages: [{ apiId, stage: "prod" }],
  ...more,
});

const planned = (value: string, planMore: Partial<UsagePlan> = {}, keyMore: Partial<ApiKey> = {}): PlannedKey => ({
  key: key(value, keyMore),
  plan: plan(planMore),
});

const keyed = { "GET /x": { apiKeyRequired: true }, "GET /open": {}, "ANY /any": { apiKeyRequired: true } };

function worldOf(more: Partial<WorldSettings>): World {
  return new World({ methods: keyed, settings: { account: null }, ...more });
}

const withKey = (value: string, method = "GET"): { headers: Record<string, string>; method: string } => ({
  headers: { "X-Api-Key": value },
  method,
});

test.each([
  ["no key", {}, 403],
  ["an empty one", { headers: { "x-api-key": "" } }, 403],
  ["an unknown one", withKey("unknown"), 403],
  ["a disabled one", withKey("off"), 403],
  ["a good one", withKey("good"), 200],
])("%s", async (_, asked, status) => {
  const there = worldOf({ keys: { good: planned("good"), off: planned("off", {}, { enabled: false }) } });
  const reply = await there.see("/x", asked);
  expect(reply.status).toBe(status);
  if (status === 403) {
    expect(reply).toMatchObject({
      body: '{"message":"Forbidden"}',
      headers: { "x-amzn-errortype": "ForbiddenException" },
    });
  }
  expect(await there.see("/open", asked)).toMatchObject({ status: 200 });
});

test("a key from the authorizer, where the API says so", async () => {
  const there = worldOf({
    methods: { "GET /x": { apiKeyRequired: true, authorizationType: "CUSTOM", authorizerId: "a" } },
    snapshot: { apiKeySource: "AUTHORIZER", authorizers: [{ id: "a", name: "a", type: "TOKEN" }] },
    keys: { good: planned("good") },
    authorize: () => ({ ...anybody, usageIdentifierKey: "good" }),
    integrate: (exchange) => ({ status: 200, headers: [], body: String(exchange.contextValue("identity.apiKeyId")) }),
  });
  expect(await there.see("/x")).toMatchObject({ status: 200, body: "id-of-good" });
  expect(await there.see("/x", withKey("other"))).toMatchObject({ status: 200 });
});

test("changed keys are met when it is told", async () => {
  const there = worldOf({ keys: { good: planned("good") } });
  expect(await there.see("/x", withKey("good"))).toMatchObject({ status: 200 });
  there.keys = {};
  expect(await there.see("/x", withKey("good"))).toMatchObject({ status: 200 });
  there.gateway.notice([{ kind: "access-changed" }]);
  expect(await there.see("/x", withKey("good"))).toMatchObject({ status: 403 });
});

/** How many of `count` requests at one moment get through. */
async function through(there: World, path: string, count: number, asked = {}): Promise<number> {
  let admitted = 0;
  for (let i = 0; i < count; i++) if ((await there.see(path, asked)).status === 200) admitted++;
  return admitted;
}

const limit = (burst: number, rate = 1): { throttlingBurstLimit: number; throttlingRateLimit: number } => ({
  throttlingBurstLimit: burst,
  throttlingRateLimit: rate,
});

test.each<[title: string, more: Partial<WorldSettings>, path: string, admitted: number]>([
  ["no limit", {}, "/open", 50],
  ["the account", { settings: { account: { rateLimit: 1, burstLimit: 7 } } }, "/open", 7],
  ["the stage", { stage: { methodSettings: { "*/*": setting(limit(5)) } } }, "/open", 5],
  [
    "the method",
    { stage: { methodSettings: { "*/*": setting(limit(5)), "~1open/GET": setting(limit(3)) } } },
    "/open",
    3,
  ],
  [
    "the method, as AWS writes it",
    { stage: { methodSettings: { "*/*": setting(limit(3)), "open/GET": setting(limit(4)) } } },
    "/open",
    4,
  ],
  ["another method", { stage: { methodSettings: { "~1x/GET": setting(limit(3)) } } }, "/open", 50],
  [
    "a method without a limit of its own",
    { stage: { methodSettings: { "*/*": setting(limit(5)), "~1open/GET": setting() } } },
    "/open",
    50,
  ],
  ["the plan", { keys: { k: planned("k", { throttle: { burstLimit: 6, rateLimit: 1 } }) } }, "/x", 6],
  [
    "the plan's method",
    {
      keys: {
        k: planned("k", {
          throttle: { burstLimit: 6, rateLimit: 1 },
          apiStages: [{ apiId, stage: "prod", throttle: { "/x/GET": { burstLimit: 2, rateLimit: 1 } } }],
        }),
      },
    },
    "/x",
    2,
  ],
  [
    "the plan's method that is ANY",
    {
      keys: {
        k: planned("k", {
          apiStages: [{ apiId, stage: "prod", throttle: { "/any/ANY": { burstLimit: 2, rateLimit: 1 } } }],
        }),
      },
    },
    "/any",
    2,
  ],
])("%s limits", async (_, more, path, admitted) => {
  expect(await through(worldOf(more), path, 50, withKey("k"))).toBe(admitted);
});

test("each key has buckets of its own, and each method of a stage", async () => {
  const throttle = { burstLimit: 3, rateLimit: 1 };
  const there = worldOf({ keys: { a: planned("a", { throttle }), b: planned("b", { throttle }) } });
  expect(await through(there, "/x", 10, withKey("a"))).toBe(3);
  expect(await through(there, "/x", 10, withKey("b"))).toBe(3);
  there.clock.advanceTo(3_000);
  expect(await through(there, "/x", 10, withKey("a"))).toBe(2);
  const stage = worldOf({
    methods: { "GET /a": {}, "GET /b": {} },
    stage: { methodSettings: { "*/*": setting(limit(4)) } },
  });
  expect([await through(stage, "/a", 10), await through(stage, "/b", 10)]).toEqual([4, 4]);
});

test("a used up quota is another answer than a throttle, and the throttled are not counted", async () => {
  const there = worldOf({ keys: { k: planned("k", { throttle: { burstLimit: 5, rateLimit: 1 } }) } });
  there.quota.set("plan1/id-of-k", 4);
  const bodies: string[] = [];
  for (let i = 0; i < 6; i++) bodies.push((await there.see("/x", withKey("k"))).body);
  expect(bodies.slice(4)).toEqual(['{"message":"Limit Exceeded"}', '{"message":"Too Many Requests"}']);
  const reply = await there.see("/x", withKey("k"));
  expect(reply).toMatchObject({ status: 429, headers: { "x-amzn-errortype": "TooManyRequestsException" } });
});

test("a refusal waits for nothing, and asks no integration", () => {
  const there = worldOf({ stage: { methodSettings: { "*/*": setting(limit(1, 0.001)) } } });
  expect(there.ask("/open")).toMatchObject({ status: 200 });
  expect(there.ask("/open")).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' });
  expect(there.asked).toBe(1);
});

test("a method that is ANY has settings by that name, and by the verb before", async () => {
  const methodSettings = { "~1any/ANY": setting(limit(4)), "~1any/PUT": setting(limit(2)), "*/PUT": setting(limit(1)) };
  const there = worldOf({ methods: { "ANY /any": {} }, stage: { methodSettings } });
  expect(await through(there, "/any", 9, { method: "GET" })).toBe(4);
  expect(await through(there, "/any", 9, { method: "PUT" })).toBe(2);
});

test("an API without methods of its own kind cannot be thrown off by odd settings", async () => {
  const methodSettings = {
    "": setting(limit(1)),
    "/": setting(limit(1)),
    "~1/GET": setting(limit(2)),
    "*/POST": setting(limit(1)),
  };
  const there = worldOf({ methods: { "GET /": {}, "GET /open": {} }, stage: { methodSettings } });
  expect([await through(there, "/", 5), await through(there, "/open", 5)]).toEqual([2, 5]);
});
