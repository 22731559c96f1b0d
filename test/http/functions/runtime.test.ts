// What handlers answer, and what becomes of those that go wrong (DG: nodejs-handler, nodejs-context, nodejs-exceptions,
// invocation errors). Every case runs a real handler in a real thread; afterwards a sound one still answers.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Completed } from "../../../src/gateway/functions/port.ts";
import { said } from "../../../src/http/functions/messages.ts";
import { newRuntime, plan, type Running, told } from "./running.ts";

let running: Running;

beforeAll(() => {
  running = newRuntime();
});

afterAll(async () => {
  await running.runtime.close();
});

test.each<[handler: string, event: unknown, answer: unknown]>([
  ["handler", { a: [1, "ü"] }, { seen: { a: [1, "ü"] }, invocations: 1 }],
  ["returns", 7, { returned: 7 }],
  ["callback", "x", { called: "x" }],
  ["callbackError", {}, "RangeError: by callback"],
  ["callbackLater", {}, 0],
  ["callbackWaits", {}, 0],
  ["succeeds", {}, { by: "succeed" }],
  ["fails", {}, "Error: by fail"],
  ["done", {}, "by done"],
  ["nothing", {}, null],
  ["never", {}, null],
  ["undefinedValue", {}, null],
  ["text", {}, "text"],
  ["nested.deep", {}, "nested"],
])("the handler %s of %j answers", async (handler, event, answer) => {
  expect(told(await running.run(plan("good", handler), event))).toEqual(answer);
});

const hanging: ReadonlySet<string> = new Set(["spins", "waits"]);
/** Of AWS's runtime client, for what cannot be looked at. */
const cannotBeRead =
  "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";
const id = "11111111-2222-4333-8444-555555555555";

test.each<[handler: string, event: unknown, answer: string | RegExp]>([
  ["throws", {}, "TypeError: at once"],
  ["rejects", {}, "Custom: later"],
  ["throwsText", {}, "string: a text"],
  ["throwsNothing", {}, "undefined: undefined"],
  ["throwsNull", {}, "object: null"],
  ["throwsObject", {}, "object: [object Object]"],
  ["throwsList", {}, "object: 1,2"],
  ["throwsLikeness", {}, "Custom: like an error"],
  ["throwsTrap", {}, `handled: ${cannotBeRead}`],
  ["throwsTextless", {}, `handled: ${cannotBeRead}`],
  ["spins", {}, `Sandbox.Timedout: RequestId: ${id} Error: Task timed out after 0.50 seconds`],
  ["waits", {}, `Sandbox.Timedout: RequestId: ${id} Error: Task timed out after 0.50 seconds`],
  ["exits", { code: 3 }, `Runtime.ExitError: RequestId: ${id} Error: Runtime exited with error: exit status 3`],
  ["exits", { code: 0 }, `Runtime.ExitError: RequestId: ${id} Error: Runtime exited without providing a reason`],
  ["kills", {}, `Runtime.ExitError: RequestId: ${id} Error: Runtime exited with error: exit status 129`],
  ["aborts", {}, /process\.abort\(\) is not supported in workers/],
  ["uncaught", {}, "Error: nobody caught this"],
  ["unhandled", {}, "Runtime.UnhandledPromiseRejection: Error: nobody awaited this"],
  ["circular", {}, "Error: Unable to stringify response body"],
  ["bigint", {}, "Error: Unable to stringify response body"],
  ["deep", {}, "RangeError: Maximum call stack size exceeded"],
  ["missing", {}, "Runtime.HandlerNotFound: missing is undefined or not exported"],
  ["notAFunction", {}, "Runtime.HandlerNotFound: notAFunction is not a function"],
])("the handler %s of %j fails by itself", async (handler, event, answer) => {
  const failed = await running.run(plan("bad", handler, { timeoutMs: hanging.has(handler) ? 500 : 10_000 }), event, {
    requestId: id,
  });
  expect(failed).toMatchObject({ kind: "completed", functionError: "Unhandled", executedVersion: "$LATEST" });
  expect(told(failed)).toEqual(answer instanceof RegExp ? expect.stringMatching(answer) : answer);
  expect(told(await running.run(plan("good", "text")))).toBe("text");
});

test.each(["eatsArrays", "eatsBuffers", "eatsMap", "eatsDoubling"])(
  "the handler %s is ended when it has more than its memory",
  async (handler) => {
    const hungry = running.run(plan("bad", handler, { timeoutMs: 60_000, memoryMb: 16 }), {}, { requestId: id });
    const beside = await Promise.all(Array.from({ length: 20 }, () => running.run(plan("good", "text"))));
    expect(beside.map(told)).toEqual(Array.from({ length: 20 }, () => "text"));
    expect(told(await hungry)).toBe(
      `Runtime.OutOfMemory: RequestId: ${id} Error: Runtime exited with error: signal: killed`,
    );
  },
  90_000,
);

test("a module that does not load is the answer of every call", async () => {
  const missing = plan("absent");
  for (let i = 0; i < 2; i++) expect(told(await running.run(missing))).toMatch(/^Runtime\.ImportModuleError: .*absent/);
});

test.each<[module: string, failure: string]>([
  ["greedy-module", `Runtime.OutOfMemory: RequestId: ${id} Error: Runtime exited with error: signal: killed`],
  ["slow-module", `Sandbox.Timedout: RequestId: ${id} Error: Task timed out after 2.00 seconds`],
])(
  "what a %s does in its first lines is bounded, too",
  async (module, failure) => {
    const { runtime, run } = newRuntime({ initMs: module === "slow-module" ? 2000 : 60_000 });
    expect(told(await run(plan(module, "handler", { memoryMb: 16 }), {}, { requestId: id }))).toBe(failure);
    await runtime.close();
  },
  90_000,
);

test.each<[module: string, handler: string, lines: readonly (string | RegExp)[]]>([
  ["loud-module", "handler", [/\tINFO\tabout to fail$/, /\tERROR\tUncaught Exception\t.*in its first lines/]],
  ["absent", "handler", [/\tERROR\tUncaught Exception\t.*Runtime\.ImportModuleError/]],
  [
    "leaving-module",
    "handler",
    [`RequestId: ${id} Error: Runtime exited with error: exit status 3`, "Runtime.ExitError"],
  ],
  ["bad", "exits", [`RequestId: ${id} Error: Runtime exited with error: exit status 3`, "Runtime.ExitError"]],
  ["bad", "throws", [/\tERROR\tInvoke Error \t.*at once/]],
])("the tail of the log says why %s.%s failed", async (module, handler, lines) => {
  const result = await running.run(plan(module, handler), { code: 3 }, { requestId: id, log: "Tail" });
  const tail = (result as Completed).logTail?.split("\n") ?? [];
  expect(tail.slice(1, -3)).toEqual(
    lines.map((line) => (line instanceof RegExp ? expect.stringMatching(line) : line) as string),
  );
});

test("the tail of the log says that the first lines took too long", async () => {
  const { runtime, run } = newRuntime({ initMs: 100 });
  const result = await run(plan("slow-module"), {}, { log: "Tail" });
  expect((result as Completed).logTail).toContain(
    "\nINIT_REPORT Init Duration: 100.00 ms\tPhase: init\tStatus: timeout\n",
  );
  await runtime.close();
});

test("a handler gets the context that Lambda gives", async () => {
  const more = { clientContext: Buffer.from('{"custom":{"a":1}}').toString("base64"), requestId: id };
  const result = told(await running.run(plan("good", "context", { memoryMb: 256, timeoutMs: 5000 }), {}, more));
  expect(result).toMatchObject({
    callbackWaitsForEmptyEventLoop: true,
    functionName: "good-context",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:good-context:asked",
    memoryLimitInMB: "256",
    awsRequestId: id,
    logGroupName: "/aws/lambda/good",
    clientContext: { custom: { a: 1 } },
  });
  const { logStreamName, remaining } = result as { logStreamName: string; remaining: number };
  expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(remaining).toBeGreaterThan(3000);
  expect(remaining).toBeLessThanOrEqual(5000);
});

test("a handler's environment is its own", async () => {
  process.env["SIGNPOST_SECRET_OF_THE_SERVER"] = "secret";
  const of = plan("good", "environment", {
    runtime: "nodejs22.x",
    environment: { STAGE: "test", TZ: "Europe/Berlin" },
  });
  const runtime = newRuntime({ endpointUrl: () => "http://127.0.0.1:5380" });
  const environment = told(await runtime.run(of, {}, { traceId: "Root=1-2-3" }));
  await runtime.runtime.close();
  expect(environment).toMatchObject({
    STAGE: "test",
    TZ: "Europe/Berlin",
    AWS_REGION: "eu-west-1",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "local",
    AWS_LAMBDA_FUNCTION_NAME: "good-environment",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    AWS_ENDPOINT_URL: "http://127.0.0.1:5380",
    _HANDLER: "environment",
    _X_AMZN_TRACE_ID: "Root=1-2-3",
  });
  expect(environment).not.toHaveProperty("SIGNPOST_SECRET_OF_THE_SERVER");
  delete process.env["SIGNPOST_SECRET_OF_THE_SERVER"];
});

test("an environment that Node.js refuses is the function's failure", async () => {
  const of = plan("good", "text", { name: "odd", environment: { NODE_OPTIONS: "--no-such-option" } });
  expect(told(await running.run(of))).toMatch(/^Runtime\.ExitError: /);
});

test("output is told line by line, and its tail comes with the answer", async () => {
  const { runtime, run, lines } = newRuntime();
  const result = await run(plan("good", "output"), {}, { requestId: id, log: "Tail" });
  await runtime.close();
  const time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  const written = [
    `^${time}\t${id}\tINFO\tone { two: 2 }$`,
    `^${time}\t${id}\tERROR\tthree\rfour$`,
    "^half a line$",
    "^and the rest$",
  ];
  expect(lines).toEqual(written.map((line) => expect.stringMatching(new RegExp(line))));
  expect(result).toHaveProperty(
    "logTail",
    expect.stringMatching(new RegExp(`^START RequestId: ${id} Version: \\$LATEST\n`)),
  );
  const tail = (result as { logTail: string }).logTail.slice(0, -1).split("\n");
  expect(tail.slice(1, -2)).toEqual(lines);
  expect(tail.at(-2)).toBe(`END RequestId: ${id}`);
  expect(tail.at(-1)).toMatch(new RegExp(`^REPORT RequestId: ${id}\tDuration: `));
});

test("the report at the log's end tells time and memory, and of an instance's first call its start", async () => {
  const { run } = newRuntime();
  const report = async (): Promise<string> => {
    const result = await run(plan("good", "text"), {}, { log: "Tail" });
    return (result as { logTail: string }).logTail.split("\n").at(-2) ?? "";
  };
  const told = String.raw`^REPORT RequestId: [\w-]+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d* MB\t`;
  expect(await report()).toMatch(new RegExp(`${told}Init Duration: [\\d.]+ ms\t$`));
  expect(await report()).toMatch(new RegExp(`${told}$`));
});

test("a handler that prints without end is heard as much as anybody may be", async () => {
  const { runtime, run, lines } = newRuntime();
  const chatter = run(plan("bad", "chatters", { timeoutMs: 2500 }));
  const beside = await Promise.all(Array.from({ length: 50 }, () => run(plan("good", "text"))));
  expect(beside.map(told)).toEqual(Array.from({ length: 50 }, () => "text"));
  expect(told(await chatter)).toMatch(/^Sandbox\.Timedout/);
  await runtime.close();
  expect(lines.join("\n").length).toBeLessThan(6 << 20);
  expect(lines.some((line) => /^\d+ lines of output were dropped/.test(line))).toBe(true);
}, 30_000);

test("an error after the answer ends the instance and nothing else", async () => {
  const of = plan("bad", "afterwards");
  expect(told(await running.run(of, 1))).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(told(await running.run(of, 2))).toBe(2);
});

test("what a handler says into our port by itself is not heard", async () => {
  expect(told(await running.run(plan("bad", "closesPort")))).toBe("still here");
});

test.each([...Object.values(said), ""])(
  "a handler that says %j to us by itself spoils its own call at most",
  async (letter) => {
    const outcome = await running.run(plan("bad", "impersonates"), letter);
    expect(outcome.kind).toMatch(/^(completed|refused)$/);
    expect(told(await running.run(plan("good", "text"), {}))).toBeTypeOf("string");
  },
);

test("events and answers have bounds", async () => {
  const large = "x".repeat(6_291_456);
  expect(told(await running.run(plan("good", "text"), large))).toMatch(/^413 RequestTooLargeException: /);
  const most = 6_291_556 - 2;
  const fits = await running.run(plan("good", "large"), { octets: most });
  expect((told(fits) as string).length).toBe(most);
  expect(told(await running.run(plan("good", "large"), { octets: most + 1 }))).toBe(
    "Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  );
});

test("an event that is no JSON is refused", async () => {
  const more = { payload: "{nonsense" };
  expect(told(await running.run(plan("good", "text"), {}, more))).toMatch(
    /^400 InvalidRequestContentException: Could not parse request body into json: /,
  );
  expect(told(await running.run(plan("good", "text")))).toBe("text");
});

test("a caller's patience ends, the handler goes on", async () => {
  const of = plan("good", "sleep");
  const late = await running.run(of, { ms: 300 }, { patienceMs: 50 });
  expect(late).toMatchObject({ kind: "refused", code: "CallerTimedOut", status: 504 });
  expect(told(await running.run(of, { ms: 1 }))).toBe("slept");
});

test("nothing runs after the end, and whoever waits is told", async () => {
  const { runtime, run } = newRuntime();
  const of = plan("good", "sleep");
  expect(told(await run(of, { ms: 1 }))).toBe("slept");
  const slow = run(of, { ms: 10_000 });
  const waits = run(of, { ms: 1 });
  await runtime.close();
  // Begun or not, by then.
  expect(told(await slow)).toMatch(/^Runtime\.ExitError: |^500 ServiceException: The server is stopping\.$/);
  expect(told(await waits)).toBe("500 ServiceException: The server is stopping.");
  expect(told(await run(of))).toBe("500 ServiceException: The server is stopping.");
  expect(runtime.instances).toBe(0);
});
