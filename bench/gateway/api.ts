// The API that the benchmark asks, as files for the apis directory: a document and its handler.

import { answerBody } from "./scenarios.ts";

const responses = { "200": { description: "The answer." } };

function mock(): object {
  return {
    get: {
      responses,
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        responses: { default: { statusCode: "200", responseTemplates: { "application/json": answerBody } } },
      },
    },
  };
}

export function apiFiles(origin: string, routes: number): Readonly<Record<string, string>> {
  const proxy = {
    get: {
      responses,
      "x-amazon-apigateway-integration": { type: "http_proxy", httpMethod: "GET", uri: `${origin}/` },
    },
  };
  const paths: Record<string, object> = {
    "/proxy": proxy,
    "/cached": proxy,
    "/mock": mock(),
    "/throttled": mock(),
    "/lambda": { "x-signpost-handler": "./handler.ts", get: { responses } },
  };
  for (let i = 0; i < routes; i++) paths[`/route${i}/{id}`] = mock();
  const document = {
    openapi: "3.0.1",
    info: { title: "bench", version: "1" },
    "x-signpost": { stage: "bench" },
    paths,
  };
  const answer = `{ statusCode: 200, headers: { "Content-Type": "application/json" }, body: ${JSON.stringify(answerBody)} }`;
  return {
    "bench.json": JSON.stringify(document),
    "handler.ts": `export const handler = async () => (${answer});\n`,
  };
}

/** What the stage is told once it is there: a cache for one path, no room for another. */
export const stagePatches: readonly object[] = [
  { op: "replace", path: "/cacheClusterEnabled", value: "true" },
  { op: "replace", path: "/cacheClusterSize", value: "0.5" },
  // With a cache there, every GET is answered from it that has no setting.
  { op: "replace", path: "/*/*/caching/enabled", value: "false" },
  // Whoever has settings has AWS's default of 10,000 a second there.
  { op: "replace", path: "/*/*/throttling/rateLimit", value: "100000000" },
  { op: "replace", path: "/*/*/throttling/burstLimit", value: "100000000" },
  { op: "replace", path: "/~1cached/GET/caching/enabled", value: "true" },
  { op: "replace", path: "/~1cached/GET/caching/ttlInSeconds", value: "3600" },
  { op: "replace", path: "/~1cached/GET/throttling/rateLimit", value: "100000000" },
  { op: "replace", path: "/~1cached/GET/throttling/burstLimit", value: "100000000" },
  { op: "replace", path: "/~1throttled/GET/throttling/rateLimit", value: "1" },
  { op: "replace", path: "/~1throttled/GET/throttling/burstLimit", value: "1" },
];
