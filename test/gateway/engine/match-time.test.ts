// Regular expressions of APIs that a client makes slow: models, templates, selection patterns, identities and paths. Each
// request is answered soon, and the execution log says why.

import { expect, test } from "vitest";
import {
  type MatchTime,
  MatchTimeout,
  watchMatches,
  withinMatchTime,
} from "../../../src/gateway/matching/match-time.ts";
import { compileJavaRegex, type JavaRegex } from "../../../src/gateway/java-regex/regex.ts";
import type { Method } from "../../../src/gateway/model/shapes.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";
import { interruptingWatch } from "../../../src/server/gateway/match-watch.ts";
import { integration, World } from "./world.ts";

watchMatches(interruptingWatch);

const slow = "^(\\w+\\s?)*$";
const slowWith = `${"a".repeat(60)}!`;

function worldOf(method: Partial<Method>, snapshot: Partial<ApiSnapshot> = {}): World {
  return new World({
    methods: {
      "ANY /x": {
        ...integration({
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          integrationResponses: { "200": { statusCode: "200" } },
        }),
        ...method,
      },
    },
    snapshot,
    integrate: "real",
  });
}

const takesLonger = expect.stringMatching(/takes longer than 100 ms/) as unknown;

test.each([
  ["pattern", { properties: { name: { pattern: slow } } }, { name: slowWith }],
  ["patternProperties", { patternProperties: { [slow]: {} } }, { [slowWith]: 1 }],
  ["a list whose items are slow each", { items: { pattern: slow } }, Array.from({ length: 200 }, () => slowWith)],
  ["not", { not: { pattern: slow } }, slowWith],
])("a model's %s does not match: 400", async (_, schema, body) => {
  const there = worldOf(
    { requestValidatorId: "v", requestModels: { "application/json": "M" } },
    {
      models: [{ id: "m", name: "M", contentType: "application/json", schema: JSON.stringify(schema) }],
      requestValidators: [{ id: "v", name: "v", validateRequestBody: true, validateRequestParameters: false }],
    },
  );
  expect(await there.see("/x", { method: "POST", body: JSON.stringify(body) })).toMatchObject({
    status: 400,
    body: '{"message":"Invalid request body"}',
  });
  expect(there.execution).toEqual([takesLonger]);
});

test.each([
  [`$input.params("q").replaceAll("(a|aa)+$","b")`],
  [`$input.params("q").matches("(a|aa)+$")`],
  [`$input.params("q").split("(a|aa)+$").size()`],
  [`#foreach($i in [1..1000])$input.params("q").replaceFirst("(a|aa)+$","b")#end`],
  [`$input.json("$[?('${slowWith}' =~ /(\\w+\\s?)*/)]")`],
])("%s is a fault of the configuration: 500", async (text) => {
  const there = worldOf(
    integration({
      requestTemplates: { "application/json": `{"statusCode": 200}` },
      integrationResponses: { "200": { statusCode: "200", responseTemplates: { "application/json": text } } },
    }),
  );
  expect(await there.see(`/x?q=${slowWith}`)).toMatchObject({ status: 500 });
  expect(there.execution).toEqual([takesLonger]);
});

test("a selection pattern does not match, and the next is looked at", async () => {
  const there = new World({
    methods: {
      "GET /x": integration({
        type: "AWS",
        httpMethod: "POST",
        uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations",
        integrationResponses: {
          "200": { statusCode: "200" },
          "400": { statusCode: "400", selectionPattern: slow },
          "409": { statusCode: "409", selectionPattern: "a+!" },
        },
      }),
    },
    integrate: "real",
    fails: () => JSON.stringify({ errorMessage: slowWith, errorType: "Error" }),
  });
  expect(await there.see("/x")).toMatchObject({ status: 409 });
  expect(there.execution).toEqual([takesLonger]);
});

test("an identity validation expression does not match: 401", async () => {
  const there = worldOf(
    { authorizationType: "CUSTOM", authorizerId: "a" },
    {
      authorizers: [
        {
          id: "a",
          name: "a",
          type: "TOKEN",
          identitySource: "method.request.header.Authorization",
          identityValidationExpression: slow,
        },
      ],
    },
  );
  expect(await there.see("/x", { headers: { Authorization: slowWith } })).toMatchObject({ status: 401 });
  expect(there.execution).toEqual([takesLonger]);
});

test("a piece of work has one time for all of its matches", () => {
  const regex = compileJavaRegex(slow) as JavaRegex;
  const times: MatchTime[] = [];
  watchMatches((match, time) => {
    times.push(time);
    time.leftMs -= 30;
    return match();
  });
  const asked = (): boolean[] => [regex.matches("hello world"), regex.matches("hello world")];
  expect(withinMatchTime(() => withinMatchTime(asked))).toEqual([true, true]);
  expect(times.map(({ leftMs }) => leftMs)).toEqual([40, 40]);
  expect(regex.matches("hi")).toBe(true);
  expect(times.length).toBe(2);
  watchMatches(interruptingWatch);
  expect(withinMatchTime(() => regex.matches(slowWith))).toBeInstanceOf(MatchTimeout);
});
