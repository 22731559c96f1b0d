// What requests came to, as counters and a histogram.

import { expect, test } from "vitest";
import type { RequestFigures } from "../../../src/gateway/engine/ports.ts";
import { printFamilies } from "../../../src/http/prometheus.ts";
import { GatewayFigures } from "../../../src/server/gateway/gateway-figures.ts";

const usual: RequestFigures = {
  apiId: "a1",
  apiName: "pets",
  stageName: "prod",
  resourcePath: "/pets",
  httpMethod: "GET",
  status: 200,
  latencyMs: 3,
  integrationLatencyMs: null,
  cache: "off",
  octets: 10,
};

test("counts by stage", () => {
  const figures = new GatewayFigures();
  for (const more of [
    {},
    { status: 404 },
    { status: 429, latencyMs: 0 },
    { status: 502, latencyMs: 100_000, integrationLatencyMs: 7 },
    { cache: "hit" as const },
    { cache: "miss" as const, integrationLatencyMs: 3 },
    { stageName: "test" },
  ])
    figures.count({ ...usual, ...more });
  expect(figures.stages()).toMatchObject([
    {
      apiId: "a1",
      stageName: "prod",
      count: 6,
      clientErrors: 2,
      serverErrors: 1,
      throttled: 1,
      latencyMsSum: 100_012,
      integrations: 2,
      integrationLatencyMsSum: 10,
      cacheHits: 1,
      cacheMisses: 1,
      octets: 60,
    },
    { stageName: "test", count: 1 },
  ]);
});

test("as Prometheus text, the histogram's buckets added up", () => {
  const figures = new GatewayFigures();
  for (const latencyMs of [1, 2, 2, 70_000]) figures.count({ ...usual, latencyMs });
  const text = printFamilies(figures.families());
  expect(text).toContain('signpost_gateway_requests_total{api="a1",stage="prod"} 4\n');
  expect(text).toContain('signpost_gateway_request_duration_seconds_bucket{api="a1",stage="prod",le="0.001"} 1\n');
  expect(text).toContain('signpost_gateway_request_duration_seconds_bucket{api="a1",stage="prod",le="0.0025"} 3\n');
  expect(text).toContain('signpost_gateway_request_duration_seconds_bucket{api="a1",stage="prod",le="29"} 3\n');
  expect(text).toContain('signpost_gateway_request_duration_seconds_bucket{api="a1",stage="prod",le="+Inf"} 4\n');
  expect(text).toContain('signpost_gateway_request_duration_seconds_sum{api="a1",stage="prod"} 70.005\n');
});

test("stages beyond a thousand are counted together", () => {
  const figures = new GatewayFigures();
  for (let i = 0; i < 1_005; i++) figures.count({ ...usual, apiId: `api${i}` });
  figures.count({ ...usual, apiId: "api0" });
  expect(figures.stages()).toHaveLength(1_001);
  expect(figures.stages()[0].count).toBe(2);
  expect(figures.stages()[1_000]).toMatchObject({ apiId: "other", stageName: "other", count: 5 });
});
