// Under which addresses a stage is reached, by what listens and which domains lead to it.

import { expect, test } from "vitest";
import type { EndpointType, RestApi } from "../../../src/gateway/model/shapes.ts";
import { type Listeners, type PlacesParts, placesOf } from "../../../src/server/gateway/gateway-places.ts";

const both: Listeners = { https: "127.0.0.1:5443", http: "127.0.0.1:5480", edges: [] };
const edges: Listeners["edges"] = [
  { location: "FRA", region: "eu-central-1", https: "127.0.0.31:5443", http: null },
  { location: "IAD", region: "us-east-1", https: "127.0.0.32:6443", http: "127.0.0.32:5480" },
];
const own = "a1.execute-api.eu-west-1.amazonaws.com";

function api(type: EndpointType, more: Partial<RestApi> = {}): RestApi {
  return {
    id: "a1",
    name: "shop",
    createdDate: 0,
    apiKeySource: "HEADER",
    endpointConfiguration: { types: [type] },
    disableExecuteApiEndpoint: false,
    rootResourceId: "r",
    ...more,
  };
}

function domain(
  name: string,
  endpoint: string,
  ...mappings: [basePath: string, apiId: string, stage: string | null][]
) {
  return { name, endpoint, mappings: mappings.map(([basePath, apiId, stage]) => ({ basePath, apiId, stage })) };
}

function places(listeners: Listeners, given: RestApi, domains: PlacesParts["domains"] = []): string[] {
  return placesOf({ api: given, region: "eu-west-1", stageName: "prod", domains, listeners }).map(
    ({ url, connect, location }) => [url, connect, ...(location === null ? [] : [location])].join(" "),
  );
}

const regional = [
  `https://${own}:5443/prod 127.0.0.1:5443`,
  "http://a1.execute-api.localhost:5480/prod 127.0.0.1:5480",
];

test.each<[string, Listeners, RestApi, string[]]>([
  ["both listeners", both, api("REGIONAL"), regional],
  ["edge-optimised without edge locations", both, api("EDGE"), regional],
  [
    "edge-optimised",
    { ...both, edges },
    api("EDGE"),
    [
      `https://${own}:5443/prod 127.0.0.31:5443 FRA`,
      `https://${own}:6443/prod 127.0.0.32:6443 IAD`,
      "http://a1.execute-api.localhost:5480/prod 127.0.0.1:5480",
    ],
  ],
  ["regional beside edge locations", { ...both, edges }, api("REGIONAL"), regional],
  [
    "plain HTTP alone",
    { ...both, https: null },
    api("REGIONAL"),
    [`http://${own}:5480/prod 127.0.0.1:5480`, "http://a1.execute-api.localhost:5480/prod 127.0.0.1:5480"],
  ],
  ["nobody listens", { https: null, http: null, edges: [] }, api("REGIONAL"), []],
  ["only by domains", both, api("REGIONAL", { disableExecuteApiEndpoint: true }), []],
  [
    "everywhere, on the usual port",
    { https: "0.0.0.0:443", http: null, edges: [] },
    api("REGIONAL"),
    [`https://${own}/prod 127.0.0.1:443`],
  ],
  [
    "everywhere over IPv6",
    { https: "[::]:8443", http: null, edges: [] },
    api("REGIONAL"),
    [`https://${own}:8443/prod [::1]:8443`],
  ],
])("%s", (_, listeners, given, wanted) => {
  expect(places(listeners, given)).toEqual(wanted);
});

test.each<[string, PlacesParts["domains"][number], string[]]>([
  ["the whole domain", domain("api.test", "REGIONAL", ["", "a1", "prod"]), ["https://api.test:5443 127.0.0.1:5443"]],
  ["a base path", domain("api.test", "REGIONAL", ["v1", "a1", "prod"]), ["https://api.test:5443/v1 127.0.0.1:5443"]],
  ["any stage", domain("api.test", "REGIONAL", ["v1", "a1", null]), ["https://api.test:5443/v1/prod 127.0.0.1:5443"]],
  [
    "any stage of the domain",
    domain("api.test", "REGIONAL", ["", "a1", null]),
    ["https://api.test:5443/prod 127.0.0.1:5443"],
  ],
  ["another stage", domain("api.test", "REGIONAL", ["", "a1", "dev"]), []],
  ["another API", domain("api.test", "REGIONAL", ["", "b2", "prod"]), []],
  ["a wildcard is no address", domain("*.api.test", "REGIONAL", ["", "a1", "prod"]), []],
])("%s leads", (_, one, wanted) => {
  expect(places(both, api("REGIONAL", { disableExecuteApiEndpoint: true }), [one])).toEqual(wanted);
});

test("a domain's endpoint counts, not the API's; domains come first", () => {
  const one = domain("api.test", "EDGE", ["", "a1", "prod"]);
  expect(places({ ...both, edges }, api("REGIONAL"), [one])).toEqual([
    "https://api.test:5443 127.0.0.31:5443 FRA",
    "https://api.test:6443 127.0.0.32:6443 IAD",
    ...regional,
  ]);
});
