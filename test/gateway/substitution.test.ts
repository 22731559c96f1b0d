// Gateway responses and access logs (API Gateway Developer Guide, "Gateway responses", "Set up access logging").

import { expect, test } from "vitest";
import { compileSubstitution } from "../../src/gateway/substitution.ts";

const values: Readonly<Record<string, string>> = {
  "context.error.message": "Forbidden",
  "context.error.messageString": '"Forbidden"',
  "context.requestId": "c6af9ac6",
  "context.identity.sourceIp": "192.0.2.1",
  "context.authorizer.claims.custom-1": "x",
  "stageVariables.table": "pets",
  "method.request.header.Accept-Language": "de",
};

test.each([
  ['{"message":$context.error.messageString}', '{"message":"Forbidden"}'],
  ["$context.error.message.", "Forbidden."],
  ["${context.error.message}s", "Forbiddens"],
  ["$context.identity.sourceIp - [$context.requestTime] $stageVariables.table", "192.0.2.1 - [-] pets"],
  ["$method.request.header.Accept-Language", "de"],
  ["$context.authorizer.claims.custom-1", "x"],
  ["$context $5 $input.body #set($a = 1)", "$context $5 $input.body #set($a = 1)"],
  ["", ""],
])("%j", (text, out) => {
  expect(compileSubstitution(text).run((name) => values[name] ?? "-")).toBe(out);
});

test("a text tells what it names, and whether it names nothing", () => {
  const log = compileSubstitution('{"id":"$context.requestId","ip":"$context.identity.sourceIp"}');
  expect(log.names).toEqual(["context.requestId", "context.identity.sourceIp"]);
  expect(log.constant).toBeNull();
  expect(compileSubstitution("plain").constant).toBe("plain");
});
