// TestInvokeMethod where a method fails: AWS's own answer is told without its media type, and the log names gateway responses
// that an API has made its own alone (recorded).

import { expect, test } from "vitest";
import type { GatewayResponse } from "../../../src/gateway/model/shapes.ts";
import { GatewayFault } from "../../../src/gateway/engine/fault.ts";
import { resourcesOf, snapshotOf, World } from "./world.ts";

const own: GatewayResponse = { responseType: "DEFAULT_5XX", statusCode: "599", defaultResponse: false };

test.each([
  ["AWS's own", {}, 504, { "x-amzn-ErrorType": "InternalServerErrorException" }, null],
  [
    "an API's own",
    { DEFAULT_5XX: own },
    599,
    { "Content-Type": "application/json", "x-amzn-ErrorType": "InternalServerErrorException" },
    "Gateway response type: DEFAULT_5XX with status code: 599",
  ],
])("a failure with %s response", async (_, gatewayResponses, status, headers, told) => {
  const methods = { "GET /x/{id}": {} };
  const there = new World({
    methods,
    snapshot: { gatewayResponses },
    integrate: () => new GatewayFault("INTEGRATION_FAILURE", { why: "Execution failed" }),
  });
  const ours = await there.gateway.testInvoke({
    snapshot: { ...snapshotOf(methods), gatewayResponses },
    resource: resourcesOf(methods)[0],
    httpMethod: "GET",
    pathWithQueryString: "/x/7",
    headers: [],
    body: null,
    stageVariables: {},
  });
  expect(ours).toMatchObject({ status, body: '{"message": "Internal server error"}' });
  expect(ours.headers).toEqual(headers);
  expect(Object.keys(ours.multiValueHeaders)).toEqual(Object.keys(headers));
  const lines = ours.log.split("\n").map((line) => line.replace(/^.*? UTC \d{4} : /, ""));
  expect(lines).toContain("HTTP Method: GET, Resource Path: /x/7");
  expect(lines).toContain("Execution failed");
  expect(lines.find((line) => line.startsWith("Gateway response type")) ?? null).toBe(told);
});
