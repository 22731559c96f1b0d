// Streamed answers (DG: configuration-response-streaming, AWS API: InvokeWithResponseStream): metadata first, octets as they
// are written, a slow reader slows the handler, what breaks is told at the end.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Refused, Streaming } from "../../../src/gateway/functions/port.ts";
import { invocation, newRuntime, plan, type Running, told } from "./running.ts";

let running: Running;

beforeAll(() => {
  running = newRuntime();
});

afterAll(async () => {
  await running.runtime.close();
});

async function stream(handler: string, event: unknown = {}, file = "streams", timeoutMs = 5000): Promise<Streaming> {
  const of = plan(file, handler, { timeoutMs });
  const result: Streaming | Refused = await running.runtime.invokeStreaming(
    of,
    invocation(event, { log: "Tail" }),
    of.functionArn,
  );
  if (result.kind === "refused") throw new Error(result.message);
  return result;
}

async function textOf({ chunks }: Streaming): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

test.each<[handler: string, event: unknown, file: string, text: string, contentType: string, error: string | null]>([
  [
    "pieces",
    { pieces: ["one ", "two"] },
    "streams",
    "one two",
    "application/vnd.awslambda.http-integration-response",
    null,
  ],
  ["plain", {}, "streams", "a,b\n1,2\n", "text/csv", null],
  ["empty", {}, "streams", "", "application/octet-stream", null],
  ["forgets", {}, "streams", "never ended", "application/octet-stream", null],
  ["breaks", {}, "streams", "half", "application/octet-stream", "Error"],
  ["refuses", {}, "streams", "", "application/octet-stream", "RangeError"],
  ["text", {}, "good", '"text"', "application/json", null],
  ["throws", {}, "bad", "", "application/octet-stream", "TypeError"],
])("%s of %j in %s streams %j", async (handler, event, file, text, contentType, errorCode) => {
  const result = await stream(handler, event, file);
  expect(result.contentType).toBe(contentType);
  expect(await textOf(result)).toBe(text);
  expect((await result.ending).errorCode).toBe(errorCode);
});

test("metadata comes ahead of the octets", async () => {
  const result = await stream("pieces", { pieces: ["x"] });
  expect(result.metadata).toEqual({ statusCode: 201, headers: { "Content-Type": "text/plain" }, cookies: ["a=1"] });
  expect(await textOf(result)).toBe("x");
});

test("octets come while the handler still writes, and its time ends a stream that hangs", async () => {
  const result = await stream("hangs", {}, "streams", 700);
  const reader = result.chunks[Symbol.asyncIterator]();
  const first = await reader.next();
  expect(Buffer.from(first.value as Uint8Array).toString()).toBe("half");
  expect((await reader.next()).done).toBe(true);
  expect((await result.ending).errorCode).toBe("Sandbox.Timedout");
});

test("a slow reader slows the handler down", async () => {
  const result = await stream("much", { chunks: 200 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  let octets = 0;
  for await (const chunk of result.chunks) octets += chunk.length;
  expect(octets).toBe(200 * 65_536);
  const { errorCode, logTail } = await result.ending;
  expect([errorCode, logTail]).toEqual([null, expect.stringMatching(/written before anybody read: 1[0-9]{6}\n/)]);
});

test("a reader who leaves lets the handler finish", async () => {
  const result = await stream("much", { chunks: 100 });
  for await (const _ of result.chunks) break;
  expect((await result.ending).errorCode).toBeNull();
});

test("a stream that is asked for as a whole is its octets, metadata in front", async () => {
  const of = plan("streams", "pieces");
  const result = await running.run(of, { pieces: ["body"] });
  const head = '{"statusCode":201,"headers":{"Content-Type":"text/plain"},"cookies":["a=1"]}';
  expect(result).toMatchObject({ functionError: null, payload: `${head}${"\0".repeat(8)}body` });
  expect(told(await running.run(plan("streams", "much"), { chunks: 100 }))).toMatch(
    /^Function\.ResponseSizeTooLarge: /,
  );
});
