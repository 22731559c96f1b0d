// Functions called across threads, over the ports alone: whole answers, streams that wait for their reader, and what breaks.

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { PackedInvocation } from "../../../../src/gateway/functions/packed-invocation.ts";
import type { FunctionPort, Invocation, Permission, Streaming } from "../../../../src/gateway/functions/port.ts";
import { answerCall, CallingFunctions } from "../../../../src/server/gateway/threads/function-line.ts";

const invocation: Invocation = {
  target: { name: "f", account: "000000000000", region: "eu-west-1" },
  payload: "{}",
  requestId: "1",
  type: "RequestResponse",
};
const ended = { errorCode: null, errorDetails: "", logTail: "bye" };

function callingTo(functions: Partial<FunctionPort>): CallingFunctions {
  const there = functions as FunctionPort;
  const calling = new CallingFunctions(
    (call) =>
      // Copied on the way, as between threads.
      void answerCall(there, structuredClone(call)).then(({ answer }) => calling.settle(answer)),
    (target, caller) => there.permission(target, caller),
  );
  return calling;
}

function streaming(chunks: AsyncIterable<Uint8Array>): Streaming {
  return {
    kind: "streaming",
    executedVersion: "$LATEST",
    metadata: { statusCode: 201 },
    contentType: "text/plain",
    chunks,
    ending: Promise.resolve(ended),
  };
}

async function streamOf(functions: Partial<FunctionPort>): Promise<Streaming> {
  const result = await callingTo(functions).invokeStreaming(invocation);
  if (result.kind !== "streaming") throw new Error(result.message);
  return result;
}

test("whole answers and refusals come back to whoever asked, in whatever order", async () => {
  const calling = callingTo({
    invoke: async ({ payload }) => {
      await sleep(payload === "1" ? 20 : 0);
      return { kind: "completed", payload, functionError: null, executedVersion: "1", logTail: null };
    },
    invokeStreaming: () => Promise.resolve({ kind: "refused", code: "ServiceException", status: 500, message: "no" }),
  });
  const answers = await Promise.all(["1", "2"].map((payload) => calling.invoke({ ...invocation, payload })));
  expect(answers.map((answer) => "payload" in answer && answer.payload)).toEqual(["1", "2"]);
  expect(await calling.invokeStreaming(invocation)).toMatchObject({ kind: "refused", message: "no" });
});

test("a packed event has its text on the other side, too", async () => {
  const calling = callingTo({
    invoke: ({ payload, requestId, packed }) => {
      expect(packed).toBe(lines);
      const answer = { kind: "completed", functionError: null, executedVersion: requestId, logTail: null } as const;
      return Promise.resolve({ ...answer, payload });
    },
  });
  const site = JSON.stringify(["/a", "r", "0", "p", "d", "api", null, null]);
  const request = [site, "", "/a", "GET", "::1", "", "80", "http", "__proto__", "x", ""];
  const lines = [...request, "/p/a", "HTTP/1.1", "a.test", "1", "id", "e", "", ""].join("\n");
  const answer = await calling.invoke(new PackedInvocation(lines, invocation));
  const wanted = {
    path: "/a",
    httpMethod: "GET",
    requestContext: { domainPrefix: "a", identity: { sourceIp: "::1" } },
  };
  expect(answer).toMatchObject({ executedVersion: "1" });
  const event = JSON.parse("payload" in answer ? answer.payload : "") as { headers: object };
  expect(event).toMatchObject(wanted);
  expect(Object.entries(event.headers)[0]).toEqual(["__proto__", "x"]);
});

test("a stream comes piece by piece, no faster than it is read, and says how it ended", async () => {
  let made = 0;
  const chunks = (async function* () {
    for (; made < 5; made++) yield Uint8Array.of(made);
  })();
  const {
    chunks: read,
    ending,
    metadata,
    contentType,
  } = await streamOf({
    invokeStreaming: () => Promise.resolve(streaming(chunks)),
  });
  expect([metadata, contentType]).toEqual([{ statusCode: 201 }, "text/plain"]);
  await sleep(20);
  expect(made).toBe(0);
  const got: number[] = [];
  for await (const octets of read) {
    got.push(octets[0]);
    expect(made).toBeLessThanOrEqual(got.length);
  }
  expect(got).toEqual([0, 1, 2, 3, 4]);
  expect(await ending).toEqual(ended);
});

test("who stops reading lets the handler go", async () => {
  let returned = 0;
  const chunks = (async function* () {
    try {
      for (;;) yield Uint8Array.of(1);
    } finally {
      returned += 1;
    }
  })();
  const { chunks: read, ending } = await streamOf({ invokeStreaming: () => Promise.resolve(streaming(chunks)) });
  for await (const octets of read) {
    expect(octets).toEqual(Uint8Array.of(1));
    break;
  }
  await vi.waitFor(() => expect(returned).toBe(1));
  expect(await ending).toMatchObject({ errorCode: null });
});

test("a stream that breaks ends, with why", async () => {
  const chunks = (async function* () {
    yield Uint8Array.of(1);
    throw new Error("broken");
  })();
  const { chunks: read, ending } = await streamOf({ invokeStreaming: () => Promise.resolve(streaming(chunks)) });
  const got: Uint8Array[] = [];
  for await (const octets of read) got.push(octets);
  expect(got).toEqual([Uint8Array.of(1)]);
  expect(await ending).toMatchObject({ errorCode: "ServiceException" });
});

test("a permission is asked for once, until functions change", () => {
  let answer: Permission = "allowed";
  let asked = 0;
  const calling = callingTo({
    permission: () => {
      asked += 1;
      return answer;
    },
  });
  const caller = { principal: "apigateway.amazonaws.com", sourceArn: "arn:x", sourceAccount: "000000000000" };
  const ask = (): Permission => calling.permission(invocation.target, caller);
  expect([ask(), ask(), asked]).toEqual(["allowed", "allowed", 1]);
  answer = "denied";
  calling.forget();
  expect([ask(), asked]).toEqual(["denied", 2]);
});
