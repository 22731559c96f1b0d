// Functions: made, read, changed, deleted, listed (AWS API: CreateFunction, GetFunction, UpdateFunctionCode,
// UpdateFunctionConfiguration, DeleteFunction, ListFunctions); what they may be set to, and the code behind them.

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { CreateFunctionRequest } from "../../../src/gateway/functions/shapes.ts";
import { arn, contextAt, create, faultOf, newWorld, openStore, request, zipBytes } from "./fixture.ts";

test("a function is there as it was said, defaults and all", () => {
  const world = newWorld();
  const zip = zipBytes("one");
  const created = create(world, "users", { Environment: { Variables: { STAGE: "test" } }, Tags: { team: "a" } });
  expect(created).toEqual({
    FunctionName: "users",
    FunctionArn: `${arn}:users`,
    Runtime: "nodejs24.x",
    Role: "arn:aws:iam::111122223333:role/run",
    Handler: "index.handler",
    CodeSize: zip.length,
    CodeSha256: createHash("sha256").update(zip).digest("base64"),
    Description: "",
    Timeout: 3,
    MemorySize: 128,
    LastModified: "2024-01-02T03:04:05.000+0000",
    Version: "$LATEST",
    Environment: { Variables: { STAGE: "test" } },
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/users" },
  });
  expect(world.store.getFunctionConfiguration({ FunctionName: "users" }, world.context)).toEqual(created);
  expect(world.store.getFunction({ FunctionName: "users" }, world.context)).toEqual({
    Configuration: created,
    Code: { RepositoryType: "S3" },
    Tags: { team: "a" },
  });
});

test.each([
  ["users", `${arn}:users`],
  ["users:$LATEST", `${arn}:users:$LATEST`],
  ["111122223333:function:users", `${arn}:users`],
  ["111122223333:users", `${arn}:users`],
  ["function:users", `${arn}:users`],
  [`${arn}:users`, `${arn}:users`],
  [`${arn}:users:$LATEST`, `${arn}:users:$LATEST`],
])("%s is the function users", (FunctionName, seen) => {
  const world = newWorld();
  create(world, "users");
  expect(world.store.getFunctionConfiguration({ FunctionName }, world.context).FunctionArn).toBe(seen);
});

test.each<[name: string, qualifier: string | undefined, fault: string | RegExp]>([
  ["other", undefined, `404 ResourceNotFoundException: Function not found: ${arn}:other`],
  ["users:7", undefined, `404 ResourceNotFoundException: Function not found: ${arn}:users:7`],
  ["users", "live", `404 ResourceNotFoundException: Cannot find alias arn: ${arn}:users:live`],
  [
    "users:1",
    "2",
    "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.",
  ],
  [
    "us ers",
    undefined,
    /^400 InvalidParameterValueException: 1 validation error detected: Value 'us ers' at 'functionName'/,
  ],
  ["", undefined, /^400 InvalidParameterValueException/],
  ["a".repeat(65), undefined, /^400 InvalidParameterValueException/],
  ["users", "no way", /at 'qualifier' failed/],
  [
    "arn:aws:lambda:us-east-1:111122223333:function:users",
    undefined,
    "404 ResourceNotFoundException: Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
  ],
  ["arn:aws:s3:::users", undefined, /^400 InvalidParameterValueException/],
])("%s with the qualifier %s is none", (FunctionName, Qualifier, fault) => {
  const world = newWorld();
  create(world, "users");
  const input = { FunctionName, ...(Qualifier !== undefined && { Qualifier }) };
  const said = faultOf(() => world.store.getFunction(input, world.context));
  if (typeof fault === "string") expect(said).toBe(fault);
  else expect(said).toMatch(fault);
});

test.each<[what: string, more: Partial<CreateFunctionRequest>, fault: RegExp]>([
  ["a name that is taken", {}, /^409 ResourceConflictException: Function already exist: users$/],
  ["no time", { FunctionName: "a", Timeout: 0 }, /Value '0' at 'timeout'.*greater than or equal to 1/],
  ["too much time", { FunctionName: "a", Timeout: 901 }, /less than or equal to 900/],
  ["too little memory", { FunctionName: "a", MemorySize: 127 }, /'memorySize'.*greater than or equal to 128/],
  ["too much memory", { FunctionName: "a", MemorySize: 10_241 }, /less than or equal to 10240/],
  ["a runtime of nobody", { FunctionName: "a", Runtime: "cobol" }, /Value cobol at 'runtime'/],
  ["a role that is none", { FunctionName: "a", Role: "admin" }, /at 'role'/],
  ["a handler with blanks", { FunctionName: "a", Handler: "a b" }, /at 'handler'/],
  ["a long description", { FunctionName: "a", Description: "x".repeat(257) }, /at 'description'/],
  [
    "a reserved variable",
    { FunctionName: "a", Environment: { Variables: { AWS_REGION: "x" } } },
    /reserved keys.*AWS_REGION/,
  ],
  ["an odd variable", { FunctionName: "a", Environment: { Variables: { "a-b": "x" } } }, /environment\.variables/],
  [
    "too much environment",
    { FunctionName: "a", Environment: { Variables: { AB: "x".repeat(4095) } } },
    /exceeded the 4KB limit/,
  ],
  ["an image", { FunctionName: "a", PackageType: "Image", Code: { ImageUri: "x" } }, /Container images/],
  ["code in S3", { FunctionName: "a", Code: { S3Bucket: "b", S3Key: "k" } }, /cannot come from S3/],
  ["no code", { FunctionName: "a", Code: {} }, /Please provide a source for function code/],
  ["empty code", { FunctionName: "a", Code: { ZipFile: new Uint8Array() } }, /must be a non-empty zip/],
  [
    "code that is no zip",
    { FunctionName: "a", Code: { ZipFile: Buffer.from("text") } },
    /Could not unzip uploaded file/,
  ],
  ["layers", { FunctionName: "a", Layers: ["arn"] }, /Layers cannot be used here/],
  ["two architectures", { FunctionName: "a", Architectures: ["x86_64", "arm64"] }, /at 'architectures'/],
  ["tags of AWS", { FunctionName: "a", Tags: { "aws:x": "1" } }, /reserved/],
  ["a qualifier", { FunctionName: "a:live" }, /without a version/],
])("a function with %s is refused, and leaves nothing", (_what, more, fault) => {
  const world = newWorld();
  create(world, "users");
  expect(faultOf(() => create(world, "users", { Code: { ZipFile: zipBytes("other") }, ...more }))).toMatch(fault);
  expect(world.store.listFunctions({}, world.context).Functions).toHaveLength(1);
  expect(world.code.list()).toHaveLength(1);
});

test("a function without runtime or handler is refused", () => {
  const world = newWorld();
  const { Runtime: _, ...rest } = request("users");
  expect(faultOf(() => world.store.createFunction(rest, world.context))).toBe(
    "400 InvalidParameterValueException: Runtime and Handler are mandatory parameters for functions created with deployment packages.",
  );
});

test("new code is a new revision, and the old code goes when no version has it", () => {
  const world = newWorld();
  const before = create(world, "users");
  create(world, "twin");
  const later = contextAt(Date.UTC(2024, 1, 1));
  const update = (text: string, more = {}): unknown =>
    world.store.updateFunctionCode({ FunctionName: "users", ZipFile: zipBytes(text), ...more }, later);
  expect(update("two", { DryRun: true })).toMatchObject({ CodeSize: 5 });
  expect(world.store.getFunctionConfiguration({ FunctionName: "users" }, later)).toEqual(before);
  expect(world.code.list()).toHaveLength(1);
  const after = update("two");
  expect(after).toMatchObject({ LastModified: "2024-02-01T00:00:00.000+0000", Timeout: 3 });
  expect(after).not.toMatchObject({ RevisionId: before.RevisionId });
  expect(world.code.list()).toHaveLength(2);
  expect(faultOf(() => update("three", { RevisionId: before.RevisionId }))).toMatch(
    /^412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id\. Call the GetFunction\/GetAlias API/,
  );
  world.store.deleteFunction({ FunctionName: "twin" }, later);
  expect(world.code.list()).toHaveLength(1);
  world.store.deleteFunction({ FunctionName: "users" }, later);
  expect(world.code.list()).toEqual([]);
});

test("settings change one by one", () => {
  const world = newWorld();
  create(world, "users", { Environment: { Variables: { AB: "1" } }, Timeout: 7 });
  const update = (more: object): object =>
    world.store.updateFunctionConfiguration({ FunctionName: "users", ...more }, world.context);
  expect(update({ MemorySize: 256 })).toMatchObject({
    MemorySize: 256,
    Timeout: 7,
    Environment: { Variables: { AB: "1" } },
  });
  expect(update({ Environment: { Variables: {} } })).not.toHaveProperty("Environment");
  expect(update({ DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:1:q" } })).toHaveProperty("DeadLetterConfig");
  expect(update({ DeadLetterConfig: { TargetArn: "" } })).not.toHaveProperty("DeadLetterConfig");
  expect(update({ VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: [] } })).toHaveProperty("VpcConfig");
  expect(faultOf(() => update({ Timeout: 0 }))).toMatch(/timeout/);
});

test("code that a process left behind is removed at the next start", () => {
  const world = newWorld();
  create(world, "users");
  world.code.put("f".repeat(64), zipBytes("lost"));
  openStore(world.tables, world.code);
  expect(world.code.list()).toHaveLength(1);
});

test("functions are listed by name, in pages, without what only GetFunction tells", () => {
  const world = newWorld([{ name: "declared", source: "/x/declared.ts", handler: "declared.handler" }]);
  for (let i = 0; i < 60; i++) create(world, `f${String(i).padStart(2, "0")}`);
  world.store.publishVersion({ FunctionName: "f00" }, world.context);
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = world.store.listFunctions({ MaxItems: 50, ...(Marker !== undefined && { Marker }) }, world.context);
    names.push(...page.Functions.map(({ FunctionName }) => FunctionName));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(names).toEqual(["declared", ...Array.from({ length: 60 }, (_, i) => `f${String(i).padStart(2, "0")}`)]);
  const [, first] = world.store.listFunctions({}, world.context).Functions;
  expect(first).not.toHaveProperty("State");
  const all = world.store.listFunctions({ FunctionVersion: "ALL", MaxItems: 3 }, world.context);
  expect(all.Functions.map(({ FunctionName, Version }) => `${FunctionName} ${Version}`)).toEqual([
    "declared $LATEST",
    "f00 $LATEST",
    "f00 1",
  ]);
  expect(faultOf(() => world.store.listFunctions({ Marker: "!" }, world.context))).toMatch(/^400/);
  expect(world.store.listFunctions({}, { ...world.context, account: "999999999999" }).Functions).toHaveLength(1);
});

test("a declared function is there, and cannot be changed until one of its name is created", () => {
  const world = newWorld([{ name: "users", source: "/x/users.ts", handler: "users.handler" }]);
  const input = { FunctionName: "users" };
  expect(world.store.getFunction(input, world.context).Configuration).toMatchObject({
    Description: "Served from /x/users.ts",
    Handler: "users.handler",
    State: "Active",
  });
  expect(faultOf(() => world.store.updateFunctionConfiguration({ ...input, Timeout: 9 }, world.context))).toMatch(
    /^400 InvalidParameterValueException: The function users is declared/,
  );
  create(world, "users", { Timeout: 9 });
  expect(world.store.getFunctionConfiguration(input, world.context).Timeout).toBe(9);
});

test("tags, concurrency and the account", () => {
  const world = newWorld();
  const { FunctionArn } = create(world, "users", { Tags: { a: "1", b: "2" } });
  const { store, context } = world;
  store.tagResource({ Resource: FunctionArn, Tags: { b: "3", c: "4" } }, context);
  store.untagResource({ Resource: FunctionArn, TagKeys: ["a", "nobody"] }, context);
  expect(store.listTags({ Resource: FunctionArn }, context)).toEqual({ Tags: { b: "3", c: "4" } });
  expect(faultOf(() => store.listTags({ Resource: `${FunctionArn}:1` }, context))).toMatch(/aliases and versions/);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, ""]));
  expect(faultOf(() => store.tagResource({ Resource: FunctionArn, Tags: many }, context))).toMatch(/exceeds/);

  const named = { FunctionName: "users" };
  expect(store.getFunctionConcurrency(named, context)).toEqual({});
  const reserve = (ReservedConcurrentExecutions: number): unknown =>
    store.putFunctionConcurrency({ ...named, ReservedConcurrentExecutions }, context);
  expect(reserve(900)).toEqual({ ReservedConcurrentExecutions: 900 });
  expect(faultOf(() => reserve(901))).toBe(
    "400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  );
  expect(store.getFunction(named, context).Concurrency).toEqual({ ReservedConcurrentExecutions: 900 });
  expect(store.getAccountSettings({}, context)).toMatchObject({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 },
    AccountUsage: { FunctionCount: 1, TotalCodeSize: 5 },
  });
  store.deleteFunctionConcurrency(named, context);
  expect(store.getFunctionConcurrency(named, context)).toEqual({});
  expect(store.listEventSourceMappings({}, context)).toEqual({ EventSourceMappings: [] });
  expect(store.getFunctionCodeSigningConfig(named, context)).toEqual({ FunctionName: "users" });
});

test("a reset forgets functions of every account, their code and all, and tells of it; declared ones stay", () => {
  const declared = { name: "beside", source: "/beside.ts", handler: "beside.handler" };
  const world = newWorld([declared]);
  const { store, context, code, tables } = world;
  let changes = 0;
  store.onChange(() => (changes += 1));
  create(world, "users");
  store.publishVersion({ FunctionName: "users" }, context);
  store.createFunction(request("others"), { ...context, account: "444455556666" });
  const before = changes;
  store.reset();
  expect([changes - before, code.list()]).toEqual([1, []]);
  expect(["functions", "function-versions", "function-code"].map((name) => tables.count(name, ""))).toEqual([0, 0, 0]);
  expect(store.listFunctions({}, context).Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["beside"]);
  expect(create(world, "users").Version).toBe("$LATEST");
});
