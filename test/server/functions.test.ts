// Functions in service: Lambda's operations over store and runtime, functions from zips and from files, live reload, events,
// aliases and policies. What comes over HTTP is the business of the protocol's own tests.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { MemoryTables } from "../../src/base/memory-tables.ts";
import { CodeFiles } from "../../src/disk/code-files.ts";
import { SqliteTables } from "../../src/disk/sqlite-tables.ts";
import { seededRandom } from "../../src/base/random.ts";
import { ServiceFault } from "../../src/base/service-fault.ts";
import { MemoryCode } from "../../src/gateway/functions/code.ts";
import { type DeclaredFunctions, functionFaults } from "../../src/server/declared-functions.ts";
import type { Functions } from "../../src/server/functions.ts";
import { openFunctions } from "../../src/server/open-functions.ts";
import { lambdaOperations } from "../../src/server/lambda-api.ts";
import { zipOf } from "../http/functions/zip-file.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-functions-test-"));
const caller = { accessKey: null, account: "000000000000", region: "eu-west-1", nowMs: 1_700_000_000_000 };
const open: Functions[] = [];
const logged: string[] = [];
const log = {
  debug: (_: object, message: string) => void logged.push(message),
  info: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  warn: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  error: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  flush: () => {},
};

type Operate = (name: string, input: object) => Promise<Record<string, unknown>>;

interface Server {
  readonly functions: Functions;
  readonly operate: Operate;
}

function serve(declared: ConstructorParameters<typeof DeclaredFunctions>[0] = {}): Server {
  const { functions, store } = openFunctions(declared, {
    tables: new MemoryTables(),
    code: new MemoryCode(),
    folder: null,
    random: seededRandom(1),
    nowMs: () => caller.nowMs,
    endpointUrl: () => "http://127.0.0.1:5380",
    log,
  });
  open.push(functions);
  const operations = lambdaOperations({ store, functions, random: seededRandom(1) });
  return {
    functions,
    operate: async (name, input) => (await operations(name)?.(input as never, caller)) as Record<string, unknown>,
  };
}

afterEach(async () => {
  for (const functions of open.splice(0)) await functions.close();
  logged.length = 0;
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

function textOf(value: unknown): string {
  return Buffer.from(value as Uint8Array).toString();
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    return `${error.status} ${error.code}: ${error.message}`;
  }
}

function request(files: Readonly<Record<string, string>>, more: object = {}): object {
  return {
    FunctionName: "users",
    Runtime: "nodejs24.x",
    Role: "arn:aws:iam::000000000000:role/r",
    Handler: "index.handler",
    Code: { ZipFile: zipOf(files) },
    ...more,
  };
}

test.each<[what: string, files: Readonly<Record<string, string>>, handler: string, answer: string]>([
  ["CommonJS", { "index.js": "exports.handler = async (event) => ({ event });" }, "index.handler", '{"event":1}'],
  ["an ES module", { "index.mjs": "export const handler = (event) => [event];" }, "index.handler", "[1]"],
  [
    "modules by package.json, in folders",
    {
      "package.json": '{"type":"module"}',
      "src/api.js": 'import { answer } from "../lib/answer.js"; export const get = async () => answer;',
      "lib/answer.js": 'export const answer = "from lib";',
    },
    "src/api.get",
    '"from lib"',
  ],
  [
    "packages beside it",
    {
      "index.js": 'const one = require("one"); exports.handler = async () => one;',
      "node_modules/one/index.js": "module.exports = 1;",
    },
    "index.handler",
    "1",
  ],
])("a zip with %s runs", async (_what, files, Handler, answer) => {
  const { operate } = serve();
  await operate("createFunction", request(files, { Handler }));
  const result = await operate("invoke", { FunctionName: "users", Payload: Buffer.from("1"), LogType: "Tail" });
  expect(result).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(result).not.toHaveProperty("FunctionError");
  expect(textOf(result["Payload"])).toBe(answer);
  expect(Buffer.from(String(result["LogResult"]), "base64").toString()).toMatch(
    /^START RequestId: .*\nEND .*\nREPORT .*/,
  );
});

test("a handler hears of the runtime that its function says", async () => {
  const { operate } = serve();
  const files = { "index.js": "exports.handler = async () => process.env.AWS_EXECUTION_ENV;" };
  await operate("createFunction", request(files, { Runtime: "nodejs22.x" }));
  const invoked = await operate("invoke", { FunctionName: "users" });
  expect(textOf(invoked["Payload"])).toBe('"AWS_Lambda_nodejs22.x"');
});

test.each<[what: string, files: Readonly<Record<string, string>>, handler: string, failure: RegExp]>([
  ["no module", { "other.js": "" }, "index.handler", /Runtime\.ImportModuleError.*Cannot find module 'index'/],
  [
    "no export",
    { "index.js": "" },
    "index.handler",
    /Runtime\.HandlerNotFound.*index\.handler is undefined or not exported/,
  ],
  ["a bad name", { "index.js": "" }, "index", /Runtime\.MalformedHandlerName.*Bad handler/],
  ["a way out", { "index.js": "" }, "../index.handler", /Runtime\.MalformedHandlerName.*Bad handler/],
  ["bad syntax", { "index.js": "exports.handler = (;" }, "index.handler", /Runtime\.UserCodeSyntaxError.*SyntaxError/],
  [
    "a package that is missing",
    { "index.js": 'require("nobody");' },
    "index.handler",
    /Runtime\.ImportModuleError.*nobody/,
  ],
  ["first lines that throw", { "index.js": 'throw new RangeError("early");' }, "index.handler", /RangeError.*early/],
])("a zip with %s fails with Lambda's words", async (_what, files, Handler, failure) => {
  const { operate } = serve();
  await operate("createFunction", request(files, { Handler }));
  const result = await operate("invoke", { FunctionName: "users" });
  expect(result["FunctionError"]).toBe("Unhandled");
  expect(textOf(result["Payload"])).toMatch(failure);
});

test("new code and new settings run at once, versions keep theirs, aliases lead to them", async () => {
  const { operate } = serve();
  const code = (answer: string): Record<string, string> => ({
    "index.js": `exports.handler = async () => [${JSON.stringify(answer)}, process.env.STAGE];`,
  });
  const said = async (FunctionName: string): Promise<string> =>
    textOf((await operate("invoke", { FunctionName }))["Payload"]);
  await operate("createFunction", request(code("one"), { Publish: true, Environment: { Variables: { STAGE: "a" } } }));
  expect(await said("users")).toBe('["one","a"]');
  await operate("updateFunctionCode", { FunctionName: "users", ZipFile: zipOf(code("two")) });
  expect(await said("users")).toBe('["two","a"]');
  await operate("updateFunctionConfiguration", { FunctionName: "users", Environment: { Variables: { STAGE: "b" } } });
  expect(await said("users")).toBe('["two","b"]');
  await operate("publishVersion", { FunctionName: "users" });
  const weights = { AdditionalVersionWeights: { 2: 0.5 } };
  await operate("createAlias", { FunctionName: "users", Name: "live", FunctionVersion: "1", RoutingConfig: weights });
  const seen = new Set<string>();
  for (let i = 0; i < 30; i++) seen.add(await said("users:live"));
  expect([...seen].toSorted()).toEqual(['["one","a"]', '["two","b"]']);
  await operate("deleteFunction", { FunctionName: "users" });
  expect(await faultOf(operate("invoke", { FunctionName: "users" }))).toBe(
    "404 ResourceNotFoundException: Function not found: arn:aws:lambda:eu-west-1:000000000000:function:users",
  );
});

test("events are accepted and run, dry runs are not run", async () => {
  const { operate } = serve();
  const file = join(home, "seen");
  const files = {
    "index.js": `exports.handler = async (e) => require("node:fs").appendFileSync(${JSON.stringify(file)}, e);`,
  };
  await operate("createFunction", request(files));
  const invoke = (InvocationType: string, payload: string): Promise<Record<string, unknown>> =>
    operate("invoke", { FunctionName: "users", InvocationType, Payload: Buffer.from(payload) });
  expect(await invoke("DryRun", '"dry"')).toEqual({ StatusCode: 204 });
  expect(await invoke("Event", '"event"')).toEqual({ StatusCode: 202 });
  expect(await operate("invokeAsync", { FunctionName: "users", InvokeArgs: Buffer.from('"old"') })).toEqual({
    Status: 202,
  });
  await expect
    .poll(() => [/event/, /old/].every((one) => existsSync(file) && one.test(readFileSync(file, "utf8"))), {
      timeout: 5000,
    })
    .toBe(true);
  expect(readFileSync(file, "utf8")).not.toContain("dry");
  expect(await faultOf(invoke("Event", "{"))).toMatch(/^400 InvalidRequestContentException/);
  expect(await faultOf(invoke("Event", `"${"x".repeat(1_048_576)}"`))).toMatch(/^413 RequestTooLargeException/);
  expect(await faultOf(invoke("RequestResponse", "{"))).toMatch(/^400 InvalidRequestContentException/);
});

test("a reservation of nothing throttles, with Lambda's reason", async () => {
  const { operate } = serve();
  await operate("createFunction", request({ "index.js": "exports.handler = async () => 1;" }));
  await operate("putFunctionConcurrency", { FunctionName: "users", ReservedConcurrentExecutions: 0 });
  const fault = await operate("invoke", { FunctionName: "users" }).catch((error: unknown) => error);
  expect(fault).toMatchObject({
    code: "TooManyRequestsException",
    status: 429,
    message: "Rate Exceeded.",
    members: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
  });
});

test("a function for another language says what could run it", async () => {
  const { operate } = serve();
  await operate("createFunction", request({ "index.py": "" }, { Runtime: "python3.13" }));
  expect(await faultOf(operate("invoke", { FunctionName: "users" }))).toMatch(
    /^502 InvalidRuntimeException: This server runs functions for Node\.js, not for python3\.13\. .*signpost\.yaml/,
  );
});

test("a file is served under its name, in TypeScript, and anew when it or what it imports changes", async () => {
  const folder = join(home, "live");
  mkdirSync(join(folder, "lib"), { recursive: true });
  const path = join(folder, "users.ts");
  writeFileSync(
    path,
    'import { word } from "./lib/word.ts";\nexport const handler = async (): Promise<string> => word;\nexport const other = (event: unknown): unknown => event;\n',
  );
  writeFileSync(join(folder, "lib/word.ts"), 'export const word: string = "one";\n');
  const { operate, functions } = serve({
    users: { kind: "file", path, handler: "handler" },
    echo: { kind: "file", path, handler: "other" },
  });
  const said = async (): Promise<string> => textOf((await operate("invoke", { FunctionName: "users" }))["Payload"]);
  expect(await said()).toBe('"one"');
  const target = { name: "echo", account: "123456789012", region: "us-east-1" };
  const echoed = await functions.invoke({ target, payload: "[7]", requestId: "r", type: "RequestResponse" });
  expect(echoed).toMatchObject({ kind: "completed", payload: "[7]" });
  writeFileSync(join(folder, "lib/word.ts"), 'export const word: string = "second";\n');
  await expect.poll(said, { timeout: 10_000 }).toBe('"second"');
  writeFileSync(path, "export const handler = async () => {\n");
  await expect.poll(said, { timeout: 10_000 }).toMatch(/SyntaxError/);
  writeFileSync(path, 'export const handler = async (): Promise<string> => "repaired";\n');
  await expect.poll(said, { timeout: 10_000 }).toBe('"repaired"');
}, 40_000);

test("output goes to the log with the function's name and the request's id", async () => {
  const { operate } = serve();
  await operate("createFunction", request({ "index.js": 'exports.handler = async () => console.log("hello");' }));
  await operate("invoke", { FunctionName: "users" });
  const line = logged.find((one) => one.includes("hello"));
  expect(line).toMatch(/INFO\thello \{"function":"users","version":"\$LATEST","requestId":"[0-9a-f-]{36}"\}$/);
});

test("functions of a data directory are there again, code and all", async () => {
  const data = join(home, "data");
  const start = (): { operate: Operate; close: () => Promise<void> } => {
    const tables = SqliteTables.open(data);
    const parts = {
      tables,
      code: new CodeFiles(join(data, "functions/code")),
      folder: join(data, "functions/unpacked"),
      random: seededRandom(1),
      nowMs: () => caller.nowMs,
      endpointUrl: () => null,
      log,
    };
    const { store, functions } = openFunctions({}, parts);
    const operations = lambdaOperations({ store, functions, random: seededRandom(1) });
    return {
      operate: async (name, input) => (await operations(name)?.(input as never, caller)) as Record<string, unknown>,
      close: async () => {
        await functions.close();
        tables.close();
      },
    };
  };
  const first = start();
  await first.operate(
    "createFunction",
    request({ "index.js": "exports.handler = async () => 42;" }, { Publish: true }),
  );
  await first.operate("createAlias", { FunctionName: "users", Name: "live", FunctionVersion: "1" });
  await first.close();
  const second = start();
  const result = await second.operate("invoke", { FunctionName: "users:live" });
  expect([textOf(result["Payload"]), result["ExecutedVersion"]]).toEqual(["42", "1"]);
  await second.operate("deleteFunction", { FunctionName: "users" });
  expect(readdirSync(join(data, "functions/code"))).toEqual([]);
  await second.close();
});

test("code that could not be unpacked is tried again: a disk that was full has room one day", async () => {
  const inTheWay = join(home, "in-the-way");
  writeFileSync(inTheWay, "");
  const folder = join(inTheWay, "unpacked");
  const code = new MemoryCode();
  const parts = { tables: new MemoryTables(), code, folder, random: seededRandom(1), nowMs: () => caller.nowMs, endpointUrl: () => null, log }; // prettier-ignore
  const { store, functions } = openFunctions({}, parts);
  open.push(functions);
  const operations = lambdaOperations({ store, functions, random: seededRandom(1) });
  const operate: Operate = async (name, input) =>
    (await operations(name)?.(input as never, caller)) as Record<string, unknown>;
  await operate("createFunction", request({ "index.js": "exports.handler = async () => 42;" }));
  await expect(operate("invoke", { FunctionName: "users" })).rejects.toThrow("The function's code is not available.");
  rmSync(inTheWay);
  expect(textOf((await operate("invoke", { FunctionName: "users" }))["Payload"])).toBe("42");
});

test("who may invoke changes with the policy", async () => {
  const { operate, functions } = serve();
  await operate("createFunction", request({ "index.js": "exports.handler = async () => 1;" }));
  const target = { name: "users", account: caller.account, region: caller.region };
  const sourceArn = "arn:aws:execute-api:eu-west-1:000000000000:abc/prod/GET/users";
  const gateway = { principal: "apigateway.amazonaws.com", sourceArn, sourceAccount: caller.account };
  expect(functions.permission(target, gateway)).toBe("denied");
  const statement = { FunctionName: "users", StatementId: "s", Action: "lambda:InvokeFunction" };
  await operate("addPermission", {
    ...statement,
    Principal: gateway.principal,
    SourceArn: `${sourceArn.slice(0, -9)}*`,
  });
  expect(functions.permission(target, gateway)).toBe("allowed");
  await operate("removePermission", { FunctionName: "users", StatementId: "s" });
  expect(functions.permission(target, gateway)).toBe("denied");
  expect(functions.permission({ ...target, name: "nobody" }, gateway)).toBe("no such function");
});

test("names that are no function's are faults of the configuration", () => {
  const source = { kind: "url", url: "http://127.0.0.1:1/" } as const;
  expect(functionFaults({ users: source, "a b": source, ["x".repeat(65)]: source })).toHaveLength(2);
});

test("operations that are not ours are nobody's", () => {
  const { store, functions } = openFunctions(
    {},
    {
      tables: new MemoryTables(),
      code: new MemoryCode(),
      folder: null,
      random: seededRandom(1),
      nowMs: () => 0,
      endpointUrl: () => null,
      log,
    },
  );
  open.push(functions);
  const operations = lambdaOperations({ store, functions, random: seededRandom(1) });
  for (const name of ["onChange", "resolve", "permission", "constructor", "toString", "createEventSourceMapping"])
    expect(operations(name)).toBeNull();
  expect(operations("getPolicy")).not.toBeNull();
});
