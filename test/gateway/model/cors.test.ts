// Preflights and the headers of what the gateway answers by itself (AWS guide: how-to-cors).

import { expect, test } from "vitest";
import { corsGatewayResponses, corsMethod, type CorsRule, usualAllowHeaders } from "../../../src/gateway/model/cors.ts";

const rule: CorsRule = { allowOrigin: "*", allowMethods: ["POST", "GET"], allowHeaders: usualAllowHeaders };

test("a preflight's method is AWS's own: OPTIONS, a mock, and three mapped headers", () => {
  const method = corsMethod(rule, "abc123");
  expect(method).toMatchObject({
    httpMethod: "OPTIONS",
    authorizationType: "NONE",
    methodResponses: { "200": { responseParameters: { "method.response.header.Access-Control-Allow-Origin": false } } },
    methodIntegration: {
      type: "MOCK",
      cacheNamespace: "abc123",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      integrationResponses: {
        "200": {
          responseParameters: {
            "method.response.header.Access-Control-Allow-Headers":
              "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
            "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS,POST'",
            "method.response.header.Access-Control-Allow-Origin": "'*'",
          },
        },
      },
    },
  });
});

test("whatever else a browser may be told", () => {
  const more = {
    ...rule,
    allowOrigin: "https://example.test",
    allowCredentials: true,
    maxAgeSeconds: 600,
    exposeHeaders: ["X-A"],
  };
  expect(corsGatewayResponses(more)).toEqual(
    ["DEFAULT_4XX", "DEFAULT_5XX"].map((responseType) => ({
      responseType,
      defaultResponse: false,
      responseParameters: {
        "gatewayresponse.header.Access-Control-Allow-Headers": `'${usualAllowHeaders.join(",")}'`,
        "gatewayresponse.header.Access-Control-Allow-Methods": "'GET,OPTIONS,POST'",
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://example.test'",
        "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
        "gatewayresponse.header.Access-Control-Expose-Headers": "'X-A'",
        "gatewayresponse.header.Access-Control-Max-Age": "'600'",
      },
      responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
    })),
  );
});

test.each<[more: Partial<CorsRule>, fault: string]>([
  [{ allowCredentials: true }, "allowCredentials needs an origin by name"],
  [{ allowOrigin: "it's" }, `"it's" cannot stand in a header`],
  [{ allowHeaders: ["A B"] }, `"A B" cannot stand in a header`],
  [{ allowMethods: [""] }, `"" cannot stand in a header`],
])("%j is refused", (more, fault) => {
  expect(corsMethod({ ...rule, ...more }, "x")).toContain(fault);
  expect(corsGatewayResponses({ ...rule, ...more })).toContain(fault);
});
