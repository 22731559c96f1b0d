// Keys, plans and tags beyond the recorded answers: who may be in which plan, what the engine is told, importing keys.

import { expect, test } from "vitest";
import type { PatchOperation } from "../../../src/gateway/control/patch.ts";
import { expectFault, outcome } from "./check.ts";
import { newApi, newStage, newWorld, type World } from "./fixture.ts";

interface Planned extends World {
  readonly apiId: string;
  readonly planId: string;
}

function planned(): Planned {
  const world = newWorld();
  const { apiId } = newStage(world);
  world.client.createDeployment({ restApiId: apiId, stageName: "prod" });
  const { id: planId } = world.client.createUsagePlan({ name: "plan", apiStages: [{ apiId, stage: "dev" }] });
  return { ...world, apiId, planId };
}

const value = "a-value-of-twenty-characters";

test("a value leads to its key and the plan that opens the stage, disabled or not", () => {
  const { client, store, apiId, planId } = planned();
  const { id: keyId } = client.createApiKey({ name: "key", value });
  expect(store.plannedKey(value, apiId, "dev")).toBeNull();
  client.createUsagePlanKey({ usagePlanId: planId, keyId, keyType: "API_KEY" });
  expect(store.plannedKey(value, apiId, "dev")).toMatchObject({
    key: { id: keyId, value, enabled: false },
    plan: { id: planId },
  });
  for (const [wrong, api, stage] of [
    [`${value}x`, apiId, "dev"],
    [value, apiId, "prod"],
    [value, "none", "dev"],
  ])
    expect(store.plannedKey(wrong, api, stage)).toBeNull();
});

test("a value is unique in an account, and free again once its key is gone", () => {
  const { client } = newWorld();
  const { id } = client.createApiKey({ value });
  expectFault(() => client.createApiKey({ value }), "409 ConflictException: API Key already exists");
  client.deleteApiKey({ apiKey: id });
  expect(outcome(() => client.createApiKey({ value }))).toBe("done");
});

test("a key's value is one that a header can carry", () => {
  const { client } = newWorld();
  for (const wrong of ["key of twenty characters", "schlüssel-mit-zwanzig-zeichen"])
    expectFault(() => client.createApiKey({ value: wrong }), "API Key value can contain visible ASCII characters only");
  expect(outcome(() => client.createApiKey({ value: "e82085c2-2e7e-457c-82e0-2d971bf89cda" }))).toBe("done");
});

test("a key's value is shown to who asks for it", () => {
  const { client } = newWorld();
  const { id, value: made } = client.createApiKey({ customerId: "c" });
  expect(made).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(client.getApiKey({ apiKey: id })).not.toHaveProperty("value");
  expect(client.getApiKey({ apiKey: id, includeValue: true })).toHaveProperty("value", made);
  expect(client.getApiKeys({ includeValues: true, customerId: "c" }).items).toHaveLength(1);
  expect(client.getApiKeys({ customerId: "d" }).items).toEqual([]);
  expectFault(() => client.getApiKey({ apiKey: "none" }), "Invalid API Key identifier specified");
});

test("a key is in one plan a stage", () => {
  const { client, apiId, planId } = planned();
  const { id: keyId } = client.createApiKey({});
  const other = client.createUsagePlan({ name: "other", apiStages: [{ apiId, stage: "prod" }] }).id;
  const same = client.createUsagePlan({ name: "same", apiStages: [{ apiId, stage: "dev" }] }).id;
  const add = (usagePlanId: string) => client.createUsagePlanKey({ usagePlanId, keyId, keyType: "API_KEY" });
  add(planId);
  expectFault(() => add(planId), "already associated");
  expectFault(() => add(same), `both have the API Stage ${apiId}:dev`);
  expect(outcome(() => add(other))).toBe("done");
  const patchOperations = [{ op: "add", path: "/apiStages", value: `${apiId}:dev` }];
  expectFault(() => client.updateUsagePlan({ usagePlanId: other, patchOperations }), "both have the API Stage");
  expect(
    client
      .getUsagePlans({ keyId })
      .items.map(({ id }) => id)
      .toSorted(),
  ).toEqual([planId, other].toSorted());
  expectFault(() => client.createUsagePlanKey({ usagePlanId: planId, keyId: "none", keyType: "API_KEY" }), "404");
  expectFault(() => client.createUsagePlanKey({ usagePlanId: "none", keyId, keyType: "API_KEY" }), "404");
  expectFault(() => client.createUsagePlanKey({ usagePlanId: same, keyId, keyType: "X" }), "400");
});

test("a plan with stages is not deleted", () => {
  const { client, apiId, planId: usagePlanId } = planned();
  expectFault(
    () => client.deleteUsagePlan({ usagePlanId }),
    `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${apiId}:dev`,
  );
  const patchOperations = [{ op: "remove", path: "/apiStages", value: `${apiId}:dev` }];
  expect(client.updateUsagePlan({ usagePlanId, patchOperations }).apiStages).toEqual([]);
  expect(outcome(() => client.deleteUsagePlan({ usagePlanId }))).toBe("done");
});

type Patched = object | string;

const patches: readonly (readonly [what: string, operations: readonly PatchOperation[], patched: Patched])[] = [
  ["a name", [{ op: "replace", path: "/name", value: "new" }], { name: "new" }],
  ["no name", [{ op: "replace", path: "/name", value: "" }], "Usage Plan name cannot be blank"],
  ["a product code", [{ op: "replace", path: "/productCode", value: "p" }], { productCode: "p" }],
  [
    "a rate",
    [{ op: "replace", path: "/throttle/rateLimit", value: "1.5" }],
    { throttle: { rateLimit: 1.5, burstLimit: 0 } },
  ],
  ["no rate", [{ op: "replace", path: "/throttle/rateLimit", value: "fast" }], "Invalid throttle rate limit"],
  [
    "a period that is none",
    [{ op: "replace", path: "/quota/period", value: "YEAR" }],
    "Valid options are DAY,WEEK,MONTH",
  ],
  ["an offset beyond its limit", [{ op: "replace", path: "/quota/offset", value: "3" }], "quota offset must be"],
  [
    "limits of a method",
    [
      { op: "replace", path: "/apiStages/API:dev/throttle/~1pets/GET/rateLimit", value: "3" },
      { op: "replace", path: "/apiStages/API:dev/throttle/~1pets/GET/burstLimit", value: "4" },
    ],
    { apiStages: [{ stage: "dev", throttle: { "/pets/GET": { rateLimit: 3, burstLimit: 4 } } }] },
  ],
  [
    "limits of a method whose path is as it is",
    [{ op: "replace", path: "/apiStages/API:dev/throttle//pets/{id}/GET/rateLimit", value: "3" }],
    { apiStages: [{ stage: "dev", throttle: { "/pets/{id}/GET": { rateLimit: 3, burstLimit: 0 } } }] },
  ],
  [
    "limits of methods that go",
    [
      { op: "add", path: "/apiStages/API:dev/throttle", value: '{"/a/GET":{"rateLimit":1,"burstLimit":2}}' },
      { op: "remove", path: "/apiStages/API:dev/throttle/~1a/GET" },
    ],
    { apiStages: [{ stage: "dev" }] },
  ],
  [
    "limits in a stage that is not there",
    [{ op: "replace", path: "/apiStages/x:y/throttle/~1a/GET/rateLimit", value: "3" }],
    "Invalid API Stage specified",
  ],
  [
    "a stage named in the path",
    [{ op: "remove", path: "/apiStages/API:dev" }],
    "specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]",
  ],
];

test.each(patches)("a plan gets %s", (_, operations, expected) => {
  const { client, apiId, planId: usagePlanId } = planned();
  const patchOperations = operations.map((operation) => ({
    ...operation,
    path: operation.path?.replace("API", apiId),
  }));
  const update = () => client.updateUsagePlan({ usagePlanId, patchOperations });
  if (typeof expected === "string") expectFault(update, expected);
  else expect(update()).toMatchObject(expected);
});

test("keys come from a file, whatever the order of its columns", () => {
  const { client, planId } = planned();
  const body = [
    "Key,Name,Enabled,Description,UsagePlanIds",
    `${"a".repeat(20)},first,TRUE,"one, with a ""comma""",${planId}`,
    "",
    `${"b".repeat(20)},second,false,,`,
    "short,third,true,,",
    `${"c".repeat(20)},fourth,true,,"${planId},none"`,
  ].join("\r\n");
  const { ids, warnings } = client.importApiKeys({ body, format: "csv" });
  const keys = ids.map((apiKey) => client.getApiKey({ apiKey }));
  expect(keys).toMatchObject([
    { name: "first", enabled: true, description: 'one, with a "comma"' },
    { name: "second", enabled: false },
    { name: "fourth", enabled: true },
  ]);
  expect(warnings).toEqual([
    "Line 4: API Key value should be at least 20 characters",
    "Line 5: Invalid Usage Plan ID specified",
  ]);
  expect(
    client
      .getUsagePlanKeys({ usagePlanId: planId })
      .items.map(({ name = "" }) => name)
      .toSorted(),
  ).toEqual(["first", "fourth"]);
});

test("a quote that is not closed takes no key with it unseen", () => {
  const { client } = newWorld();
  const body = `name,key,description\na,${"a".repeat(20)},fine\nb,${"b".repeat(20)},"open\nc,${"c".repeat(20)},lost\n`;
  const { ids, warnings } = client.importApiKeys({ body, format: "csv" });
  expect([ids.length, warnings]).toEqual([1, ["Line 3: A field begins with a quote that is not closed"]]);
  expectFault(() => client.importApiKeys({ body, format: "csv", failOnWarnings: true }), "is not closed");
  const header = { body: `name,key,"x\na,${"a".repeat(20)},y`, format: "csv" };
  expect(client.importApiKeys(header).warnings).toEqual(["Line 1: A field begins with a quote that is not closed"]);
});

test("an import that must not warn leaves nothing when it does", () => {
  const { client } = newWorld();
  const body = `name,key\na,${"a".repeat(20)}\nb,short`;
  expectFault(() => client.importApiKeys({ body, format: "csv", failOnWarnings: true }), "Import failed with warnings");
  expect(client.getApiKeys({}).items).toEqual([]);
  expectFault(() => client.importApiKeys({ body: "a,b", format: "csv" }), "columns named Name and Key");
  expectFault(() => client.importApiKeys({ body, format: "xml" }), "Invalid format");
});

test("whatever can be tagged is tagged by its ARN, and untagged", () => {
  const world = newWorld(
    {},
    { clientCertificates: { make: (id) => ({ certificate: `certificate ${id}`, privateKey: "secret" }) } },
  );
  const { client } = world;
  const { apiId } = newStage(world);
  const { id: keyId } = client.createApiKey({});
  const { id: planId } = client.createUsagePlan({ name: "p" });
  const { id: linkId } = client.createVpcLink({
    name: "l",
    targetArns: ["arn:aws:elasticloadbalancing:us-east-1:1:x"],
  });
  const { clientCertificateId } = client.generateClientCertificate({});
  const certificateArn = "arn:aws:acm:us-east-1:1:certificate/a";
  const { domainNameArn = "" } = client.createDomainName({ domainName: "*.example.test", certificateArn });
  const arns = [
    `/restapis/${apiId}`,
    `/restapis/${apiId}/stages/dev`,
    `/apikeys/${keyId}`,
    `/usageplans/${planId}`,
    `/vpclinks/${linkId}`,
    `/clientcertificates/${clientCertificateId}`,
  ].map((path) => `arn:aws:apigateway:us-east-1::${path}`);
  for (const resourceArn of [...arns, domainNameArn]) {
    client.tagResource({ resourceArn, tags: { a: "1", b: "2" } });
    client.tagResource({ resourceArn, tags: { b: "3" } });
    expect(client.getTags({ resourceArn }).tags).toEqual({ a: "1", b: "3" });
    client.untagResource({ resourceArn, tagKeys: ["a", "c"] });
    expect(client.getTags({ resourceArn }).tags).toEqual({ b: "3" });
  }
  expect(client.getRestApi({ restApiId: apiId }).tags).toEqual({ b: "3" });
  expect(client.getStage({ restApiId: apiId, stageName: "dev" }).tags).toEqual({ b: "3" });
});

const badArns: readonly (readonly [arn: string, text: string])[] = [
  ["nothing", "400 BadRequestException: Invalid ARN specified in the request"],
  ["arn:aws:apigateway:eu-west-1::/apikeys/a", "400"],
  ["arn:aws:apigateway:us-east-1::/models/a", "400"],
  ["arn:aws:apigateway:us-east-1::/apikeys/a", "404 NotFoundException: Invalid API Key identifier specified"],
  [
    "arn:aws:apigateway:us-east-1::/restapis/a",
    "404 NotFoundException: Invalid API identifier specified 111111111111:a",
  ],
  ["arn:aws:apigateway:us-east-1::/restapis/a/stages/b", "404 NotFoundException: Invalid stage identifier specified"],
];

test.each(badArns)("%s has no tags", (resourceArn, text) => {
  const { client } = newWorld();
  expectFault(() => client.getTags({ resourceArn }), text);
  expectFault(() => client.tagResource({ resourceArn, tags: {} }), text);
});

test("the account has its throttle, and the role that is set", () => {
  const { client } = newWorld();
  const usual = {
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
  expect(client.getAccount({})).toEqual(usual);
  const arn = "arn:aws:iam::111111111111:role/logs";
  const set = (value: string) =>
    client.updateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
  expect(set(arn)).toEqual({ ...usual, cloudwatchRoleArn: arn });
  expectFault(() => set("role"), "The role ARN");
  expect(set("")).toEqual(usual);
});

test("keys and plans are told as changes of access", () => {
  const world = newWorld();
  newApi(world);
  const { client, effects } = world;
  effects.length = 0;
  const { id: apiKey } = client.createApiKey({});
  client.updateApiKey({ apiKey, patchOperations: [{ op: "replace", path: "/enabled", value: "true" }] });
  client.deleteApiKey({ apiKey });
  expect(effects).toEqual(Array.from({ length: 3 }, () => ({ kind: "access-changed" })));
});
